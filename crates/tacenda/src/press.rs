//! Printing, apart from the server: whatever sets a page has the words of that one writing and nothing else.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tacenda_paper::{PaperError, Writing, letters};

use crate::apart::{Apart, bound};
use crate::problem::{Ended, Problem};

/// The longest writing that is taken, in bytes of JSON.
const LONGEST: u64 = 4 << 20;
/// So many blank forms are kept: one in each language, today's and the day's before.
const KEPT: usize = 4;

/// The verb by which the program prints.
const VERB: &str = "render";

/// What sets pages.
#[derive(Debug, Default)]
pub(crate) struct Press {
    apart: Apart,
    /// What bears nobody's name, the last first.
    kept: Mutex<Vec<(Writing, Vec<u8>)>>,
}

impl Press {
    pub(crate) fn new(program: Option<&Path>) -> Self {
        Self { apart: Apart::new(program), ..Self::default() }
    }

    /// A writing as PDF.
    pub(crate) fn print(&self, writing: &Writing) -> Result<Vec<u8>, Problem> {
        let asked = serde_json::to_vec(writing).map_err(|_| Problem::Unprintable)?;
        let (ended, pdf) = self.apart.run(&[VERB], &asked)?;
        match ended.code() {
            Some(code) if code == Ended::NotVerified as i32 => Err(Problem::Unprintable),
            _ if ended.success() && pdf.starts_with(b"%PDF-") => Ok(pdf),
            _ => Err(Problem::Plainly("the page could not be printed: print the page itself".to_owned())),
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
