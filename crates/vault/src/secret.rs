//! Thirty-two bytes that are wiped when they are let go.

use zeroize::Zeroize;

use crate::{Entropy, Error};

/// Secret bytes in a box of their own: moving it moves a pointer, so that no copy stays behind. Never cloned, never shown.
pub(crate) struct Secret(Box<[u8; 32]>);

impl Secret {
    /// Written in place by `write`; if that fails, nothing stays.
    pub(crate) fn written(write: impl FnOnce(&mut [u8; 32]) -> Result<(), Error>) -> Result<Self, Error> {
        let mut secret = Self(Box::new([0; 32]));
        write(&mut secret.0)?;
        Ok(secret)
    }

    pub(crate) fn random(entropy: &mut dyn Entropy) -> Result<Self, Error> {
        Self::written(|bytes| entropy.fill(bytes))
    }

    /// A copy of exactly 32 bytes.
    pub(crate) fn copy(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() != 32 {
            return Err(Error::Refused);
        }
        Self::written(|own| {
            own.copy_from_slice(bytes);
            Ok(())
        })
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
