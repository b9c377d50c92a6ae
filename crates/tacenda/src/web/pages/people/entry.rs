//! How a colleague signs in: ending their sessions, and getting them back in.

use askama::Template;
use tacenda_desk::{Refusal, Worker, WorkerId};

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
}

fn page(ask: &Ask<'_>, code: Option<String>) -> Result<Answer, Problem> {
    let (site, id) = (ask.site, ask.id::<Worker>("worker")?);
    let worker = site.agency.worker(id)?.ok_or(Refusal::NotFoundOrNotYours)?;
    let sessions = site.sessions.of(&site.agency, &site.policy, id, site.wall()?)?.len();
    let (has_account, hours) = (site.agency.has_account(id)?, site.policy.wait / 60);
    let c = ask.chrome(ask.say("entry-title", &[("name", &worker.name)])).back(format!("/people/{id}"));
    Answer::page(&Page { c, own: ask.worker()?.id == id, worker, has_account, sessions, hours, code })
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
