//! `tacenda ledger prove`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tacenda_desk::ClientId;
use tacenda_desk::acts::ReadLooks;

use crate::cli::at::At;
use crate::cli::{Ended, Misuse, out, print};
use crate::proofs::Extent;

/// Writes a proof that one entry is in the ledger, or that a client's list of entries is complete. `tacenda verify` and the offline page
/// check it without the agency.
///
/// Examples:
///   tacenda ledger prove 17 > leaf.tlog-proof
///   tacenda ledger prove --client ID --to account       account.1, account.2, … of at most 64 KB each
///   tacenda ledger prove --client ID --closed > complete
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Prove {
    /// The entry's place in the ledger
    #[arg(required_unless_present = "client", conflicts_with = "client")]
    leaf: Option<u64>,
    /// All entries of this client; reading them is an entry too
    #[arg(long, value_name = "ID")]
    client: Option<ClientId>,
    /// Only those after the first N, which the client has already
    #[arg(long, value_name = "N", default_value_t = 0, requires = "client")]
    since: u64,
    /// Show none of them: a small file that proves the list complete, up to about 1,400 entries in one
    #[arg(long, requires = "client")]
    closed: bool,
    /// Write here; without it to standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Prove {
    pub(super) fn run(self, at: &At) -> Result<Ended> {
        if let Some(client) = self.client {
            return self.account(at, client);
        }
        let leaf = self.leaf.ok_or_else(|| Misuse("say which entry".to_owned()))?;
        let proof = at.open()?.prove_leaf(leaf)?;
        match &self.to {
            Some(path) => {
                write(path, &proof)?;
                out::show(at.json, &serde_json::json!({ "files": [path] }), || format!("{}\n", path.display()))
            }
            None => print(&proof).map(|()| Ended::Done),
        }
    }

    fn account(&self, at: &At, client: ClientId) -> Result<Ended> {
        let desk = at.desk()?;
        let reason = desk.reason(&ReadLooks { client }.into())?;
        let files = desk.agency.account(&desk.who, client, reason, Extent { since: self.since, closed: self.closed })?;
        let Some(to) = &self.to else {
            let [only] = files.as_slice() else {
                return Err(Misuse(format!("the account has {} files: give a name for them with --to", files.len())).into());
            };
            return print(only).map(|()| Ended::Done);
        };
        let mut paths = Vec::new();
        for (number, file) in (1..).zip(&files) {
            let path = if files.len() == 1 { to.clone() } else { with_number(to, number) };
            write(&path, file)?;
            paths.push(path);
        }
        let lines = || paths.iter().map(|path| path.display().to_string() + "\n").collect();
        out::show(at.json, &serde_json::json!({ "files": paths }), lines)
    }
}

fn with_number(path: &Path, number: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
