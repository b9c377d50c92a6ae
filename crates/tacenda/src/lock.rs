//! A copy of a paper that only a passphrase opens, for the mail: AES-256 as ISO 32000-2 has it (revision 6), by `qpdf` where that is installed. It
//! runs apart from the server; the passphrase goes in by its input, never by its words, which every program of the machine can see.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use rustix::fs::{MemfdFlags, memfd_create};

use crate::apart::{self, Apart, bound};
use crate::problem::Problem;

/// The verb by which the program locks.
const VERB: &str = "lock";
/// What does it.
const TOOL: &str = "qpdf";
/// Where it is.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// The longest that is taken, in bytes.
const LONGEST: u64 = 64 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

/// What locks papers.
#[derive(Debug, Default)]
pub(crate) struct Locker {
    apart: Apart,
    there: OnceLock<bool>,
}

impl Locker {
    pub(crate) fn new(program: Option<&Path>) -> Self {
        Self { apart: Apart::new(program), there: OnceLock::new() }
    }

    /// Whether this machine can.
    pub(crate) fn is_there(&self) -> bool {
        *self.there.get_or_init(is_there)
    }

    /// The PDF, locked.
    pub(crate) fn locked(&self, pdf: &[u8], passphrase: &str) -> Result<Vec<u8>, Problem> {
        let input = [passphrase.as_bytes(), b"\n", pdf].concat();
        let (ended, locked) = self.apart.run(&[VERB], &input)?;
        let whole = ended.success() && locked.starts_with(b"%PDF-");
        if whole { Ok(locked) } else { Err(Problem::Unlocked) }
    }
}

/// Whether this machine has what locks.
pub(crate) fn is_there() -> bool {
    PATH.split(':').any(|folder| Path::new(folder).join(TOOL).is_file())
}

/// What that process does.
pub(crate) fn lock() -> Result<()> {
    let mut input = Vec::new();
    std::io::stdin().lock().take(LONGEST).read_to_end(&mut input)?;
    let end = input.iter().position(|byte| *byte == b'\n').context("nothing is asked")?;
    let (passphrase, pdf) = input.split_at_checked(end).context("nothing is asked")?;
    let passphrase = std::str::from_utf8(passphrase)?;
    // It reads a file, and none is written: this one stands in memory, and ends with the process.
    let mut paper = File::from(memfd_create("paper", MemfdFlags::empty())?);
    paper.write_all(pdf.get(1..).unwrap_or_default())?;
    bound();
    let paper = format!("/proc/self/fd/{}", paper.as_raw_fd());
    let words = ["--encrypt", passphrase, passphrase, "256", "--", &paper, "-"].join("\n");
    let mut command = Command::new(TOOL);
    command.arg("@-").env("PATH", PATH);
    let (ended, locked) = apart::tool(command, words.as_bytes(), PATIENCE)?;
    // 3: it is done, with a warning.
    ensure!(matches!(ended.code(), Some(0 | 3)), "the paper was not locked");
    Ok(std::io::stdout().lock().write_all(&locked)?)
}
