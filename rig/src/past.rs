//! A ledger in memory, written as the store writes one, to be tampered with.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::Result;
use tacenda_ledger::map::{self, EMPTY_MAP, Node, Path};
use tacenda_ledger::{
    Algorithm, Chain, Checkpoint, Code, Frontier, Hash, Head, Keys, Label, Leaf, Opening, ReadTiles, Salts, SignerKey, Slot,
    Tile, proof, rows_hash, tile, tree,
};

const CLIENTS: u8 = 40;
/// The slot of the agency's own chain.
const AGENCY: Slot = Slot([0xA6; 32]);
/// A head is signed after so many leaves.
const HEADS: usize = 10;

/// Stored tiles; level 0 is made of the leaves' stored hashes until it is full.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tiles {
    stored: BTreeMap<(u8, u64), Vec<u8>>,
    leaves: Vec<Hash>,
}

/// A bit of a tile that is turned over as it is read.
pub(crate) type Turned = Option<(u8, u64, usize, u8)>;

/// Reads tiles, with one bit turned over where `turned` says so. Clones share the place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    tiles: &'a Tiles,
    turned: &'a Cell<Turned>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(tiles: &'a Tiles, turned: &'a Cell<Turned>) -> Self {
        Self { tiles, turned }
    }
}

impl ReadTiles for Reader<'_> {
    type Error = Infallible;

    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Infallible> {
        let mut bytes = self.tiles.stored.get(&(tile.level, tile.index)).cloned().unwrap_or_else(|| {
            let first = usize::try_from(tile.index).unwrap_or(usize::MAX).saturating_mul(256);
            self.tiles.leaves.iter().skip(first).take(tile.width.into()).flat_map(|hash| hash.0).collect()
        });
        if let Some((level, index, at, mask)) = self.turned.get()
            && (level, index) == (tile.level, tile.index)
            && let Some(byte) = bytes.get_mut(at)
        {
            *byte ^= mask;
        }
        Ok(bytes)
    }
}

/// The ledger and all that is stored beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    pub(crate) leaves: Vec<Vec<u8>>,
    pub(crate) openings: Vec<Opening>,
    pub(crate) heads: Vec<Head>,
    pub(crate) tiles: Tiles,
    pub(crate) frontier: Frontier,
    pub(crate) chains: BTreeMap<Slot, Chain>,
    changed: BTreeMap<Slot, Hash>,
    nodes: BTreeMap<Path, Node>,
    root: Hash,
}

impl Past {
    /// So many leaves about forty clients, with a root of the map in every hundred.
    pub(crate) fn of(size: usize) -> Result<Self> {
        let mut past = Self::default();
        past.grow(size, "record.read")?;
        Ok(past)
    }

    /// Goes on to `size` leaves, all of the same act.
    pub(crate) fn grow(&mut self, size: usize, act: &str) -> Result<()> {
        while self.leaves.len() < size {
            if self.leaves.len() % 100 == 99 {
                self.log_map_root()?;
            } else {
                let client = u8::try_from(
                    Hash::of(&self.leaves.len().to_be_bytes()).0.iter().map(|b| usize::from(*b)).sum::<usize>()
                        % usize::from(CLIENTS),
                )?;
                self.append(Slot(Hash::of(&[client]).0), act, Code::new("reason", "appointment")?)?;
            }
            if self.leaves.len().is_multiple_of(HEADS) {
                self.heads.push(self.frontier.head());
            }
        }
        Ok(())
    }

    fn log_map_root(&mut self) -> Result<()> {
        let before = if self.nodes.is_empty() { EMPTY_MAP } else { self.root };
        let changed = std::mem::take(&mut self.changed);
        let updated = map::update(&mut self.nodes, before, &changed)?;
        self.nodes.extend(updated.nodes);
        self.root = updated.root;
        let (act, code) = Leaf::map_root_code(&self.root);
        self.append(AGENCY, act, code)
    }

    fn append(&mut self, slot: Slot, act: &str, code: Code) -> Result<()> {
        let index = self.leaves.len();
        let salts = Salts::from_seed(&Hash::of(&index.to_le_bytes()).0);
        let chain = self.chains.entry(slot).or_insert_with(|| Chain::start(slot));
        let leaf = Leaf {
            time: 1_763_776_265_000_000 + i64::try_from(index)? * 1_000_003,
            act: act.to_owned(),
            actor: salts.actor.commit(Label::Actor, b"worker"),
            chain: chain.commit(&salts.chain),
            codes: [code].into_iter().collect(),
            detail: salts.detail.commit(Label::Detail, act.as_bytes()),
            rows: rows_hash(&[]),
        };
        let text = leaf.to_text()?;
        let hash = Hash::leaf(text.as_bytes());
        chain.push(&hash);
        self.changed.insert(slot, chain.value());
        let turned = Cell::new(None);
        let tiles = self.tiles.clone();
        for grown in tile::append(&mut Reader::new(&tiles, &turned), &mut self.frontier, [hash])? {
            self.tiles.stored.insert((grown.tile.level, grown.tile.index), grown.bytes);
        }
        self.tiles.leaves.push(hash);
        self.leaves.push(text.into_bytes());
        self.openings.push(Opening { slot, salt: Some(salts.chain) });
        Ok(())
    }

    /// All tiles, and how many bytes each has.
    pub(crate) fn all_tiles(&self) -> Vec<(Tile, usize)> {
        Tile::of_tree(self.frontier.size()).map(|tile| (tile, usize::from(tile.width) * 32)).collect()
    }

    /// A signed head, and whom to trust for it.
    pub(crate) fn checkpoint(&self) -> Result<(String, Keys)> {
        let key = SignerKey::from_seed("agency.example/ledger", Algorithm::Ed25519, &[7; 32])?;
        Ok((Checkpoint::sign(self.frontier.head(), &key, 0).to_string(), Keys::all(key.verifier().clone(), Vec::new())))
    }

    /// A proof that a leaf is in the ledger, as an outsider is given it.
    pub(crate) fn inclusion(&self, index: usize) -> Result<(String, Keys)> {
        let turned = Cell::new(None);
        let beside = tree::inclusion(&mut Reader::new(&self.tiles, &turned), u64::try_from(index)?, self.frontier.size())?;
        let leaf = Leaf::parse(self.leaves.get(index).map(Vec::as_slice).unwrap_or_default())?;
        let (checkpoint, keys) = self.checkpoint()?;
        Ok((proof::inclusion::write(&leaf, None, u64::try_from(index)?, &beside, &checkpoint.parse()?)?, keys))
    }
}
