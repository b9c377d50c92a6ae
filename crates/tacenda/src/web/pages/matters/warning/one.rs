//! `/matters/{id}` of a danger: what the law says of each who might be told, then what is still owed, and everything that happened.

use askama::Template;
use axum::http::StatusCode;
use serde_json::json;
use tacenda_desk::flows::{FlowKind, Form, Receiver, Short, Warning, What};
use tacenda_desk::{Lawful, Matter, Task};

use crate::problem::Problem;
use crate::sheet::{Sheet, answer_of};
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::file::code;
use crate::web::pages::ask::class;
use crate::web::pages::matters::one::{self, Duty, Known, Past, category};
use crate::web::pages::matters::report::{Clock, besides, is_clock, receiver, rows, wall};

/// A rule: name, title, citation.
type Rule = (String, String, String);

/// What the law says of some who might be told: those of whom it says the same stand together.
struct Row {
    whom: Vec<String>,
    /// The key of must, may, no, or not yet, and its colour.
    says: &'static str,
    tag: &'static str,
    may: Vec<String>,
    /// The rules that say so.
    by: Vec<Rule>,
}

#[derive(Template)]
#[template(path = "matters/warning/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    matter: &'a Matter,
    warning: &'a Warning,
    version: i64,
    code: String,
    /// What the law says, in one line and a colour.
    word: &'a str,
    class: &'static str,
    owner: Option<String>,
    /// Those who must or may be told, or of whom nobody can tell yet; then those who may not.
    hear: Vec<Row>,
    never: Vec<Row>,
    /// Those who can be entered as told: word and name.
    tellable: Vec<(String, String)>,
    /// Whom, and by what, as it was entered.
    told: Vec<(String, String)>,
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

/// What stood in the fields, so that nothing typed is lost.
struct Typed<'a> {
    whom: &'a str,
    number: &'a str,
    said: &'a str,
    short: &'a str,
    words: &'a str,
}

impl Page<'_> {
    fn may(&self, what: What) -> bool {
        self.is_mine && self.forms.iter().any(|form| form.what == what)
    }

    fn ends(&self) -> &[&'static str] {
        self.forms.iter().find(|form| form.what == What::Close).map_or(&[], |form| form.choices.as_slice())
    }

    fn owes(&self) -> bool {
        self.is_mine && self.duties.iter().any(|duty| duty.open)
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn reasons(&self) -> &'static [Lawful] {
        Lawful::ALL
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn shorts(&self) -> &'static [Short] {
        Short::ALL
    }

    fn open(&self) -> bool {
        self.matter.outcome.is_none()
    }
}

/// What a danger is called.
pub(in crate::web::pages::matters) fn title(ask: &Ask<'_>, matter: &Matter) -> Option<String> {
    let itself = matter.facts.get("threat_target").is_some_and(|fact| fact.value == "self");
    let key = if itself { "warn-of-self" } else { "warn-of-other" };
    (matter.kind == FlowKind::Warning).then(|| ask.say(key, &[]))
}

pub(in crate::web::pages::matters) fn page(
    ask: &Ask<'_>,
    (matter, tasks, version): (&Matter, &[Task], i64),
    faults: Vec<Fault>,
) -> Result<Answer, Problem> {
    let warning = matter.warning.as_deref().ok_or(Problem::BadForm)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let packs = &*ask.site.packs;
    let (workers, me) = (ask.site.agency.workers()?, ask.worker()?);
    let word = matter.ruling.as_ref().map_or("needs_more_facts", |ruled| ruled.verdict.as_str());
    let day = matter.ruling.as_ref().map_or_else(|| dates::today(matter.received), |ruled| ruled.day);
    let known = sheetcode::facts(packs, &matter.known(), day);
    let ruling = known.as_ref().filter(|_| word != "needs_more_facts").map(|facts| packs.decide(facts));
    let clocks = matter.warning_owes(&jiff::tz::TimeZone::system());
    let own: Vec<Task> = tasks.iter().filter(|task| !is_clock(&clocks, task)).cloned().collect();
    let (today, hour) = wall(ask.now()?.time);
    let said = |field: &str, otherwise: String| ask.form.filled(field).map_or(otherwise, str::to_owned);
    let (never, hear): (Vec<Row>, Vec<Row>) = table(ask, warning).into_iter().partition(|row| row.says == "warn-says-no");
    let page = Page {
        c: ask.chrome(one::called(ask, matter)).back("/matters").with_faults(faults),
        code: matter.client.map(code).unwrap_or_default(),
        class: ruling.as_ref().map_or("wait", |ruling| class(answer_of(ruling))),
        owner: matter.owner.map(|id| one::name(&workers, id)),
        told: warning.told.iter().map(|told| (receiver(ask, &told.who), format!("{}, {}", told.name, told.way))).collect(),
        duties: one::duties(ask, &own, &workers)?,
        besides: if matter.client.is_none() { besides(ask, matter, &clocks) } else { Vec::new() },
        clocks: rows(ask, matter, clocks)?,
        asks: asks(ask, matter, warning, day),
        sheet: ruling.as_ref().map(|ruling| Sheet::of(ruling, ask.language)),
        facts: one::facts(ask, matter),
        past: one::past(ask, packs, matter),
        forms: matter.forms(),
        colleagues: one::colleagues(&workers),
        is_mine: matter.opened_by == me.id || matter.owner == Some(me.id),
        not_yet: ask.say("warn-close-not-yet", &[]),
        day: said("day", today),
        hour: said("hour", hour),
        typed: Typed {
            whom: ask.form.text("whom"),
            number: ask.form.text("number"),
            said: ask.form.text("said"),
            short: ask.form.text("short"),
            words: ask.form.text("words"),
        },
        tellable: warning.may_hear().map(|there| (there.who.clone(), receiver(ask, &there.who))).collect(),
        never,
        hear,
        matter,
        warning,
        word,
        version,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// What the law says of each, as few lines as it takes.
fn table(ask: &Ask<'_>, warning: &Warning) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for there in &warning.receivers {
        let (row, who) = (row(ask, there), receiver(ask, &there.who));
        let same = |other: &&mut Row| other.says == row.says && other.may == row.may && other.by == row.by;
        match all.iter_mut().find(same) {
            Some(other) => other.whom.push(who),
            None => all.push(Row { whom: vec![who], ..row }),
        }
    }
    all
}

fn row(ask: &Ask<'_>, there: &Receiver) -> Row {
    let (says, tag) = match there.verdict.as_str() {
        "required" => ("warn-says-must", "grave"),
        "permitted" => ("warn-says-may", "well"),
        "conflict" => ("warn-says-conflict", "due"),
        "needs_more_facts" => ("warn-says-open", "due"),
        _ => ("warn-says-no", ""),
    };
    // What is not clear yet stands on no rule.
    let by = there.by.iter().filter(|_| !there.is_open());
    Row {
        whom: Vec::new(),
        says,
        tag,
        may: there.may.iter().map(|kind| category(ask, kind)).collect(),
        by: by.map(|rule| (rule.rule.clone(), rule.title.clone(), rule.cite.join("; "))).collect(),
    }
}

/// What the law asks next, of the first of whom it cannot tell yet.
fn asks(ask: &Ask<'_>, matter: &Matter, warning: &Warning, day: jiff::civil::Date) -> Option<(String, String)> {
    let not_asked = |there: &&Receiver| there.missing.iter().any(|name| !matter.facts.contains_key(name));
    warning.receivers.iter().filter(not_asked).find_map(|there| {
        let mut known = matter.known();
        known.insert("recipient_kind".to_owned(), json!(there.who));
        let facts = sheetcode::facts(&ask.site.packs, &known, day);
        one::asks(ask, matter, facts.as_ref())
    })
}
