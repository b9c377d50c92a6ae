//! From where somebody asks: their network, and the device that they were seen with before. Both are kept only as marks.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};
use tacenda_desk::WorkerId;

use super::sessions;
use crate::account::digest;
use crate::agency::{Agency, hex};
use crate::problem::Problem;

/// Devices are shared: so many people are known by one.
const MOST: usize = 6;

/// From where somebody asks.
#[derive(Debug, Clone, Default)]
pub(crate) struct From {
    /// The network: `192.0.2.0/24`; empty where it is not known.
    pub(crate) net: String,
    /// What the browser says it is, in two words.
    pub(crate) label: String,
    /// What the device's cookie says.
    pub(crate) known: Option<String>,
    /// What the cookie of an errand to the identity provider says.
    pub(crate) errand: Option<String>,
}

impl From {
    pub(crate) fn read(peer: Option<SocketAddr>, headers: &HeaderMap, known: Option<String>) -> Self {
        let value = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // A proxy that speaks TLS stands on this machine, and appends whom it speaks for.
        let through = peer.is_none_or(|peer| peer.ip().is_loopback());
        let last = value(header::HeaderName::from_static("x-forwarded-for")).rsplit(',').next().unwrap_or_default().trim();
        let address = last.parse().ok().filter(|_| through).or(peer.map(|peer| peer.ip()));
        Self { net: address.map(net).unwrap_or_default(), label: label(value(header::USER_AGENT)), known, errand: None }
    }

    /// The cookie's device and its seals.
    fn parts(&self) -> Option<(&str, Vec<&str>)> {
        let mut parts = self.known.as_deref()?.split('.');
        let device = parts.next().filter(|device| device.len() == 64 && device.bytes().all(|b| b.is_ascii_hexdigit()))?;
        Some((device, parts.take(MOST).collect()))
    }

    /// The id of the device, if its cookie was sealed for this person.
    pub(crate) fn device(&self, agency: &Agency, worker: WorkerId) -> Result<Option<String>, Problem> {
        let Some((device, seals)) = self.parts() else { return Ok(None) };
        let own = seal(agency, worker, device)?;
        Ok(seals.contains(&own.as_str()).then(|| hex(&digest(device))))
    }

    /// The cookie by which this person is known here from now on, and the device's id.
    pub(crate) fn know(&self, agency: &Agency, worker: WorkerId) -> Result<(String, String), Problem> {
        let fresh = sessions::secret()?;
        let (device, mut seals) = match self.parts() {
            Some((device, seals)) => (device.to_owned(), seals.into_iter().map(str::to_owned).collect()),
            None => (fresh, Vec::new()),
        };
        let own = seal(agency, worker, &device)?;
        seals.retain(|seal| *seal != own);
        seals.insert(0, own);
        seals.truncate(MOST);
        Ok((format!("{device}.{}", seals.join(".")), hex(&digest(&device))))
    }
}

fn seal(agency: &Agency, worker: WorkerId, device: &str) -> Result<String, Problem> {
    let whole = hex(&agency.keyed_mark("device", &format!("{worker} {device}"))?);
    Ok(whole.chars().take(32).collect())
}

/// The network that an address is in.
fn net(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{:x}::/56", d & 0xff00)
        }
    }
}

/// Browser and system in two words, so that somebody knows their own machine in a list.
fn label(agent: &str) -> String {
    let first = |of: &[(&str, &'static str)]| of.iter().find(|(word, _)| agent.contains(word)).map_or("", |(_, name)| *name);
    let browser = first(&[("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(forwarded: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        headers.insert(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36".parse().unwrap());
        headers
    }

    #[test]
    fn whom_a_proxy_speaks_for_is_believed_of_one_on_this_machine_alone() {
        let from = |peer: &str| From::read(peer.parse().ok(), &headers("198.51.100.7, 203.0.113.9"), None);
        assert_eq!(from("127.0.0.1:9").net, "203.0.113.0/24");
        assert_eq!(from("192.0.2.77:9").net, "192.0.2.0/24");
        assert_eq!(from("[2001:db8:1:2ff::1]:9").net, "2001:db8:1:200::/56");
        assert_eq!(from("127.0.0.1:9").label, "Chrome, Linux");
    }
}
