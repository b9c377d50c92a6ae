//! `/now`: what to do when somebody is in danger. It needs no database and no session.

use askama::Template;

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
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&Page { c: ask.titled("now-title") })
}
