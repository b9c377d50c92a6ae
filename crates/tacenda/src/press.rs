//! Printing, in a process of its own: whatever sets a page has the words of that one writing, little memory and little time, and can write
//! no file. One writing is set at a time.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use tacenda_paper::{PaperError, Writing, letters};

use crate::problem::Problem;

/// The longest writing that is taken, in bytes of JSON.
const LONGEST: u64 = 4 << 20;

/// The verb by which the program prints.
pub(crate) const VERB: &str = "render";

/// What sets pages.
#[derive(Debug, Default)]
pub(crate) struct Press {
    /// The program; none: this one.
    program: Option<PathBuf>,
    turn: Mutex<()>,
}

impl Press {
    pub(crate) fn new(program: Option<&Path>) -> Self {
        Self { program: program.map(Path::to_owned), turn: Mutex::new(()) }
    }

    /// A writing as PDF.
    pub(crate) fn print(&self, writing: &Writing) -> Result<Vec<u8>, Problem> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = serde_json::to_vec(writing).map_err(|_| failed())?;
        let program = self.program.clone().map_or_else(std::env::current_exe, Ok).map_err(|_| failed())?;
        let mut child = Command::new(program)
            .arg(VERB)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| failed())?;
        // It reads all before it writes anything.
        let sent = child.stdin.take().map(|mut pipe| pipe.write_all(&asked));
        let done = child.wait_with_output().map_err(|_| failed())?;
        let is_whole = sent.is_some_and(|sent| sent.is_ok()) && done.status.success() && done.stdout.starts_with(b"%PDF-");
        if is_whole { Ok(done.stdout) } else { Err(failed()) }
    }
}

fn failed() -> Problem {
    Problem::Plainly("the page could not be printed".to_owned())
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
