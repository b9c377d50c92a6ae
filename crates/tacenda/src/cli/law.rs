//! `tacenda law …`: look into the packs, test them, prove and compare them.

use std::path::Path;

use anyhow::Result;

use super::{Ended, talk};
use crate::packs;

mod list;
mod test;

/// Work on the law packs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Law {
    /// List packs, or the rules of one pack
    List(list::List),
    /// Show a rule with its condition, citation, source and worked cases
    Show(list::Show),
    /// Run every worked case of the packs
    Test(test::Test),
}

impl Law {
    pub(crate) fn run(self, folder: Option<&Path>) -> Result<Ended> {
        let files = packs::files(folder)?;
        match self {
            Self::List(command) => command.run(&files),
            Self::Show(command) => command.run(&files),
            Self::Test(command) => command.run(&files),
        }
    }
}

/// Says what is wrong with a name, and which was probably meant.
fn unknown<'a>(kind: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Result<Ended> {
    talk(&format!("tacenda: there is no {kind} `{name}`{}", tacenda_law::hint(name, names)))?;
    Ok(Ended::Usage)
}
