//! `/matters/{id}` of a report: whom to call first, then the clocks, the writing, what else is owed, and everything that happened.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::flows::{Due, FlowKind, Form, OwedByLaw, Report, Served, What};
use tacenda_desk::{Lawful, Matter, Task};
use tacenda_law::Hurt;

use super::super::one::{self, Duty, Known, Past};
use super::wall;
use crate::problem::Problem;
use crate::sheet::{Sheet, answer_of};
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::file::code;
use crate::web::pages::ask::class;
use crate::web::pages::report::Place;

/// A clock of a report or a warning.
pub(in crate::web::pages::matters) struct Clock {
    pub(in crate::web::pages::matters) text: String,
    pub(in crate::web::pages::matters) due: String,
    /// The moment from which it runs itself: at once.
    pub(in crate::web::pages::matters) now: bool,
    pub(in crate::web::pages::matters) late: bool,
    pub(in crate::web::pages::matters) done: Option<String>,
}

#[derive(Template)]
#[template(path = "matters/report/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    matter: &'a Matter,
    report: &'a Report,
    version: i64,
    code: String,
    /// What the law says, in one line and a colour.
    word: &'a str,
    class: &'static str,
    owner: Option<String>,
    places: Vec<&'a Place>,
    receivers: Vec<String>,
    clocks: Vec<Clock>,
    duties: Vec<Duty>,
    /// What the law would have, where it is about nobody known: there are no tasks.
    besides: Vec<String>,
    asks: Option<(String, String)>,
    sheet: Option<Sheet>,
    facts: Vec<Known>,
    past: Vec<Past>,
    forms: Vec<Form>,
    colleagues: Vec<(String, String)>,
    is_mine: bool,
    /// What is said while it can't be closed.
    not_yet: String,
    day: String,
    hour: String,
    typed: Typed<'a>,
}

/// What stood in the fields of the call, so that nothing typed is lost.
struct Typed<'a> {
    whom: &'a str,
    number: String,
    reference: &'a str,
}

impl Page<'_> {
    fn may(&self, what: What) -> bool {
        self.is_mine && self.forms.iter().any(|form| form.what == what)
    }

    fn ends(&self) -> &[&'static str] {
        self.forms.iter().find(|form| form.what == What::Close).map_or(&[], |form| form.choices.as_slice())
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn ways(&self) -> &'static [Served] {
        Served::ALL
    }

    fn owes(&self) -> bool {
        self.is_mine && self.duties.iter().any(|duty| duty.open)
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn reasons(&self) -> &'static [Lawful] {
        Lawful::ALL
    }

    fn open(&self) -> bool {
        self.matter.outcome.is_none()
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
    let packs = &*ask.site.packs;
    let (workers, me) = (ask.site.agency.workers()?, ask.worker()?);
    let verdict = matter.ruling.as_ref().map_or("needs_more_facts", |ruled| ruled.verdict.as_str());
    let day = matter.ruling.as_ref().map_or_else(|| dates::today(matter.received), |ruled| ruled.day);
    let known = sheetcode::facts(packs, &matter.known(), day);
    let ruling = known.as_ref().filter(|_| verdict != "needs_more_facts").map(|facts| packs.decide(facts));
    let clocks = matter.report_owes(&jiff::tz::TimeZone::system());
    let own: Vec<Task> = tasks.iter().filter(|task| !is_clock(&clocks, task)).cloned().collect();
    let places = places(ask, matter);
    let first = places.first().and_then(|place| place.numbers.first()).map(|number| number.text.clone());
    let (today, hour) = wall(ask.now()?.time);
    let said = |field: &str, otherwise: String| ask.form.filled(field).map_or(otherwise, str::to_owned);
    let page = Page {
        c: ask.chrome(one::called(ask, matter)).back("/matters").with_faults(faults),
        code: matter.client.map(code).unwrap_or_default(),
        word: verdict,
        class: ruling.as_ref().map_or("wait", |ruling| class(answer_of(ruling))),
        owner: matter.owner.map(|id| one::name(&workers, id)),
        receivers: report.receivers.iter().map(|word| receiver(ask, word)).collect(),
        besides: if matter.client.is_none() { besides(ask, matter, &clocks) } else { Vec::new() },
        clocks: rows(ask, matter, clocks)?,
        duties: one::duties(ask, &own, &workers)?,
        asks: one::asks(ask, matter, known.as_ref()),
        sheet: ruling.as_ref().map(|ruling| Sheet::of(ruling, ask.language)),
        facts: one::facts(ask, matter),
        past: one::past(ask, packs, matter),
        forms: matter.forms(),
        colleagues: one::colleagues(&workers),
        is_mine: matter.opened_by == me.id || matter.owner == Some(me.id),
        not_yet: ask.say("report-close-not-yet", &[]),
        day: said("day", today),
        hour: said("hour", hour),
        typed: Typed {
            whom: ask.form.text("whom"),
            number: said("number", first.unwrap_or_default()),
            reference: ask.form.text("reference"),
        },
        places,
        matter,
        report,
        version,
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

/// Who may take it, as the law's words call them.
pub(in crate::web::pages::matters) fn receiver(ask: &Ask<'_>, word: &str) -> String {
    let list = super::super::paper::words_of(ask, "recipient_kind");
    let found = list.and_then(|list| list.members.iter().find(|member| member.id == word));
    found.map_or_else(String::new, |member| crate::sheet::label(member, ask.language).to_owned())
}

/// What stands as a clock does not stand among what else is owed.
pub(in crate::web::pages::matters) fn is_clock(clocks: &[Due], task: &Task) -> bool {
    task.duty.as_ref().is_some_and(|duty| clocks.iter().any(|due| due.duty == *duty))
}

pub(in crate::web::pages::matters) fn rows(ask: &Ask<'_>, matter: &Matter, clocks: Vec<Due>) -> Result<Vec<Clock>, Problem> {
    let now = ask.now()?.time;
    let of = |due: Due| Clock {
        text: one::duty(ask, &ask.site.packs, &due.duty),
        due: dates::moment(ask.language, due.at),
        now: due.at == matter.received,
        late: due.done.is_none() && due.at != matter.received && due.at < now,
        done: due.done.map(|at| dates::moment(ask.language, at)),
    };
    Ok(clocks.into_iter().map(of).collect())
}

/// What the law would have beside those clocks.
pub(in crate::web::pages::matters) fn besides(ask: &Ask<'_>, matter: &Matter, clocks: &[Due]) -> Vec<String> {
    let owed = matter.ruling.iter().flat_map(|ruled| &ruled.owed).filter(|owed| !owed.perhaps);
    let others = owed.filter(|owed: &&OwedByLaw| !clocks.iter().any(|due| due.duty == owed.duty));
    others.map(|owed| one::duty(ask, &ask.site.packs, &owed.duty)).collect()
}
