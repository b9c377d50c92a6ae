//! Whoever came in, as long as it lasts: ten minutes without a touch, two hours at most. The browser holds a secret and nothing else.

use serde::{Deserialize, Serialize};
use tacenda_desk::{Id, Portal, Time};
use tacenda_store::Tx;
use tacenda_store::stays::{self, StayRow};
use tacenda_vault::{Class, Place, Purpose, SystemEntropy};

use crate::account::digest;
use crate::language::Language;
use crate::problem::Problem;
use crate::web::sessions::secret;
use crate::web::site::Site;

/// Minutes without a touch, and minutes at most.
const IDLE: i64 = 10;
const WHOLE: i64 = 120;

/// Whoever came in.
pub(in crate::web) struct Stay {
    pub(super) secret: String,
    mark: [u8; 32],
    pub(super) portal: Portal,
    pub(super) language: Language,
    /// They came in under the second phrase.
    pub(super) quiet: bool,
    /// They sign and stop permissions.
    pub(super) decides: bool,
    /// When they came in.
    pub(super) made: Time,
}

/// What is remembered of it, sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    language: String,
    quiet: bool,
}

/// The cookie's name: one letter.
pub(super) fn name(site: &Site) -> &'static str {
    if site.settings.portal.as_ref().is_some_and(|portal| portal.origin.starts_with("https://")) { "__Host-s" } else { "s" }
}

fn place(row: &StayRow) -> Place {
    Place::new("stay").with("mark", row.mark.as_slice()).with("portal", row.portal.as_str()).with("made", row.made)
}

fn damaged() -> Problem {
    Problem::NotVerified("a stay is damaged".to_owned())
}

fn seal(tx: &mut Tx<'_>, site: &crate::agency::Agency, mut row: StayRow, body: &Body) -> Result<StayRow, Problem> {
    let plain = serde_json::to_vec(body).map_err(|_| damaged())?;
    row.blob = site.keys(None).seal(tx, "", Class::Agency, &place(&row), &plain, &mut SystemEntropy)?;
    Ok(row)
}

impl Stay {
    /// Begins one, and gives the secret for the browser. Those that are long over go.
    pub(super) fn begin(site: &Site, portal: Id<Portal>, language: Language, quiet: bool) -> Result<String, Problem> {
        Self::begin_at(site, (portal, site.wall()?), language, quiet)
    }

    /// The same under another secret: whoever knew the old one is out, and it lasts no longer for that.
    pub(super) fn anew(&self, site: &Site) -> Result<String, Problem> {
        Self::begin_at(site, (self.portal.id, self.made), self.language, self.quiet)
    }

    fn begin_at(site: &Site, (portal, made): (Id<Portal>, Time), language: Language, quiet: bool) -> Result<String, Problem> {
        let (secret, now, agency) = (secret()?, site.wall()?, site.agency.clone());
        let mark = digest(&secret);
        site.agency.db().write(move |tx| {
            stays::end_before(tx, now.plus_minutes(-WHOLE - 5).0)?;
            let row = StayRow { mark, portal: portal.to_string(), made: made.0, seen: now.0, blob: Vec::new() };
            let row = seal(tx, &agency, row, &Body { language: language.code().to_owned(), quiet })?;
            Ok::<_, Problem>(stays::add(tx, &row)?)
        })?;
        Ok(secret)
    }

    /// The stay of this secret, if it goes on and the door stands open.
    pub(super) fn find(site: &Site, secret: &str) -> Result<Option<Self>, Problem> {
        let (mark, now, agency) = (digest(secret), site.wall()?, &site.agency);
        let found = agency.db().read(|tx| {
            let Some(row) = stays::get(tx, &mark)? else { return Ok(None) };
            let opened = agency.keys(None).open(tx, "", Class::Agency, &place(&row), &row.blob)?;
            let body: Body = serde_json::from_slice(opened.expose(Purpose::Decide)).map_err(|_| damaged())?;
            Ok::<_, Problem>(Some((row, body)))
        })?;
        let Some((row, body)) = found else { return Ok(None) };
        let (made, seen) = (Time(row.made), Time(row.seen));
        let portal = agency.guest_of(row.portal.parse().map_err(|_| damaged())?)?;
        let over = now >= seen.plus_minutes(IDLE) || now >= made.plus_minutes(WHOLE) || now < made.plus_minutes(-5);
        let Some((portal, decides)) = portal.filter(|_| !over) else {
            agency.db().write(move |tx| stays::end(tx, &mark))?;
            return Ok(None);
        };
        if now >= seen.plus_minutes(1) {
            agency.db().write(move |tx| stays::seen(tx, &mark, now.0))?;
        }
        let language = Language::from_code(&body.language).unwrap_or_default();
        Ok(Some(Self { secret: secret.to_owned(), mark, portal, language, quiet: body.quiet, decides, made }))
    }

    /// It goes on in that language.
    pub(super) fn speak(&self, site: &Site, language: Language) -> Result<(), Problem> {
        let (agency, mark, quiet, made) = (site.agency.clone(), self.mark, self.quiet, self.made);
        let (portal, now) = (self.portal.id.to_string(), site.wall()?);
        site.agency.db().write(move |tx| {
            // One that somebody ended meanwhile does not come back.
            if !stays::end(tx, &mark)? {
                return Err(Problem::NotSignedIn);
            }
            let row = StayRow { mark, portal: portal.clone(), made: made.0, seen: now.0, blob: Vec::new() };
            let row = seal(tx, &agency, row, &Body { language: language.code().to_owned(), quiet })?;
            Ok(stays::add(tx, &row)?)
        })
    }

    /// It is over, here and on the server.
    pub(super) fn end(&self, site: &Site) -> Result<(), Problem> {
        let mark = self.mark;
        site.agency.db().write(move |tx| stays::end(tx, &mark))?;
        Ok(())
    }

    /// So are all others by the same door.
    pub(super) fn end_all(&self, site: &Site) -> Result<(), Problem> {
        let portal = self.portal.id.to_string();
        site.agency.db().write(move |tx| stays::end_of(tx, &portal))?;
        Ok(())
    }
}

/// The cookie that holds the secret, for as long as the browser stands open.
pub(super) fn cookie(site: &Site, secret: &str) -> String {
    let name = name(site);
    let secure = if name.starts_with("__Host-") { "; Secure" } else { "" };
    format!("{name}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}")
}

/// The cookie that takes it away.
pub(super) fn gone(site: &Site) -> String {
    let name = name(site);
    let secure = if name.starts_with("__Host-") { "; Secure" } else { "" };
    format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}")
}
