//! Where a database stands and how it is to be used.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::faults::Faults;

/// Where the database stands.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A file. Its folder must exist; `-wal` and `-shm` stand beside it while it is open.
    Sqlite(PathBuf),
    /// An address as libpq knows it: `postgres://user:password@one:5432,two:5432/name?sslmode=verify-full&sslrootcert=FILE`. A host that
    /// is not this machine needs `sslmode`; everything but `disable` means: encrypted, and the certificate and its name are checked.
    Postgres(String),
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres([key])"), // may hold a password
        }
    }
}

/// How a database is used.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many writes may wait; one more is refused as busy.
    pub queue: usize,
    /// How many writes may share one commit.
    pub batch: usize,
    /// How many may read at once.
    pub readers: usize,
    /// How long a statement, a commit, or waiting for another server or for a free reader may take.
    pub patience: Duration,
    /// How long one host may take to answer a new connection.
    pub connect: Duration,
    /// What shall fail on command.
    #[cfg(feature = "faults")]
    pub faults: Faults,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            queue: 256,
            batch: 128,
            readers: 4,
            patience: Duration::from_secs(10),
            connect: Duration::from_secs(3),
            #[cfg(feature = "faults")]
            faults: Faults::default(),
        }
    }
}

impl Settings {
    #[cfg(feature = "faults")]
    pub(crate) fn faults(&self) -> Faults {
        self.faults.clone()
    }

    #[cfg(not(feature = "faults"))]
    #[expect(clippy::unused_self, reason = "the twin with the feature does use it")]
    pub(crate) fn faults(&self) -> Faults {
        Faults::default()
    }
}
