//! Goes through a whole ledger, leaf by leaf, and names the first one that is not what it was.

mod books;

use std::fmt;
use std::ops::Range;

use crate::tile::{TILE_WIDTH, exactly};
use crate::{Error, Frontier, Hash, Head, Leaf, ReadError, ReadTiles, Tile, encoding};

use books::Books;
pub use books::Opening;

/// What is wrong with a ledger, and where. Leaves are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A leaf that is not in canonical form.
    #[error("leaf {0} is not in the form of the ledger")]
    Malformed(u64),
    /// A leaf whose time lies before that of the leaf before it.
    #[error("leaf {0} is older than the one before it")]
    Time(u64),
    /// Among these leaves one was changed, put in or left out; where it is one leaf alone, that one.
    #[error("{}", Among(.0))]
    Leaves(Range<u64>),
    /// The leaves end too early.
    #[error("leaves {} to {} are missing", .0.start, .0.end.saturating_sub(1))]
    Missing(Range<u64>),
    /// More leaves than the head covers.
    #[error("leaf {0} stands after the end of the ledger")]
    Extra(u64),
    /// The leaves are right, a stored tile is not.
    #[error("hash {position} of {path} is not that of the ledger", path = .tile.path())]
    Tile {
        /// Which tile.
        tile: Tile,
        /// Which hash of it.
        position: u64,
    },
    /// The leaves are right, the stored frontier is not.
    #[error("the stored edge of the tree is not that of the ledger")]
    Frontier,
    /// The leaf does not belong where its opening says.
    #[error("leaf {0} does not belong to the chain it is kept under")]
    Chain(u64),
    /// The leaf logs another root than that of the map of all chains before it.
    #[error("leaf {0} logs a root that is not that of the map")]
    MapRoot(u64),
    /// A stored chain is not what its leaves come to, or is of nobody.
    #[error("chain {} is not stored as its leaves come to", encoding::base64url(.0))]
    StoredChain([u8; 32]),
}

/// Writes a range of leaves as people say it.
struct Among<'a>(&'a Range<u64>);

impl fmt::Display for Among<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.end.saturating_sub(1);
        if self.0.start == last {
            write!(f, "leaf {last} is not what it was")
        } else {
            write!(f, "among leaves {} to {last} one is not what it was", self.0.start)
        }
    }
}

/// Why an audit stops.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<E> {
    /// Tiles could not be read.
    #[error("the ledger could not be read")]
    Reader(E),
    /// Something is wrong.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What an audit found right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audited {
    /// Size and root.
    pub head: Head,
    /// Time of the last leaf, in microseconds since 1970; 0 if there is none.
    pub last_time: i64,
    /// How many heads the leaves were held against.
    pub heads: usize,
    /// How many chains the leaves were put into; 0 without openings.
    pub chains: u64,
    /// How many leaves were put into a chain without a salt: their keys were destroyed, and the map alone speaks for them.
    pub unsalted: u64,
    /// How many roots of the map were recomputed.
    pub map_roots: u64,
}

/// No tiles: leaves are held against heads alone. A fault then lies between two heads.
#[derive(Debug, Clone, Copy)]
pub struct NoTiles;

impl ReadTiles for NoTiles {
    type Error = std::convert::Infallible;

    fn hashes(&mut self, _: Tile) -> Result<Vec<u8>, Self::Error> {
        Ok(Vec::new())
    }
}

/// An audit under way. Give it every leaf in order, then [`Audit::finish`].
#[derive(Debug, Clone)]
pub struct Audit<T> {
    tiles: Option<T>,
    heads: Vec<Head>,
    met: usize,
    size: u64,
    frontier: Frontier,
    last_time: i64,
    /// Leaves that a met head has proved right.
    proven: u64,
    /// The first disagreement with a tile; the next head says who is right.
    doubt: Option<(Tile, u64)>,
    /// The level-0 tile under way, as stored, and the rows above it, as computed.
    stored: Vec<u8>,
    rows: Vec<Vec<Hash>>,
    books: Option<Books>,
}

impl Audit<NoTiles> {
    /// An audit against heads whose signatures were checked: at least the present one. The largest is the ledger's end.
    pub fn against(heads: impl IntoIterator<Item = Head>) -> Self {
        let mut heads: Vec<Head> = heads.into_iter().collect();
        heads.sort_unstable();
        heads.dedup();
        let size = heads.last().map_or(0, |head| head.size);
        Self {
            tiles: None,
            heads,
            met: 0,
            size,
            frontier: Frontier::default(),
            last_time: 0,
            proven: 0,
            doubt: None,
            stored: Vec::new(),
            rows: Vec::new(),
            books: None,
        }
    }

    /// Holds leaves against stored tiles too, so that a bad leaf is named exactly.
    pub fn with_tiles<T: ReadTiles>(self, tiles: T) -> Audit<T> {
        let Self { heads, met, size, frontier, last_time, proven, doubt, stored, rows, books, tiles: _ } = self;
        Audit { tiles: Some(tiles), heads, met, size, frontier, last_time, proven, doubt, stored, rows, books }
    }
}

impl<T: ReadTiles> Audit<T> {
    /// Puts every leaf into its chain too, by the opening that [`Audit::opened_leaf`] gives, and recomputes the map.
    #[must_use]
    pub fn with_openings(mut self) -> Self {
        self.books = Some(Books::default());
        self
    }

    /// Takes the next leaf.
    ///
    /// # Errors
    /// [`Stopped`]. An audit that stopped must not go on.
    pub fn leaf(&mut self, bytes: &[u8]) -> Result<(), Stopped<T::Error>> {
        self.opened_leaf(bytes, None)
    }

    /// Takes the next leaf, with the opening of its place in a chain.
    ///
    /// # Errors
    /// [`Stopped`]. With openings asked for, a leaf without one is [`Fault::Chain`].
    pub fn opened_leaf(&mut self, bytes: &[u8], opening: Option<&Opening>) -> Result<(), Stopped<T::Error>> {
        let index = self.frontier.size();
        if index >= self.size {
            return Err(self.blame(Fault::Extra(index)));
        }
        if index == 0 {
            self.meet_heads()?;
        }
        let hash = Hash::leaf(bytes);
        self.append(hash)?;
        let Ok(leaf) = Leaf::parse(bytes) else { return Err(self.blame(Fault::Malformed(index))) };
        if leaf.time < self.last_time {
            return Err(self.blame(Fault::Time(index)));
        }
        self.last_time = leaf.time;
        self.meet_heads()?;
        if let Some(books) = &mut self.books {
            books.enter(index, &leaf, hash, opening).map_err(|fault| self.blame(fault))?;
        }
        Ok(())
    }

    /// Says that all leaves were given.
    ///
    /// # Errors
    /// [`Stopped`]; [`Fault::Missing`] if leaves of the largest head are lacking.
    pub fn finish(self) -> Result<Audited, Stopped<T::Error>> {
        self.finish_with(None, None)
    }

    /// The same, and holds the stored frontier and, with openings, the stored chains against the leaves.
    ///
    /// # Errors
    /// As [`Audit::finish`]; [`Fault::Frontier`], [`Fault::StoredChain`].
    pub fn finish_with(
        mut self,
        frontier: Option<&Frontier>,
        chains: Option<&[crate::Chain]>,
    ) -> Result<Audited, Stopped<T::Error>> {
        let head = self.frontier.head();
        if head.size < self.size {
            return Err(self.blame(Fault::Missing(head.size..self.size)));
        }
        if self.size == 0 {
            self.meet_heads()?;
        }
        self.hold_partial_rows()?;
        if let Some((tile, position)) = self.doubt {
            return Err(Fault::Tile { tile, position }.into());
        }
        if frontier.is_some_and(|stored| *stored != self.frontier) {
            return Err(Fault::Frontier.into());
        }
        if let (Some(books), Some(chains)) = (&self.books, chains) {
            books.close(chains)?;
        }
        let (chains, unsalted, map_roots) = self.books.as_ref().map_or((0, 0, 0), Books::counts);
        Ok(Audited { head, last_time: self.last_time, heads: self.met, chains, unsalted, map_roots })
    }

    /// Where a tile disagreed before, the fault lies there and not where it came to light.
    fn blame(&self, fault: Fault) -> Stopped<T::Error> {
        Stopped::Fault(match self.doubt {
            Some((tile, position)) => self.doubted(tile, position),
            None => fault,
        })
    }

    /// The leaves under a hash that disagrees, as far as no head has proved them.
    fn doubted(&self, tile: Tile, position: u64) -> Fault {
        let (first, end) = tile.leaves_under(position);
        Fault::Leaves(first.max(self.proven)..end.min(self.size))
    }

    /// Adds a hash to the tree and holds what became complete against the tiles.
    fn append(&mut self, hash: Hash) -> Result<(), Stopped<T::Error>> {
        self.hold_leaf(hash)?;
        let mut nodes = [None; 8];
        self.frontier.append_with(hash, |height, node| {
            if height % 8 == 0
                && let Some(place) = nodes.get_mut(height as usize / 8)
            {
                *place = Some(node);
            }
        });
        for (level, node) in nodes.into_iter().enumerate().skip(1) {
            let (Some(node), true) = (node, self.tiles.is_some()) else { break };
            self.rows.resize_with(self.rows.len().max(level), Vec::new);
            let full = self.rows.get_mut(level - 1).is_some_and(|row| {
                row.push(node);
                row.len() == usize::from(TILE_WIDTH)
            });
            if full {
                self.hold_row(level)?;
            }
        }
        Ok(())
    }

    /// Holds the tree against the heads of this size.
    fn meet_heads(&mut self) -> Result<(), Stopped<T::Error>> {
        let (from, size) = (self.proven, self.frontier.size());
        while let Some(head) = self.heads.get(self.met).filter(|head| head.size == size) {
            if self.frontier.root() != head.root {
                let fault = match self.doubt {
                    Some((tile, position)) => self.doubted(tile, position),
                    None => Fault::Leaves(from..size),
                };
                return Err(fault.into());
            }
            self.met += 1;
            self.proven = size;
            if let Some((tile, position)) = self.doubt {
                return Err(Fault::Tile { tile, position }.into());
            }
        }
        Ok(())
    }

    /// Holds the next leaf's hash against the stored level-0 tile.
    fn hold_leaf(&mut self, hash: Hash) -> Result<(), Stopped<T::Error>> {
        let index = self.frontier.size();
        let position = index % u64::from(TILE_WIDTH);
        let (Some(tiles), Some(tile)) = (&mut self.tiles, Tile::holding(0, index, self.size)) else { return Ok(()) };
        if position == 0 {
            self.stored = read(tiles, tile)?;
        }
        let stored = self.stored.as_chunks::<32>().0.get(usize::try_from(position).unwrap_or(usize::MAX));
        if stored != Some(&hash.0) {
            self.doubt.get_or_insert((tile, position));
        }
        Ok(())
    }

    /// Holds a row above the leaves against its stored tile, and begins the next row.
    fn hold_row(&mut self, level: usize) -> Result<(), Stopped<T::Error>> {
        let row = self.rows.get_mut(level - 1).map(std::mem::take).unwrap_or_default();
        let level = u8::try_from(level).unwrap_or(u8::MAX);
        let hashes = self.frontier.size() >> (8 * u32::from(level));
        let index = hashes.saturating_sub(1) / u64::from(TILE_WIDTH);
        let (Some(tiles), Ok(width)) = (&mut self.tiles, u16::try_from(row.len())) else { return Ok(()) };
        let tile = Tile { level, index, width };
        let stored = read(tiles, tile)?;
        let same = stored.as_chunks::<32>().0.iter().map(Some).chain(std::iter::repeat(None)).zip(&row);
        let first = same.take_while(|(stored, hash)| *stored == Some(&hash.0)).count();
        if first < row.len() {
            self.doubt.get_or_insert((tile, u64::try_from(first).unwrap_or(u64::MAX)));
        }
        Ok(())
    }

    fn hold_partial_rows(&mut self) -> Result<(), Stopped<T::Error>> {
        for level in 1..=self.rows.len() {
            if self.rows.get(level - 1).is_some_and(|row| !row.is_empty()) {
                self.hold_row(level)?;
            }
        }
        Ok(())
    }
}

/// A tile's bytes; a tile that is too short counts as one whose hashes disagree.
fn read<T: ReadTiles>(tiles: &mut T, tile: Tile) -> Result<Vec<u8>, Stopped<T::Error>> {
    match exactly(tiles, tile) {
        Ok(bytes) => Ok(bytes),
        Err(ReadError::Reader(error)) => Err(Stopped::Reader(error)),
        Err(ReadError::Ledger(Error::Tile | _)) => Ok(Vec::new()),
    }
}
