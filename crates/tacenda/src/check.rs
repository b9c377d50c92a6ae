//! Goes through everything that is kept and says whether it is what was written, and where not.
//!
//! Six walks: the engine's own look at its file; the log against its tiles and signed heads; each entry against what stands sealed
//! beside it, its chain, and the rows that it wrote; each row; the keys; accounts, with who vouches for them, and drafts, which no entry
//! names. What only a person opens is held against its hash alone.

mod entries;
mod keys;
mod log;
pub mod past;
mod rows;
mod unentered;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tacenda_ledger::{Fault, Head, VerifierKey};
use tacenda_store::Tx;
use tacenda_store::keys::Destroyed;

use crate::agency::Agency;
use crate::problem::Problem;

/// A place that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// Which row, leaf, tile or file.
    pub place: String,
    /// What is wrong there.
    pub why: String,
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.why.starts_with(&self.place) { f.write_str(&self.why) } else { write!(f, "{}: {}", self.place, self.why) }
    }
}

impl From<&Fault> for Bad {
    fn from(fault: &Fault) -> Self {
        let place = match fault {
            Fault::Malformed(n) | Fault::Time(n) | Fault::Extra(n) | Fault::Chain(n) | Fault::MapRoot(n) => format!("leaf {n}"),
            Fault::Leaves(range) | Fault::Missing(range) if range.end.saturating_sub(range.start) == 1 => {
                format!("leaf {}", range.start)
            }
            Fault::Leaves(range) | Fault::Missing(range) => format!("leaves {} to {}", range.start, range.end.saturating_sub(1)),
            Fault::Tile { tile, .. } => tile.path(),
            Fault::Frontier => "the ledger's end".to_owned(),
            Fault::StoredChain(_) => "a chain".to_owned(),
        };
        Self { place, why: fault.to_string() }
    }
}

/// What is being walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// The log against tiles and heads.
    Log,
    /// Entries against what stands sealed beside them.
    Entries,
    /// Rows.
    Rows,
}

impl Walk {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Log => "ledger",
            Self::Entries => "entries",
            Self::Rows => "rows",
        }
    }
}

/// Hears how far a walk is: (which, done, of how many, 0 where that is not known).
pub type Progress<'p> = &'p mut dyn FnMut(Walk, u64, u64);

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The ledger's end.
    pub head: Head,
    /// Signed heads that hold.
    pub checkpoints: usize,
    /// Chains that hold.
    pub chains: u64,
    /// Entries whose keys were destroyed: the map alone speaks for them.
    pub unsalted: u64,
    /// Rows, each named by its entry.
    pub rows: u64,
    /// Rows that opened, by level.
    pub opened: BTreeMap<&'static str, u64>,
    /// Rows that only a person opens, or nobody any more: held against their hash.
    pub closed: u64,
    /// Attachments that opened and are what their record says.
    pub attachments: u64,
    /// Clients whose keys open.
    pub clients: u64,
    /// What is not as it was written; the first only, unless all were asked for.
    pub bad: Vec<Bad>,
}

impl Report {
    /// The first bad place as a problem.
    ///
    /// # Errors
    /// [`Problem::NotVerified`] if there is one.
    pub fn verdict(&self) -> Result<(), Problem> {
        self.bad.first().map_or(Ok(()), |bad| Err(Problem::NotVerified(bad.to_string())))
    }
}

/// Why a walk ends early.
pub(super) enum Halt {
    /// One bad place was found, and no more are asked for.
    Enough,
    /// It could not go on.
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Halt {
    fn from(problem: E) -> Self {
        Self::Problem(problem.into())
    }
}

/// What was found so far, and what all walks need.
pub(super) struct Found<'a> {
    agency: &'a Agency,
    every: bool,
    key: Option<VerifierKey>,
    destroyed: Vec<Destroyed>,
    whole: BTreeSet<String>,
    report: Report,
    /// Rows that entries name.
    named: u64,
    /// Entries whose sealed part is gone, and to which rows they commit.
    silent: BTreeMap<u64, tacenda_ledger::Hash>,
}

impl Found<'_> {
    fn bad(&mut self, place: impl Into<String>, why: impl Into<String>) -> Result<(), Halt> {
        self.report.bad.push(Bad { place: place.into(), why: why.into() });
        if self.every { Ok(()) } else { Err(Halt::Enough) }
    }

    fn fault(&mut self, fault: &Fault) -> Result<(), Halt> {
        let Bad { place, why } = fault.into();
        self.bad(place, why)
    }

    /// Whether the client's keys were destroyed.
    fn is_destroyed(&self, client: &str) -> bool {
        self.whole.contains(client)
    }
}

/// Walks through everything. `every` goes on after the first bad place, as far as that makes sense.
///
/// # Errors
/// Where it cannot be read; what is bad stands in the report.
pub fn all(agency: &Agency, every: bool, progress: Progress<'_>) -> Result<Report, Problem> {
    let mut found = Found {
        agency,
        every,
        key: agency.signer().ok().map(|signer| signer.verifier().clone()),
        destroyed: Vec::new(),
        whole: BTreeSet::new(),
        report: Report {
            head: Head { size: 0, root: tacenda_ledger::Hash::empty_tree() },
            checkpoints: 0,
            chains: 0,
            unsalted: 0,
            rows: 0,
            opened: BTreeMap::new(),
            closed: 0,
            attachments: 0,
            clients: 0,
            bad: Vec::new(),
        },
        named: 0,
        silent: BTreeMap::new(),
    };
    match walk(agency, &mut found, progress) {
        Ok(()) | Err(Halt::Enough) => Ok(found.report),
        // A page that cannot be read ends the walk; what the engine said of its file stands before it.
        Err(Halt::Problem(Problem::Store(error))) if error.is_damaged() => {
            let said = error.to_string();
            // The engine's bare code is of its file: it names no table.
            let (place, why) = said.split_once(": ").unwrap_or(("the database file", &said));
            found.report.bad.push(Bad { place: place.to_owned(), why: why.to_owned() });
            Ok(found.report)
        }
        // Where its tables are not what they were, nothing more can be asked of it; that was said.
        Err(Halt::Problem(Problem::Store(_))) if !found.report.bad.is_empty() => Ok(found.report),
        Err(Halt::Problem(problem)) => Err(problem),
    }
}

/// The log alone: leaves, tiles, signed heads, the end.
///
/// # Errors
/// As [`all`].
pub fn log(agency: &Agency, progress: Progress<'_>) -> Result<Head, Problem> {
    let key = agency.signer()?.verifier().clone();
    let looked = agency.db().snapshot(|tx| Ok::<_, Problem>(log::audit(tx, agency.db(), &key, progress)))?;
    match looked {
        Ok(looked) => Ok(looked.head),
        Err(log::Wrong::Bad(bad)) => Err(Problem::NotVerified(bad.to_string())),
        Err(log::Wrong::Problem(problem)) => Err(problem),
    }
}

fn walk(agency: &Agency, found: &mut Found<'_>, progress: Progress<'_>) -> Result<(), Halt> {
    for line in agency.db().faults_of_file(if found.every { 100 } else { 1 })? {
        found.bad("the database file", line)?;
    }
    agency.db().snapshot(|tx| walk_in(tx, found, progress))
}

fn walk_in(tx: &mut Tx<'_>, found: &mut Found<'_>, progress: Progress<'_>) -> Result<(), Halt> {
    found.destroyed = tacenda_store::keys::destroyed(tx)?;
    found.whole = found.destroyed.iter().filter(|d| d.class.is_none()).map(|d| d.client.clone()).collect();
    let whole = log::walk(tx, found, progress)?;
    entries::walk(tx, found, whole, progress)?;
    rows::walk(tx, found, progress)?;
    keys::walk(tx, found)?;
    unentered::walk(tx, found)
}
