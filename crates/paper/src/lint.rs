//! Reading what was printed: the finished bytes again, by code that did not write them, before anything goes.

mod find;
mod letters;
mod walk;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

pub use find::{doubtful, finds, misread, spans};

/// What parts, in the text of a page, its foot and whatever else is not read aloud from the rest.
const APART: char = '\u{c}';

/// What stands in a PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What each page says, in the order in which it is printed, seen or not, and behind a form feed what is not read aloud, such as its
    /// foot; and at the end, as if it were one page more, all that stands in the file beside the pages: titles, bookmarks, words in the
    /// place of pictures, what it says of itself. What pictures show is not read.
    pub text: Vec<String>,
    /// How many pages there are.
    pub pages: usize,
    /// The pages on which a picture is drawn, counted from 0.
    #[serde(default)]
    pub pictures: Vec<usize>,
    /// What must not be in it, each once.
    pub faults: Vec<Fault>,
}

/// What a packet does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It cannot be read to its end.
    NotReadable,
    /// A program.
    Script,
    /// A file within the file.
    Attachment,
    /// Something happens when it is opened or touched, or a link leads out of it.
    Action,
    /// Layers that can be shown and hidden.
    Layer,
    /// A remark, a stamp or anything else upon a page that is not a link within the document.
    Annotation,
    /// Fields to fill in.
    Form,
    /// It is locked.
    Encrypted,
    /// A version before this one, or bytes before the beginning or behind the end.
    SecondVersion,
    /// It says more of itself than its title, its day and by what it was made.
    Metadata,
    /// Something that no page uses, or a drawing kept apart from the pages.
    Stray,
    /// Writing of which the letters are not known: it could say anything.
    Unlettered,
    /// Writing that is set so that nobody sees it.
    Unseen,
}

impl Fault {
    /// Its word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotReadable => "not_readable",
            Self::Script => "script",
            Self::Attachment => "attachment",
            Self::Action => "action",
            Self::Layer => "layer",
            Self::Annotation => "annotation",
            Self::Form => "form",
            Self::Encrypted => "encrypted",
            Self::SecondVersion => "second_version",
            Self::Metadata => "metadata",
            Self::Stray => "stray",
            Self::Unlettered => "unlettered",
            Self::Unseen => "unseen",
        }
    }
}

/// Reads it. A file that cannot be read has that fault, and no text.
pub fn read(pdf: &[u8]) -> Reading {
    // A reader that stumbles over a broken file has not read it.
    catch_unwind(AssertUnwindSafe(|| read_all(pdf))).unwrap_or_else(|_| unread(Fault::NotReadable))
}

fn unread(fault: Fault) -> Reading {
    Reading { text: Vec::new(), pages: 0, pictures: Vec::new(), faults: vec![fault] }
}

fn read_all(bytes: &[u8]) -> Reading {
    let pdf = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return unread(Fault::Encrypted),
        Err(LoadPdfError::Invalid) => return unread(Fault::NotReadable),
    };
    let mut faults = BTreeSet::new();
    let (mut text, pictures) = letters::pages(&pdf, &mut faults);
    let pages = text.len();
    if pages == 0 {
        faults.insert(Fault::NotReadable);
    }
    text.push(walk::beside(bytes, &pdf, &mut faults));
    Reading { text, pages, pictures, faults: faults.into_iter().collect() }
}
