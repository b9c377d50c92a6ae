//! Meetings: looked up, held, written down, and the next one made.

use super::super::Agency;
use super::super::cast::Path;
use super::super::house::Unit;
use super::{File, Paper, Scene, TEAM};
use crate::Id;
use crate::access::Reason;
use crate::acts::{ChangeAppointment, MakeAppointment, OpenClient, ReadAppointments, ReadRecord};
use crate::appointment::{Appointment, AppointmentKind, AppointmentState, Session};
use crate::class::Class;
use crate::time::Time;
use crate::worker::{Role, WorkerId};

impl Agency {
    /// The intake meeting, made and held within the hour.
    pub(super) fn first_appointment(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (client, by) = (file.client, file.primary);
        let (id, walk_in) = (file.chance.id(at), file.chance.percent(15));
        let program = self.program(file, file.path.unit())?.id;
        let make = MakeAppointment {
            id,
            client,
            session: None,
            workers: vec![by],
            program,
            at: at.plus_minutes(10),
            minutes: 60,
            kind: AppointmentKind::Intake,
            walk_in,
        };
        self.tell(at, by, TEAM, make);
        self.tell(at.plus_minutes(72), by, TEAM, ChangeAppointment { client, appointment: id, to: AppointmentState::Held });
        self.cover(file, at.plus_minutes(73));
        self.code(file, id, at.plus_minutes(74));
        if file.path != Path::Partner {
            let when = self.next_time(file, at);
            self.book(file, at.plus_minutes(75), when, None);
        }
        Some(())
    }

    /// Every week, later every second one, at the client's own hour.
    fn next_time(&self, file: &File, at: Time) -> Time {
        let week = if file.meetings < 8 { 7 } else { 14 };
        let day = self.days.of(at) + week;
        let hour = i64::try_from(8 + file.number % 9).unwrap_or(8);
        self.days.at(day, hour, if file.number.is_multiple_of(2) { 0 } else { 30 })
    }

    /// Makes the next appointment, if the year is not over by then.
    fn book(&mut self, file: &mut File, at: Time, when: Time, session: Option<Id<Session>>) -> Option<()> {
        (self.days.of(when) < self.last_day()).then_some(())?;
        let (id, remote) = (file.chance.id(at), file.chance.percent(15));
        let kind = match file.path {
            Path::Couple | Path::Partner => AppointmentKind::Family,
            Path::Child if file.meetings % 4 == 3 => AppointmentKind::Family,
            _ if file.meetings % 11 == 10 => AppointmentKind::Crisis,
            _ if remote => AppointmentKind::Remote,
            _ => AppointmentKind::Individual,
        };
        let program = self.program(file, file.path.unit())?.id;
        let workers = vec![file.primary];
        let make =
            MakeAppointment { id, client: file.client, session, workers, program, at: when, minutes: 50, kind, walk_in: false };
        let (by, reason) = self.who_books(file, at);
        self.tell(at, by, reason, make);
        file.next = Some(id);
        file.booked_with = file.primary;
        if file.path != Path::Partner {
            self.plan(when.plus_minutes(-30), Scene::Meeting(file.number));
        }
        Some(())
    }

    /// The front desk of the program, or the worker.
    fn who_books(&self, file: &mut File, at: Time) -> (WorkerId, Reason) {
        let desk = self.who_there(file, Role::FrontDesk, at).filter(|_| file.is_plain() && file.chance.percent(50));
        desk.map_or((file.primary, TEAM), |desk| (desk, Reason::Reception))
    }

    /// A meeting, half an hour before it begins.
    pub(super) fn meeting(&mut self, file: &mut File, at: Time) -> Option<()> {
        let appointment = file.next.take().filter(|_| file.open)?;
        self.look_before(file, appointment, at);
        let held = self.how_it_went(file, appointment, at.plus_minutes(80));
        if held {
            self.code(file, appointment, at.plus_minutes(82));
            self.write_down(file, at.plus_minutes(90))?;
        }
        let end = at.plus_minutes(82);
        let session = (file.path == Path::Couple).then(|| file.chance.id(at));
        let when = self.next_time(file, at);
        if file.path == Path::Couple {
            self.with(file.number + 1, |agency, partner| agency.partner(partner, held, end, when, session));
        }
        let in_time = self.days.of(at) + 7 < self.last_day();
        if file.meetings >= 10 && file.path != Path::Couple && file.chance.percent(5) && in_time {
            self.plan(self.days.later(at, 7), Scene::Close(file.number));
        }
        self.book(file, end, when, session)
    }

    /// The other one of a couple: a file of their own, in which nothing names the first.
    fn partner(&mut self, file: &mut File, held: bool, at: Time, when: Time, session: Option<Id<Session>>) -> Option<()> {
        let (client, by) = (file.client, file.primary);
        file.open.then_some(())?;
        if let Some(appointment) = file.next.take() {
            let to = if held { AppointmentState::Held } else { AppointmentState::CalledOff };
            self.tell(at.plus_minutes(1), by, TEAM, ChangeAppointment { client, appointment, to });
            if held {
                file.meetings += 1;
                self.record(file, at.plus_minutes(25), by, TEAM, Paper::of("progress_notes"));
            }
        }
        self.book(file, at.plus_minutes(3), when, session)
    }

    fn look_before(&mut self, file: &mut File, appointment: Id<Appointment>, at: Time) {
        let (client, by) = (file.client, file.primary);
        let for_this = file.booked_with == by && file.chance.percent(30);
        let reason = if for_this { Reason::Appointment(appointment) } else { TEAM };
        let desk = self.who_there(file, Role::FrontDesk, at).filter(|_| file.is_plain() && file.chance.percent(20));
        if let Some(desk) = desk {
            self.tell(at.plus_minutes(4), desk, Reason::Reception, ReadAppointments { client });
            self.tell(at.plus_minutes(5), desk, Reason::Reception, OpenClient { client });
        }
        self.tell(at.plus_minutes(18), by, reason, OpenClient { client });
        if let Some(last) = file.last(at).filter(|_| file.chance.percent(50)) {
            self.tell(at.plus_minutes(22), by, reason, ReadRecord { client, record: last.id });
        }
    }

    fn how_it_went(&mut self, file: &mut File, appointment: Id<Appointment>, at: Time) -> bool {
        let to = match file.chance.below(100) {
            0..7 => AppointmentState::DidNotCome,
            7..13 => AppointmentState::CalledOff,
            _ => AppointmentState::Held,
        };
        self.tell(at, file.primary, TEAM, ChangeAppointment { client: file.client, appointment, to });
        let held = to == AppointmentState::Held;
        file.meetings += u32::from(held);
        held
    }

    /// The note, on the day or some days late; now and then a note of the worker's own, an addendum, a letter.
    fn write_down(&mut self, file: &mut File, at: Time) -> Option<()> {
        let by = file.primary;
        let days_ago = if file.chance.percent(8) { file.chance.within(2, 4) } else { 0 };
        let note = Paper { days_ago, ..session_note(file) };
        self.record(file, at.plus_days(days_ago), by, TEAM, note)?;
        let own = Some(Paper::own(file.path.unit())).filter(|_| file.path.unit() != Unit::Shelter);
        if let Some(own) = own.filter(|_| file.chance.percent(22)) {
            self.write(file, at.plus_minutes(12), by, TEAM, own)?;
        }
        if let Some(last) = file.last(at.plus_days(1)).filter(|_| days_ago == 0 && file.chance.percent(5)) {
            let paper = Paper { amends: Some(last.id), ..Paper::by("addendum", last.category) };
            self.write(file, at.plus_minutes(60 * 22), by, TEAM, paper.at(last.class))?;
        }
        if file.chance.percent(4) { self.letter(file, at.plus_minutes(30)) } else { Some(()) }
    }
}

/// The ordinary note of a session, as its program writes it.
fn session_note(file: &mut File) -> Paper {
    let ferpa = file.chance.percent(40);
    match file.path.unit() {
        Unit::Recovery => Paper::of("sud_records"),
        Unit::Shelter => Paper::by("advocate_note", "progress_notes").at(Class::Privileged),
        Unit::School if ferpa => Paper::of("ferpa_treatment_record"),
        _ => Paper::of("progress_notes"),
    }
}
