//! Who looked at a file, and why: in words that a client's worker, and the client, understand.

use askama::Template;
use tacenda_desk::acts::ReadLooks;

use crate::agency::Look;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;
use crate::web::file::{Head, Tab, with_office};
use crate::web::words;

/// So many entries on a page, in as many visits as they were made.
const MOST: usize = 60;
/// Before this stands every number that the database can hold.
const END: u64 = i64::MAX.unsigned_abs();

/// One thing that somebody did.
pub(super) struct Line {
    pub(super) time: String,
    pub(super) what: String,
    pub(super) kind: Option<String>,
    pub(super) words: Option<String>,
}

/// What one person did in one go.
struct Visit {
    who: String,
    when: String,
    why: String,
    is_glass: bool,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "file/seen.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    visits: Vec<Visit>,
    /// Where the newest stand, from a page of older ones; and what stands before this page.
    newest: bool,
    older: Option<u64>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| {
        if file.card.is_some() {
            file.see(ReadLooks { client: file.id })?;
        }
        let before = ask.query.text("before").parse::<u64>().ok();
        let (looks, older) = ask.site.agency.looks_before(file.id, before.unwrap_or(END), MOST)?;
        let visits = gathered(&looks).into_iter().map(|visit| told(ask, &visit)).collect();
        Answer::page(&Page { c: file.chrome("seen-title"), f: file.head(Tab::Seen), visits, newest: before.is_some(), older })
    })
}

/// Looks of one person for one reason, not more than half an hour apart, are one visit; the newest first.
fn gathered(looks: &[Look]) -> Vec<Vec<&Look>> {
    const APART: i64 = 30;
    let mut visits: Vec<Vec<&Look>> = Vec::new();
    for look in looks {
        let goes_on = |visit: &&mut Vec<&Look>| {
            visit.last().is_some_and(|last| {
                last.worker == look.worker
                    && code(last, "reason") == code(look, "reason")
                    && look.time < last.time.plus_minutes(APART)
            })
        };
        match visits.iter_mut().rev().take(4).find(goes_on) {
            Some(visit) => visit.push(look),
            None => visits.push(vec![look]),
        }
    }
    visits.reverse();
    visits
}

fn code<'l>(look: &'l Look, name: &str) -> &'l str {
    look.codes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// The most lines of one visit that are shown.
const LINES: usize = 12;

fn told(ask: &Ask<'_>, visit: &[&Look]) -> Visit {
    let first = visit.first();
    let reason = first.map_or("", |look| code(look, "reason"));
    let key = format!("looked-{}", reason.replace('_', "-"));
    let why = if words::has(ask.language, &key) { ask.say(&key, &[]) } else { String::new() };
    let mut lines: Vec<Line> = Vec::new();
    for look in visit {
        let line = line(ask, look);
        // The same thing again within one visit adds nothing for whoever reads it.
        if !lines.iter().any(|there| there.what == line.what && there.kind == line.kind && line.words.is_none()) {
            lines.push(line);
        }
    }
    lines.truncate(LINES);
    Visit {
        who: first.map(|look| look.who.clone()).filter(|who| !who.is_empty()).unwrap_or_else(|| ask.say("seen-system", &[])),
        when: first.map(|look| dates::moment(ask.language, look.time)).unwrap_or_default(),
        why,
        is_glass: reason == "grant" || first.is_some_and(|look| look.act == "glass.break"),
        lines,
    }
}

/// One entry in words.
pub(super) fn line(ask: &Ask<'_>, look: &Look) -> Line {
    let say = |group: &str, word: &str| {
        let key = format!("{group}-{}", word.replace(['_', '.'], "-"));
        words::has(ask.language, &key).then(|| ask.say(&key, &[]))
    };
    let kind = match (code(look, "category"), code(look, "class")) {
        ("", "") => None,
        ("", class) => say("class", class),
        (category, _) => say("category", category),
    };
    Line {
        time: dates::moment(ask.language, look.time),
        what: say("did", &format!("{}-{}", look.act, code(look, "view")))
            .or_else(|| say("did", &look.act))
            .unwrap_or_else(|| ask.say("did-other", &[])),
        kind,
        words: look.words.clone(),
    }
}
