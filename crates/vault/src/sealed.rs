//! Sealed boxes: AES-256-GCM (NIST SP 800-38D) under a random 96-bit nonce, bound to a place.
//!
//! | offset | bytes | what |
//! |---|---|---|
//! | 0 | 1 | format, 1 |
//! | 1 | 1 | algorithm: 1 AES-256-GCM, 2 the same inside a token |
//! | 2 | 4 | version of the key, big-endian |
//! | 6 | 12 | nonce |
//! | 18 | n | cipher text, as long as the plain text |
//! | 18 + n | 16 | tag |
//!
//! Associated data: `tacenda/box/1`, a zero byte, what the box is for (with its length), the first six bytes of the
//! header, the place. Random nonces are safe for 2³² boxes under one key (SP 800-38D, 8.3); keys here belong to one client.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::entropy::public_bytes;
use crate::place::put;
use crate::secret::Secret;
use crate::{Entropy, Error, Place};

const FORMAT: u8 = 1;
pub(crate) const HEADER: usize = 18;
pub(crate) const TAG: usize = 16;

/// How a box was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// AES-256-GCM in this process.
    AesGcm = 1,
    /// AES-256-GCM in a token whose key never leaves it.
    #[cfg_attr(not(feature = "pkcs11"), expect(dead_code, reason = "only a token makes these"))]
    Token = 2,
}

/// The first eighteen bytes of a box.
pub(crate) struct Header {
    pub(crate) bytes: [u8; HEADER],
}

impl Header {
    pub(crate) fn new(algorithm: Algorithm, version: u32, entropy: &mut dyn Entropy) -> Result<Self, Error> {
        let nonce: [u8; 12] = public_bytes(entropy)?;
        let mut bytes = [0; HEADER];
        let fields = [FORMAT, algorithm as u8].into_iter().chain(version.to_be_bytes()).chain(nonce);
        bytes.iter_mut().zip(fields).for_each(|(byte, field)| *byte = field);
        Ok(Self { bytes })
    }

    /// Splits a box into its header and the rest; refuses what is no box of this format and algorithm.
    pub(crate) fn read(sealed: &[u8], algorithm: Algorithm) -> Result<(Self, &[u8]), Error> {
        let (bytes, rest) = sealed.split_first_chunk::<HEADER>().ok_or(Error::Refused)?;
        let [format, written_by, ..] = bytes;
        if *format != FORMAT || *written_by != algorithm as u8 || rest.len() < TAG {
            return Err(Error::Refused);
        }
        Ok((Self { bytes: *bytes }, rest))
    }

    pub(crate) fn key_version(&self) -> u32 {
        let [_, _, a, b, c, d, ..] = self.bytes;
        u32::from_be_bytes([a, b, c, d])
    }

    pub(crate) fn nonce(&self) -> [u8; 12] {
        let [_, _, _, _, _, _, nonce @ ..] = self.bytes;
        nonce
    }

    /// The associated data of a box that is `for_what` (content, a wrapped key…), at this place.
    pub(crate) fn associated(&self, for_what: &str, place: &Place) -> Vec<u8> {
        let mut data = Vec::with_capacity(64 + place.bytes().len());
        data.extend_from_slice(b"tacenda/box/1\0");
        put(&mut data, for_what.as_bytes());
        data.extend(self.bytes.iter().take(6));
        data.extend_from_slice(place.bytes());
        data
    }
}

/// The version of the key under which a box was sealed, as its header says; proved only by opening.
pub fn key_version(sealed: &[u8]) -> Result<u32, Error> {
    Header::read(sealed, Algorithm::AesGcm).map(|(header, _)| header.key_version())
}

/// Whether a box was sealed under another version of its key than the current one.
pub fn needs_reseal(sealed: &[u8], current: u32) -> Result<bool, Error> {
    key_version(sealed).map(|version| version != current)
}

/// A key made ready for AES-256-GCM. Its schedule lives in memory of the library, which wipes it when freed.
pub(crate) struct Cipher(LessSafeKey);

impl Cipher {
    pub(crate) fn new(key: &Secret) -> Result<Self, Error> {
        UnboundKey::new(&AES_256_GCM, key.bytes()).map(|key| Self(LessSafeKey::new(key))).map_err(|_| Error::Refused)
    }

    /// Seals under a fresh nonce; the header names the key's version.
    pub(crate) fn seal(
        &self,
        version: u32,
        for_what: &str,
        place: &Place,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        let header = Header::new(Algorithm::AesGcm, version, entropy)?;
        let mut sealed = Vec::with_capacity(HEADER + plain.len() + TAG);
        sealed.extend_from_slice(&header.bytes);
        sealed.extend_from_slice(plain);
        let (_, text) = sealed.split_at_mut_checked(HEADER).ok_or(Error::Refused)?;
        let tag = self.encrypt(header.nonce(), &header.associated(for_what, place), text)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens a box of this version of the key, this use and this place.
    pub(crate) fn open(&self, version: u32, for_what: &str, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (header, rest) = Header::read(sealed, Algorithm::AesGcm)?;
        if header.key_version() != version {
            return Err(Error::Refused);
        }
        self.decrypt(header.nonce(), &header.associated(for_what, place), rest)
    }

    /// Turns `text` into cipher text where it stands and gives the tag.
    pub(crate) fn encrypt(&self, nonce: [u8; 12], associated: &[u8], text: &mut [u8]) -> Result<[u8; TAG], Error> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(associated), text).map_err(|_| Error::Refused)?;
        tag.as_ref().try_into().map_err(|_| Error::Refused)
    }

    /// The plain text of cipher text and tag.
    pub(crate) fn decrypt(&self, nonce: [u8; 12], associated: &[u8], rest: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (text, tag) = rest.split_last_chunk::<TAG>().ok_or(Error::Refused)?;
        let mut plain = Zeroizing::new(vec![0; text.len()]);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let associated = Aad::from(associated);
        self.0.open_separate_gather(nonce, associated, text, tag, &mut plain).map_err(|_| Error::Refused)?;
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        hex.as_bytes().chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect()
    }

    /// Test case 16 of the GCM specification by its two authors, the one of NIST's example set with a 256-bit key and
    /// associated data.
    #[test]
    fn the_cipher_agrees_with_the_published_vector() {
        let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        let plain = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let associated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let nonce: [u8; 12] = bytes("cafebabefacedbaddecaf888").try_into().unwrap();
        let expected = bytes(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        );
        let cipher = Cipher::new(&Secret::copy(&key).unwrap()).unwrap();
        let mut text = plain.clone();
        let tag = cipher.encrypt(nonce, &associated, &mut text).unwrap();
        assert_eq!(text, expected);
        assert_eq!(tag.to_vec(), bytes("76fc6ece0f4e1768cddf8853bb2d551b"));
        text.extend_from_slice(&tag);
        assert_eq!(*cipher.decrypt(nonce, &associated, &text).unwrap(), plain);
    }
}
