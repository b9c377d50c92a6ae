//! HMAC-SHA256 and HKDF-SHA256 (RFC 5869) that write keys where they shall stand, and leave no copy on the way.

use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign_to_buffer};
use zeroize::{Zeroize, Zeroizing};

use crate::Error;
use crate::secret::Secret;

/// HMAC-SHA256 over the pieces one after the other.
pub(crate) fn mac(key: &Key, pieces: &[&[u8]]) -> Result<Secret, Error> {
    let mut message = Zeroizing::new(Vec::with_capacity(pieces.iter().map(|piece| piece.len()).sum()));
    pieces.iter().for_each(|piece| message.extend_from_slice(piece));
    Secret::written(|out| sign_to_buffer(key, &message, out).map(|_| ()).map_err(|_| Error::Refused))
}

/// HKDF-Extract. The input is given in pieces.
pub(crate) fn extract(salt: &[u8], input: &[&[u8]]) -> Result<Secret, Error> {
    mac(&Key::new(HMAC_SHA256, salt), input)
}

/// HKDF-Expand into `out`, at most 255 blocks of 32 bytes.
pub(crate) fn expand(key: &Secret, info: &[&[u8]], out: &mut [u8]) -> Result<(), Error> {
    if out.len() > 255 * 32 {
        out.zeroize();
        return Err(Error::Bounds);
    }
    let key = Key::new(HMAC_SHA256, key.bytes());
    let mut last: Option<Secret> = None;
    for (block, counter) in out.chunks_mut(32).zip(1..=u8::MAX) {
        let counter = [counter];
        let mut pieces: Vec<&[u8]> = last.iter().map(|last| last.bytes().as_slice()).collect();
        pieces.extend(info);
        pieces.push(&counter);
        let made = mac(&key, &pieces)?;
        block.iter_mut().zip(made.bytes()).for_each(|(to, from)| *to = *from);
        last = Some(made);
    }
    Ok(())
}

/// A sub-key for this label.
pub(crate) fn sub_key(key: &Secret, label: &str) -> Result<Secret, Error> {
    Secret::written(|out| expand(key, &[b"tacenda/", label.as_bytes()], out))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5869, appendix A: test cases 1, 2 and 3.
    #[test]
    fn hkdf_agrees_with_the_vectors_of_rfc_5869() {
        let count = |from: u8, to: u8| (from..=to).collect::<Vec<u8>>();
        let cases = [
            (
                vec![0x0b; 22],
                count(0, 0x0c),
                count(0xf0, 0xf9),
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            ),
            (
                count(0, 0x4f),
                count(0x60, 0xaf),
                count(0xb0, 0xff),
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
            ),
            (
                vec![0x0b; 22],
                vec![],
                vec![],
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
            ),
        ];
        for (input, salt, info, expected) in cases {
            let mut out = vec![0; expected.len() / 2];
            expand(&extract(&salt, &[&input]).unwrap(), &[&info], &mut out).unwrap();
            assert_eq!(out.iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}")), expected);
        }
    }

    #[test]
    fn too_much_is_refused() {
        let key = Secret::copy(&[1; 32]).unwrap();
        assert!(expand(&key, &[], &mut vec![0; 255 * 32]).is_ok());
        assert_eq!(expand(&key, &[], &mut vec![0; 255 * 32 + 1]), Err(Error::Bounds));
    }
}
