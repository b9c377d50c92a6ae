//! `tacenda.toml`: where the agency's database is and where the root of its keys comes from. Read once, at the program's edge.

mod mail;
mod portal;

use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub use mail::{MailServer, MailTls};
pub use portal::PortalAt;

/// The file's name inside the agency's folder.
pub const FILE: &str = "tacenda.toml";

/// What `tacenda.toml` says. An unknown key is an error: a misspelt setting must not be silently ignored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `sqlite` for the database file inside the folder, or a `postgres://` address, which may name several hosts.
    pub store: String,
    /// Where the root of all keys comes from.
    pub key: KeySource,
    /// Where backups go, relative to the folder unless absolute.
    #[serde(default = "backups")]
    pub backups: PathBuf,
    /// Names and keys of the witnesses whose word about the ledger counts, as signed-note verifier keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// The folder of the text model that looks for names in what leaves, relative to the agency's folder unless absolute:
    /// `docs/reference/names.md`. Without it the one beside the program is taken, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<PathBuf>,
    /// How people sign in, beside their password.
    #[serde(default, skip_serializing_if = "SignIn::is_plain")]
    pub sign_in: SignIn,
    /// What is done with files that come in.
    #[serde(default, skip_serializing_if = "Uploads::is_plain")]
    pub uploads: Uploads,
    /// How a packet stands ready behind a sealed link; without it nothing goes by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// Where clients come in by themselves; without it none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<PortalAt>,
    /// By which server mails go that say that something waits; without it none goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailServer>,
}

/// How a packet stands ready behind a sealed link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// The address under which outsiders fetch, such as `https://files.example`: another one than that of the desk, served by the same
    /// program, so that nothing of the one is reached from the other. Choose a name that says nothing of what the agency does.
    pub origin: String,
    /// So many minutes pass before the code is told: time in which a mistake is noticed. At most a day.
    #[serde(default = "ten")]
    pub cool_off: u16,
    /// So many days a link stands, at most sixty.
    #[serde(default = "fortnight")]
    pub days: u16,
}

const fn ten() -> u16 {
    10
}

const fn fortnight() -> u16 {
    14
}

impl Links {
    /// At that address, with the times that are usual.
    pub fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned(), cool_off: ten(), days: fortnight() }
    }

    /// Why they cannot be used beside a desk at that address.
    ///
    /// # Errors
    /// Where the address is none, is the desk's own, or a time is out of bounds.
    pub fn check(&self, desk: &str) -> Result<()> {
        apart("links", &self.origin, &[desk])?;
        anyhow::ensure!(self.cool_off <= 24 * 60, "[links] cool_off is at most a day: 1440 minutes");
        anyhow::ensure!((1..=60).contains(&self.days), "[links] days is 1 to 60");
        Ok(())
    }
}

/// Whether that address can serve outsiders: none of these others, and over TLS but on this very machine.
fn apart(part: &str, origin: &str, others: &[&str]) -> Result<()> {
    let plain = |url: &Url| url.origin().ascii_serialization() == origin;
    let Some(ours) = Url::parse(origin).ok().filter(plain) else {
        anyhow::bail!("[{part}] origin is not an address such as https://{part}.example")
    };
    let near = match ours.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    anyhow::ensure!(ours.scheme() == "https" || near, "[{part}] origin must begin with https://: what is private goes over it");
    let host = |origin: &str| origin.split_once("://").map(|(_, host)| host.to_lowercase());
    for other in others {
        anyhow::ensure!(host(origin) != host(other), "[{part}] origin must be another address than {other}");
    }
    Ok(())
}

/// What is done with files that come in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uploads {
    /// The socket of a virus scanner that is spoken to as clamd is, such as `/run/clamav/clamd.ctl`. While one is named, no file is kept
    /// that it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanner: Option<PathBuf>,
    /// The languages in which scans can be read by machine, as Tesseract names them, such as `["eng", "spa"]`. Whoever opens a paper is
    /// then offered its words; they are shown and not kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ocr: Vec<String>,
}

impl Uploads {
    fn is_plain(&self) -> bool {
        self == &Self::default()
    }
}

/// How people sign in, beside their password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// After so many days everybody chooses another password. Leave it out, unless somebody above the agency demands it: people who
    /// must change a password choose worse ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_days: Option<NonZeroU16>,
    /// An identity provider that says who somebody is (OpenID Connect).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oidc: Option<Oidc>,
}

impl SignIn {
    fn is_plain(&self) -> bool {
        self == &Self::default()
    }
}

/// An identity provider. `docs/reference/sign-in.md` says what each line does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// Its address, to the letter as its own description has it; `https`, or `http` on this machine alone.
    pub issuer: String,
    /// By what it knows us.
    pub client_id: String,
    /// Where the secret is that it gave us.
    pub secret: SecretSource,
    /// What people call it: it stands on the button.
    pub label: String,
    /// Any of these among its `amr` says that a second factor was shown there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The same of its `acr`; it is asked for these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acr: Vec<String>,
    /// Whoever signs in by it does so no more by password.
    #[serde(default)]
    pub only: bool,
    /// Certificates to trust instead of the system's, in PEM; relative to the agency's folder unless absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roots: Option<PathBuf>,
}

/// Where a secret is read that stands in no configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum SecretSource {
    /// A file that only its owner may read.
    File {
        /// Relative to the agency's folder unless absolute.
        path: PathBuf,
    },
    /// A systemd credential (`LoadCredentialEncrypted=`), by its name.
    Credential {
        /// As the unit names it.
        name: String,
    },
}

/// Where the root of all keys comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum KeySource {
    /// A file of 32 random bytes that only its owner may read; keep it on another disk than the database and its backups.
    File {
        /// Relative to the agency's folder unless absolute.
        path: PathBuf,
    },
    /// A passphrase, asked at the terminal or read from `--root-passphrase-file`.
    Passphrase,
    /// A systemd credential (`LoadCredentialEncrypted=`), by its name.
    Credential {
        /// As the unit names it.
        name: String,
    },
    /// A key that never leaves a PKCS#11 token; its PIN is asked at the terminal or read from a file.
    Pkcs11(Token),
}

/// A key inside a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The library that speaks to the token.
    pub module: PathBuf,
    /// The token's label.
    pub token: String,
    /// The key's label.
    pub label: String,
    /// A file with the PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin_file: Option<PathBuf>,
}

fn backups() -> PathBuf {
    PathBuf::from("backups")
}

impl Config {
    /// The database: a file in the agency's folder, or a server's address.
    pub fn place(&self, home: &Path) -> tacenda_store::Place {
        if self.store == "sqlite" {
            tacenda_store::Place::Sqlite(home.join("tacenda.db"))
        } else {
            tacenda_store::Place::Postgres(self.store.clone())
        }
    }

    /// Reads the configuration of the agency in `home`.
    ///
    /// # Errors
    /// Where there is none, or it says something that is not understood; the message names the line.
    pub fn read(home: &Path) -> Result<Self> {
        let path = home.join(FILE);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("no agency in {}: `tacenda init` makes one, `--home DIR` names another", home.display()))?;
        toml::from_str(&text).with_context(|| format!("{}", path.display()))
    }

    /// Writes it into a new agency's folder.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, home: &Path) -> Result<()> {
        let text = toml::to_string(self).context("cannot write the configuration")?;
        std::fs::write(home.join(FILE), text).with_context(|| format!("cannot write {}", home.join(FILE).display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_an_address_of_their_own_that_is_sealed() {
        let holds = |origin: &str| Links::at(origin).check("https://desk.example").is_ok();
        for fine in ["https://files.example", "https://desk.example:8443", "http://127.0.0.1:7200", "http://localhost:7200"] {
            assert!(holds(fine), "{fine}");
        }
        for no in [
            "https://desk.example",
            "http://files.example",
            "https://Files.example",
            "https://files.example/",
            "https://files.example:443",
            "https://a@files.example",
            "files.example",
            "ftp://files.example",
            "",
        ] {
            assert!(!holds(no), "{no}");
        }
        // By one name on one machine a request could be at either.
        assert!(Links::at("http://localhost").check("https://localhost").is_err());
        for (cool_off, days, fine) in [(0, 1, true), (1440, 60, true), (1441, 14, false), (10, 0, false), (10, 61, false)] {
            let links = Links { cool_off, days, ..Links::at("https://files.example") };
            assert_eq!(links.check("https://desk.example").is_ok(), fine, "{cool_off} {days}");
        }
    }
}
