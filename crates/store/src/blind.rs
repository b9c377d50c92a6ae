//! Marks by which a thing is found again without its name standing anywhere (`tacenda_vault::index` makes them).

use crate::error::Error;
use crate::tx::{Step, Tx, statements};

statements! {
    ADD = "INSERT INTO blind (label, id, mark) VALUES ($1, $2, $3) ON CONFLICT (label, id, mark) DO NOTHING";
    CLEAR = "DELETE FROM blind WHERE label = $1 AND id = $2";
    FIND = "SELECT id FROM blind WHERE label = $1 AND mark = $2 ORDER BY id";
    WALK = "SELECT id, mark FROM blind WHERE label = $1 AND id >= $2 ORDER BY id, mark LIMIT $3";
}

/// Marks the thing with these marks of a label, and with no others.
pub fn set(tx: &mut Tx<'_>, label: &str, id: &str, marks: &[&[u8]]) -> Result<(), Error> {
    tx.run(CLEAR, &[&label, &id])?;
    let adds: Vec<[&dyn crate::Bind; 3]> = marks.iter().map(|mark| [&label as &dyn crate::Bind, &id, mark]).collect();
    let steps: Vec<Step<'_>> = adds.iter().map(|with| (ADD, with.as_slice())).collect();
    tx.run_all(&steps)
}

/// The ids that bear exactly this mark: for marks that are the same in every row.
pub fn find(tx: &mut Tx<'_>, label: &str, mark: &[u8]) -> Result<Vec<String>, Error> {
    tx.rows(FIND, &[&label, &mark])?.iter_mut().map(crate::Row::text).collect()
}

/// Tests every mark of a label, for marks that differ from row to row; `is_it` gets id and mark. The ids that it takes, in order.
pub fn search(tx: &mut Tx<'_>, label: &str, mut is_it: impl FnMut(&str, &[u8]) -> bool) -> Result<Vec<String>, Error> {
    const PIECE: u32 = 4_096;
    let mut found: Vec<String> = Vec::new();
    let mut from = String::new();
    loop {
        let rows = tx.rows(WALK, &[&label, &from, &PIECE])?;
        let more = rows.len() == PIECE as usize;
        for mut row in rows {
            let (id, mark) = (row.text()?, row.blob()?);
            if found.last() != Some(&id) && is_it(&id, &mark) {
                found.push(id.clone());
            }
            from = id;
        }
        if !more {
            return Ok(found);
        }
    }
}
