//! Migrations: numbered texts, each run once and in one transaction. Written for SQLite; PostgreSQL's words are put in for its types.

use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::faults::Faults;
use crate::tables;
use crate::tx::{Tx, statements};
use crate::writer::Pen;

struct Migration {
    number: i64,
    text: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, text: include_str!("../migrations/0001_first.sql") },
    Migration { number: 2, text: include_str!("../migrations/0002_accounts.sql") },
    Migration { number: 3, text: include_str!("../migrations/0003_drafts.sql") },
    Migration { number: 4, text: include_str!("../migrations/0004_vouched.sql") },
    Migration { number: 5, text: include_str!("../migrations/0005_outbox.sql") },
    Migration { number: 6, text: include_str!("../migrations/0006_stays.sql") },
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, digest BLOB NOT NULL) STRICT";
statements! {
    APPLIED = "SELECT number, digest FROM migration ORDER BY number";
    RECORD = "INSERT INTO migration (number, digest) VALUES ($1, $2)";
}

/// What makes an empty database of SQLite one of this program.
pub(crate) fn texts() -> impl Iterator<Item = &'static str> {
    std::iter::once(TABLE).chain(MIGRATIONS.iter().map(|migration| migration.text))
}

/// The number of the newest migration this program knows.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |last| last.number)
}

/// Brings the database up to this program; refuses one that is newer, or that another history has made.
pub(crate) fn migrate(pen: &mut Pen) -> Result<(), Error> {
    let applied = unit(pen, |tx, postgres| {
        tx.script(&dialect(TABLE, postgres))?;
        tx.rows(APPLIED, &[])?.into_iter().map(|mut row| Ok((row.i64()?, row.bytes::<32>()?))).collect::<Result<Vec<_>, Error>>()
    })?;
    if applied.last().is_some_and(|(number, _)| *number > newest()) {
        return Err(Error::place("the database is newer than this program: use the newer program, or restore a backup"));
    }
    for migration in MIGRATIONS {
        let digest: [u8; 32] = Sha256::digest(migration.text).into();
        match applied.iter().find(|(number, _)| *number == migration.number) {
            Some((_, there)) if *there == digest => {}
            Some(_) => return Err(Error::place("the database was made by another history of this program")),
            None => unit(pen, |tx, postgres| {
                tx.script(&dialect(migration.text, postgres))?;
                tx.run(RECORD, &[&migration.number, &digest]).map(drop)
            })?,
        }
    }
    if unit(pen, |tx, _| tables::is_unfinished(tx))? {
        return Err(Error::place("a restore into this database was broken off: begin again with an empty one"));
    }
    Ok(())
}

fn unit<T>(pen: &mut Pen, work: impl FnOnce(&mut Tx<'_>, bool) -> Result<T, Error>) -> Result<T, Error> {
    let postgres = matches!(pen, Pen::Pg(_));
    let faults = Faults::default();
    let done = pen.begin().and_then(|()| work(&mut pen.tx(&faults)?, postgres)).and_then(|value| pen.commit().map(|()| value));
    if done.is_err() {
        let _ = pen.abandon(false); // the first error is the one to tell
    }
    done
}

/// The same text for PostgreSQL: 64-bit numbers, bytes, text that sorts by its bytes; without SQLite's table options.
fn dialect(text: &str, postgres: bool) -> String {
    if !postgres {
        return text.to_owned();
    }
    let words = |line: &str| {
        line.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .map(|piece| {
                let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let rest = piece.get(word.len()..).unwrap_or_default();
                match word {
                    "INTEGER" => format!("BIGINT{rest}"),
                    "BLOB" => format!("BYTEA{rest}"),
                    "TEXT" => format!("TEXT COLLATE \"C\"{rest}"),
                    "STRICT" => rest.to_owned(),
                    _ => piece.to_owned(),
                }
            })
            .collect::<String>()
    };
    text.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code)).map(words).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_reads_right_to_both_engines() {
        let text = "CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT, b BLOB) STRICT; -- TEXT";
        assert_eq!(dialect(text, false), text);
        assert_eq!(dialect(text, true), "CREATE TABLE a (n BIGINT PRIMARY KEY, t TEXT COLLATE \"C\", b BYTEA) ; ");
    }

    #[test]
    fn migrations_are_numbered_without_a_gap() {
        assert!(MIGRATIONS.iter().zip(1..).all(|(migration, number)| migration.number == number));
    }
}
