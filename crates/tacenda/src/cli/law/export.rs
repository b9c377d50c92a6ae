//! `law export --cedar`: the packs as Cedar policies, for Cedar's own tools and provers.

use anyhow::Result;
use tacenda_analysis::cedar;
use tacenda_law::Source;

use crate::cli::{Ended, print, talk};
use crate::packs;

/// Prints the packs in another language.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// As Cedar policies: each rule's condition over a context of facts
    #[arg(long)]
    cedar: bool,
}

impl Export {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        if !self.cedar {
            talk("tacenda: say which language: --cedar")?;
            return Ok(Ended::Usage);
        }
        print(&cedar(&packs::load(files)?))?;
        Ok(Ended::Done)
    }
}
