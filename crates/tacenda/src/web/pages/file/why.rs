//! Why somebody is in a file: asked where it does not go without saying. Not yours and not there look the same, byte for byte.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, ReasonKind, Right};
use tacenda_desk::acts::OpenClient;
use tacenda_desk::{ClientId, Refusal};

use super::glass::classes;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates::moment;
use crate::web::file::{File, Tab, has_tab};
use crate::why::{Why, named, text};

/// A reason to choose: as it is sent, and as it is said.
struct Choice {
    value: String,
    text: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "file/why.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    to: &'a str,
    choices: Vec<Choice>,
    office: Vec<(String, String)>,
    glass: bool,
    /// What was being written when the reason ran out.
    typed: Option<&'a str>,
}

fn page<'a>(file: &File<'a>, key: &str, choices: Vec<Choice>) -> Result<Page<'a>, Problem> {
    let (ask, worker) = (file.ask, file.ask.worker()?);
    let why = Why { agency: &ask.site.agency, worker };
    let pages = [
        (Tab::Team, "/team", "tab-team"),
        (Tab::Seen, "/seen", "tab-seen"),
        (Tab::Shared, "/shared", "tab-shared"),
        (Tab::Holdings, "/holdings", "tab-holdings"),
    ];
    let office = pages.into_iter().filter(|(tab, ..)| why.is_duty(Right::ReadLooks) && has_tab(worker, *tab));
    Ok(Page {
        c: file.chrome(key),
        id: file.id.to_string(),
        to: ask.path,
        choices,
        office: office.map(|(_, end, key)| (file.path(end), ask.say(key, &[]))).collect(),
        glass: !classes(worker).is_empty(),
        typed: ask.form.filled("text"),
    })
}

/// Asks why, where something holds; else says what it says to everybody for whom there is nothing here.
pub(crate) fn asked(file: &File<'_>) -> Result<Answer, Problem> {
    let worker = file.ask.worker()?;
    let why = Why { agency: &file.ask.site.agency, worker };
    let choices: Vec<Choice> = why.near(&file.ties, file.id, file.now).into_iter().map(|reason| choice(file, reason)).collect();
    if !choices.is_empty() {
        return Answer::page(&page(file, "why-title", choices)?);
    }
    // Asked all the same: a look that nothing explains is a line in the ledger, and takes its time whether or not there is a file.
    match file.ask.see(OpenClient { client: file.id }, why.of_role()) {
        Err(Problem::Refused(Refusal::NotFoundOrNotYours)) => nothing(file),
        Err(problem) => Err(problem),
        Ok(_) => Err(Refusal::NotFoundOrNotYours.into()),
    }
}

/// There is nothing here for them.
pub(crate) fn nothing(file: &File<'_>) -> Result<Answer, Problem> {
    let mut page = page(file, "problem-nothing", Vec::new())?;
    if !page.office.is_empty() {
        page.c.title = file.ask.say("why-office-title", &[]);
    }
    Ok(Answer::page(&page)?.status(StatusCode::NOT_FOUND).evenly())
}

fn choice(file: &File<'_>, reason: Reason) -> Choice {
    let ask = file.ask;
    let say = |key: &str| ask.say(key, &[]);
    let word = reason.kind().word().replace('_', "-");
    let task = |id| file.ties.tasks.iter().find(|task| task.id == id);
    let hint = match reason {
        Reason::Appointment(id) => {
            let there = file.ties.appointments.iter().find(|appointment| appointment.id == id);
            there.map(|appointment| moment(ask.language, appointment.at))
        }
        Reason::Supervision(id) => {
            file.ties.supervisions.iter().find(|line| line.id == id).map(|line| file.name(line.supervisee).to_owned())
        }
        Reason::Task(id) | Reason::BillingRun(id) | Reason::SecondCheck(id) => task(id).map(|task| {
            let (kind, due) = (say(&format!("task-{}", task.kind.word().replace('_', "-"))), moment(ask.language, task.due));
            ask.say("why-task-hint", &[("kind", &kind), ("due", &due), ("by", file.name(task.by))])
        }),
        Reason::Grant(id) => {
            let there = file.ties.grants.iter().find(|grant| grant.id == id);
            there.map(|grant| ask.say("why-grant-hint", &[("until", &moment(ask.language, grant.until()))]))
        }
        Reason::CareTeam | Reason::Reception | Reason::OwnDuty => None,
    };
    Choice { value: text(reason), text: say(&format!("reason-{word}")), hint: hint.unwrap_or_default() }
}

/// The reason that was chosen is kept for this session and this file.
pub(super) fn given(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["why", "to"], &[])?;
    let id: ClientId = ask.id("id")?;
    let (word, tie) = ask.form.text("why").split_once(':').unwrap_or((ask.form.text("why"), ""));
    let reason = ReasonKind::from_word(word).and_then(|kind| named(kind, tie));
    let Some(reason) = reason else {
        let file = File::come(ask)?;
        let why = Why { agency: &ask.site.agency, worker: ask.worker()? };
        let choices = why.near(&file.ties, file.id, file.now).into_iter().map(|reason| choice(&file, reason)).collect();
        let fault = Fault { field: "why", text: ask.say("why-fault", &[]) };
        let mut page = page(&file, "why-title", choices)?;
        page.c = page.c.with_faults(vec![fault]);
        page.to = ask.form.text("to");
        return Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    ask.site.reasons.keep(&ask.who()?.secret, id, reason, ask.site.wall()?);
    let home = format!("/c/{id}");
    let to = ask.form.text("to");
    let is_here = to.strip_prefix(&home).is_some_and(|end| end.is_empty() || end.starts_with('/'));
    Ok(Answer::go(if is_here && !to.ends_with("/why") { to } else { &home }))
}

/// Done with this file: the reason is forgotten.
pub(super) fn leave(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    ask.site.reasons.forget(&ask.who()?.secret, ask.id("id")?);
    Ok(Answer::go("/c"))
}
