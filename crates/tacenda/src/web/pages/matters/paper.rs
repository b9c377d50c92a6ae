//! What the paper shows, on one page. Whatever is left out is not known, and is asked if the law needs it. Then the matter is open.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use tacenda_desk::acts::StepMatter;
use tacenda_desk::flows::{Event, FlowKind, Intake, Item, Outcome};
use tacenda_desk::{Category, Source, Time};
use tacenda_law::Enumeration;

use super::begun::{Open, open_matter, opened_at};
use crate::problem::Problem;
use crate::sheet::label;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::pages::ask::{WANTS, no_danger, no_release};

/// Those who commonly send a legal paper; the others stand behind them.
const SENDERS: [&str; 9] = [
    "opposing_party_attorney",
    "client_attorney",
    "prosecutor",
    "defence_attorney",
    "court",
    "law_enforcement",
    "oversight_agency",
    "licensing_board",
    "immigration_authority",
];
/// What a case is commonly about.
const CASES: [&str; 6] =
    ["litigation", "custody_dispute", "criminal_investigation", "oversight_audit", "immigration_enforcement", "agency_defence"];

/// A list to choose from: field, and its value and text.
pub(super) struct Choices {
    pub(super) field: &'static str,
    pub(super) title: String,
    pub(super) options: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "matters/paper.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    papers: Vec<(String, String)>,
    lists: Vec<Choices>,
}

/// The words of an enumeration, those named first.
pub(in crate::web) fn members(ask: &Ask<'_>, list: Option<&Enumeration>, first: &[&str], rest: bool) -> Vec<(String, String)> {
    let Some(list) = list else { return Vec::new() };
    let text = |m: &tacenda_law::Member| (m.id.clone(), label(m, ask.language).to_owned());
    let named = first.iter().filter_map(|word| list.members.iter().find(|m| m.id == *word));
    let others = list.members.iter().filter(|m| rest && !first.contains(&m.id.as_str()));
    named.chain(others).map(text).collect()
}

/// The words that a fact may hold.
pub(in crate::web) fn words_of<'p>(ask: &'p Ask<'_>, fact: &str) -> Option<&'p Enumeration> {
    let vocabulary = &ask.site.packs.vocabulary;
    vocabulary.enumeration(vocabulary.fact(vocabulary.find(fact)?).kind)
}

fn lists(ask: &Ask<'_>) -> Vec<Choices> {
    let own = |field: &'static str, words: &[&str]| {
        let text = |word: &&str| ((*word).to_owned(), ask.say(&format!("matter-{field}-{word}"), &[]));
        (field, words.iter().map(text).collect::<Vec<_>>())
    };
    let mut what = own("what", &[]).1;
    what.extend(WANTS.iter().map(|(word, _)| ((*word).to_owned(), ask.say(&format!("ask-what-{word}"), &[]))));
    what.extend(members(ask, words_of(ask, "requested_categories"), &[], true));
    let all = [
        ("sender", members(ask, words_of(ask, "recipient_kind"), &SENDERS, true)),
        ("case", members(ask, words_of(ask, "purpose"), &CASES, true)),
        ("what", what),
        own("wants", &["papers", "testimony", "both"]),
        ("with", members(ask, words_of(ask, "hipaa_satisfactory_assurance"), &[], true)),
        own("release", &["no", "yes"]),
        own("danger", &["no", "yes"]),
        own("secret", &["no", "yes"]),
        own("arrived", &["hand", "mail", "fax", "electronic"]),
        own("told", &["nothing", "confirmed", "more"]),
    ];
    let choices = |(field, options)| Choices { field, title: ask.say(&format!("matter-{field}"), &[]), options };
    all.into_iter().map(choices).collect()
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let page = Page {
        c: ask.titled("matter-paper").back(format!("/matters/new/{}/signed", open.id)),
        id: open.id.to_string(),
        saved: open.saved_at(),
        papers: members(ask, words_of(ask, "legal_process"), &[], true),
        lists: lists(ask),
    };
    Answer::page(&page)
}

/// What was chosen in a list, if it was offered.
pub(super) fn chosen<'f>(ask: &'f Ask<'_>, lists: &[Choices], field: &str) -> Result<Option<&'f str>, Problem> {
    let Some(word) = ask.form.filled(field) else { return Ok(None) };
    let offered = lists.iter().any(|list| list.field == field && list.options.iter().any(|(value, _)| value == word));
    if offered { Ok(Some(word)) } else { Err(Problem::BadForm) }
}

/// The facts that the page's answers say. What was left out is not among them.
fn facts(ask: &Ask<'_>, lists: &[Choices]) -> Result<BTreeMap<String, Json>, Problem> {
    let mut facts = BTreeMap::new();
    let mut put = |name: &str, value: Json| facts.insert(name.to_owned(), value);
    let papers: Vec<&str> = ask.form.many("paper").filter(|word| !word.is_empty()).collect();
    if !papers.is_empty() {
        put("legal_process", json!(papers));
        // Each paper was ticked, so what was not ticked is not there.
        if !papers.contains(&"part2_court_order") {
            put("part2_order_type", json!("none"));
        }
    }
    for (field, fact) in [("sender", "recipient_kind"), ("case", "purpose"), ("with", "hipaa_satisfactory_assurance")] {
        if let Some(word) = chosen(ask, lists, field)? {
            put(fact, json!(word));
        }
    }
    if let Some(word) = chosen(ask, lists, "what")? {
        let preset = WANTS.iter().find(|(preset, _)| *preset == word);
        put("requested_categories", preset.map_or_else(|| json!([word]), |(_, categories)| json!(categories)));
        put("information_identifiable", json!(true));
        put("deidentification", json!("none"));
    }
    match chosen(ask, lists, "wants")? {
        Some("testimony") => drop(put("disclosure_mode", json!("testimony"))),
        Some(_) => drop(put("disclosure_mode", json!("records"))),
        None => {}
    }
    if let Some(word) = chosen(ask, lists, "secret")? {
        put("secrecy_order", json!(word == "yes"));
    }
    if chosen(ask, lists, "release")? == Some("no") {
        no_release().into_iter().for_each(|(name, value)| drop(put(name, value)));
    }
    if chosen(ask, lists, "danger")? == Some("no") {
        no_danger().for_each(|(name, value)| drop(put(name, value)));
    }
    Ok(facts)
}

/// The end of a day, where this machine stands.
pub(super) fn end_of(text: &str) -> Option<Time> {
    let day: Date = text.parse().ok()?;
    let end = day.to_zoned(jiff::tz::TimeZone::system()).ok()?.timestamp().as_microsecond();
    Some(Time(end).plus_minutes(24 * 60 - 1))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let fields = ["sender", "case", "what", "wants", "with", "release", "danger", "secret", "arrived", "told", "answer_by"];
    ask.form.only(&fields, &["paper"])?;
    let Some(open) = Open::still(ask)? else { return Ok(opened_at(ask)) };
    let lists = lists(ask);
    let mut known = open.begun.facts.clone();
    known.extend(facts(ask, &lists)?);
    let mut notes = BTreeMap::new();
    for field in ["arrived", "told", "wants"] {
        notes.extend(chosen(ask, &lists, field)?.map(|word| (field.to_owned(), word.to_owned())));
    }
    take_in(ask, &open, known, notes)
}

/// Opens the matter of a paper that shows these facts.
pub(super) fn take_in(
    ask: &Ask<'_>,
    open: &Open,
    known: BTreeMap<String, Json>,
    notes: BTreeMap<String, String>,
) -> Result<Answer, Problem> {
    let received = open.begun.received.map_or_else(|| Ok(ask.now()?.time), Ok::<_, Problem>)?;
    let flow = open.begun.flow.unwrap_or(FlowKind::Subpoena);
    // What a release is wanted for is asked by kind: each is a line of the request, in words that may be changed.
    let asked = known.get("requested_categories").and_then(Json::as_array).filter(|_| flow == FlowKind::Release);
    let named = asked.into_iter().flatten().filter_map(|word| Category::from_word(word.as_str()?));
    let intake = Intake {
        items: named.map(|category| Item { words: super::category(ask, category.word()), category }).collect(),
        consent: open.begun.consent,
        answer_by: ask.form.filled("answer_by").and_then(end_of),
        facts: known.into_iter().map(|(name, value)| (name, value, Source::Paper)).collect(),
        notes,
        taken: open.begun.taken.clone(),
        hold: ask.say("matter-hold", &[]),
        ..Intake::of(flow, open.id, open.begun.client, received)
    };
    let opened = open_matter(ask, intake)?;
    if let Some(from) = open.begun.from {
        let event = Event::Close { outcome: Outcome::Moved, words: ask.say("matter-moved", &[]) };
        ask.see(StepMatter { id: from, client: None, over: None, event }, super::why(ask, None)?)?;
    }
    open.forget(ask)?;
    Ok(opened)
}
