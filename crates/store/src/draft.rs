//! What somebody has begun and not yet done. A draft is nobody's record: it is overwritten as its owner goes on, and taken away when they
//! are done. Its box is bound to its place, its owner and the client among them.

use tacenda_vault::{Class, Entropy, Opened, Place};

use crate::error::Error;
use crate::keys::Keys;
use crate::tx::{Tx, statements};
use crate::value::Row;

statements! {
    PUT = "INSERT INTO draft (id, worker, kind, client, state, at, blob) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET worker = $2, client = $4, state = $5, at = $6, blob = $7";
    GET = "SELECT id, worker, kind, client, state, at, blob FROM draft WHERE id = $1";
    OF_WORKER = "SELECT id, worker, kind, client, state, at, blob FROM draft WHERE worker = $1 AND kind = $2 ORDER BY at DESC, id LIMIT $3";
    WALK = "SELECT id, worker, kind, client, state, at, blob FROM draft WHERE id > $1 ORDER BY id LIMIT $2";
    REMOVE = "DELETE FROM draft WHERE id = $1";
    FORGET = "DELETE FROM draft WHERE at < $1";
}

/// What stands in the clear, and is bound into the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Its id.
    pub id: String,
    /// Whose it is now.
    pub worker: String,
    /// Of what.
    pub kind: String,
    /// Whose file; empty for nobody's.
    pub client: String,
    /// A word.
    pub state: String,
    /// When it was last saved, in microseconds since 1970, UTC.
    pub at: i64,
}

impl Columns {
    fn class(&self) -> Class {
        if self.client.is_empty() { Class::Agency } else { Class::General }
    }

    fn place(&self) -> Place {
        Place::new("draft")
            .with("id", &self.id)
            .with("worker", &self.worker)
            .with("kind", &self.kind)
            .with("client", &self.client)
            .with("state", &self.state)
            .with("at", self.at)
    }
}

/// A draft as it stands, still sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// What stands in the clear.
    pub columns: Columns,
    blob: Vec<u8>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({} draft)", self.columns.kind)
    }
}

impl Line {
    /// Opens it.
    ///
    /// # Errors
    /// `is_damaged()` if the box or any of its clear columns is not as it was written; `is_no_key()`, `is_sealed()`.
    pub fn open(&self, tx: &mut Tx<'_>, keys: &mut Keys<'_>) -> Result<Opened, Error> {
        keys.open(tx, &self.columns.client, self.columns.class(), &self.columns.place(), &self.blob)
    }
}

fn line(mut row: Row) -> Result<Line, Error> {
    let columns = Columns {
        id: row.text()?,
        worker: row.text()?,
        kind: row.text()?,
        client: row.text()?,
        state: row.text()?,
        at: row.i64()?,
    };
    Ok(Line { columns, blob: row.blob()? })
}

/// Saves it over what was there.
pub fn put(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    columns: &Columns,
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<(), Error> {
    let Columns { id, worker, kind, client, state, at } = columns;
    let blob = keys.seal(tx, client, columns.class(), &columns.place(), plain, entropy)?;
    tx.run(PUT, &[id, worker, kind, client, state, at, &blob]).map(drop)
}

/// One.
pub fn get(tx: &mut Tx<'_>, id: &str) -> Result<Option<Line>, Error> {
    tx.one(GET, &[&id])?.map(line).transpose()
}

/// A worker's drafts of a kind, the newest first.
pub fn of_worker(tx: &mut Tx<'_>, worker: &str, kind: &str, limit: u32) -> Result<Vec<Line>, Error> {
    tx.rows(OF_WORKER, &[&worker, &kind, &limit])?.into_iter().map(line).collect()
}

/// The drafts after one, in the order of their ids.
pub fn walk(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<Line>, Error> {
    tx.rows(WALK, &[&after, &limit])?.into_iter().map(line).collect()
}

/// Takes one away.
pub fn remove(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.run(REMOVE, &[&id]).map(drop)
}

/// Takes away what was last saved before that moment. How many there were.
pub fn forget(tx: &mut Tx<'_>, before: i64) -> Result<u64, Error> {
    tx.run(FORGET, &[&before])
}
