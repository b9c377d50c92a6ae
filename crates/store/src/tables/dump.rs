//! Out: every row of every table, as one stream that either engine reads.
//!
//! The stream: `tacenda/rows/1\n` · schema number · for each table that has rows: `T`, its name, its columns, then its rows, each `R` and
//! one value per column · `E` and the number of all rows. Numbers are eight big-endian bytes; text and bytes stand behind their length,
//! four big-endian bytes; a value is `n`, `i` number, `t` text or `b` bytes. It is not sealed as a whole: what is private in it is.

use std::io::Write;

use super::{TABLES, Table};
use crate::error::{Error, Kind};
use crate::migrate;
use crate::tx::Tx;
use crate::value::{Bind as _, Cell, Row, Value};

pub(super) const HEADER: &[u8] = b"tacenda/rows/1\n";
/// About how many bytes are held in memory at a time.
const PIECE: usize = 4 << 20;
/// The most rows asked for at once.
const MOST: usize = 4_096;

/// Writes all rows that one moment held (see [`Db::snapshot`](crate::Db::snapshot)). `progress` hears how many rows are written. How many
/// there were in all.
///
/// # Errors
/// The store's own; `is_full()` if `out` has no room, `is_place()` if it cannot be written otherwise.
pub fn dump(tx: &mut Tx<'_>, out: &mut dyn Write, progress: &mut dyn FnMut(u64)) -> Result<u64, Error> {
    let mut stream = Stream { out, rows: 0, progress };
    stream.bytes(HEADER)?;
    stream.number(migrate::newest())?;
    for table in TABLES {
        stream.table(tx, table)?;
    }
    stream.bytes(b"E")?;
    let rows = stream.rows;
    stream.number(i64::try_from(rows).unwrap_or(i64::MAX))?;
    stream.out.flush().map_err(|fault| written(&fault))?;
    Ok(rows)
}

struct Stream<'a> {
    out: &'a mut dyn Write,
    rows: u64,
    progress: &'a mut dyn FnMut(u64),
}

fn written(fault: &std::io::Error) -> Error {
    match fault.kind() {
        std::io::ErrorKind::StorageFull => Error::new(Kind::Full, "no room for the rows"),
        other => Error::place(format!("the rows cannot be written: {other}")),
    }
}

impl Stream<'_> {
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(|fault| written(&fault))
    }

    fn number(&mut self, n: i64) -> Result<(), Error> {
        self.bytes(&n.to_be_bytes())
    }

    fn sized(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let length = u32::try_from(bytes.len()).map_err(|_| Error::refused("a value of more than 4 GiB"))?;
        self.bytes(&length.to_be_bytes())?;
        self.bytes(bytes)
    }

    fn table(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<(), Error> {
        let mut limit = 16;
        let mut rows = tx.rows_text(&table.first(), &[Value::Int(16)])?;
        if !rows.is_empty() {
            self.bytes(b"T")?;
            self.sized(table.name.as_bytes())?;
            self.sized(table.columns.join(" ").as_bytes())?;
        }
        let next = table.next();
        while !rows.is_empty() {
            let full = rows.len() == limit;
            let (last, size) = self.rows(rows)?;
            if !full {
                break;
            }
            // As many as fit into a piece, going by those just seen.
            limit = (PIECE / (size / limit).max(1)).clamp(1, MOST);
            let key: Vec<Value<'_>> = last.iter().take(table.key).map(Cell::value).collect();
            let limited = i64::try_from(limit).unwrap_or(1);
            rows = tx.rows_text(&next, &[key, vec![Value::Int(limited)]].concat())?;
        }
        Ok(())
    }

    /// Writes rows. The last one, and how many bytes all of them are.
    fn rows(&mut self, rows: Vec<Row>) -> Result<(Vec<Cell>, usize), Error> {
        let mut size = 0;
        let mut last = Vec::new();
        for row in rows {
            last = row.into_cells();
            self.bytes(b"R")?;
            for cell in &last {
                size += self.cell(cell)?;
            }
            self.rows += 1;
        }
        (self.progress)(self.rows);
        Ok((last, size))
    }

    fn cell(&mut self, cell: &Cell) -> Result<usize, Error> {
        let (tag, bytes): (&[u8], &[u8]) = match cell {
            Cell::Null => return self.bytes(b"n").map(|()| 1),
            Cell::Int(n) => return self.bytes(b"i").and_then(|()| self.number(*n)).map(|()| 9),
            Cell::Text(text) => (b"t", text.as_bytes()),
            Cell::Blob(bytes) => (b"b", bytes),
        };
        self.bytes(tag)?;
        self.sized(bytes)?;
        Ok(bytes.len() + 5)
    }
}
