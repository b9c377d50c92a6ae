//! R1 and R3: the kernel kills the program, or fails it, at every call that could lose something.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::trace::Op;

/// What is done to the call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Blow {
    /// SIGKILL as the call is entered.
    Kill,
    /// The call fails with this error, at this call and every later one of its kind.
    FailFrom(&'static str),
    /// The call fails with this error once.
    FailOnce(&'static str),
}

/// The calls that make things durable, and how often each occurs in `ops`; the writer is one thread, so counting per thread is counting.
pub(crate) fn points(ops: &[Op]) -> Vec<(&'static str, usize)> {
    let count = |is: fn(&Op) -> bool| ops.iter().filter(|o| is(o)).count();
    vec![
        ("pwrite64", count(|o| matches!(o, Op::Write { .. }))),
        ("fdatasync", count(|o| matches!(o, Op::Sync(_)))),
        ("fsync", count(|o| matches!(o, Op::Sync(_) | Op::SyncFolder))),
        ("ftruncate", count(|o| matches!(o, Op::Truncate { .. }))),
        ("unlink", count(|o| matches!(o, Op::Unlink(_)))),
    ]
}

/// Runs `command` and strikes its `nth` `call`. Returns what it said before it ended, and whether it ended by itself in time.
pub(crate) fn strike(command: &[String], call: &str, nth: usize, blow: Blow, limit: Duration) -> Result<(Vec<String>, bool)> {
    let inject = match blow {
        Blow::Kill => format!("inject={call}:signal=KILL:when={nth}"),
        Blow::FailFrom(error) => format!("inject={call}:error={error}:when={nth}+"),
        Blow::FailOnce(error) => format!("inject={call}:error={error}:when={nth}"),
    };
    let output = Command::new("timeout")
        .args(["--signal=KILL", &format!("{}", limit.as_secs_f32()), "strace", "-f", "-qq", "-o", "/dev/null"])
        .args(["-e", &format!("trace={call}"), "-e", &inject])
        .args(command)
        .stderr(Stdio::null())
        .output()
        .context("cannot start strace: apt-get install strace")?;
    let said = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    let in_time = !matches!(output.status.code(), Some(124 | 137));
    Ok((said, in_time))
}

/// A fresh copy of the folder a workload starts from.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
