//! `/consults`: what was asked of the privacy officer, one's own questions, and what a colleague handed over.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::{ListInquiries, ReplyToInquiry};
use tacenda_desk::{ClientId, Decision, Id, Inquiry, InquiryState, Refusal, Role, Seen};
use tacenda_store::sealed::{self, Line};

use super::ask::{code_line, open_ones, place, reason};
use super::caller::{self, Note};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::door::Door;
use crate::web::pages::Route;

const DOOR: Door = Door::Right(Right::Inquire);
/// Most that are listed.
const MOST: u32 = 100;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/consults", DOOR, show),
    Route::post("/consults", DOOR, caller::read),
    Route::get("/consults/{id}", DOOR, one),
    Route::post("/consults/{id}", DOOR, reply),
];

struct Row {
    id: String,
    who: String,
    when: String,
    answer: &'static str,
    state: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "consults/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    waiting: Option<Vec<Row>>,
    own: Vec<Row>,
    open: Vec<(String, String, Option<String>)>,
    notes: Vec<Note>,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let worker = ask.worker()?;
    let officer = worker.is(Role::PrivacyOfficer);
    let waiting = if officer { Some(waiting(ask)?) } else { None };
    let me = worker.id.to_string();
    let mine = ask.site.agency.db().read(|tx| sealed::of_worker(tx, &me, "inquiry"))?;
    let newest = mine.into_iter().rev().take(MOST as usize);
    let own = listed(ask, newest, reason(ask, None)?)?;
    let open = open_ones(ask)?.into_iter().map(|(id, at, by)| (id, dates::moment(ask.language, at), by)).collect();
    Answer::page(&Page { c: ask.titled("consults-title"), waiting, own, open, notes: caller::notes(ask)? })
}

/// What waits for the privacy officer.
fn waiting(ask: &Ask<'_>) -> Result<Vec<Row>, Problem> {
    let lines = ask.site.agency.db().read(|tx| sealed::due_before(tx, "inquiry", "asked", i64::MAX, MOST))?;
    listed(ask, lines, Reason::OwnDuty)
}

fn listed(ask: &Ask<'_>, lines: impl IntoIterator<Item = Line>, why: Reason) -> Result<Vec<Row>, Problem> {
    let found = lines.into_iter().filter_map(|line| Some((line.columns.id.parse().ok()?, line.columns.client.parse().ok())));
    let inquiries: Vec<(Id<Inquiry>, Option<ClientId>)> = found.collect();
    if inquiries.is_empty() {
        return Ok(Vec::new());
    }
    let Seen::Inquiries(list) = ask.see(ListInquiries { inquiries }, why)? else { return Err(Problem::BadForm) };
    let row = |inquiry: Inquiry| Row {
        id: inquiry.id.to_string(),
        when: dates::moment(ask.language, inquiry.at),
        answer: code_line(ask.language, &inquiry.answer).0,
        state: ask.say(&format!("consults-{}", inquiry.state.word()), &[]),
        waits: inquiry.state == InquiryState::Asked,
        who: inquiry.who,
    };
    Ok(list.into_iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "consults/one.html")]
struct One<'a> {
    c: Chrome<'a>,
    id: String,
    typed: String,
    decision: String,
}

fn one(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let bad = !faults.is_empty();
    let id: Id<Inquiry> = ask.id("id")?;
    let page = One {
        c: ask.titled("consults-reply").back("/consults").with_faults(faults),
        id: id.to_string(),
        typed: ask.form.text("words").to_owned(),
        decision: ask.form.text("decision").to_owned(),
    };
    let answer = Answer::page(&page)?;
    Ok(if bad { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

fn reply(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["words", "decision"], &[])?;
    let id: Id<Inquiry> = ask.id("id")?;
    let words = ask.form.text("words").to_owned();
    let Some(decision) = Decision::from_word(ask.form.text("decision")) else {
        return page(ask, vec![Fault { field: "decision", text: ask.say("consults-decision-fault", &[]) }]);
    };
    if words.is_empty() {
        return page(ask, vec![Fault { field: "words", text: ask.say("consults-words-fault", &[]) }]);
    }
    let (client, why) = place(ask, id)?;
    match ask.act(ReplyToInquiry { id, client, decision, words }, why) {
        Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&format!("/ask/{id}/answer"))),
        Err(problem) => Err(problem),
    }
}
