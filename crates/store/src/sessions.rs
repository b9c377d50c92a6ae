//! Who is signed in: by the hash of a secret that only their browser holds, so that every server can answer and any can end it.

use crate::error::Error;
use crate::tx::{Tx, statements};

statements! {
    ADD = "INSERT INTO session (mark, worker, made, seen, proved, blob) VALUES ($1, $2, $3, $4, $5, $6)";
    GET = "SELECT mark, worker, made, seen, proved, blob FROM session WHERE mark = $1";
    SEEN = "UPDATE session SET seen = $1 WHERE mark = $2";
    CHANGE = "UPDATE session SET blob = $1 WHERE mark = $2";
    OF_WORKER = "SELECT mark, worker, made, seen, proved, blob FROM session WHERE worker = $1 ORDER BY made, mark";
    END = "DELETE FROM session WHERE mark = $1";
    END_OF = "DELETE FROM session WHERE worker = $1";
    END_OTHERS = "DELETE FROM session WHERE worker = $1 AND mark <> $2";
    END_BEFORE = "DELETE FROM session WHERE made < $1";
    END_ALL = "DELETE FROM session";
}

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of its secret.
    pub mark: [u8; 32],
    /// Whose.
    pub worker: String,
    /// When it began: microseconds since 1970, UTC.
    pub made: i64,
    /// When it was last used, to the minute.
    pub seen: i64,
    /// When the person last showed who they are.
    pub proved: i64,
    /// Sealed.
    pub blob: Vec<u8>,
}

fn session(mut row: crate::Row) -> Result<SessionRow, Error> {
    Ok(SessionRow {
        mark: row.bytes()?,
        worker: row.text()?,
        made: row.i64()?,
        seen: row.i64()?,
        proved: row.i64()?,
        blob: row.blob()?,
    })
}

/// Begins one.
pub fn add(tx: &mut Tx<'_>, row: &SessionRow) -> Result<(), Error> {
    tx.run(ADD, &[&row.mark, &row.worker, &row.made, &row.seen, &row.proved, &row.blob]).map(drop)
}

/// The session of this mark.
pub fn get(tx: &mut Tx<'_>, mark: &[u8; 32]) -> Result<Option<SessionRow>, Error> {
    tx.one(GET, &[mark])?.map(session).transpose()
}

/// It was used now.
pub fn seen(tx: &mut Tx<'_>, mark: &[u8; 32], time: i64) -> Result<(), Error> {
    tx.run(SEEN, &[&time, mark]).map(drop)
}

/// Says something else of it.
pub fn change(tx: &mut Tx<'_>, mark: &[u8; 32], blob: &[u8]) -> Result<(), Error> {
    tx.run(CHANGE, &[&blob, mark]).map(drop)
}

/// All of a worker's, oldest first.
pub fn of_worker(tx: &mut Tx<'_>, worker: &str) -> Result<Vec<SessionRow>, Error> {
    tx.rows(OF_WORKER, &[&worker])?.into_iter().map(session).collect()
}

/// Ends one. Whether it was there.
pub fn end(tx: &mut Tx<'_>, mark: &[u8; 32]) -> Result<bool, Error> {
    tx.run(END, &[mark]).map(|ended| ended > 0)
}

/// Ends all of a worker's, but for one if it is named. How many those were.
pub fn end_of(tx: &mut Tx<'_>, worker: &str, but: Option<&[u8; 32]>) -> Result<u64, Error> {
    match but {
        Some(mark) => tx.run(END_OTHERS, &[&worker, mark]),
        None => tx.run(END_OF, &[&worker]),
    }
}

/// Ends all that began before this moment.
pub fn end_before(tx: &mut Tx<'_>, time: i64) -> Result<(), Error> {
    tx.run(END_BEFORE, &[&time]).map(drop)
}

/// Ends every session there is: a restored backup must not bring one back.
pub fn end_all(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.run(END_ALL, &[]).map(drop)
}
