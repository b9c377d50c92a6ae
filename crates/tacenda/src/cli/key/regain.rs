//! `tacenda key regain`: a new passphrase for somebody who lost theirs.

use std::path::PathBuf;

use anyhow::Result;
use tacenda_vault::recovery::Opens;
use tacenda_vault::{Cost, Passphrase};

use super::super::at::At;
use super::super::{Ended, kit, out};

/// Gives somebody who lost their passphrase a new one. They, you and enough custodians are in the room: each custodian types the share of
/// their page that opens the most private notes, and whoever lost the passphrase types the new one, twice. Nobody does it for themselves.
#[derive(Debug, clap::Args)]
pub(crate) struct Regain {
    /// Who lost it, by name or id
    worker: String,
    /// A share, from this file, once for each; without it you are asked, line by line
    #[arg(long, value_name = "FILE")]
    share_file: Vec<PathBuf>,
    /// The new passphrase, from this file; without it they are asked twice
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl Regain {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let id = desk.colleague(&self.worker)?;
        let shares = kit::shares(at, &self.share_file, Opens::People)?;
        let typed = at.new_passphrase("for their most private notes", self.new_passphrase_file.as_ref())?;
        let leaf = desk.agency.regain(&desk.who, id, &shares, &Passphrase::new(&typed), Cost::DEFAULT)?;
        out::show(at.json, &serde_json::json!({ "leaf": leaf }), || {
            format!("The new passphrase opens what the lost one did. The old one opens nothing any more.  (leaf {leaf})\n")
        })
    }
}
