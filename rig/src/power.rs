//! R2, power loss: every state a disk may be in after a cut behind any step; nothing that was acknowledged may be gone.

use anyhow::Result;

use crate::inject::copy;
use crate::kill::Tally;
use crate::workload::{Workload, folder_of};
use crate::{Form, Found, desk_acts, replay, store_rows, trace};

/// The product, and beside it two controls that must fail: with less syncing the same replay loses rows.
pub(crate) fn attack(form: &Form) -> Result<Found> {
    let (times, mixed) = if form.long { (200, 12) } else { (30, 6) };
    let small = sweep(&desk_acts::DESK, times, mixed, form.seed, usize::MAX)?;
    // Rows so large that the write-ahead log is brought into the file while acts go on.
    let large = sweep(&store_rows::LARGE, if form.long { 90 } else { 45 }, 3, form.seed, if form.long { 400 } else { 60 })?;
    let normal = sweep(&desk_acts::LESS, 20, 3, form.seed, usize::MAX)?;
    let off = sweep(&desk_acts::NEVER, 20, 3, form.seed, usize::MAX)?;
    Ok(Found {
        figures: format!("{small}; {large}; controls that sync less: {normal}; {off}"),
        holds: small.bad + large.bad == 0 && small.points > 0 && large.points > 0 && normal.bad > 0 && off.bad > 0,
    })
}

/// Cuts behind every step, or behind about `cuts` of them.
pub(crate) fn sweep(workload: &Workload, times: usize, mixed: usize, seed: u64, cuts: usize) -> Result<Tally> {
    let (start, work) = (tempfile::tempdir()?, tempfile::tempdir()?);
    (workload.prepare)(&folder_of(start.path())?)?;
    copy(start.path(), work.path())?;
    let folder = work.path().canonicalize()?;
    let ops = trace::record(&workload.command(&folder.display().to_string(), times)?, &folder)?;
    let mut bad = Vec::new();
    let points = replay::every_cut(start.path(), &folder, &ops, mixed, seed, cuts, |state, said, step| {
        if let Err(error) = (workload.check)(&folder_of(state)?, said) {
            bad.push(format!("step {step}: {error:#}"));
        }
        Ok(())
    })?;
    Ok(Tally { name: workload.name, points, bad: bad.len(), why: bad.into_iter().next() })
}
