//! `/me/vault`: the most private notes, which only their writer's own passphrase opens. Nobody resets it alone.

use askama::Template;
use axum::http::StatusCode;
use tacenda_vault::{Cost, Passphrase};

use super::account;
use crate::account::digest;
use crate::account::{Weak, fit};
use crate::agency::SignedIn;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::enter::local;

/// No passphrase is shorter: it stands alone against whoever has a copy of the database.
const LEAST: usize = 15;
/// So many wrong passphrases are free.
const FREE: u64 = 10;

#[derive(Template)]
#[template(path = "me/vault.html")]
struct Page<'a> {
    c: Chrome<'a>,
    to: &'a str,
    open: bool,
    has_key: bool,
    least: usize,
    minutes: i64,
}

fn page<'a>(ask: &'a Ask<'_>, faults: Vec<Fault>) -> Result<Page<'a>, Problem> {
    let who = ask.mine()?;
    let asked = if ask.form.text("to").is_empty() { ask.query.text("to") } else { ask.form.text("to") };
    let (open, has_key) = (who.session.signed_in.is_open(), ask.site.agency.has_key(who.worker.id)?);
    let c = ask.titled("vault-title").back("/me").with_faults(faults);
    Ok(Page { c, to: local(asked), open, has_key, least: LEAST, minutes: ask.site.policy.idle_open })
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&page(ask, Vec::new())?)
}

fn again(ask: &Ask<'_>, field: &'static str, key: &str) -> Result<Answer, Problem> {
    let fault = Fault { field, text: ask.say(key, &[("least", &LEAST.to_string())]) };
    Ok(Answer::page(&page(ask, vec![fault])?)?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// The session goes on under a new secret, with the key held here.
fn opened(ask: &Ask<'_>, signed_in: SignedIn) -> Result<Answer, Problem> {
    let site = ask.site;
    let mut session = ask.mine()?.session.clone();
    session.body.open = true;
    let secret = ask.renew(&session, None)?;
    site.sessions.hold(digest(&secret), signed_in);
    Ok(Answer::go(local(ask.form.text("to"))).with(axum::http::header::SET_COOKIE, &ask.cookie(&secret)))
}

pub(super) fn open(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["passphrase", "to"], &[])?;
    let (site, id) = (ask.site, ask.mine()?.worker.id);
    let marks = vec![(site.agency.keyed_mark("vault", &id.to_string())?, FREE)];
    let counts = site.agency.try_under(marks.clone(), site.wall()?)?;
    let typed = Passphrase::new(ask.form.raw("passphrase"));
    let signed_in = if counts { site.gate.through(|| site.agency.sign_in(id, &typed))?.ok() } else { None };
    let Some(signed_in) = signed_in else { return again(ask, "passphrase", "vault-fault") };
    site.agency.tried_well(marks)?;
    site.agency.enter_public(&signed_in)?;
    opened(ask, signed_in)
}

/// A key of their own, for somebody who has none yet.
pub(super) fn make(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["passphrase", "again", "to"], &[])?;
    let (site, id, account) = (ask.site, ask.mine()?.worker.id, account(ask)?);
    let typed = ask.form.raw("passphrase");
    match fit(typed, LEAST, &[&account.login, &ask.agency_name()]) {
        Err(Weak::Short) => return again(ask, "passphrase", "vault-short"),
        Err(Weak::Long | Weak::Common) => return again(ask, "passphrase", "password-common"),
        Ok(()) if typed != ask.form.raw("again") => return again(ask, "again", "password-again-fault"),
        Ok(()) => {}
    }
    if site.gate.is_it(&account.password, typed)? {
        return again(ask, "passphrase", "vault-password");
    }
    let cost = if site.settings.practice { Cost::CHEAP } else { Cost::DEFAULT };
    let signed_in = site.gate.through(|| site.agency.make_key(id, &Passphrase::new(typed), cost))??;
    opened(ask, signed_in)
}

pub(super) fn shut(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let mut session = ask.mine()?.session.clone();
    session.body.open = false;
    ask.site.sessions.shut(&session.mark);
    ask.site.sessions.change(&ask.site.agency, &session)?;
    Ok(Answer::go("/me/vault"))
}
