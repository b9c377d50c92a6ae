//! `/learn`: what is asked of whoever works here before a file opens, and the courses; `/agree/{policy}`: what they agree to.

mod agree;
mod certificate;
pub(super) mod course;
mod office;
mod quiz;

use askama::Template;
use tacenda_desk::access::Right;
use tacenda_desk::{Ask as Asking, Asked, Policy, PolicyState, Refusal, Stand};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
pub(super) use office::{kinds, number, who};

use course::{COURSES, Course, Lesson, course};

pub(super) const OFFICE: Door = Door::Right(Right::ReviewReadiness);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/learn", Door::Gate, hub),
    Route::get("/learn/office", OFFICE, office::show),
    Route::post("/learn/office", Door::Right(Right::CertifyTraining), office::certify),
    Route::get("/learn/office/{course}", Door::Right(Right::KeepPolicies), office::rule),
    Route::post("/learn/office/{course}", Door::Right(Right::KeepPolicies), office::set),
    Route::get("/learn/{course}", Door::Gate, lesson),
    Route::get("/learn/{course}/quiz", Door::Gate, quiz::show),
    Route::post("/learn/{course}/quiz", Door::Gate, quiz::mark),
    Route::get("/learn/{course}/done", Door::Gate, quiz::done),
    Route::get("/learn/{course}/certificate", Door::Gate, certificate::show),
    Route::get("/learn/{course}/certificate/print", Door::Gate, certificate::print),
    Route::get("/agree/{policy}", Door::Gate, agree::show),
    Route::post("/agree/{policy}", Door::Gate, agree::agree),
];

/// Something that is asked, as a line.
pub(super) struct Line {
    pub(super) path: Option<String>,
    pub(super) what: String,
    pub(super) kind: &'static str,
    pub(super) says: String,
    /// Whether it is done, and whether it keeps every file shut.
    pub(super) done: bool,
    pub(super) shuts: bool,
}

/// Each thing that is asked of somebody, as a line.
pub(super) fn lines(ask: &Ask<'_>, c: &Chrome<'_>, asked: &[Asked], policies: &[Policy]) -> Vec<Line> {
    let line = |one: &Asked| {
        let (path, what, kind) = match &one.ask {
            Asking::Confirmation => (None, c.t("learn-confirmation"), "learn-kind-colleague"),
            Asking::Training => (None, c.t("learn-training"), "learn-kind-colleague"),
            Asking::Policy(id) => {
                let policy = policies.iter().find(|policy| policy.id == *id);
                let title = policy.and_then(|policy| policy.text(c.lang())).map(|text| text.title.clone());
                let kind = policy.map_or("learn-kind-policy", |policy| kind_key(policy));
                (Some(format!("/agree/{id}")), title.unwrap_or_else(|| "–".to_owned()), kind)
            }
            Asking::Course(word) => {
                let title = course(word).map_or_else(|| word.clone(), |course| course.title(ask.language));
                (course(word).map(|course| format!("/learn/{}", course.word)), title, "learn-kind-course")
            }
        };
        let says = match one.stand {
            Stand::Done(None) => c.t("learn-is-done"),
            Stand::Done(Some(day)) => c.t1("learn-is-done-until", "day", c.date(&day)),
            Stand::Due(day) => c.t1("learn-is-due", "day", c.date(&day)),
            Stand::Open => c.t("learn-is-open"),
        };
        Line { path, what, kind, says, done: matches!(one.stand, Stand::Done(_)), shuts: one.shuts() }
    };
    asked.iter().map(line).collect()
}

/// What a kind of text is called.
pub(super) const fn kind_key(policy: &Policy) -> &'static str {
    match policy.kind {
        tacenda_desk::PolicyKind::Policy => "learn-kind-policy",
        tacenda_desk::PolicyKind::Notice => "learn-kind-notice",
        tacenda_desk::PolicyKind::Agreement => "learn-kind-agreement",
    }
}

#[derive(Template)]
#[template(path = "learn/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    shut: bool,
    lines: Vec<Line>,
    /// Courses that nobody asks of them.
    others: Vec<(String, String)>,
    /// What they passed: address, title, day.
    passed: Vec<(String, String, String)>,
    done: Option<&'static str>,
    office: bool,
}

fn hub(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let who = ask.mine()?;
    let agency = &ask.site.agency;
    let (asked, policies) = (agency.asked_of(&who.worker, ask.now()?)?, agency.policies()?);
    let readiness = agency.readiness(who.worker.id)?;
    let c = ask.titled("learn-title");
    let is_asked = |course: &&Course| asked.iter().any(|one| one.ask == Asking::Course(course.word.to_owned()));
    let others = COURSES.iter().filter(|course| !is_asked(course));
    let passed = COURSES.iter().filter_map(|course| {
        let tried = readiness.passed(course.word)?;
        Some((format!("/learn/{}/certificate", course.word), course.title(ask.language), c.day(&tried.at)))
    });
    let page = Page {
        shut: asked.iter().any(Asked::shuts),
        lines: lines(ask, &c, &asked, &policies),
        others: others.map(|course| (format!("/learn/{}", course.word), course.title(ask.language))).collect(),
        passed: passed.collect(),
        done: [("agreed", "learn-done-agreed")]
            .into_iter()
            .find_map(|(word, key)| (ask.query.text("done") == word).then_some(key)),
        office: ask.who.as_ref().is_some_and(|who| OFFICE.lets(&who.worker)),
        c,
    };
    Answer::page(&page)
}

/// The course of the address.
fn wanted(ask: &Ask<'_>) -> Result<&'static Course, Problem> {
    course(ask.part("course")).ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

#[derive(Template)]
#[template(path = "learn/lesson.html")]
struct Read<'a> {
    c: Chrome<'a>,
    course: &'static Course,
    lesson: &'static Lesson,
}

fn lesson(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let course = wanted(ask)?;
    let lesson = course.lesson(ask.language).ok_or(Refusal::NotFoundOrNotYours)?;
    Answer::page(&Read { c: ask.chrome(lesson.title.clone()).back("/learn"), course, lesson })
}

/// What everybody is asked for, as far as somebody who answers for it still has something to switch on: agreements, and courses.
pub(super) fn not_on(ask: &Ask<'_>) -> Result<(bool, bool), Problem> {
    let gates = ask.site.agency.gates()?;
    Ok((!gates.policies.iter().any(|one| one.rule.gate), !gates.courses.iter().any(|one| one.rule.gate)))
}

/// A policy that is asked for.
fn kept(ask: &Ask<'_>) -> Result<Policy, Problem> {
    let found = ask.site.agency.own_of::<Policy>(ask.id("policy")?)?;
    let kept = found.map(|(policy, _)| policy).filter(|policy| policy.state == PolicyState::Kept);
    kept.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}
