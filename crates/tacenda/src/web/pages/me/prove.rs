//! `/me/prove`: somebody who is signed in shows once more who they are, before something grave.

use askama::Template;
use axum::http::StatusCode;

use super::account;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::enter::local;
use crate::web::tried::Tried;

#[derive(Template)]
#[template(path = "me/prove.html")]
struct Page<'a> {
    c: Chrome<'a>,
    to: &'a str,
    has_app: bool,
    asks: Option<String>,
    /// What the identity provider is called that vouches for them, if one does; and whether their password counts beside it.
    provider: Option<&'a str>,
    has_password: bool,
}

/// A new question to their passkeys is kept in the session, so that the answer can be held against it.
fn page<'a>(ask: &'a Ask<'_>, c: Chrome<'a>, to: &'a str) -> Result<Page<'a>, Problem> {
    let (site, account) = (ask.site, account(ask)?);
    let question = ask.question(&account)?;
    if question.is_some() {
        let mut session = ask.me()?.session.clone();
        session.body.question.clone_from(&question);
        site.sessions.change(&site.agency, &session)?;
    }
    let provider = site.bound(&account).and(site.provider.as_ref()).map(crate::provider::Provider::label);
    let (has_app, has_password) = (account.app.is_some(), !site.is_without_password(&account));
    Ok(Page { c, to, has_app, asks: question.map(|question| question.asks), provider, has_password })
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&page(ask, ask.titled("prove-title").back("/me"), local(ask.query.text("to")))?)
}

pub(super) fn prove(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["password", "code", "answer", "to"], &[])?;
    let who = ask.me()?;
    let mut session = who.session.clone();
    let shown = if let Some(answer) = ask.form.filled("answer") {
        ask.passkey(&mut session, answer)?
    } else if let Some(code) = ask.form.filled("code") {
        ask.code(who.worker.id, code)?
    } else {
        let found = ask.password(&account(ask)?.login, ask.form.raw("password"))?;
        found.is_some_and(|(worker, _)| worker.id == who.worker.id)
    };
    let to = local(ask.form.text("to"));
    if shown {
        return ask.renewed(&session, Some(ask.site.wall()?), to);
    }
    ask.site.tried(Tried::SecondStep);
    let fault = Fault { field: "password", text: ask.say("prove-fault", &[]) };
    let page = page(ask, ask.titled("prove-title").back("/me").with_faults(vec![fault]), to)?;
    Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY))
}
