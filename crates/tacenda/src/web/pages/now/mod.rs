//! `/now`: what to do when somebody is in danger. It needs no database and no session, and holds nothing of a client.

mod cards;

use askama::Template;

pub(in crate::web) use cards::Cards;
pub(in crate::web) use cards::Local;
use cards::Place;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::pages::report::Place as Called;
use tacenda_law::Hurt;

pub(super) const ROUTES: &[Route] = &[Route::get("/now", Door::Open, show)];

#[derive(Template)]
#[template(path = "now/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    places: &'a [Place],
    local: &'a [Local],
    /// Whom to call about a child and about an adult: where this agency works, else everywhere.
    hurt: [Vec<&'a Called>; 2],
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (cards, lines) = (ask.site.cards(), ask.site.lines());
    let near = |hurt: Hurt| {
        let all: Vec<&Called> = lines.of(ask.language, hurt).collect();
        let here: Vec<&Called> = all.iter().copied().filter(|place| place.here).collect();
        if here.is_empty() { all } else { here }
    };
    let page = Page {
        c: ask.titled("now-title"),
        places: cards.places(ask.language),
        local: cards.local(),
        hurt: [near(Hurt::Child), near(Hurt::Adult)],
    };
    Answer::page(&page)
}
