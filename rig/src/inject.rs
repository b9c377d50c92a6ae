//! R1 and R3: the kernel kills the program, or fails it, at one call; the log of `strace` tells what the program did after.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

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

/// What the program did under the blow.
#[derive(Debug)]
pub(crate) struct Struck {
    /// Whether the call was reached at all; if not, the sweep is over.
    pub(crate) hit: bool,
    /// All it said.
    pub(crate) said: Vec<String>,
    /// Acknowledged behind the blow.
    pub(crate) acks_after: usize,
    /// Synced the same file again behind the blow: what the first try lost would then pass for written.
    pub(crate) syncs_after: usize,
    /// From the blow to the end of the program; `None`: it had to be ended.
    pub(crate) ended: Option<Duration>,
}

const LIMIT: Duration = Duration::from_secs(20);

/// Runs `command` and strikes its `nth` `call`, counted in each thread by itself.
pub(crate) fn strike(command: &[String], call: &str, nth: usize, blow: Blow) -> Result<Struck> {
    let inject = match blow {
        Blow::Kill => format!("inject={call}:signal=KILL:when={nth}"),
        Blow::FailFrom(error) => format!("inject={call}:error={error}:when={nth}+"),
        Blow::FailOnce(error) => format!("inject={call}:error={error}:when={nth}"),
    };
    let log = tempfile::NamedTempFile::new()?;
    let status = Command::new("timeout")
        .args(["--signal=KILL", &LIMIT.as_secs().to_string(), "strace", "-f", "-y", "-ttt", "-s", "200", "-o"])
        .arg(log.path())
        .args(["-e", &format!("trace=fsync,fdatasync,write,{call}"), "-e", &inject])
        .args(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("cannot start strace: apt-get install strace")?;
    let log = String::from_utf8_lossy(&std::fs::read(log.path())?).into_owned();
    let in_time = !matches!(status.code(), Some(124)) && log.contains("+++ ");
    Ok(read(&log, call, nth, matches!(blow, Blow::Kill), in_time))
}

/// One line of the log: `PID SECONDS call(fd</path>, …) = result`.
fn read(log: &str, call: &str, nth: usize, kill: bool, in_time: bool) -> Struck {
    let lines: Vec<&str> = log.lines().collect();
    let blow = if kill { killed(&lines, call, nth) } else { lines.iter().position(|l| l.contains("(INJECTED)")) };
    let after = lines.iter().skip(blow.map_or(lines.len(), |b| b + 1));
    let target = blow.and_then(|b| lines.get(b)).and_then(|l| path(l)).unwrap_or_default();
    let is_sync = |l: &str| l.contains(" fsync(") || l.contains(" fdatasync(");
    let blow_syncs = blow.and_then(|b| lines.get(b)).is_some_and(|l| is_sync(l));
    let time = |l: &&str| l.split_whitespace().nth(1)?.parse::<f64>().ok();
    let end = lines.last().and_then(time);
    let start = blow.and_then(|b| lines.get(b)).and_then(time);
    Struck {
        hit: blow.is_some(),
        said: lines.iter().filter_map(|l| said(l)).collect(),
        acks_after: after.clone().filter(|l| said(l).is_some_and(|s| s.starts_with("ack "))).count(),
        syncs_after: if blow_syncs { after.filter(|l| is_sync(l) && path(l).as_deref() == Some(&target)).count() } else { 0 },
        ended: in_time.then(|| Duration::from_secs_f64((end.unwrap_or(0.0) - start.unwrap_or(0.0)).max(0.0))),
    }
}

/// The line of the call that one thread came to `nth` and that never returned.
fn killed(lines: &[&str], call: &str, nth: usize) -> Option<usize> {
    if !lines.iter().any(|l| l.contains("+++ killed by SIGKILL")) {
        return None;
    }
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    lines.iter().position(|line| {
        let pid = line.split_whitespace().next().unwrap_or_default();
        let entered = line.contains(&format!(" {call}("));
        let count = counts.entry(pid).or_default();
        *count += usize::from(entered);
        entered && *count == nth
    })
}

/// What a line of standard output said: `write(1</dev/null>, "ack 7\n", 6) = 6`.
fn said(line: &str) -> Option<String> {
    let (_, rest) = line.split_once(" write(1<")?;
    Some(rest.split_once(", \"")?.1.split_once("\\n\"")?.0.to_owned())
}

/// The path of the file a call is on: `fsync(3</path>)`.
fn path(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('(')?;
    Some(rest.split_once('<')?.1.split_once('>')?.0.to_owned())
}

/// Calls `at` with 1, 2, 3 … on both cores, until it says that the point is beyond the end. Returns how many points there were.
pub(crate) fn every_point(at: impl Fn(usize) -> Result<bool> + Sync) -> Result<usize> {
    let (next, over) = (AtomicUsize::new(1), AtomicBool::new(false));
    let hits = AtomicUsize::new(0);
    let failure: Mutex<Option<anyhow::Error>> = Mutex::new(None);
    let work = || {
        while !over.load(Ordering::Relaxed) {
            match at(next.fetch_add(1, Ordering::Relaxed)) {
                Ok(true) => drop(hits.fetch_add(1, Ordering::Relaxed)),
                Ok(false) => over.store(true, Ordering::Relaxed),
                Err(error) => {
                    over.store(true, Ordering::Relaxed);
                    *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
    failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(hits.into_inner()), Err)
}

/// A fresh copy of the folder a workload starts from.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        } else if entry.file_type()?.is_dir() {
            let below = to.join(entry.file_name());
            std::fs::create_dir_all(&below)?;
            copy(&entry.path(), &below)?;
        }
    }
    Ok(())
}
