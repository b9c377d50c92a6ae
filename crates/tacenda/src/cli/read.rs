//! `tacenda read`: reads a page of a scan, for the program itself.

use anyhow::Result;

use super::Ended;
use crate::reader;

/// Reads a page of a file that comes in, and prints its words as JSON, within little memory and time. The program calls it; nobody types it.
#[derive(Debug, clap::Args)]
pub(crate) struct Read {
    /// What the file is.
    media_type: String,
    /// Which page, from one.
    page: u32,
    /// `seen` as a picture, or as it is `said` by the file.
    how: String,
    /// In which languages, as Tesseract names them.
    languages: String,
}

impl Read {
    pub(crate) fn run(&self) -> Result<Ended> {
        reader::read(&self.media_type, (self.page, self.how == "seen"), &self.languages).map(|()| Ended::Done)
    }
}
