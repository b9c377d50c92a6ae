//! The map of all chains: slot to chain value, as a sparse Merkle tree over 256-bit slots.
//!
//! A subtree without slots is 32 zero bytes; with one slot it is that slot's leaf, SHA-256(0x04 || slot || value); with more
//! it is SHA-256(0x05 || left || right), left where the slot's next bit is 0. So a slot lies about log2(n) deep, and updating
//! k slots reads and writes O(k log n) nodes. Slots are added and changed, never removed.

use std::collections::BTreeMap;

use crate::{Error, Hash, ReadError, Slot};

/// The hash of a subtree without slots.
pub const EMPTY_MAP: Hash = Hash([0; 32]);
/// The deepest a slot can lie.
const DEEPEST: u16 = 256;

/// A place in the map: the first `depth` bits of the slots beneath it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    depth: u16,
    bits: Slot,
}

impl Path {
    /// The top.
    pub const ROOT: Self = Self { depth: 0, bits: Slot([0; 32]) };

    /// The place one step down, to the right if `right`.
    fn child(self, right: bool) -> Self {
        let mut bits = self.bits;
        if right && let Some(byte) = bits.0.get_mut(usize::from(self.depth / 8)) {
            *byte |= 0x80 >> (self.depth % 8);
        }
        Self { depth: self.depth + 1, bits }
    }

    /// Two bytes of depth, big-endian, then the bits in as few bytes as hold them: the key under which a node is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = usize::from(self.depth.div_ceil(8));
        self.depth.to_be_bytes().into_iter().chain(self.bits.0.into_iter().take(bytes)).collect()
    }
}

/// What stands at a place of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// The only slot beneath this place, and its value.
    Leaf(Slot, Hash),
    /// The hashes of the two subtrees.
    Branch(Hash, Hash),
}

impl Node {
    /// The node's hash, which stands in the node above.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Leaf(slot, value) => Hash::pair(0x04, &Hash(slot.0), value),
            Self::Branch(left, right) => Hash::pair(0x05, left, right),
        }
    }

    /// One byte of kind (4 or 5) and twice 32 bytes: the form in which it is stored.
    pub fn to_bytes(&self) -> [u8; 65] {
        let (kind, a, b) = match self {
            Self::Leaf(slot, value) => (4, slot.0, value.0),
            Self::Branch(left, right) => (5, left.0, right.0),
        };
        let mut bytes = [kind; 65];
        bytes.iter_mut().skip(1).zip(a.into_iter().chain(b)).for_each(|(to, from)| *to = from);
        bytes
    }

    /// Reads [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`Error::MapNode`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        match bytes.split_first().map(|(kind, rest)| (kind, rest.as_chunks::<32>())) {
            Some((4, ([slot, value], []))) => Ok(Self::Leaf(Slot(*slot), Hash(*value))),
            Some((5, ([left, right], []))) => Ok(Self::Branch(Hash(*left), Hash(*right))),
            _ => Err(Error::MapNode),
        }
    }
}

/// Where nodes of the map are read from.
pub trait ReadNodes {
    /// Why reading failed.
    type Error;

    /// The node at a place, or `None` if nothing is stored there.
    fn node(&mut self, path: &Path) -> Result<Option<Node>, Self::Error>;
}

/// Nodes in memory.
impl ReadNodes for BTreeMap<Path, Node> {
    type Error = std::convert::Infallible;

    fn node(&mut self, path: &Path) -> Result<Option<Node>, Self::Error> {
        Ok(self.get(path).copied())
    }
}

/// The map after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Updated {
    /// The new root.
    pub root: Hash,
    /// Nodes to be put in the place of what stood there. Nothing is to be removed.
    pub nodes: Vec<(Path, Node)>,
}

/// Sets slots to values in the map with this root. Every node read is checked against the node above it.
///
/// # Errors
/// The reader's; [`Error::MapNode`] if a node is missing or damaged.
pub fn update<R: ReadNodes>(nodes: &mut R, root: Hash, changes: &BTreeMap<Slot, Hash>) -> Result<Updated, ReadError<R::Error>> {
    let changes: Vec<(Slot, Hash)> = changes.iter().map(|(slot, value)| (*slot, *value)).collect();
    let mut written = Vec::new();
    let root = set(nodes, Path::ROOT, root, &changes, &mut written)?;
    Ok(Updated { root, nodes: written })
}

/// Sets slots, sorted, beneath a place whose present hash is `hash`.
fn set<R: ReadNodes>(
    nodes: &mut R,
    path: Path,
    hash: Hash,
    changes: &[(Slot, Hash)],
    written: &mut Vec<(Path, Node)>,
) -> Result<Hash, ReadError<R::Error>> {
    if changes.is_empty() {
        return Ok(hash);
    }
    let (left, right) = match read(nodes, path, hash)? {
        Some(Node::Branch(left, right)) => (left, right),
        Some(Node::Leaf(slot, value)) => {
            let mut merged = changes.to_vec();
            if let Err(place) = changes.binary_search_by_key(&slot, |(s, _)| *s) {
                merged.insert(place, (slot, value));
            }
            return Ok(build(path, &merged, written));
        }
        None => return Ok(build(path, changes, written)),
    };
    let (to_left, to_right) = split(path, changes);
    let left = set(nodes, path.child(false), left, to_left, written)?;
    let right = set(nodes, path.child(true), right, to_right, written)?;
    Ok(write(path, Node::Branch(left, right), written))
}

/// Builds a subtree of these slots alone.
fn build(path: Path, slots: &[(Slot, Hash)], written: &mut Vec<(Path, Node)>) -> Hash {
    match slots {
        [] => EMPTY_MAP,
        [(slot, value)] => write(path, Node::Leaf(*slot, *value), written),
        _ => {
            let (to_left, to_right) = split(path, slots);
            let left = build(path.child(false), to_left, written);
            let right = build(path.child(true), to_right, written);
            write(path, Node::Branch(left, right), written)
        }
    }
}

fn write(path: Path, node: Node, written: &mut Vec<(Path, Node)>) -> Hash {
    written.push((path, node));
    node.hash()
}

/// Slots with their values, sorted.
type Slots<'a> = &'a [(Slot, Hash)];

fn split(path: Path, slots: Slots<'_>) -> (Slots<'_>, Slots<'_>) {
    slots.split_at(slots.partition_point(|(slot, _)| !slot.bit(path.depth)))
}

/// The node at a place whose hash is known from above.
fn read<R: ReadNodes>(nodes: &mut R, path: Path, hash: Hash) -> Result<Option<Node>, ReadError<R::Error>> {
    if hash == EMPTY_MAP {
        return Ok(None);
    }
    let node = nodes.node(&path).map_err(ReadError::Reader)?.filter(|node| node.hash() == hash && path.depth <= DEEPEST);
    node.map(Some).ok_or(ReadError::Ledger(Error::MapNode))
}

/// Shows what the map holds at a slot, or that it holds nothing there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapProof {
    /// The hashes beside the way down, from the top.
    pub siblings: Vec<Hash>,
    /// What stands where the way ends: nothing, or the only slot beneath.
    pub end: Option<(Slot, Hash)>,
}

impl MapProof {
    /// What the proof shows of a slot under this root: its value, or `None` if the map has no such slot.
    ///
    /// # Errors
    /// [`Error::Proof`].
    pub fn verify(&self, slot: &Slot, root: &Hash) -> Result<Option<Hash>, Error> {
        let depth = u16::try_from(self.siblings.len()).ok().filter(|d| *d <= DEEPEST).ok_or(Error::Proof)?;
        let start = match self.end {
            None => EMPTY_MAP,
            Some((there, value)) if (0..depth).all(|d| there.bit(d) == slot.bit(d)) => Node::Leaf(there, value).hash(),
            Some(_) => return Err(Error::Proof),
        };
        let above = self.siblings.iter().zip(0..depth).rev();
        let top =
            above.fold(
                start,
                |hash, (beside, d)| {
                    if slot.bit(d) { Node::Branch(*beside, hash).hash() } else { Node::Branch(hash, *beside).hash() }
                },
            );
        if top != *root {
            return Err(Error::Proof);
        }
        Ok(self.end.filter(|(there, _)| there == slot).map(|(_, value)| value))
    }
}

/// Makes the proof of a slot, present or absent.
///
/// # Errors
/// The reader's; [`Error::MapNode`] if a node is missing or damaged.
pub fn prove<R: ReadNodes>(nodes: &mut R, root: Hash, slot: &Slot) -> Result<MapProof, ReadError<R::Error>> {
    let (mut path, mut hash, mut siblings) = (Path::ROOT, root, Vec::new());
    loop {
        match read(nodes, path, hash)? {
            Some(Node::Branch(left, right)) => {
                let turn = slot.bit(path.depth);
                let (next, beside) = if turn { (right, left) } else { (left, right) };
                siblings.push(beside);
                (path, hash) = (path.child(turn), next);
            }
            Some(Node::Leaf(there, value)) => return Ok(MapProof { siblings, end: Some((there, value)) }),
            None => return Ok(MapProof { siblings, end: None }),
        }
    }
}
