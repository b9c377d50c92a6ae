//! `/office`: running the place. What is still to be set up, keys, backups.

mod backups;
mod keys;
mod told;

use askama::Template;
use tacenda_desk::access::Right;
use tacenda_desk::{Program, ProgramState};

use crate::backup::{LAST, PROVED, mark};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

/// Those who keep people, keys and machines.
pub(super) const DOOR: Door = Door::Right(Right::KeepKeys);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/office", DOOR, show),
    Route::get("/office/keys", DOOR, keys::show),
    Route::post("/office/keys/prove", DOOR, keys::prove),
    Route::get("/office/backups", DOOR, backups::show),
    Route::post("/office/backups", DOOR, backups::make),
    Route::post("/office/backups/prove", DOOR, backups::prove),
    Route::get("/office/told/{what}", DOOR, told::show),
    Route::post("/office/told/{what}", DOOR, told::say),
];

/// One thing to set up: its message, whether it is done, and where it is done.
struct Step {
    key: &'static str,
    done: bool,
    path: &'static str,
}

#[derive(Template)]
#[template(path = "office/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    steps: Vec<Step>,
    left: usize,
    /// After so many days a new password is asked for, where that is demanded.
    days: Option<i64>,
}

/// Everything there is to set up, in the order in which it is best done.
fn steps(ask: &Ask<'_>) -> Result<Vec<Step>, Problem> {
    let agency = &ask.site.agency;
    let (kit, said) = (agency.kit_state()?, agency.set_up()?);
    let at_work = agency.workers()?.iter().filter(|w| w.state.is_at_work()).count();
    let programs: Vec<Program> = agency.programs()?.into_iter().filter(|program| program.state == ProgramState::Open).collect();
    let placed = !programs.is_empty() && programs.iter().all(|program| program.jurisdiction != "unknown");
    let reviewed = ask.site.packs.packs.iter().all(crate::web::pages::law::is_reviewed);
    let step = |key, done, path| Step { key, done, path };
    Ok(vec![
        step("setup-place", placed, "/programs"),
        step("setup-law", reviewed || said.contains_key("law"), "/office/told/law"),
        step("setup-people", at_work > 1, "/people"),
        step("setup-kit", kit.root_proved.is_some() && kit.people_proved.is_some(), "/office/keys"),
        step("setup-tls", ask.site.is_secure() || said.contains_key("tls"), "/office/told/tls"),
        step("setup-shelf", said.contains_key("shelf"), "/office/told/shelf"),
        step("setup-backup", mark(agency, LAST)?.is_some(), "/office/backups"),
        step("setup-restore", mark(agency, PROVED)?.is_some(), "/office/backups"),
        step("setup-tour", said.contains_key("tour"), "/office/told/tour"),
    ])
}

/// How much of it is left.
pub(super) fn left(ask: &Ask<'_>) -> Result<usize, Problem> {
    Ok(steps(ask)?.iter().filter(|step| !step.done).count())
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let steps = steps(ask)?;
    let left = steps.iter().filter(|step| !step.done).count();
    Answer::page(&Page { c: ask.titled("office-title"), steps, left, days: ask.site.policy.password_days })
}
