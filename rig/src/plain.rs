//! Bare SQLite, well and badly used. An attack that does not break the bad ones proves nothing.

use std::path::Path;

use anyhow::{Result, bail};
use rusqlite::Connection;

use crate::say;
use crate::workload::{Workload, acks};

/// As it should be: every commit synced before it is acknowledged, stop at the first error.
pub(crate) const FULL: Workload = Workload { name: "full", prepare, run: |p, n| write(p, n, "FULL", Manner::Sound), check };
/// Syncs only at checkpoints: loses acknowledged rows to a power cut.
pub(crate) const NORMAL: Workload = Workload { name: "normal", prepare, run: |p, n| write(p, n, "NORMAL", Manner::Sound), check };
/// Never syncs.
pub(crate) const OFF: Workload = Workload { name: "off", prepare, run: |p, n| write(p, n, "OFF", Manner::Sound), check };
/// Acknowledges before it commits.
pub(crate) const HASTY: Workload = Workload { name: "hasty", prepare, run: |p, n| write(p, n, "FULL", Manner::Hasty), check };
/// Tries a failed commit again until it seems to work, as PostgreSQL did until 2018.
pub(crate) const STUBBORN: Workload =
    Workload { name: "stubborn", prepare, run: |p, n| write(p, n, "FULL", Manner::Stubborn), check };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Sound,
    Hasty,
    Stubborn,
}

fn open(place: &str) -> Result<Connection> {
    Ok(Connection::open(Path::new(place).join("plain.db"))?)
}

fn prepare(place: &str) -> Result<()> {
    let db = open(place)?;
    db.execute_batch("PRAGMA journal_mode=WAL; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB);")?;
    Ok(())
}

fn write(place: &str, times: usize, synchronous: &str, manner: Manner) -> Result<bool> {
    let db = open(place)?;
    db.execute_batch(&format!("PRAGMA synchronous={synchronous}; PRAGMA wal_autocheckpoint=8;"))?;
    for id in 0..times {
        if manner == Manner::Hasty {
            say(&format!("ack {id}"));
        }
        let mut left = if manner == Manner::Stubborn { 50 } else { 1 };
        while left > 0 {
            left -= 1;
            match db.execute("INSERT INTO t VALUES (?1, randomblob(700))", [i64::try_from(id)?]) {
                Ok(_) => break,
                // Ends the process at once: closing the database would sync it again.
                Err(_) if left == 0 => std::process::exit(3),
                Err(_) => {}
            }
        }
        if manner != Manner::Hasty {
            say(&format!("ack {id}"));
        }
    }
    Ok(true)
}

fn check(place: &str, said: &[String]) -> Result<()> {
    let acked = acks(said).count();
    let db = open(place)?;
    let rows: i64 = db.query_row("SELECT count(*) FROM t", [], |r| r.get(0))?;
    let sound: String = db.query_row("PRAGMA integrity_check", [], |r| r.get(0))?;
    if usize::try_from(rows)? < acked || sound != "ok" {
        bail!("{acked} acknowledged, {rows} there, {sound}");
    }
    // Writing must go on.
    db.execute("INSERT INTO t VALUES (-1, x'00')", [])?;
    Ok(())
}

/// Acknowledges before it commits, until the disk is full.
pub(crate) fn hasty_until_refused(place: &str) -> Result<Vec<String>> {
    let db = open(place)?;
    let mut said = Vec::new();
    for id in 0..10_000i64 {
        said.push(format!("ack {id}"));
        if db.execute("INSERT INTO t VALUES (?1, randomblob(700))", [id]).is_err() {
            break;
        }
    }
    Ok(said)
}
