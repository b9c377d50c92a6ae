//! One pack: what it yields to, its sources, its rules.

use askama::Template;
use tacenda_law::{LegalSource, Pack, Sure};

use super::{Line, is_reviewed};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;
use tacenda_desk::Refusal;

/// Rules on one page.
const SOME: usize = 25;

pub(super) struct Text<'p> {
    source: &'p LegalSource,
    checked: String,
    sure: &'static str,
}

#[derive(Template)]
#[template(path = "law/pack.html")]
struct Page<'a> {
    c: Chrome<'a>,
    pack: &'a Pack,
    reviewed: bool,
    sources: Vec<Text<'a>>,
    found: Vec<Line>,
    number: usize,
    last: usize,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let packs = &ask.site.packs;
    let pack = packs.find_pack(ask.part("pack")).ok_or(Refusal::NotFoundOrNotYours)?;
    let last = pack.rules.len().div_ceil(SOME).max(1);
    let number = ask.query.text("page").parse().unwrap_or(1).clamp(1, last);
    let found = pack.rules.clone().skip((number - 1) * SOME).take(SOME).map(|at| Line::of(packs, at)).collect();
    let sources = if number == 1 { pack.sources.as_slice() } else { &[] };
    let sources =
        sources.iter().map(|source| Text { source, checked: dates::date(ask.language, source.checked), sure: sure(source.sure) });
    let c = ask.chrome(pack.title.clone()).back("/law");
    Answer::page(&Page { c, pack, reviewed: is_reviewed(pack), sources: sources.collect(), found, number, last })
}

pub(super) const fn sure(sure: Sure) -> &'static str {
    match sure {
        Sure::Low => "low",
        Sure::Medium => "medium",
        Sure::High => "high",
    }
}
