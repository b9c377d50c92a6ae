//! The right edge of the tree: all that is needed to append a leaf and to know the root.

use crate::{Error, Hash, Head};

/// A compact range from 0: the tree's size and the roots of its perfect subtrees, the biggest first.
///
/// There is one root (*peak*) for each bit set in the size, so 10 million leaves need at most 24 hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf by its hash ([`Hash::leaf`]); at most log2(size) hashes.
    pub fn append(&mut self, leaf: Hash) {
        self.append_with(leaf, |_, _| ());
    }

    /// Appends a leaf and tells each node that became complete with it: its height (the leaf's is 0) and hash.
    pub fn append_with(&mut self, leaf: Hash, mut complete: impl FnMut(u32, Hash)) {
        let mut node = leaf;
        complete(0, node);
        for height in 1..=self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            node = Hash::node(&left, &node);
            complete(height, node);
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The tree's root (RFC 6962, 2.1).
    pub fn root(&self) -> Hash {
        let peaks = self.peaks.iter().rev().copied();
        peaks.reduce(|right, left| Hash::node(&left, &right)).unwrap_or_else(Hash::empty_tree)
    }

    /// Size and root.
    pub fn head(&self) -> Head {
        Head { size: self.size, root: self.root() }
    }

    /// The size, eight bytes big-endian, then each peak: the form in which it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let peaks = self.peaks.iter().flat_map(|p| p.0);
        self.size.to_be_bytes().into_iter().chain(peaks).collect()
    }

    /// Reads [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`Error::Frontier`] unless there is exactly one hash for each bit of the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(Error::Frontier)?;
        let size = u64::from_be_bytes(*size);
        let (hashes, over) = rest.as_chunks::<32>();
        let fits = over.is_empty() && hashes.len() == size.count_ones() as usize && size < u64::MAX;
        if !fits {
            return Err(Error::Frontier);
        }
        Ok(Self { size, peaks: hashes.iter().map(|h| Hash(*h)).collect() })
    }
}
