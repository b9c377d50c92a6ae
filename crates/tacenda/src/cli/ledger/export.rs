//! `tacenda ledger export` and `fsck`

use std::path::PathBuf;

use anyhow::Result;
use tacenda_ledger::Keys;

use crate::cli::at::At;
use crate::cli::bar::Bar;
use crate::cli::offline::Trust;
use crate::cli::{Ended, out, talk};
use crate::export;

/// Writes the ledger into a folder, laid out as c2sp.org/tlog-tiles says, with its public key and the offline page. Codes, times and
/// commitments: nobody's name. Written into the same folder again, only what is new is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The folder
    folder: PathBuf,
}

/// Derives everything in an exported folder anew from its entries, and says where it does not fit. The database is not needed.
#[derive(Debug, clap::Args)]
pub(crate) struct Fsck {
    /// The folder
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) trust: Trust,
}

impl Export {
    pub(super) fn run(self, at: &At) -> Result<Ended> {
        let agency = at.open()?;
        let bar = Bar::new();
        let exported = export::export(&agency, &self.folder, &mut |done, of| bar.at("ledger", done, of))?;
        drop(bar);
        let view =
            serde_json::json!({ "leaves": exported.head.size, "root": exported.head.root.to_hex(), "written": exported.files });
        out::show(at.json, &view, || {
            format!(
                "{} leaves in {}, {} written\n",
                exported.head.size,
                self.folder.display(),
                out::count(exported.files, "file")
            )
        })
    }
}

impl Fsck {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let keys = match self.trust.keys()? {
            Some(keys) => keys,
            None => {
                let key = export::key_of(&self.folder)?;
                talk(&format!("The key is the folder's own: hold it against the one you were given.\nkey {key}"))?;
                Keys::all(key, Vec::new())
            }
        };
        let bar = Bar::new();
        let found = export::fsck(&self.folder, &keys, &mut |done, of| bar.at("ledger", done, of))?;
        drop(bar);
        let head = found.signed.head;
        let code = tacenda_ledger::HeadCode::of(&head).to_string();
        let witnesses: Vec<&String> = found.signed.witnessed.iter().map(|(name, _)| name).collect();
        let view = serde_json::json!({
            "origin": found.origin, "leaves": head.size, "root": head.root.to_hex(), "code": code, "witnesses": witnesses,
        });
        out::show(at.json, &view, || {
            let by = if witnesses.is_empty() {
                String::new()
            } else {
                format!(", witnessed by {}", out::count(witnesses.len() as u64, "witness"))
            };
            format!("{} leaves of {} hold{by}\n{code}\n", head.size, found.origin)
        })
    }
}
