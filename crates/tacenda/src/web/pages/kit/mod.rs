//! `/kit`: paper for the day without power. Blank forms and what to say, one PDF in each language, with nothing of anybody on it; each part
//! bears a code by which it is known again, and whether its law has changed since.

mod parts;

use askama::Template;

use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::print;

pub(super) const ROUTES: &[Route] = &[Route::get("/kit", Door::In, show), Route::get("/kit/paper", Door::In, paper)];

#[derive(Template)]
#[template(path = "kit/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    /// What it holds, part by part.
    titles: Vec<String>,
    /// The reader's first.
    languages: [Language; 2],
    /// The state of the law on its parts.
    law: String,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let titles = parts::all(ask, ask.language)?.into_iter().map(|part| part.title).collect();
    Answer::page(&Page {
        c: ask.titled("kit-title"),
        titles,
        languages: [ask.language, ask.language.other()],
        law: parts::law(&ask.site.packs),
    })
}

fn paper(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let language = ask.paper_language();
    print::blank(ask, "paper-kit", parts::all(ask, language)?)
}
