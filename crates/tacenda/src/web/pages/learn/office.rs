//! `/learn/office`: who has agreed and learned, and who has not; of whom each course is asked.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Reason;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{CertifyCourse, ListReadiness, SetCourse};
use tacenda_desk::{Asked, Gates, Readiness, Refusal, Rule, Seen, Stand, Worker, WorkerKind, WorkerState, asked};

use super::course::{COURSES, Course, course};
use super::{Line, lines, wanted};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::values::Values;

/// People who are shown with what they lack; the others are a number.
const MOST: usize = 60;

/// A colleague, and what they lack.
struct Row {
    name: String,
    id: String,
    kind: &'static str,
    shut: bool,
    lacks: Vec<Line>,
}

/// A course, and what is asked of it.
struct Offered {
    course: &'static Course,
    title: String,
    /// Of how many it is asked, and how many passed it.
    asked: usize,
    passed: usize,
    gate: bool,
}

#[derive(Template)]
#[template(path = "learn/office.html")]
struct Page<'a> {
    c: Chrome<'a>,
    rows: Vec<Row>,
    more: usize,
    ready: usize,
    offered: Vec<Offered>,
    keeps: bool,
    certifies: bool,
    people: Vec<(String, String)>,
    /// The word and the title of each course that is asked.
    courses: Vec<(&'static str, String)>,
    done: bool,
}

fn kind(worker: &Worker) -> &'static str {
    match worker.kind {
        WorkerKind::Staff => "staff",
        WorkerKind::Intern => "intern",
        WorkerKind::Volunteer => "volunteer",
        WorkerKind::Contractor => "contractor",
    }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let Seen::Readiness(all) = ask.see(ListReadiness, Reason::OwnDuty)? else { return Err(Refusal::NotYourWork.into()) };
    let (agency, now) = (&ask.site.agency, ask.now()?);
    let (gates, policies, me) = (agency.gates()?, agency.policies()?, ask.worker()?);
    let mut workers: Vec<Worker> = agency.workers()?.into_iter().filter(|worker| worker.state != WorkerState::Left).collect();
    workers.sort_by_key(|worker| worker.name.to_lowercase());
    let of = |worker: &Worker| all.iter().find(|one: &&Readiness| one.worker == worker.id);
    let c = ask.titled("learn-office-title");
    let (mut rows, mut ready) = (Vec::new(), 0);
    for worker in &workers {
        let mut lacks: Vec<Asked> = asked(worker, Some(&gates), of(worker), now);
        lacks.retain(|one| !matches!(one.stand, Stand::Done(_)));
        if lacks.is_empty() {
            ready += 1;
            continue;
        }
        let shut = lacks.iter().any(Asked::shuts);
        let lacks = lines(ask, &c, &lacks, &policies);
        rows.push(Row { name: worker.name.clone(), id: worker.id.to_string(), kind: kind(worker), shut, lacks });
    }
    rows.sort_by_key(|row| !row.shut);
    let more = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let page = Page {
        more,
        ready,
        rows,
        offered: COURSES.iter().map(|course| offered(ask, course, &gates, &workers, &all)).collect(),
        keeps: Door::Right(Right::KeepPolicies).lets(me),
        certifies: Door::Right(Right::CertifyTraining).lets(me),
        people: workers.iter().filter(|one| one.id != me.id).map(|one| (one.id.to_string(), one.name.clone())).collect(),
        courses: COURSES
            .iter()
            .filter(|course| gates.course(course.word).is_some())
            .map(|course| (course.word, course.title(ask.language)))
            .collect(),
        done: ask.query.text("done") == "yes",
        c,
    };
    Answer::page(&page)
}

fn offered(ask: &Ask<'_>, course: &'static Course, gates: &Gates, workers: &[Worker], all: &[Readiness]) -> Offered {
    let rule = gates.course(course.word);
    let concerned: Vec<&Worker> =
        workers.iter().filter(|worker| rule.is_some_and(|rule| rule.who.contains(&worker.kind))).collect();
    let passed = |worker: &&&Worker| all.iter().any(|one| one.worker == worker.id && one.passed(course.word).is_some());
    Offered {
        course,
        title: course.title(ask.language),
        asked: concerned.len(),
        passed: concerned.iter().filter(passed).count(),
        gate: rule.is_some_and(|rule| rule.gate),
    }
}

/// Somebody took it elsewhere.
pub(super) fn certify(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["worker", "course"], &[])?;
    let worker = ask.form.text("worker").parse().map_err(|_| Problem::BadForm)?;
    let course = course(ask.form.text("course")).ok_or(Problem::BadForm)?;
    ask.act(CertifyCourse { worker, course: course.word.to_owned() }, Reason::OwnDuty)?;
    Ok(Answer::go("/learn/office?done=yes"))
}

/// Boxes for each standing in which people work here.
pub(in crate::web::pages) fn kinds(c: &Chrome<'_>, v: &Values) -> Vec<(&'static str, String, bool)> {
    let of = |kind: &WorkerKind| (kind.word(), c.word("worker-kind", kind.word()), v.has("who", kind.word()));
    WorkerKind::ALL.iter().map(of).collect()
}

/// What is typed where a number belongs: nothing is none.
pub(in crate::web::pages) fn number(ask: &Ask<'_>, field: &str, most: u32) -> Result<Option<u32>, ()> {
    let Some(typed) = ask.form.filled(field) else { return Ok(None) };
    typed.parse().ok().filter(|number| *number <= most).map(Some).ok_or(())
}

/// The boxes that were ticked.
pub(in crate::web::pages) fn who(ask: &Ask<'_>) -> Result<Vec<WorkerKind>, Problem> {
    let all: Option<Vec<WorkerKind>> = ask.form.many("who").map(WorkerKind::from_word).collect();
    all.ok_or(Problem::BadForm)
}

#[derive(Template)]
#[template(path = "learn/rule.html")]
struct RulePage<'a> {
    c: Chrome<'a>,
    course: &'static Course,
    kinds: Vec<(&'static str, String, bool)>,
    v: Values,
}

pub(super) fn rule(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let gates = ask.site.agency.gates()?;
    let mut v = Values::default();
    match gates.course(wanted(ask)?.word) {
        Some(Rule { who, gate, months, grace_days, .. }) => {
            who.iter().for_each(|kind| v.put("who", kind.word()));
            v.put("gate", if *gate { "yes" } else { "" });
            v.put("months", months.map(|months| months.to_string()).unwrap_or_default());
            v.put("grace", grace_days.to_string());
        }
        // What a house mostly wants, to be changed before it is sent.
        None => {
            WorkerKind::ALL.iter().for_each(|kind| v.put("who", kind.word()));
            v.put("gate", "yes");
            v.put("months", "12");
            v.put("grace", "14");
        }
    }
    form(ask, v, Vec::new())
}

fn form(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let course = wanted(ask)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = ask.chrome(course.title(ask.language)).back("/learn/office").with_faults(faults);
    let page = RulePage { kinds: kinds(&c, &v), course, v, c };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn set(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["gate", "months", "grace"], &["who"])?;
    let course = wanted(ask)?;
    let (months, grace) = (number(ask, "months", 120), number(ask, "grace", 365));
    let mut faults = Vec::new();
    for (field, bad) in [("months", months.is_err() || months == Ok(Some(0))), ("grace", grace.is_err())] {
        if bad {
            faults.push(Fault { field, text: ask.say(&format!("agreements-fault-{field}"), &[]) });
        }
    }
    let (Ok(months), Ok(grace), true) = (months, grace, faults.is_empty()) else {
        return form(ask, Values::sent(&ask.form), faults);
    };
    let gate = ask.form.text("gate") == "yes";
    let act = SetCourse { course: course.word.to_owned(), who: who(ask)?, gate, months, grace_days: grace.unwrap_or_default() };
    ask.act(act, Reason::OwnDuty)?;
    Ok(Answer::go("/learn/office?done=yes"))
}
