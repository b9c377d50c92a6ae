//! One question, one page. Every answer is a button or a button's worth of boxes, and "I don't know" is always one.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use tacenda_desk::acts::ListClients;
use tacenda_desk::{ClientId, Index, Refusal, Seen};
use tacenda_law::{Enumeration, FactId, Kind, Origin, Packs, Value};

use super::run::{Open, Run};
use super::steps::{self, Step};
use super::{file, today};
use crate::problem::Problem;
use crate::question::Question;
use crate::sheet::label;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};

/// One thing to choose.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    /// What it usually means.
    pub(super) line: String,
    pub(super) chosen: bool,
}

/// How the answer is given.
#[derive(PartialEq, Eq)]
pub(super) enum How {
    /// One button.
    Buttons,
    /// Boxes, and a button.
    Boxes,
    /// Something typed.
    Typed(&'static str),
    /// A name, or nobody.
    Whom,
}

#[derive(Template)]
#[template(path = "ask/question.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    key: &'a str,
    number: usize,
    about: usize,
    saved: String,
    title: String,
    why: String,
    how: How,
    choices: Vec<Choice>,
    more: Vec<Choice>,
    typed: String,
    unsafe_people: bool,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    page(ask, &open, &Step::of(ask.part("key")), Vec::new(), None)
}

fn page(
    ask: &Ask<'_>,
    open: &Open,
    step: &Step,
    faults: Vec<Fault>,
    found: Option<(String, Vec<Choice>)>,
) -> Result<Answer, Problem> {
    let packs = &*ask.site.packs;
    let (title, why) = texts(ask, packs, step)?;
    let (how, choices, more) = asked(ask, open, step)?;
    let (typed, choices) = found.unwrap_or_else(|| (typed(packs, &open.run, step), choices));
    let before = before(&open.run, step);
    let (number, about) = place(&open.run, step);
    let bad = !faults.is_empty();
    let page = Page {
        c: ask
            .chrome(title.clone())
            .back(before.map_or_else(|| "/ask".to_owned(), |key| format!("/ask/{}/{key}", open.id)))
            .with_faults(faults),
        id: open.id.to_string(),
        key: step.key(),
        number,
        about,
        saved: open.saved_at(),
        title,
        why,
        how,
        choices,
        more,
        typed,
        unsafe_people: open.run.whom.unsafe_people && step.key() == "recipient_is_alleged_abuser",
    };
    let answer = Answer::page(&page)?;
    Ok(if bad { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

/// The question, and why it is asked.
fn texts(ask: &Ask<'_>, packs: &Packs, step: &Step) -> Result<(String, String), Problem> {
    if let Step::Fact(name) = step {
        let fact = stated(packs, name)?;
        let question = question(ask, packs, fact);
        return Ok((question.text().to_owned(), question.why().to_owned()));
    }
    let key = step.key();
    Ok((ask.say(&format!("ask-{key}"), &[]), ask.say(&format!("ask-{key}-why"), &[])))
}

/// A fact that a person may say: what the law derives is nobody's to answer.
fn stated(packs: &Packs, name: &str) -> Result<FactId, Problem> {
    let found = packs.vocabulary.find(name).filter(|id| packs.vocabulary.fact(*id).origin == Origin::Stated);
    Ok(found.ok_or(Refusal::NotFoundOrNotYours)?)
}

pub(in crate::web) fn question<'p>(ask: &Ask<'_>, packs: &'p Packs, fact: FactId) -> Question<'p> {
    let found = packs.vocabulary.fact(fact);
    let options = packs.vocabulary.enumeration(found.kind).map(|e| e.members.as_slice()).unwrap_or_default();
    Question { number: 0, fact: found, options, language: ask.language }
}

/// Where it stands among the questions: its number, and about how many there are.
fn place(run: &Run, step: &Step) -> (usize, usize) {
    let fixed: Vec<Step> = steps::fixed(run).collect();
    let asked: BTreeSet<&str> = run.said.iter().map(|said| said.key.as_str()).collect();
    let number = fixed
        .iter()
        .position(|s| s == step)
        .unwrap_or_else(|| fixed.len() + asked.iter().filter(|key| !is_fixed(key) && **key != step.key()).count());
    (number + 2, (fixed.len() + 2).max(number + 2)) // the danger came first
}

fn is_fixed(key: &str) -> bool {
    ["danger", "who", "which", "whom", "what", "why", "writing"].contains(&key)
}

/// The question before it.
fn before(run: &Run, step: &Step) -> Option<String> {
    let fixed: Vec<Step> = steps::fixed(run).collect();
    if let Some(at) = fixed.iter().position(|s| s == step) {
        return at.checked_sub(1).and_then(|at| fixed.get(at)).map(|s| s.key().to_owned());
    }
    let others = run.said.iter().map(|said| said.key.as_str()).filter(|key| !is_fixed(key));
    let before = others.take_while(|key| *key != step.key()).last();
    before.map(str::to_owned).or_else(|| Some("writing".to_owned()))
}

/// How it is answered, and what there is to choose: at first sight, and behind "more".
fn asked(ask: &Ask<'_>, open: &Open, step: &Step) -> Result<(How, Vec<Choice>, Vec<Choice>), Problem> {
    let (packs, run) = (&*ask.site.packs, &open.run);
    let plain = |words: &[&str]| -> Vec<Choice> {
        let choice = |word: &&str| Choice {
            value: (*word).to_owned(),
            text: ask.say(&format!("ask-{}-{word}", step.key()), &[]),
            line: ask.say(&format!("ask-{}-{word}-line", step.key()), &[]),
            chosen: run.word(step.key()) == Some(word),
        };
        words.iter().map(choice).collect()
    };
    Ok(match step {
        Step::Who => (How::Buttons, plain(&steps::ASKERS.map(|(word, _)| word)), Vec::new()),
        Step::Writing => (How::Buttons, plain(&steps::PAPERS), Vec::new()),
        Step::Whom => (How::Whom, Vec::new(), Vec::new()),
        Step::Which => {
            let kinds = run.word("who").map(steps::kinds).unwrap_or_default();
            (How::Buttons, members(ask, packs.vocabulary.recipients(), kinds, run.word("which")), Vec::new())
        }
        Step::What => {
            let list = packs.vocabulary.categories();
            let all: Vec<&str> = list.members.iter().map(|m| m.id.as_str()).collect();
            let boxes = members(ask, list, &all, None);
            (How::Buttons, wants(ask, run, list), boxes)
        }
        Step::Why => {
            let list =
                packs.vocabulary.find("purpose").and_then(|id| packs.vocabulary.enumeration(packs.vocabulary.fact(id).kind));
            let first = run.word("who").map(steps::purposes).unwrap_or_default();
            let list = list.ok_or(Problem::BadForm)?;
            let rest: Vec<&str> = list.members.iter().map(|m| m.id.as_str()).filter(|id| !first.contains(id)).collect();
            let (first, rest) = (members(ask, list, first, run.word("why")), members(ask, list, &rest, run.word("why")));
            if first.is_empty() { (How::Buttons, rest, Vec::new()) } else { (How::Buttons, first, rest) }
        }
        Step::Fact(name) => fact(ask, run, name)?,
        Step::Check => return Err(Refusal::NotFoundOrNotYours.into()),
    })
}

/// What there is to choose for a plain question.
pub(super) fn steps_of(ask: &Ask<'_>, open: &Open, step: &Step) -> Result<(Vec<Choice>, Vec<Choice>), Problem> {
    asked(ask, open, step).map(|(_, choices, more)| (choices, more))
}

/// The members of these names, in their order.
fn members(ask: &Ask<'_>, list: &Enumeration, words: &[&str], chosen: Option<&str>) -> Vec<Choice> {
    let found = words.iter().filter_map(|word| list.members.iter().find(|m| m.id == *word));
    let choice = |member: &tacenda_law::Member| Choice {
        value: member.id.clone(),
        text: label(member, ask.language).to_owned(),
        line: String::new(),
        chosen: chosen == Some(member.id.as_str()),
    };
    found.map(choice).collect()
}

/// What is commonly wanted, each with the kinds of information that it is.
fn wants(ask: &Ask<'_>, run: &Run, list: &Enumeration) -> Vec<Choice> {
    let choice = |(word, categories): &(&str, &[&str])| {
        let labels: Vec<String> = members(ask, list, categories, None).into_iter().map(|c| c.text).collect();
        Choice {
            value: (*word).to_owned(),
            text: ask.say(&format!("ask-what-{word}"), &[]),
            line: if labels.len() > 1 { labels.join(" · ") } else { String::new() },
            chosen: run.answer("what") == Some(&json!(categories)),
        }
    };
    steps::WANTS.iter().map(choice).collect()
}

fn fact(ask: &Ask<'_>, run: &Run, name: &str) -> Result<(How, Vec<Choice>, Vec<Choice>), Problem> {
    let packs = &*ask.site.packs;
    let id = stated(packs, name)?;
    let question = question(ask, packs, id);
    let now = run.facts(packs, today(ask)?).get(id);
    let is_chosen = |at: usize| match now {
        Value::Bool(yes) => yes == (at == 0),
        Value::One(member) => usize::from(member) == at,
        Value::Set { has, lacks } => has >> at & 1 == 1 || (at == question.options.len() && has == 0 && lacks == u64::MAX),
        _ => false,
    };
    let choice = |(at, text): (usize, &str)| Choice {
        value: at.to_string(),
        text: text.to_owned(),
        line: String::new(),
        chosen: is_chosen(at),
    };
    let how = match question.fact.kind {
        Kind::Bool | Kind::Enum(_) => How::Buttons,
        Kind::Set(_) => How::Boxes,
        Kind::Int => How::Typed("number"),
        Kind::Date => How::Typed("date"),
    };
    let choices =
        if matches!(how, How::Typed(_)) { Vec::new() } else { question.choices().into_iter().enumerate().map(choice).collect() };
    Ok((how, choices, Vec::new()))
}

/// What was typed before.
fn typed(packs: &Packs, run: &Run, step: &Step) -> String {
    match run.answer(step.key()) {
        Some(Json::Number(number)) if packs.vocabulary.find(step.key()).is_some() => number.to_string(),
        Some(Json::String(text)) if matches!(step, Step::Fact(_)) => text.clone(),
        _ => String::new(),
    }
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let mut open = Open::of(ask)?;
    let step = Step::of(ask.part("key"));
    let value = match &step {
        Step::Whom => return whom(ask, open),
        Step::Check => return Err(Problem::BadForm),
        _ => read(ask, &open, &step)?,
    };
    let Some(value) = value else {
        let fault = Fault { field: "answer", text: ask.say("ask-fault", &[]) };
        return page(ask, &open, &step, vec![fault], None);
    };
    open.run.note(step.key(), value, ask.now()?.time, ask.worker()?.id)?;
    open.save(ask)?;
    Ok(Answer::go(&open.next(ask)?))
}

/// The answer that was sent; none if nothing was chosen.
fn read(ask: &Ask<'_>, open: &Open, step: &Step) -> Result<Option<Json>, Problem> {
    ask.form.only(&["dont", "typed", "pick"], &["answer"])?;
    if ask.form.filled("dont").is_some() {
        return Ok(Some(Json::Null));
    }
    let packs = &*ask.site.packs;
    if let Step::Fact(name) = step {
        let id = stated(packs, name)?;
        let question = question(ask, packs, id);
        let value = if ask.form.filled("typed").is_some() || matches!(question.fact.kind, Kind::Int | Kind::Date) {
            question.typed(ask.form.text("typed"))
        } else {
            let marked: Option<Vec<usize>> = ask.form.many("answer").map(|text| text.parse().ok()).collect();
            let marked = marked.filter(|list| list.iter().all(|at| *at < question.choices().len())).ok_or(Problem::BadForm)?;
            question.chosen(&marked)
        };
        return Ok(value.map(|value| packs.vocabulary.show(id, value)));
    }
    let (_, choices, more) = asked(ask, open, step)?;
    let offered = |word: &str| choices.iter().chain(&more).any(|choice| choice.value == word);
    let words: Vec<&str> = ask.form.many("answer").filter(|word| !word.is_empty()).collect();
    if let Some(picked) = ask.form.filled("pick").filter(|_| *step == Step::What) {
        let categories = steps::WANTS.iter().find(|(word, _)| *word == picked).ok_or(Problem::BadForm)?;
        return Ok(Some(json!(categories.1)));
    }
    if !words.iter().all(|word| offered(word)) {
        return Err(Problem::BadForm);
    }
    Ok(match (step, words.as_slice()) {
        (_, []) => None,
        (Step::What, words) => Some(json!(words)),
        (_, [only]) => Some(json!(only)),
        _ => return Err(Problem::BadForm),
    })
}

/// About whom: a client of the asker's whose name begins with these letters, or nobody in particular.
fn whom(ask: &Ask<'_>, open: Open) -> Result<Answer, Problem> {
    ask.form.only(&["letters", "client", "dont", "nobody"], &[])?;
    save_whom(ask, open)
}

pub(super) fn save_whom(ask: &Ask<'_>, mut open: Open) -> Result<Answer, Problem> {
    let (at, by) = (ask.now()?.time, ask.worker()?.id);
    let nobody = ask.form.filled("nobody").is_some() || ask.form.filled("dont").is_some();
    if nobody {
        file::general(ask, &mut open.run)?;
        open.run.note("whom", json!("nobody"), at, by)?;
        open.save(ask)?;
        return Ok(Answer::go(&open.next(ask)?));
    }
    let chosen = match ask.form.filled("client") {
        Some(id) => Some(id.parse::<ClientId>().map_err(|_| Refusal::NotFoundOrNotYours)?),
        None => None,
    };
    let letters = ask.form.text("letters").to_owned();
    if chosen.is_none() && letters.chars().count() < 2 {
        let fault = Fault { field: "letters", text: ask.say("ask-whom-fault", &[]) };
        return page(ask, &open, &Step::Whom, vec![fault], Some((letters, Vec::new())));
    }
    let found = if chosen.is_some() { Vec::new() } else { named(ask, &letters)? };
    let Some(client) = chosen.or(if let [(only, _)] = found.as_slice() { Some(*only) } else { None }) else {
        let none = Fault { field: "letters", text: ask.say("ask-whom-none", &[]) };
        let faults = if found.is_empty() { vec![none] } else { Vec::new() };
        let choice =
            |(id, name): (ClientId, String)| Choice { value: id.to_string(), text: name, line: String::new(), chosen: false };
        return page(ask, &open, &Step::Whom, faults, Some((letters, found.into_iter().map(choice).collect())));
    };
    file::take(ask, &mut open.run, client)?;
    open.run.note("whom", json!("client"), at, by)?;
    open.save(ask)?;
    Ok(Answer::go(&open.next(ask)?))
}

/// Own clients of whose names some word begins so, and those found by the whole word, as far as the asker may open them.
fn named(ask: &Ask<'_>, letters: &str) -> Result<Vec<(ClientId, String)>, Problem> {
    let agency = &ask.site.agency;
    let mut clients = agency.caseload(ask.worker()?.id)?;
    let by_word = agency.find(Index::ClientName, letters)?;
    clients.extend(by_word.iter().copied());
    clients.sort_unstable();
    clients.dedup();
    let Seen::Names(names) = ask.see(ListClients { clients }, file::reason(ask, None)?)? else { return Err(Problem::BadForm) };
    let typed = letters.to_lowercase();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(&typed) || name.split_whitespace().any(|word| word.starts_with(&typed))
    };
    let found = names.into_iter().filter(|name| fits(&name.chosen_name) || by_word.contains(&name.id));
    Ok(found.map(|name| (name.id, name.chosen_name)).take(12).collect())
}
