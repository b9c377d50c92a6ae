//! In: a stream of rows into an empty database, on either engine.

use std::io::{ErrorKind, Read};

use super::dump::HEADER;
use super::{TABLES, Table};
use crate::db::Db;
use crate::error::Error;
use crate::tx::Tx;
use crate::value::{Bind as _, Cell, Value};
use crate::{meta, migrate};

/// About how many bytes are written in one transaction.
const PIECE: usize = 4 << 20;
/// No single value is longer; a damaged length must not fill the memory.
const LONGEST: u32 = 64 << 20;

/// Stands in `meta` from the first row of a load to its end: a database that has it is half a one.
const UNFINISHED: &str = "load unfinished";

/// How much was loaded. Whoever has it filled an empty database, and may take that back.
#[derive(Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Rows of all tables.
    pub rows: u64,
}

/// Whether a load into this database was broken off.
pub(crate) fn is_unfinished(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(meta::get(tx, UNFINISHED)?.is_some())
}

/// Reads what [`dump`](super::dump) wrote into an empty database. `progress` hears how many rows are in. A load that breaks off leaves
/// a database that is refused when it is opened the next time.
///
/// # Errors
/// `is_place()` if the database is not empty or the stream is of a later program; `is_damaged()` if the stream is cut short or damaged.
pub fn load(db: &Db, from: &mut dyn Read, progress: &mut dyn FnMut(u64)) -> Result<Loaded, Error> {
    db.write(|tx| {
        for table in TABLES {
            if !tx.rows_text(&table.first(), &[Value::Int(1)])?.is_empty() {
                return Err(Error::place("only an empty database can be loaded"));
            }
        }
        meta::put(tx, UNFINISHED, b"1")
    })?;
    let mut stream = Stream { from, rows: 0 };
    let mut header = [0; HEADER.len()];
    stream.bytes(&mut header)?;
    if header != HEADER {
        return Err(Error::damaged("this is not a stream of rows"));
    }
    if stream.number()? != migrate::newest() {
        return Err(Error::place("the rows are of another version of this program: load them with that one"));
    }
    let mut tag = stream.tag()?;
    while tag == b'T' {
        tag = stream.table(db, progress)?;
    }
    let counted = stream.number()?;
    if tag != b'E' || u64::try_from(counted).ok() != Some(stream.rows) {
        return Err(Error::damaged("the stream of rows is damaged"));
    }
    db.write(|tx| meta::remove(tx, UNFINISHED))?;
    Ok(Loaded { rows: stream.rows })
}

/// Empties a database again into which a load was broken off; any other is left alone.
///
/// # Errors
/// `is_place()` if no load was broken off there.
pub fn unload(db: &Db) -> Result<(), Error> {
    db.write(
        |tx| if is_unfinished(tx)? { empty(tx) } else { Err(Error::place("only a load that was broken off can be taken back")) },
    )
}

/// Empties a database again into which this was loaded, because what was loaded does not hold.
///
/// # Errors
/// The store's own.
pub fn take_back(db: &Db, _: Loaded) -> Result<(), Error> {
    db.write(empty)
}

fn empty(tx: &mut Tx<'_>) -> Result<(), Error> {
    let all: Vec<String> = TABLES.iter().map(|table| format!("DELETE FROM {}", table.name)).collect();
    let steps: Vec<_> = all.iter().map(|text| (text.as_str(), Vec::new())).collect();
    tx.run_texts(&steps)
}

struct Stream<'a> {
    from: &'a mut dyn Read,
    rows: u64,
}

fn damaged() -> Error {
    Error::damaged("the stream of rows is damaged")
}

impl Stream<'_> {
    fn bytes(&mut self, into: &mut [u8]) -> Result<(), Error> {
        self.from.read_exact(into).map_err(|fault| match fault.kind() {
            ErrorKind::UnexpectedEof => Error::damaged("the stream of rows is cut short"),
            other => Error::damaged(format!("the stream of rows cannot be read: {other}")),
        })
    }

    fn tag(&mut self) -> Result<u8, Error> {
        let mut tag = [0];
        self.bytes(&mut tag)?;
        let [tag] = tag;
        Ok(tag)
    }

    fn number(&mut self) -> Result<i64, Error> {
        let mut bytes = [0; 8];
        self.bytes(&mut bytes)?;
        Ok(i64::from_be_bytes(bytes))
    }

    fn sized(&mut self) -> Result<Vec<u8>, Error> {
        let mut length = [0; 4];
        self.bytes(&mut length)?;
        let length = Some(u32::from_be_bytes(length)).filter(|length| *length <= LONGEST).ok_or_else(damaged)?;
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| damaged())?];
        self.bytes(&mut bytes)?;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<String, Error> {
        String::from_utf8(self.sized()?).map_err(|_| damaged())
    }

    /// The rows of one table. What stands after them.
    fn table(&mut self, db: &Db, progress: &mut dyn FnMut(u64)) -> Result<u8, Error> {
        let (name, columns) = (self.text()?, self.text()?);
        let table = TABLES.iter().find(|table| table.name == name && table.columns.join(" ") == columns).ok_or_else(damaged)?;
        let mut tag = self.tag()?;
        while tag == b'R' {
            let rows;
            (rows, tag) = self.piece(table)?;
            self.rows += rows.len() as u64;
            let insert = table.insert();
            db.write(move |tx| {
                let steps: Vec<_> = rows.iter().map(|row| (insert.as_str(), row.iter().map(Cell::value).collect())).collect();
                tx.run_texts(&steps)
            })?;
            progress(self.rows);
        }
        Ok(tag)
    }

    /// As many rows as one transaction shall hold, and what stands after them: `R` if there are more. The first one's `R` is read.
    fn piece(&mut self, table: &Table) -> Result<(Vec<Vec<Cell>>, u8), Error> {
        let (mut rows, mut size, mut tag) = (Vec::new(), 0, b'R');
        while tag == b'R' && size < PIECE {
            let row = table.columns.iter().map(|_| self.cell()).collect::<Result<Vec<_>, _>>()?;
            size += row.iter().map(length).sum::<usize>();
            rows.push(row);
            tag = self.tag()?;
        }
        Ok((rows, tag))
    }

    fn cell(&mut self) -> Result<Cell, Error> {
        Ok(match self.tag()? {
            b'n' => Cell::Null,
            b'i' => Cell::Int(self.number()?),
            b't' => Cell::Text(self.text()?),
            b'b' => Cell::Blob(self.sized()?),
            _ => return Err(damaged()),
        })
    }
}

fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Null | Cell::Int(_) => 9,
        Cell::Text(text) => text.len(),
        Cell::Blob(bytes) => bytes.len(),
    }
}
