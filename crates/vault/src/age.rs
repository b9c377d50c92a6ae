//! Files that others open: the age format, version 1 (age-encryption.org/v1), to one X25519 recipient, encrypted and never opened here.
//!
//! ```text
//! age-encryption.org/v1
//! -> X25519 SHARE            the ephemeral point
//! BODY                       the file key, sealed by what both halves agree on
//! --- MAC                    over all of the above
//! NONCE CHUNK CHUNK …        pieces of 64 KiB, counted, the last one marked
//! ```

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::hmac::{HMAC_SHA256, Key};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD as BASE64;
use zeroize::Zeroizing;

use crate::derive::{expand, extract, mac};
use crate::entropy::public_bytes;
use crate::secret::Secret;
use crate::{Entropy, Error};

const VERSION: &str = "age-encryption.org/v1";
const X25519_LABEL: &[u8] = b"age-encryption.org/v1/X25519";
/// What comes before the `1` of a recipient.
const PREFIX: &str = "age";
/// A piece of the payload.
const CHUNK: usize = 64 * 1024;
/// Bech32's letters, by what each stands for (BIP 173).
const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Whom a file is for: their public key, as they write it, `age1…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeRecipient([u8; 32]);

impl AgeRecipient {
    /// Reads one as it is written, in small letters.
    ///
    /// # Errors
    /// [`Error::Refused`] where it is no such key, a letter of it is mistyped, or it is a point to which anybody has the key.
    pub fn read(text: &str) -> Result<Self, Error> {
        let point = bech32(text).ok_or(Error::Refused)?;
        let recipient = Self(point);
        // With a point of small order everybody agrees on nothing but zeros; the library refuses that.
        let probe = PrivateKey::from_private_key(&X25519, &[0x42; 32]).map_err(|_| Error::Refused)?;
        agree(&probe, UnparsedPublicKey::new(&X25519, &recipient.0), Error::Refused, |_| Ok(()))?;
        Ok(recipient)
    }

    /// The file, for them alone: nobody else opens it, and neither do we.
    ///
    /// # Errors
    /// [`Error::Entropy`] where there is no randomness.
    pub fn encrypt(&self, plain: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        let mut file_key = Zeroizing::new([0; 16]);
        entropy.fill(file_key.as_mut_slice())?;
        let header = self.header(&file_key, entropy)?;
        let nonce: [u8; 16] = public_bytes(entropy)?;
        let payload = derived(file_key.as_slice(), &nonce, b"payload")?;
        let mut out = [header.as_bytes(), &nonce].concat();
        seal_chunks(&payload, plain, &mut out)?;
        Ok(out)
    }

    fn header(&self, file_key: &[u8; 16], entropy: &mut dyn Entropy) -> Result<String, Error> {
        let ephemeral = Secret::random(entropy)?;
        let private = PrivateKey::from_private_key(&X25519, ephemeral.bytes()).map_err(|_| Error::Refused)?;
        let share = private.compute_public_key().map_err(|_| Error::Refused)?;
        let salt = [share.as_ref(), &self.0].concat();
        let theirs = UnparsedPublicKey::new(&X25519, &self.0);
        let wrap = agree(&private, theirs, Error::Refused, |agreed| derived(agreed, &salt, X25519_LABEL))?;
        let mut body = file_key.to_vec();
        seal(&wrap, [0; 12], &mut body)?;
        let head = format!("{VERSION}\n-> X25519 {}\n{}\n---", BASE64.encode(share.as_ref()), BASE64.encode(&body));
        let key = derived(file_key, &[], b"header")?;
        let tag = mac(&Key::new(HMAC_SHA256, key.bytes()), &[head.as_bytes()])?;
        Ok(format!("{head} {}\n", BASE64.encode(tag.bytes())))
    }
}

fn derived(input: &[u8], salt: &[u8], info: &[u8]) -> Result<Secret, Error> {
    let key = extract(salt, &[input])?;
    Secret::written(|out| expand(&key, &[info], out))
}

/// ChaCha20-Poly1305, in place; each key seals each nonce once.
fn seal(key: &Secret, nonce: [u8; 12], text: &mut Vec<u8>) -> Result<(), Error> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key.bytes()).map_err(|_| Error::Refused)?;
    let nonce = Nonce::assume_unique_for_key(nonce);
    LessSafeKey::new(key).seal_in_place_append_tag(nonce, Aad::empty(), text).map_err(|_| Error::Refused)
}

/// STREAM: a count of eleven bytes and a mark on the last piece, so that none is lost, moved or cut off unseen.
fn seal_chunks(key: &Secret, plain: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let count = plain.len().div_ceil(CHUNK).max(1);
    for number in 0..count {
        let from = number.saturating_mul(CHUNK);
        let rest = plain.get(from..).unwrap_or_default();
        let mut chunk = rest.get(..CHUNK).unwrap_or(rest).to_vec();
        let mut nonce = [0; 12];
        let counted = u64::try_from(number).map_err(|_| Error::Bounds)?.to_be_bytes();
        nonce.iter_mut().skip(3).zip(counted).for_each(|(to, from)| *to = from);
        if let Some(last) = nonce.last_mut() {
            *last = u8::from(number + 1 == count);
        }
        seal(key, nonce, &mut chunk)?;
        out.append(&mut chunk);
    }
    Ok(())
}

/// The 32 bytes of a recipient (BIP 173, its first constant).
fn bech32(text: &str) -> Option<[u8; 32]> {
    let (prefix, data) = text.rsplit_once('1')?;
    if prefix != PREFIX {
        return None;
    }
    let values = data.chars().map(|letter| LETTERS.find(letter).and_then(|at| u8::try_from(at).ok()));
    let values: Vec<u8> = values.collect::<Option<_>>()?;
    let head = prefix.bytes().map(|b| b >> 5).chain([0]).chain(prefix.bytes().map(|b| b & 31));
    if polymod(head.chain(values.iter().copied())) != 1 {
        return None;
    }
    let data = values.get(..values.len().checked_sub(6)?)?;
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::with_capacity(32));
    for value in data {
        bits = ((bits << 5) | u32::from(*value)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    let padded = held < 5 && bits & ((1 << held) - 1) == 0;
    bytes.try_into().ok().filter(|_| padded)
}

fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    values.fold(1, |check, value| {
        let top = check >> 25;
        let next = ((check & 0x01ff_ffff) << 5) ^ u32::from(value);
        GENERATOR.iter().enumerate().filter(|(bit, _)| (top >> bit) & 1 == 1).fold(next, |next, (_, part)| next ^ part)
    })
}
