//! All answers once more, with who said each; and the one act that asks the law.

use std::collections::BTreeSet;

use askama::Template;
use serde_json::Value as Json;
use tacenda_desk::acts::Inquire;
use tacenda_desk::{Inquiry, InquiryState, PackUsed, Refusal, Source};
use tacenda_law::{FactId, Facts, Packs, Ruling};

use super::question::question;
use super::run::Open;
use super::steps::{self, Step};
use super::{file, today};
use crate::problem::Problem;
use crate::sheet::{answer_of, shown};
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;

/// One answer.
pub(super) struct Row {
    pub(super) key: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) said: String,
}

#[derive(Template)]
#[template(path = "ask/check.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    rows: Vec<Row>,
    file: Vec<Row>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let next = open.run.next(&ask.site.packs, today(ask)?);
    if next != Step::Check {
        return Ok(Answer::go(&format!("/ask/{}/{}", open.id, next.key())));
    }
    let last = open.run.said.iter().rev().map(|said| said.key.as_str()).find(|key| *key != "danger").unwrap_or("who");
    let page = Page {
        c: ask.titled("ask-check").back(format!("/ask/{}/{last}", open.id)),
        id: open.id.to_string(),
        saved: open.saved_at(),
        rows: rows(ask, &open),
        file: from_file(ask, &open),
    };
    Answer::page(&page)
}

/// What the person answered, in the order of the questions.
fn rows(ask: &Ask<'_>, open: &Open) -> Vec<Row> {
    let packs = &*ask.site.packs;
    let run = &open.run;
    let mut rows: Vec<Row> = steps::fixed(run).map(|step| plain(ask, open, &step)).collect();
    let mut seen = BTreeSet::new();
    let facts = run.facts(packs, run_day(ask));
    for said in run.said.iter().filter(|said| seen.insert(said.key.clone())) {
        let Some(id) = packs.vocabulary.find(&said.key) else { continue };
        let dont = run.answer(&said.key) == Some(&Json::Null);
        let answer = if dont { ask.say("ask-dont", &[]) } else { in_words(ask, id, &facts) };
        let question = question(ask, packs, id).text().to_owned();
        rows.push(Row { key: said.key.clone(), question, answer, said: String::new() });
    }
    rows
}

/// What a fact holds, as people say it.
fn in_words(ask: &Ask<'_>, id: FactId, facts: &Facts) -> String {
    dates::written(ask.language, &shown(&ask.site.packs, ask.language, id, facts.get(id)))
}

fn run_day(ask: &Ask<'_>) -> jiff::civil::Date {
    today(ask).unwrap_or_default()
}

fn plain(ask: &Ask<'_>, open: &Open, step: &Step) -> Row {
    let (packs, run) = (&*ask.site.packs, &open.run);
    let of_fact = |name: &str| {
        let facts = run.facts(packs, run_day(ask));
        packs.vocabulary.find(name).map(|id| in_words(ask, id, &facts)).unwrap_or_default()
    };
    let word = run.word(step.key());
    let answer = match (step, word) {
        (Step::Whom, Some("client")) => run.whom.name.clone().unwrap_or_else(|| ask.say("ask-whom-one", &[])),
        (Step::Whom, _) => ask.say("ask-whom-nobody", &[]),
        _ if run.answer(step.key()) == Some(&Json::Null) => ask.say("ask-dont", &[]),
        (Step::Which, _) => of_fact("recipient_kind"),
        (Step::What, _) => of_fact("requested_categories"),
        (Step::Why, _) => of_fact("purpose"),
        (step, Some(word)) => ask.say(&format!("ask-{}-{word}", step.key()), &[]),
        (_, None) => String::new(),
    };
    Row { key: step.key().to_owned(), question: ask.say(&format!("ask-{}", step.key()), &[]), answer, said: String::new() }
}

/// What the file, the program and the role said, and nobody was asked again.
fn from_file(ask: &Ask<'_>, open: &Open) -> Vec<Row> {
    let packs = &*ask.site.packs;
    let facts = open.run.facts(packs, run_day(ask));
    let known = open.run.known(packs);
    let row = |(name, (_, source)): (String, (Json, Source))| {
        let id = packs.vocabulary.find(&name)?;
        (source != Source::Person).then(|| Row {
            question: question(ask, packs, id).text().to_owned(),
            answer: in_words(ask, id, &facts),
            said: ask.say(&format!("ask-said-{}", source.word()), &[]),
            key: name,
        })
    };
    known.into_iter().filter_map(row).collect()
}

/// Asks the law: one act, one leaf, whatever the answer is.
pub(super) fn finish(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let to = format!("/ask/{}/answer", ask.part("id"));
    let open = match Open::of(ask) {
        Ok(open) => open,
        // Sent twice: it is done, and its answer is there.
        Err(Problem::Refused(Refusal::NotFoundOrNotYours)) => return Ok(Answer::go(&to)),
        Err(problem) => return Err(problem),
    };
    let packs = &*ask.site.packs;
    let day = today(ask)?;
    if open.run.next(packs, day) != Step::Check {
        return Ok(Answer::go(&open.next(ask)?));
    }
    let facts = open.run.facts(packs, day);
    let ruling = packs.decide(&facts);
    let inquiry = inquiry(ask, &open, packs, &facts, &ruling)?;
    let reason = file::reason(ask, inquiry.client)?;
    match ask.act(Inquire { inquiry: Box::new(inquiry) }, reason) {
        Ok(_) | Err(Problem::Refused(Refusal::AlreadyThere)) => {}
        Err(problem) => return Err(problem),
    }
    open.forget(ask)?;
    Ok(Answer::go(&to))
}

fn inquiry(ask: &Ask<'_>, open: &Open, packs: &Packs, facts: &Facts, ruling: &Ruling<'_>) -> Result<Inquiry, Problem> {
    let Json::Object(object) = facts.to_json_with_unknowns(&packs.vocabulary) else { return Err(Problem::BadForm) };
    let hash = sheetcode::ruling(ruling);
    let worker = ask.worker()?;
    let used =
        |pack: &tacenda_law::Pack| PackUsed { id: pack.id.clone(), version: pack.version.clone(), digest: pack.digest.clone() };
    Ok(Inquiry {
        id: open.id,
        client: open.run.whom.client,
        by: worker.id,
        who: worker.name.clone(),
        at: ask.now()?.time,
        day: facts.event_day(&packs.vocabulary),
        facts: object,
        sources: open.run.known(packs).into_iter().map(|(name, (_, source))| (name, source)).collect(),
        packs: sheetcode::packs_of(ruling).map(used).collect(),
        code: sheetcode::code(&open.id.to_string(), &hash),
        ruling: hash,
        answer: answer_of(ruling).word().to_owned(),
        state: InquiryState::Answered,
        consult: None,
    })
}
