//! Damage to a database file: bits, sectors, rows; and the oracle that tells what of its content is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags};

use crate::chance::Chance;

const SECTOR: usize = 512;

/// One bit turned over.
pub(crate) fn flipped(whole: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let (at, bit) = (chance.below(whole.len()), chance.below(8));
    bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << bit);
    bytes
}

/// A sector of a page holds what belongs elsewhere, or nothing: a write that was torn or went astray.
pub(crate) fn torn(whole: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let (from, to) = (chance.below(whole.len() / SECTOR) * SECTOR, chance.below(whole.len() / SECTOR) * SECTOR);
    let zeros = chance.below(4) == 0;
    let sector: Vec<u8> = whole.iter().skip(from).take(SECTOR).map(|byte| if zeros { 0 } else { *byte }).collect();
    bytes.iter_mut().skip(to).zip(sector).for_each(|(old, new)| *old = new);
    bytes
}

/// Two rows of some table exchange what they hold in some column.
pub(crate) fn exchange(file: &Path, columns: &[(String, String)], chance: &mut Chance) -> Result<()> {
    let db = Connection::open(file)?;
    let (table, column) = columns.get(chance.below(columns.len())).context("no column")?;
    let count: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    let mut pick = || i64::try_from(chance.below(usize::try_from(count).unwrap_or(1))).unwrap_or(0);
    let (first, second) = (pick(), pick());
    let at = |n: i64| {
        db.query_row(&format!("SELECT rowid, {column} FROM {table} ORDER BY rowid LIMIT 1 OFFSET {n}"), [], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, Value>(1)?))
        })
    };
    let ((a, held_a), (b, held_b)) = (at(first)?, at(second)?);
    let set = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2");
    // Where a constraint refuses it nothing is exchanged.
    let _ = db.execute(&set, rusqlite::params![held_b, a]).and_then(|_| db.execute(&set, rusqlite::params![held_a, b]));
    Ok(())
}

/// All columns of all tables with at least two rows, but for primary keys of one column, which no two rows can share.
pub(crate) fn columns(file: &Path) -> Result<Vec<(String, String)>> {
    let db = reading(file)?;
    let mut all = Vec::new();
    for table in tables(&db)? {
        let count: i64 = db.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0))?;
        if count > 1 {
            let mut statement = db.prepare(&format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 0"))?;
            let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            all.extend(names.into_iter().map(|name| (table.clone(), name)));
        }
    }
    Ok(all)
}

/// All that the file says: the rows of every table, and the tables themselves.
pub(crate) type Content = BTreeMap<String, Vec<Vec<Value>>>;

/// Reads it all, without an index and without the product.
pub(crate) fn content(file: &Path) -> Result<Content> {
    let db = reading(file)?;
    let mut content = BTreeMap::new();
    for table in tables(&db)? {
        // What cannot be read is missing, and so it differs.
        if let Ok(rows) = rows(&db, &format!("SELECT * FROM \"{table}\" NOT INDEXED ORDER BY rowid")) {
            content.insert(table, rows);
        }
    }
    content.insert("sqlite_schema".to_owned(), rows(&db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")?);
    Ok(content)
}

/// What the engine's own check says of it, and nobody else's.
pub(crate) fn is_fine_by_the_engine(file: &Path) -> bool {
    let said = |db: Connection| db.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0)).ok();
    reading(file).ok().and_then(said).is_some_and(|said| said == "ok")
}

/// The tables in which one differs from the other.
pub(crate) fn changed(before: &Content, after: &Content) -> BTreeSet<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

fn reading(file: &Path) -> Result<Connection> {
    Ok(Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

fn tables(db: &Connection) -> Result<Vec<String>> {
    let mut statement = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn rows(db: &Connection, sql: &str) -> Result<Vec<Vec<Value>>> {
    let mut statement = db.prepare(sql)?;
    let columns = statement.column_count();
    let value = |held: ValueRef<'_>| match held {
        ValueRef::Text(bytes) => Value::Blob(bytes.to_vec()), // damaged text need not be text any more
        other => other.try_into().unwrap_or(Value::Null),
    };
    let rows = statement.query_map([], |row| (0..columns).map(|c| row.get_ref(c).map(value)).collect::<Result<Vec<_>, _>>())?;
    Ok(rows.collect::<Result<_, _>>()?)
}
