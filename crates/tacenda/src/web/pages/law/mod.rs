//! `/law`: the law library. Every rule with its citation, its source, how sure it is, and the worked cases that watch it.

mod changes;
mod pack;
mod rule;

use askama::Template;
use tacenda_law::{Pack, Packs, ReviewStatus};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/law", Door::In, show),
    Route::get("/law/changes", Door::In, changes::show),
    Route::get("/law/pack/{pack}", Door::In, pack::show),
    Route::get("/law/rule/{rule}", Door::In, rule::show),
];

/// A line of a list of rules.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) effect: &'static str,
    pub(super) cite: String,
}

impl Line {
    pub(super) fn of(packs: &Packs, at: usize) -> Self {
        let rule = packs.rule(at);
        let effect = match rule.effect {
            tacenda_law::Effect::Permit => "permit",
            tacenda_law::Effect::Require => "require",
            tacenda_law::Effect::Forbid => "forbid",
            tacenda_law::Effect::Limit => "limit",
        };
        Self { name: packs.rule_name(at), title: rule.title.clone(), effect, cite: rule.cite.join("; ") }
    }
}

/// Most rules that a search shows.
const FOUND: usize = 25;

struct Book<'p> {
    pack: &'p Pack,
    role: &'static str,
    reviewed: bool,
}

#[derive(Template)]
#[template(path = "law/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    books: Vec<Book<'a>>,
    asked: &'a str,
    found: Vec<Line>,
    more: bool,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let packs = &ask.site.packs;
    let asked = ask.query.text("q");
    let mut found = search(packs, asked);
    let more = found.len() > FOUND;
    found.truncate(FOUND);
    let books = packs.packs.iter().map(|pack| Book { pack, role: role(pack), reviewed: is_reviewed(pack) }).collect();
    Answer::page(&Page { c: ask.titled("law-title"), books, asked, found, more })
}

/// Rules in whose title, citation or name every word stands.
fn search(packs: &Packs, asked: &str) -> Vec<Line> {
    let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let lines = (0..packs.rules.len()).map(|at| Line::of(packs, at));
    lines
        .filter(|line| {
            let text = format!("{} {} {}", line.title, line.cite, line.name).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        })
        .take(FOUND + 1)
        .collect()
}

pub(super) fn is_reviewed(pack: &Pack) -> bool {
    pack.review.status == ReviewStatus::Reviewed
}

fn role(pack: &Pack) -> &'static str {
    match pack.role {
        tacenda_law::Role::Law => "law",
        tacenda_law::Role::Policy => "policy",
        tacenda_law::Role::Doctrine => "doctrine",
        tacenda_law::Role::Code => "code",
    }
}
