//! `tacenda render`: sets a page, for the program itself.

use anyhow::Result;
use tacenda_paper::PaperError;

use super::Ended;
use crate::press::{self, Work};

/// Reads a writing as JSON and prints it as PDF, within little memory and time. The program calls it; nobody types it.
#[derive(Debug, clap::Args)]
pub(crate) struct Render {
    /// What it is.
    what: Work,
}

impl Render {
    pub(crate) fn run(&self) -> Result<Ended> {
        match press::render(self.what) {
            Err(PaperError::NotKept) => Ok(Ended::NotVerified), // by this the caller knows it
            other => Ok(other.map(|()| Ended::Done)?),
        }
    }
}
