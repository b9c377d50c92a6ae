//! What officers took: written down thing by thing while they are here, and a list of it to print.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::StepMatter;
use tacenda_desk::flows::{Event, Item, Taken, What};
use tacenda_desk::{Category, Matter, Refusal, Time};

use super::one;
use super::paper::{members, words_of};
use super::report::{moment, wall};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "matters/taken.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    today: String,
    lines: Vec<Line>,
    kinds: Vec<(String, String)>,
    /// Whether more can be written down.
    open: bool,
    /// It is about nobody known: nothing protects who is named here.
    nameless: bool,
    v: Values,
}

struct Line {
    words: String,
    kind: String,
    copied: bool,
    when: String,
    by: String,
    named: Option<bool>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let (matter, ..) = one::matter(ask)?;
    if !matter.is_searched() && matter.taken.is_empty() {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let now = ask.now()?.time;
    let (status, v) = if faults.is_empty() {
        (StatusCode::OK, blank(&matter, now))
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, Values::sent(&ask.form))
    };
    let line = |taken: &Taken| Line {
        words: taken.item.words.clone(),
        kind: one::category(ask, taken.item.category.word()),
        copied: taken.copied,
        when: dates::moment(ask.language, taken.at),
        by: taken.by.clone(),
        named: matter.names(taken),
    };
    let page = Page {
        c: ask.titled("matter-taken").back(format!("/matters/{}", matter.id)).with_faults(faults),
        id: matter.id.to_string(),
        today: dates::day(ask.language, now),
        lines: matter.taken.iter().map(line).collect(),
        kinds: members(ask, words_of(ask, "requested_categories"), &[], true),
        open: matter.forms().iter().any(|form| form.what == What::Take),
        nameless: matter.client.is_none(),
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// A form for the next thing: now, and by whoever took the last.
fn blank(matter: &Matter, now: Time) -> Values {
    let ((day, hour), mut v) = (wall(now), Values::default());
    v.put("day", day);
    v.put("hour", hour);
    matter.taken.last().into_iter().for_each(|last| v.put("by", &last.by));
    v
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["words", "kind", "by", "copied", "day", "hour"], &[])?;
    let (matter, ..) = one::matter(ask)?;
    let again = |field: &'static str, key: &str| page(ask, vec![Fault { field, text: ask.say(key, &[]) }]);
    let Some(words) = ask.form.filled("words") else { return again("words", "matter-taken-fault-what") };
    let Some(kind) = ask.form.filled("kind") else { return again("kind", "matter-taken-fault-kind") };
    let Some(by) = ask.form.filled("by") else { return again("by", "matter-taken-fault-by") };
    let now = ask.now()?.time;
    let Some(at) = moment(ask).filter(|at| *at <= now) else { return again("day", "report-fault-when") };
    let item = Item { words: words.to_owned(), category: Category::from_word(kind).ok_or(Problem::BadForm)? };
    let copied = ask.form.filled("copied").is_some();
    let event = Event::Take { taken: Taken { item, copied, at, by: by.to_owned(), who: String::new() } };
    match ask.act(StepMatter { id: matter.id, client: matter.client, over: None, event }, super::why(ask, matter.client)?) {
        Ok(_) => Ok(Answer::go(&format!("/matters/{}/taken", matter.id))),
        Err(Problem::Refused(Refusal::BadValue | Refusal::WrongState)) => again("words", "matter-taken-fault-not"),
        Err(problem) => Err(problem),
    }
}
