//! R1: the program is killed at every call that makes something durable; nothing acknowledged is gone and nothing is half done.

use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::Result;

use crate::inject::{Blow, copy, every_point, strike};
use crate::workload::{Workload, folder_of};
use crate::{Form, Found, desk_acts, plain};

/// Every call through which SQLite, or we, make something last.
pub(crate) const CALLS: &[&str] = &["pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "rename"];

/// The product, and a control that must fail: it acknowledges before it commits.
pub(crate) fn attack(form: &Form) -> Result<Found> {
    let sound = sweep(&desk_acts::DESK, if form.long { 60 } else { 12 })?;
    let hasty = sweep(&plain::HASTY, 4)?;
    Ok(Found {
        figures: format!("{sound}; control that acknowledges too early: {hasty}"),
        holds: sound.bad == 0 && sound.points > 0 && hasty.bad > 0,
    })
}

/// How many points, how many of them bad, and why the first.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) name: &'static str,
    pub(crate) points: usize,
    pub(crate) bad: usize,
    pub(crate) why: Option<String>,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} points {} bad", self.name, self.points, self.bad)?;
        self.why.as_ref().map_or(Ok(()), |why| write!(f, " ({why})"))
    }
}

pub(crate) fn sweep(workload: &Workload, times: usize) -> Result<Tally> {
    let start = tempfile::tempdir()?;
    (workload.prepare)(&folder_of(start.path())?)?;
    let bad = Mutex::new(Vec::new());
    let mut points = 0;
    for call in CALLS {
        points += every_point(|nth| {
            let place = tempfile::tempdir()?;
            copy(start.path(), place.path())?;
            let folder = folder_of(place.path())?;
            let struck = strike(&workload.command(&folder, times)?, call, nth, Blow::Kill)?;
            if let Err(error) = (workload.check)(&folder, &struck.said) {
                bad.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{call} {nth}: {error:#}"));
            }
            Ok(struck.hit)
        })?;
    }
    let bad = bad.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Tally { name: workload.name, points, bad: bad.len(), why: bad.into_iter().next() })
}
