//! Proof files: what a client takes home and anybody can check without us.
//!
//! Two kinds, each plain text of at most 64 KB. `c2sp.org/tlog-proof@v1` ([`inclusion`]) shows that one leaf is in the
//! ledger. `tacenda/accounting/1` ([`accounting`]) shows all leaves of one client, none left out.

pub mod accounting;
pub mod inclusion;
mod lines;

use std::fmt;

use crate::{Error, Hash, Keys, Label, Leaf, Salt};

pub use accounting::{Account, verify_parts};
pub use inclusion::Included;

/// The longest a proof file may be, in bytes.
pub const PROOF_LIMIT: usize = 65_536;

/// The readable text of a leaf, with the salt that opens its `detail` commitment.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// Salt of the commitment.
    pub salt: Salt,
    /// What was committed to, in UTF-8; lines are parted by newlines, and there is no other control character.
    pub text: String,
}

impl Said {
    fn opens(&self, leaf: &Leaf) -> bool {
        self.salt.commit(Label::Detail, self.text.as_bytes()) == leaf.detail
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[plain]")
    }
}

/// One leaf of a client's chain, as far as the client may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Only that there is one: its hash in the tree.
    Closed(Hash),
    /// The leaf itself.
    Open(Box<Opened>),
}

/// A leaf that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The leaf.
    pub leaf: Leaf,
    /// Opens the leaf's `chain` commitment.
    pub place: Salt,
    /// Opens its `detail` commitment, where the text is shown.
    pub said: Option<Said>,
}

/// What a proof proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// One leaf is in the ledger.
    Inclusion(Box<Included>),
    /// These are all leaves of one client, or a part of them.
    Account(Account),
}

/// Why a proof is refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// Which file of several, counted from 1.
    pub part: Option<usize>,
    /// The line, counted from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// The number of the leaf in its chain, counted from 1, where one is meant.
    pub leaf: Option<u64>,
    /// What is wrong.
    pub why: Why,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(part) = self.part {
            write!(f, "file {part}, ")?;
        }
        if self.line > 0 {
            write!(f, "line {}, ", self.line)?;
        }
        if let Some(leaf) = self.leaf {
            write!(f, "entry {leaf}, ")?;
        }
        write!(f, "{}", self.why)
    }
}

impl std::error::Error for Failure {}

/// What is wrong with a proof. The offline page knows the same words ([`Why::code`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Not in the form of a proof.
    #[error("this is not a proof file, or it was changed")]
    Form,
    /// Not a canonical leaf.
    #[error("the entry is not in the form of the ledger")]
    Leaf,
    /// A leaf that does not hash to what stands beside it.
    #[error("the entry was changed")]
    Entry,
    /// The leaf does not follow on those before it in this chain.
    #[error("the entry does not follow on those before it: one was changed, left out or put in")]
    Place,
    /// The readable text is not what was committed to.
    #[error("the readable text is not what was recorded")]
    Detail,
    /// The chain does not come to the stated head.
    #[error("the entries do not add up: one was changed, left out or put in")]
    Head,
    /// The map does not hold this chain.
    #[error("the ledger's map does not hold this list as it stands")]
    Map,
    /// The leaf is not in the tree.
    #[error("the entry is not in the ledger that was signed")]
    Inclusion,
    /// Not a checkpoint.
    #[error("the signed head of the ledger is not in its form")]
    Checkpoint,
    /// Another ledger's checkpoint.
    #[error("this is signed in the name of another ledger than the key's")]
    Origin,
    /// The ledger's signature.
    #[error("the ledger's signature is missing or does not hold")]
    Signature,
    /// A witness's signature.
    #[error("a witness's signature is missing or does not hold")]
    Witness,
    /// Files that do not follow each other.
    #[error("the files do not follow each other, or one is missing")]
    Part,
}

impl Why {
    /// A stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Leaf => "leaf",
            Self::Entry => "entry",
            Self::Place => "place",
            Self::Detail => "detail",
            Self::Head => "head",
            Self::Map => "map",
            Self::Inclusion => "inclusion",
            Self::Checkpoint => "checkpoint",
            Self::Origin => "origin",
            Self::Signature => "signature",
            Self::Witness => "witness",
            Self::Part => "part",
        }
    }
}

impl From<Error> for Why {
    fn from(error: Error) -> Self {
        match error {
            Error::Origin => Self::Origin,
            Error::Signature => Self::Signature,
            Error::Witness => Self::Witness,
            Error::Proof => Self::Inclusion,
            Error::Leaf => Self::Leaf,
            _ => Self::Checkpoint,
        }
    }
}

/// Checks a proof file of either kind, from its bytes and the keys of those who are trusted alone.
///
/// # Errors
/// [`Failure`] names the line, the entry and what is wrong.
pub fn verify(file: &[u8], keys: &Keys) -> Result<Report, Failure> {
    let mut lines = lines::Lines::of_file(file)?;
    match lines.peek() {
        Some(inclusion::FIRST_LINE) => inclusion::verify(&mut lines, keys).map(|i| Report::Inclusion(Box::new(i))),
        _ => accounting::verify(&mut lines, keys).map(Report::Account),
    }
}
