//! `/me/password`: another password. Every other session of theirs ends.

use askama::Template;
use axum::http::StatusCode;
use tacenda_store::sessions;

use super::account;
use crate::account::{Weak, fit};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::sessions::Must;

#[derive(Template)]
#[template(path = "me/password.html")]
struct Page<'a> {
    c: Chrome<'a>,
    least: usize,
    /// After so many days another one is asked for, where that is demanded.
    days: Option<i64>,
}

/// What is wrong with a password that somebody chose and typed twice.
pub(in crate::web) fn faults(ask: &Ask<'_>, least: usize, own: &str) -> Vec<Fault> {
    let (one, again) = (ask.form.raw("password"), ask.form.raw("again"));
    let agency = ask.agency_name();
    let key = match fit(one, least, &[own, &agency]) {
        Err(Weak::Short) => "password-short",
        Err(Weak::Long) => "password-long",
        Err(Weak::Common) => "password-common",
        Ok(()) if one != again => {
            return vec![Fault { field: "again", text: ask.say("password-again-fault", &[]) }];
        }
        Ok(()) => return Vec::new(),
    };
    vec![Fault { field: "password", text: ask.say(key, &[("least", &least.to_string())]) }]
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&Page {
        c: ask.titled("password-title").back("/me"),
        least: account(ask)?.least(),
        days: ask.site.policy.password_days,
    })
}

pub(super) fn change(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["password", "again"], &[])?;
    let (who, site, account) = (ask.me()?, ask.site, account(ask)?);
    let mut faults = faults(ask, account.least(), &account.login);
    if faults.is_empty() && site.gate.is_it(&account.password, ask.form.raw("password"))? {
        faults.push(Fault { field: "password", text: ask.say("password-same", &[]) });
    }
    if !faults.is_empty() {
        let c = ask.titled("password-title").back("/me").with_faults(faults);
        let page = Page { c, least: account.least(), days: site.policy.password_days };
        return Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (kept, now) = (site.gate.keep(site.policy.stretch, ask.form.raw("password"))?, site.wall()?);
    let (id, mark) = (who.worker.id, who.session.mark);
    site.agency.change_account(id, Some(("account.password", Vec::new())), move |tx, account| {
        (account.password, account.chosen) = (kept.clone(), now);
        account.tell(now, "news-password", "");
        sessions::end_of(tx, &id.to_string(), Some(&mark))?;
        Ok(())
    })?;
    let mut session = who.session.clone();
    session.body.must = session.body.must.filter(|must| *must != Must::Choose);
    ask.renewed(&session, None, "/me")
}
