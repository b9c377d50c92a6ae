//! Whose turn it is to send what waits in the outbox, and how often it was tried. What is to be sent, and to whom, stands in sealed rows of
//! its own; here there are ids and times. Of several servers one has the turn, until it ends; a server that was killed has none any more then.

use crate::error::Error;
use crate::tx::{Tx, statements};

statements! {
    CLAIM = "INSERT INTO outbox (id, tries, next) VALUES ($1, 1, $2) ON CONFLICT (id) DO UPDATE SET tries = outbox.tries + 1, next = excluded.next WHERE outbox.next <= $3";
    TRIES = "SELECT tries FROM outbox WHERE id = $1";
    LATER = "UPDATE outbox SET next = $1 WHERE id = $2";
    END = "DELETE FROM outbox WHERE id = $1";
}

/// Takes the turn for what has that id until `next`, unless somebody has it now: so often it was taken, this time included.
pub fn claim(tx: &mut Tx<'_>, id: &str, next: i64, now: i64) -> Result<Option<u32>, Error> {
    if tx.run(CLAIM, &[&id, &next, &now])? == 0 {
        return Ok(None);
    }
    let tries = tx.one(TRIES, &[&id])?.map(|mut row| row.i64()).transpose()?;
    Ok(tries.map(|tries| u32::try_from(tries).unwrap_or(u32::MAX)))
}

/// It did not go: nobody tries it again before that time.
pub fn later(tx: &mut Tx<'_>, id: &str, next: i64) -> Result<(), Error> {
    tx.run(LATER, &[&next, &id]).map(drop)
}

/// It is over.
pub fn end(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.run(END, &[&id]).map(drop)
}
