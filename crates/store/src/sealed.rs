//! Every thing the desk keeps: a few columns in the clear, the rest sealed; a line for each version, never overwritten.

use std::fmt;

use sha2::{Digest as _, Sha256};
use tacenda_vault::{Class, Entropy, Opened, Place};

use crate::error::Error;
use crate::keys::{self, Keys};
use crate::tx::{Tx, statements};
use crate::value::{Bind, Row};

statements! {
    INSERT = "INSERT INTO sealed (kind, id, version, latest, client, class, state, due, worker, leaf, blob) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10)";
    SUPERSEDE = "UPDATE sealed SET latest = 0 WHERE kind = $1 AND id = $2 AND version = $3 AND latest = 1";
    LATEST = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE kind = $1 AND id = $2 AND latest = 1";
    VERSION = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE kind = $1 AND id = $2 AND version = $3";
    VERSIONS = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE kind = $1 AND id = $2 ORDER BY version";
    OF_CLIENT = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE client = $1 AND client <> '' AND kind = $2 AND latest = 1 ORDER BY id";
    LEVELS_OF = "SELECT class, due FROM sealed WHERE client = $1 AND client <> '' AND kind = $2 AND latest = 1 ORDER BY id";
    TIES = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE client = $1 AND client <> '' AND kind IN ($2, $3, $4, $5, $6, $7) AND latest = 1";
    OF_WORKER = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE worker = $1 AND kind = $2 AND latest = 1 AND kind <> 'record' ORDER BY id";
    DUE = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE kind = $1 AND state = $2 AND due < $3 AND latest = 1 AND kind <> 'record' ORDER BY due, id LIMIT $4";
    DUE_BETWEEN = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE kind = $1 AND state = $2 AND due >= $3 AND due < $4 AND latest = 1 AND kind <> 'record' ORDER BY due, id LIMIT $5";
    OF_KIND = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE kind = $1 AND id > $2 AND latest = 1 ORDER BY id LIMIT $3";
    COUNTS = "SELECT kind, state, COUNT(*) FROM sealed WHERE latest = 1 GROUP BY kind, state ORDER BY kind, state";
    COUNT = "SELECT COUNT(*) FROM sealed WHERE kind = $1 AND state <> $2 AND latest = 1";
    WALK = "SELECT kind, id, version, client, class, state, due, worker, latest, leaf, blob FROM sealed WHERE (kind, id, version) > ($1, $2, $3) ORDER BY kind, id, version LIMIT $4";
}

/// The columns that stand in the clear and are bound into the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The kind of thing.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Counted from 1.
    pub version: i64,
    /// Whose file; empty for the agency's own things.
    pub client: String,
    /// The level whose key seals it.
    pub class: Class,
    /// A word.
    pub state: String,
    /// When it falls due, in microseconds since 1970, UTC.
    pub due: Option<i64>,
    /// The worker it is about.
    pub worker: Option<String>,
}

impl Columns {
    /// What its box is bound to.
    fn place(&self) -> Place {
        Place::new("sealed")
            .with("kind", &self.kind)
            .with("id", &self.id)
            .with("version", self.version)
            .with("client", &self.client)
            .with("class", self.class.word())
            .with("state", &self.state)
            .with("due", self.due)
            .with("worker", self.worker.as_ref())
    }

    /// SHA-256 over the clear columns that a leaf does not name by itself, a line each, and the sealed bytes: whoever moves a row to
    /// another level or client is found without its key.
    fn hash(&self, blob: &[u8]) -> [u8; 32] {
        let due = self.due.map(|due| due.to_string()).unwrap_or_default();
        let worker = self.worker.as_deref().unwrap_or_default();
        let mut hash = Sha256::new();
        for line in ["tacenda/row/1", &self.client, self.class.word(), &self.state, &due, worker] {
            hash.update(line);
            hash.update("\n");
        }
        hash.update(blob);
        hash.finalize().into()
    }
}

/// One version as it stands, still sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// What stands in the clear.
    pub columns: Columns,
    /// Whether no newer version is there.
    pub latest: bool,
    /// The leaf of the act that wrote it.
    pub leaf: u64,
    blob: Vec<u8>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} version {})", self.columns.kind, self.columns.version)
    }
}

impl Line {
    /// Opens it.
    ///
    /// # Errors
    /// `is_damaged()` if the box or any of its clear columns is not as it was written; `is_no_key()`, `is_sealed()`.
    pub fn open(&self, tx: &mut Tx<'_>, keys: &mut Keys<'_>) -> Result<Opened, Error> {
        keys.open(tx, &self.columns.client, self.columns.class, &self.columns.place(), &self.blob)
    }

    /// The version of the key that sealed it, by its header.
    pub fn key_version(&self) -> Result<u32, Error> {
        tacenda_vault::key_version(&self.blob).map_err(Error::from)
    }

    /// The hash of its clear columns and its sealed bytes, to which the act's leaf commits.
    pub fn hash(&self) -> [u8; 32] {
        self.columns.hash(&self.blob)
    }
}

/// Saves a version: the first one, or the one after the latest. Its [`Line::hash`].
///
/// # Errors
/// `is_stale()` if the version before is not the latest; `is_duplicate()` if the thing is there already; `is_no_key()`.
pub fn save(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    columns: &Columns,
    leaf: u64,
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<[u8; 32], Error> {
    let Columns { kind, id, version, client, class, state, due, worker } = columns;
    let blob = keys.seal(tx, client, *class, &columns.place(), plain, entropy)?;
    if *version > 1 && tx.run(SUPERSEDE, &[kind, id, &(version - 1)])? != 1 {
        return Err(Error::stale());
    }
    tx.run(INSERT, &[kind, id, version, client, &class.word(), state, due, worker, &leaf, &blob])?;
    Ok(columns.hash(&blob))
}

fn line(mut row: Row) -> Result<Line, Error> {
    let columns = Columns {
        kind: row.text()?,
        id: row.text()?,
        version: row.i64()?,
        client: row.text()?,
        class: keys::class(&row.text()?)?,
        state: row.text()?,
        due: row.maybe_i64()?,
        worker: row.maybe_text()?,
    };
    Ok(Line { columns, latest: row.bool()?, leaf: row.u64()?, blob: row.blob()? })
}

fn lines(tx: &mut Tx<'_>, sql: crate::Sql, with: &[&dyn Bind]) -> Result<Vec<Line>, Error> {
    tx.rows(sql, with)?.into_iter().map(line).collect()
}

/// The latest version of a thing.
pub fn latest(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<Option<Line>, Error> {
    tx.one(LATEST, &[&kind, &id])?.map(line).transpose()
}

/// One version of a thing.
pub fn version(tx: &mut Tx<'_>, kind: &str, id: &str, version: i64) -> Result<Option<Line>, Error> {
    tx.one(VERSION, &[&kind, &id, &version])?.map(line).transpose()
}

/// All versions of a thing, oldest first.
pub fn versions(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<Vec<Line>, Error> {
    lines(tx, VERSIONS, &[&kind, &id])
}

/// All things of a kind in a client's file, latest versions, by id.
pub fn of_client(tx: &mut Tx<'_>, client: &str, kind: &str) -> Result<Vec<Line>, Error> {
    lines(tx, OF_CLIENT, &[&client, &kind])
}

/// The level and the time of each of them, by id: to count them without their content.
pub fn levels_of(tx: &mut Tx<'_>, client: &str, kind: &str) -> Result<Vec<(Class, Option<i64>)>, Error> {
    let one = |mut row: Row| Ok((keys::class(&row.text()?)?, row.maybe_i64()?));
    tx.rows(LEVELS_OF, &[&client, &kind])?.into_iter().map(one).collect()
}

/// All things of six kinds in a client's file, latest versions, by kind and id: what ties workers to a client, in one journey.
pub fn of_client_kinds(tx: &mut Tx<'_>, client: &str, kinds: [&str; 6]) -> Result<Vec<Line>, Error> {
    let with: Vec<&dyn Bind> = std::iter::once(&client as &dyn Bind).chain(kinds.iter().map(|kind| kind as &dyn Bind)).collect();
    let mut lines = lines(tx, TIES, &with)?;
    // Asked for in order, PostgreSQL would read the whole file for it.
    lines.sort_unstable_by(|a, b| (&a.columns.kind, &a.columns.id).cmp(&(&b.columns.kind, &b.columns.id)));
    Ok(lines)
}

/// All things of a kind about a worker, latest versions, by id. Records are not found so.
pub fn of_worker(tx: &mut Tx<'_>, worker: &str, kind: &str) -> Result<Vec<Line>, Error> {
    lines(tx, OF_WORKER, &[&worker, &kind])
}

/// The things of a kind in a state that are due before a time, the earliest first, at most `limit`. Records are not found so.
pub fn due_before(tx: &mut Tx<'_>, kind: &str, state: &str, time: i64, limit: u32) -> Result<Vec<Line>, Error> {
    lines(tx, DUE, &[&kind, &state, &time, &limit])
}

/// The same from one time until another.
pub fn due_between(tx: &mut Tx<'_>, kind: &str, state: &str, (from, until): (i64, i64), limit: u32) -> Result<Vec<Line>, Error> {
    lines(tx, DUE_BETWEEN, &[&kind, &state, &from, &until, &limit])
}

/// Things of a kind, latest versions, by id, after the id `after`, at most `limit`.
pub fn of_kind(tx: &mut Tx<'_>, kind: &str, after: &str, limit: u32) -> Result<Vec<Line>, Error> {
    lines(tx, OF_KIND, &[&kind, &after, &limit])
}

/// How many things there are, by kind and state.
pub fn counts(tx: &mut Tx<'_>) -> Result<Vec<(String, String, u64)>, Error> {
    let count = |mut row: Row| Ok((row.text()?, row.text()?, row.u64()?));
    tx.rows(COUNTS, &[])?.into_iter().map(count).collect()
}

/// How many things of a kind are in another state than this. Of kinds of which there are few.
pub fn count(tx: &mut Tx<'_>, kind: &str, but: &str) -> Result<u64, Error> {
    tx.one(COUNT, &[&kind, &but])?.map_or(Ok(0), |mut row| row.u64())
}

/// All versions of all things by kind, id and version, after a place, at most `limit`: for checking and counting them all.
pub fn walk(tx: &mut Tx<'_>, after: (&str, &str, i64), limit: u32) -> Result<Vec<Line>, Error> {
    lines(tx, WALK, &[&after.0, &after.1, &after.2, &limit])
}
