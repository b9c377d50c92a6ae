//! What a witness signs (c2sp.org/tlog-cosignature, `cosignature/v1`): at this time this was the longest tree I had seen.

use crate::note::{SignerKey, VerifierKey};
use crate::{Error, encoding};

fn message(text: &str, time: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// Time, eight bytes big-endian, and an Ed25519 signature. Times beyond what the standard allows are cut to the last one.
pub(crate) fn sign(key: &SignerKey, text: &str, time: u64) -> Vec<u8> {
    let time = time.min(i64::MAX.unsigned_abs());
    time.to_be_bytes().into_iter().chain(key.sign_bytes(&message(text, time))).collect()
}

/// The time at which the witness signed, in seconds since 1970.
pub(crate) fn verify(key: &VerifierKey, text: &str, signature: &[u8]) -> Result<u64, Error> {
    let (time, signature) = signature.split_first_chunk::<8>().ok_or(Error::Signature)?;
    let time = encoding::decimal(&u64::from_be_bytes(*time).to_string()).ok_or(Error::Signature)?;
    key.verify_bytes(&message(text, time), signature)?;
    Ok(time)
}
