//! A call to the provider: one request, one answer, bounded in time and size. No redirect is followed and no cookie is kept.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::Fault;

/// How long one call may take, from the look-up of the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(6);
/// No answer is larger: bytes.
const LARGEST: usize = 256 * 1024;
/// How many are under way at once: a provider that hangs must not hold up the pages.
const AT_ONCE: usize = 8;
/// Where systems keep the certificates that they trust.
const SYSTEM: [&str; 3] = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// By which the provider is called.
pub(super) struct Caller {
    tls: Option<TlsConnector>,
    turns: Semaphore,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caller")
    }
}

impl Caller {
    /// On this machine, without TLS.
    pub(super) fn here() -> Self {
        Self { tls: None, turns: Semaphore::new(AT_ONCE) }
    }

    /// Over TLS, trusting what this file of certificates vouches for, or the system's.
    pub(super) fn trusting(roots: Option<&Path>) -> anyhow::Result<Self> {
        let system = || SYSTEM.iter().map(Path::new).find(|path| path.is_file());
        let Some(path) = roots.or_else(system) else {
            bail!("sign_in.oidc: this system's certificates are not found; name a file of them in `roots`")
        };
        let mut store = RootCertStore::empty();
        let (_, _) = store.add_parsable_certificates(
            CertificateDer::pem_file_iter(path).with_context(|| format!("sign_in.oidc.roots: {}", path.display()))?.flatten(),
        );
        if store.is_empty() {
            bail!("sign_in.oidc.roots: no certificate in {}", path.display());
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = config.with_root_certificates(store).with_no_client_auth();
        Ok(Self { tls: Some(TlsConnector::from(Arc::new(config))), turns: Semaphore::new(AT_ONCE) })
    }

    pub(super) fn get(&self, url: &Url) -> Result<Bytes, Fault> {
        self.send(url, Request::get(at(url)).header(ACCEPT, "application/json"), String::new())
    }

    pub(super) fn post(&self, url: &Url, authorization: Option<&str>, form: String) -> Result<Bytes, Fault> {
        let request = Request::post(at(url)).header(ACCEPT, "application/json");
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = authorization.into_iter().fold(request, |request, value| request.header(AUTHORIZATION, value));
        self.send(url, request, form)
    }

    /// Pages are blocking calls on a runtime's thread; the call out borrows that runtime.
    fn send(&self, url: &Url, request: hyper::http::request::Builder, body: String) -> Result<Bytes, Fault> {
        let _turn = self.turns.try_acquire().map_err(|_| Fault::Busy)?;
        let request = request.header(HOST, url.authority()).body(Full::from(body)).map_err(|_| Fault::Address)?;
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| Fault::Unreachable)?;
        let call = async { tokio::time::timeout(PATIENCE, self.talk(url, request)).await.map_err(|_| Fault::Slow)? };
        runtime.block_on(call)
    }

    async fn talk(&self, url: &Url, request: Request<Full<Bytes>>) -> Result<Bytes, Fault> {
        let host = match url.host().ok_or(Fault::Address)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let port = url.port_or_known_default().ok_or(Fault::Address)?;
        let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|_| Fault::Unreachable)?;
        match (url.scheme(), &self.tls) {
            ("http", None) => exchange(stream, request).await,
            ("https", Some(tls)) => {
                let name = ServerName::try_from(host).map_err(|_| Fault::Address)?;
                exchange(tls.connect(name, stream).await.map_err(|_| Fault::Unreachable)?, request).await
            }
            _ => Err(Fault::Address),
        }
    }
}

/// The address as it stands in a request's first line.
fn at(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Bytes, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let begun = hyper::client::conn::http1::Builder::new().max_buf_size(64 * 1024).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = begun.map_err(|_| Fault::Unreachable)?;
    let mut driver = JoinSet::new(); // dropped with this call, and the connection with it
    driver.spawn(connection);
    let answer = sender.send_request(request).await.map_err(|_| Fault::Unreachable)?;
    if answer.status() != StatusCode::OK {
        return Err(Fault::Status);
    }
    match Limited::new(answer.into_body(), LARGEST).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Fault::Large),
        Err(_) => Err(Fault::Unreachable),
    }
}
