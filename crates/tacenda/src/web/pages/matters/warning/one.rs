//! `/matters/{id}` of a danger: what the law says of each who might be told, then what is still owed, and everything that happened.

use std::ops::Deref;

use askama::Template;
use axum::http::StatusCode;
use serde_json::json;
use tacenda_desk::flows::{FlowKind, Receiver, Short, Warning, What};
use tacenda_desk::{Matter, Task};

use crate::problem::Problem;
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;
use crate::web::pages::matters::one::{self, category};
use crate::web::pages::matters::stage::{Stage, day_of, receiver, stage};

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
    stage: Stage<'a>,
    warning: &'a Warning,
    /// Those who must or may be told, or of whom nobody can tell yet; then those who may not.
    hear: Vec<Row>,
    never: Vec<Row>,
    /// Those who can be entered as told: word and name.
    tellable: Vec<(String, String)>,
    /// Whom, and by what, as it was entered.
    told: Vec<(String, String)>,
    asks: Option<(String, String)>,
}

impl<'a> Deref for Page<'a> {
    type Target = Stage<'a>;

    fn deref(&self) -> &Stage<'a> {
        &self.stage
    }
}

impl Page<'_> {
    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn shorts(&self) -> &'static [Short] {
        Short::ALL
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
    let clocks = matter.warning_owes(&jiff::tz::TimeZone::system());
    let called = |word: &str| receiver(ask, ask.language, word);
    let (never, hear): (Vec<Row>, Vec<Row>) = table(ask, warning).into_iter().partition(|row| row.says == "warn-says-no");
    let page = Page {
        stage: stage(ask, (matter, tasks, version), clocks, faults)?,
        told: warning.told.iter().map(|told| (called(&told.who), format!("{}, {}", told.name, told.way))).collect(),
        asks: asks(ask, matter, warning),
        tellable: warning.may_hear().map(|there| (there.who.clone(), called(&there.who))).collect(),
        never,
        hear,
        warning,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// What the law says of each, as few lines as it takes.
fn table(ask: &Ask<'_>, warning: &Warning) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for there in &warning.receivers {
        let (row, who) = (row(ask, there), receiver(ask, ask.language, &there.who));
        let same = |other: &&mut Row| other.says == row.says && other.may == row.may && other.by == row.by;
        match all.iter_mut().find(same) {
            Some(other) => other.whom.push(who),
            None => all.push(Row { whom: vec![who], ..row }),
        }
    }
    all
}

/// The key of must, may, no, or not yet, and its colour.
pub(super) fn says(verdict: &str) -> (&'static str, &'static str) {
    match verdict {
        "required" => ("warn-says-must", "grave"),
        "permitted" => ("warn-says-may", "well"),
        "conflict" => ("warn-says-conflict", "due"),
        "needs_more_facts" => ("warn-says-open", "due"),
        _ => ("warn-says-no", ""),
    }
}

fn row(ask: &Ask<'_>, there: &Receiver) -> Row {
    let (says, tag) = says(&there.verdict);
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
fn asks(ask: &Ask<'_>, matter: &Matter, warning: &Warning) -> Option<(String, String)> {
    let not_asked = |there: &&Receiver| there.missing.iter().any(|name| !matter.facts.contains_key(name));
    warning.receivers.iter().filter(not_asked).find_map(|there| {
        let mut known = matter.known();
        known.insert("recipient_kind".to_owned(), json!(there.who));
        let facts = sheetcode::facts(&ask.site.packs, &known, day_of(matter));
        one::asks(ask, matter, facts.as_ref())
    })
}
