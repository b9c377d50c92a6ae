//! `/people`: who works here; asked in by one, confirmed by another, cut off in one act.

mod entry;
mod one;
pub(super) mod sanctions;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::{InviteWorker, ReadWorkers};
use tacenda_desk::{Colleague, Program, ProgramState, Refusal, Role, Seen, WorkerKind, WorkerState};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const DOOR: Door = Door::Right(Right::InviteWorker);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/people", Door::Right(Right::ReadWorkers), list),
    Route::get("/people/new", DOOR, blank),
    Route::post("/people/new", DOOR, invite),
    Route::get("/people/{worker}", Door::Right(Right::SuspendWorker), one::show),
    Route::post("/people/{worker}/confirm", Door::Right(Right::ConfirmWorker), one::confirm),
    Route::post("/people/{worker}/code", DOOR, one::code),
    Route::post("/people/{worker}/training", Door::Right(Right::CertifyTraining), one::training),
    Route::post("/people/{worker}/roles", Door::Right(Right::SetRoles), one::roles),
    Route::post("/people/{worker}/suspend", Door::Right(Right::SuspendWorker), one::suspend),
    Route::post("/people/{worker}/restore", Door::Right(Right::RestoreWorker), one::restore),
    Route::get("/people/{worker}/leave", Door::Right(Right::EndWorker), one::leaving),
    Route::post("/people/{worker}/leave", Door::Right(Right::EndWorker), one::leave),
    Route::get("/people/{worker}/sanctions", Door::Right(Right::KeepSanctions), sanctions::show),
    Route::post("/people/{worker}/sanctions", Door::Right(Right::KeepSanctions), sanctions::enter),
    Route::get("/people/{worker}/entry", Door::Right(Right::SuspendWorker), entry::show),
    Route::post("/people/{worker}/entry/end", Door::Right(Right::SuspendWorker), entry::end),
    Route::post("/people/{worker}/entry/provider", Door::Right(Right::SuspendWorker), entry::unbind),
    Route::post("/people/{worker}/entry/code", Door::Right(Right::InviteWorker), entry::code),
];

#[derive(Template)]
#[template(path = "people/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    people: Vec<Colleague>,
    gone: usize,
    keeps: bool,
    /// Whether each colleague has a page for whoever asks.
    opens: bool,
}

fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let Seen::Workers(mut people) = ask.see(ReadWorkers, Reason::OwnDuty)? else { return Err(Refusal::NotYourWork.into()) };
    let all = people.len();
    people.retain(|worker| worker.state != WorkerState::Left);
    people.sort_by_key(|worker| worker.name.to_lowercase());
    let (gone, keeps) = (all - people.len(), DOOR.lets(ask.worker()?));
    let opens = Door::Right(Right::SuspendWorker).lets(ask.worker()?);
    Answer::page(&Page { c: ask.titled("people-title"), people, gone, keeps, opens })
}

/// A box to check, and whether it is.
pub(super) struct Choice {
    pub(super) word: String,
    pub(super) label: String,
    pub(super) on: bool,
}

/// Every role, with those checked that are in the list.
pub(super) fn roles(c: &Chrome<'_>, on: &[Role]) -> Vec<Choice> {
    let choice = |role: &Role| Choice { word: role.word().to_owned(), label: c.word("role", role.word()), on: on.contains(role) };
    Role::ALL.iter().map(choice).collect()
}

/// Every program that runs.
pub(super) fn programs(all: &[Program], on: &[tacenda_desk::ProgramId]) -> Vec<Choice> {
    let open = all.iter().filter(|program| program.state == ProgramState::Open);
    open.map(|program| Choice { word: program.id.to_string(), label: program.name.clone(), on: on.contains(&program.id) })
        .collect()
}

/// The roles and programs that were checked.
pub(super) fn checked(ask: &Ask<'_>) -> Result<(Vec<Role>, Vec<tacenda_desk::ProgramId>), Problem> {
    let roles: Option<Vec<Role>> = ask.form.many("role").map(Role::from_word).collect();
    let programs: Option<Vec<_>> = ask.form.many("program").map(|id| id.parse().ok()).collect();
    Ok((roles.ok_or(Problem::BadForm)?, programs.ok_or(Problem::BadForm)?))
}

#[derive(Template)]
#[template(path = "people/new.html")]
struct New<'a> {
    c: Chrome<'a>,
    name: &'a str,
    kinds: Vec<Choice>,
    roles: Vec<Choice>,
    programs: Vec<Choice>,
}

fn blank(ask: &Ask<'_>) -> Result<Answer, Problem> {
    form(ask, Vec::new())
}

fn form(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let c = ask.titled("people-new-title").back("/people").with_faults(faults);
    let (roles_on, programs_on) = checked(ask)?;
    let kind = ask.form.filled("kind").unwrap_or("staff");
    let of = |k: &WorkerKind| Choice { word: k.word().to_owned(), label: c.word("worker-kind", k.word()), on: k.word() == kind };
    let page = New {
        name: ask.form.text("name"),
        kinds: WorkerKind::ALL.iter().map(of).collect(),
        roles: roles(&c, &roles_on),
        programs: programs(&ask.site.agency.programs()?, &programs_on),
        c,
    };
    let answer = Answer::page(&page)?;
    Ok(if page.c.faults.is_empty() { answer } else { answer.status(StatusCode::UNPROCESSABLE_ENTITY) })
}

fn invite(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "kind"], &["role", "program"])?;
    let (roles, programs) = checked(ask)?;
    let name = ask.form.text("name").to_owned();
    let agency = &ask.site.agency;
    let mut faults = Vec::new();
    let mut mend = |field, key| faults.push(Fault { field, text: ask.say(key, &[]) });
    let taken = |w: &tacenda_desk::Worker| w.name.to_lowercase() == name.to_lowercase() && w.state != WorkerState::Left;
    if name.is_empty() || name.len() > 200 {
        mend("name", "people-fault-name");
    } else if agency.workers()?.iter().any(taken) {
        mend("name", "people-fault-taken");
    }
    if roles.is_empty() {
        mend("role", "people-fault-role");
    }
    if !faults.is_empty() {
        return form(ask, faults);
    }
    let kind = WorkerKind::from_word(ask.form.text("kind")).ok_or(Problem::BadForm)?;
    let id = agency.mint()?;
    ask.act(InviteWorker { id, name, kind, roles, programs }, Reason::OwnDuty)?;
    one::with_code(ask, id)
}
