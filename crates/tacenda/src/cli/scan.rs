//! `tacenda scan`: shows a page of a file as a picture, for the program itself.

use anyhow::Result;

use super::Ended;

/// Draws, reads or blacks out a page, within little memory and time. The program calls it; nobody types it.
#[derive(Debug, clap::Args)]
pub(crate) struct Scan {
    /// What is to be done, and how.
    words: Vec<String>,
}

impl Scan {
    pub(crate) fn run(&self) -> Result<Ended> {
        crate::scans::work(&self.words).map(|()| Ended::Done)
    }
}
