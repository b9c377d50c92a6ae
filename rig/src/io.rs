//! R3: every write, sync and truncation fails once, or from then on; the program stops or refuses within a second, acknowledges nothing it may
//! lose, never syncs a file again whose sync failed, and starts clean.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::inject::{Blow, Struck, copy, every_point, strike};
use crate::kill::Tally;
use crate::workload::{Workload, folder_of};
use crate::{Form, Found, desk_acts, plain};

const STOP: Duration = Duration::from_secs(1);

/// Which call fails how: what real disks answer.
const FAULTS: &[(&str, Blow)] = &[
    ("pwrite64", Blow::FailFrom("EIO")),
    ("pwrite64", Blow::FailOnce("ENOSPC")),
    ("pwrite64", Blow::FailFrom("ENOSPC")),
    ("fdatasync", Blow::FailOnce("EIO")),
    ("fdatasync", Blow::FailFrom("EIO")),
    ("fsync", Blow::FailOnce("EIO")),
    ("fsync", Blow::FailFrom("ENOSPC")),
    ("ftruncate", Blow::FailOnce("EIO")),
];

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let times = if form.long { 24 } else { 3 };
    let sound = sweep(&desk_acts::ALONE, times)?;
    let short = short_writes(&desk_acts::ALONE, times * 2, if form.long { 1_999 } else { 6_007 })?;
    let stubborn = sweep(&plain::STUBBORN, 3)?;
    Ok(Found {
        figures: format!("{sound}; short writes: {short}; control that tries again: {stubborn}"),
        holds: sound.bad + short.bad == 0 && sound.points > 0 && short.points > 0 && stubborn.bad > 0,
    })
}

pub(crate) fn sweep(workload: &Workload, times: usize) -> Result<Tally> {
    let start = tempfile::tempdir()?;
    (workload.prepare)(&folder_of(start.path())?)?;
    let bad = Mutex::new(Vec::new());
    let mut points = 0;
    for (call, blow) in FAULTS {
        points += every_point(|nth| {
            let place = tempfile::tempdir()?;
            copy(start.path(), place.path())?;
            let folder = folder_of(place.path())?;
            let struck = strike(&workload.command(&folder, times)?, call, nth, *blow)?;
            let judged = judge(&struck, *blow).and_then(|()| (workload.check)(&folder, &struck.said));
            if let Err(error) = judged {
                bad.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{call} {nth} {blow:?}: {error:#}"));
            }
            Ok(struck.hit)
        })?;
    }
    let bad = bad.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Tally { name: workload.name, points, bad: bad.len(), why: bad.into_iter().next() })
}

fn judge(struck: &Struck, blow: Blow) -> Result<()> {
    if !struck.hit {
        return Ok(());
    }
    match struck.ended {
        None => bail!("it did not end"),
        Some(time) if time > STOP && matches!(blow, Blow::FailFrom(_)) => {
            bail!("it ended only after {:.1} s", time.as_secs_f32())
        }
        Some(_) => {}
    }
    if struck.acks_after > 0 && matches!(blow, Blow::FailFrom(_)) {
        bail!("{} acknowledged after everything failed", struck.acks_after);
    }
    if struck.syncs_after > 0 {
        bail!("synced {} times again after a failed sync", struck.syncs_after);
    }
    Ok(())
}

/// Real short writes: files may grow to a limit, and the write that crosses it comes back with less than it was given.
fn short_writes(workload: &Workload, times: usize, step: usize) -> Result<Tally> {
    let start = tempfile::tempdir()?;
    (workload.prepare)(&folder_of(start.path())?)?;
    let bad = Mutex::new(Vec::new());
    let points = every_point(|nth| {
        let place = tempfile::tempdir()?;
        copy(start.path(), place.path())?;
        let folder = folder_of(place.path())?;
        let limit = u64::try_from(nth * step)?;
        let output = Command::new("env")
            .args(["--ignore-signal=XFSZ", "prlimit", &format!("--fsize={limit}"), "--"])
            .args(workload.command(&folder, times)?)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .context("cannot start env and prlimit")?;
        let said: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
        if let Err(error) = (workload.check)(&folder, &said) {
            bad.lock().unwrap_or_else(PoisonError::into_inner).push(format!("limit {limit}: {error:#}"));
        }
        Ok(!output.status.success() || output.status.signal().is_some())
    })?;
    let bad = bad.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Tally { name: workload.name, points, bad: bad.len(), why: bad.into_iter().next() })
}
