//! `/sign-in/second`: the code that an app shows, or a passkey.

use askama::Template;
use axum::http::StatusCode;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::{Ask, Who};
use crate::web::chrome::{Chrome, Fault};
use crate::web::sessions::Must;
use crate::web::tried::Tried;

#[derive(Template)]
#[template(path = "sign_in/second.html")]
struct Page<'a> {
    c: Chrome<'a>,
    has_app: bool,
    asks: Option<String>,
}

fn half<'a>(ask: &'a Ask<'_>) -> Result<&'a Who, Problem> {
    ask.half.as_ref().filter(|half| half.session.body.must == Some(Must::Show)).ok_or(Problem::NotSignedIn)
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let who = half(ask)?;
    let account = ask.site.agency.account_of(who.worker.id)?.ok_or(Problem::NotSignedIn)?;
    let asks = who.session.body.question.as_ref().map(|question| question.asks.clone());
    Answer::page(&Page { c: ask.titled("second-title").back("/sign-in"), has_app: account.app.is_some(), asks })
}

pub(super) fn enter(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["code", "answer"], &[])?;
    let (who, site) = (half(ask)?, ask.site);
    let mut session = who.session.clone();
    let by = if ask.form.filled("answer").is_some() { "passkey" } else { "app" };
    let shown = match ask.form.filled("answer") {
        Some(answer) => ask.passkey(&mut session, answer)?,
        None => ask.code(who.worker.id, ask.form.text("code"))?,
    };
    let account = site.agency.account_of(who.worker.id)?.ok_or(Problem::NotSignedIn)?;
    if !shown {
        site.tried(Tried::SecondStep);
        session.body.question = ask.question(&account)?;
        site.sessions.change(&site.agency, &session)?;
        let fault = Fault { field: if by == "app" { "code" } else { "passkey" }, text: ask.say("second-fault", &[]) };
        let c = ask.titled("second-title").back("/sign-in").with_faults(vec![fault]);
        let page = Page { c, has_app: account.app.is_some(), asks: session.body.question.map(|question| question.asks) };
        return Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let now = site.wall()?;
    (session.body.must, session.body.by, session.body.question) = (ask.must(&account, now), by.to_owned(), None);
    if !account.language.is_empty() {
        session.body.language.clone_from(&account.language);
    }
    let to = session.body.to.clone();
    ask.let_in(who.worker.id, by, ask.renewed(&session, Some(now), &to)?)
}
