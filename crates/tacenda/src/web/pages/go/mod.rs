//! `/go`: everything that can be done, in one list: Ctrl-K, and a page like any other.

use askama::Template;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::{PLACES, Route};

pub(super) const ROUTES: &[Route] = &[Route::get("/go", Door::In, show)];

#[derive(Template)]
#[template(path = "go/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    asked: &'a str,
    places: Vec<(&'static str, String, String)>,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let worker = ask.worker()?;
    let asked = ask.query.text("q");
    let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    let there = PLACES
        .iter()
        .filter(|(_, _, door)| door.lets(worker))
        .map(|(path, key, _)| (*path, ask.say(key, &[]), ask.say(&format!("{key}-also"), &[])));
    let fits = |place: &(&str, String, String)| {
        let text = format!("{} {}", place.1, place.2).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let places: Vec<_> = there.filter(fits).collect();
    // One place left: whoever typed its name wants to be there.
    if let ([only], false) = (places.as_slice(), words.is_empty()) {
        return Ok(Answer::go(only.0));
    }
    Answer::page(&Page { c: ask.titled("go-title"), asked, places })
}
