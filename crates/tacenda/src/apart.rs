//! Work in a process of its own: it has the bytes of that one work, little memory and little time, and can write no file. One is done at a
//! time.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use crate::problem::Problem;

/// So many may wait for their turn; one more is asked to come again, so that everything else goes on.
const WAITING: usize = 3;
/// How long one may take, whatever holds it up.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most that one gives back, in bytes.
const MOST: u64 = 64 << 20;

/// Where such work is done.
#[derive(Debug, Default)]
pub(crate) struct Apart {
    /// The program; none: this one.
    program: Option<PathBuf>,
    turn: Mutex<()>,
    there: AtomicUsize,
}

/// A place in the line.
struct Place<'p>(&'p AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Apart {
    pub(crate) fn new(program: Option<&Path>) -> Self {
        Self { program: program.map(Path::to_owned), ..Self::default() }
    }

    /// What the program makes of the input by these words, and how it ended.
    pub(crate) fn run(&self, words: &[&str], input: &[u8]) -> Result<(ExitStatus, Vec<u8>), Problem> {
        let before = self.there.fetch_add(1, Ordering::Relaxed);
        let _place = Place(&self.there);
        if before > WAITING {
            return Err(Problem::Busy);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut command = Command::new(self.program().map_err(|_| failed("found"))?);
        command.args(words).env_clear();
        through(command, input, PATIENCE).map_err(|_| failed("started"))
    }

    /// The program that runs, even where its file was replaced since.
    fn program(&self) -> io::Result<PathBuf> {
        let own = || if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { std::env::current_exe() };
        self.program.clone().map_or_else(own, Ok)
    }
}

fn failed(what: &str) -> Problem {
    Problem::Plainly(format!("a part of this program was not {what}: look at the health page"))
}

/// What a command makes of its input, and how it ended; whoever takes too long is ended, with all that it began.
pub(crate) fn through(mut command: Command, input: &[u8], patience: Duration) -> io::Result<(ExitStatus, Vec<u8>)> {
    use std::os::unix::process::CommandExt as _;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn()?;
    let (mut to, from) = (child.stdin.take(), child.stdout.take());
    let (done, came) = mpsc::channel();
    std::thread::spawn(move || {
        let mut all = Vec::new();
        // What broke off is not whole, and its ending says so.
        let _ = from.map(|pipe| pipe.take(MOST).read_to_end(&mut all));
        done.send(all)
    });
    let made = std::thread::scope(|scope| {
        // Whoever has seen enough closes the pipe: that is no fault of ours.
        scope.spawn(move || drop(to.take().map(|mut pipe| pipe.write_all(input))));
        let made = came.recv_timeout(patience);
        if made.is_err() {
            end(&child);
        }
        made.unwrap_or_default()
    });
    Ok((child.wait()?, made))
}

/// Ends a process and whatever it began.
fn end(child: &std::process::Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Two GiB, twenty seconds of work, and no file; what it begins is bound in the same way.
pub(crate) fn bound() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [(Resource::As, 2 << 30), (Resource::Cpu, 20), (Resource::Fsize, 0), (Resource::Core, 0)] {
        // Where the machine sets a lower limit of its own, that one holds.
        let _ = setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(line: &str, input: &[u8], patience: Duration) -> (ExitStatus, Vec<u8>) {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", line]);
        through(command, input, patience).unwrap()
    }

    #[test]
    fn more_than_a_pipe_holds_goes_in_and_comes_out() {
        let long = vec![7; 3 << 20];
        let (ended, made) = sh("cat", &long, PATIENCE);
        assert!(ended.success() && made == long);
        let (ended, made) = sh("head -c 3", b"and the rest is not read", PATIENCE);
        assert!(ended.success() && made == b"and");
    }

    #[test]
    fn whoever_takes_too_long_is_ended_with_all_that_it_began() {
        let (ended, made) = sh("sleep 60 | cat", b"", Duration::from_millis(200));
        assert!(!ended.success() && made.is_empty(), "it sleeps for a minute, and does not get there");
    }
}
