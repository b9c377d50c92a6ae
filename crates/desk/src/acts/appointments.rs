//! Appointments: making, changing, seeing them.

use crate::access::{Field, Reason, Right, Target, may};
use crate::acts::{Case, Doing, ensure};
use crate::appointment::{Appointment, AppointmentKind, AppointmentState, Session};
use crate::card::Meeting;
use crate::client::{Client, ClientId};
use crate::id::Id;
use crate::opened::Need;
use crate::program::ProgramId;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::time::Time;
use crate::worker::WorkerId;

/// The longest meeting, in minutes.
const LONGEST: u16 = 24 * 60;

/// Makes an appointment. For a couple or a group, one for each client, with the same session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeAppointment {
    /// Its id.
    pub id: Id<Appointment>,
    /// Who is met.
    pub client: ClientId,
    /// The meeting that several share.
    pub session: Option<Id<Session>>,
    /// Who meets them.
    pub workers: Vec<WorkerId>,
    /// In which program.
    pub program: ProgramId,
    /// When.
    pub at: Time,
    /// How long.
    pub minutes: u16,
    /// What kind.
    pub kind: AppointmentKind,
    /// The client is here without one.
    pub walk_in: bool,
}

impl Doing for MakeAppointment {
    const ACT: &'static str = "appointment.make";
    const RIGHT: Right = Right::MakeAppointment;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        case.is_new(self.id)?;
        ensure(!self.workers.is_empty() && (1..=LONGEST).contains(&self.minutes), Refusal::BadValue)?;
        ensure(client.programs(case.now).any(|e| e.program == self.program), Refusal::WrongProgram)?;
        let appointment = Appointment {
            id: self.id,
            client: self.client,
            session: self.session,
            workers: self.workers.clone(),
            program: self.program,
            at: self.at,
            minutes: self.minutes,
            kind: self.kind,
            state: AppointmentState::Booked,
            made: case.now.time,
            made_by: case.asker.id,
            walk_in: self.walk_in,
        };
        let entry = case.entry().code("kind", self.kind).code("walk_in", if self.walk_in { "yes" } else { "no" });
        Ok(Case::done(entry.about(Kind::Appointment, &self.id), vec![Effect::add(appointment)]))
    }
}

/// Says how an appointment went, or calls it off. To move one, call it off and make another: then it is plain when each was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeAppointment {
    /// Whose.
    pub client: ClientId,
    /// Which one.
    pub appointment: Id<Appointment>,
    /// What became of it.
    pub to: AppointmentState,
}

impl Doing for ChangeAppointment {
    const ACT: &'static str = "appointment.change";
    const RIGHT: Right = Right::MakeAppointment;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.appointment)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (appointment, version) = case.the::<Appointment>(self.appointment)?;
        ensure(appointment.client == self.client, Refusal::NotFoundOrNotYours)?;
        let booked = appointment.state == AppointmentState::Booked;
        ensure(booked && self.to != AppointmentState::Booked, Refusal::WrongState)?;
        let changed = Appointment { state: self.to, ..appointment.clone() };
        let entry = case.entry().code("to", self.to).about(Kind::Appointment, &appointment.id);
        Ok(Case::done(entry, vec![Effect::amend(changed, version)]))
    }
}

/// Lists a client's appointments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadAppointments {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadAppointments {
    const ACT: &'static str = "appointment.list";
    const RIGHT: Right = Right::ReadAppointments;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let theirs = |a: &&Appointment| a.client == self.client && sees(case, a.program);
        let mut list: Vec<Appointment> = case.opened.all::<Appointment>().filter(theirs).cloned().collect();
        list.sort_by_key(|a| (a.at, a.id));
        Ok(Case::shown(case.entry().about(Kind::Client, &self.client), Seen::Appointments(list)))
    }
}

/// An appointment in a program kept apart tells that the client is in it: only its people see it.
fn sees(case: &Case<'_>, program: ProgramId) -> bool {
    !case.ties.is_apart(program) || case.asker.programs.contains(&program)
}

/// Lists the appointments of some days: of those clients that the caller found (the calendar, the asker's own), the ones whose
/// appointments and card the asker may see for the reason given, or because the asker is the one who meets them. The others leave no
/// trace in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDiary {
    /// Found.
    pub clients: Vec<ClientId>,
    /// From this moment.
    pub from: Time,
    /// Until this moment.
    pub until: Time,
    /// The asker's own alone.
    pub own: bool,
}

impl Doing for ReadDiary {
    const ACT: &'static str = "appointment.diary";
    const RIGHT: Right = Right::FindClients;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        super::clients::with_ties(&self.clients)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let of = |client: &Client| -> Vec<Meeting> {
            let theirs = case.opened.all::<Appointment>().filter(|a| a.client == client.id);
            theirs.filter(|a| self.holds(case, a) && sees_in_diary(case, client, a)).map(|a| Meeting::of(a, client)).collect()
        };
        let clients = self.clients.iter().filter_map(|id| case.opened.one(*id));
        let mut list: Vec<Meeting> = clients.flat_map(of).collect();
        list.sort_by_key(|m| (m.appointment.at, m.appointment.id));
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let entry = list.iter().fold(case.entry().number("count", count), |e, m| e.about(Kind::Client, &m.appointment.client));
        Ok(Case::shown(entry, Seen::Diary(list)))
    }
}

impl ReadDiary {
    fn holds(&self, case: &Case<'_>, appointment: &Appointment) -> bool {
        let then = self.from <= appointment.at && appointment.at < self.until;
        then && (!self.own || appointment.workers.contains(&case.asker.id)) && sees(case, appointment.program)
    }
}

/// Whether the asker may see this appointment and whose it is.
fn sees_in_diary(case: &Case<'_>, client: &Client, appointment: &Appointment) -> bool {
    let by = |reason| {
        let leave = |right| may(case.asker, right, Target::Client(client), &case.ties, reason, case.now);
        leave(Right::ReadAppointments).is_ok() && leave(Right::ReadCard).is_ok_and(|l| l.shows(Field::ChosenName))
    };
    by(case.reason) || by(Reason::Appointment(appointment.id))
}
