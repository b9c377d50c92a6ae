//! Whether this ledger is an older past than the one that others remember, or another one. A database can be exchanged for an older
//! copy of itself, and every check of its own would still hold: only what was kept outside of it tells.

use std::path::{Path, PathBuf};

use tacenda_ledger::{Hash, Head, HeadCode, Keys, ReadError, Remembered, Standing, VerifierKey, open, standing_in};
use tacenda_store::ledger;

use crate::agency::Agency;
use crate::problem::Problem;

/// The folder, inside the agency's, of notes that were signed about this ledger.
pub const FOLDER: &str = "witness";
/// The note of the last checkpoint that was published from here.
pub(crate) const PUBLISHED: &str = "published";
/// How a note's file ends.
const ENDING: &str = "note";
/// No note is longer.
const LONGEST: u64 = 64 << 10;

/// What is missing, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// How the ledger stands to what is remembered.
    pub standing: Standing,
    /// Who remembers it: a file, a witness's name, a code.
    pub by: String,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.standing {
            Standing::Extends { by } => write!(f, "the ledger goes on from what {} remembers, with {by} entries more", self.by),
            Standing::Older { missing } => {
                let (first, last) = (missing.start, missing.end.saturating_sub(1));
                write!(
                    f,
                    "past missing: leaves {first} to {last} are gone, which {} remembers. Restore the newer backup",
                    self.by
                )
            }
            Standing::Forked { size } => {
                write!(
                    f,
                    "another past: the first {size} leaves are not those that {} remembers. Restore the right database",
                    self.by
                )
            }
        }
    }
}

impl Missing {
    /// Whether nothing is missing.
    pub fn is_nothing(&self) -> bool {
        matches!(self.standing, Standing::Extends { .. })
    }
}

/// The head that a note of this ledger tells, if the ledger signed it. Who else did does not matter: what the ledger once signed it must
/// still have.
pub fn head_of(note: &[u8], key: &VerifierKey) -> Option<Head> {
    open(std::str::from_utf8(note).ok()?, &Keys::all(key.clone(), Vec::new())).ok().map(|signed| signed.head)
}

/// Keeps a note in the agency's folder under a name, in the place of an earlier one.
pub(crate) fn remember(home: &Path, name: &str, note: &str) -> Result<(), Problem> {
    let folder = home.join(FOLDER);
    let kept = std::fs::create_dir_all(&folder).and_then(|()| crate::files::replace(&path_of(home, name), note.as_bytes()));
    kept.map_err(|fault| Problem::Plainly(format!("cannot keep the ledger's head in {}: {fault}", folder.display())))
}

/// Where the note of this name is kept. Names of witnesses have dots and slashes, so the file is called by its hash.
pub(crate) fn path_of(home: &Path, name: &str) -> PathBuf {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let file = if plain { name.to_owned() } else { Hash::of(name.as_bytes()).to_hex().chars().take(16).collect() };
    home.join(FOLDER).join(file).with_extension(ENDING)
}

/// Every head that is remembered in the agency's folder and by the witnesses that its database knows.
pub(crate) fn remembered(agency: &Agency, key: &VerifierKey) -> Result<Vec<(String, Remembered)>, Problem> {
    let mut heads = Vec::new();
    for (name, note) in agency.db().read(ledger::witnesses)? {
        heads.extend(head_of(&note, key).map(|head| (name, Remembered::Head(head))));
    }
    let folder = agency.home().join(FOLDER);
    let Ok(files) = std::fs::read_dir(&folder) else { return Ok(heads) };
    let mut files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    files.sort();
    for path in files.into_iter().filter(|path| path.extension().is_some_and(|e| e == ENDING)) {
        let short = std::fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() <= LONGEST);
        let note = if short { std::fs::read(&path).ok() } else { None };
        let head = note.and_then(|note| head_of(&note, key));
        heads.extend(head.map(|head| (path.display().to_string(), Remembered::Head(head))));
    }
    Ok(heads)
}

/// How the ledger stands to what is remembered of it: the worst, or nothing if nothing is missing.
///
/// # Errors
/// Where the ledger or its key cannot be read.
pub fn look(agency: &Agency) -> Result<Option<Missing>, Problem> {
    let key = agency.signer()?.verifier().clone();
    let mut worst: Option<Missing> = None;
    for (by, head) in remembered(agency, &key)? {
        let missing = Missing { standing: stands(agency, &head)?, by };
        let both = [worst.as_ref().map(|w| w.standing.clone()), Some(missing.standing.clone())];
        if worst.is_none() || tacenda_ledger::worst(both.into_iter().flatten()).as_ref() == Some(&missing.standing) {
            worst = Some(missing);
        }
    }
    Ok(worst.filter(|missing| !missing.is_nothing()))
}

/// How the ledger stands to a code that was printed on a page.
///
/// # Errors
/// Where it is no code, or the ledger cannot be read.
pub fn against(agency: &Agency, code: &str) -> Result<Missing, Problem> {
    let read: HeadCode = code.trim().parse()?;
    Ok(Missing { standing: stands(agency, &Remembered::Code(read))?, by: format!("the page with {read}") })
}

/// How the ledger stands to one head. Where its tiles do not even show it, it counts as another past.
pub(crate) fn stands(agency: &Agency, head: &Remembered) -> Result<Standing, Problem> {
    let present = agency.end()?.frontier.head();
    match standing_in(&mut { agency.db() }, &present, head) {
        Ok(standing) => Ok(standing),
        Err(ReadError::Ledger(_)) => Ok(Standing::Forked { size: head.size() }),
        Err(ReadError::Reader(error)) => Err(error.into()),
    }
}
