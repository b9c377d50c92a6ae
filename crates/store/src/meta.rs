//! What is small and stands once, by name.

use crate::error::Error;
use crate::tx::{Tx, statements};

statements! {
    GET = "SELECT value FROM meta WHERE name = $1";
    PUT = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    REMOVE = "DELETE FROM meta WHERE name = $1";
}

/// The value of this name.
pub fn get(tx: &mut Tx<'_>, name: &str) -> Result<Option<Vec<u8>>, Error> {
    tx.one(GET, &[&name])?.map(|mut row| row.blob()).transpose()
}

/// Sets the value of this name.
pub fn put(tx: &mut Tx<'_>, name: &str, value: &[u8]) -> Result<(), Error> {
    tx.run(PUT, &[&name, &value]).map(drop)
}

/// Takes a name out.
pub fn remove(tx: &mut Tx<'_>, name: &str) -> Result<(), Error> {
    tx.run(REMOVE, &[&name]).map(drop)
}
