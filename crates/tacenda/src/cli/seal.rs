//! `tacenda seal` and `unseal`.

use std::path::PathBuf;

use anyhow::Result;
use tacenda_vault::recovery::Opens;
use tacenda_vault::{RootKey, SystemEntropy};

use super::at::At;
use super::{Ended, kit, out, talk};
use crate::agency::Agency;
use crate::config::{Config, KeySource};
use crate::root::Root;

/// Takes away what opens the keys without a person: from then on nothing opens until shares of the recovery kit are brought.
///
/// Examples:
///   tacenda seal
///   tacenda seal --confirm=SEAL        for scripts
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Seal {
    /// The word SEAL, instead of typing it
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
}

/// Opens sealed keys with shares of the recovery kit, typed or from files; then the usual root opens again.
///
/// Examples:
///   tacenda unseal                                             shares are asked for, line by line
///   tacenda unseal --share-file one.txt --share-file two.txt
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Unseal {
    /// A share from this file, as it is printed
    #[arg(long, value_name = "FILE")]
    share_file: Vec<PathBuf>,
}

impl Seal {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        at.confirm("SEAL", self.confirm.as_deref(), "Nothing opens after this until the recovery kit is brought.")?;
        let leaf = desk.agency.seal(&desk.who, self.confirm.is_some())?;
        out::show(at.json, &serde_json::json!({ "state": "sealed", "leaf": leaf }), || format!("sealed  (leaf {leaf})\n"))?;
        if let KeySource::File { path } = &desk.agency.config().key {
            talk(&format!(
                "Backups made before still open with {}: take that file away too.",
                desk.agency.home().join(path).display()
            ))?;
        }
        Ok(Ended::Done)
    }
}

impl Unseal {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let home = at.home()?;
        let config = Config::read(&home)?;
        let shares = kit::shares(at, &self.share_file, Opens::Root)?;
        let by_kit = Root::kit(&shares)?;
        let source = source(at, &config)?;
        let agency = Agency::unseal_by_kit(&home, config, &by_kit, &source, shares.len())?;
        let leaf = agency.end()?.frontier.size().saturating_sub(1);
        let view = serde_json::json!({ "state": "open", "source": source.name(), "leaf": leaf });
        out::show(at.json, &view, || format!("open  (leaf {leaf})\n"))
    }
}

/// The root that opens from now on: the configured one. A key file that is lost is made anew.
fn source(at: &At, config: &Config) -> Result<Root> {
    if let KeySource::File { path } = &config.key {
        let path = at.home()?.join(path);
        if !path.exists() {
            let key = RootKey::generate(&mut SystemEntropy)?;
            kit::private_file(&path, key.to_key_file().as_bytes())?;
            talk(&format!("The root key was not there: {} is a new one.", path.display()))?;
            return Ok(Root::key("file", key));
        }
    }
    at.root(config)
}
