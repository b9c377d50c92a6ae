//! A new passkey: a question, and the device's answer. This page alone needs its script.

use askama::Template;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

use super::account;
use super::factor::changed;
use crate::account::Key;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::sessions::Question;
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "me/passkey.html")]
struct Page<'a> {
    c: Chrome<'a>,
    asks: String,
}

/// Nobody needs more.
const MOST: usize = 10;

fn fault() -> Problem {
    Problem::Plainly("a passkey cannot be asked for".to_owned())
}

pub(super) fn begin(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let (who, account) = (ask.me()?, account(ask)?);
    if account.passkeys.len() >= MOST {
        return Ok(Answer::go("/me/factor"));
    }
    let there = account.passkeys.iter().map(|key| key.key.cred_id().clone()).collect();
    let started =
        ask.passkeys()?.start_passkey_registration(Uuid::from_bytes(account.handle), &account.login, &account.login, Some(there));
    let (asks, state) = started.map_err(|_| fault())?;
    let asks = serde_json::to_string(&asks).map_err(|_| fault())?;
    let mut session = who.session.clone();
    session.body.question = Some(Question { asks, state: serde_json::to_string(&state).map_err(|_| fault())? });
    ask.site.sessions.change(&ask.site.agency, &session)?;
    Ok(Answer::go("/me/factor/passkey"))
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    match &ask.me()?.session.body.question {
        Some(question) => Answer::page(&Page { c: ask.titled("passkey-title").back("/me/factor"), asks: question.asks.clone() }),
        None => Ok(Answer::go("/me/factor")),
    }
}

pub(super) fn keep(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["answer"], &[])?;
    let Some(question) = &ask.me()?.session.body.question else { return Ok(Answer::go("/me/factor")) };
    let state = serde_json::from_str::<PasskeyRegistration>(&question.state).ok();
    let given = serde_json::from_str::<RegisterPublicKeyCredential>(ask.form.text("answer")).ok();
    let webauthn = ask.passkeys()?;
    let made = state.zip(given).and_then(|(state, given)| webauthn.finish_passkey_registration(&given, &state).ok());
    let Some(key) = made else {
        let fault = Fault { field: "passkey", text: ask.say("passkey-fault", &[]) };
        let c = ask.titled("passkey-title").back("/me/factor").with_faults(vec![fault]);
        return Ok(Answer::page(&Page { c, asks: question.asks.clone() })?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let id = crate::web::sessions::secret()?.chars().take(16).collect();
    let key = Key { id, label: ask.from.label.clone(), made: ask.site.wall()?, key };
    changed(ask, ("passkey", "add"), move |account| account.passkeys.push(key.clone()))
}
