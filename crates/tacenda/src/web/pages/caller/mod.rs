//! `/caller`: what to say to somebody who asks whether a person is here. It needs no database and no session, and looks nobody up.

mod note;

use askama::Template;

pub(in crate::web) use note::{Note, notes, read};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/caller", Door::Open, show), Route::post("/caller", Door::In, note::leave)];

/// What somebody at the door or on the phone wants.
const TURNS: [&str; 4] = ["about", "police", "papers", "unsafe"];

/// Its name, title, three sentences, and whom to fetch.
type Part = (&'static str, String, String, String, String, String);

#[derive(Template)]
#[template(path = "caller/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    parts: Vec<Part>,
    note: String,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let part = |turn: &'static str| {
        let say = |what: &str| ask.say(&format!("caller-{turn}{what}"), &[]);
        (turn, say(""), say("-1"), say("-2"), say("-3"), say("-fetch"))
    };
    Answer::page(&Page {
        c: ask.titled("caller-title"),
        parts: TURNS.into_iter().map(part).collect(),
        note: ask.query.text("note").to_owned(),
    })
}
