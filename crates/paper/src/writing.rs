//! Writings: one or more parts, each in one language, each beginning on a page of its own.

use serde::{Deserialize, Serialize};

use crate::press::{PaperError, print};

/// A letter, a form or a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// The name of the document.
    pub title: String,
    /// The day that stands in it as the day on which it was made: year, month, day.
    pub day: (i32, u8, u8),
    /// Its parts.
    pub parts: Vec<Part>,
}

/// What stands on a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// ISO 639-1.
    pub language: String,
    /// From whom it comes.
    pub head: String,
    /// What stands under it: where they are, how they are reached.
    pub under: Vec<String>,
    /// What it is.
    pub title: String,
    /// Labels and what stands beside them; an empty one is a line to write on.
    pub lines: Vec<(String, String)>,
    /// Its paragraphs.
    pub body: Vec<String>,
    /// Small print: the law that it rests on, and by whom it was reviewed.
    pub foot: Vec<String>,
    /// What stands before each line to sign on.
    pub signs: Vec<String>,
}

impl Part {
    /// One of which nothing is known yet but in which language it is, from whom it comes and what it is.
    pub fn new(language: &str, head: String, title: String) -> Self {
        let (lines, body, foot, signs, under) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { language: language.to_owned(), head, under, title, lines, body, foot, signs }
    }
}

/// Prints them.
///
/// # Errors
/// [`PaperError`] if there is no part, or no such day.
pub fn letters(writing: &Writing) -> Result<Vec<u8>, PaperError> {
    if writing.parts.is_empty() {
        return Err(PaperError::Empty);
    }
    print(include_str!("../templates/letter.typ"), writing, writing.day)
}
