//! `/help`: the book, inside the program. It needs no session, no database and no network.

mod book;

use askama::Template;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
use book::{Page, Part, find, page, parts};
use tacenda_desk::Refusal;

pub(super) const ROUTES: &[Route] = &[Route::get("/help", Door::Open, contents), Route::get("/help/{page}", Door::Open, read)];

#[derive(Template)]
#[template(path = "help/page.html")]
struct Contents<'a> {
    c: Chrome<'a>,
    asked: &'a str,
    parts: Vec<Part>,
    found: Vec<&'static Page>,
}

fn contents(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let asked = ask.query.text("q");
    let found = find(ask.language, asked);
    Answer::page(&Contents { c: ask.titled("help-title"), asked, parts: parts(ask.language), found })
}

#[derive(Template)]
#[template(path = "help/read.html")]
struct Read<'a> {
    c: Chrome<'a>,
    page: &'static Page,
}

fn read(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let page = page(ask.language, ask.part("page")).ok_or(Refusal::NotFoundOrNotYours)?;
    Answer::page(&Read { c: ask.chrome(page.title.clone()).back("/help"), page })
}
