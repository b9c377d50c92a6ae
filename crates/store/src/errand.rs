//! Who is on the way to an identity provider and back: by the hash of a secret that only their browser holds. What a row says is sealed
//! by the caller.

use crate::error::Error;
use crate::tx::{Tx, statements};

statements! {
    ADD = "INSERT INTO errand (mark, made, blob) VALUES ($1, $2, $3)";
    GET = "SELECT mark, made, blob FROM errand WHERE mark = $1";
    END = "DELETE FROM errand WHERE mark = $1";
    END_BEFORE = "DELETE FROM errand WHERE made < $1";
}

/// One as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrandRow {
    /// The hash of its secret.
    pub mark: [u8; 32],
    /// When it began: microseconds since 1970, UTC.
    pub made: i64,
    /// Sealed.
    pub blob: Vec<u8>,
}

/// Begins one.
pub fn add(tx: &mut Tx<'_>, row: &ErrandRow) -> Result<(), Error> {
    tx.run(ADD, &[&row.mark, &row.made, &row.blob]).map(drop)
}

/// The one of this mark.
pub fn get(tx: &mut Tx<'_>, mark: &[u8; 32]) -> Result<Option<ErrandRow>, Error> {
    let errand = |mut row: crate::Row| Ok(ErrandRow { mark: row.bytes()?, made: row.i64()?, blob: row.blob()? });
    tx.one(GET, &[mark])?.map(errand).transpose()
}

/// Ends one. Whether it was there: of two that end it at once, one alone hears so.
pub fn end(tx: &mut Tx<'_>, mark: &[u8; 32]) -> Result<bool, Error> {
    tx.run(END, &[mark]).map(|ended| ended > 0)
}

/// Ends all that began before this moment.
pub fn end_before(tx: &mut Tx<'_>, time: i64) -> Result<(), Error> {
    tx.run(END_BEFORE, &[&time]).map(drop)
}
