//! Who is in a client's portal: by the hash of a secret that only their browser holds. They stand apart from those who work here, so that
//! what opens the one never opens the other.

use crate::error::Error;
use crate::tx::{Tx, statements};

statements! {
    ADD = "INSERT INTO stay (mark, portal, made, seen, blob) VALUES ($1, $2, $3, $4, $5)";
    GET = "SELECT mark, portal, made, seen, blob FROM stay WHERE mark = $1";
    SEEN = "UPDATE stay SET seen = $1 WHERE mark = $2";
    END = "DELETE FROM stay WHERE mark = $1";
    END_OF = "DELETE FROM stay WHERE portal = $1";
    END_BEFORE = "DELETE FROM stay WHERE made < $1";
    END_ALL = "DELETE FROM stay";
}

/// A stay as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayRow {
    /// The hash of its secret.
    pub mark: [u8; 32],
    /// In which portal.
    pub portal: String,
    /// When it began: microseconds since 1970, UTC.
    pub made: i64,
    /// When it was last used, to the minute.
    pub seen: i64,
    /// Sealed.
    pub blob: Vec<u8>,
}

fn stay(mut row: crate::Row) -> Result<StayRow, Error> {
    Ok(StayRow { mark: row.bytes()?, portal: row.text()?, made: row.i64()?, seen: row.i64()?, blob: row.blob()? })
}

/// Begins one.
pub fn add(tx: &mut Tx<'_>, row: &StayRow) -> Result<(), Error> {
    tx.run(ADD, &[&row.mark, &row.portal, &row.made, &row.seen, &row.blob]).map(drop)
}

/// The stay of this mark.
pub fn get(tx: &mut Tx<'_>, mark: &[u8; 32]) -> Result<Option<StayRow>, Error> {
    tx.one(GET, &[mark])?.map(stay).transpose()
}

/// It was used now.
pub fn seen(tx: &mut Tx<'_>, mark: &[u8; 32], time: i64) -> Result<(), Error> {
    tx.run(SEEN, &[&time, mark]).map(drop)
}

/// Ends one. Whether it was there.
pub fn end(tx: &mut Tx<'_>, mark: &[u8; 32]) -> Result<bool, Error> {
    tx.run(END, &[mark]).map(|ended| ended > 0)
}

/// Ends all in that portal.
pub fn end_of(tx: &mut Tx<'_>, portal: &str) -> Result<u64, Error> {
    tx.run(END_OF, &[&portal])
}

/// Ends all that began before that moment.
pub fn end_before(tx: &mut Tx<'_>, time: i64) -> Result<(), Error> {
    tx.run(END_BEFORE, &[&time]).map(drop)
}

/// Ends all.
pub fn end_all(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.run(END_ALL, &[]).map(drop)
}
