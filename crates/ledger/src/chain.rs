//! A client's chain: all leaves about them, in order, in one hash.

use std::fmt;

use crate::{Error, Hash, Label, Salt, encoding};

/// A client's place in the map: 32 bytes that only the agency can make from the client's id (a keyed blind index).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub [u8; 32]);

impl Slot {
    /// 43 characters of base64url without padding.
    pub fn to_base64url(&self) -> String {
        encoding::base64url(&self.0)
    }

    /// Reads [`Self::to_base64url`]; any other spelling is `None`.
    pub fn from_base64url(text: &str) -> Option<Self> {
        encoding::from_base64url(text).map(Self)
    }

    /// Bit `depth` from the left: the turn that the way through the map takes there.
    pub(crate) fn bit(&self, depth: u16) -> bool {
        let byte = self.0.get(usize::from(depth / 8)).copied().unwrap_or(0);
        byte >> (7 - depth % 8) & 1 == 1
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[slot]")
    }
}

/// How far a chain has come. The agency's own events have a chain too, with a slot of its own.
///
/// ```
/// use tacenda_ledger::{Chain, Hash, Label, Salt, Slot};
/// let mut chain = Chain::start(Slot([1; 32]));
/// let salt = Salt([2; 32]);
/// let place = chain.commit(&salt); // goes into the leaf as `chain`
/// assert!(chain.is_next(&salt, &place));
/// chain.push(&Hash::leaf(b"the leaf that carries it"));
/// assert_eq!(chain.length, 1);
/// assert!(!chain.is_next(&salt, &place));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// Whose.
    pub slot: Slot,
    /// How many leaves.
    pub length: u64,
    /// The hash over them: head 0 is SHA-256("tacenda/chain/1\n" || slot), head n is
    /// SHA-256(0x02 || head n-1 || n as eight bytes big-endian || hash of leaf n).
    pub head: Hash,
}

impl Chain {
    /// A chain without leaves.
    pub fn start(slot: Slot) -> Self {
        Self { slot, length: 0, head: Hash::of_parts(&[b"tacenda/chain/1\n", &slot.0]) }
    }

    /// The place of the chain's next leaf, to which that leaf commits: slot, its number (the first is 1) as eight bytes
    /// big-endian, and the head before it. So a leaf fits in one place of one chain only.
    pub fn place(&self) -> [u8; 72] {
        let mut place = [0; 72];
        let number = (self.length + 1).to_be_bytes();
        let bytes = self.slot.0.iter().chain(&number).chain(&self.head.0);
        place.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        place
    }

    /// The `chain` commitment of the next leaf.
    pub fn commit(&self, salt: &Salt) -> Hash {
        salt.commit(Label::Chain, &self.place())
    }

    /// Whether a leaf with this commitment is the next of this chain.
    pub fn is_next(&self, salt: &Salt, commitment: &Hash) -> bool {
        self.commit(salt) == *commitment
    }

    /// Adds a leaf by its hash in the tree ([`Hash::leaf`]).
    pub fn push(&mut self, leaf: &Hash) {
        self.length += 1;
        self.head = Hash::of_parts(&[&[0x02], &self.head.0, &self.length.to_be_bytes(), &leaf.0]);
    }

    /// What the map holds at the slot: SHA-256(0x03 || length as eight bytes big-endian || head).
    pub fn value(&self) -> Hash {
        Hash::of_parts(&[&[0x03], &self.length.to_be_bytes(), &self.head.0])
    }

    /// Length, eight bytes big-endian, and head: the form in which it is stored under its slot.
    pub fn to_bytes(&self) -> [u8; 40] {
        let mut bytes = [0; 40];
        let all = self.length.to_be_bytes().into_iter().chain(self.head.0);
        bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
        bytes
    }

    /// Reads [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`Error::Account`] if the bytes are not 40.
    pub fn from_bytes(slot: Slot, bytes: &[u8]) -> Result<Self, Error> {
        let (length, head) = bytes.split_first_chunk::<8>().ok_or(Error::Account)?;
        let head = Hash::from_slice(head).ok_or(Error::Account)?;
        Ok(Self { slot, length: u64::from_be_bytes(*length), head })
    }
}
