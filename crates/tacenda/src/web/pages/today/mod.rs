//! `/`: what is to be done today.

use askama::Template;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/", Door::In, show)];

#[derive(Template)]
#[template(path = "today/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    name: &'a str,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&Page { c: ask.titled("today-title"), name: &ask.worker()?.name })
}
