//! `/join`: somebody who was asked in uses their code, and chooses a password.

use askama::Template;
use axum::http::{StatusCode, header};
use tacenda_desk::WorkerId;

use super::me::faults;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::file::{Tab, has_tab};
use crate::web::pages::Route;
use crate::web::tried::Tried;

pub(super) const ROUTES: &[Route] = &[Route::get("/join", Door::Open, show), Route::post("/join", Door::Open, join)];

/// How long a password is that stands alone.
pub(super) const LEAST: usize = 15;
/// So many wrong codes are free from one network.
const FREE: u64 = 10;

/// A form for a name, a code that was handed over, and a new password.
#[derive(Template)]
#[template(path = "join/page.html")]
pub(super) struct Page<'a> {
    pub(super) c: Chrome<'a>,
    pub(super) name: &'a str,
    pub(super) recover: bool,
    pub(super) least: usize,
}

pub(super) fn page<'a>(ask: &'a Ask<'_>, recover: bool, faults: Vec<Fault>) -> Page<'a> {
    let c = ask.titled(if recover { "recover-title" } else { "join-title" }).back("/sign-in").with_faults(faults);
    Page { c, name: ask.form.text("name"), recover, least: LEAST }
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&page(ask, false, Vec::new()))
}

/// What is wrong with the form; or what is kept of the password, if the code may be tried.
pub(super) fn read(ask: &Ask<'_>) -> Result<Result<String, Vec<Fault>>, Problem> {
    ask.form.only(&["name", "code", "password", "again"], &[])?;
    let (site, name) = (ask.site, ask.form.text("name"));
    let faults = faults(ask, LEAST, name);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let marks = vec![(site.agency.keyed_mark("try", &format!("code net {}", ask.from.net))?, FREE)];
    let kept = site.gate.keep(site.policy.stretch, ask.form.raw("password"))?;
    if site.agency.try_under(marks, site.wall()?)? { Ok(Ok(kept)) } else { Ok(Err(vec![wrong(ask)])) }
}

/// One answer for a wrong code, one that has ended, and a name that is nobody's.
pub(super) fn wrong(ask: &Ask<'_>) -> Fault {
    ask.site.tried(Tried::Code);
    Fault { field: "code", text: ask.say("join-fault", &[]) }
}

pub(super) fn again(ask: &Ask<'_>, recover: bool, faults: Vec<Fault>) -> Result<Answer, Problem> {
    Ok(Answer::page(&page(ask, recover, faults))?.status(StatusCode::UNPROCESSABLE_ENTITY).evenly())
}

/// The name and password are theirs: they are in, and set up what is still missing.
pub(super) fn enter(ask: &Ask<'_>, id: WorkerId) -> Result<Answer, Problem> {
    let site = ask.site;
    let account = site.agency.account_of(id)?.ok_or(Problem::NotSignedIn)?;
    let mut body = ask.body("password", ask.must(&account, site.wall()?))?;
    let to = first(ask, id)?;
    to.clone_into(&mut body.to); // after a second factor, if one is to be set up
    let secret = ask.begin(id, body)?;
    ask.let_in(id, "password", Answer::go(to).with(header::SET_COOKIE, &ask.cookie(&secret)))
}

/// Where their day begins: whoever may write what is most private makes the key for it while somebody is there to help.
fn first(ask: &Ask<'_>, id: WorkerId) -> Result<&'static str, Problem> {
    let agency = &ask.site.agency;
    let writes = agency.workers()?.iter().any(|worker| worker.id == id && has_tab(worker, Tab::Private));
    Ok(if writes && !agency.has_key(id)? { "/me/vault" } else { "/me" })
}

fn join(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let kept = match read(ask)? {
        Ok(kept) => kept,
        Err(faults) => return again(ask, false, faults),
    };
    match ask.site.agency.join_account(ask.form.text("name"), ask.form.text("code"), &kept) {
        Ok(id) => enter(ask, id),
        Err(Problem::Plainly(_) | Problem::NotSignedIn) => again(ask, false, vec![wrong(ask)]),
        Err(other) => Err(other),
    }
}
