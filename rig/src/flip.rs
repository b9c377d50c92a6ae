//! R6: bits flipped, pages torn and rows exchanged in the database file. Nothing damaged is shown, nothing panics, and what was changed is found.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::Connection;
use rusqlite::types::Value;
use tacenda_store::Sync;

use crate::chance::Chance;
use crate::house::{House, agency};
use crate::{Form, Found, books, desk_acts, replay};

const NOTES: u64 = 40;
/// Tables that hold what people wrote and what the ledger says of it.
const OURS: &[&str] = &["sealed", "leaf", "chain", "ledger_head"];

/// How one damage came out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// Nothing that was written is changed: it fell on unused bytes.
    Harmless,
    /// It does not open, or reading finds it.
    Found,
    /// This table is changed and nobody said so.
    Missed(String),
    /// A note said something else.
    Shown,
    Panicked,
}

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let times = if form.long { 10_000 } else { 1_500 };
    let home = tempfile::tempdir()?;
    let house = House::create(home.path(), "sqlite")?;
    let acked = (0..NOTES).map(|n| Ok((n, house.write(n, &desk_acts::text(n))?))).collect::<Result<Vec<_>>>()?;
    let file = home.path().join("whole.db");
    house.agency.db().backup_to(&file, |_, _| {})?;
    drop(house);
    let (whole, dump) = (std::fs::read(&file)?, dumped(&file)?);
    let mut ends = BTreeMap::<End, usize>::new();
    let mut chance = Chance::new(form.seed);
    for turn in 0..times {
        let place = tempfile::tempdir_in(replay::memory())?;
        for name in ["root.key", "tacenda.toml", "rig.txt"] {
            std::fs::copy(home.path().join(name), place.path().join(name))?;
        }
        let file = place.path().join("tacenda.db");
        std::fs::write(&file, if turn % 10 < 8 { damaged(&whole, turn % 10 >= 5, &mut chance) } else { whole.clone() })?;
        if turn % 10 >= 8 {
            exchange(&file, &mut chance)?;
        }
        let end = catch_unwind(AssertUnwindSafe(|| judge(place.path(), &acked, &dump))).unwrap_or(End::Panicked);
        *ends.entry(end).or_default() += 1;
    }
    let of = |end: &End| ends.get(end).copied().unwrap_or(0);
    let missed: Vec<String> = ends
        .iter()
        .filter_map(|(end, n)| if let End::Missed(table) = end { Some(format!("{table} {n}")) } else { None })
        .collect();
    let ours = ends.keys().any(|end| matches!(end, End::Missed(table) if OURS.contains(&table.as_str())));
    Ok(Found {
        figures: format!(
            "{times} damages: {} found, {} on unused bytes, {} shown, {} panics; missed: {}",
            of(&End::Found),
            of(&End::Harmless),
            of(&End::Shown),
            of(&End::Panicked),
            if missed.is_empty() { "none".to_owned() } else { missed.join(", ") }
        ),
        holds: of(&End::Shown) + of(&End::Panicked) == 0 && of(&End::Found) > times / 4 && !ours,
    })
}

/// One bit turned over, or half a sector of a page from elsewhere.
fn damaged(whole: &[u8], torn: bool, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    if torn {
        let (from, to) = (chance.below(whole.len() / 512) * 512, chance.below(whole.len() / 512) * 512);
        let sector: Vec<u8> = whole.iter().skip(from).take(512).copied().collect();
        bytes.iter_mut().skip(to).zip(sector).for_each(|(old, new)| *old = new);
    } else {
        let (at, bit) = (chance.below(whole.len()), chance.below(8));
        bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << bit);
    }
    bytes
}

/// Two rows of one table exchange what they hold.
fn exchange(file: &Path, chance: &mut Chance) -> Result<()> {
    let db = Connection::open(file)?;
    let choices =
        [("sealed", "blob"), ("leaf", "bytes"), ("leaf", "detail"), ("sealed", "leaf"), ("chain", "head"), ("leaf", "hash")];
    let (table, column) = choices.get(chance.below(choices.len())).copied().context("no choice")?;
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
    db.execute(&set, rusqlite::params![held_b, a])?;
    db.execute(&set, rusqlite::params![held_a, b])?;
    Ok(())
}

fn judge(home: &Path, acked: &[(u64, u64)], dump: &BTreeMap<String, Vec<Vec<Value>>>) -> End {
    let changed = match dumped(&home.join("tacenda.db")) {
        Err(_) => return found_or_shown(home, acked),
        Ok(now) => dump.iter().find(|(table, rows)| now.get(*table) != Some(rows)).map(|(table, _)| table.clone()),
    };
    match (found_or_shown(home, acked), changed) {
        (End::Harmless, Some(table)) => End::Missed(table),
        (end, _) => end,
    }
}

/// Opens it and reads all, as `verify` does; what is read must be what was written.
fn found_or_shown(home: &Path, acked: &[(u64, u64)]) -> End {
    let Ok(agency) = agency(home, Sync::Full) else { return End::Found };
    match books::hold(&agency, acked, desk_acts::text) {
        Err(error) if error.to_string().contains("says something else") => End::Shown,
        Err(_) => End::Found,
        Ok(_) => End::Harmless,
    }
}

/// All rows of all tables.
fn dumped(file: &Path) -> Result<BTreeMap<String, Vec<Vec<Value>>>> {
    let db = Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let tables: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut dump = BTreeMap::new();
    for table in tables {
        let mut statement = db.prepare(&format!("SELECT * FROM \"{table}\" ORDER BY rowid"))?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|c| row.get(c)).collect::<Result<Vec<Value>, _>>())?;
        dump.insert(table, rows.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(dump)
}
