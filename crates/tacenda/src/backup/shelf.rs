//! What stands on the shelf: the backups in a folder, by their first lines.

use std::path::{Path, PathBuf};

use super::Header;
use super::header::{Source, cannot};
use crate::problem::Problem;

/// A backup in a folder.
#[derive(Debug)]
pub struct Shelved {
    /// The file.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its first line, or why it is no backup.
    pub header: Result<Header, Problem>,
}

/// The backups in a folder, oldest first.
///
/// # Errors
/// Where the folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<Shelved>, Problem> {
    let files = match std::fs::read_dir(folder) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        files => files.map_err(cannot(folder))?,
    };
    let mut all = Vec::new();
    for file in files {
        let path = file.map_err(cannot(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "backup") {
            let bytes = std::fs::metadata(&path).map_err(cannot(&path))?.len();
            all.push(Shelved { bytes, header: Source::open(&path).map(|source| source.header), path });
        }
    }
    all.sort_by_key(|one| (one.header.as_ref().map_or(i64::MAX, |header| header.time), one.path.clone()));
    Ok(all)
}
