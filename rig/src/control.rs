//! The controls: bare SQLite with less syncing than ours. An attack that does not break these proves nothing.

use std::path::Path;

use anyhow::{Result, bail};
use rusqlite::Connection;

use crate::say;

/// Commits one row at a time and says so after each.
pub(crate) fn workload(mode: &str, folder: &Path, commits: &str) -> Result<bool> {
    let db = Connection::open(folder.join("control.db"))?;
    db.execute_batch(&format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous={mode}; PRAGMA wal_autocheckpoint=8; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB);"
    ))?;
    for id in 0..commits.parse::<i64>()? {
        db.execute("INSERT INTO t VALUES (?1, randomblob(700))", [id])?;
        say(&format!("ack {id}"));
    }
    Ok(true)
}

/// Whether all that was said is there.
pub(crate) fn check(folder: &Path, said: &[String]) -> Result<()> {
    let acked = said.iter().filter(|l| l.starts_with("ack ")).count();
    if acked == 0 {
        return Ok(());
    }
    let db = Connection::open(folder.join("control.db"))?;
    let rows: i64 = db.query_row("SELECT count(*) FROM t", [], |r| r.get(0))?;
    let sound: String = db.query_row("PRAGMA integrity_check", [], |r| r.get(0))?;
    if usize::try_from(rows)? < acked || sound != "ok" {
        bail!("{acked} acknowledged, {rows} there, {sound}");
    }
    Ok(())
}
