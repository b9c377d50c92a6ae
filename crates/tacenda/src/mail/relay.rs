//! The mail server of the configuration: one connection for each mail, sealed as the configuration says, bounded in time. What it answers is
//! told by a word of ours: its own words may name somebody.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use lettre::Transport as _;
use lettre::address::{Address, Envelope};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, SmtpTransport};
use rustix::fs::Mode;
use thiserror::Error;

use super::Message;
use crate::config::{MailServer, MailTls, SecretSource};

/// How long one step of the talk may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a mail did not go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Fault {
    #[error("it cannot be reached, or does not answer")]
    Unreachable,
    #[error("the connection cannot be sealed: look at its certificate, and at `tls`")]
    Tls,
    #[error("it does not let us sign in")]
    SignIn,
    #[error("it is busy, or asks to come again")]
    Later,
    #[error("it refuses for good")]
    Refused,
    #[error("that is no mail address")]
    Address,
}

/// A mail server.
pub struct Relay {
    server: MailServer,
    transport: SmtpTransport,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Relay")
    }
}

impl Relay {
    /// The one of the configuration. Nothing is asked of it yet.
    ///
    /// # Errors
    /// Where the configuration cannot be used, the password's file cannot be read or everybody can read it, or no certificate is in `roots`.
    pub fn of(home: &Path, server: &MailServer) -> anyhow::Result<Self> {
        server.check()?;
        let tls = match server.tls {
            MailTls::Implicit => Tls::Wrapper(parameters(home, server)?),
            MailTls::Starttls => Tls::Required(parameters(home, server)?),
            MailTls::None => Tls::None,
        };
        // Not by this machine's name, which says whose it is.
        let hello = ClientId::Domain(server.domain().to_owned());
        let builder = SmtpTransport::builder_dangerous(&server.host).port(server.port()).tls(tls);
        let builder = builder.hello_name(hello).timeout(Some(PATIENCE));
        let builder = match (&server.user, &server.password) {
            (Some(user), Some(password)) => builder.credentials(credentials(home, user, password)?),
            _ => builder,
        };
        Ok(Self { server: server.clone(), transport: builder.build() })
    }

    /// Whether it answers, seals the connection and lets us sign in. It is given nothing.
    pub(crate) fn answers(&self) -> Result<(), Fault> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Fault::Unreachable),
            Err(error) => Err(fault(&error)),
        }
    }

    /// Gives it a mail. It was taken where this says so; where it does not, it may have been.
    pub(crate) fn send(&self, to: &str, message: &Message) -> Result<(), Fault> {
        let bytes = message.bytes(&self.server, to)?;
        let address = |text: &str| text.parse::<Address>().map_err(|_| Fault::Address);
        let envelope = Envelope::new(Some(address(&self.server.from)?), vec![address(to)?]).map_err(|_| Fault::Address)?;
        match self.transport.send_raw(&envelope, &bytes) {
            Ok(_) => Ok(()),
            // It refuses the mail, if it does not refuse us.
            Err(error) => match fault(&error) {
                Fault::Refused => Err(self.answers().err().map_or(Fault::Refused, |_| Fault::Later)),
                other => Err(other),
            },
        }
    }
}

fn parameters(home: &Path, server: &MailServer) -> anyhow::Result<TlsParameters> {
    let builder = TlsParameters::builder(server.host.clone());
    let builder = match &server.roots {
        None => builder,
        Some(roots) => {
            let path = home.join(roots);
            let pem = std::fs::read(&path).with_context(|| format!("mail.roots: cannot read {}", path.display()))?;
            let roots = Certificate::from_pem(&pem).ok().filter(|_| String::from_utf8_lossy(&pem).contains("BEGIN CERTIFICATE"));
            let roots = roots.with_context(|| format!("mail.roots: no certificate in {}", path.display()))?;
            builder.certificate_store(CertificateStore::None).add_root_certificate(roots)
        }
    };
    builder.build_rustls().map_err(|_| anyhow::anyhow!("mail.roots: a certificate in it cannot be used"))
}

fn credentials(home: &Path, user: &str, password: &SecretSource) -> anyhow::Result<Credentials> {
    let path = match password {
        SecretSource::File { path } => home.join(path),
        SecretSource::Credential { name } => crate::edge::credential(name)?,
    };
    let secret = crate::edge::secret("", Some(&path)).context("mail.password")?;
    anyhow::ensure!(!secret.is_empty(), "mail.password: {} is empty", path.display());
    let mode = Mode::from_raw_mode(path.metadata()?.permissions().mode());
    anyhow::ensure!(!mode.intersects(Mode::RWXO), "mail.password: everybody may read {0}: chmod 600 {0}", path.display());
    Ok(Credentials::new(user.to_owned(), secret.to_string()))
}

/// By a word of ours. 530, 534, 535 and 538 are about signing in (RFC 4954, 6).
fn fault(error: &smtp::Error) -> Fault {
    let status = error.status().map(u16::from);
    match status {
        Some(530 | 534 | 535 | 538) => Fault::SignIn,
        _ if error.is_permanent() => Fault::Refused,
        _ if error.is_transient() => Fault::Later,
        _ if error.is_tls() => Fault::Tls,
        _ if error.is_client() => Fault::SignIn,
        _ => Fault::Unreachable,
    }
}
