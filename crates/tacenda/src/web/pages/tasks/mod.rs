//! `/tasks/{task}`: one thing to do: about which file, for whom, by when; and that it is done, with what came of it.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{CloseTask, ReadTasks};
use tacenda_desk::{Id, Refusal, Role, Seen, Task, TaskKind, TaskState};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/tasks/{task}", Door::In, show), Route::post("/tasks/{task}", Door::In, close)];

#[derive(Template)]
#[template(path = "tasks/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    task: &'a Task,
    code: String,
    by: String,
    typed: &'a str,
    /// Who else closes it, where the asker does not.
    elsewhere: Option<&'static str>,
}

/// One's own open task, or one that waits for the office that reviews.
fn task(ask: &Ask<'_>) -> Result<Task, Problem> {
    let id: Id<Task> = ask.id("task")?;
    let Seen::Tasks(tasks) = ask.see(ReadTasks { worker: ask.worker()?.id }, Reason::OwnDuty)? else {
        return Err(Problem::BadForm);
    };
    let open = tasks.into_iter().find(|task| task.id == id && task.state == TaskState::Open);
    open.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

/// The message that says where such a task is closed, if it is not here.
fn elsewhere(ask: &Ask<'_>, task: &Task) -> Result<Option<&'static str>, Problem> {
    let worker = ask.worker()?;
    Ok(match task.kind {
        _ if task.matter.is_some() => Some("task-by-matter"),
        TaskKind::GrantReview => Some("task-by-review"),
        TaskKind::Destruction => Some("task-by-two"),
        TaskKind::GrantReceipt if !worker.is(Role::PrivacyOfficer) => {
            let ties = ask.site.agency.ties(task.client, worker.id)?;
            (!ties.on_team(worker.id, task.client, ask.now()?)).then_some("task-by-team")
        }
        _ => None,
    })
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let task = task(ask)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let by = ask.site.agency.workers()?.into_iter().find(|worker| worker.id == task.by).map(|worker| worker.name);
    let page = Page {
        c: ask.titled(&format!("task-{}", task.kind.word().replace('_', "-"))).back("/").with_faults(faults),
        code: code(task.client),
        by: by.unwrap_or_else(|| "–".to_owned()),
        typed: ask.form.text("words"),
        elsewhere: elsewhere(ask, &task)?,
        task: &task,
    };
    Ok(Answer::page(&page)?.status(status))
}

fn close(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["words"], &[])?;
    let Some(words) = ask.form.filled("words") else {
        return page(ask, vec![Fault { field: "words", text: ask.say("task-fault", &[]) }]);
    };
    let id: Id<Task> = ask.id("task")?;
    // Of one that was closed already, the form's own key says that it was this form; so the act is asked for either way.
    let client = ask.site.agency.client_of("task", &id.to_string())?.ok_or(Refusal::NotFoundOrNotYours)?;
    match ask.act(CloseTask { client, task: id, outcome: words.to_owned() }, Reason::OwnDuty) {
        Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go("/?done=task")),
        Err(problem) => Err(problem),
    }
}
