//! Who may sign in, and the tries that failed. What a row says is sealed by the caller; a name stands there only as its mark.

use crate::error::Error;
use crate::tx::{Sql, Tx, statements};

statements! {
    PUT = "INSERT INTO account (worker, mark, blob) VALUES ($1, $2, $3) ON CONFLICT (worker) DO UPDATE SET mark = excluded.mark, blob = excluded.blob";
    GET = "SELECT worker, mark, blob FROM account WHERE worker = $1";
    OF_MARK = "SELECT worker, mark, blob FROM account WHERE mark = $1";
    FIRST = "SELECT worker, mark, blob FROM account ORDER BY worker LIMIT 1";
    WALK = "SELECT worker, mark, blob FROM account WHERE worker > $1 ORDER BY worker LIMIT $2";
    REMOVE = "DELETE FROM account WHERE worker = $1";
    VOUCH = "INSERT INTO vouched (worker, mark) VALUES ($1, $2) ON CONFLICT (worker) DO UPDATE SET mark = excluded.mark";
    OF_VOUCHED = "SELECT account.worker, account.mark, blob FROM vouched JOIN account ON account.worker = vouched.worker WHERE vouched.mark = $1";
    VOUCHED_MARK = "SELECT mark FROM vouched WHERE worker = $1";
    UNVOUCH = "DELETE FROM vouched WHERE worker = $1";
    TRIES = "SELECT fails, until, last FROM attempt WHERE mark = $1";
    PUT_TRIES = "INSERT INTO attempt (mark, fails, until, last) VALUES ($1, $2, $3, $4) ON CONFLICT (mark) DO UPDATE SET fails = excluded.fails, until = excluded.until, last = excluded.last";
    FORGET = "DELETE FROM attempt WHERE mark = $1";
    FORGET_BEFORE = "DELETE FROM attempt WHERE last < $1";
}

/// An account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Whose.
    pub worker: String,
    /// The mark of the name that they sign in by.
    pub mark: Vec<u8>,
    /// Sealed.
    pub blob: Vec<u8>,
}

fn account(mut row: crate::Row) -> Result<AccountRow, Error> {
    Ok(AccountRow { worker: row.text()?, mark: row.blob()?, blob: row.blob()? })
}

/// Keeps a worker's account.
///
/// # Errors
/// `is_duplicate()` where another's has this mark.
pub fn put(tx: &mut Tx<'_>, row: &AccountRow) -> Result<(), Error> {
    tx.run(PUT, &[&row.worker, &row.mark, &row.blob]).map(drop)
}

/// A worker's account.
pub fn get(tx: &mut Tx<'_>, worker: &str) -> Result<Option<AccountRow>, Error> {
    tx.one(GET, &[&worker])?.map(account).transpose()
}

/// The account of this mark and, whether there is one or not, the first of all: so that a name that is nobody's costs the same work.
pub fn find(tx: &mut Tx<'_>, mark: &[u8]) -> Result<(Option<AccountRow>, Option<AccountRow>), Error> {
    find_by(tx, OF_MARK, mark)
}

/// The same for the mark under which an identity provider vouches.
pub fn find_vouched(tx: &mut Tx<'_>, mark: &[u8]) -> Result<(Option<AccountRow>, Option<AccountRow>), Error> {
    find_by(tx, OF_VOUCHED, mark)
}

fn find_by(tx: &mut Tx<'_>, by: Sql, mark: &[u8]) -> Result<(Option<AccountRow>, Option<AccountRow>), Error> {
    let mut answers = tx.rows_all(&[(by, &[&mark]), (FIRST, &[])])?.into_iter().map(|mut rows| rows.pop());
    let found = answers.next().flatten().map(account).transpose()?;
    Ok((found, answers.next().flatten().map(account).transpose()?))
}

/// The accounts after a worker's, in their order.
pub fn walk(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<AccountRow>, Error> {
    tx.rows(WALK, &[&after, &limit])?.into_iter().map(account).collect()
}

/// From now on an identity provider vouches for this worker under this mark.
///
/// # Errors
/// `is_duplicate()` where it does for another.
pub fn vouch(tx: &mut Tx<'_>, worker: &str, mark: &[u8]) -> Result<(), Error> {
    tx.run(VOUCH, &[&worker, &mark]).map(drop)
}

/// Under which mark an identity provider vouches for this worker.
pub fn vouched_mark(tx: &mut Tx<'_>, worker: &str) -> Result<Option<Vec<u8>>, Error> {
    tx.one(VOUCHED_MARK, &[&worker])?.map(|mut row| row.blob()).transpose()
}

/// No identity provider vouches for this worker any more.
pub fn unvouch(tx: &mut Tx<'_>, worker: &str) -> Result<(), Error> {
    tx.run(UNVOUCH, &[&worker]).map(drop)
}

/// Takes a worker's account away.
pub fn remove(tx: &mut Tx<'_>, worker: &str) -> Result<(), Error> {
    tx.run(REMOVE, &[&worker]).map(drop)
}

/// Tries that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    /// How many in a row.
    pub fails: u64,
    /// Until when no other counts: microseconds since 1970, UTC.
    pub until: i64,
    /// When the last was.
    pub last: i64,
}

/// The tries that failed under this mark.
pub fn tries(tx: &mut Tx<'_>, mark: &[u8]) -> Result<Tries, Error> {
    let tries = |mut row: crate::Row| Ok(Tries { fails: row.u64()?, until: row.i64()?, last: row.i64()? });
    tx.one(TRIES, &[&mark])?.map_or_else(|| Ok(Tries::default()), tries)
}

/// Keeps them.
pub fn put_tries(tx: &mut Tx<'_>, mark: &[u8], tries: Tries) -> Result<(), Error> {
    tx.run(PUT_TRIES, &[&mark, &tries.fails, &tries.until, &tries.last]).map(drop)
}

/// Forgets them: one did not fail.
pub fn forget_tries(tx: &mut Tx<'_>, mark: &[u8]) -> Result<(), Error> {
    tx.run(FORGET, &[&mark]).map(drop)
}

/// Forgets all that were last seen before this moment.
pub fn forget_tries_before(tx: &mut Tx<'_>, time: i64) -> Result<(), Error> {
    tx.run(FORGET_BEFORE, &[&time]).map(drop)
}
