//! What is done in a matter: one form each, one act each.

use tacenda_desk::acts::StepMatter;
use tacenda_desk::flows::{Event, Outcome, Response, Served};
use tacenda_desk::{Id, Lawful, Matter, Refusal, Task, TaskState, WorkerId};

use super::begun::{Begun, Open};
use super::one::{matter, page, place};
use super::paper::end_of;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let known =
        ["do", "task", "words", "why", "until", "response", "letter", "to", "way", "me", "worker", "at", "outcome", "over"];
    let known = [&known[..], &["paper", "whom", "number", "reference", "day", "hour", "who", "said", "short"]].concat();
    ask.form.only(&known, &["done"])?;
    let id: Id<Matter> = ask.id("id")?;
    if ask.form.text("do") == "several" {
        return several(ask, id);
    }
    if ask.form.text("do") == "move" {
        return go_on_with_a_name(ask);
    }
    if ["call", "sent"].contains(&ask.form.text("do")) {
        return super::report::done(ask, id);
    }
    if ["tell", "protect"].contains(&ask.form.text("do")) {
        return super::warning::done(ask, id);
    }
    match event(ask)? {
        Said::Event(event) => take(ask, id, event),
        Said::Fault(field, key) => page(ask, vec![Fault { field, text: ask.say(key, &[]) }]),
    }
}

/// Several duties are done by the same: each is an act and an entry of its own.
fn several(ask: &Ask<'_>, id: Id<Matter>) -> Result<Answer, Problem> {
    let words = ask.form.text("words").to_owned();
    let done: Vec<Id<Task>> =
        ask.form.many("done").map(|task| task.parse().map_err(|_| Refusal::NotFoundOrNotYours)).collect::<Result<_, _>>()?;
    if words.is_empty() || done.is_empty() {
        return page(ask, vec![Fault { field: "several-words", text: ask.say("matter-several-fault", &[]) }]);
    }
    let (client, _) = place(ask, id)?;
    let why = super::why(ask, client)?;
    let (_, tasks, _) = matter(ask)?;
    let open = |task: &&Id<Task>| tasks.iter().any(|there| there.id == **task && there.state == TaskState::Open);
    for task in done.iter().filter(open) {
        let event = Event::Did { task: *task, words: words.clone() };
        ask.see(StepMatter { id, client, over: None, event }, why)?;
    }
    Ok(Answer::go(&format!("/matters/{id}")))
}

/// Lets it happen, over the version that was seen where the form says which.
pub(super) fn take(ask: &Ask<'_>, id: Id<Matter>, event: Event) -> Result<Answer, Problem> {
    let (client, _) = place(ask, id)?;
    let over = ask.form.filled("over").map(|text| text.parse().map_err(|_| Problem::BadForm)).transpose()?;
    let act = StepMatter { id, client, over, event };
    match ask.act(act, super::why(ask, client)?) {
        Ok(_) => Ok(Answer::go(&format!("/matters/{id}"))),
        // Something is still owed, or the list and the law leave nothing to send: the page says which.
        Err(Problem::Refused(Refusal::WrongState)) => {
            let (field, key) = match ask.form.text("do") {
                "close" => ("outcome", "matter-close-owed"),
                "respond" if ask.form.text("response") == Response::Extend.word() => ("response", "matter-extend-no"),
                "respond" => ("response", "matter-comply-nothing"),
                _ => return Err(Refusal::WrongState.into()),
            };
            page(ask, vec![Fault { field, text: ask.say(key, &[]) }])
        }
        Err(problem) => Err(problem),
    }
}

/// What a form said, or what it lacks: a field and a message.
enum Said {
    Event(Event),
    Fault(&'static str, &'static str),
}

/// The field of the words of the form that does this.
fn worded(ask: &Ask<'_>, what: &str) -> &'static str {
    match what {
        "did" if ask.form.filled("why").is_some() => "wait-words",
        "did" => "did-words",
        "clock" => "clock-words",
        "close" => "close-words",
        _ => "words",
    }
}

fn event(ask: &Ask<'_>) -> Result<Said, Problem> {
    let words = ask.form.text("words").to_owned();
    Ok(Said::Event(match ask.form.text("do") {
        "own" => match owner(ask)? {
            Some(worker) => Event::Own { worker },
            None => return Ok(Said::Fault("worker", "matter-own-fault")),
        },
        "retract" => match ask.form.filled("paper").filter(|_| !words.is_empty()) {
            Some(file) => Event::Retract { file: file.parse().map_err(|_| Refusal::NotFoundOrNotYours)?, words },
            None => return Ok(Said::Fault("retract-words", "matter-retract-fault")),
        },
        what if words.is_empty() && what != "serve" => return Ok(Said::Fault(worded(ask, what), "matter-words-fault")),
        "did" => {
            let task: Id<Task> = ask.form.text("task").parse().map_err(|_| Refusal::NotFoundOrNotYours)?;
            match ask.form.filled("why") {
                None => Event::Did { task, words },
                Some(why) => {
                    let why = Lawful::from_word(why).ok_or(Problem::BadForm)?;
                    Event::Wait { task, why, until: ask.form.filled("until").and_then(end_of), words }
                }
            }
        }
        "respond" => match Response::from_word(ask.form.text("response")) {
            Some(response) => Event::Respond { response, words },
            None => return Ok(Said::Fault("response", "matter-respond-fault")),
        },
        "serve" => match (ask.form.filled("to"), Served::from_word(ask.form.text("way"))) {
            (Some(to), Some(way)) => {
                let letter = ask.form.text("letter").to_owned();
                let known = ask.site.packs.letters.iter().any(|one| one.id == letter);
                if !known {
                    return Err(Problem::BadForm);
                }
                Event::Serve { letter, to: to.to_owned(), way, at: ask.now()?.time }
            }
            _ => return Ok(Said::Fault("to", "matter-serve-fault")),
        },
        "clock" => match ask.form.filled("at").and_then(end_of) {
            Some(at) => Event::Clock { at, words },
            None => return Ok(Said::Fault("at", "matter-clock-fault")),
        },
        "close" => match Outcome::from_word(ask.form.text("outcome")) {
            Some(outcome) => Event::Close { outcome, words },
            None => return Ok(Said::Fault("outcome", "matter-close-fault")),
        },
        _ => return Err(Problem::BadForm),
    }))
}

/// Oneself, or the colleague who was chosen.
fn owner(ask: &Ask<'_>) -> Result<Option<WorkerId>, Problem> {
    if ask.form.filled("me").is_some() {
        return Ok(Some(ask.worker()?.id));
    }
    let chosen = ask.form.filled("worker").map(|id| id.parse().map_err(|_| Problem::BadForm));
    chosen.transpose()
}

/// Somebody knows now whose name is on it: what the paper shows is taken along, and nothing is asked twice.
fn go_on_with_a_name(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (matter, ..) = matter(ask)?;
    if matter.client.is_some() || matter.kind.is_personal() {
        return Err(Problem::BadForm);
    }
    let facts = matter.known().into_iter().collect();
    let flow = (!matter.kind.is_legal()).then_some(matter.kind);
    let open = Open::begin(
        ask,
        Begun { flow, facts, from: Some(matter.id), received: Some(matter.received), taken: matter.taken, ..Begun::default() },
    )?;
    Ok(Answer::go(&open.next()))
}
