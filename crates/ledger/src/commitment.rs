//! Salted commitments: the ledger holds them, and whoever is shown salt and value can check that nothing else was meant.

use std::fmt;

use aws_lc_rs::hmac;

use crate::{Hash, encoding};

/// What is committed to. The label goes into the hash, so that one commitment never passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The worker who acted, by id.
    Actor,
    /// The leaf's place in its chain ([`Chain::place`](crate::Chain::place)).
    Chain,
    /// The readable text that stands sealed beside the leaf.
    Detail,
}

impl Label {
    fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Chain => "chain",
            Self::Detail => "detail",
        }
    }
}

/// 32 random bytes that keep a commitment from being guessed. Forgotten, it leaves a hash that means nothing to anybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// HMAC-SHA256(salt, label || 0x00 || value).
    pub fn commit(&self, label: Label, value: &[u8]) -> Hash {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &self.0));
        context.update(label.word().as_bytes());
        context.update(&[0x00]);
        context.update(value);
        Hash::from_slice(context.sign().as_ref()).unwrap_or_default()
    }

    /// 43 characters of base64url without padding.
    pub fn to_base64url(&self) -> String {
        encoding::base64url(&self.0)
    }

    /// Reads [`Self::to_base64url`]; any other spelling is `None`.
    pub fn from_base64url(text: &str) -> Option<Self> {
        encoding::from_base64url(text).map(Self)
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[salt]")
    }
}

/// The three salts of a leaf. Each can be shown without the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salts {
    /// Opens `actor`.
    pub actor: Salt,
    /// Opens `chain`.
    pub chain: Salt,
    /// Opens `detail`.
    pub detail: Salt,
}

impl Salts {
    /// All three from one secret of 32 random bytes: HMAC-SHA256(seed, "salt" || label). A salt tells nothing of the seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, seed);
        let salt = |label: Label| {
            let tag = hmac::sign(&key, format!("salt{}", label.word()).as_bytes());
            Salt(Hash::from_slice(tag.as_ref()).unwrap_or_default().0)
        };
        Self { actor: salt(Label::Actor), chain: salt(Label::Chain), detail: salt(Label::Detail) }
    }
}
