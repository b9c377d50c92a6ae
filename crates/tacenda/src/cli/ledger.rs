//! `tacenda ledger …`: the record of everything that was done.

mod check;
mod export;
pub(super) use export::Fsck;
mod prove;
pub(super) mod witness;

use anyhow::Result;

use super::at::At;
use super::{Ended, out};
use crate::check::past;
use crate::problem::Problem;

/// The record of everything that was done.
///
/// Examples:
///   tacenda ledger verify                        whether everything is as it was written, and where not
///   tacenda ledger head                          the ledger's end, as it is printed on pages
///   tacenda ledger head --against '18 204 · K7QD-2M9X-4TBN-R'
///   tacenda ledger prove 17 --to leaf.tlog-proof
///   tacenda ledger export /media/stick/ledger    a copy that anybody can check
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Ledger {
    /// Go through everything that is kept and name what is not as it was written
    Verify(check::Check),
    /// Show the ledger's end; or hold it against one that was printed earlier
    Head(Head),
    /// Write a proof that an entry is in the ledger, or that a client's list is complete
    Prove(prove::Prove),
    /// Write the ledger into a folder that anybody can check without us
    Export(export::Export),
    /// Derive everything in such a folder anew
    Fsck(export::Fsck),
    /// Witnesses: others who remember how long the ledger was
    #[command(subcommand)]
    Witness(witness::Witness),
}

/// Shows the ledger's end: its code for pages, its name and its public key.
#[derive(Debug, clap::Args)]
pub(crate) struct Head {
    /// A code from a page: whether the ledger goes on from there
    #[arg(long, value_name = "CODE")]
    against: Option<String>,
}

impl Ledger {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Verify(command) => command.run(at),
            Self::Head(command) => command.run(at),
            Self::Prove(command) => command.run(at),
            Self::Export(command) => command.run(at),
            Self::Fsck(command) => command.run(at),
            Self::Witness(command) => command.run(at),
        }
    }
}

impl Head {
    fn run(self, at: &At) -> Result<Ended> {
        let agency = at.open()?;
        let head = agency.end()?.frontier.head();
        if let Some(code) = &self.against {
            let stands = past::against(&agency, code)?;
            if !stands.is_nothing() {
                return Err(Problem::NotVerified(stands.to_string()).into());
            }
            return out::show(at.json, &serde_json::json!({ "holds": true, "leaves": head.size }), || format!("{stands}\n"));
        }
        let code = tacenda_ledger::HeadCode::of(&head).to_string();
        let key = agency.verifier_key()?.to_string();
        let view = serde_json::json!({
            "leaves": head.size, "root": head.root.to_hex(), "code": code, "origin": agency.origin(), "key": key,
        });
        out::show(at.json, &view, || format!("{code}\nkey {key}\n"))
    }
}
