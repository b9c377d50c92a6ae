//! What was heard, how serious it is, and what was thought of short of telling: one page, of which anything but the words may be left
//! out. What is left out is not known, and is asked if the law needs it. Then the matter is open.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value as Json;
use tacenda_desk::flows::{FlowKind, Intake, Short, Warning, no_more};
use tacenda_desk::{Inquiry, Source};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::code;
use crate::web::pages::matters::begun::{Begun, Open, opened_at};
use crate::web::pages::matters::report::{Asked, asked, chosen, moment, wall};
use crate::web::values::Values;

/// What the law asks of a danger nearly everywhere.
pub(super) const ASKED: [&str; 6] = [
    "threat_source",
    "threat_target",
    "threat_severity",
    "threat_imminent",
    "client_intent_and_ability",
    "disclosure_necessary_to_protect",
];
const ELSE: &str = "else";
const SHORT: &str = "short";
const WORDS: [&str; 4] = ["day", "hour", "account", "set_aside"];

#[derive(Template)]
#[template(path = "matters/warning/threat.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    /// Whose file it is about.
    code: String,
    lists: Vec<Asked>,
    v: Values,
}

impl Page<'_> {
    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn shorts(&self) -> &'static [Short] {
        Short::ALL
    }
}

/// Somebody asked whether they may tell, and the law has answered: it is written down with what was said then.
pub(in crate::web) fn begin(ask: &Ask<'_>, inquiry: &Inquiry) -> Result<Answer, Problem> {
    let said = |name: &String| inquiry.sources.get(name).is_some_and(|s| matches!(s, Source::Person | Source::Paper));
    let facts = inquiry.facts.iter().filter(|(name, value)| said(name) && !value.is_null());
    let mut facts: BTreeMap<String, Json> = facts.map(|(name, value)| (name.clone(), value.clone())).collect();
    // Whoever said that there is no danger, and wants to keep somebody safe all the same, says it anew.
    if facts.get("threat_communicated") != Some(&Json::Bool(true)) {
        facts.retain(|name, _| !ASKED.contains(&name.as_str()));
    }
    let begun = Begun { whose: true, client: inquiry.client, facts, threat: Some(Vec::new()), ..Begun::default() };
    // The same id: of one question one matter comes, however often it is sent.
    let id = inquiry.id.to_string().parse().map_err(|_| Problem::BadForm)?;
    Ok(Answer::go(&Open::by_id(ask, id, begun)?.next()))
}

/// What stands in the fields before anything was typed: now, and what was said already.
fn first(ask: &Ask<'_>, open: &Open) -> Result<Values, Problem> {
    let mut v = Values::default();
    let (day, hour) = wall(ask.now()?.time);
    v.put("day", day);
    v.put("hour", hour);
    for fact in ASKED {
        match open.begun.facts.get(fact) {
            Some(Json::Bool(yes)) => v.put(fact, if *yes { "yes" } else { "no" }),
            Some(Json::String(word)) => v.put(fact, word.clone()),
            _ => {}
        }
    }
    Ok(v)
}

pub(in crate::web::pages::matters) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let typed = open.begun.threat.clone().ok_or(Problem::BadForm)?;
    let mut v = if typed.is_empty() { first(ask, &open)? } else { Values::default() };
    typed.into_iter().for_each(|(field, value)| v.put(field, value));
    page(ask, &open, v, Vec::new())
}

fn page(ask: &Ask<'_>, open: &Open, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        c: ask.titled("warn-threat").back(format!("/matters/new/{}/whose", open.id)).with_faults(faults),
        id: open.id.to_string(),
        saved: open.saved_at(),
        code: open.begun.client.map(code).unwrap_or_default(),
        lists: ASKED.into_iter().filter_map(|fact| asked(ask, fact)).collect(),
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(in crate::web::pages::matters) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[&ASKED[..], &WORDS, &[ELSE]].concat(), &[SHORT])?;
    let Some(mut open) = Open::still(ask)? else { return Ok(opened_at(ask)) };
    if open.begun.threat.is_none() {
        return Err(Problem::BadForm);
    }
    // The words are kept before anything else is tried: whatever becomes of it, nobody tells it twice.
    let sent = Values::sent(&ask.form);
    open.begun.threat = Some(sent.all().map(|(field, value)| (field.to_owned(), value.to_owned())).collect());
    open.save(ask)?;
    let now = ask.now()?.time;
    let received = moment(ask).filter(|at| *at <= now);
    let faults = faults(ask, received.is_some());
    let (Some(received), true) = (received, faults.is_empty()) else {
        return page(ask, &open, sent, faults);
    };
    let intake = Intake {
        facts: facts(ask, &open)?.into_iter().map(|(name, value)| (name, value, Source::Person)).collect(),
        warning: Some(heard(ask)?),
        ..Intake::of(FlowKind::Warning, open.id, open.begun.client, received)
    };
    open.becomes(ask, intake)
}

/// The worker's own words, and what they thought of.
fn heard(ask: &Ask<'_>) -> Result<Warning, Problem> {
    let considered = ask.form.many(SHORT).filter(|word| !word.is_empty());
    let considered: Option<Vec<Short>> = considered.map(Short::from_word).collect();
    Ok(Warning {
        account: ask.form.text("account").to_owned(),
        considered: considered.ok_or(Problem::BadForm)?,
        set_aside: ask.form.text("set_aside").to_owned(),
        ..Warning::default()
    })
}

/// What the lists say, over what was said before.
fn facts(ask: &Ask<'_>, open: &Open) -> Result<BTreeMap<String, Json>, Problem> {
    let mut known = open.begun.facts.clone();
    match ask.form.text(ELSE) {
        "no" => known.extend(no_more().into_iter().map(|(name, value)| (name.to_owned(), value))),
        "" | "yes" => {}
        _ => return Err(Problem::BadForm),
    }
    for fact in ASKED {
        match chosen(ask, fact)? {
            Json::Null => drop(known.remove(fact)),
            value => drop(known.insert(fact.to_owned(), value)),
        }
    }
    Ok(known)
}

fn faults(ask: &Ask<'_>, when: bool) -> Vec<Fault> {
    let fault = |field: &'static str, key: &str| Fault { field, text: ask.say(key, &[]) };
    let mut faults = Vec::new();
    faults.extend((!when).then(|| fault("day", "report-fault-when")));
    faults.extend(ask.form.filled("account").is_none().then(|| fault("account", "warn-fault-account")));
    faults
}
