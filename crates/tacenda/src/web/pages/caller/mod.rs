//! `/caller`: what to say to somebody who asks whether a person is here. It needs no database and no session, and looks nobody up.

use askama::Template;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/caller", Door::Open, show)];

#[derive(Template)]
#[template(path = "caller/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&Page { c: ask.titled("caller-title") })
}
