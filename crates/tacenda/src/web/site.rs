//! What every request shares.

use std::sync::Arc;

use tacenda_desk::Time;
use tacenda_law::Packs;

use super::sessions::Sessions;
use crate::agency::Agency;
use crate::edge;
use crate::problem::Problem;

/// How the web is served.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address people type, such as `https://desk.example`; forms from elsewhere are refused.
    pub origin: String,
    /// A fictional agency: a banner says so on every page.
    pub practice: bool,
}

/// What every request shares.
#[derive(Debug)]
pub struct Site {
    pub(crate) agency: Agency,
    pub(crate) packs: Arc<Packs>,
    pub(crate) settings: Settings,
    pub(crate) sessions: Sessions,
}

impl Site {
    /// Over an open agency and the law.
    pub fn new(agency: Agency, packs: Packs, settings: Settings) -> Self {
        Self { agency, packs: Arc::new(packs), settings, sessions: Sessions::default() }
    }

    /// Whether people reach it over TLS, so that its cookie never travels without.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https://")
    }

    /// The session cookie's name. A `__Host-` cookie is refused without TLS, which practice on one's own machine does not have.
    pub(crate) fn cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-desk" } else { "desk" }
    }

    /// The machine's time: for sessions, which end by it alone.
    #[expect(clippy::unused_self, reason = "a site asks its own machine")]
    pub(crate) fn wall(&self) -> Result<Time, Problem> {
        edge::clock().map(|reading| Time(reading.wall)).map_err(|fault| Problem::Plainly(format!("{fault:#}")))
    }
}
