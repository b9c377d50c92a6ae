//! Long work: it goes on when the page is closed, and says how far it is. One of each kind at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tacenda_desk::Time;

use crate::problem::Problem;

/// How far a piece of long work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// Going on: a word for the stage, how much is done, and of how much where that is known.
    Under {
        /// The stage.
        stage: &'static str,
        /// Done.
        done: u64,
        /// Of.
        of: u64,
    },
    /// Over.
    Done(Time),
    /// Over, and not done: the message that says what to do, and the incident under which the log has more.
    Not {
        /// The message.
        key: &'static str,
        /// Where it was a fault.
        incident: Option<String>,
    },
}

/// The long work of this server, by kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jobs {
    all: Arc<Mutex<BTreeMap<&'static str, Work>>>,
}

/// Where long work says how far it is.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    jobs: Jobs,
    kind: &'static str,
}

impl Bar {
    pub(crate) fn at(&self, stage: &'static str, done: u64, of: u64) {
        self.jobs.put(self.kind, Work::Under { stage, done, of });
    }
}

impl Jobs {
    /// How far the last work of this kind is.
    pub(crate) fn of(&self, kind: &str) -> Option<Work> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).get(kind).cloned()
    }

    fn put(&self, kind: &'static str, work: Work) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, work);
    }

    /// Begins work of this kind, unless some is going on.
    pub(crate) fn begin<F>(&self, kind: &'static str, work: F)
    where
        F: FnOnce(&Bar) -> Result<Time, Problem> + Send + 'static,
    {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(all.get(kind), Some(Work::Under { .. })) {
            return;
        }
        all.insert(kind, Work::Under { stage: "begin", done: 0, of: 0 });
        drop(all);
        let bar = Bar { jobs: self.clone(), kind };
        std::thread::spawn(move || {
            let end = match work(&bar) {
                Ok(time) => Work::Done(time),
                Err(problem) => {
                    let (key, incident) = super::problem::of_work(&problem);
                    Work::Not { key, incident }
                }
            };
            bar.jobs.put(bar.kind, end);
        });
    }
}
