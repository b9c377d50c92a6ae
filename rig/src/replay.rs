//! Power loss: rebuilds what a disk may hold after a cut behind any step, with what was not synced lost, kept, torn or mixed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::chance::Chance;
use crate::trace::Op;

const SECTOR: usize = 512;

/// How the steps that were not yet synced come out of the cut.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Lost,
    Kept,
    /// Each step by itself: lost, kept, or torn at a sector.
    Mixed,
}

/// What the platter is sure to hold, and what is still on its way.
#[derive(Debug, Clone, Default)]
struct Disk {
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// Names that are durable; a synced file whose name is not may be gone.
    names: BTreeSet<PathBuf>,
    content: Vec<Op>,
    folder: Vec<Op>,
}

/// Calls `check` with a folder and the lines said so far, for the states behind every step of `ops`, which were made in `origin` on a copy of `start`;
/// or for about `cuts` of the steps, and every sync among them. Returns how many states it saw.
///
/// # Errors
/// Where a state cannot be written; what `check` finds is its own to count.
pub(crate) fn every_cut(
    start: &Path,
    origin: &Path,
    ops: &[Op],
    mixed_per_cut: usize,
    seed: u64,
    cuts: usize,
    mut check: impl FnMut(&Path, &[String], usize) -> Result<()>,
) -> Result<usize> {
    let mut disk = Disk::read(start, origin)?;
    let mut said = Vec::new();
    let mut chance = Chance::new(seed);
    let mut states = 0;
    let stride = (ops.len() / cuts.max(1)).max(1);
    for (index, op) in ops.iter().enumerate() {
        disk.take(op, &mut said);
        if index % stride != 0 && !matches!(op, Op::Sync(_) | Op::SyncFolder) {
            continue;
        }
        let fates = [Fate::Lost, Fate::Kept].into_iter().chain(std::iter::repeat_n(Fate::Mixed, mixed_per_cut));
        for fate in fates {
            let folder = tempfile::tempdir_in(memory())?;
            disk.write(fate, &mut chance, folder.path())?;
            check(folder.path(), &said, index)?;
            states += 1;
        }
    }
    Ok(states)
}

/// States are many and short-lived: they need no disk.
pub(crate) fn memory() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    if shared.is_dir() { shared } else { std::env::temp_dir() }
}

impl Disk {
    /// What stood there before the workload began counts as durable.
    fn read(start: &Path, origin: &Path) -> Result<Self> {
        let mut disk = Self::default();
        for entry in std::fs::read_dir(start)? {
            let entry = entry?;
            if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().ends_with("-shm") {
                let path = origin.join(entry.file_name());
                disk.files.insert(path.clone(), std::fs::read(entry.path())?);
                disk.names.insert(path);
            }
        }
        Ok(disk)
    }

    fn take(&mut self, op: &Op, said: &mut Vec<String>) {
        match op {
            Op::Said(line) => said.push(line.clone()),
            Op::Create(path) if self.files.contains_key(path) => {}
            Op::Create(path) => {
                self.files.insert(path.clone(), Vec::new());
                self.folder.push(op.clone());
            }
            Op::Unlink(_) => self.folder.push(op.clone()),
            Op::Write { .. } | Op::Truncate { .. } => self.content.push(op.clone()),
            Op::Sync(path) => {
                let (mine, others) = std::mem::take(&mut self.content).into_iter().partition(|o| target(o) == Some(path));
                self.content = others;
                let mine: Vec<Op> = mine;
                for op in &mine {
                    apply(&mut self.files, op, usize::MAX);
                }
            }
            Op::SyncFolder => {
                for op in std::mem::take(&mut self.folder) {
                    rename(&mut self.names, &op);
                    if let Op::Unlink(path) = op {
                        self.files.remove(&path);
                    }
                }
            }
        }
    }

    fn write(&self, fate: Fate, chance: &mut Chance, folder: &Path) -> Result<()> {
        let mut files = self.files.clone();
        let mut names = self.names.clone();
        for op in &self.content {
            match (fate, chance.below(3)) {
                (Fate::Lost, _) | (Fate::Mixed, 0) => {}
                (Fate::Kept, _) | (Fate::Mixed, 1) => apply(&mut files, op, usize::MAX),
                (Fate::Mixed, _) => apply(&mut files, op, chance.below(9) * SECTOR),
            }
        }
        // Names change in order: a journal keeps the order even where it loses the end.
        let kept = match fate {
            Fate::Lost => 0,
            Fate::Kept => self.folder.len(),
            Fate::Mixed => chance.below(self.folder.len() + 1),
        };
        for op in self.folder.iter().take(kept) {
            rename(&mut names, op);
        }
        for (path, bytes) in files.iter().filter(|(path, _)| names.contains(*path)) {
            if let Some(name) = path.file_name() {
                std::fs::write(folder.join(name), bytes)?;
            }
        }
        Ok(())
    }
}

fn target(op: &Op) -> Option<&PathBuf> {
    match op {
        Op::Write { path, .. } | Op::Truncate { path, .. } => Some(path),
        _ => None,
    }
}

fn rename(names: &mut BTreeSet<PathBuf>, op: &Op) {
    match op {
        Op::Create(path) => {
            names.insert(path.clone());
        }
        Op::Unlink(path) => {
            names.remove(path);
        }
        _ => {}
    }
}

/// Applies a write, at most its first `limit` bytes; a torn truncation does not happen at all.
fn apply(files: &mut BTreeMap<PathBuf, Vec<u8>>, op: &Op, limit: usize) {
    match op {
        Op::Write { path, offset, bytes } => {
            let Some(file) = files.get_mut(path) else { return };
            let bytes: Vec<u8> = bytes.iter().take(limit).copied().collect();
            if file.len() < offset + bytes.len() {
                file.resize(offset + bytes.len(), 0);
            }
            file.iter_mut().skip(*offset).zip(bytes).for_each(|(old, new)| *old = new);
        }
        Op::Truncate { path, length } if limit == usize::MAX => {
            if let Some(file) = files.get_mut(path) {
                file.resize(*length, 0);
            }
        }
        _ => {}
    }
}
