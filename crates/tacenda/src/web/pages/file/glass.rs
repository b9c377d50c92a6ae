//! Breaking the glass: terms that never change, said before; and the review by somebody else.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, Right, Way, row};
use tacenda_desk::acts::{BreakGlass, ReadGrant, ReviewGrant};
use tacenda_desk::{Class, ClientId, Grant, GrantReason, Id, LONGEST_GRANT, Refusal, TaskKind, TaskState, Worker};

use super::seen::{Line, line};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::File;
use crate::web::values::Values;

/// The levels that a breaking of the glass opens to this worker.
pub(super) fn classes(worker: &Worker) -> Vec<Class> {
    let breaks = |role| row(Right::BreakGlass, None).is_some_and(|row| row.ways(role).next().is_some());
    if !worker.roles.iter().any(|role| breaks(*role)) {
        return Vec::new();
    }
    let opens = |class: &Class| {
        let row = row(Right::ReadRecord, Some(*class));
        row.is_some_and(|row| worker.roles.iter().any(|role| row.ways(*role).any(|way| way == Way::Glass)))
    };
    Class::of_clients().filter(opens).collect()
}

#[derive(Template)]
#[template(path = "file/glass.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    v: Values,
    classes: Vec<Class>,
    reasons: &'static [GrantReason],
    minutes: u16,
}

fn page<'a>(ask: &'a Ask<'a>, v: Values) -> Result<Page<'a>, Problem> {
    let id: ClientId = ask.id("id")?;
    let classes = classes(ask.worker()?);
    if classes.is_empty() {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let c = ask.titled("glass-title").back(format!("/c/{id}"));
    Ok(Page { c, id: id.to_string(), v, classes, reasons: GrantReason::ALL, minutes: LONGEST_GRANT })
}

/// What it means, before it is done. The same page whether or not there is such a file.
pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let mut v = Values::default();
    v.put("class", Class::General.word());
    Answer::page(&page(ask, v)?)
}

pub(super) fn break_it(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["class", "reason", "words"], &[])?;
    let (client, agency): (ClientId, _) = (ask.id("id")?, &ask.site.agency);
    let class = Class::from_word(ask.form.text("class")).filter(|class| Class::of_clients().any(|c| c == *class));
    let reason = GrantReason::from_word(ask.form.text("reason"));
    let words = ask.form.filled("words");
    let (Some(class), Some(reason), Some(words)) = (class, reason, words) else {
        let given = [("class", class.is_some()), ("reason", reason.is_some()), ("words", words.is_some())];
        return again(ask, given.into_iter().filter(|(_, is)| !is).map(|(field, _)| fault(ask, field)).collect());
    };
    if class == Class::Sud && reason != GrantReason::MedicalEmergency {
        return again(ask, vec![Fault { field: "reason", text: ask.say("glass-fault-sud", &[]) }]);
    }
    let (review, receipt, words) = (agency.mint()?, agency.mint()?, words.to_owned());
    let act = BreakGlass { id: agency.mint()?, client, class, minutes: LONGEST_GRANT, reason, words, review, receipt };
    ask.act(act.clone(), Reason::OwnDuty)?;
    // Sent twice it was broken once: the grant that stands is the one that counts.
    let file = File::come(ask)?;
    let grant = file.grant().map_or(act.id, |grant| grant.id);
    ask.site.reasons.keep(&ask.who()?.secret, client, Reason::Grant(grant), ask.site.wall()?);
    Ok(Answer::go(&format!("/c/{client}")))
}

fn fault(ask: &Ask<'_>, field: &'static str) -> Fault {
    Fault { field, text: ask.say(&format!("glass-fault-{field}"), &[]) }
}

fn again(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let mut page = page(ask, Values::sent(&ask.form))?;
    page.c = page.c.with_faults(faults);
    Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

#[derive(Template)]
#[template(path = "file/review.html")]
struct Review<'a> {
    c: Chrome<'a>,
    id: String,
    grant: &'a Grant,
    who: &'a str,
    seen: Vec<Line>,
    outcome: Option<&'a str>,
    is_own: bool,
    v: Values,
}

/// What somebody else saw by breaking the glass, for those who review it.
pub(super) fn reviewing(ask: &Ask<'_>) -> Result<Answer, Problem> {
    reviewed(ask, Values::default(), Vec::new())
}

fn reviewed(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let file = File::come(ask)?;
    let id: Id<Grant> = ask.id("grant")?;
    file.see(ReadGrant { client: file.id, grant: id })?;
    let grant = file.ties.grants.iter().find(|grant| grant.id == id).ok_or(Refusal::NotFoundOrNotYours)?;
    let looks = ask.site.agency.looks(Some(file.id))?;
    let by_glass = looks.iter().filter(|look| {
        let own = look.worker == grant.worker.to_string() && grant.from <= look.time && look.time <= grant.until();
        own && look.codes.iter().any(|(key, value)| key == "reason" && value == "grant")
    });
    let seen: Vec<Line> = by_glass.map(|look| line(ask, look)).collect();
    let task = task(&file, id);
    let outcome = task.filter(|task| task.state == TaskState::Done).and_then(|task| task.outcome.as_deref());
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Review {
        c: ask.titled("review-title").back("/").with_faults(faults),
        id: file.id.to_string(),
        grant,
        who: file.name(grant.worker),
        seen,
        outcome,
        is_own: grant.worker == ask.worker()?.id,
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

fn task<'f>(file: &'f File<'_>, grant: Id<Grant>) -> Option<&'f tacenda_desk::Task> {
    let of_this = |task: &&tacenda_desk::Task| task.grant == Some(grant) && task.kind == TaskKind::GrantReview;
    file.ties.tasks.iter().filter(of_this).max_by_key(|task| task.state == TaskState::Open)
}

pub(super) fn review(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["proper", "words"], &[])?;
    let (verdict, words) = (ask.form.filled("proper"), ask.form.filled("words"));
    let (Some(verdict), Some(words)) = (verdict, words) else {
        let mut faults = Vec::new();
        if verdict.is_none() {
            faults.push(Fault { field: "proper", text: ask.say("review-fault-proper", &[]) });
        }
        if words.is_none() {
            faults.push(Fault { field: "words", text: ask.say("review-fault-words", &[]) });
        }
        return reviewed(ask, Values::sent(&ask.form), faults);
    };
    let file = File::come(ask)?;
    let grant = ask.id("grant")?;
    let task = task(&file, grant).map_or_else(|| ask.site.agency.mint(), |task| Ok(task.id))?;
    file.act(ReviewGrant { client: file.id, grant, task, proper: verdict == "yes", words: words.to_owned() })?;
    Ok(Answer::go("/?done=review"))
}
