//! What followed when somebody broke a rule: entered and read by the privacy officer, and read by that person on a page of their own.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{EnterSanction, ReadOwnSanctions, ReadSanctions};
use tacenda_desk::{Measure, Refusal, Sanction, Seen, Worker, WorkerId};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "people/sanctions.html")]
struct Page<'a> {
    c: Chrome<'a>,
    worker: Option<Worker>,
    list: Vec<Sanction>,
    measures: Vec<(&'static str, String, bool)>,
    v: Values,
}

fn found(ask: &Ask<'_>) -> Result<Worker, Problem> {
    let id: WorkerId = ask.id("worker")?;
    // Nobody keeps their own.
    let other = ask.site.agency.worker(id)?.filter(|worker| worker.id != ask.worker().map_or(id, |me| me.id));
    other.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Values::default(), Vec::new())
}

fn page(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let worker = found(ask)?;
    let Seen::Sanctions(list) = ask.see(ReadSanctions { worker: worker.id }, Reason::OwnDuty)? else {
        return Err(Refusal::NotYourWork.into());
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = ask.say("sanctions-title", &[("name", &worker.name)]);
    let c = ask.chrome(title).back(format!("/people/{}", worker.id)).with_faults(faults);
    let measure = |one: &Measure| (one.word(), c.word("measure", one.word()), v.has("measure", one.word()));
    let measures = Measure::ALL.iter().map(measure).collect();
    Ok(Answer::page(&Page { worker: Some(worker), list, measures, v, c })?.status(status))
}

pub(super) fn enter(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["day", "what", "rule", "measure"], &[])?;
    let worker = found(ask)?;
    let today = dates::today(ask.now()?.time);
    let day: Option<Date> = ask.form.text("day").parse().ok().filter(|day| *day <= today);
    let measure = Measure::from_word(ask.form.text("measure"));
    let (what, rule) = (ask.form.text("what").to_owned(), ask.form.text("rule").to_owned());
    let mut faults = Vec::new();
    for (bad, field) in [
        (day.is_none(), "day"),
        (what.is_empty() || what.len() > 8_000, "what"),
        (rule.is_empty() || rule.len() > 900, "rule"),
        (measure.is_none(), "measure"),
    ] {
        if bad {
            faults.push(Fault { field, text: ask.say(&format!("sanctions-fault-{field}"), &[]) });
        }
    }
    let (Some(day), Some(measure), true) = (day, measure, faults.is_empty()) else {
        return page(ask, Values::sent(&ask.form), faults);
    };
    let id = ask.site.agency.mint()?;
    ask.act(EnterSanction { id, worker: worker.id, day, what, rule, measure }, Reason::OwnDuty)?;
    Ok(Answer::go(&format!("/people/{}/sanctions", worker.id)))
}

/// One's own.
pub(in crate::web::pages) fn own(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let Seen::Sanctions(list) = ask.see_mine(ReadOwnSanctions)? else { return Err(Refusal::NotYourWork.into()) };
    let c = ask.titled("sanctions-own-title").back("/me");
    Answer::page(&Page { worker: None, list, measures: Vec::new(), v: Values::default(), c })
}
