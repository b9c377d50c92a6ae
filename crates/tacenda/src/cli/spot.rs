//! `tacenda spot`: looks for names in texts, for the program itself.

use anyhow::Result;

use super::Ended;
use crate::names;

/// Reads texts and a text model, and prints what looks like a name as JSON, within little memory and time. The program calls it; nobody types it.
#[derive(Debug, clap::Args)]
pub(crate) struct Spot {}

impl Spot {
    pub(crate) fn run(&self) -> Result<Ended> {
        names::spot().map(|()| Ended::Done)
    }
}
