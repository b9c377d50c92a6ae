//! `tacenda serve`

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;

use super::at::At;
use super::{Ended, talk};
use crate::packs;
use crate::web::{Settings, Site, serve};

/// Serves the agency's pages.
///
/// Examples:
///   tacenda serve                                              on this machine alone
///   tacenda serve --origin https://desk.example                behind a proxy that speaks TLS
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Serve {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:7200", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The address people type; forms sent from elsewhere are refused [default: http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
}

impl Serve {
    pub(crate) fn run(self, at: &At, folder: Option<&Path>) -> Result<Ended> {
        let packs = packs::load(&packs::files(folder)?)?;
        let agency = at.open()?;
        let practice = super::practice::is_practice(agency.home());
        let origin = self.origin.unwrap_or_else(|| format!("http://localhost:{}", self.listen.port()));
        let settings = Settings { origin: origin.clone(), practice };
        serve(Site::new(agency, packs, settings), self.listen, |_| talk(&format!("Tacenda is at {origin} (Ctrl-C stops it)")))?;
        Ok(Ended::Done)
    }
}
