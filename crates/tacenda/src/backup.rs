//! Backups: everything the database holds in one sealed file, and the way back.
//!
//! A backup is one line of JSON (what it is of, its signed head, how its key is wrapped) and behind it a sealed [`stream`] of all rows.
//! It holds the clients' keys too, wrapped as they are in the database: without them nothing of it could ever be read again. So that a
//! backup does not bring back what was destroyed after it was made, the list of [`destroyed`] keys stands beside the backups and is
//! replayed by every restore; what is destroyed is gone for good when the last backup from before is gone.

mod create;
pub mod destroyed;
mod header;
mod prove;
mod shelf;
pub mod stream;

pub use create::{Created, create};
pub use header::Header;
pub(crate) use header::{Source, cannot, unread};
pub use prove::{Proven, prove};
pub use shelf::{Shelved, list};

use std::path::Path;

use crate::agency::Agency;
use crate::check::past::{self, Missing};
use crate::problem::Problem;
use crate::root::Root;

/// When something was last done about backups, in `meta`: [`Mark`] as JSON.
pub const LAST: &str = "backup.last";
/// The same, of the last proof.
pub const PROVED: &str = "backup.proved";

/// What is remembered of a backup that was made or proved.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// When, in microseconds since 1970, UTC.
    pub time: i64,
    /// The backup's id.
    pub backup: String,
    /// How many leaves its ledger has.
    pub leaves: u64,
}

/// The last backup that was made ([`LAST`]) or proved ([`PROVED`]).
///
/// # Errors
/// Where the database cannot be read.
pub fn mark(agency: &Agency, which: &str) -> Result<Option<Mark>, Problem> {
    let bytes = agency.db().read(|tx| tacenda_store::meta::get(tx, which))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn put_mark(agency: &Agency, which: &'static str, mark: &Mark) -> Result<(), Problem> {
    let bytes = serde_json::to_vec(mark).map_err(|_| Problem::Plainly("the mark of a backup cannot be written".to_owned()))?;
    Ok(agency.db().write(move |tx| tacenda_store::meta::put(tx, which, &bytes))?)
}

/// Reads a backup to its end with the root of its keys. What its header says.
///
/// # Errors
/// [`Problem::NotVerified`] where it is cut off, was changed, or is of another root.
pub fn verify(root: &Root, file: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Header, Problem> {
    let source = Source::open(file)?;
    let (key, header) = (source.key(root)?, source.header.clone());
    let mut rows = source.rows(&key, progress);
    std::io::copy(&mut rows, &mut std::io::sink()).map_err(|fault| unread(file, &fault))?;
    Ok(header)
}

/// What the first line of a backup says, after its frames were followed to the end without any key.
///
/// # Errors
/// [`Problem::NotVerified`] where it is no backup or is cut off.
pub fn frames(file: &Path) -> Result<Header, Problem> {
    Source::open(file)?.frames()
}

/// What the first line of a backup says.
///
/// # Errors
/// [`Problem::NotVerified`] where it is no backup.
pub fn header(file: &Path) -> Result<Header, Problem> {
    Source::open(file).map(|source| source.header)
}

/// How the ledger stands to the head of a backup: it should go on from it.
///
/// # Errors
/// Where the ledger cannot be read, or the backup is another agency's.
pub fn against(agency: &Agency, header: &Header) -> Result<Missing, Problem> {
    if header.agency != agency.id() {
        return Err(Problem::NotVerified("the backup is another agency's".to_owned()));
    }
    let head = tacenda_ledger::Remembered::Head(header.head()?);
    Ok(Missing { standing: past::stands(agency, &head)?, by: format!("backup {}", header.id) })
}
