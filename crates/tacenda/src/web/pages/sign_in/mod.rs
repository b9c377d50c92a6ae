//! `/sign-in`: somebody shows who they are, by name and password; then, at `/sign-in/second`, by what they have with them.

mod provider;
mod second;

pub(in crate::web) use provider::go;

use askama::Template;
use axum::http::{StatusCode, header};
use tacenda_desk::{Role, Worker, WorkerState};
use tacenda_vault::Passphrase;

use crate::account::{Account, digest};
use crate::practice::PASSPHRASE;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::enter::local;
use crate::web::pages::Route;
use crate::web::sessions::Must;
use crate::web::tried::Tried;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/sign-in", Door::Open, show),
    Route::post("/sign-in", Door::Open, enter),
    Route::get("/sign-in/second", Door::Open, second::show),
    Route::post("/sign-in/second", Door::Open, second::enter),
    Route::post("/sign-in/provider", Door::Open, provider::begin),
    Route::get("/sign-in/provider/back", Door::Open, provider::back),
    Route::get("/sign-in/provider/end", Door::Open, provider::end),
    Route::post("/sign-in/practice", Door::Practice, play),
];

/// Of a fictional agency: one of each work, and somebody in training who has still to do what is asked before a file opens.
const PLAYED: [Role; 7] =
    [Role::Clinician, Role::Advocate, Role::RecordsClerk, Role::Biller, Role::PrivacyOfficer, Role::Director, Role::Intern];

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    to: &'a str,
    name: &'a str,
    people: Vec<(Role, Worker)>,
    /// What the identity provider is called, if there is one.
    provider: Option<&'a str>,
}

fn page<'a>(ask: &'a Ask<'_>, c: Chrome<'a>, to: &'a str) -> Result<Page<'a>, Problem> {
    let people = if ask.site.settings.practice { played(ask)? } else { Vec::new() };
    let provider = ask.site.provider.as_ref().map(crate::provider::Provider::label);
    Ok(Page { c, to, name: ask.form.text("name"), people, provider })
}

fn played(ask: &Ask<'_>) -> Result<Vec<(Role, Worker)>, Problem> {
    let workers = ask.site.agency.workers()?;
    let here = |w: &Worker, role| w.state == WorkerState::Active || (role == Role::Intern && w.state == WorkerState::Confirmed);
    let of = |role: Role| workers.iter().find(|w| w.is(role) && here(w, role)).map(|w| (role, w.clone()));
    Ok(PLAYED.into_iter().filter_map(of).collect())
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    if ask.who.is_some() {
        return Ok(Answer::go(local(ask.query.text("to"))));
    }
    Answer::page(&page(ask, ask.titled("sign-in-title"), ask.query.text("to"))?)
}

fn enter(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "password", "to"], &[])?;
    let typed = ask.form.raw("password");
    let Some((worker, account)) = ask.password(ask.form.text("name"), typed)? else {
        ask.site.tried(Tried::Password);
        let fault = Fault { field: "name", text: ask.say("sign-in-fault", &[]) };
        let page = page(ask, ask.titled("sign-in-title").with_faults(vec![fault]), ask.form.text("to"))?;
        return Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY).evenly());
    };
    if account.has_factor() {
        let mut body = ask.body("password", Some(Must::Show))?;
        body.question = ask.question(&account)?;
        let secret = ask.begin(worker.id, body)?;
        return Ok(Answer::go("/sign-in/second").with(header::SET_COOKIE, &ask.cookie(&secret)));
    }
    let by = if ask.site.settings.practice { ("practice", Some(typed)) } else { ("password", None) };
    whole(ask, &worker, &account, by)
}

/// Of a fictional agency: somebody is chosen, and is in.
fn play(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["role", "to"], &[])?;
    let role = ask.form.text("role");
    let chosen = played(ask)?.into_iter().find(|(played, _)| played.word() == role).map(|(_, worker)| worker);
    let worker = chosen.ok_or(Problem::BadForm)?;
    let account = ask.site.agency.account_of(worker.id)?.ok_or(Problem::BadForm)?;
    whole(ask, &worker, &account, ("practice", Some(PASSPHRASE)))
}

/// Nothing more is to be shown. In practice, where everybody's passphrase is the same, their own key is opened too.
fn whole(ask: &Ask<'_>, worker: &Worker, account: &Account, (by, passphrase): (&str, Option<&str>)) -> Result<Answer, Problem> {
    let site = ask.site;
    let mut body = ask.body(by, ask.must(account, site.wall()?))?;
    if !account.language.is_empty() {
        body.language.clone_from(&account.language);
    }
    let open = passphrase.and_then(|typed| site.agency.sign_in(worker.id, &Passphrase::new(typed)).ok());
    body.open = open.is_some();
    let to = body.to.clone();
    let secret = ask.begin(worker.id, body)?;
    if let Some(signed_in) = open {
        site.agency.enter_public(&signed_in)?;
        site.sessions.hold(digest(&secret), signed_in);
    }
    ask.let_in(worker.id, by, Answer::go(&to).with(header::SET_COOKIE, &ask.cookie(&secret)))
}
