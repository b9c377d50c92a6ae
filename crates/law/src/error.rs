//! Errors of loading, written for the lawyer who edits a pack: file, line, what is wrong, the nearest right word.

use std::fmt;
use std::ops::Range;

use toml::Spanned;

use crate::vocabulary::Enumeration;

/// One file of packs: its path, as it shall be shown, and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the packs folder, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// A file's path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The line, counted from 1, on which a byte stands.
    pub(crate) fn line_at(&self, byte: usize) -> usize {
        self.text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
    }
}

/// Something in a pack that must be mended before it can decide anything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackError {
    /// The file.
    pub file: String,
    /// The line, counted from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong, and the nearest right word where there is one.
    pub message: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.message)
        } else {
            write!(f, "{}:{}: {}", self.file, self.line, self.message)
        }
    }
}

impl std::error::Error for PackError {}

impl PackError {
    /// A fault that no single file is the place of.
    pub(crate) fn of_packs(message: impl Into<String>) -> Vec<Self> {
        vec![Self { file: "packs".to_owned(), line: 0, message: message.into() }]
    }
}

/// The errors found so far. Loading goes on, so that an author sees all of them at once.
#[derive(Debug, Default)]
pub struct Problems(pub(crate) Vec<PackError>);

impl Problems {
    pub(crate) fn at(&mut self, source: &Source, span: Option<Range<usize>>, message: impl Into<String>) {
        self.line(&source.path, span.map_or(0, |s| source.line_at(s.start)), message);
    }

    pub(crate) fn line(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.0.push(PackError { file: file.to_owned(), line, message: message.into() });
    }

    /// The place of a word in a list. Where it has none, `complaint` is told with the word for `{}` and the nearest right word.
    pub fn find<'a>(
        &mut self,
        file: &Source,
        word: &Spanned<String>,
        list: impl Iterator<Item = &'a str> + Clone,
        complaint: &str,
    ) -> Option<usize> {
        let found = list.clone().position(|w| w == word.get_ref());
        if found.is_none() {
            let hint = crate::nearest::hint(word.get_ref(), list);
            self.at(file, Some(word.span()), complaint.replace("{}", word.get_ref()) + &hint);
        }
        found
    }

    /// The members of an enumeration that are named, one bit each.
    pub fn mask(&mut self, file: &Source, list: &Enumeration, words: &[Spanned<String>]) -> u64 {
        let complaint = format!("`{{}}` is not one of the words for `{}`", list.name);
        words.iter().filter_map(|word| self.find(file, word, list.words(), &complaint)).fold(0, |bits, at| bits | 1 << at)
    }

    /// Reads a TOML file strictly; an unknown key names the nearest right one.
    pub fn toml<T: serde::de::DeserializeOwned>(&mut self, source: &Source) -> Option<T> {
        match toml::from_str(&source.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = crate::nearest::hint_unknown_key(error.message());
                self.at(source, error.span(), message);
                None
            }
        }
    }

    /// Nothing where there were none.
    pub fn into_result(mut self) -> Result<(), Vec<PackError>> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.sort();
        self.0.dedup();
        Err(self.0)
    }
}
