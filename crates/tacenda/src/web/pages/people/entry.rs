//! How a colleague signs in: ending their sessions, and getting them back in.

use askama::Template;
use tacenda_desk::{Refusal, Time, Worker, WorkerId};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;

#[derive(Template)]
#[template(path = "people/entry.html")]
struct Page<'a> {
    c: Chrome<'a>,
    worker: Worker,
    own: bool,
    has_account: bool,
    sessions: usize,
    hours: i64,
    code: Option<String>,
    /// What the identity provider is called, and since when they sign in by it.
    provider: Option<(&'a str, Time)>,
}

fn page(ask: &Ask<'_>, code: Option<String>) -> Result<Answer, Problem> {
    let (site, id) = (ask.site, ask.id::<Worker>("worker")?);
    let worker = site.agency.worker(id)?.ok_or(Refusal::NotFoundOrNotYours)?;
    let sessions = site.sessions.of(&site.agency, &site.policy, id, site.wall()?)?.len();
    let (account, hours) = (site.agency.account_of(id)?, site.policy.wait / 60);
    let since = account.as_ref().and_then(|account| site.bound(account)).map(|bound| bound.since);
    let provider = site.provider.as_ref().map(crate::provider::Provider::label).zip(since);
    let has_account = account.is_some();
    let c = ask.chrome(ask.say("entry-title", &[("name", &worker.name)])).back(format!("/people/{id}"));
    Answer::page(&Page { c, own: ask.worker()?.id == id, worker, has_account, sessions, hours, code, provider })
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, None)
}

pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let id: WorkerId = ask.id("worker")?;
    ask.site.agency.end_sessions_of(ask.signed_in()?, id)?;
    Ok(Answer::go(&format!("/people/{id}/entry")))
}

/// The code is shown once, and kept nowhere.
pub(super) fn code(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    ask.stepped_up()?;
    let code = ask.site.agency.recovery_code(ask.signed_in()?, ask.id("worker")?, ask.site.policy.wait)?;
    page(ask, Some(code))
}

/// They sign in by the identity provider no more.
pub(super) fn unbind(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let id: WorkerId = ask.id("worker")?;
    ask.site.agency.unbind_of(ask.signed_in()?, id)?;
    Ok(Answer::go(&format!("/people/{id}/entry")))
}
