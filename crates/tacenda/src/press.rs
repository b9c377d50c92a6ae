//! Printing, apart from the server: whatever sets a page has the words of that one writing and nothing else. What is set to leave the house is
//! read again by a process that did not set it.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tacenda_paper::{PaperError, Sheaf, Writing, finds, letters, packet, read};

use crate::apart::{Apart, bound};
use crate::problem::{Ended, Problem};

/// The longest that is taken, in bytes.
const LONGEST: u64 = 64 << 20;
/// So many blank forms are kept: one in each language, today's and the day's before.
const KEPT: usize = 4;

/// The verb by which the program prints.
const VERB: &str = "render";

/// What is to be done.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Work {
    /// A letter.
    Letter,
    /// What leaves of a record.
    Packet,
    /// Reading such a paper again.
    Reading,
}

/// A finished paper, as it was read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reread {
    /// Its words, page by page; what stands at the foot follows a form feed.
    pub(crate) text: Vec<String>,
    /// On which pages a picture is drawn, counted from 0.
    pub(crate) pictures: Vec<usize>,
    /// What it holds that no paper of ours does, by its word.
    pub(crate) faults: Vec<String>,
    /// Which of the words that must not stand in it do: their numbers.
    pub(crate) found: Vec<usize>,
}

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
        self.set("letter", writing)
    }

    /// What leaves, as PDF.
    pub(crate) fn pack(&self, sheaf: &Sheaf) -> Result<Vec<u8>, Problem> {
        self.set("packet", sheaf)
    }

    fn set(&self, what: &str, asked: &impl Serialize) -> Result<Vec<u8>, Problem> {
        let asked = serde_json::to_vec(asked).map_err(|_| Problem::Unprintable)?;
        let (ended, pdf) = self.apart.run(&[VERB, what], &asked)?;
        match ended.code() {
            Some(code) if code == Ended::NotVerified as i32 => Err(Problem::Unprintable),
            _ if ended.success() && pdf.starts_with(b"%PDF-") => Ok(pdf),
            _ => Err(Problem::Plainly("the page could not be printed: print the page itself".to_owned())),
        }
    }

    /// A finished paper read again, and which of these words stand in it in any spelling.
    pub(crate) fn reread(&self, pdf: &[u8], words: &[String]) -> Result<Reread, Problem> {
        let mut asked = serde_json::to_vec(words).map_err(|_| Problem::Unprintable)?;
        asked.push(b'\n');
        asked.extend_from_slice(pdf);
        let (ended, found) = self.apart.run(&[VERB, "reading"], &asked)?;
        let unread = || Problem::Plainly("the finished paper could not be read again, so nothing goes".to_owned());
        if ended.success() { serde_json::from_slice(&found).map_err(|_| unread()) } else { Err(unread()) }
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

/// What that process does: it reads what is asked, and gives what comes of it.
pub(crate) fn render(work: Work) -> Result<(), PaperError> {
    bound();
    let mut asked = Vec::new();
    std::io::stdin().lock().take(LONGEST).read_to_end(&mut asked).map_err(|_| PaperError::Empty)?;
    let made = match work {
        Work::Letter => letters(&parsed::<Writing>(&asked)?)?,
        Work::Packet => packet(&parsed::<Sheaf>(&asked)?)?.pdf,
        Work::Reading => reading(&asked)?,
    };
    std::io::stdout().lock().write_all(&made).map_err(|_| PaperError::NotSet)
}

fn parsed<T: DeserializeOwned>(asked: &[u8]) -> Result<T, PaperError> {
    serde_json::from_slice(asked).map_err(|_| PaperError::Empty)
}

fn reading(asked: &[u8]) -> Result<Vec<u8>, PaperError> {
    let end = asked.iter().position(|byte| *byte == b'\n').ok_or(PaperError::Empty)?;
    let (words, pdf) = asked.split_at_checked(end).ok_or(PaperError::Empty)?;
    let (words, pdf): (Vec<String>, &[u8]) = (parsed(words)?, pdf.get(1..).unwrap_or_default());
    let reading = read(pdf);
    let mut found: Vec<usize> = finds(&reading, &words).into_iter().map(|(word, _)| word).collect();
    found.sort_unstable();
    found.dedup();
    let faults = reading.faults.iter().map(|fault| fault.word().to_owned()).collect();
    let text = reading.text.into_iter().take(reading.pages).collect();
    serde_json::to_vec(&Reread { text, pictures: reading.pictures, faults, found }).map_err(|_| PaperError::NotSet)
}
