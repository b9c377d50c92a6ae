//! `tacenda serve`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::at::At;
use super::{Ended, talk};
use crate::agency::Agency;
use crate::mail::Relay;
use crate::provider::Provider;
use crate::web::{Listen, Settings, Site, serve};
use crate::{names, packs};

/// Serves the agency's pages.
///
/// Examples:
///   tacenda serve                                              on this machine alone
///   tacenda serve --origin=https://desk.example               behind a proxy that speaks TLS
///   tacenda serve --listen 0.0.0.0:443 --origin=https://desk.example --tls-chain chain.pem --tls-key key.pem
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
#[expect(rustdoc::bare_urls, reason = "an example of a command, as it is typed")]
pub(crate) struct Serve {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:7200", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Speak TLS here: the certificate chain, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_chain: Option<PathBuf>,
    /// And its private key, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_chain")]
    tls_key: Option<PathBuf>,
    /// A loopback address for machines: /healthz, /readyz, /metrics
    #[arg(long, value_name = "ADDRESS", value_parser = loopback)]
    ops: Option<SocketAddr>,
    /// The address people type; forms sent from elsewhere are refused [default: http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
}

impl Serve {
    pub(crate) fn run(self, at: &At, folder: Option<&Path>) -> Result<Ended> {
        let packs = packs::load(&packs::files(folder)?)?;
        let agency = at.open()?;
        let practice = super::practice::is_practice(agency.home());
        let scheme = if self.tls_chain.is_some() { "https" } else { "http" };
        let origin = self.origin.unwrap_or_else(|| format!("{scheme}://localhost:{}", self.listen.port()));
        let links = agency.config().links.clone();
        links.iter().try_for_each(|links| links.check(&origin))?;
        let portal = agency.config().portal.clone();
        let files = links.as_ref().map_or(origin.as_str(), |links| links.origin.as_str());
        portal.iter().try_for_each(|portal| portal.check(&[&origin, files]))?;
        let names = names::folder(agency.config(), agency.home());
        let settings =
            Settings { origin: origin.clone(), practice, packs: folder.map(Path::to_owned), program: None, links, portal, names };
        let relay = agency.config().mail.as_ref().map(|server| Relay::of(agency.home(), server)).transpose()?;
        let listen = Listen { address: self.listen, tls: self.tls_chain.zip(self.tls_key), ops: self.ops };
        let provider = provider(&agency, &origin)?;
        serve(Site::new(agency, packs, settings).with_provider(provider).with_relay(relay), &listen, || {
            talk(&format!("Tacenda is at {origin} (Ctrl-C stops it)"))
        })?;
        Ok(Ended::Done)
    }
}

/// The identity provider that the configuration names, for pages at this address.
pub(super) fn provider(agency: &Agency, origin: &str) -> Result<Option<Provider>> {
    let settings = agency.config().sign_in.oidc.as_ref();
    settings.map(|settings| Provider::of(agency.home(), settings, origin)).transpose()
}

/// What machines may know is for this machine's alone.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "that is not an address such as 127.0.0.1:7201".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("health and counts are for this machine alone: 127.0.0.1".to_owned())
    }
}
