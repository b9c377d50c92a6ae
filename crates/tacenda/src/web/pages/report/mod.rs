//! `/report`: whom to call when a child or an adult may be abused. Like `/now` it needs no database and no session, and holds nothing of
//! anybody.

mod lines;

use askama::Template;
use tacenda_law::Hurt;

pub(in crate::web) use lines::{Lines, Number, Place};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::pages::now::Local;

pub(super) const ROUTES: &[Route] = &[Route::get("/report", Door::Open, show)];

/// Who may be hurt, and whom to call: at this agency's own places, and elsewhere.
struct Side<'a> {
    id: &'static str,
    here: Vec<&'a Place>,
    elsewhere: Vec<&'a Place>,
}

#[derive(Template)]
#[template(path = "report/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    sides: [Side<'a>; 2],
    local: &'a [Local],
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let lines = ask.site.lines();
    let side = |id: &'static str, hurt: Hurt| {
        let (here, elsewhere) = lines.of(ask.language, hurt).partition(|place| place.here);
        Side { id, here, elsewhere }
    };
    let sides = [side("child", Hurt::Child), side("adult", Hurt::Adult)];
    Answer::page(&Page { c: ask.titled("report-title"), sides, local: ask.site.cards().local() })
}
