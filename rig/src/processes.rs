//! Processes of other hands: found by the folder they work in, stopped together, and gone when the rig is gone, however it ends.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{myself, wait};

const PREFIX: &str = "tacenda-rig-";

/// A folder whose processes end, and which goes, when this value is dropped or the rig dies.
#[derive(Debug)]
pub(crate) struct Home {
    folder: PathBuf,
    guard: Child,
}

impl Home {
    /// # Errors
    /// Where no folder or no guard can be made.
    pub(crate) fn new() -> Result<Self> {
        sweep()?;
        let folder =
            tempfile::Builder::new().prefix(&format!("{PREFIX}{}-", std::process::id())).disable_cleanup(true).tempdir()?;
        let folder = folder.path().canonicalize()?;
        // Other users' processes work inside.
        run("chmod", &["755", &folder.display().to_string()])?;
        let words = myself(&["guard", &folder.display().to_string()])?;
        let (program, arguments) = words.split_first().context("no program")?;
        // A group of its own: what interrupts or kills the rig's group leaves the guard to clean up.
        let guard = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .current_dir("/")
            .process_group(0)
            .spawn()
            .context("cannot start the guard")?;
        Ok(Self { folder, guard })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// The guard: waits until the rig's end of the pipe is closed, by whatever, then clears the folder.
pub(crate) fn guard(folder: &Path) -> Result<bool> {
    let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    clear(folder)?;
    Ok(true)
}

/// Folders of rigs that are gone and whose guard is gone too.
fn sweep() -> Result<()> {
    for entry in std::fs::read_dir(std::env::temp_dir())?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name.strip_prefix(PREFIX).and_then(|n| n.split_once('-')).map(|(pid, _)| pid.to_owned());
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            let _ = clear(&entry.path());
        }
    }
    Ok(())
}

fn clear(folder: &Path) -> Result<()> {
    kill(folder)?;
    // A process that was just killed may still be writing its last.
    wait::until(Duration::from_secs(10), || std::fs::remove_dir_all(folder).is_ok() || !folder.exists())
}

/// Kills everything that works inside `folder`, all at once, as a power cut would.
pub(crate) fn kill(folder: &Path) -> Result<()> {
    freeze(folder)?;
    wait::until(Duration::from_secs(20), || {
        let all = inside(folder);
        let _ = signal("KILL", &all);
        all.is_empty()
    })
}

/// Stops everything inside `folder` where it stands.
pub(crate) fn freeze(folder: &Path) -> Result<()> {
    wait::until(Duration::from_secs(20), || {
        let moving: Vec<u32> = inside(folder).into_iter().filter(|pid| state(*pid) != Some('T')).collect();
        let _ = signal("STOP", &moving);
        moving.is_empty()
    })
}

pub(crate) fn resume(folder: &Path) -> Result<()> {
    signal("CONT", &inside(folder))
}

/// Every living process whose working directory lies in `folder`. Servers that detach and rename themselves keep theirs.
pub(crate) fn inside(folder: &Path) -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| std::fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd.starts_with(folder)))
        .filter(|pid| !matches!(state(*pid), None | Some('Z' | 'X')))
        .collect()
}

/// The letter of `/proc/PID/stat`: the first one behind the name, which stands in parentheses.
fn state(pid: u32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

fn signal(name: &str, pids: &[u32]) -> Result<()> {
    if pids.is_empty() {
        return Ok(());
    }
    let script = "signal=$1; shift; kill -s \"$signal\" \"$@\" 2>/dev/null";
    Command::new("sh")
        .args(["-c", script, "sh", name])
        .args(pids.iter().map(u32::to_string))
        .status()
        .context("cannot start sh")?;
    Ok(())
}

pub(crate) fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let output =
        Command::new(program).args(arguments).stdin(Stdio::null()).output().with_context(|| format!("cannot start {program}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!("`{program} {}` failed: {}", arguments.join(" "), why.lines().last().unwrap_or_default());
    }
    Ok(())
}

/// Whether we may do as root does: PostgreSQL itself then runs as another user, for it refuses root.
pub(crate) fn root() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:\t0\t")))
}
