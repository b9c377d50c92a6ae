//! One opaque error: what the caller may do about it is asked by predicates; what stands in a row never gets in.

use std::borrow::Cow;
use std::fmt;

/// What went wrong, by what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Another transaction came first; a re-run may do.
    Conflict,
    /// Too much waits already.
    Busy,
    /// The database cannot be reached now.
    Unavailable,
    /// The commit was sent and no answer came.
    Unknown,
    /// No room on the disk.
    Full,
    /// The disk failed under a write: nothing more is written.
    Fatal,
    /// Somebody saved a newer version meanwhile.
    Stale,
    /// What was read is not what was written.
    Damaged,
    /// The keys are locked away.
    Sealed,
    /// The key is not there, or not for this caller.
    NoKey,
    /// A row of this key is there.
    Duplicate,
    /// The database refuses the row or the statement, or the caller broke a rule of this crate.
    Refused,
    /// The place cannot be used: wrong address, foreign file, newer than the program.
    Place,
}

/// An error of the store. Says what failed and the engine's code; never a value, a key or an id.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Error {
    kind: Kind,
    what: Cow<'static, str>,
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.what)
    }
}

impl Error {
    pub(crate) fn new(kind: Kind, what: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, what: what.into() }
    }

    pub(crate) fn refused(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Refused, what)
    }

    pub(crate) fn place(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Place, what)
    }

    pub(crate) fn damaged(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Damaged, what)
    }

    pub(crate) fn stale() -> Self {
        Self::new(Kind::Stale, "a newer version was saved meanwhile")
    }

    pub(crate) fn unavailable(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unavailable, what)
    }

    /// Other transactions came first too often. Ask again.
    pub fn is_conflict(&self) -> bool {
        self.kind == Kind::Conflict
    }

    /// Too many wait already. Ask again after a moment.
    pub fn is_busy(&self) -> bool {
        self.kind == Kind::Busy
    }

    /// The database cannot be reached. Nothing was written; ask again later.
    pub fn is_unavailable(&self) -> bool {
        self.kind == Kind::Unavailable
    }

    /// Whether the write took place is not known. Ask again with the same idempotency key.
    pub fn is_unknown(&self) -> bool {
        self.kind == Kind::Unknown
    }

    /// No room on the disk. Nothing was written; later calls work again when there is room.
    pub fn is_full(&self) -> bool {
        self.kind == Kind::Full
    }

    /// The disk failed under a write. Every later call says the same: stop, look at the disk, start again.
    pub fn is_fatal(&self) -> bool {
        self.kind == Kind::Fatal
    }

    /// Somebody saved a newer version than the one that was changed here.
    pub fn is_stale(&self) -> bool {
        self.kind == Kind::Stale
    }

    /// What was read is not what was written.
    pub fn is_damaged(&self) -> bool {
        self.kind == Kind::Damaged
    }

    /// The engine does not take the statement: of ours, where the tables are not what they were.
    pub(crate) fn is_refused(&self) -> bool {
        self.kind == Kind::Refused
    }

    /// The keys are locked away: somebody has to unseal them first.
    pub fn is_sealed(&self) -> bool {
        self.kind == Kind::Sealed
    }

    /// The key was destroyed, was never made, or is not open to this caller.
    pub fn is_no_key(&self) -> bool {
        self.kind == Kind::NoKey
    }

    /// A row of this key is there already.
    pub fn is_duplicate(&self) -> bool {
        self.kind == Kind::Duplicate
    }

    /// The place cannot be used as it is: wrong address, foreign file, newer than the program.
    pub fn is_place(&self) -> bool {
        self.kind == Kind::Place
    }

    /// Whether the whole transaction is lost, the neighbours' parts of it too.
    pub(crate) fn ends_batch(&self) -> bool {
        matches!(
            self.kind,
            Kind::Conflict | Kind::Busy | Kind::Unavailable | Kind::Unknown | Kind::Full | Kind::Fatal | Kind::Damaged
        )
    }

    /// Whether it may be the fault of one of several that share a transaction, so that each is tried alone.
    pub(crate) fn may_be_of_one(&self) -> bool {
        matches!(self.kind, Kind::Full | Kind::Damaged)
    }

    /// Whether the same work may succeed at once if it is run again, after so many tries.
    pub(crate) fn may_pass(&self, tries: u32) -> bool {
        match self.kind {
            Kind::Conflict => tries < 6,
            // A broken connection, then perhaps the wrong host; longer than that the caller shall not wait.
            Kind::Unavailable => tries < 3,
            _ => false,
        }
    }
}

impl From<tacenda_vault::Error> for Error {
    fn from(error: tacenda_vault::Error) -> Self {
        let kind = match error {
            tacenda_vault::Error::Refused => Kind::Damaged,
            tacenda_vault::Error::Sealed => Kind::Sealed,
            tacenda_vault::Error::NotHeld => Kind::NoKey,
            _ => Kind::Refused,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<tacenda_ledger::Error> for Error {
    fn from(error: tacenda_ledger::Error) -> Self {
        Self::damaged(error.to_string())
    }
}
