//! Appointments of one file: to come and past, and a new one.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{ChangeAppointment, CodeVisit, MakeAppointment, ReadAppointments, ReadCharges};
use tacenda_desk::{Appointment, AppointmentKind, AppointmentState, Charge, ChargeState, Id, Refusal, Seen, Time, WorkerId};

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
    /// Whether it was said by its codes already; nothing where that is not theirs to say, or it is with the payer.
    codes: Option<bool>,
    billed: Option<&'static str>,
}

/// The visit whose codes are being said.
struct Coding {
    id: String,
    when: String,
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
    coding: Option<Coding>,
    may_cover: bool,
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let mut v = Values::default();
        v.put("minutes", "50");
        v.put("kind", AppointmentKind::Individual.word());
        v.put("with", ask.worker()?.id.to_string());
        let chosen = ask.query.text("code").parse().ok();
        page(file, v, chosen, Vec::new())
    })
}

/// What the visits were by their codes, for those who say it.
fn charges(file: &File<'_>) -> Result<Option<Vec<Charge>>, Problem> {
    let own = file.ties.on_team(file.ask.worker()?.id, file.id, file.now);
    if !own || !file.has(Right::CodeVisit) {
        return Ok(None);
    }
    match file.see(ReadCharges { client: file.id }) {
        Ok(Seen::Charges(all)) => Ok(Some(all)),
        Ok(_) | Err(Problem::Refused(_)) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// What stands there, or stood there last: a diagnosis seldom changes from one visit to the next.
fn prefill(v: &mut Values, all: &[Charge], visit: Id<Appointment>) {
    let own = all.iter().find(|charge| charge.appointment == visit);
    let last = || all.iter().max_by_key(|charge| (charge.visit, charge.id));
    if let Some(charge) = own.or_else(last).filter(|_| v.get("service").is_empty()) {
        v.put("service", charge.service.clone());
        v.put("diagnosis", charge.diagnosis.clone());
        v.put("label", charge.label.clone());
        v.put("price", format!("{}.{:02}", charge.cents / 100, charge.cents % 100));
    }
}

fn page(file: &File<'_>, mut v: Values, chosen: Option<Id<Appointment>>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = file.chrome("times-title").with_faults(faults);
    let Seen::Appointments(all) = file.see(ReadAppointments { client: file.id })? else {
        return Err(Refusal::NotFoundOrNotYours.into());
    };
    let is_coming = |one: &&Appointment| one.state == AppointmentState::Booked && one.at.plus_days(1) > file.now.time;
    let charges = charges(file)?;
    let charge = |one: &Appointment| charges.iter().flatten().find(|charge| charge.appointment == one.id);
    let row = |one: &Appointment| Row {
        codes: (one.state == AppointmentState::Held && charges.is_some())
            .then(|| charge(one))
            .filter(|there| there.is_none_or(|charge| charge.state == ChargeState::Open))
            .map(|there| there.is_some()),
        billed: charge(one).map(|charge| charge.state.word()),
        id: one.id.to_string(),
        when: c.moment(&one.at),
        kind: one.kind.word(),
        state: one.state.word(),
        with: one.workers.iter().map(|id| file.name(*id)).collect::<Vec<_>>().join(", "),
        minutes: one.minutes,
        walk_in: one.walk_in,
        is_booked: one.state == AppointmentState::Booked,
    };
    let coding = all.iter().find(|one| Some(one.id) == chosen && row(one).codes.is_some());
    if let Some(one) = coding.filter(|_| file.ask.form.filled("label").is_none()) {
        prefill(&mut v, charges.as_deref().unwrap_or_default(), one.id);
    }
    let coding = coding.map(|one| Coding { id: one.id.to_string(), when: c.moment(&one.at) });
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
        coding,
        may_cover: file.has(Right::KeepCoverage),
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
    let again = |faults: Vec<Fault>| page(file, Values::sent(&ask.form), None, faults);
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

/// A price as it is typed, in cents: `145`, `145.5`, `145.50`.
fn cents(text: &str) -> Option<u64> {
    let text = text.trim().trim_start_matches('$').replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let cents: u64 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)
}

/// Says by its codes what a visit was.
pub(super) fn code(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["service", "diagnosis", "label", "price"], &[])?;
    let appointment: Id<Appointment> = ask.id("time")?;
    let text = |name: &str| ask.form.text(name).to_owned();
    let again = |field: &'static str| {
        let fault = Fault { field, text: ask.say(&format!("times-fault-{field}"), &[]) };
        with_card(ask, |file| page(file, Values::sent(&ask.form), Some(appointment), vec![fault]))
    };
    if let Some(field) = ["service", "diagnosis", "label"].into_iter().find(|field| ask.form.filled(field).is_none()) {
        return again(field);
    }
    let Some(cents) = cents(ask.form.text("price")) else { return again("price") };
    let file = File::come(ask)?;
    let (id, service, diagnosis, label) = (ask.site.agency.mint()?, text("service"), text("diagnosis"), text("label"));
    match file.act(CodeVisit { id, client: file.id, appointment, service, diagnosis, label, cents }) {
        Ok(_) => Ok(Answer::go(&file.path("/times?done=coded"))),
        Err(Problem::Refused(Refusal::BadValue)) => again("diagnosis"),
        Err(problem) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn a_price_is_read_as_it_is_typed() {
        for (text, is) in [("145", Some(14_500)), ("145.5", Some(14_550)), ("$145,05", Some(14_505)), ("0.1", Some(10))] {
            assert_eq!(cents(text), is, "{text}");
        }
        for text in ["", "-1", "1.234", "a", "99999999999999999999", "1.2.3"] {
            assert_eq!(cents(text), None, "{text}");
        }
    }
}
