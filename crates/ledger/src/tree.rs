//! Proofs about the tree: made from tiles, checked from bytes alone (RFC 6962, 2.1; RFC 9162, 2.1).

use std::collections::BTreeMap;

use crate::tile::{TILE_WIDTH, exactly, fold};
use crate::{Error, Hash, Head, ReadError, ReadTiles, Tile};

/// The hashes beside the way from a leaf to the root of a tree of `size` leaves, the lowest first.
///
/// Reads at most two tiles for each level of tiles: O(log n).
///
/// # Errors
/// [`Error::Range`] if there is no such leaf; the reader's; [`Error::Tile`] if it gave too few hashes.
pub fn inclusion<R: ReadTiles>(tiles: &mut R, index: u64, size: u64) -> Result<Vec<Hash>, ReadError<R::Error>> {
    if index >= size {
        return Err(Error::Range.into());
    }
    let mut nodes = Nodes::new(tiles, size);
    let (mut low, mut high) = (0, size);
    let mut beside = Vec::new();
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            beside.push((middle, high));
            high = middle;
        } else {
            beside.push((low, middle));
            low = middle;
        }
    }
    beside.into_iter().rev().map(|(low, high)| nodes.range(low, high)).collect()
}

/// The hashes that show a tree of `old` leaves to be the beginning of one of `new` leaves (RFC 6962, 2.1.2).
///
/// Empty where `old` is 0 or equal to `new`.
///
/// # Errors
/// [`Error::Range`] if `old` is bigger than `new`; the reader's; [`Error::Tile`].
pub fn consistency<R: ReadTiles>(tiles: &mut R, old: u64, new: u64) -> Result<Vec<Hash>, ReadError<R::Error>> {
    if old > new {
        return Err(Error::Range.into());
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut nodes = Nodes::new(tiles, new);
    let (mut low, mut high, mut own_root) = (0, new, true);
    let mut beside = Vec::new();
    while high != old {
        let middle = low + split(high - low);
        if old <= middle {
            beside.push((middle, high));
            high = middle;
        } else {
            beside.push((low, middle));
            low = middle;
            own_root = false;
        }
    }
    if !own_root {
        beside.push((low, high));
    }
    beside.into_iter().rev().map(|(low, high)| nodes.range(low, high)).collect()
}

/// The root of the tree's first `size` leaves.
///
/// # Errors
/// The reader's; [`Error::Tile`].
pub fn root<R: ReadTiles>(tiles: &mut R, size: u64) -> Result<Hash, ReadError<R::Error>> {
    if size == 0 {
        return Ok(Hash::empty_tree());
    }
    Nodes::new(tiles, size).range(0, size)
}

/// Checks that a leaf stands at `index` of the tree with this head.
///
/// # Errors
/// [`Error::Proof`].
pub fn verify_inclusion(leaf: &Hash, index: u64, head: &Head, proof: &[Hash]) -> Result<(), Error> {
    if index >= head.size {
        return Err(Error::Proof);
    }
    let (mut at, mut last, mut hash) = (index, head.size - 1, *leaf);
    for beside in proof {
        if last == 0 {
            return Err(Error::Proof);
        }
        if at % 2 == 1 || at == last {
            hash = Hash::node(beside, &hash);
            let skipped = at.trailing_zeros().min(63);
            at >>= skipped;
            last >>= skipped;
        } else {
            hash = Hash::node(&hash, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == head.root { Ok(()) } else { Err(Error::Proof) }
}

/// Checks that the tree with head `new` begins with the whole tree of head `old`.
///
/// # Errors
/// [`Error::Proof`].
pub fn verify_consistency(old: &Head, new: &Head, proof: &[Hash]) -> Result<(), Error> {
    let holds = match (old.size, proof.split_first()) {
        (0, None) => old.root == Hash::empty_tree(),
        (size, None) => size == new.size && old.root == new.root,
        (0, Some(_)) => false,
        (size, _) if size >= new.size => false,
        (size, Some(_)) if size.is_power_of_two() => climb(old, new, old.root, proof),
        (_, Some((first, rest))) => climb(old, new, *first, rest),
    };
    if holds { Ok(()) } else { Err(Error::Proof) }
}

/// RFC 9162, 2.1.4.2: computes both roots on the way up.
fn climb(old: &Head, new: &Head, start: Hash, proof: &[Hash]) -> bool {
    let skipped = (old.size - 1).trailing_ones();
    let (mut at, mut last) = ((old.size - 1) >> skipped, (new.size - 1) >> skipped);
    let (mut old_root, mut new_root) = (start, start);
    for beside in proof {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            old_root = Hash::node(beside, &old_root);
            new_root = Hash::node(beside, &new_root);
            let skipped = at.trailing_zeros().min(63);
            at >>= skipped;
            last >>= skipped;
        } else {
            new_root = Hash::node(&new_root, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_root == old.root && new_root == new.root
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// Reads nodes of a tree of one size out of tiles, each tile once.
struct Nodes<'a, R> {
    tiles: &'a mut R,
    size: u64,
    read: BTreeMap<(u8, u64), Vec<u8>>,
}

impl<'a, R: ReadTiles> Nodes<'a, R> {
    fn new(tiles: &'a mut R, size: u64) -> Self {
        Self { tiles, size, read: BTreeMap::new() }
    }

    /// The hash over leaves `low..high`: a perfect subtree, or one cut off by the tree's end.
    fn range(&mut self, low: u64, high: u64) -> Result<Hash, ReadError<R::Error>> {
        let count = high - low;
        if count.is_power_of_two() {
            return self.perfect(count.ilog2(), low >> count.ilog2());
        }
        let middle = low + split(count);
        let left = self.range(low, middle)?;
        let right = self.range(middle, high)?;
        Ok(Hash::node(&left, &right))
    }

    /// Node number `index` among those that stand `height` above the leaves.
    fn perfect(&mut self, height: u32, index: u64) -> Result<Hash, ReadError<R::Error>> {
        let (level, above) = (u8::try_from(height / 8).unwrap_or(u8::MAX), height % 8);
        let first = index << above;
        let tile = Tile::holding(level, first, self.size).ok_or(Error::Range)?;
        let bytes = self.tile(tile)?;
        let start = usize::try_from(first % u64::from(TILE_WIDTH)).unwrap_or(usize::MAX) * 32;
        let row = bytes.get(start..start + (32 << above)).ok_or(Error::Tile)?;
        Ok(fold(row).ok_or(Error::Tile)?)
    }

    fn tile(&mut self, tile: Tile) -> Result<&[u8], ReadError<R::Error>> {
        let key = (tile.level, tile.index);
        if !self.read.contains_key(&key) {
            self.read.insert(key, exactly(self.tiles, tile)?);
        }
        Ok(self.read.get(&key).map_or(&[], Vec::as_slice))
    }
}
