//! Whom somebody trusts who checks a ledger from outside: its key, and witnesses.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use tacenda_ledger::{Keys, VerifierKey};

use super::Misuse;

/// The keys against which something is checked.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Trust {
    /// The ledger's public key, as its agency gave it to you
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A file with that key; further lines are keys of witnesses
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The public key of a witness that must have signed too
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
}

impl Trust {
    /// The keys, or none if none were given.
    pub(crate) fn keys(&self) -> Result<Option<Keys>> {
        let mut lines: Vec<String> = self.key.iter().cloned().collect();
        if let Some(path) = &self.key_file {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            lines.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        }
        let mut keys = Vec::new();
        for line in lines.iter().chain(&self.witness) {
            let key: VerifierKey = line.parse().map_err(|_| Misuse(format!("`{line}` is no public key (name+hash+base64)")))?;
            keys.push(key);
        }
        if lines.is_empty() && !self.witness.is_empty() {
            return Err(Misuse("give the ledger's key too: --key".to_owned()).into());
        }
        let mut keys = keys.into_iter();
        Ok(keys.next().map(|log| Keys::all(log, keys.collect())))
    }

    /// The keys, which must be there.
    pub(crate) fn needed(&self) -> Result<Keys> {
        let missing =
            || Misuse("give the ledger's public key: --key KEY or --key-file FILE (`tacenda ledger head` shows it)".to_owned());
        Ok(self.keys()?.ok_or_else(missing)?)
    }
}
