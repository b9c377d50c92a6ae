//! Work in a process of its own: it has the bytes of that one work, little memory and little time, no file and no connection. One is done at
//! a time.

use std::io::{self, Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, RestrictionStatus, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, kill_process_group, prlimit, setrlimit};

use crate::problem::Problem;

/// So many may wait for their turn; one more is asked to come again, so that everything else goes on.
const WAITING: usize = 3;
/// How long one may take, whatever holds it up.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a tool has that reads what strangers sent: bytes, and seconds.
const PARSER: [(Resource, u64); 2] = [(Resource::As, 256 << 20), (Resource::Cpu, 10)];
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
        // A group of its own: whatever it begins ends with it.
        command.args(words).env_clear().process_group(0);
        through(command, input, PATIENCE, |_| {}, |group| kill_process_group(group, Signal::KILL)).map_err(|_| failed("started"))
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

/// What a tool makes of its input, inside of what runs apart.
pub(crate) fn tool(command: Command, input: &[u8], patience: Duration) -> io::Result<(ExitStatus, Vec<u8>)> {
    through(command, input, patience, |_| {}, |process| kill_process(process, Signal::KILL))
}

/// The same of a tool that reads what strangers sent: it has a quarter of a GiB and ten seconds of work, before it has a byte of it.
pub(crate) fn parser(command: Command, input: &[u8], patience: Duration) -> io::Result<(ExitStatus, Vec<u8>)> {
    let bind = |process| {
        for (what, most) in PARSER {
            let _ = prlimit(Some(process), what, Rlimit { current: Some(most), maximum: Some(most) });
        }
    };
    through(command, input, patience, bind, |process| kill_process(process, Signal::KILL))
}

/// What a command makes of its input, and how it ended; whoever takes too long is ended.
fn through(
    mut command: Command,
    input: &[u8],
    patience: Duration,
    begun: impl Fn(Pid),
    kill: impl Fn(Pid) -> rustix::io::Result<()>,
) -> io::Result<(ExitStatus, Vec<u8>)> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (mut to, from) = (child.stdin.take(), child.stdout.take());
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let _ = id.map(begun);
    let (done, came) = mpsc::channel();
    std::thread::spawn(move || {
        let mut all = Vec::new();
        // What broke off is not whole, and its ending says so.
        let _ = from.map(|pipe| pipe.take(MOST).read_to_end(&mut all));
        done.send(child.wait().map(|ended| (ended, all)))
    });
    std::thread::scope(|scope| {
        // Whoever has seen enough closes the pipe: that is no fault of ours.
        scope.spawn(move || drop(to.take().map(|mut pipe| pipe.write_all(input))));
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        came.recv_timeout(patience).or_else(|_| {
            let _ = id.map(kill); // it may have ended just now
            came.recv().map_err(|_| gone())
        })?
    })
}

/// What the system is read from by whatever runs apart; nothing else of the machine is there for it.
const SYSTEM: [&str; 7] = ["/usr", "/bin", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/fonts"];
/// The oldest Landlock by which it is walled in; a newer one walls more: TCP, signals.
const OLDEST: ABI = ABI::V1;
const NEWEST: ABI = ABI::V6;

/// Two GiB and twenty seconds of work for each process, no file to write, and nothing to read but the system itself; what it begins is bound
/// in the same way. Whether this kernel walls it in.
pub(crate) fn bound() -> bool {
    for (what, most) in [(Resource::As, 2 << 30), (Resource::Cpu, 20), (Resource::Fsize, 0), (Resource::Core, 0)] {
        // Where the machine sets a lower limit of its own, that one holds.
        let _ = setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) });
    }
    wall().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

fn wall() -> Result<RestrictionStatus, RulesetError> {
    Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(SYSTEM, AccessFs::from_read(NEWEST)))?
        .add_rules(path_beneath_rules(["/dev/null"], AccessFs::ReadFile | AccessFs::WriteFile))?
        .restrict_self()
}

/// Whether this kernel walls in what runs apart.
pub(crate) fn can_wall() -> bool {
    let strict = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    strict.handle_access(AccessFs::from_all(OLDEST)).and_then(Ruleset::create).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(line: &str, input: &[u8], patience: Duration) -> (ExitStatus, Vec<u8>) {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", line]).process_group(0);
        through(command, input, patience, |_| {}, |group| kill_process_group(group, Signal::KILL)).unwrap()
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
        let little = Duration::from_millis(200);
        // They would be there for minutes: one that waits, one that has closed its end, one that does not read.
        for line in ["sleep 600 | cat", "exec >&-; sleep 600", "sleep 600 & wait", "sleep 600"] {
            let (ended, made) = sh(line, &vec![7; 3 << 20], little);
            assert!(!ended.success() && made.is_empty(), "{line}");
        }
    }

    #[test]
    fn behind_the_wall_nothing_is_there_but_the_system() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("root.key");
        std::fs::write(&file, "a secret").unwrap();
        let walled = file.clone();
        // Landlock binds the thread that asks for it, and what that one begins.
        let behind = std::thread::spawn(move || {
            wall().unwrap();
            let touched = [
                std::fs::read(&walled).is_ok(),
                std::fs::write(&walled, "").is_ok(),
                std::fs::remove_file(&walled).is_ok(),
                std::fs::read_dir(walled.parent().unwrap()).is_ok(),
                std::fs::write("/usr/a-file", "").is_ok(),
                Command::new("/bin/cat").arg(&walled).stderr(Stdio::null()).status().unwrap().success(),
            ];
            (touched, std::fs::read_dir("/usr").is_ok())
        });
        assert_eq!(behind.join().unwrap(), ([false; 6], true));
        assert_eq!(std::fs::read(&file).unwrap(), b"a secret");
    }
}
