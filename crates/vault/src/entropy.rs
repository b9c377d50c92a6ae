//! Randomness is an argument.

use crate::Error;

/// A source of randomness. In the program it is [`SystemEntropy`]; in tests a seeded one.
pub trait Entropy {
    /// Fills all of `out`, or fails with [`Error::Entropy`] and then nothing may be made of it.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), Error>;
}

/// The generator of AWS-LC (CTR-DRBG, NIST SP 800-90A), seeded by the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), Error> {
        aws_lc_rs::rand::fill(out).map_err(|_| Error::Entropy)
    }
}

/// `N` random bytes that are no secret: a nonce, a salt, a set's number.
pub(crate) fn public_bytes<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}
