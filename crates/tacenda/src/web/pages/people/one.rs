//! One colleague: where they stand, and what may be done about it.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::{Absence, Act, CertifyTraining, ConfirmWorker, EndWorker, RestoreWorker, SetRoles, SuspendWorker};
use tacenda_desk::{Refusal, Worker, WorkerId, WorkerState};

use super::{Choice, checked, programs, roles as role_boxes};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::door::Door;

/// What the asker's roles open, and what can follow from where the colleague stands.
#[derive(Default)]
struct May {
    confirm: bool,
    code: bool,
    train: bool,
    roles: bool,
    suspend: bool,
    restore: bool,
    leave: bool,
    sanction: bool,
}

impl May {
    fn of(asker: &Worker, worker: &Worker) -> Self {
        if asker.id == worker.id || worker.state == WorkerState::Left {
            return Self::default();
        }
        let opens = |right| Door::Right(right).lets(asker);
        let kept_out = matches!(worker.state, WorkerState::Suspended | WorkerState::OnLeave | WorkerState::Locked);
        let invited = worker.state == WorkerState::Invited;
        Self {
            confirm: invited && worker.invited_by != Some(asker.id) && opens(Right::ConfirmWorker),
            code: worker.public_key.is_empty() && opens(Right::InviteWorker),
            train: !invited && !kept_out && opens(Right::CertifyTraining),
            roles: opens(Right::SetRoles),
            suspend: !invited && !kept_out && opens(Right::SuspendWorker),
            restore: kept_out && opens(Right::RestoreWorker),
            leave: opens(Right::EndWorker),
            sanction: opens(Right::KeepSanctions),
        }
    }
}

#[derive(Template)]
#[template(path = "people/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    worker: Worker,
    may: May,
    roles: Vec<Choice>,
    programs: Vec<Choice>,
    due: Option<String>,
    next_year: String,
    code: Option<String>,
}

fn found(ask: &Ask<'_>) -> Result<Worker, Problem> {
    let id: WorkerId = ask.id("worker")?;
    ask.site.agency.worker(id)?.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, found(ask)?, None, Vec::new())
}

fn page(ask: &Ask<'_>, worker: Worker, code: Option<String>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let c = ask.chrome(worker.name.clone()).back("/people").with_faults(faults);
    let today = dates::today(ask.now()?.time);
    let next_year = today.checked_add(jiff::Span::new().years(1)).unwrap_or(today);
    let faulty = !c.faults.is_empty();
    let page = Page {
        may: May::of(ask.worker()?, &worker),
        roles: role_boxes(&c, &worker.roles),
        programs: programs(&ask.site.agency.programs()?, &worker.programs),
        due: worker.training_due.map(|day| dates::date(ask.language, day)),
        next_year: next_year.to_string(),
        code,
        worker,
        c,
    };
    let answer = Answer::page(&page)?;
    Ok(if faulty { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

/// The page with a new code for somebody to join by: shown once, kept nowhere.
pub(super) fn with_code(ask: &Ask<'_>, id: WorkerId) -> Result<Answer, Problem> {
    let code = ask.site.agency.invite_code(ask.signed_in()?, id)?;
    let worker = ask.site.agency.worker(id)?.ok_or(Refusal::NotFoundOrNotYours)?;
    page(ask, worker, Some(code), Vec::new())
}

pub(super) fn code(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    with_code(ask, ask.id("worker")?)
}

/// Does it, and shows where they stand now.
fn done(ask: &Ask<'_>, act: impl FnOnce(WorkerId) -> Act) -> Result<Answer, Problem> {
    let worker: WorkerId = ask.id("worker")?;
    ask.act(act(worker), Reason::OwnDuty)?;
    Ok(Answer::go(&format!("/people/{worker}")))
}

pub(super) fn confirm(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    done(ask, |worker| ConfirmWorker { worker }.into())
}

pub(super) fn training(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["day", "how"], &[])?;
    let finished = match ask.form.text("how") {
        "done" => true,
        "due" => false,
        _ => return Err(Problem::BadForm),
    };
    let Ok(due) = ask.form.text("day").parse::<Date>() else {
        return page(ask, found(ask)?, None, vec![Fault { field: "day", text: ask.say("people-fault-day", &[]) }]);
    };
    done(ask, |worker| CertifyTraining { worker, done: finished, due }.into())
}

pub(super) fn roles(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &["role", "program"])?;
    let (roles, programs) = checked(ask)?;
    if roles.is_empty() {
        return page(ask, found(ask)?, None, vec![Fault { field: "role", text: ask.say("people-fault-role", &[]) }]);
    }
    done(ask, |worker| SetRoles { worker, roles, programs }.into())
}

pub(super) fn suspend(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["absence"], &[])?;
    let absence = Absence::from_word(ask.form.text("absence")).ok_or(Problem::BadForm)?;
    done(ask, |worker| SuspendWorker { worker, absence }.into())
}

pub(super) fn restore(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    done(ask, |worker| RestoreWorker { worker }.into())
}

#[derive(Template)]
#[template(path = "people/leave.html")]
struct Leaving<'a> {
    c: Chrome<'a>,
    worker: Worker,
}

pub(super) fn leaving(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let worker = found(ask)?;
    let c = ask.titled("people-leave-title").back(format!("/people/{}", worker.id));
    Answer::page(&Leaving { c, worker })
}

pub(super) fn leave(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    done(ask, |worker| EndWorker { worker }.into())
}
