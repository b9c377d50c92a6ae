//! R2, power loss: every state a disk may be in after a cut behind any step; nothing that was acknowledged may be gone.

use anyhow::Result;

use crate::inject::copy;
use crate::kill::Tally;
use crate::workload::{Workload, folder_of};
use crate::{Form, Found, replay, store_rows, trace};

/// The product, and beside it two controls that must fail: with less syncing the same replay loses rows.
pub(crate) fn attack(form: Form) -> Result<Found> {
    let (times, mixed) = if form.long { (100, 6) } else { (20, 3) };
    let full = sweep(&store_rows::STORE, times, mixed, form.seed)?;
    let normal = sweep(&store_rows::LESS, 20, 3, form.seed)?;
    let off = sweep(&store_rows::NEVER, 20, 3, form.seed)?;
    Ok(Found {
        figures: format!("{full}; controls that sync less: {normal}; {off}"),
        holds: full.bad == 0 && full.points > 0 && normal.bad > 0 && off.bad > 0,
    })
}

pub(crate) fn sweep(workload: &Workload, times: usize, mixed: usize, seed: u64) -> Result<Tally> {
    let (start, work) = (tempfile::tempdir()?, tempfile::tempdir()?);
    (workload.prepare)(&folder_of(start.path())?)?;
    copy(start.path(), work.path())?;
    let folder = work.path().canonicalize()?;
    let ops = trace::record(&workload.command(&folder.display().to_string(), times)?, &folder)?;
    let mut bad = Vec::new();
    let points = replay::every_cut(start.path(), &folder, &ops, mixed, seed, |state, said, step| {
        if let Err(error) = (workload.check)(&folder_of(state)?, said) {
            bad.push(format!("step {step}: {error:#}"));
        }
        Ok(())
    })?;
    Ok(Tally { name: workload.name, points, bad: bad.len(), why: bad.into_iter().next() })
}
