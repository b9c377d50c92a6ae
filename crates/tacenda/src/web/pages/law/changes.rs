//! What changed in the law, and what will: rules that begin or end on a day not long ago or still to come.

use askama::Template;
use tacenda_law::day_number;

use super::Line;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;

/// How far back: days.
const BACK: i32 = 3 * 366;

struct Change {
    day: i32,
    when: String,
    begins: bool,
    line: Line,
    pack: String,
}

#[derive(Template)]
#[template(path = "law/changes.html")]
struct Page<'a> {
    c: Chrome<'a>,
    coming: Vec<Change>,
    past: Vec<Change>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let packs = &*ask.site.packs;
    let today = day_number(dates::today(ask.now()?.time));
    let change = |at: usize, day: i32, begins: bool| Change {
        day,
        when: dates::date(ask.language, tacenda_law::day(day)),
        begins,
        line: Line::of(packs, at),
        pack: packs.pack_of(packs.rule(at)).title.clone(),
    };
    let edges = (0..packs.rules.len()).flat_map(|at| {
        let (from, to) = packs.rule(at).days;
        // A rule that ends today still decides today: what changes, changes on the day after.
        [(from != i32::MIN).then_some((at, from, true)), (to != i32::MAX).then_some((at, to.saturating_add(1), false))]
    });
    let near = edges.flatten().filter(|(_, day, _)| *day > today.saturating_sub(BACK));
    let mut all: Vec<Change> = near.map(|(at, day, begins)| change(at, day, begins)).collect();
    all.sort_by(|a, b| (b.day, &a.line.name).cmp(&(a.day, &b.line.name)));
    let (mut coming, past): (Vec<Change>, Vec<Change>) = all.into_iter().partition(|change| change.day > today);
    coming.reverse();
    Answer::page(&Page { c: ask.titled("law-changes-title").back("/law"), coming, past })
}
