//! From an answer to what is done about it: the request becomes a matter, with what was asked and who said so, and nothing is asked twice.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use tacenda_desk::flows::{FlowKind, Intake, Item};
use tacenda_desk::{Category, Id, Inquiry, Matter, Refusal, Source, Time};
use tacenda_law::Paper;
use tacenda_store::sealed;

use super::answer::inquiry;
use crate::problem::Problem;
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::pages::matters::{DOOR, begin_warning, category, open_matter};

/// Somebody asks for it without a paper of a court: then what they ask for is all that there is to list.
const REQUEST: &str = "request";

/// What may be done about a question that the law has answered.
pub(super) enum Next {
    /// The matter that was opened of it.
    Opened(String),
    /// Open one.
    Open,
    /// A report has its own way, and it begins with a call.
    Report,
}

/// What may be done; nothing where nobody can tell what it is, or where it is not the asker's to see to.
pub(super) fn next(ask: &Ask<'_>, inquiry: &Inquiry) -> Result<Option<Next>, Problem> {
    if inquiry.facts.get("purpose").and_then(Json::as_str) == Some("mandated_report") {
        return Ok(Some(Next::Report));
    }
    if !DOOR.lets(ask.worker()?) {
        return Ok(None);
    }
    let id = inquiry.id.to_string();
    let there = ask.site.agency.db().read(|tx| sealed::latest(tx, "matter", &id))?;
    let opened = there.map(|_| Next::Opened(format!("/matters/{id}")));
    let opens = is_danger(inquiry) || paper(ask, inquiry).is_some();
    Ok(opened.or_else(|| opens.then_some(Next::Open)))
}

/// Whether somebody is to be kept safe: then it is written down on its own page, with what was said so far.
fn is_danger(inquiry: &Inquiry) -> bool {
    inquiry.facts.get("purpose").and_then(Json::as_str) == Some("protect_from_harm")
}

/// What came in, by the facts that were said.
fn paper<'p>(ask: &'p Ask<'_>, inquiry: &Inquiry) -> Option<&'p Paper> {
    let packs = &*ask.site.packs;
    packs.paper(&sheetcode::facts(packs, &inquiry.facts, inquiry.day)?)
}

/// What is asked for, kind by kind.
fn items(ask: &Ask<'_>, inquiry: &Inquiry) -> Vec<Item> {
    let asked = inquiry.facts.get("requested_categories").and_then(Json::as_array);
    let kinds = asked.into_iter().flatten().filter_map(|word| Category::from_word(word.as_str()?));
    kinds.map(|kind| Item { words: category(ask, kind.word()), category: kind }).collect()
}

/// When it came: the clocks of the client's own requests run from that day, and not from when it was typed.
fn received(ask: &Ask<'_>, inquiry: &Inquiry) -> Result<Time, Problem> {
    let Some(text) = ask.form.filled("received") else { return Ok(inquiry.at) };
    let day: Date = text.parse().map_err(|_| Problem::BadForm)?;
    let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::system()).map_err(|_| Problem::BadForm)?;
    Ok(Time(noon.timestamp().as_microsecond()).min(inquiry.at))
}

pub(super) fn open(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["received"], &[])?;
    let inquiry = inquiry(ask)?;
    if is_danger(&inquiry) {
        return begin_warning(ask, &inquiry);
    }
    let paper = paper(ask, &inquiry).ok_or(Refusal::WrongState)?;
    // The same id: of one question one matter comes, however often it is sent.
    let id: Id<Matter> = inquiry.id.to_string().parse().map_err(|_| Problem::BadForm)?;
    // What the file said is read from the file again, now and later.
    let said = |name: &String| inquiry.sources.get(name).is_some_and(|s| matches!(s, Source::Person | Source::Paper));
    let facts = inquiry.facts.iter().filter(|(name, _)| said(name));
    let flow = FlowKind::from_word(&paper.flow).ok_or(Problem::BadForm)?;
    open_matter(
        ask,
        Intake {
            facts: facts.map(|(name, value)| (name.clone(), value.clone(), Source::Person)).collect(),
            items: if paper.class == REQUEST { items(ask, &inquiry) } else { Vec::new() },
            hold: ask.say("matter-hold", &[]),
            ..Intake::of(flow, id, inquiry.client, received(ask, &inquiry)?)
        },
    )
}
