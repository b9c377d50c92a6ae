//! `[portal]`: where clients come in by themselves.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use url::Url;

/// Where clients come in by themselves: a third address, beside the desk's and that of sealed links, served by the same program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalAt {
    /// The address, such as `https://p.example`. Somebody else may look at the client's telephone: choose a name that says nothing of what
    /// the agency is or does.
    pub origin: String,
    /// Where *Leave this page* leads: a page that many people look at, and that shows nothing of what was searched for.
    #[serde(default = "weather")]
    pub leave: String,
}

fn weather() -> String {
    "https://www.weather.gov/".to_owned()
}

impl PortalAt {
    /// At that address, and out to the weather.
    pub fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned(), leave: weather() }
    }

    /// Why it cannot be used beside these other addresses of ours.
    ///
    /// # Errors
    /// Where an address is none, is one of the others, or is not reached over TLS.
    pub fn check(&self, others: &[&str]) -> Result<()> {
        super::apart("portal", &self.origin, others)?;
        let out = Url::parse(&self.leave).ok().filter(|url| url.scheme() == "https");
        anyhow::ensure!(out.is_some(), "[portal] leave is not an address such as https://www.weather.gov/");
        let ours = self.leave.starts_with(&self.origin) || others.iter().any(|other| self.leave.starts_with(other));
        anyhow::ensure!(!ours, "[portal] leave must lead somewhere else than here");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_stands_alone_and_leads_out() {
        let at = |origin: &str| PortalAt::at(origin).check(&["https://desk.example", "https://files.example"]).is_ok();
        assert!(at("https://p.example") && at("http://p.localhost:7200"));
        for bad in ["https://desk.example", "https://FILES.example", "http://p.example", "p.example", "https://p.example/x"] {
            assert!(!at(bad), "{bad}");
        }
        let leave = |to: &str| PortalAt { leave: to.to_owned(), ..PortalAt::at("https://p.example") };
        assert!(leave("https://p.example/1").check(&[]).is_err() && leave("weather").check(&[]).is_err());
    }
}
