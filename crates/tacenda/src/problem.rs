//! What went wrong, as the program tells it: the only type that becomes an answer at the edge. It holds nothing from a record.

use tacenda_desk::Refusal;
use thiserror::Error;

/// How a command ended, as an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// The command was not understood.
    Usage = 2,
    /// A proof, a backup or the ledger does not hold.
    NotVerified = 3,
    /// The keys are sealed.
    Sealed = 4,
    /// Another person must do this, or confirm it.
    SecondPerson = 5,
    /// No room is left.
    NoSpace = 6,
    /// Somebody else changed it first.
    Conflict = 7,
    /// The clock is in doubt.
    Clock = 8,
}

/// Why something was not done.
#[derive(Debug, Error)]
pub enum Problem {
    /// The desk said no: an answer, not a fault.
    #[error("{}", .0.message().en)]
    Refused(Refusal),
    /// The keys are sealed.
    #[error("sealed: `tacenda unseal` opens it again")]
    Sealed,
    /// The database.
    #[error(transparent)]
    Store(#[from] tacenda_store::Error),
    /// A key or a box.
    #[error(transparent)]
    Vault(tacenda_vault::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] tacenda_ledger::Error),
    /// A row is not what was written.
    #[error("{kind} {id}, version {version}: wrong key or damaged data")]
    Damaged {
        /// Of which kind the row is.
        kind: &'static str,
        /// Its id.
        id: String,
        /// Its version.
        version: i64,
    },
    /// Something does not verify; the first bad place.
    #[error("{0}")]
    NotVerified(String),
    /// The same key came with another request.
    #[error("this key was used for another act: mint a new one")]
    KeyReused,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Somebody is signed in, and has first to set up how they do.
    #[error("first set up how you sign in")]
    Unready,
    /// Somebody is signed in, and has to show once more who they are.
    #[error("show once more who you are")]
    Unproved,
    /// What only this person opens is not open in this session.
    #[error("your most private notes are not open here")]
    Shut,
    /// Too many ask for what takes much memory.
    #[error("too much at once: try again")]
    Busy,
    /// A form that no page of ours sends.
    #[error("this is no form of ours: open the page again")]
    BadForm,
    /// A form that was sent from elsewhere, or from a session that is over.
    #[error("this form came from elsewhere: open the page again")]
    Foreign,
    /// Letters stand in it that no font of ours has.
    #[error("a letter in it cannot be printed: print the page itself")]
    Unprintable,
    /// The virus scanner found something in a file.
    #[error("the virus scanner found something in this file: nothing was kept")]
    Infected,
    /// The virus scanner did not say that a file is clean.
    #[error("the virus scanner does not answer: nothing was kept")]
    Unscanned,
    /// What looks for names in what leaves gave no answer.
    #[error("the text model gives no answer: `tacenda doctor` says what is wrong with it")]
    Blind,
    /// A paper for the mail was not locked.
    #[error("the paper could not be locked: mail nothing")]
    Unlocked,
    /// No room is left on a disk.
    #[error("no room is left: nothing was written")]
    NoRoom,
    /// Anything else, said so that a person can act on it.
    #[error("{0}")]
    Plainly(String),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<tacenda_vault::Error> for Problem {
    fn from(error: tacenda_vault::Error) -> Self {
        match error {
            tacenda_vault::Error::Sealed => Self::Sealed,
            other => Self::Vault(other),
        }
    }
}

impl Problem {
    /// The exit code for it.
    pub fn ended(&self) -> Ended {
        match self {
            Self::Refused(Refusal::NeedsSecondPerson) => Ended::SecondPerson,
            Self::Refused(Refusal::StaleVersion) => Ended::Conflict,
            Self::Refused(Refusal::ClockUntrusted) => Ended::Clock,
            Self::Sealed => Ended::Sealed,
            Self::Store(error) if error.is_full() => Ended::NoSpace,
            Self::NoRoom => Ended::NoSpace,
            Self::Store(error) if error.is_stale() => Ended::Conflict,
            Self::Store(error) if error.is_damaged() => Ended::NotVerified,
            Self::NotVerified(_) | Self::Damaged { .. } => Ended::NotVerified,
            _ => Ended::Failed,
        }
    }
}
