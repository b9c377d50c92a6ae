//! Printing, in a process of its own: whatever sets a page has the words of that one writing, little memory and little time, and can write
//! no file. One writing is set at a time.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use tacenda_paper::{PaperError, Writing, letters};

use crate::problem::{Ended, Problem};

/// The longest writing that is taken, in bytes of JSON.
const LONGEST: u64 = 4 << 20;
/// So many may wait for their turn; one more is asked to come again, so that everything else goes on.
const WAITING: usize = 3;
/// So many blank forms are kept: one in each language, today's and the day's before.
const KEPT: usize = 4;
/// How long one may take, whatever holds it up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The verb by which the program prints.
const VERB: &str = "render";

/// What sets pages.
#[derive(Debug, Default)]
pub(crate) struct Press {
    /// The program; none: this one.
    program: Option<PathBuf>,
    turn: Mutex<()>,
    there: AtomicUsize,
    /// What bears nobody's name, the last first.
    kept: Mutex<Vec<(Writing, Vec<u8>)>>,
}

/// A place in the line.
struct Place<'p>(&'p AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Press {
    pub(crate) fn new(program: Option<&Path>) -> Self {
        Self { program: program.map(Path::to_owned), ..Self::default() }
    }

    /// A writing as PDF.
    pub(crate) fn print(&self, writing: &Writing) -> Result<Vec<u8>, Problem> {
        let before = self.there.fetch_add(1, Ordering::Relaxed);
        let _place = Place(&self.there);
        if before > WAITING {
            return Err(Problem::Busy);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = serde_json::to_vec(writing).map_err(|_| failed("asked"))?;
        let mut child = Command::new(self.program()?)
            .arg(VERB)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| failed("started"))?;
        // It reads all before it writes anything, and what it writes is read while it is waited for.
        let sent = child.stdin.take().map(|mut pipe| pipe.write_all(&asked));
        let (done, came) = mpsc::channel();
        let pipe = child.stdout.take();
        std::thread::spawn(move || done.send(pipe.map(|mut pipe| read(&mut pipe)).unwrap_or_default()));
        let pdf = came.recv_timeout(PATIENCE).or_else(|_| child.kill().map(|()| Vec::new())).unwrap_or_default();
        let ended = child.wait().map_err(|_| failed("waited for"))?;
        let is_whole = sent.is_some_and(|sent| sent.is_ok()) && ended.success() && pdf.starts_with(b"%PDF-");
        match ended.code() {
            Some(code) if code == Ended::NotVerified as i32 => Err(Problem::Unprintable),
            _ if is_whole => Ok(pdf),
            _ => Err(failed("finished")),
        }
    }

    /// A writing that bears nobody's name: once it is set, whoever asks for it again has it at once.
    pub(crate) fn print_blank(&self, writing: &Writing) -> Result<Vec<u8>, Problem> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept().iter().find(|(one, _)| one == writing).map(|(_, pdf)| pdf.clone());
        if let Some(pdf) = found {
            return Ok(pdf);
        }
        let pdf = self.print(writing)?;
        let mut kept = kept();
        kept.truncate(KEPT - 1);
        kept.insert(0, (writing.clone(), pdf.clone()));
        Ok(pdf)
    }

    /// The program that runs, even where its file was replaced since.
    fn program(&self) -> Result<PathBuf, Problem> {
        let own = || if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { std::env::current_exe() };
        self.program.clone().map_or_else(own, Ok).map_err(|_| failed("found"))
    }
}

fn read(pipe: &mut ChildStdout) -> Vec<u8> {
    let mut all = Vec::new();
    let _ = pipe.read_to_end(&mut all); // what broke off is no whole page
    all
}

fn failed(what: &str) -> Problem {
    Problem::Plainly(format!("the page could not be printed: the press was not {what}"))
}

/// What that process does: it reads a writing, and gives its PDF.
pub(crate) fn render() -> Result<(), PaperError> {
    bound();
    let mut asked = Vec::new();
    std::io::stdin().lock().take(LONGEST).read_to_end(&mut asked).map_err(|_| PaperError::Empty)?;
    let writing: Writing = serde_json::from_slice(&asked).map_err(|_| PaperError::Empty)?;
    let pdf = letters(&writing)?;
    std::io::stdout().lock().write_all(&pdf).map_err(|_| PaperError::NotSet)
}

/// Two GiB, twenty seconds of work, and no file.
fn bound() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [(Resource::As, 2 << 30), (Resource::Cpu, 20), (Resource::Fsize, 0), (Resource::Core, 0)] {
        // Where the machine sets a lower limit of its own, that one holds.
        let _ = setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) });
    }
}
