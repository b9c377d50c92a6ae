//! When it was first suspected, who told it, and what was seen or said: the worker's own words. Then the report is open, and its clocks
//! have run since the moment that stands here.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::Source;
use tacenda_desk::flows::{FlowKind, Intake, Report};

use super::{moment, wall};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::matters::begun::{Open, opened_at};
use crate::web::values::Values;

const FIELDS: [&str; 4] = ["day", "hour", "told_by", "account"];

#[derive(Template)]
#[template(path = "matters/report/told.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    v: Values,
}

pub(in crate::web::pages::matters) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let typed = open.begun.report.as_ref().ok_or(Problem::BadForm)?.typed.clone();
    let mut v = Values::default();
    if typed.is_empty() {
        let (day, hour) = wall(ask.now()?.time);
        v.put("day", day);
        v.put("hour", hour);
    }
    typed.into_iter().for_each(|(field, value)| v.put(field, value));
    page(ask, &open, v, Vec::new())
}

fn page(ask: &Ask<'_>, open: &Open, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = ask.titled("report-told").back(format!("/matters/new/{}/harm", open.id)).with_faults(faults);
    Ok(Answer::page(&Page { c, id: open.id.to_string(), saved: open.saved_at(), v })?.status(status))
}

pub(in crate::web::pages::matters) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&FIELDS, &[])?;
    let Some(mut open) = Open::still(ask)? else { return Ok(opened_at(ask)) };
    // The words are kept before anything else is tried: whatever becomes of it, nobody tells it twice.
    let typed = FIELDS.iter().map(|field| ((*field).to_owned(), ask.form.text(field).to_owned())).collect();
    open.begun.report.as_mut().ok_or(Problem::BadForm)?.typed = typed;
    open.save(ask)?;
    let now = ask.now()?.time;
    let received = moment(ask).filter(|at| *at <= now);
    let faults = faults(ask, received.is_some());
    let (Some(received), true) = (received, faults.is_empty()) else {
        return page(ask, &open, Values::sent(&ask.form), faults);
    };
    let report = Report {
        told_by: ask.form.text("told_by").to_owned(),
        account: ask.form.text("account").to_owned(),
        ..Report::default()
    };
    let intake = Intake {
        facts: open.begun.facts.clone().into_iter().map(|(name, value)| (name, value, Source::Person)).collect(),
        report: Some(report),
        ..Intake::of(FlowKind::MandatedReport, open.id, open.begun.client, received)
    };
    open.becomes(ask, intake)
}

fn faults(ask: &Ask<'_>, when: bool) -> Vec<Fault> {
    let fault = |field: &'static str, key: &str| Fault { field, text: ask.say(key, &[]) };
    let mut faults = Vec::new();
    faults.extend((!when).then(|| fault("day", "report-fault-when")));
    faults.extend(ask.form.filled("told_by").is_none().then(|| fault("told_by", "report-fault-told")));
    faults.extend(ask.form.filled("account").is_none().then(|| fault("account", "report-fault-account")));
    faults
}
