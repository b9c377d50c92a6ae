//! `tacenda law …`: look into the packs, test them, prove and compare them.

use std::path::Path;

use anyhow::Result;

use super::{Ended, talk};
use crate::packs;

mod check;
mod diff;
mod export;
mod list;
mod prove;
mod test;

/// Work on the law packs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Law {
    /// List packs, or the rules of one pack
    List(list::List),
    /// Show a rule with its condition, citation, source and worked cases
    Show(list::Show),
    /// Say what is odd: rules that never decide, contradictions inside a pack, categories nobody releases
    Check(check::Check),
    /// Prove what must hold over every possible case, or print a case that breaks it
    Prove(prove::Prove),
    /// Compare one pack on two days, or two pack folders, over every possible case
    Diff(diff::Diff),
    /// Run every worked case of the packs
    Test(test::Test),
    /// Print the packs in another language
    Export(export::Export),
}

impl Law {
    pub(crate) fn run(self, folder: Option<&Path>) -> Result<Ended> {
        let files = packs::files(folder)?;
        match self {
            Self::List(command) => command.run(&files),
            Self::Show(command) => command.run(&files),
            Self::Check(command) => command.run(&files),
            Self::Prove(command) => command.run(&files),
            Self::Diff(command) => command.run(&files),
            Self::Test(command) => command.run(&files),
            Self::Export(command) => command.run(&files),
        }
    }
}

/// Says what is wrong with a name, and which was probably meant.
fn unknown<'a>(kind: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Result<Ended> {
    talk(&format!("tacenda: there is no {kind} `{name}`{}", tacenda_law::hint(name, names)))?;
    Ok(Ended::Usage)
}
