//! The list of destroyed keys that stands beside the backups: sealed like them, written anew at every destruction and every backup.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tacenda_ledger::Head;
use tacenda_store::keys::{self, Destroyed};
use tacenda_vault::{Class, SystemEntropy};

use super::Header;
use super::header::{self, DESTROYED, Source, cannot};
use super::stream::Sealer;
use crate::agency::{Agency, hex_id};
use crate::files::{self, Beside};
use crate::problem::Problem;
use crate::root::Root;

/// The file's name in the folder of backups.
pub const FILE: &str = "destroyed";
/// No list is longer.
const LONGEST: u64 = 256 << 20;

/// What was destroyed, and how long the ledger was when that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What.
    pub keys: Vec<Destroyed>,
    /// The ledger's head at that time.
    pub head: Head,
}

#[derive(Serialize, Deserialize)]
struct Line(String, String, u64);

/// Where the list of these backups stands.
pub fn path_of(backups: &Path) -> PathBuf {
    backups.join(FILE)
}

/// Writes the list as it is now, in the place of the earlier one.
///
/// # Errors
/// Where it cannot be written.
pub fn write(agency: &Agency) -> Result<(), Problem> {
    let folder = agency.backups();
    files::private_folder(&folder).map_err(cannot(&folder))?;
    let path = path_of(&folder);
    let (id, time) = (hex_id()?, agency.reading()?.wall);
    let mut beside = Beside::of(&path).map_err(cannot(&path))?;
    agency.db().read(|tx| {
        let (header, key) = Header::new(tx, agency, DESTROYED, &id, time)?;
        let lines: Vec<Line> = keys::destroyed(tx)?
            .into_iter()
            .map(|d| Line(d.client, d.class.map_or(String::new(), |class| class.word().to_owned()), d.leaf))
            .collect();
        let plain = serde_json::to_vec(&lines).map_err(|_| Problem::Plainly("the list cannot be written".to_owned()))?;
        let (line, hash) = header.line()?;
        let mut bytes = line.into_bytes();
        let mut chance = SystemEntropy;
        let mut sealer = Sealer::new(&key, hash, &mut chance, &mut bytes);
        sealer.write_all(&plain).and_then(|()| sealer.finish().map(drop)).map_err(cannot(&path))?;
        beside.file.set_len(0).and_then(|()| beside.file.write_all(&bytes)).map_err(cannot(&path))
    })?;
    beside.done().map_err(cannot(&path))
}

/// Whether the list was written after the last destruction.
///
/// # Errors
/// Where the database or the list's first line cannot be read.
pub fn is_behind(agency: &Agency) -> Result<bool, Problem> {
    let last = agency.db().read(keys::destroyed)?.iter().map(|d| d.leaf).max();
    let Some(last) = last else { return Ok(false) };
    let path = path_of(&agency.backups());
    Ok(!path.exists() || Source::of(&path, DESTROYED)?.header.leaves <= last)
}

/// Reads a list.
///
/// # Errors
/// As of a backup.
pub fn read(path: &Path, root: &Root) -> Result<(Header, List), Problem> {
    let source = Source::of(path, DESTROYED)?;
    let (key, header) = (source.key(root)?, source.header.clone());
    let mut plain = Vec::new();
    source.rows(&key, &mut |_, _| ()).take(LONGEST).read_to_end(&mut plain).map_err(|fault| header::unread(path, &fault))?;
    let damaged = || Problem::NotVerified(format!("{}: the list is damaged", path.display()));
    let lines: Vec<Line> = serde_json::from_slice(&plain).map_err(|_| damaged())?;
    let mut keys = Vec::new();
    for Line(client, class, leaf) in lines {
        let class = if class.is_empty() { None } else { Some(Class::from_word(&class).ok_or_else(damaged)?) };
        keys.push(Destroyed { client, class, leaf });
    }
    let head = header.head()?;
    Ok((header, List { keys, head }))
}
