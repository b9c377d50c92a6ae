//! A problem as a page: what happened, what to do, and nothing from a record.

use askama::Template;
use axum::http::{StatusCode, header};
use tacenda_desk::Refusal;

use super::answer::Answer;
use super::ask::Ask;
use super::chrome::Chrome;
use super::pages::page_of;
use crate::agency::hex;
use crate::problem::Problem;
use tacenda_vault::{Entropy as _, SystemEntropy};

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    c: Chrome<'a>,
    text: String,
    /// By which somebody who keeps the machine finds it in the log.
    incident: Option<String>,
}

/// The page of a problem. Without a session it is the way to one.
pub(crate) fn answer(ask: &Ask<'_>, problem: &Problem) -> Answer {
    // Afterwards they are back where the form stands that they sent, not where it was sent to.
    let back = page_of(ask.path);
    let elsewhere = |to: &str| {
        let back = form_urlencoded::Serializer::new(String::new()).append_pair("to", back).finish();
        Answer::go(&format!("{to}?{back}"))
    };
    match problem {
        Problem::NotSignedIn if back == "/" => return Answer::go("/sign-in"),
        Problem::NotSignedIn => return elsewhere("/sign-in"),
        Problem::Unproved => return elsewhere("/me/prove"),
        Problem::Shut => return elsewhere("/me/vault"),
        Problem::Unready => return Answer::go(ask.unready()),
        _ => {}
    }
    let (status, title) = kind(problem);
    let incident = (status == StatusCode::INTERNAL_SERVER_ERROR).then(|| note(problem));
    let text = match problem {
        Problem::Refused(refusal) => ask.refusal(*refusal),
        _ => ask.say(&format!("{title}-text"), &[]),
    };
    let page = Page { c: ask.titled(title), text, incident };
    let answer = Answer::page(&page).unwrap_or_else(|_| Answer::html(String::new())).status(status);
    match status {
        StatusCode::SERVICE_UNAVAILABLE => answer.with(header::RETRY_AFTER, "5"),
        StatusCode::NOT_FOUND => answer.evenly(), // not there, or not theirs
        _ => answer,
    }
}

/// The status of a problem; what is ours to mend stands in the log, under its incident.
pub(crate) fn noted(problem: &Problem) -> StatusCode {
    let (status, _) = kind(problem);
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        note(problem);
    }
    status
}

/// What to do where long work was not done, and under which incident the log has more of it.
pub(crate) fn of_work(problem: &Problem) -> (&'static str, Option<String>) {
    let what = match (kind(problem).1, problem) {
        ("problem-room", _) => "work-room",
        ("problem-sealed", _) => "work-sealed",
        ("problem-busy", _) => "work-busy",
        (_, Problem::NotVerified(_) | Problem::Damaged { .. }) => "work-damaged",
        _ => "work-fault",
    };
    (what, ["work-damaged", "work-fault"].contains(&what).then(|| note(problem)))
}

/// Status and title of a problem.
fn kind(problem: &Problem) -> (StatusCode, &'static str) {
    match problem {
        Problem::Refused(Refusal::NotFoundOrNotYours) => (StatusCode::NOT_FOUND, "problem-nothing"),
        Problem::Refused(Refusal::NotYourWork | Refusal::NotAtWork | Refusal::TrainingOverdue | Refusal::ShortOfGate) => {
            (StatusCode::FORBIDDEN, "problem-refused")
        }
        Problem::Refused(Refusal::StaleVersion) => (StatusCode::CONFLICT, "problem-stale"),
        Problem::Refused(Refusal::ClockUntrusted) => (StatusCode::SERVICE_UNAVAILABLE, "problem-clock"),
        Problem::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "problem-refused"),
        Problem::Unprintable => (StatusCode::UNPROCESSABLE_ENTITY, "problem-unprintable"),
        Problem::Infected => (StatusCode::UNPROCESSABLE_ENTITY, "problem-infected"),
        Problem::Unscanned => (StatusCode::SERVICE_UNAVAILABLE, "problem-unscanned"),
        Problem::Blind => (StatusCode::SERVICE_UNAVAILABLE, "problem-blind"),
        Problem::Unlocked => (StatusCode::SERVICE_UNAVAILABLE, "problem-unlocked"),
        Problem::BadForm => (StatusCode::UNPROCESSABLE_ENTITY, "problem-form"),
        Problem::Foreign => (StatusCode::FORBIDDEN, "problem-foreign"),
        Problem::Sealed => (StatusCode::SERVICE_UNAVAILABLE, "problem-sealed"),
        Problem::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "problem-room"),
        Problem::KeyReused => (StatusCode::CONFLICT, "problem-form"),
        Problem::Busy => (StatusCode::SERVICE_UNAVAILABLE, "problem-busy"),
        Problem::Store(error) if error.is_full() => (StatusCode::INSUFFICIENT_STORAGE, "problem-room"),
        Problem::Store(error) if error.is_stale() => (StatusCode::CONFLICT, "problem-stale"),
        Problem::Store(error) if error.is_unavailable() => (StatusCode::SERVICE_UNAVAILABLE, "problem-busy"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "problem-fault"),
    }
}

/// Notes a fault for those who keep the machine. A problem holds nothing from a record.
fn note(problem: &Problem) -> String {
    use std::io::Write as _;
    let mut random = [0; 5];
    let _ = SystemEntropy.fill(&mut random);
    let incident = hex(&random);
    let _ = writeln!(std::io::stderr(), "tacenda: incident {incident}: {problem}");
    incident
}
