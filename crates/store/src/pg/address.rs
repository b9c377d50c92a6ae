//! The address of a PostgreSQL: which hosts, in which order, and whether encrypted.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::session::Session;
use super::tls::Tls;
use crate::error::Error;

/// The hosts of an address, each with all that a connection to it needs. Clones share which host answered last.
#[derive(Clone)]
pub(crate) struct Address {
    hosts: Vec<Config>,
    tls: Tls,
    connect: Duration,
    patience: Duration,
    last: Arc<AtomicUsize>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({} hosts)", self.hosts.len()) // a configuration holds the password
    }
}

/// What an address says of encryption; tokio-postgres does not know these words.
#[derive(Default)]
struct Ssl {
    mode: Option<String>,
    roots: Option<String>,
}

impl Address {
    /// Reads an address. Touches no network.
    pub(crate) fn parse(text: &str, connect: Duration, patience: Duration) -> Result<Self, Error> {
        let (plain, ssl) = take_ssl(text);
        let all: Config = plain.parse().map_err(|_| Error::place("the address of PostgreSQL cannot be read"))?;
        if all.get_hosts().is_empty() {
            return Err(Error::place("the address of PostgreSQL names no host"));
        }
        let encrypted = match ssl.mode.as_deref() {
            Some("require" | "verify-ca" | "verify-full") => true,
            Some("disable") => false,
            None if all.get_hosts().iter().all(is_here) => false,
            None => return Err(Error::place("a host that is not this machine needs sslmode=verify-full&sslrootcert=FILE")),
            Some(_) => return Err(Error::place("sslmode must be verify-full, or disable")),
        };
        let tls = match (encrypted, &ssl.roots) {
            (false, _) => Tls::none(),
            (true, Some(file)) => Tls::trusting(Path::new(file))?,
            (true, None) => return Err(Error::place("sslmode needs sslrootcert=FILE, the certificates to trust")),
        };
        let hosts = (0..all.get_hosts().len()).map(|at| one_host(&all, at, encrypted, connect)).collect();
        Ok(Self { hosts, tls, connect, patience, last: Arc::new(AtomicUsize::new(0)) })
    }

    /// Connects to the first host that answers and takes writes, beginning with the one that did so last.
    pub(crate) fn connect(&self) -> Result<Session, Error> {
        let first = self.last.load(Ordering::Relaxed);
        let mut fault = Error::unavailable("no host of PostgreSQL answers");
        for at in (0..self.hosts.len()).map(|step| (first + step) % self.hosts.len()) {
            let Some(config) = self.hosts.get(at) else { continue };
            match Session::connect(config, self.tls.clone(), self.connect, self.patience) {
                Ok(session) => {
                    self.last.store(at, Ordering::Relaxed);
                    return Ok(session);
                }
                Err(error) if error.is_place() => return Err(error),
                Err(error) => fault = Error::unavailable(format!("no host of PostgreSQL takes writes: {error}")),
            }
        }
        Err(fault)
    }
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
    }
}

/// Takes `sslmode` and `sslrootcert` out of an address.
fn take_ssl(text: &str) -> (String, Ssl) {
    let mut ssl = Ssl::default();
    let Some((base, query)) = text.split_once('?') else { return (text.to_owned(), ssl) };
    let rest: Vec<&str> = query
        .split('&')
        .filter(|part| match part.split_once('=') {
            Some(("sslmode", value)) => {
                ssl.mode = Some(value.to_owned());
                false
            }
            Some(("sslrootcert", value)) => {
                ssl.roots = Some(value.replace("%2F", "/").replace("%2f", "/").replace("%20", " "));
                false
            }
            _ => true,
        })
        .collect();
    let plain = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    (plain, ssl)
}

/// The configuration of one of several hosts: tried one by one, a frozen host costs its own time only.
fn one_host(all: &Config, at: usize, encrypted: bool, connect: Duration) -> Config {
    let mut one = Config::new();
    match all.get_hosts().get(at) {
        Some(Host::Tcp(name)) => one.host(name),
        Some(Host::Unix(path)) => one.host_path(path),
        None => &mut one,
    };
    let ports = all.get_ports();
    if let Some(port) = ports.get(at).or_else(|| ports.first()) {
        one.port(*port);
    }
    if let Some(ip) = all.get_hostaddrs().get(at) {
        one.hostaddr(*ip);
    }
    if let Some(user) = all.get_user() {
        one.user(user);
    }
    if let Some(password) = all.get_password() {
        one.password(password);
    }
    if let Some(name) = all.get_dbname() {
        one.dbname(name);
    }
    if let Some(options) = all.get_options() {
        one.options(options);
    }
    let second = Duration::from_secs(1); // the kernel counts these in whole seconds
    one.application_name(all.get_application_name().unwrap_or("tacenda"))
        .ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable })
        .target_session_attrs(TargetSessionAttrs::ReadWrite)
        .connect_timeout(connect)
        .tcp_user_timeout(connect * 3)
        .keepalives_idle(second.max(connect * 3))
        .keepalives_interval(second.max(connect))
        .keepalives_retries(3);
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Result<Address, Error> {
        Address::parse(text, Duration::from_secs(1), Duration::from_secs(1))
    }

    #[test]
    fn every_host_is_tried_with_its_own_port() {
        let found = address("postgres://u:p@localhost:5001,127.0.0.1:5002/db?connect_timeout=2").unwrap();
        let ports: Vec<_> = found.hosts.iter().map(|host| host.get_ports().to_vec()).collect();
        assert_eq!(ports, [[5001], [5002]]);
        assert!(found.hosts.iter().all(|host| host.get_target_session_attrs() == TargetSessionAttrs::ReadWrite));
    }

    #[test]
    fn a_host_elsewhere_is_refused_without_a_word_on_encryption() {
        assert!(address("postgres://u@db.example/db").unwrap_err().to_string().contains("sslmode=verify-full"));
        assert!(address("postgres://u@db.example/db?sslmode=prefer").unwrap_err().is_place());
        assert!(address("postgres://u@db.example/db?sslmode=require").unwrap_err().to_string().contains("sslrootcert"));
        assert!(address("postgres://u@db.example/db?sslmode=disable").is_ok());
    }

    #[test]
    fn an_address_shows_nothing_of_itself() {
        let found = address("postgres://somebody:secret@localhost/db").unwrap();
        assert_eq!(format!("{found:?}"), "Address(1 hosts)");
    }
}
