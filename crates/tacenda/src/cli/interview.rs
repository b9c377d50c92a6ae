use std::path::Path;

use anyhow::Result;

use super::{Ended, Language};

/// Asks and answers.
#[derive(Debug, clap::Args)]
pub(crate) struct Interview {}

impl Interview {
    pub(crate) fn run(self, _folder: Option<&Path>, _language: Language) -> Result<Ended> {
        Ok(Ended::Failed)
    }
}
