//! `[mail]`: by which server mails go, and from whom they are.

use std::path::PathBuf;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tacenda_desk::is_mail_address;
use url::Host;

use super::SecretSource;

/// The longest name of a sender.
const LONGEST: usize = 60;

/// How the connection to the mail server is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From its first byte (usually at port 465).
    #[default]
    Implicit,
    /// After a word in the clear, and never without (usually at port 587).
    Starttls,
    /// Not at all: a server on this very machine alone.
    None,
}

/// By which server mails go, and from whom they are. `docs/reference/mail.md` says what each line does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    /// The mail server's name.
    pub host: String,
    /// Its port; without it the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How the connection is sealed.
    #[serde(default)]
    pub tls: MailTls,
    /// From which address mails come. Choose one that says nothing of what you do.
    pub from: String,
    /// The name beside it, as neutral as the address; without it there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who signs in at the mail server, where somebody must.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Where their password is; it stands in no configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretSource>,
    /// Certificates to trust instead of the system's, in PEM; relative to the agency's folder unless absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roots: Option<PathBuf>,
}

impl MailServer {
    /// The port, or the usual one.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            MailTls::Implicit => 465,
            MailTls::Starttls => 587,
            MailTls::None => 25,
        })
    }

    /// The part of the sender's address after its sign: by this name we greet, and mails are numbered.
    pub fn domain(&self) -> &str {
        self.from.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Why it cannot be used.
    ///
    /// # Errors
    /// Where the server or the sender is none, something goes over a network unsealed, or a user has no password.
    pub fn check(&self) -> Result<()> {
        let host = Host::parse(&self.host).ok().filter(|_| !self.host.is_empty());
        let Some(host) = host else { anyhow::bail!("[mail] host is no name of a server") };
        let near = match host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        anyhow::ensure!(self.tls != MailTls::None || near, "[mail] tls = \"none\" is for a server on this machine alone");
        anyhow::ensure!(is_mail_address(&self.from), "[mail] from is no address such as post@files.example");
        let plain = |name: &String| !name.is_empty() && name.len() <= LONGEST && !name.chars().any(char::is_control);
        anyhow::ensure!(self.name.as_ref().is_none_or(plain), "[mail] name is one short line");
        anyhow::ensure!(self.user.is_some() == self.password.is_some(), "[mail] user and password stand together, or neither");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> MailServer {
        toml::from_str("host = \"smtp.example\"\nfrom = \"post@files.example\"").unwrap()
    }

    #[test]
    fn what_goes_over_a_network_is_sealed_and_no_password_stands_here() {
        server().check().unwrap();
        let of = |host: &str, tls| MailServer { host: host.to_owned(), tls, ..server() }.check().is_ok();
        assert!(of("localhost", MailTls::None) && of("127.0.0.1", MailTls::None) && of("smtp.example", MailTls::Starttls));
        assert!(!of("smtp.example", MailTls::None) && !of("10.0.0.1", MailTls::None) && !of("", MailTls::Implicit));
        for no in ["", "post", "post@files.example\r\nBcc: a@b.example", "Files <post@files.example>"] {
            assert!(MailServer { from: no.to_owned(), ..server() }.check().is_err(), "{no:?}");
        }
        assert!(MailServer { name: Some("A\r\nBcc: b@c.example".to_owned()), ..server() }.check().is_err());
        assert!(MailServer { user: Some("post".to_owned()), ..server() }.check().is_err());
        assert!(toml::from_str::<MailServer>("host = \"a\"\nfrom = \"a@b.example\"\npassword = \"secret\"").is_err());
    }

    #[test]
    fn the_port_is_the_usual_one() {
        let of = |tls| MailServer { tls, ..server() }.port();
        assert_eq!([MailTls::Implicit, MailTls::Starttls, MailTls::None].map(of), [465, 587, 25]);
    }
}
