//! R2, power loss: every state a disk may be in after a cut behind any step; nothing that was acknowledged may be gone.

use anyhow::Result;

use crate::{Form, Found, control, myself, replay, trace};

/// The product, and beside it two controls that must fail: with less syncing the same replay loses rows.
pub(crate) fn attack(form: Form) -> Result<Found> {
    let commits = if form.long { "100" } else { "20" };
    let mixed = if form.long { 6 } else { 3 };
    let (full, full_bad) = plain("FULL", commits, mixed, form.seed)?;
    let (normal, normal_bad) = plain("NORMAL", commits, mixed, form.seed)?;
    let (off, off_bad) = plain("OFF", commits, mixed, form.seed)?;
    Ok(Found {
        figures: format!("controls: FULL {full_bad}/{full}, NORMAL {normal_bad}/{normal}, OFF {off_bad}/{off} bad"),
        holds: full_bad == 0 && normal_bad > 0 && off_bad > 0,
    })
}

fn plain(mode: &str, commits: &str, mixed: usize, seed: u64) -> Result<(usize, usize)> {
    let work = tempfile::tempdir()?;
    let start = tempfile::tempdir()?;
    let folder = work.path().canonicalize()?;
    let ops = trace::record(&myself(&["workload", "plain", mode, &folder.display().to_string(), commits])?, &folder)?;
    let mut bad = 0;
    let states = replay::every_cut(start.path(), &ops, mixed, seed, |state, said, _| {
        bad += usize::from(control::check(state, said).is_err());
        Ok(())
    })?;
    Ok((states, bad))
}
