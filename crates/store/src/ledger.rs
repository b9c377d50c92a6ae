//! The ledger's tables: leaves, tiles, chains, the map, heads. Whoever appends locks the head first, in the act's own transaction.

use std::collections::BTreeMap;
use std::fmt;

use tacenda_ledger::map::{self, Node, Path, ReadNodes};
use tacenda_ledger::{Chain, Frontier, Hash, ReadError, ReadTiles, Slot, Tile, tile};

use crate::db::Db;
use crate::error::Error;
use crate::tx::{Step, Tx, statements};
use crate::value::{Bind, Row};

statements! {
    BEGIN = "INSERT INTO ledger_head (one, size, frontier, last_time, map_size, map_root) VALUES (1, 0, $1, 0, 0, $2) ON CONFLICT (one) DO NOTHING";
    LOCK = "UPDATE ledger_head SET size = size WHERE one = 1 RETURNING size, frontier, last_time, map_size, map_root";
    HEAD = "SELECT size, frontier, last_time, map_size, map_root FROM ledger_head WHERE one = 1";
    MOVE = "UPDATE ledger_head SET size = $1, frontier = $2, last_time = $3 WHERE one = 1";
    MOVE_MAP = "UPDATE ledger_head SET map_size = $1, map_root = $2 WHERE one = 1";
    ADD = "INSERT INTO leaf (place, hash, bytes, client, class, detail, actor, act_key, slot, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LEAF = "SELECT place, hash, bytes, client, class, detail, actor, slot, number FROM leaf WHERE place = $1";
    LEAVES = "SELECT place, hash, bytes, client, class, detail, actor, slot, number FROM leaf WHERE place >= $1 ORDER BY place LIMIT $2";
    OF_CHAIN = "SELECT place, hash, bytes, client, class, detail, actor, slot, number FROM leaf WHERE slot = $1 AND number > $2 ORDER BY number LIMIT $3";
    OF_CHAIN_BACK = "SELECT place, hash, bytes, client, class, detail, actor, slot, number FROM leaf WHERE slot = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    ACTORS = "SELECT place, actor FROM leaf WHERE place >= $1 AND place < $2 ORDER BY place";
    HASHES = "SELECT hash FROM leaf WHERE place >= $1 AND place < $2 ORDER BY place";
    OF_ACT = "SELECT place FROM leaf WHERE act_key = $1";
    CHAIN = "SELECT length, head FROM chain WHERE slot = $1";
    PUT_CHAIN = "INSERT INTO chain (slot, length, head) VALUES ($1, $2, $3) ON CONFLICT (slot) DO UPDATE SET length = excluded.length, head = excluded.head";
    CHAINS = "SELECT slot, length, head FROM chain WHERE slot > $1 ORDER BY slot LIMIT $2";
    CHAINS_SINCE = "SELECT slot, length, head FROM chain WHERE slot IN (SELECT slot FROM leaf WHERE place >= $1) ORDER BY slot";
    TILE = "SELECT hashes FROM tile WHERE level = $1 AND place = $2";
    PUT_TILE = "INSERT INTO tile (level, place, hashes) VALUES ($1, $2, $3) ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes";
    NODE = "SELECT node FROM map_node WHERE path = $1";
    PUT_NODE = "INSERT INTO map_node (path, node) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET node = excluded.node";
    PUT_CHECKPOINT = "INSERT INTO checkpoint (size, note) VALUES ($1, $2) ON CONFLICT (size) DO UPDATE SET note = excluded.note";
    LAST_CHECKPOINT = "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1";
    CHECKPOINTS = "SELECT size, note FROM checkpoint WHERE size > $1 ORDER BY size LIMIT $2";
    PUT_WITNESS = "INSERT INTO witness_head (name, note, digest) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET note = excluded.note, digest = excluded.digest";
    WITNESSES = "SELECT name, note FROM witness_head ORDER BY name";
}

/// The end of the ledger as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Size and right edge of the tree.
    pub frontier: Frontier,
    /// Time of the last leaf, in microseconds since 1970, UTC; no later leaf may be older.
    pub last_time: i64,
    /// How many leaves the map of all chains covers.
    pub map_size: u64,
    /// The map's root.
    pub map_root: Hash,
}

fn end(mut row: Row) -> Result<End, Error> {
    let size = row.u64()?;
    let frontier = Frontier::from_bytes(&row.blob()?)?;
    if frontier.size() != size {
        return Err(Error::damaged("the stored end of the ledger is not one"));
    }
    Ok(End { frontier, last_time: row.i64()?, map_size: row.u64()?, map_root: Hash(row.bytes()?) })
}

fn no_ledger() -> Error {
    Error::damaged("there is no ledger in this database")
}

/// Begins the ledger of a new database.
pub fn begin(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.run(BEGIN, &[&Frontier::default().to_bytes(), &map::EMPTY_MAP.0]).map(drop)
}

/// Locks the end, so that nobody appends before this transaction is over, and reads it. The first thing an act does.
pub fn lock(tx: &mut Tx<'_>) -> Result<End, Error> {
    tx.one(LOCK, &[])?.map_or_else(|| Err(no_ledger()), end)
}

/// Locks the end and reads it together with a chain: what most acts begin with.
pub fn lock_with(tx: &mut Tx<'_>, slot: Slot) -> Result<(End, Chain), Error> {
    let mut answers = tx.rows_all(&[(LOCK, &[]), (CHAIN, &[&slot.0])])?.into_iter().map(|mut rows| rows.pop());
    let end = answers.next().flatten().map_or_else(|| Err(no_ledger()), end)?;
    Ok((end, chain_of(slot, answers.next().flatten())?))
}

/// Reads the end without locking it.
pub fn read_end(tx: &mut Tx<'_>) -> Result<End, Error> {
    tx.one(HEAD, &[])?.map_or_else(|| Err(no_ledger()), end)
}

/// How far the chain of this slot has come.
pub fn chain(tx: &mut Tx<'_>, slot: Slot) -> Result<Chain, Error> {
    let row = tx.one(CHAIN, &[&slot.0])?;
    chain_of(slot, row)
}

fn chain_of(slot: Slot, row: Option<Row>) -> Result<Chain, Error> {
    let Some(mut row) = row else { return Ok(Chain::start(slot)) };
    Ok(Chain { slot, length: row.u64()?, head: Hash(row.bytes()?) })
}

/// What an act appends.
#[derive(Clone, Copy)]
pub struct Append<'a> {
    /// The leaf's canonical text.
    pub bytes: &'a [u8],
    /// Its time.
    pub time: i64,
    /// Whose keys seal the detail; empty for the agency.
    pub client: &'a str,
    /// The class that seals it.
    pub class: &'a str,
    /// The readable entry and its salts, sealed to the leaf's place.
    pub detail: &'a [u8],
    /// A mark of who acted at this place, see [`actors`].
    pub actor: &'a [u8; 8],
    /// SHA-256 of the caller's idempotency key.
    pub act_key: Option<&'a [u8; 32]>,
}

impl fmt::Debug for Append<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[plain]")
    }
}

/// Appends a leaf: to the tree and to its chain, whose leaf must have committed to the chain's next place. The leaf's place.
///
/// # Errors
/// `is_duplicate()` if the act's key was used before; refused if the leaf is older than the last.
pub fn append(tx: &mut Tx<'_>, end: &mut End, chain: &mut Chain, leaf: &Append<'_>) -> Result<u64, Error> {
    if leaf.time < end.last_time {
        return Err(Error::refused("a leaf that is older than the last one"));
    }
    let place = end.frontier.size();
    let hash = Hash::leaf(leaf.bytes);
    chain.push(&hash);
    let add: [&dyn Bind; 10] = [
        &place,
        &hash.0,
        &leaf.bytes,
        &leaf.client,
        &leaf.class,
        &leaf.detail,
        leaf.actor,
        &leaf.act_key,
        &chain.slot.0,
        &chain.length,
    ];
    let put_chain: [&dyn Bind; 3] = [&chain.slot.0, &chain.length, &chain.head.0];
    let grown = tile::append(&mut Tiles(tx), &mut end.frontier, [hash]).map_err(from_reader)?;
    end.last_time = leaf.time;
    let (size, frontier) = (end.frontier.size(), end.frontier.to_bytes());
    let moved: [&dyn Bind; 3] = [&size, &frontier, &end.last_time];
    let levels: Vec<(u32, u64, &[u8])> =
        grown.iter().map(|g| (u32::from(g.tile.level), g.tile.index, g.bytes.as_slice())).collect();
    let puts: Vec<[&dyn Bind; 3]> = levels.iter().map(|(level, index, bytes)| [level as &dyn Bind, index, bytes]).collect();
    let mut steps: Vec<Step<'_>> = vec![(ADD, &add), (PUT_CHAIN, &put_chain), (MOVE, &moved)];
    steps.extend(puts.iter().map(|with| (PUT_TILE, with.as_slice())));
    tx.run_all(&steps)?;
    Ok(place)
}

fn from_reader(error: ReadError<Error>) -> Error {
    match error {
        ReadError::Reader(error) => error,
        ReadError::Ledger(error) => error.into(),
    }
}

/// Brings the map up to the present end. Its new root, which the act then logs; the chains of later leaves belong to the next root.
pub fn update_map(tx: &mut Tx<'_>, end: &mut End) -> Result<Hash, Error> {
    let mut changes = BTreeMap::new();
    for mut row in tx.rows(CHAINS_SINCE, &[&end.map_size])? {
        let chain = Chain { slot: Slot(row.bytes()?), length: row.u64()?, head: Hash(row.bytes()?) };
        changes.insert(chain.slot, chain.value());
    }
    let updated = map::update(&mut Nodes(tx), end.map_root, &changes).map_err(from_reader)?;
    let nodes: Vec<(Vec<u8>, [u8; 65])> = updated.nodes.iter().map(|(path, node)| (path.to_bytes(), node.to_bytes())).collect();
    let puts: Vec<[&dyn Bind; 2]> = nodes.iter().map(|(path, node)| [path as &dyn Bind, node]).collect();
    end.map_size = end.frontier.size();
    end.map_root = updated.root;
    let moved: [&dyn Bind; 2] = [&end.map_size, &end.map_root.0];
    let mut steps: Vec<Step<'_>> = puts.iter().map(|with| (PUT_NODE, with.as_slice())).collect();
    steps.push((MOVE_MAP, &moved));
    tx.run_all(&steps)?;
    Ok(updated.root)
}

/// A leaf as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct LeafRow {
    /// Its place, counted from 0.
    pub place: u64,
    /// Its hash in the tree, as stored.
    pub hash: Hash,
    /// Its text.
    pub bytes: Vec<u8>,
    /// Whose keys seal the detail; empty for the agency.
    pub client: String,
    /// The class that seals it.
    pub class: String,
    /// The readable entry, sealed.
    pub detail: Option<Vec<u8>>,
    /// The mark of who acted.
    pub actor: [u8; 8],
    /// Its chain.
    pub slot: Slot,
    /// Its number there, counted from 1.
    pub number: u64,
}

impl fmt::Debug for LeafRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LeafRow({})", self.place)
    }
}

fn leaf_row(mut row: Row) -> Result<LeafRow, Error> {
    Ok(LeafRow {
        place: row.u64()?,
        hash: Hash(row.bytes()?),
        bytes: row.blob()?,
        client: row.text()?,
        class: row.text()?,
        detail: row.maybe_blob()?,
        actor: row.bytes()?,
        slot: Slot(row.bytes()?),
        number: row.u64()?,
    })
}

/// The leaf at a place.
pub fn leaf(tx: &mut Tx<'_>, place: u64) -> Result<Option<LeafRow>, Error> {
    tx.one(LEAF, &[&place])?.map(leaf_row).transpose()
}

/// Leaves from a place on, at most `limit`.
pub fn leaves(tx: &mut Tx<'_>, from: u64, limit: u32) -> Result<Vec<LeafRow>, Error> {
    tx.rows(LEAVES, &[&from, &limit])?.into_iter().map(leaf_row).collect()
}

/// A chain's leaves after number `after`, at most `limit`.
pub fn of_chain(tx: &mut Tx<'_>, slot: Slot, after: u64, limit: u32) -> Result<Vec<LeafRow>, Error> {
    tx.rows(OF_CHAIN, &[&slot.0, &after, &limit])?.into_iter().map(leaf_row).collect()
}

/// A chain's leaves before number `before`, the newest first, at most `limit`.
pub fn of_chain_back(tx: &mut Tx<'_>, slot: Slot, before: u64, limit: u32) -> Result<Vec<LeafRow>, Error> {
    tx.rows(OF_CHAIN_BACK, &[&slot.0, &before, &limit])?.into_iter().map(leaf_row).collect()
}

/// Places from `from` to before `until`, each with the mark of who acted there. A mark is of worker and place together, so that equal
/// workers show no equal marks; only whoever makes them tells whose one is.
pub fn actors(tx: &mut Tx<'_>, from: u64, until: u64) -> Result<Vec<(u64, [u8; 8])>, Error> {
    tx.rows(ACTORS, &[&from, &until])?.into_iter().map(|mut row| Ok((row.u64()?, row.bytes()?))).collect()
}

/// The place of the leaf whose act had this key (SHA-256 of the caller's).
pub fn of_act(tx: &mut Tx<'_>, act_key: &[u8; 32]) -> Result<Option<u64>, Error> {
    tx.one(OF_ACT, &[act_key])?.map(|mut row| row.u64()).transpose()
}

/// Stored chains by slot, after a slot, at most `limit`.
pub fn chains(tx: &mut Tx<'_>, after: Slot, limit: u32) -> Result<Vec<Chain>, Error> {
    let chain = |mut row: Row| Ok(Chain { slot: Slot(row.bytes()?), length: row.u64()?, head: Hash(row.bytes()?) });
    tx.rows(CHAINS, &[&after.0, &limit])?.into_iter().map(chain).collect()
}

/// Keeps a checkpoint's note, with the signatures it has by now.
pub fn put_checkpoint(tx: &mut Tx<'_>, size: u64, note: &[u8]) -> Result<(), Error> {
    tx.run(PUT_CHECKPOINT, &[&size, &note]).map(drop)
}

fn sized_note(mut row: Row) -> Result<(u64, Vec<u8>), Error> {
    Ok((row.u64()?, row.blob()?))
}

/// The latest checkpoint.
pub fn last_checkpoint(tx: &mut Tx<'_>) -> Result<Option<(u64, Vec<u8>)>, Error> {
    tx.one(LAST_CHECKPOINT, &[])?.map(sized_note).transpose()
}

/// Checkpoints of more than `after` leaves, at most `limit`.
pub fn checkpoints(tx: &mut Tx<'_>, after: u64, limit: u32) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    tx.rows(CHECKPOINTS, &[&after, &limit])?.into_iter().map(sized_note).collect()
}

/// Remembers what a witness last signed.
pub fn put_witness(tx: &mut Tx<'_>, name: &str, note: &[u8]) -> Result<(), Error> {
    tx.run(PUT_WITNESS, &[&name, &note, &crate::tables::digest("witness_head", &[&name, &note])]).map(drop)
}

/// What each witness last signed.
pub fn witnesses(tx: &mut Tx<'_>) -> Result<Vec<(String, Vec<u8>)>, Error> {
    tx.rows(WITNESSES, &[])?.into_iter().map(|mut row| Ok((row.text()?, row.blob()?))).collect()
}

/// The tree's tiles, inside a transaction. Below a full tile of level 0 the leaves themselves are the tile.
#[derive(Debug)]
pub struct Tiles<'t, 'a>(pub &'t mut Tx<'a>);

impl ReadTiles for Tiles<'_, '_> {
    type Error = Error;

    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Error> {
        if tile.level == 0 && !tile.is_full() {
            let first = tile.index * u64::from(tacenda_ledger::TILE_WIDTH);
            let rows = self.0.rows(HASHES, &[&first, &(first + u64::from(tile.width))])?;
            let hashes = rows.into_iter().map(|mut row| row.bytes::<32>()).collect::<Result<Vec<_>, _>>()?;
            return Ok(hashes.concat());
        }
        self.0.one(TILE, &[&u32::from(tile.level), &tile.index])?.map_or(Ok(Vec::new()), |mut row| row.blob())
    }
}

/// The tree's tiles, each read on its own: what a tree of a given size had stays as it was.
impl ReadTiles for &Db {
    type Error = Error;

    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Error> {
        self.read(|tx| Tiles(tx).hashes(tile))
    }
}

/// The map's nodes, inside a transaction.
#[derive(Debug)]
pub struct Nodes<'t, 'a>(pub &'t mut Tx<'a>);

impl ReadNodes for Nodes<'_, '_> {
    type Error = Error;

    fn node(&mut self, path: &Path) -> Result<Option<Node>, Error> {
        let Some(mut row) = self.0.one(NODE, &[&path.to_bytes()])? else { return Ok(None) };
        Ok(Some(Node::from_bytes(&row.blob()?)?))
    }
}
