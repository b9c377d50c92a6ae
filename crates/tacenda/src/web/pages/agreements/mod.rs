//! `/agreements`: the policies, notices and agreements of this agency, each with all its versions.

mod one;

use askama::Template;
use tacenda_desk::access::Right;
use tacenda_desk::{Policy, PolicyState, TEMPLATES};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::pages::learn::kind_key;

pub(super) const DOOR: Door = Door::Right(Right::KeepPolicies);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/agreements", DOOR, list),
    Route::get("/agreements/new", DOOR, one::blank),
    Route::post("/agreements/new", DOOR, one::add),
    Route::get("/agreements/{policy}", DOOR, one::show),
    Route::post("/agreements/{policy}", DOOR, one::save),
    Route::post("/agreements/{policy}/end", DOOR, one::end),
    Route::get("/agreements/{policy}/versions/{number}", DOOR, one::version),
];

/// A policy as a line.
struct Row {
    id: String,
    title: String,
    kind: &'static str,
    number: u32,
    day: String,
    gate: bool,
}

#[derive(Template)]
#[template(path = "agreements/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    rows: Vec<Row>,
    gone: Vec<Row>,
    /// Texts of the house: word, title, kind.
    templates: Vec<(&'static str, String)>,
    done: bool,
}

fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let c = ask.titled("agreements-title");
    let row = |policy: &Policy| {
        let edition = policy.edition()?;
        let title = edition.text(c.lang()).map(|text| text.title.clone()).unwrap_or_default();
        Some(Row {
            id: policy.id.to_string(),
            title,
            kind: kind_key(policy),
            number: edition.number,
            day: c.day(&edition.at),
            gate: policy.gate,
        })
    };
    let (kept, gone): (Vec<Policy>, Vec<Policy>) =
        ask.site.agency.policies()?.into_iter().partition(|policy| policy.state == PolicyState::Kept);
    let title = |template: &tacenda_desk::Template| {
        let mut texts = template.policy_texts();
        let text = texts.remove(c.lang()).or_else(|| texts.into_values().next());
        (template.word, text.map(|text| text.title).unwrap_or_default())
    };
    let page = Page {
        rows: kept.iter().filter_map(row).collect(),
        gone: gone.iter().filter_map(row).collect(),
        templates: TEMPLATES.iter().map(title).collect(),
        done: ask.query.text("done") == "yes",
        c,
    };
    Answer::page(&page)
}
