//! The proof of a backup: it is restored beside the living one, everything in it is checked and opened, and it goes again.

use std::path::Path;

use super::header::{Header, cannot};
use super::{Mark, PROVED, put_mark};
use crate::act::{Event, append};
use crate::agency::{Agency, hex_id};
use crate::check::{self, Report, Walk};
use crate::config::Config;
use crate::files;
use crate::problem::Problem;
use crate::restore;
use crate::root::Root;
use tacenda_store::ledger;

/// The act of the entry that a proof leaves.
const ACT: &str = "backup.prove";

/// What the proof showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The backup.
    pub header: Header,
    /// What stands in it.
    pub report: Report,
    /// How many rows of all tables were restored.
    pub rows: u64,
    /// How long it took, in seconds.
    pub seconds: u64,
    /// The leaf that says so.
    pub leaf: u64,
}

/// Proves a backup of this agency: restores it into a folder of its own beside the backups, walks through everything, opens at least one
/// row of every level that opens at all, holds its head against the ledger, and leaves an entry. `progress` hears the stage, how much is
/// done and of how much.
///
/// # Errors
/// [`Problem::NotVerified`] with what is wrong.
pub fn prove(
    agency: &Agency,
    root: &Root,
    file: &Path,
    progress: &mut dyn FnMut(&'static str, u64, u64),
) -> Result<Proven, Problem> {
    let begun = agency.reading()?.uptime;
    let scratch = files::Scratch(agency.backups().join(format!(".prove-{}", hex_id()?)));
    files::private_folder(&scratch.0).map_err(cannot(&scratch.0))?;
    let config = Config { store: "sqlite".to_owned(), ..agency.config().clone() };
    let unpacked = restore::unpack(file, root, &scratch.0, config, &mut |done, of| progress("restore", done, of))?;
    let standing = super::against(agency, &unpacked.header)?;
    if !standing.is_nothing() {
        return Err(Problem::NotVerified(standing.to_string()));
    }
    let report = check::all(&unpacked.agency, false, &mut |walk: Walk, done, of| progress(walk.word(), done, of))?;
    report.verdict()?;
    if report.head != unpacked.header.head()? {
        return Err(Problem::NotVerified("the ledger in the backup does not end as its first line says".to_owned()));
    }
    let (header, rows) = (unpacked.header.clone(), unpacked.loaded.rows);
    drop(unpacked);
    drop(scratch);
    let seconds = agency.reading()?.uptime.saturating_sub(begun).unsigned_abs() / 1_000_000;
    let leaf = enter(agency, &header, rows, seconds)?;
    put_mark(agency, PROVED, &Mark { time: agency.reading()?.wall, backup: header.id.clone(), leaves: header.leaves })?;
    Ok(Proven { header, report, rows, seconds, leaf })
}

fn enter(agency: &Agency, header: &Header, rows: u64, seconds: u64) -> Result<u64, Problem> {
    let numbers = [("leaves", header.leaves), ("rows", rows), ("seconds", seconds)];
    let codes: Vec<(String, String)> = numbers.iter().map(|(key, n)| ((*key).to_owned(), n.to_string())).collect();
    let (agency, reading) = (agency.clone(), agency.reading()?);
    let db = agency.db().clone();
    db.write(move |tx| {
        let mut end = ledger::lock(tx)?;
        let now = agency.now(tx, &reading, &end)?;
        append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_system(ACT, codes.clone(), now))
    })
}
