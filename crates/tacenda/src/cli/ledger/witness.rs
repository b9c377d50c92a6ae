//! `tacenda ledger witness …`

use std::path::PathBuf;

use anyhow::{Result, bail};
use tacenda_ledger::VerifierKey;
use tacenda_store::ledger;

use crate::check::past;
use crate::cli::at::At;
use crate::cli::{Ended, Misuse, out};
use crate::edge;
use crate::problem::Problem;
use crate::witness::{self, over_http};

/// Witnesses: others who remember how long the ledger was.
///
/// Examples:
///   tacenda ledger witness add 'stick+1a2b3c4d+BA…'
///   tacenda ledger witness ask --dir /media/stick/witness
///   tacenda ledger witness ask --url http://127.0.0.1:7700 --name w1
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
#[expect(clippy::doc_markdown, reason = "an example to be typed")]
pub(crate) enum Witness {
    /// Let a witness's word count
    Add {
        /// Its public key
        key: String,
    },
    /// List the witnesses, and what each last signed
    List,
    /// Have a witness sign the ledger's newest head
    Ask(Ask),
}

/// Has a witness sign the newest head, and keeps what it signed in the agency's folder.
#[derive(Debug, clap::Args)]
pub(crate) struct Ask {
    /// A witness's folder on this machine or a stick
    #[arg(long, value_name = "DIR", required_unless_present = "url", conflicts_with = "url")]
    dir: Option<PathBuf>,
    /// A witness's address: http://HOST:PORT/…
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Which witness that is; without it the only one
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Witness {
    pub(super) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Add { key } => add(at, &key),
            Self::List => list(at),
            Self::Ask(command) => command.run(at),
        }
    }
}

fn add(at: &At, key: &str) -> Result<Ended> {
    let key: VerifierKey = key.parse().map_err(|_| Misuse(format!("`{key}` is no public key (name+hash+base64)")))?;
    let home = at.home()?;
    let mut config = crate::config::Config::read(&home)?;
    let text = key.to_string();
    if !config.witnesses.contains(&text) {
        config.witnesses.push(text);
        config.write(&home)?;
    }
    out::show(at.json, &serde_json::json!({ "witness": key.name() }), || format!("{}\n", key.name()))
}

fn list(at: &At) -> Result<Ended> {
    let agency = at.open()?;
    let own = agency.verifier_key()?;
    let signed = agency.db().read(ledger::witnesses).map_err(Problem::from)?;
    let mut table = out::Table::default();
    let mut views = Vec::new();
    for text in &agency.config().witnesses {
        let key: VerifierKey = text.parse()?;
        let note = signed.iter().find(|(name, _)| name == key.name()).map(|(_, note)| note);
        let leaves = note.and_then(|note| past::head_of(note, &own)).map(|head| head.size);
        table.row([
            key.name(),
            &leaves.map_or_else(|| "nothing yet".to_owned(), |leaves| out::count(leaves, "leaf").replace("leafs", "leaves")),
        ]);
        views.push(serde_json::json!({ "name": key.name(), "key": text, "leaves": leaves }));
    }
    out::show(at.json, &views, || table.text())
}

impl Ask {
    fn run(self, at: &At) -> Result<Ended> {
        let agency = at.open()?;
        let keys: Vec<VerifierKey> = agency.config().witnesses.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
        let head = if let Some(folder) = &self.dir {
            let witness = witness::Witness::open(folder)?;
            if !keys.contains(witness.key()) {
                bail!("its word does not count here yet: `tacenda ledger witness add '{}'`", witness.key());
            }
            let time = seconds()?;
            agency.ask_witness(witness.key(), &mut |request| witness.answer(request, time).map(|a| (a.status(), a.body())))?
        } else {
            let url = self.url.as_deref().ok_or_else(|| Misuse("say where: --dir or --url".to_owned()))?;
            let mut named = keys.iter().filter(|key| self.name.as_deref().is_none_or(|name| name == key.name()));
            let (Some(key), None) = (named.next(), named.next()) else {
                return Err(Misuse("say which witness: --name (`tacenda ledger witness list`)".to_owned()).into());
            };
            agency.ask_witness(key, &mut |request| over_http(url, request))?
        };
        let view = serde_json::json!({ "leaves": head.size });
        out::show(at.json, &view, || format!("signed: {} leaves\n", head.size))
    }
}

/// The time as witnesses sign it.
pub(in crate::cli) fn seconds() -> Result<u64> {
    Ok(u64::try_from(edge::clock()?.wall / 1_000_000).unwrap_or(0))
}
