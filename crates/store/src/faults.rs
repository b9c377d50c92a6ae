//! Statements and commits that fail on command, for tests and rigs. Without the feature `faults` nothing of it is compiled in.

#[cfg(not(feature = "faults"))]
mod off {
    use crate::error::Error;

    /// Nothing ever fails on command.
    #[derive(Debug, Clone, Default)]
    pub(crate) struct Faults(());

    impl Faults {
        #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the twin with the feature does use both")]
        pub(crate) fn statement(&self) -> Result<(), Error> {
            Ok(())
        }

        #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the twin with the feature does use both")]
        pub(crate) fn commit(&self) -> Result<(), Error> {
            Ok(())
        }

        #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the twin with the feature does use both")]
        pub(crate) fn reply(&self) -> Result<(), Error> {
            Ok(())
        }
    }
}

#[cfg(not(feature = "faults"))]
pub(crate) use off::Faults;
#[cfg(feature = "faults")]
pub use on::{Break, Faults, Sync};

#[cfg(feature = "faults")]
mod on {
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

    use crate::error::{Error, Kind};

    /// How something fails.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Break {
        /// The engine refuses the statement.
        Refused,
        /// Another transaction came first.
        Conflict,
        /// The connection breaks before the statement or the commit is done; of a commit that stays unknown.
        Lost,
        /// A commit takes place, and the answer to it is lost. Of a statement the same as `Lost`.
        ReplyLost,
        /// No room on the disk.
        Full,
        /// The disk fails.
        Disk,
    }

    impl Break {
        fn error(self, commit: bool) -> Error {
            let kind = match self {
                Self::Refused => Kind::Refused,
                Self::Conflict => Kind::Conflict,
                Self::Lost | Self::ReplyLost if commit => Kind::Unknown,
                Self::Lost | Self::ReplyLost => Kind::Unavailable,
                Self::Full => Kind::Full,
                Self::Disk => Kind::Fatal,
            };
            Error::new(kind, "broken on command")
        }
    }

    /// How SQLite waits for the disk. Anything but `Full` loses acknowledged writes when the power goes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Sync {
        /// As in every release.
        #[default]
        Full,
        /// A control that must fail the power-loss test.
        Normal,
        /// Another; also for tests that are not about durability.
        Off,
    }

    #[derive(Debug, Default)]
    struct Plan {
        statements: u64,
        statement: Option<(u64, Break)>,
        commit: Option<Break>,
        sync: Sync,
    }

    /// What shall fail next. Clones share one plan.
    #[derive(Debug, Clone, Default)]
    pub struct Faults {
        plan: Arc<Mutex<Plan>>,
    }

    impl Faults {
        fn plan(&self) -> MutexGuard<'_, Plan> {
            self.plan.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// The `n`-th statement from now (1 is the next one) fails so, once.
        pub fn break_statement(&self, n: u64, how: Break) {
            let mut plan = self.plan();
            plan.statement = Some((plan.statements + n, how));
        }

        /// The next commit fails so, once.
        pub fn break_commit(&self, how: Break) {
            self.plan().commit = Some(how);
        }

        /// Nothing fails any more. Whether something was still to fail.
        pub fn mend(&self) -> bool {
            let mut plan = self.plan();
            plan.statement.take().is_some() | plan.commit.take().is_some()
        }

        /// How many statements were run so far.
        pub fn statements(&self) -> u64 {
            self.plan().statements
        }

        /// How SQLite shall wait for the disk; set before the database is opened.
        pub fn wait_for_disk(&self, sync: Sync) {
            self.plan().sync = sync;
        }

        pub(crate) fn sync(&self) -> Sync {
            self.plan().sync
        }

        pub(crate) fn statement(&self) -> Result<(), Error> {
            let mut plan = self.plan();
            plan.statements += 1;
            match plan.statement {
                Some((at, how)) if at <= plan.statements => {
                    plan.statement = None;
                    Err(how.error(false))
                }
                _ => Ok(()),
            }
        }

        pub(crate) fn commit(&self) -> Result<(), Error> {
            let mut plan = self.plan();
            if plan.commit == Some(Break::ReplyLost) {
                return Ok(());
            }
            plan.commit.take().map_or(Ok(()), |how| Err(how.error(true)))
        }

        pub(crate) fn reply(&self) -> Result<(), Error> {
            self.plan().commit.take().map_or(Ok(()), |how| Err(how.error(true)))
        }
    }
}
