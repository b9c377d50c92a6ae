//! Tiles: the tree's hashes in rows of 256, named and laid out as c2sp.org/tlog-tiles says.

use std::fmt::Write as _;

use crate::hash::each_hash;
use crate::{Error, Frontier, Hash, ReadError, encoding};

/// How many hashes a full tile holds.
pub const TILE_WIDTH: u16 = 256;
const WIDTH: u64 = TILE_WIDTH as u64;

/// A row of up to 256 hashes. At level 0 they are leaf hashes; above, each is the root of a full tile of the level below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// 0 to 7; level L stands 8 L above the leaves.
    pub level: u8,
    /// Its place in the level.
    pub index: u64,
    /// How many hashes, 1 to 256; fewer than 256 is a partial tile.
    pub width: u16,
}

impl Tile {
    /// The tile that holds hash number `hash` of a level, as wide as a tree of `size` leaves makes it.
    pub fn holding(level: u8, hash: u64, size: u64) -> Option<Self> {
        let index = hash / WIDTH;
        let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let width = u16::try_from(hashes.checked_sub(index * WIDTH)?.min(WIDTH)).ok()?;
        (hash < hashes).then_some(Self { level, index, width })
    }

    /// Every tile of a tree of `size` leaves, partial ones included, by level and index.
    pub fn of_tree(size: u64) -> impl Iterator<Item = Self> {
        (0..8u8).flat_map(move |level| {
            let hashes = size >> (8 * u32::from(level));
            (0..hashes.div_ceil(WIDTH)).filter_map(move |index| Self::holding(level, index * WIDTH, size))
        })
    }

    /// Whether it holds all 256 hashes and so never changes again.
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// Its path in a published log: `tile/0/x001/067`, or `tile/0/x001/067.p/12` if partial.
    pub fn path(&self) -> String {
        numbered(&format!("tile/{}", self.level), self.index, self.width)
    }

    /// The path of the bundle that holds the leaves under this level-0 tile: `tile/entries/x001/067`.
    pub fn bundle_path(&self) -> String {
        numbered("tile/entries", self.index, self.width)
    }

    /// Reads [`Self::path`].
    ///
    /// # Errors
    /// [`Error::Tile`] for any other spelling.
    pub fn parse(path: &str) -> Result<Self, Error> {
        let tile = Self::read_path(path).ok_or(Error::Tile)?;
        if tile.path() == path { Ok(tile) } else { Err(Error::Tile) }
    }

    fn read_path(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, encoding::decimal(width)?.try_into().ok().filter(|w| (1..TILE_WIDTH).contains(w))?),
            None => (rest, TILE_WIDTH),
        };
        let level = encoding::decimal(level)?.try_into().ok().filter(|l| *l < 8)?;
        let digits: String = number.split('/').map(|group| group.trim_start_matches('x')).collect();
        let trimmed = digits.trim_start_matches('0');
        let index = encoding::decimal(if trimmed.is_empty() { "0" } else { trimmed })?;
        Some(Self { level, index, width })
    }

    /// The leaves under the hash that stands at `position` in this tile, first and past the last.
    pub(crate) fn leaves_under(&self, position: u64) -> (u64, u64) {
        let each = 1u64.checked_shl(8 * u32::from(self.level)).unwrap_or(u64::MAX);
        let first = (self.index * WIDTH + position).saturating_mul(each);
        (first, first.saturating_add(each))
    }
}

fn numbered(folder: &str, index: u64, width: u16) -> String {
    let digits = index.to_string();
    let padded = format!("{digits:0>width$}", width = digits.len().div_ceil(3) * 3);
    let mut path = folder.to_owned();
    let (groups, _) = padded.as_bytes().as_chunks::<3>();
    for (place, group) in groups.iter().enumerate() {
        path.push_str(if place + 1 < groups.len() { "/x" } else { "/" });
        path.extend(group.iter().map(|b| char::from(*b)));
    }
    if width < TILE_WIDTH {
        let _ = write!(path, ".p/{width}");
    }
    path
}

/// Where tiles are read from: a table of the store, or a folder of an export.
pub trait ReadTiles {
    /// Why reading failed.
    type Error;

    /// At least the first `tile.width` hashes of a tile, 32 bytes each. More is allowed (the tile has grown since); fewer
    /// is damage.
    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error>;
}

impl<T: ReadTiles + ?Sized> ReadTiles for &mut T {
    type Error = T::Error;

    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error> {
        (**self).hashes(tile)
    }
}

/// A tile and its bytes, to be put in the place of what stood under the same level and index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrownTile {
    /// Which.
    pub tile: Tile,
    /// `32 * width` bytes.
    pub bytes: Vec<u8>,
}

/// Appends leaves to the frontier and says which tiles must be stored for it.
///
/// These are level-0 tiles that became **full** (until then the leaves themselves are the tile), and above level 0 each
/// tile that grew, full or partial. Nothing is read and nothing returned unless a level-0 tile became full, which happens
/// once in 256 leaves.
///
/// # Errors
/// The reader's, or [`Error::Tile`] if it gave too few hashes. The frontier is left as it was.
pub fn append<R: ReadTiles>(
    tiles: &mut R,
    frontier: &mut Frontier,
    leaves: impl IntoIterator<Item = Hash>,
) -> Result<Vec<GrownTile>, ReadError<R::Error>> {
    let old = frontier.size();
    let mut grown = frontier.clone();
    let mut nodes = Vec::new();
    for leaf in leaves {
        grown.append_with(leaf, |height, hash| {
            if height % 8 == 0 {
                nodes.push((height / 8, hash));
            }
        });
    }
    let mut stored = Vec::new();
    if old / WIDTH < grown.size() / WIDTH {
        for level in 0..8 {
            let of_level = nodes.iter().filter(|(l, _)| *l == u32::from(level)).map(|(_, hash)| *hash);
            grow_level(tiles, level, old, of_level, &mut stored)?;
        }
    }
    *frontier = grown;
    Ok(stored)
}

/// Adds new hashes behind those that a level had when the tree was of size `old`.
fn grow_level<R: ReadTiles>(
    tiles: &mut R,
    level: u8,
    old: u64,
    new: impl Iterator<Item = Hash>,
    stored: &mut Vec<GrownTile>,
) -> Result<(), ReadError<R::Error>> {
    let mut new = new.peekable();
    if new.peek().is_none() {
        return Ok(());
    }
    let hashes = old >> (8 * u32::from(level));
    let mut index = hashes / WIDTH;
    let mut bytes = match Tile::holding(level, index * WIDTH, old) {
        Some(tile) => exactly(tiles, tile)?,
        None => Vec::new(),
    };
    let full = 32 * usize::from(TILE_WIDTH);
    for hash in new {
        bytes.extend(hash.0);
        if bytes.len() == full {
            stored.push(GrownTile { tile: Tile { level, index, width: TILE_WIDTH }, bytes: std::mem::take(&mut bytes) });
            index += 1;
        }
    }
    if level > 0 && !bytes.is_empty() {
        let width = u16::try_from(bytes.len() / 32).unwrap_or(TILE_WIDTH);
        stored.push(GrownTile { tile: Tile { level, index, width }, bytes });
    }
    Ok(())
}

/// The bytes of a tile, cut to its width.
pub(crate) fn exactly<R: ReadTiles>(tiles: &mut R, tile: Tile) -> Result<Vec<u8>, ReadError<R::Error>> {
    let mut bytes = tiles.hashes(tile).map_err(ReadError::Reader)?;
    let wanted = 32 * usize::from(tile.width);
    if bytes.len() < wanted || bytes.len() % 32 != 0 {
        return Err(Error::Tile.into());
    }
    bytes.truncate(wanted);
    Ok(bytes)
}

/// The root of a full or partial row of hashes, where the count is a power of two.
pub(crate) fn fold(bytes: &[u8]) -> Option<Hash> {
    let mut row: Vec<Hash> = each_hash(bytes).collect();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| Hash::node(left, right)).collect();
    }
    row.first().copied()
}

/// An entry bundle (c2sp.org/tlog-tiles): each leaf behind its length, two bytes big-endian.
///
/// # Errors
/// [`Error::Leaf`] for a leaf longer than 65,535 bytes.
pub fn write_bundle<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, Error> {
    let mut bundle = Vec::new();
    for leaf in leaves {
        bundle.extend(u16::try_from(leaf.len()).map_err(|_| Error::Leaf)?.to_be_bytes());
        bundle.extend(leaf);
    }
    Ok(bundle)
}

/// The leaves of an entry bundle.
///
/// # Errors
/// [`Error::Leaf`] if the bundle is cut off.
pub fn read_bundle(mut bundle: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let mut leaves = Vec::new();
    while !bundle.is_empty() {
        let (length, rest) = bundle.split_first_chunk::<2>().ok_or(Error::Leaf)?;
        let (leaf, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Error::Leaf)?;
        leaves.push(leaf);
        bundle = rest;
    }
    Ok(leaves)
}
