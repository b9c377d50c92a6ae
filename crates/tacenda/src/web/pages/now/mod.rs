//! `/now`: what to do when somebody is in danger. It needs no database and no session, and holds nothing of a client.

mod cards;

use askama::Template;

pub(in crate::web) use cards::Cards;
use cards::{Local, Place};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/now", Door::Open, show)];

#[derive(Template)]
#[template(path = "now/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    places: &'a [Place],
    local: &'a [Local],
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let cards = ask.site.cards();
    Answer::page(&Page { c: ask.titled("now-title"), places: cards.places(ask.language), local: &cards.local })
}
