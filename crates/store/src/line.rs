//! The line in which units of work wait for the one writer.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Kind};
use crate::writer::Job;

/// Who waits, in the order in which they came.
pub(crate) struct Line {
    state: Mutex<State>,
    bell: Condvar,
    most: usize,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({})", self.len())
    }
}

impl Line {
    /// At most so many wait in it.
    pub(crate) fn new(most: usize) -> Self {
        Self { state: Mutex::default(), bell: Condvar::new(), most }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that may panic runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn len(&self) -> usize {
        self.state().jobs.len()
    }

    /// Stands behind everybody else.
    pub(crate) fn join(&self, job: Box<dyn Job>) -> Result<(), Error> {
        let mut state = self.state();
        if state.closed {
            return Err(Error::unavailable("the database is closed"));
        }
        if state.jobs.len() >= self.most {
            return Err(Error::new(Kind::Busy, "too many writes wait"));
        }
        state.jobs.push_back(job);
        drop(state);
        self.bell.notify_one();
        Ok(())
    }

    /// Takes whoever came first.
    pub(crate) fn next(&self) -> Option<Box<dyn Job>> {
        self.state().jobs.pop_front()
    }

    /// Waits until somebody stands in it. False if nobody will any more.
    pub(crate) fn wait(&self) -> bool {
        let state = self.bell.wait_while(self.state(), |state| state.jobs.is_empty() && !state.closed);
        !state.unwrap_or_else(PoisonError::into_inner).jobs.is_empty()
    }

    /// Nobody stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sends everybody away: the writer is gone.
    pub(crate) fn give_up(&self) {
        self.close();
        self.state().jobs.clear();
    }

    /// Nobody joins any more.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.bell.notify_all();
    }
}
