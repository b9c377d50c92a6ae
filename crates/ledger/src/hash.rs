//! SHA-256 as RFC 6962 uses it, and the short ways of writing a hash.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256, digest};

use crate::encoding;

/// A SHA-256 hash of the ledger: of a leaf, a node, a head, a commitment.
///
/// `Debug` prints `[hash]`: what a hash stands for is nobody's business in a log file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of nothing's tree: SHA-256 of no bytes (RFC 6962, 2.1).
    pub fn empty_tree() -> Self {
        Self::of(&[])
    }

    /// Hash of a leaf's bytes: SHA-256(0x00 || bytes) (RFC 6962, 2.1).
    pub fn leaf(bytes: &[u8]) -> Self {
        Self::of_parts(&[&[0x00], bytes])
    }

    /// Hash of an inner node: SHA-256(0x01 || left || right) (RFC 6962, 2.1).
    pub fn node(left: &Self, right: &Self) -> Self {
        Self::pair(0x01, left, right)
    }

    /// SHA-256 of bytes, without a prefix.
    pub fn of(bytes: &[u8]) -> Self {
        Self::take(digest(&SHA256, bytes).as_ref())
    }

    /// SHA-256 of several pieces, one after the other.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut context = Context::new(&SHA256);
        parts.iter().for_each(|part| context.update(part));
        Self::take(context.finish().as_ref())
    }

    /// SHA-256(tag || left || right) in one go, since trees do nothing else all day.
    pub(crate) fn pair(tag: u8, left: &Self, right: &Self) -> Self {
        let mut bytes = [tag; 65];
        let (a, b) = bytes.split_at_mut(33);
        a.iter_mut().skip(1).zip(left.0).for_each(|(to, from)| *to = from);
        b.copy_from_slice(&right.0);
        Self::of(&bytes)
    }

    /// The hash in exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// 43 characters of base64url without padding, the form of leaves and accounts.
    pub fn to_base64url(&self) -> String {
        encoding::base64url(&self.0)
    }

    /// Reads [`Self::to_base64url`]; any other spelling is `None`.
    pub fn from_base64url(text: &str) -> Option<Self> {
        encoding::from_base64url(text).map(Self)
    }

    /// 44 characters of base64 with padding, the form of C2SP notes.
    pub fn to_base64(&self) -> String {
        encoding::base64(&self.0)
    }

    /// Reads [`Self::to_base64`]; any other spelling is `None`.
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_slice(&encoding::from_base64(text)?)
    }

    /// 64 lower-case hexadecimal characters.
    pub fn to_hex(&self) -> String {
        encoding::hex(&self.0)
    }

    /// Reads [`Self::to_hex`]; any other spelling is `None`.
    pub fn from_hex(text: &str) -> Option<Self> {
        encoding::from_hex(text).map(Self)
    }

    fn take(digest: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest);
        Self(bytes)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hash]")
    }
}

/// Hashes one after the other, as a tile holds them; a rest shorter than a hash is left out.
pub(crate) fn each_hash(bytes: &[u8]) -> impl Iterator<Item = Hash> {
    bytes.as_chunks::<32>().0.iter().map(|chunk| Hash(*chunk))
}
