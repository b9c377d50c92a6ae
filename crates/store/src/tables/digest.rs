//! The digest beside rows that no entry of the ledger names: keys wrapped to people, marks in the clear, pieces of attachments. Nobody at
//! hand may be able to open them, and yet damage to them must be found before the day they are needed.
//!
//! It has no key: it tells of failing disks. Who writes on purpose is answered by the seals, the ledger, and the keys of people.

use sha2::{Digest as _, Sha256};

use super::{TABLES, Table};
use crate::error::Error;
use crate::tx::Tx;
use crate::value::{Bind, Cell, Value};

/// The digest's own column, always the last.
const DIGEST: &str = "digest";
/// A piece's column that changes when a record keeps it.
const KEPT: &str = "kept";

/// Over a row's columns, in their order, each behind its kind and length.
pub(crate) fn digest(table: &str, columns: &[&dyn Bind]) -> [u8; 32] {
    let mut all = Sha256::new();
    let mut put = |kind: u8, bytes: &[u8]| {
        all.update([kind]);
        all.update((bytes.len() as u64).to_be_bytes());
        all.update(bytes);
    };
    put(b'T', table.as_bytes());
    for column in columns {
        match column.value() {
            Value::Null | Value::Unfit => put(b'n', &[]),
            Value::Int(n) => put(b'i', &n.to_be_bytes()),
            Value::Text(text) => put(b't', text.as_bytes()),
            Value::Blob(bytes) => put(b'b', bytes),
        }
    }
    all.finalize().into()
}

/// Of a piece that a record keeps by now: over the digest that it had, so that the piece need not be read again.
pub(crate) fn kept_digest(before: &[u8]) -> [u8; 32] {
    digest(KEPT, &[&before])
}

/// A row that is not what its digest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undigested {
    /// The table.
    pub table: &'static str,
    /// The row's primary key.
    pub key: String,
}

/// Every row that is not what its digest says, of one table or of all that have one; `is_enough` hears how many were found.
///
/// # Errors
/// The store's own.
pub fn undigested(tx: &mut Tx<'_>, only: Option<&str>, is_enough: impl Fn(usize) -> bool) -> Result<Vec<Undigested>, Error> {
    let mut found = Vec::new();
    let of = |table: &&Table| table.columns.last() == Some(&DIGEST) && only.is_none_or(|name| name == table.name);
    for table in TABLES.iter().filter(of) {
        let piece: u16 = if table.columns.contains(&KEPT) { 16 } else { 512 };
        let mut rows = tx.rows_text(&table.first(), &[Value::Int(piece.into())])?;
        while !rows.is_empty() && !is_enough(found.len()) {
            let mut last = Vec::new();
            for row in rows {
                last = row.into_cells();
                if !holds(table, &last) {
                    let key = last.iter().take(table.key).map(shown).collect::<Vec<_>>().join(" ");
                    found.push(Undigested { table: table.name, key });
                }
            }
            let after = last.iter().take(table.key).map(Cell::value).chain(std::iter::once(Value::Int(piece.into())));
            rows = tx.rows_text(&table.next(), &after.collect::<Vec<_>>())?;
        }
    }
    Ok(found)
}

fn holds(table: &Table, cells: &[Cell]) -> bool {
    let named = || table.columns.iter().copied().zip(cells);
    let columns: Vec<&dyn Bind> =
        named().filter(|(name, _)| ![DIGEST, KEPT].contains(name)).map(|(_, cell)| cell as &dyn Bind).collect();
    let plain = digest(table.name, &columns);
    let is_kept = named().any(|(name, cell)| name == KEPT && *cell == Cell::Int(1));
    let due = if is_kept { kept_digest(&plain) } else { plain };
    cells.last() == Some(&Cell::Blob(due.to_vec()))
}

/// Part of a key: ids, words and versions, nothing of what a row holds.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Int(n) => n.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Null | Cell::Blob(_) => "?".to_owned(),
    }
}
