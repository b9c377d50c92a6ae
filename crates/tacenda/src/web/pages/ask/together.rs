//! The plain questions on one page, for those who ask every day: the same answers, kept the same way.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::question::{Choice, save_whom, steps_of};
use super::run::Open;
use super::steps::{self, Step};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};

struct Part {
    key: &'static str,
    title: String,
    choices: Vec<Choice>,
    more: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "ask/together.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    letters: String,
    parts: Vec<Part>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, &Open::of(ask)?, Vec::new())
}

const KEYS: [&str; 4] = ["who", "what", "why", "writing"];

fn page(ask: &Ask<'_>, open: &Open, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let bad = !faults.is_empty();
    let part = |key: &'static str| {
        let (choices, more) = steps_of(ask, open, &Step::of(key))?;
        Ok(Part { key, title: ask.say(&format!("ask-{key}"), &[]), choices, more })
    };
    let page = Page {
        c: ask.titled("ask-together").back("/ask").with_faults(faults),
        id: open.id.to_string(),
        saved: open.saved_at(),
        letters: ask.form.text("letters").to_owned(),
        parts: KEYS.into_iter().map(part).collect::<Result<_, Problem>>()?,
    };
    let answer = Answer::page(&page)?;
    Ok(if bad { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

/// Keeps what was chosen; what was left out is asked afterwards, one by one.
pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["who", "what", "why", "writing", "letters"], &[])?;
    let mut open = Open::of(ask)?;
    let (at, by) = (ask.now()?.time, ask.worker()?.id);
    for key in KEYS {
        let Some(word) = ask.form.filled(key) else { continue };
        let (choices, more) = steps_of(ask, &open, &Step::of(key))?;
        let offered = choices.iter().chain(&more).any(|choice| choice.value == word);
        let value = match (key, word) {
            (_, "?") => Json::Null,
            _ if !offered => return Err(Problem::BadForm),
            ("what", word) => {
                let preset = steps::WANTS.iter().find(|(preset, _)| *preset == word);
                preset.map_or_else(|| json!([word]), |(_, categories)| json!(categories))
            }
            (_, word) => json!(word),
        };
        open.run.note(key, value, at, by)?;
    }
    open.save(ask)?;
    match ask.form.filled("letters") {
        Some(_) => save_whom(ask, open),
        None => Ok(Answer::go(&open.next(ask)?)),
    }
}
