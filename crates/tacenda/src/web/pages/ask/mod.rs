//! `/ask`: may I share? The danger first, then a few plain questions, then only what the law still asks, then the answer.

mod answer;
mod check;
mod file;
mod hand;
mod matter;
mod paper;
mod question;
mod run;
mod steps;
mod together;

use askama::Template;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use tacenda_desk::access::Right;
use tacenda_store::sealed;

pub(in crate::web) use answer::{class, code_line, place};
pub(in crate::web) use file::reason;
pub(in crate::web) use question::question;
pub(in crate::web) use run::open_ones;
pub(in crate::web) use steps::{WANTS, no_danger, no_release};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;
use crate::web::door::Door;
use crate::web::pages::Route;
use run::{Open, Run};

const DOOR: Door = Door::Right(Right::Inquire);
const OPENS: Door = Door::Right(Right::OpenMatter);
/// After so many questions one page for all of them is offered.
const OFTEN: usize = 5;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/ask", DOOR, show),
    Route::post("/ask", DOOR, begin),
    Route::get("/ask/{id}", DOOR, go_on),
    Route::get("/ask/{id}/check", DOOR, check::show),
    Route::post("/ask/{id}/check", DOOR, check::finish),
    Route::get("/ask/{id}/all", DOOR, together::show),
    Route::post("/ask/{id}/all", DOOR, together::save),
    Route::get("/ask/{id}/hand", DOOR, hand::show),
    Route::post("/ask/{id}/hand", DOOR, hand::give),
    Route::get("/ask/{id}/answer", DOOR, answer::show),
    Route::post("/ask/{id}/answer", DOOR, answer::consult),
    Route::post("/ask/{id}/answer/matter", OPENS, matter::open),
    Route::get("/ask/{id}/sheet", DOOR, answer::print),
    Route::get("/ask/{id}/proof", DOOR, answer::proof),
    Route::get("/ask/{id}/{key}", DOOR, question::show),
    Route::post("/ask/{id}/{key}", DOOR, question::save),
];

/// Today, where this machine stands.
fn today(ask: &Ask<'_>) -> Result<Date, Problem> {
    Ok(dates::today(ask.now()?.time))
}

#[derive(Template)]
#[template(path = "ask/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    open: Vec<(String, String, Option<String>)>,
    often: bool,
    habit: bool,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = open_ones(ask)?.into_iter().map(|(id, at, by)| (id, dates::moment(ask.language, at), by)).collect();
    let habit = run::habit(ask)?;
    Answer::page(&Page { c: ask.titled("ask-danger-title"), open, often: habit || asked_before(ask)? >= OFTEN, habit })
}

/// How many questions the asker has put to the law.
fn asked_before(ask: &Ask<'_>) -> Result<usize, Problem> {
    let me = ask.worker()?.id.to_string();
    Ok(ask.site.agency.db().read(|tx| sealed::of_worker(tx, &me, "inquiry"))?.len())
}

/// The first answer. Danger goes to the card at once, and nothing is kept of it.
fn begin(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["danger", "together"], &[])?;
    let danger = match ask.form.text("danger") {
        "yes" => return Ok(Answer::go("/now")),
        word @ ("no" | "some") => json!(word),
        "unknown" => Json::Null,
        _ => return Err(Problem::BadForm),
    };
    let mut open = Open { id: ask.site.agency.mint()?, run: Run::default(), saved: ask.now()?.time };
    open.run.together = ask.form.filled("together").is_some();
    open.run.note("danger", danger, ask.now()?.time, ask.worker()?.id)?;
    file::general(ask, &mut open.run)?;
    run::remember(ask, open.run.together)?;
    open.save(ask)?;
    if open.run.together {
        return Ok(Answer::go(&format!("/ask/{}/all", open.id)));
    }
    Ok(Answer::go(&open.next(ask)?))
}

fn go_on(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Ok(Answer::go(&Open::of(ask)?.next(ask)?))
}
