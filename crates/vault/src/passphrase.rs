//! Secrets behind a passphrase: Argon2id (RFC 9106) and a sealed box.
//!
//! | offset | bytes | what |
//! |---|---|---|
//! | 0 | 1 | format, 1 |
//! | 1 | 1 | algorithm: 1 Argon2id version 1.3, then AES-256-GCM |
//! | 2 | 4 | memory in KiB, big-endian |
//! | 6 | 4 | passes, big-endian |
//! | 10 | 1 | lanes |
//! | 11 | 16 | salt |
//! | 27 | 70 | sealed box of version and key; the 27 bytes before are bound into it |

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::entropy::public_bytes;
use crate::sealed::Cipher;
use crate::secret::Secret;
use crate::{Entropy, Error, Place};

const HEAD: usize = 27;

/// What a person types. Normalised (NFKC), so that it does not matter on which keyboard an accent was typed; wiped when
/// let go; `Debug` prints `[passphrase]`.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The passphrase as typed. How long it has to be is the caller's rule.
    pub fn new(typed: &str) -> Self {
        // Room for the longest expansion (U+FDFA: 18 letters), so that growing leaves no copy behind.
        let mut normal = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(11)));
        normal.extend(typed.nfkc());
        Self(normal)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[passphrase]")
    }
}

/// What one guess of a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u8,
}

impl Cost {
    /// 19 MiB, two passes, one lane.
    pub const DEFAULT: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// For tests only: next to nothing.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
    /// No header may ask for more memory than this: 256 MiB.
    pub const MOST_MEMORY_KIB: u32 = 256 * 1024;
    /// No header may ask for more work than this: KiB times passes, 1 GiB in all (some seconds).
    pub const MOST_WORK: u64 = 1024 * 1024;

    /// A cost within bounds: 8 KiB a lane to 256 MiB, at least one pass, 1 to 16 lanes, memory times passes up to 1 GiB.
    pub fn new(memory_kib: u32, passes: u32, lanes: u8) -> Result<Self, Error> {
        let work = u64::from(memory_kib) * u64::from(passes);
        let fits = (1..=16).contains(&lanes)
            && (8 * u32::from(lanes)..=Self::MOST_MEMORY_KIB).contains(&memory_kib)
            && passes > 0
            && work <= Self::MOST_WORK;
        if fits { Ok(Self { memory_kib, passes, lanes }) } else { Err(Error::Bounds) }
    }

    /// Does the work of opening a lock, and throws it away: so that somebody who has none takes as long to refuse.
    ///
    /// # Errors
    /// As of opening one.
    pub fn spend(self, passphrase: &Passphrase) -> Result<(), Error> {
        self.stretch(passphrase, &[0; 16]).map(drop)
    }

    fn stretch(self, passphrase: &Passphrase, salt: &[u8; 16]) -> Result<Secret, Error> {
        let params = Params::new(self.memory_kib, self.passes, u32::from(self.lanes), Some(32)).map_err(|_| Error::Bounds)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Secret::written(|out| argon.hash_password_into(passphrase.0.as_bytes(), salt, out).map_err(|_| Error::Refused))
    }
}

/// Locks `plain`, bound to what it is for and its place.
pub(crate) fn lock(
    passphrase: &Passphrase,
    cost: Cost,
    for_what: &str,
    place: &Place,
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    let salt: [u8; 16] = public_bytes(entropy)?;
    let mut locked = vec![1, 1];
    locked.extend_from_slice(&cost.memory_kib.to_be_bytes());
    locked.extend_from_slice(&cost.passes.to_be_bytes());
    locked.push(cost.lanes);
    locked.extend_from_slice(&salt);
    let place = place.clone().with("passphrase", locked.as_slice());
    let cipher = Cipher::new(&cost.stretch(passphrase, &salt)?)?;
    locked.append(&mut cipher.seal(0, for_what, &place, plain, entropy)?);
    Ok(locked)
}

/// Opens what [`lock`] made. A header that asks for too much is refused before any memory is taken.
pub(crate) fn unlock(passphrase: &Passphrase, for_what: &str, place: &Place, locked: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (head, sealed) = locked.split_first_chunk::<HEAD>().ok_or(Error::Refused)?;
    let [1, 1, m0, m1, m2, m3, p0, p1, p2, p3, lanes, salt @ ..] = head else { return Err(Error::Refused) };
    let (memory, passes) = (u32::from_be_bytes([*m0, *m1, *m2, *m3]), u32::from_be_bytes([*p0, *p1, *p2, *p3]));
    let cost = Cost::new(memory, passes, *lanes).map_err(|_| Error::Refused)?;
    let place = place.clone().with("passphrase", head);
    Cipher::new(&cost.stretch(passphrase, salt)?)?.open(0, for_what, &place, sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }

    /// RFC 9106, 5.3. It takes a secret and associated data, which we do not use.
    #[test]
    fn argon2id_agrees_with_the_vector_of_rfc_9106() {
        let data = argon2::AssociatedData::new(&[4; 12]).unwrap();
        let params = argon2::ParamsBuilder::new().m_cost(32).t_cost(3).p_cost(4).data(data).build().unwrap();
        let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(hex(&tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /// Our own use, against the reference program: `argon2 somesaltsomesalt -id -t 2 -k 19456 -p 1 -l 32`.
    #[test]
    fn argon2id_gives_what_the_reference_program_gives() {
        let key = Cost::DEFAULT.stretch(&Passphrase::new("password"), b"somesaltsomesalt").unwrap();
        assert_eq!(hex(key.bytes()), "2b5dc4054886ec957ef59c73b661c54dd6fb274590b278f657c6d96aac8fa6d1");
    }

    #[test]
    fn an_accent_may_be_typed_either_way() {
        assert_eq!(*Passphrase::new("ma\u{f1}ana").0, *Passphrase::new("man\u{303}ana").0);
    }
}
