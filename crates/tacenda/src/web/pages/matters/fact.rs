//! One fact: asked as the law asks it, answered by a person or by the paper in their hand. The law is asked again with it.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value as Json;
use tacenda_desk::flows::Event;
use tacenda_desk::{Id, Matter, Refusal, Source};
use tacenda_law::{FactId, Kind, Origin};

use super::one;
use super::step::take;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::ask::question;

#[derive(Template)]
#[template(path = "matters/fact.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    name: &'a str,
    why: String,
    many: bool,
    typed: Option<&'static str>,
    choices: Vec<String>,
    /// Whether the law's next question follows this one.
    on: bool,
}

fn fact(ask: &Ask<'_>) -> Result<FactId, Problem> {
    let vocabulary = &ask.site.packs.vocabulary;
    let found = vocabulary.find(ask.part("fact"));
    let stated = found.filter(|id| vocabulary.fact(*id).origin == Origin::Stated && *id != vocabulary.known.event_date);
    stated.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let (matter, ..) = one::matter(ask)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let question = question(ask, &ask.site.packs, fact(ask)?);
    let typed = match question.fact.kind {
        Kind::Int => Some("number"),
        Kind::Date => Some("date"),
        _ => None,
    };
    let page = Page {
        c: ask.chrome(question.text().to_owned()).back(format!("/matters/{}", matter.id)).with_faults(faults),
        id: matter.id.to_string(),
        name: ask.part("fact"),
        on: ask.query.text("on") == "yes" || ask.form.filled("on").is_some(),
        why: question.why().to_owned(),
        many: question.is_many(),
        typed,
        choices: if typed.is_some() { Vec::new() } else { question.choices().into_iter().map(str::to_owned).collect() },
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["typed", "dont", "source", "on"], &["answer"])?;
    let id: Id<Matter> = ask.id("id")?;
    let (packs, fact) = (&*ask.site.packs, fact(ask)?);
    let question = question(ask, packs, fact);
    let value = if ask.form.filled("dont").is_some() {
        Some(Json::Null)
    } else if matches!(question.fact.kind, Kind::Int | Kind::Date) {
        question.typed(ask.form.text("typed")).map(|value| packs.vocabulary.show(fact, value))
    } else {
        let marked: Option<Vec<usize>> = ask.form.many("answer").map(|text| text.parse().ok()).collect();
        let marked = marked.filter(|list| list.iter().all(|at| *at < question.choices().len())).ok_or(Problem::BadForm)?;
        question.chosen(&marked).map(|value| packs.vocabulary.show(fact, value))
    };
    let Some(value) = value else {
        return page(ask, vec![Fault { field: "answer", text: ask.say("ask-fault", &[]) }]);
    };
    let source = if ask.form.filled("source").is_some() { Source::Paper } else { Source::Person };
    let done = take(ask, id, Event::Say { facts: vec![(ask.part("fact").to_owned(), value)], source })?;
    match ask.form.filled("on").map(|_| next(ask)).transpose()?.flatten() {
        Some(next) => Ok(Answer::go(&format!("/matters/{id}/facts/{next}?on=yes"))),
        None => Ok(done),
    }
}

/// What the law asks next, now that this is said.
fn next(ask: &Ask<'_>) -> Result<Option<String>, Problem> {
    let (matter, ..) = one::matter(ask)?;
    Ok(one::asks(ask, &matter, one::known(ask, &matter)?.as_ref()).map(|(name, _)| name))
}
