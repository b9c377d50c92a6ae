//! `/programs`: parts of the agency with a legal nature of their own. Which law answers depends on it.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::{AddProgram, AmendProgram};
use tacenda_desk::{Nature, Program, ProgramId, ProgramState, Refusal};

use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::pages::Route;

const DOOR: Door = Door::Right(Right::KeepPrograms);

pub(super) const ROUTES: &[Route] =
    &[Route::get("/programs", DOOR, list), Route::post("/programs", DOOR, add), Route::post("/programs/{program}", DOOR, turn)];

#[derive(Template)]
#[template(path = "programs/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    programs: Vec<(Program, String)>,
    places: Vec<(String, String)>,
    name: &'a str,
}

fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let places = places(ask);
    let place = |word: &str| places.iter().find(|(id, _)| id == word).map_or_else(|| word.to_owned(), |(_, label)| label.clone());
    let programs = ask.site.agency.programs()?.into_iter().map(|program| {
        let label = place(&program.jurisdiction);
        (program, label)
    });
    let programs = programs.collect();
    let faulty = !faults.is_empty();
    let c = ask.titled("programs-title").back("/office").with_faults(faults);
    let answer = Answer::page(&Page { c, programs, places, name: ask.form.text("name") })?;
    Ok(if faulty { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

/// Whose law may apply: id and label.
pub(in crate::web) fn places(ask: &Ask<'_>) -> Vec<(String, String)> {
    let all = ask.site.packs.vocabulary.enums.iter().filter(|e| e.name == "jurisdiction").flat_map(|e| &e.members);
    all.map(|m| (m.id.clone(), if ask.language == Language::Es { m.es.clone() } else { m.en.clone() })).collect()
}

fn add(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "jurisdiction"], &["nature"])?;
    let natures: Option<Vec<Nature>> = ask.form.many("nature").map(Nature::from_word).collect();
    let (natures, jurisdiction) = (natures.ok_or(Problem::BadForm)?, ask.form.text("jurisdiction"));
    if !places(ask).iter().any(|(id, _)| id == jurisdiction) {
        return page(ask, vec![Fault { field: "jurisdiction", text: ask.say("programs-fault-place", &[]) }]);
    }
    let Some(name) = ask.form.filled("name").filter(|name| name.len() <= 200) else {
        return page(ask, vec![Fault { field: "name", text: ask.say("programs-fault-name", &[]) }]);
    };
    let program = Program::new(ask.site.agency.mint()?, name, &natures, jurisdiction);
    ask.act(AddProgram { program }, Reason::OwnDuty)?;
    Ok(Answer::go("/programs"))
}

/// Closes a program, opens it again, or says whose law applies to it.
fn turn(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["state", "jurisdiction"], &[])?;
    let id: ProgramId = ask.id("program")?;
    let there = ask.site.agency.programs()?.into_iter().find(|program| program.id == id).ok_or(Refusal::NotFoundOrNotYours)?;
    let program = match ask.form.filled("jurisdiction") {
        Some(place) if places(ask).iter().any(|(id, _)| id == place) => Program { jurisdiction: place.to_owned(), ..there },
        Some(_) => return Err(Problem::BadForm),
        None => Program { state: ProgramState::from_word(ask.form.text("state")).ok_or(Problem::BadForm)?, ..there },
    };
    let over = ask.site.agency.version_of("program", &id.to_string())?;
    ask.act(AmendProgram { program, over }, Reason::OwnDuty)?;
    Ok(Answer::go("/programs"))
}
