//! `tacenda backup …`

use std::path::PathBuf;

use anyhow::Result;
use tacenda_desk::Time;

use super::at::At;
use super::bar::Bar;
use super::{Ended, Misuse, out};
use crate::agency::Agency;
use crate::backup::{self, Shelved};
use crate::config::Config;
use crate::problem::Problem;

/// Copies of everything in one sealed file each.
///
/// Examples:
///   tacenda backup create
///   tacenda backup list
///   tacenda backup prove               bring the last one back beside the living, open it, check everything, throw it away
///   tacenda backup verify FILE
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Backup {
    /// Make a backup, while others work
    Create,
    /// List the backups
    List,
    /// Read a backup to its end, and hold its head against the ledger
    Verify {
        /// The backup
        file: PathBuf,
    },
    /// Prove a backup: restore it beside the living agency, check and open everything in it, and leave an entry
    Prove {
        /// The backup; without it the newest
        file: Option<PathBuf>,
    },
}

impl Backup {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Create => create(at),
            Self::List => list(at),
            Self::Verify { file } => verify(at, &file),
            Self::Prove { file } => prove(at, file),
        }
    }
}

fn create(at: &At) -> Result<Ended> {
    let agency = at.open()?;
    let bar = Bar::new();
    let created = backup::create(&agency, &mut |rows| bar.at("rows", rows, 0))?;
    drop(bar);
    let view = serde_json::json!({
        "file": created.path, "backup": created.header.id, "leaves": created.header.leaves, "rows": created.rows, "bytes": created.bytes,
    });
    out::show(at.json, &view, || {
        format!("{}\n{} leaves, {} rows, {}\n", created.path.display(), created.header.leaves, created.rows, size(created.bytes))
    })
}

fn list(at: &At) -> Result<Ended> {
    let home = at.home()?;
    let shelf = backup::list(&home.join(&Config::read(&home)?.backups))?;
    let mut table = out::Table::default();
    for one in &shelf {
        let path = one.path.display().to_string();
        match &one.header {
            Ok(header) => {
                table.row([&out::when(Time(header.time)), &format!("{} leaves", header.leaves), &size(one.bytes), &path]);
            }
            Err(problem) => table.row(["-", &problem.to_string(), &size(one.bytes), &path]),
        }
    }
    let views: Vec<_> = shelf.iter().map(view).collect();
    out::show(at.json, &views, || table.text())
}

fn view(one: &Shelved) -> serde_json::Value {
    match &one.header {
        Ok(header) => serde_json::json!({
            "file": one.path, "bytes": one.bytes, "backup": header.id, "time": crate::view::When(Time(header.time)), "leaves": header.leaves,
        }),
        Err(problem) => serde_json::json!({ "file": one.path, "bytes": one.bytes, "problem": problem.to_string() }),
    }
}

fn verify(at: &At, file: &std::path::Path) -> Result<Ended> {
    let home = at.home()?;
    let root = at.root(&Config::read(&home)?)?;
    let bar = Bar::new();
    let header = backup::verify(&root, file, &mut |done, of| bar.at("bytes", done, of))?;
    drop(bar);
    let agency = Agency::open(&home, &root)?;
    let stands = backup::against(&agency, &header)?;
    if !stands.is_nothing() {
        return Err(Problem::NotVerified(stands.to_string()).into());
    }
    let view = serde_json::json!({ "backup": header.id, "leaves": header.leaves, "holds": true });
    out::show(at.json, &view, || format!("backup {} opens to its end, {} leaves; {stands}\n", header.id, header.leaves))
}

fn prove(at: &At, file: Option<PathBuf>) -> Result<Ended> {
    let home = at.home()?;
    let root = at.root(&Config::read(&home)?)?;
    let agency = Agency::open(&home, &root)?;
    let newest =
        || backup::list(&agency.backups()).map(|shelf| shelf.into_iter().rfind(|one| one.header.is_ok()).map(|one| one.path));
    let file = match file {
        Some(file) => file,
        None => newest()?.ok_or_else(|| Misuse("there is no backup: `tacenda backup create` makes one".to_owned()))?,
    };
    let bar = Bar::new();
    let proven = backup::prove(&agency, &root, &file, &mut |stage, done, of| bar.at(stage, done, of))?;
    drop(bar);
    let report = &proven.report;
    let view = serde_json::json!({
        "backup": proven.header.id, "leaves": report.head.size, "rows": proven.rows, "opened": report.opened, "closed": report.closed,
        "seconds": proven.seconds, "leaf": proven.leaf,
    });
    out::show(at.json, &view, || {
        let levels: Vec<String> = report.opened.iter().map(|(class, count)| format!("{class} {count}")).collect();
        let first = format!(
            "backup {} is proved: {} leaves and {} rows hold, restored in {} s",
            proven.header.id, report.head.size, report.rows, proven.seconds
        );
        format!("{first}  (leaf {})\nopened: {}; {} only people open\n", proven.leaf, levels.join(", "), report.closed)
    })
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    }
}
