//! The list of what the paper names, line by line; and the log of what is withheld, to print.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::flows::{Event, Fate, Item};
use tacenda_desk::{Category, Id, Matter};

use super::one;
use super::paper::{members, words_of};
use super::step::take;
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;

/// Blank lines that a page offers.
const BLANK: usize = 5;

#[derive(Template)]
#[template(path = "matters/list.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    kinds: Vec<(String, String)>,
    lines: Vec<(usize, String, String)>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new(), Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>, typed: Vec<(String, String)>) -> Result<Answer, Problem> {
    let (matter, ..) = one::matter(ask)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kept = matter.items.iter().map(|item| (item.words.clone(), item.category.word().to_owned()));
    let mut lines: Vec<(String, String)> = if typed.is_empty() { kept.collect() } else { typed };
    lines.extend(std::iter::repeat_n((String::new(), String::new()), BLANK));
    let page = Page {
        c: ask.titled("matter-list").back(format!("/matters/{}", matter.id)).with_faults(faults),
        id: matter.id.to_string(),
        kinds: members(ask, words_of(ask, "requested_categories"), &[], true),
        lines: lines.into_iter().enumerate().map(|(at, (words, kind))| (at + 1, words, kind)).collect(),
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &["words", "kind"])?;
    let id: Id<Matter> = ask.id("id")?;
    let typed: Vec<(String, String)> =
        ask.form.many("words").zip(ask.form.many("kind")).map(|(words, kind)| (words.to_owned(), kind.to_owned())).collect();
    let typed: Vec<(String, String)> = typed.into_iter().filter(|(words, kind)| !words.is_empty() || !kind.is_empty()).collect();
    let whole = typed.iter().all(|(words, kind)| !words.is_empty() && !kind.is_empty());
    if typed.is_empty() || !whole {
        let fault = Fault { field: "list", text: ask.say("matter-list-fault", &[]) };
        return page(ask, vec![fault], typed);
    }
    let item = |(words, kind): (String, String)| {
        Category::from_word(&kind).map(|category| Item { words, category }).ok_or(Problem::BadForm)
    };
    let items = typed.into_iter().map(item).collect::<Result<Vec<Item>, Problem>>()?;
    take(ask, id, Event::Items { items })
}

/// A line of the log.
struct Withheld {
    number: usize,
    words: String,
    kind: String,
    goes: Option<String>,
    grounds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "matters/log.html")]
struct Log<'a> {
    c: Chrome<'a>,
    lines: Vec<Withheld>,
    day: String,
    language: Language,
    other: Language,
    id: String,
}

/// What is withheld and why, for the court or for whoever sent the paper: the lines in the paper's own words, and no word of the file.
pub(super) fn log(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (matter, ..) = one::matter(ask)?;
    let language = ask.paper_language();
    let other = language.other();
    let lines = matter.withheld().into_iter().enumerate().map(|(at, (item, grounds))| Withheld {
        number: at + 1,
        words: item.words.clone(),
        kind: one::category(ask, item.category.word()),
        goes: match matter.fate(item) {
            Fate::Partly(kinds) => Some(kinds.iter().map(|kind| one::category(ask, kind)).collect::<Vec<_>>().join(" · ")),
            Fate::Goes | Fate::Withheld => None,
        },
        grounds: grounds.into_iter().map(|ground| (ground.title.clone(), ground.cite.join("; "))).collect(),
    });
    let page = Log {
        lines: lines.collect(),
        day: dates::day(language, ask.now()?.time),
        language,
        other,
        id: matter.id.to_string(),
        c: ask.titled("matter-log").back(format!("/matters/{}", matter.id)),
    };
    Answer::page(&page)
}
