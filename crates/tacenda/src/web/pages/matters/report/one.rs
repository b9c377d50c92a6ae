//! `/matters/{id}` of a report: whom to call first, then the clocks, the writing, what else is owed, and everything that happened.

use std::ops::Deref;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::flows::{FlowKind, Report, Served, What};
use tacenda_desk::{Matter, Task};
use tacenda_law::Hurt;

use super::super::one;
use super::super::stage::{Stage, receiver, stage};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;
use crate::web::pages::report::Place;

#[derive(Template)]
#[template(path = "matters/report/one.html")]
struct Page<'a> {
    stage: Stage<'a>,
    report: &'a Report,
    places: Vec<&'a Place>,
    receivers: Vec<String>,
    asks: Option<(String, String)>,
    /// What stands in the field of the number: what was typed, or whom to call first.
    number: String,
}

impl<'a> Deref for Page<'a> {
    type Target = Stage<'a>;

    fn deref(&self) -> &Stage<'a> {
        &self.stage
    }
}

impl Page<'_> {
    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn ways(&self) -> &'static [Served] {
        Served::ALL
    }

    fn is_called(&self) -> bool {
        self.report.was_made()
    }
}

/// What a report is called.
pub(in crate::web::pages::matters) fn title(ask: &Ask<'_>, matter: &Matter) -> Option<String> {
    let child = matter.facts.get("child_abuse_suspected").is_some_and(|fact| fact.value == true);
    let key = if child { "report-of-child" } else { "report-of-adult" };
    (matter.kind == FlowKind::MandatedReport).then(|| ask.say(key, &[]))
}

pub(in crate::web::pages::matters) fn page(
    ask: &Ask<'_>,
    (matter, tasks, version): (&Matter, &[Task], i64),
    faults: Vec<Fault>,
) -> Result<Answer, Problem> {
    let report = matter.report.as_ref().ok_or(Problem::BadForm)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let clocks = matter.report_owes(&jiff::tz::TimeZone::system());
    let places = places(ask, matter);
    let first = places.first().and_then(|place| place.numbers.first()).map(|number| number.text.clone());
    let stage = stage(ask, (matter, tasks, version), clocks, faults)?;
    let page = Page {
        receivers: report.receivers.iter().map(|word| receiver(ask, ask.language, word)).collect(),
        asks: one::asks(ask, matter, stage.known.as_ref()),
        number: ask.form.filled("number").map_or_else(|| first.unwrap_or_default(), str::to_owned),
        stage,
        places,
        report,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// Whom to call: where the file says it is, else where the agency works.
fn places<'a>(ask: &'a Ask<'_>, matter: &Matter) -> Vec<&'a Place> {
    let child = matter.facts.get("child_abuse_suspected").is_some_and(|fact| fact.value == true);
    let known = matter.facts.get("jurisdictions").and_then(|fact| fact.value.as_array());
    let words: Vec<String> = known.into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect();
    ask.site.lines().first(ask.language, if child { Hurt::Child } else { Hurt::Adult }, &words)
}
