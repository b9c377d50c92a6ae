//! `/` and `/0`: somebody comes in by number, password and a code from paper, and chooses a password the first time.
//!
//! A number that is nobody's, a wrong password, a used code and a door that is shut cost the same and are answered the same.

use askama::Template;
use axum::http::{StatusCode, header};
use tacenda_desk::acts::GuestAct;
use tacenda_desk::{Refusal, Seen};

use super::chrome::Chrome;
use super::stay::{Stay, cookie};
use super::{Call, home};
use crate::account::{Weak, fit};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::chrome::Fault;
use crate::web::tried::Tried;

/// So many tries of one number are free from one place, and so many from everywhere together.
const FREE: u64 = 6;
const FREE_EVERYWHERE: u64 = 30;
/// How long a password must be: it never stands alone.
const LEAST: usize = 12;

#[derive(Template)]
#[template(path = "portal/enter.html")]
struct Page {
    c: Chrome,
    number: String,
}

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    if call.stay.is_some() {
        return Ok(Answer::go("/1"));
    }
    page(call, Vec::new())
}

fn page(call: &Call<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { c: call.chrome("portal-enter").with_faults(faults), number: call.form.text("number").to_owned() };
    Ok(Answer::page(&page)?.status(status).evenly())
}

pub(super) fn enter(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["number", "password", "code"], &[])?;
    let site = call.site;
    let (number, typed, code) = (call.form.text("number"), call.form.raw("password"), call.form.text("code"));
    let Some(came) = knock(call, (number, typed, code))? else {
        site.tried(Tried::Password);
        return page(call, vec![Fault { field: "number", text: call.say("portal-enter-fault") }]);
    };
    if let Some(before) = &call.stay {
        before.end(site)?;
    }
    let secret = Stay::begin(site, came.0, call.language, came.1)?;
    Ok(Answer::go("/1").with(header::SET_COOKIE, &cookie(site, &secret)))
}

/// Which portal they came in by, and whether under the second phrase; none where anything is wrong.
fn knock(
    call: &Call<'_>,
    (number, typed, code): (&str, &str, &str),
) -> Result<Option<(tacenda_desk::Id<tacenda_desk::Portal>, bool)>, Problem> {
    let (site, agency, now) = (call.site, &call.site.agency, call.site.wall()?);
    let id = agency.portal_id(number)?;
    let keyed = |of: &str| agency.keyed_mark("portal try", &format!("{id} {of}"));
    let here = vec![(keyed(&format!("net {}", call.from.net))?, FREE)];
    let marks = here.iter().copied().chain([(keyed("everywhere")?, FREE_EVERYWHERE)]).collect();
    let counts = agency.try_under(marks, now)?;
    let found = agency.portal(number)?;
    let decoy = site.decoy()?;
    let there = found.as_ref().is_some_and(|(there, _)| *there);
    // What is over has no password left: something else is held against what was typed, for as long.
    let portal = found.as_ref().map(|(_, portal)| portal);
    let held = |kept: Option<&str>| kept.filter(|kept| there && !kept.is_empty()).unwrap_or(decoy).to_owned();
    let (first, second) = (held(portal.map(|p| p.password.as_str())), held(portal.and_then(|p| p.quiet.as_deref())));
    let is_first = site.gate.is_it(&first, typed)?;
    let is_second = site.gate.is_it(&second, typed)?;
    let has_code = portal.is_some_and(|portal| portal.has_code(code));
    let opens = is_first || is_second;
    if !(there && counts && opens && has_code) {
        return Ok(None);
    }
    let quiet = is_second && !is_first;
    let held = if quiet { second } else { first };
    match agency.guest(id, GuestAct::Enter { code: code.to_owned(), held, quiet }, site.law()) {
        Ok(Seen::Done) => {}
        Ok(_) | Err(Problem::Refused(_)) => return Ok(None),
        Err(problem) => return Err(problem),
    }
    // Their own coming in does not give whoever guesses elsewhere new tries.
    agency.tried_well(here)?;
    Ok(Some((id, quiet)))
}

#[derive(Template)]
#[template(path = "portal/choose.html")]
struct Choosing {
    c: Chrome,
}

pub(super) fn choosing(call: &Call<'_>) -> Result<Answer, Problem> {
    if call.stay()?.portal.chosen {
        return Ok(Answer::go("/1"));
    }
    choosing_with(call, Vec::new())
}

fn choosing_with(call: &Call<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Choosing { c: call.chrome("portal-choose").with_faults(faults) };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn choose(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["password", "again"], &[])?;
    if call.stay()?.portal.chosen {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    match chosen(call, &[])? {
        Err(fault) => choosing_with(call, vec![fault]),
        Ok(kept) => {
            call.act(GuestAct::Choose(kept))?;
            home::begun_anew(call)
        }
    }
}

/// Whether that is the present password: an open page that somebody else takes in hand does not let them choose another.
pub(super) fn is_present(call: &Call<'_>) -> Result<bool, Problem> {
    let (site, portal) = (call.site, &call.stay()?.portal);
    let marks = vec![(site.agency.keyed_mark("portal try", &format!("{} present", portal.id))?, FREE)];
    let counts = site.agency.try_under(marks.clone(), site.wall()?)?;
    let is_it = site.gate.is_it(&portal.password, call.form.raw("now"))? && counts;
    if is_it {
        site.agency.tried_well(marks)?;
    }
    Ok(is_it)
}

/// What is kept of the password that a form holds twice; or what to mend. `against`: what it may not be the same as.
pub(super) fn chosen(call: &Call<'_>, against: &[&str]) -> Result<Result<String, Fault>, Problem> {
    let (typed, again) = (call.form.raw("password"), call.form.raw("again"));
    let fault = |field, key: &str| Ok(Err(Fault { field, text: call.say(key) }));
    let fits = fit(typed, LEAST, &[]);
    for kept in against {
        if call.site.gate.is_it(kept, typed)? {
            return fault("password", "portal-fault-same");
        }
    }
    match fits {
        Err(Weak::Short) => fault("password", "portal-fault-short"),
        Err(Weak::Long | Weak::Common) => fault("password", "portal-fault-common"),
        Ok(()) if typed != again => fault("again", "portal-fault-again"),
        Ok(()) => Ok(Ok(call.site.gate.keep(call.site.policy.stretch, typed)?)),
    }
}
