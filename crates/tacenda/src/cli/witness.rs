//! `tacenda witness …`: remembering for somebody else how long their ledger was.

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use tacenda_ledger::VerifierKey;

use super::at::At;
use super::ledger::witness::seconds;
use super::{Ended, Misuse, out, print, talk};
use crate::edge;
use crate::problem::Problem;
use crate::witness;

/// Be a witness: a folder, on another machine or a stick, that remembers how long a ledger was and signs only what grew from there. It
/// learns sizes and hashes, nothing else.
///
/// Examples:
///   tacenda witness init /media/stick/witness --name counsel.example/w1
///   tacenda witness trust /media/stick/witness 'tacenda/…+…'       the ledger's key: `tacenda ledger head`
///   tacenda witness serve /srv/witness --listen 127.0.0.1:7700
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Witness {
    /// Make a witness's folder and key
    Init {
        /// The folder
        folder: PathBuf,
        /// Its name, such as counsel.example/w1
        #[arg(long)]
        name: String,
    },
    /// Sign for the ledger of this key from now on
    Trust {
        /// The witness's folder
        folder: PathBuf,
        /// The ledger's public key
        key: String,
    },
    /// Answer one request (c2sp.org/tlog-witness, add-checkpoint) from a file or standard input
    Sign {
        /// The witness's folder
        folder: PathBuf,
        /// The request; without it standard input
        request: Option<PathBuf>,
    },
    /// Answer POST /add-checkpoint over HTTP
    Serve {
        /// The witness's folder
        folder: PathBuf,
        /// Where to listen; 0 as the port takes a free one
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7700")]
        listen: String,
    },
}

impl Witness {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Init { folder, name } => {
                let key = witness::Witness::init(&folder, &name)?;
                out::show(at.json, &serde_json::json!({ "key": key.to_string() }), || format!("{key}\n"))
            }
            Self::Trust { folder, key } => {
                let key: VerifierKey = key.parse().map_err(|_| Misuse(format!("`{key}` is no public key (name+hash+base64)")))?;
                witness::Witness::open(&folder)?.trust(&key)?;
                out::show(at.json, &serde_json::json!({ "ledger": key.name() }), || format!("{}\n", key.name()))
            }
            Self::Sign { folder, request } => sign(&folder, request.as_deref()),
            Self::Serve { folder, listen } => serve(&folder, &listen),
        }
    }
}

fn sign(folder: &std::path::Path, request: Option<&std::path::Path>) -> Result<Ended> {
    let text = match request {
        Some(path) => std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => edge::input()?.as_str().to_owned(),
    };
    let answer = witness::Witness::open(folder)?.answer(&text, seconds()?)?;
    print(&answer.body())?;
    if answer.status() == 200 {
        return Ok(Ended::Done);
    }
    talk(&format!("tacenda: not signed ({})", answer.status()))?;
    Ok(Ended::NotVerified)
}

fn serve(folder: &std::path::Path, listen: &str) -> Result<Ended> {
    let witness = witness::Witness::open(folder)?;
    let listener = TcpListener::bind(listen).with_context(|| format!("cannot listen on {listen}"))?;
    talk(&format!("listening on http://{}", listener.local_addr()?))?;
    let clock = || seconds().map_err(|fault| Problem::Plainly(format!("{fault:#}")));
    witness::serve(&witness, &listener, &clock, &mut || true)?;
    Ok(Ended::Done)
}
