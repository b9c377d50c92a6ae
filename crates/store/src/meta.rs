//! What is small and stands once, by name.

use crate::error::Error;
use crate::tables::digest;
use crate::tx::{Tx, statements};

statements! {
    GET = "SELECT value, digest FROM meta WHERE name = $1";
    PUT = "INSERT INTO meta (name, value, digest) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET value = excluded.value, digest = excluded.digest";
    REMOVE = "DELETE FROM meta WHERE name = $1";
}

/// The value of this name. What stands in the clear has its digest alone to tell damage.
pub fn get(tx: &mut Tx<'_>, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let Some(mut row) = tx.one(GET, &[&name])? else { return Ok(None) };
    let (value, noted) = (row.blob()?, row.maybe_blob()?);
    let holds = noted.is_none_or(|noted| noted == digest("meta", &[&name, &value]));
    if holds { Ok(Some(value)) } else { Err(Error::damaged(format!("meta {name}: it is not what was written"))) }
}

/// Sets the value of this name.
pub fn put(tx: &mut Tx<'_>, name: &str, value: &[u8]) -> Result<(), Error> {
    tx.run(PUT, &[&name, &value, &digest("meta", &[&name, &value])]).map(drop)
}

/// Takes a name out.
pub fn remove(tx: &mut Tx<'_>, name: &str) -> Result<(), Error> {
    tx.run(REMOVE, &[&name]).map(drop)
}
