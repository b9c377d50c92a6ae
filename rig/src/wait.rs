//! Waiting, in one place: the rig watches real processes, so it reads the real clock.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Now, for measuring how long something took.
#[expect(clippy::disallowed_methods, reason = "the rig measures real processes")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the rig watches other processes, which cannot tell it when they are ready")]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Asks again and again until it is so.
///
/// # Errors
/// When it is not so within `limit`.
pub(crate) fn until(limit: Duration, mut so: impl FnMut() -> bool) -> Result<()> {
    let start = now();
    while !so() {
        if start.elapsed() > limit {
            bail!("not within {} s", limit.as_secs());
        }
        pause(Duration::from_millis(200));
    }
    Ok(())
}
