//! The quiz of a course: cases from the law packs, told as facts; the answers are marked by what the law answers.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::http::StatusCode;
use sha2::{Digest as _, Sha256};
use tacenda_desk::acts::{Answered, TakeQuiz};
use tacenda_desk::{Readiness, Refusal};
use tacenda_law::{Packs, WorkedCase};

use super::course::Course;
use super::wanted;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::words::{Answer as Five, pick, say};
use crate::sheet::{answer_of, shown};
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;

/// The names of the fields.
const FIELDS: &[&str] = &["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"];
/// The five answers, in the order in which they are offered.
const FIVE: [Five; 5] = [Five::OnlyThis, Five::YouMust, Five::NotYet, Five::No, Five::AskAPerson];
/// So often the same answer may be the right one, while there are others.
const ALIKE: usize = 2;
/// A case of more facts than this is too long to be told here.
const FACTS: usize = 22;

/// A case as it is asked.
struct Question {
    field: &'static str,
    /// As somebody tells it, where it is told in the asker's language.
    story: Option<String>,
    facts: Vec<(String, String)>,
    chosen: String,
}

/// A case as it was answered.
struct Marked {
    story: Option<String>,
    facts: Vec<(String, String)>,
    right: bool,
    answer: &'static str,
    /// The law in a sentence, where there is one in the asker's language.
    why: Option<String>,
    cites: Vec<String>,
}

#[derive(Template)]
#[template(path = "learn/quiz.html")]
struct Page<'a> {
    c: Chrome<'a>,
    course: &'static Course,
    number: usize,
    questions: Vec<Question>,
    five: Vec<(&'static str, &'static str)>,
    stale: bool,
}

#[derive(Template)]
#[template(path = "learn/done.html")]
struct Done<'a> {
    c: Chrome<'a>,
    course: &'static Course,
    passed: bool,
    right: u32,
    of: usize,
    marked: Vec<Marked>,
}

/// Whether a case belongs into a course, for an agency of these places.
fn fits(course: &Course, places: &BTreeSet<String>, case: &WorkedCase) -> bool {
    let words = |name: &str| {
        let list = case.json.get(name).and_then(serde_json::Value::as_array).into_iter().flatten();
        list.filter_map(serde_json::Value::as_str).collect::<Vec<_>>()
    };
    let recipient = case.json.get("recipient_kind").and_then(serde_json::Value::as_str);
    let facts = case.json.as_object().map_or(0, serde_json::Map::len);
    let here = words("jurisdictions");
    recipient.is_some_and(|word| course.recipients.contains(&word))
        && facts <= FACTS
        && !here.is_empty()
        && (places.is_empty() || here.iter().all(|place| places.contains(*place)))
}

/// The cases of a try: other ones each time, the same ones however often the page is opened.
fn picked<'a>(ask: &'a Ask<'_>, course: &Course, readiness: &Readiness) -> Result<Vec<&'a WorkedCase>, Problem> {
    let places: BTreeSet<String> = ask.site.agency.programs()?.iter().map(|program| program.jurisdiction.clone()).collect();
    let known = |place: &String| ask.site.cases().iter().any(|case| fits(course, &BTreeSet::from([place.clone()]), case));
    let places: BTreeSet<String> = places.into_iter().filter(known).collect();
    let asked: BTreeSet<&str> =
        readiness.tried.iter().filter(|one| one.course == course.word).flat_map(|one| &one.cases).map(String::as_str).collect();
    let number = readiness.tries(course.word);
    let turn = |case: &WorkedCase| Sha256::digest(format!("{}\n{}\n{number}\n{}", readiness.worker, course.word, case.name));
    let mut pool: Vec<&WorkedCase> = ask.site.cases().iter().filter(|case| fits(course, &places, case)).collect();
    // What was asked before comes last.
    pool.sort_by_cached_key(|case| (asked.contains(case.name.as_str()), turn(case)));
    let packs = &*ask.site.packs;
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut taken, mut rest) = (Vec::new(), Vec::new());
    for case in pool {
        if taken.len() == course.questions {
            break;
        }
        let count = alike.entry(answer_of(&packs.decide(&case.facts)).word()).or_default();
        if *count < ALIKE {
            *count += 1;
            taken.push(case);
        } else {
            rest.push(case);
        }
    }
    taken.extend(rest);
    taken.truncate(course.questions);
    Ok(taken)
}

/// What a case says, in the words of the questions.
fn facts(ask: &Ask<'_>, packs: &Packs, case: &WorkedCase) -> Vec<(String, String)> {
    let vocabulary = &packs.vocabulary;
    let said = |name: &str| case.json.get(name).filter(|_| name != "event_date");
    let told = vocabulary.facts.iter().filter_map(|fact| said(&fact.name).map(|value| (fact, value)));
    let line = |(fact, value): (&tacenda_law::Fact, &serde_json::Value)| {
        let id = vocabulary.find(&fact.name)?;
        let text = pick(&fact.question, ask.language).to_owned();
        let answer = if value.is_null() {
            ask.say("ask-dont", &[])
        } else {
            dates::written(ask.language, &shown(packs, ask.language, id, case.facts.get(id)))
        };
        Some((text, answer))
    };
    told.filter_map(line).collect()
}

/// Stories are told in one language so far; the facts say the same in each.
fn story(ask: &Ask<'_>, case: &WorkedCase) -> Option<String> {
    (ask.language == Language::En).then(|| case.story.clone())
}

fn readiness(ask: &Ask<'_>) -> Result<Readiness, Problem> {
    ask.site.agency.readiness(ask.mine()?.worker.id)
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new(), false)
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>, stale: bool) -> Result<Answer, Problem> {
    let (course, readiness) = (wanted(ask)?, readiness(ask)?);
    let packs = &*ask.site.packs;
    let cases = picked(ask, course, &readiness)?;
    let asked = |(field, case): (&&'static str, &WorkedCase)| Question {
        field,
        story: story(ask, case),
        facts: facts(ask, packs, case),
        chosen: if stale { String::new() } else { ask.form.text(field).to_owned() },
    };
    let status = match (faults.is_empty(), stale) {
        (_, true) => StatusCode::CONFLICT,
        (true, false) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Page {
        c: ask.chrome(ask.say("quiz-title", &[])).back(format!("/learn/{}", course.word)).with_faults(faults),
        number: readiness.tries(course.word),
        questions: FIELDS.iter().zip(cases.iter().copied()).map(asked).collect(),
        five: FIVE.iter().map(|one| (one.word(), say(one.title(), ask.language))).collect(),
        course,
        stale,
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn mark(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let known: Vec<&str> = FIELDS.iter().copied().chain(["number"]).collect();
    ask.form.only(&known, &[])?;
    let (course, readiness) = (wanted(ask)?, readiness(ask)?);
    let number: usize = ask.form.text("number").parse().map_err(|_| Problem::BadForm)?;
    if number != readiness.tries(course.word) {
        // That try is over: sent twice, or from an old page. What is open is asked.
        let key = format!("/learn/{}/done", course.word);
        let sent_twice = number.checked_add(1) == Some(readiness.tries(course.word));
        return if sent_twice { Ok(Answer::go(&key)) } else { page(ask, Vec::new(), true) };
    }
    let cases = picked(ask, course, &readiness)?;
    let asked = || FIELDS.iter().zip(&cases);
    let fault = |field: &'static str| Fault { field, text: ask.say("quiz-fault", &[]) };
    let is_one = |word: &str| FIVE.iter().any(|one| one.word() == word);
    let faults: Vec<Fault> = asked().filter(|(field, _)| !is_one(ask.form.text(field))).map(|(field, _)| fault(field)).collect();
    if !faults.is_empty() || cases.is_empty() {
        return page(ask, faults, false);
    }
    let right = |field: &str, case: &WorkedCase| answer_of(&ask.site.packs.decide(&case.facts)).word() == ask.form.text(field);
    let answers = asked().map(|(field, case)| Answered { case: case.name.clone(), right: right(field, case) }).collect();
    let act = TakeQuiz { worker: ask.mine()?.worker.id, course: course.word.to_owned(), number, answers, enough: course.enough };
    match ask.do_mine(act) {
        Ok(_) | Err(Problem::Refused(Refusal::StaleVersion)) => Ok(Answer::go(&format!("/learn/{}/done", course.word))),
        Err(problem) => Err(problem),
    }
}

/// How the last try went, and what the law answers.
pub(super) fn done(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (course, readiness) = (wanted(ask)?, readiness(ask)?);
    let last = readiness.tried.iter().rev().find(|one| one.course == course.word && one.seen_by.is_none());
    let Some(last) = last else { return Ok(Answer::go(&format!("/learn/{}/quiz", course.word))) };
    let packs = &*ask.site.packs;
    let marked = |name: &String| {
        let case = ask.site.cases().iter().find(|case| case.name == *name)?; // a later program may have other cases
        let cite = |at: &usize| packs.rule(*at).cite.join("; ");
        Some(Marked {
            story: story(ask, case),
            facts: facts(ask, packs, case),
            right: !last.wrong.contains(name),
            answer: say(answer_of(&packs.decide(&case.facts)).title(), ask.language),
            why: (ask.language == Language::En && !case.why.is_empty()).then(|| case.why.clone()),
            cites: case.decides.iter().map(cite).collect::<BTreeSet<_>>().into_iter().collect(),
        })
    };
    let page = Done {
        c: ask.titled(if last.passed { "quiz-passed" } else { "quiz-not-passed" }).back("/learn"),
        course,
        passed: last.passed,
        right: last.right,
        of: last.cases.len(),
        marked: last.cases.iter().filter_map(marked).collect(),
    };
    Answer::page(&page)
}
