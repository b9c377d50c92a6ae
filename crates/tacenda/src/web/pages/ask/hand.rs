//! Hands a question on to a colleague: everything answered so far goes with it. About a client, they open the card first, as themselves.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::ReadWorkers;
use tacenda_desk::{Colleague, Seen, WorkerId};

use super::run::Open;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};

#[derive(Template)]
#[template(path = "ask/hand.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    colleagues: Vec<Colleague>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, &Open::of(ask)?, Vec::new())
}

fn page(ask: &Ask<'_>, open: &Open, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let bad = !faults.is_empty();
    let c = ask.titled("ask-hand-title").back(format!("/ask/{}", open.id)).with_faults(faults);
    let answer = Answer::page(&Page { c, id: open.id.to_string(), colleagues: colleagues(ask)? })?;
    Ok(if bad { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

/// Those at work here, but for the asker.
fn colleagues(ask: &Ask<'_>) -> Result<Vec<Colleague>, Problem> {
    let me = ask.worker()?.id;
    let Seen::Workers(all) = ask.see(ReadWorkers, Reason::OwnDuty)? else { return Err(Problem::BadForm) };
    let at_work = |c: &Colleague| c.state.is_at_work() && c.id != me;
    Ok(all.into_iter().filter(at_work).collect())
}

pub(super) fn give(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["to"], &[])?;
    let mut open = Open::of(ask)?;
    let to: Option<WorkerId> = ask.form.text("to").parse().ok();
    let Some(to) = to.filter(|id| colleagues(ask).is_ok_and(|all| all.iter().any(|c| c.id == *id))) else {
        let fault = Fault { field: "to", text: ask.say("ask-fault", &[]) };
        return page(ask, &open, vec![fault]);
    };
    open.run.handed_by = Some(ask.worker()?.name.clone());
    open.give(ask, to)?;
    Ok(Answer::go("/consults"))
}
