//! Marks by which a thing is found again without its name standing anywhere (`tacenda_vault::index` makes them): all of a thing in one row,
//! in no telling order, so that a search over everybody reads few rows.

use crate::error::Error;
use crate::tx::{Tx, statements};

/// Bytes of a mark.
pub const MARK: usize = 16;

statements! {
    PUT = "INSERT INTO blind (label, id, marks) VALUES ($1, $2, $3) ON CONFLICT (label, id) DO UPDATE SET marks = excluded.marks";
    CLEAR = "DELETE FROM blind WHERE label = $1 AND id = $2";
    WALK = "SELECT id, marks FROM blind WHERE label = $1 AND id > $2 ORDER BY id LIMIT $3";
}

/// The marks as they are kept: each once, in their own order.
pub fn packed(marks: &[[u8; MARK]]) -> Vec<u8> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.concat()
}

/// Marks the thing with these marks of a label, and with no others.
pub fn set(tx: &mut Tx<'_>, label: &str, id: &str, marks: &[[u8; MARK]]) -> Result<(), Error> {
    if marks.is_empty() {
        return tx.run(CLEAR, &[&label, &id]).map(drop);
    }
    tx.run(PUT, &[&label, &id, &packed(marks)]).map(drop)
}

/// Looks at everything of a label; `is_it` gets an id and its marks one behind the other. The ids that it takes, in order.
pub fn search(tx: &mut Tx<'_>, label: &str, mut is_it: impl FnMut(&str, &[u8]) -> bool) -> Result<Vec<String>, Error> {
    const PIECE: u32 = 2_048;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let rows = tx.rows(WALK, &[&label, &after, &PIECE])?;
        let more = rows.len() == PIECE as usize;
        for mut row in rows {
            after = row.text()?;
            if is_it(&after, &row.blob()?) {
                found.push(after.clone());
            }
        }
        if !more {
            return Ok(found);
        }
    }
}
