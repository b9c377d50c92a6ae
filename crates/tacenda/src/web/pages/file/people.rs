//! People around a client: who may act for them, and who is unsafe.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{AddRepresentative, EndRepresentative};
use tacenda_desk::{Authority, Id, Refusal, Representative, Span, Standing, Time};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::values::Values;

struct Row {
    id: String,
    name: String,
    authority: &'static str,
    proof: String,
    limits: Option<String>,
    never: Vec<&'static str>,
    until: Option<String>,
    holds: bool,
}

#[derive(Template)]
#[template(path = "file/people.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    standing: Option<Standing>,
    people: Vec<Row>,
    unsafe_people: Option<&'a [String]>,
    may: bool,
    may_edit_unsafe: bool,
    authorities: &'static [Authority],
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| page(file, Values::default(), Vec::new()))
}

fn page(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let card = file.card()?;
    let all = card.representatives.as_ref().ok_or(Refusal::NotFoundOrNotYours)?;
    let c = file.chrome("around-title").with_faults(faults);
    let row = |person: &Representative| Row {
        id: person.id.to_string(),
        name: person.name.clone(),
        authority: person.authority.word(),
        proof: person.proof.clone(),
        limits: person.limits.clone(),
        never: person.never.iter().map(|category| category.word()).collect(),
        until: person.span.until.map(|end| c.day(&end)),
        holds: person.span.holds(file.now),
    };
    let page = Page {
        people: all.iter().map(row).collect(),
        f: file.head(Tab::People),
        standing: card.standing,
        unsafe_people: card.unsafe_people.as_deref(),
        may: file.has(Right::Represent),
        may_edit_unsafe: file.has(Right::AmendSafety),
        authorities: Authority::ALL,
        v,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn add(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "authority", "proof", "limits", "until"], &[])?;
    let file = File::come(ask)?;
    let again = |faults: Vec<Fault>| with_card(ask, |file| page(file, Values::sent(&ask.form), faults));
    let fault = |field: &'static str| Fault { field, text: ask.say(&format!("around-fault-{field}"), &[]) };
    let form = &ask.form;
    let mut faults: Vec<Fault> = ["name", "proof"].into_iter().filter(|f| form.filled(f).is_none()).map(fault).collect();
    let authority = Authority::from_word(form.text("authority"));
    if authority.is_none() {
        faults.push(fault("authority"));
    }
    let until = form.filled("until").map(|day| day.parse().map(|day| Time::start_of(day).plus_days(1)));
    let until = match until.transpose() {
        Ok(until) => until,
        Err(_) => {
            faults.push(fault("until"));
            None
        }
    };
    let (Some(authority), true) = (authority, faults.is_empty()) else { return again(faults) };
    let representative = Representative {
        id: ask.site.agency.mint()?,
        name: form.text("name").to_owned(),
        authority,
        proof: form.text("proof").to_owned(),
        never: Vec::new(),
        limits: form.filled("limits").map(str::to_owned),
        span: Span { from: file.now.time, until },
    };
    match file.act(AddRepresentative { client: file.id, representative }) {
        Ok(_) => Ok(Answer::go(&file.path("/people?done=people"))),
        Err(Problem::Refused(Refusal::UnsafePerson)) => {
            again(vec![Fault { field: "name", text: ask.say("around-fault-unsafe", &[]) }])
        }
        Err(Problem::Refused(Refusal::BadValue)) => again(vec![fault("proof")]),
        Err(problem) => Err(problem),
    }
}

pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["person"], &[])?;
    let file = File::come(ask)?;
    let representative: Id<Representative> = ask.form.text("person").parse().map_err(|_| Problem::BadForm)?;
    file.act(EndRepresentative { client: file.id, representative })?;
    Ok(Answer::go(&file.path("/people?done=saved")))
}
