//! Appointments of one file: to come and past, and a new one.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{ChangeAppointment, MakeAppointment, ReadAppointments};
use tacenda_desk::{Appointment, AppointmentKind, AppointmentState, Refusal, Seen, Time, WorkerId};

use super::notes::{Pager, paged};
use super::write;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::values::Values;

struct Row {
    id: String,
    when: String,
    kind: &'static str,
    state: &'static str,
    with: String,
    minutes: u16,
    walk_in: bool,
    is_booked: bool,
}

#[derive(Template)]
#[template(path = "file/times.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    coming: Vec<Row>,
    past: Vec<Row>,
    pager: Pager,
    may_make: bool,
    kinds: &'static [AppointmentKind],
    programs: Vec<(String, String)>,
    colleagues: Vec<(String, String)>,
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let mut v = Values::default();
        v.put("minutes", "50");
        v.put("kind", AppointmentKind::Individual.word());
        v.put("with", ask.worker()?.id.to_string());
        page(file, v, Vec::new())
    })
}

fn page(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = file.chrome("times-title").with_faults(faults);
    let Seen::Appointments(all) = file.see(ReadAppointments { client: file.id })? else {
        return Err(Refusal::NotFoundOrNotYours.into());
    };
    let is_coming = |one: &&Appointment| one.state == AppointmentState::Booked && one.at.plus_days(1) > file.now.time;
    let row = |one: &Appointment| Row {
        id: one.id.to_string(),
        when: c.moment(&one.at),
        kind: one.kind.word(),
        state: one.state.word(),
        with: one.workers.iter().map(|id| file.name(*id)).collect::<Vec<_>>().join(", "),
        minutes: one.minutes,
        walk_in: one.walk_in,
        is_booked: one.state == AppointmentState::Booked,
    };
    let coming = all.iter().filter(is_coming).map(row).collect();
    let (past, pager) = paged(file.ask, all.iter().rev().filter(|one| !is_coming(one)).collect());
    let page = Page {
        past: past.into_iter().map(row).collect(),
        coming,
        pager,
        f: file.head(Tab::Times),
        may_make: file.has(Right::MakeAppointment),
        kinds: AppointmentKind::ALL,
        programs: write::programs(file).into_iter().map(|program| (program.id.to_string(), program.name.clone())).collect(),
        colleagues: file.colleagues(),
        v,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// A day and a time of day, by this machine's clock on the wall.
fn moment(text: &str) -> Option<Time> {
    let local: DateTime = text.parse().ok()?;
    let zoned = local.to_zoned(TimeZone::system()).ok()?;
    Some(Time(zoned.timestamp().as_microsecond()))
}

pub(super) fn make(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["day", "hour", "minutes", "kind", "with", "second", "program", "walk_in"], &[])?;
    with_card(ask, book)
}

fn book(file: &File<'_>) -> Result<Answer, Problem> {
    let ask = file.ask;
    let again = |faults: Vec<Fault>| page(file, Values::sent(&ask.form), faults);
    let fault = |field: &'static str| Fault { field, text: ask.say(&format!("times-fault-{field}"), &[]) };
    let at = moment(&format!("{}T{}", ask.form.text("day"), ask.form.text("hour")));
    let minutes = ask.form.text("minutes").parse::<u16>().ok().filter(|minutes| (1..=24 * 60).contains(minutes));
    let (Some(at), Some(minutes)) = (at, minutes) else {
        let mut faults = Vec::new();
        if at.is_none() {
            faults.push(fault("day"));
        }
        if minutes.is_none() {
            faults.push(fault("minutes"));
        }
        return again(faults);
    };
    let workers: Vec<WorkerId> = ["with", "second"].iter().filter_map(|field| ask.form.text(field).parse().ok()).collect();
    let programs = write::programs(file);
    let program = match programs.as_slice() {
        [only] => Some(only.id),
        _ => ask.form.text("program").parse().ok(),
    };
    let Some(program) = program else { return again(vec![fault("program")]) };
    let kind = AppointmentKind::from_word(ask.form.text("kind")).ok_or(Problem::BadForm)?;
    let (id, walk_in) = (ask.site.agency.mint()?, ask.form.text("walk_in") == "yes");
    match file.act(MakeAppointment { id, client: file.id, session: None, workers, program, at, minutes, kind, walk_in }) {
        Ok(_) => Ok(Answer::go(&file.path("/times?done=time"))),
        Err(Problem::Refused(Refusal::WrongProgram)) => again(vec![fault("program")]),
        Err(Problem::Refused(Refusal::BadValue)) => again(vec![fault("with")]),
        Err(problem) => Err(problem),
    }
}

/// Says how one went, or calls it off.
pub(super) fn change(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["to"], &[])?;
    let file = File::come(ask)?;
    let to = AppointmentState::from_word(ask.form.text("to")).ok_or(Problem::BadForm)?;
    file.act(ChangeAppointment { client: file.id, appointment: ask.id("time")?, to })?;
    Ok(Answer::go(&file.path("/times?done=saved")))
}
