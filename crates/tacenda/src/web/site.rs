//! What every request shares.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use tacenda_desk::Time;
use tacenda_desk::flows::Law;
use tacenda_law::{Packs, WorkedCase};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::jobs::Jobs;
use super::pages::{Cards, Lines};
use super::reasons::Reasons;
use super::sessions::Sessions;
use super::tried::{Tried, Tries};
use super::views::Views;
use crate::account::{Account, Bound, Gate, Policy};
use crate::agency::Agency;
use crate::config::{Links, PortalAt};
use crate::edge;
use crate::lock::Locker;
use crate::mail::{Outbox, Relay};
use crate::names::Names;
use crate::press::Press;
use crate::problem::Problem;
use crate::provider::Provider;
use crate::reader::{self, Reader};
use crate::scans::Scans;

/// Pictures of pages that nobody needed for so many sweeps leave the memory: half an hour.
const PICTURES_REST: u32 = 450;

/// How the web is served.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address people type, such as `https://desk.example`; forms from elsewhere are refused.
    pub origin: String,
    /// A fictional agency: a banner says so on every page.
    pub practice: bool,
    /// The folder of the law packs, if they are not those inside the program.
    pub packs: Option<PathBuf>,
    /// The program that sets pages, if it is not this one.
    pub program: Option<PathBuf>,
    /// How packets stand ready behind sealed links, if they do.
    pub links: Option<Links>,
    /// Where clients come in by themselves, if they do.
    pub portal: Option<PortalAt>,
    /// The folder of the text model that looks for names, if there is one.
    pub names: Option<PathBuf>,
}

/// How many requests may be under way; one more is asked to come again.
const TURNS: usize = 256;

/// What every request shares.
#[derive(Debug)]
pub struct Site {
    pub(crate) agency: Agency,
    pub(crate) packs: Arc<Packs>,
    pub(crate) settings: Settings,
    pub(crate) policy: Policy,
    pub(crate) sessions: Sessions,
    pub(crate) press: Press,
    pub(crate) reader: Reader,
    pub(crate) scans: Scans,
    pub(crate) views: Views,
    pub(crate) names: Names,
    pub(crate) locker: Locker,
    pub(crate) jobs: Jobs,
    pub(crate) reasons: Reasons,
    pub(crate) gate: Gate,
    tries: Tries,
    /// Whether answers whose time must tell nothing go out on a beat.
    pub(crate) beats: bool,
    /// Who vouches for people, if somebody does.
    pub(crate) provider: Option<Provider>,
    /// By which mail server mails go, if any do.
    pub(crate) relay: Option<Relay>,
    decoy: OnceLock<String>,
    turns: Arc<Semaphore>,
    counts: [AtomicU64; 5],
    refused: AtomicU64,
    cases: OnceLock<Vec<WorkedCase>>,
    cards: OnceLock<Cards>,
    lines: OnceLock<Lines>,
}

impl Site {
    /// Over an open agency and the law.
    pub fn new(agency: Agency, packs: Packs, settings: Settings) -> Self {
        let policy = Policy::of(&agency.config().sign_in, settings.practice);
        let languages = reader::known(&agency.config().uploads.ocr);
        let site = Self {
            packs: Arc::new(packs),
            press: Press::new(settings.program.as_deref()),
            reader: Reader::new(settings.program.as_deref(), &languages),
            scans: Scans::new(settings.program.as_deref(), &languages),
            views: Views::default(),
            locker: Locker::new(settings.program.as_deref()),
            names: Names::new(settings.program.as_deref(), settings.names.clone()),
            agency,
            settings,
            policy,
            sessions: Sessions::default(),
            jobs: Jobs::default(),
            reasons: Reasons::default(),
            gate: Gate::default(),
            tries: Tries::default(),
            beats: true,
            provider: None,
            relay: None,
            decoy: OnceLock::new(),
            turns: Arc::new(Semaphore::new(TURNS)),
            counts: Default::default(),
            refused: AtomicU64::new(0),
            cases: OnceLock::new(),
            cards: OnceLock::new(),
            lines: OnceLock::new(),
        };
        site.cards();
        site.lines();
        site
    }

    /// The packs' worked cases, read when somebody first asks for them.
    pub(crate) fn cases(&self) -> &[WorkedCase] {
        self.cases.get_or_init(|| {
            let files = crate::packs::files(self.settings.packs.as_deref()).unwrap_or_default();
            let today = self.wall().map_or(jiff::civil::Date::ZERO, super::dates::today);
            self.packs.cases(&files, today).unwrap_or_default()
        })
    }

    /// What the crisis cards say of each place; made when the site is, so that it needs nothing later.
    pub(super) fn cards(&self) -> &Cards {
        self.cards.get_or_init(|| {
            let today = self.wall().map_or(jiff::civil::Date::ZERO, super::dates::today);
            Cards::of(&self.packs, self.agency.home(), today)
        })
    }

    /// Whom to call when somebody may be abused; made with the site too. In which places the agency works is asked once.
    pub(super) fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of_packs(&self.packs, &self.agency.programs().unwrap_or_default()))
    }

    /// A turn, unless too much is under way.
    pub(crate) fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).try_acquire_owned().ok()
    }

    /// Counts an answer by the first digit of its status.
    pub(crate) fn count(&self, status: u16) {
        if let Some(count) = self.counts.get(usize::from(status / 100).saturating_sub(1)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts for machines, as Prometheus reads them (text format 0.0.4). Nothing in it is about anybody.
    pub(crate) fn metrics(&self) -> String {
        let mut text = String::from("# TYPE tacenda_answers_total counter\n");
        for (class, count) in (1..).zip(&self.counts) {
            let _ = writeln!(text, "tacenda_answers_total{{status=\"{class}xx\"}} {}", count.load(Ordering::Relaxed));
        }
        let under_way = TURNS.saturating_sub(self.turns.available_permits());
        let sealed = u8::from(self.agency.ring().is_sealed());
        let _ = writeln!(text, "# TYPE tacenda_requests_under_way gauge\ntacenda_requests_under_way {under_way}");
        let refused = self.refused.load(Ordering::Relaxed);
        let _ = writeln!(text, "# TYPE tacenda_tries_refused_total counter\ntacenda_tries_refused_total {refused}");
        let _ = writeln!(text, "# TYPE tacenda_sealed gauge\ntacenda_sealed {sealed}");
        text
    }

    /// With other rules for signing in.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// With answers that may not tell their time going out at once: for those who count pages, and not time.
    #[must_use]
    pub fn without_beats(self) -> Self {
        Self { beats: false, ..self }
    }

    /// With an identity provider that vouches for people.
    #[must_use]
    pub fn with_provider(self, provider: Option<Provider>) -> Self {
        Self { provider, ..self }
    }

    /// With a mail server.
    #[must_use]
    pub fn with_relay(self, relay: Option<Relay>) -> Self {
        Self { relay, ..self }
    }

    /// Sends the mails whose time has come. How many went.
    ///
    /// # Errors
    /// Where the database does not answer; what was begun is taken up again later.
    pub fn post(&self) -> Result<usize, Problem> {
        self.outbox(None).round()
    }

    /// The same at a time that is told: of a fictional agency alone.
    ///
    /// # Errors
    /// As [`Self::post`].
    pub fn post_at(&self, time: Time) -> Result<usize, Problem> {
        self.outbox(Some(time).filter(|_| self.settings.practice)).round()
    }

    /// The law, where days begin and end as they do here.
    pub(crate) fn law(&self) -> Law {
        Law::new(self.packs.clone()).in_zone(jiff::tz::TimeZone::system())
    }

    fn outbox(&self, at: Option<Time>) -> Outbox<'_> {
        let origin = self.settings.links.as_ref().map(|links| links.origin.as_str());
        let law = Arc::new(self.law());
        Outbox { agency: &self.agency, law, relay: self.relay.as_ref(), origin, at }
    }

    /// What the provider that is asked here calls them, if they sign in by it. A binding to another one is none.
    pub(crate) fn bound<'a>(&self, account: &'a Account) -> Option<&'a Bound> {
        let provider = self.provider.as_ref()?;
        account.bound.as_ref().filter(|bound| bound.issuer == provider.issuer())
    }

    /// Whether somebody signs in by the provider alone, and by password no more.
    pub(crate) fn is_without_password(&self, account: &Account) -> bool {
        self.provider.as_ref().is_some_and(Provider::is_only) && self.bound(account).is_some()
    }

    /// A password that nobody has, kept as all are: what is typed for nobody is held against it.
    pub(crate) fn decoy(&self) -> Result<&str, Problem> {
        if self.decoy.get().is_none() {
            let _ = self.decoy.set(self.gate.keep(self.policy.stretch, &super::sessions::secret()?)?);
        }
        self.decoy.get().map(String::as_str).ok_or(Problem::Busy)
    }

    /// Lets go of keys whose sessions are over, and enters what was tried and did not count.
    pub fn sweep(&self) {
        let Ok(now) = self.wall() else { return };
        let sealed = self.agency.ring().is_sealed();
        self.scans.forgets(sealed, PICTURES_REST);
        if sealed {
            self.views.clear();
        }
        if self.sessions.held() > 0 {
            self.sessions.sweep(&self.agency, &self.policy, now);
        }
        let _ = self.tries.enter(&self.agency, now); // what cannot be entered now is counted by the machines all the same
    }

    /// Counts what was tried and did not count.
    pub(crate) fn tried(&self, tried: Tried) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        self.tries.add(tried);
    }

    /// Of how many sessions this server holds a key.
    pub fn held_keys(&self) -> usize {
        self.sessions.held()
    }

    /// Whether people reach it over TLS, so that its cookie never travels without.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https://")
    }

    /// The session cookie's name. A `__Host-` cookie is refused without TLS, which practice on one's own machine does not have.
    pub(crate) fn cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-desk" } else { "desk" }
    }

    /// The name of the cookie by which a device is known.
    pub(crate) fn known(&self) -> &'static str {
        if self.is_secure() { "__Host-known" } else { "known" }
    }

    /// The name of the cookie by which an errand to the identity provider is known.
    pub(crate) fn errand(&self) -> &'static str {
        if self.is_secure() { "__Host-errand" } else { "errand" }
    }

    /// The machine's time: for sessions, which end by it alone.
    #[expect(clippy::unused_self, reason = "a site asks its own machine")]
    pub(crate) fn wall(&self) -> Result<Time, Problem> {
        edge::clock().map(|reading| Time(reading.wall)).map_err(|fault| Problem::Plainly(format!("{fault:#}")))
    }
}
