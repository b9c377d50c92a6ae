//! Groups: one session, a file and an appointment for each member, and no file names another.

use super::super::Agency;
use super::super::house::Unit;
use super::{DUTY, File, Paper, Scene, TEAM};
use crate::Id;
use crate::access::Reason;
use crate::acts::{Assign, ChangeAppointment, MakeAppointment};
use crate::appointment::{Appointment, AppointmentKind, AppointmentState, Session};
use crate::ties::Function;
use crate::time::Time;
use crate::worker::{Role, WorkerId};

/// A group, and the next appointment of each member.
#[derive(Debug)]
pub(in crate::practice) struct Group {
    site: usize,
    facilitator: WorkerId,
    members: Vec<(usize, Option<Id<Appointment>>)>,
}

/// As many as fit around a table.
const CHAIRS: usize = 8;

impl Agency {
    /// Puts the facilitator on the team, and the client into a group that has a chair left.
    pub(super) fn join_group(&mut self, file: &mut File, at: Time) -> Option<()> {
        let facilitator = self.who_there(file, Role::Facilitator, at)?;
        let by = self.privacy(file.site, at, &[facilitator])?;
        let assign = Assign {
            id: file.chance.id(at),
            client: file.client,
            worker: facilitator,
            function: Function::Facilitator,
            until: None,
        };
        self.tell(at, by, DUTY, assign);
        let with_a_chair = |g: &Group| g.site == file.site && g.members.len() < CHAIRS;
        let place = self.groups.iter().position(with_a_chair);
        if let Some(group) = place.and_then(|p| self.groups.get_mut(p)) {
            group.members.push((file.number, None));
        } else {
            let evening = self.days.at(self.days.of(at) + 6, 17, 0);
            self.plan(evening, Scene::Group(self.groups.len()));
            self.groups.push(Group { site: file.site, facilitator, members: vec![(file.number, None)] });
        }
        Some(())
    }

    /// A meeting of the group, and the next one made for whoever is still in care.
    pub(super) fn group_meets(&mut self, place: usize, at: Time) -> Option<()> {
        let group = self.groups.get_mut(place)?;
        let (site, facilitator) = (group.site, group.facilitator);
        let members = std::mem::take(&mut group.members);
        let day = self.days.of(at);
        let there = self.house.post(facilitator).is_some_and(|p| p.is_free(day));
        let desk = self.house.who(site, Role::FrontDesk, Some(Unit::Clinic), day);
        let next = self.days.later(at, 7);
        let (session, goes_on): (Id<Session>, bool) = (self.chance.id(at), self.days.of(next) < self.last_day());
        let mut still = Vec::new();
        for (minute, (number, appointment)) in (0..).zip(members) {
            let mut booked = None;
            self.with(number, |agency, file| {
                file.open.then_some(())?;
                let (by, reason) = match desk.filter(|_| !there && file.is_plain()) {
                    Some(desk) => (desk, Reason::Reception),
                    None if there => (facilitator, TEAM),
                    None => (file.primary, TEAM),
                };
                let at = at.plus_minutes(minute * 3);
                agency.member_meets(file, appointment, (by, reason), there, at);
                booked =
                    agency.book_member(file, (by, reason), facilitator, session, at.plus_minutes(130), next).filter(|_| goes_on);
                Some(())
            });
            still.extend(booked.map(|b| (number, Some(b))));
        }
        if goes_on && !still.is_empty() {
            self.plan(next, Scene::Group(place));
        }
        self.groups.get_mut(place)?.members = still;
        Some(())
    }

    fn member_meets(&mut self, file: &mut File, app: Option<Id<Appointment>>, by: (WorkerId, Reason), there: bool, at: Time) {
        let Some(appointment) = app else { return };
        let client = file.client;
        let came = file.chance.percent(88);
        let to = match (there, came) {
            (false, _) => AppointmentState::CalledOff,
            (true, true) => AppointmentState::Held,
            (true, false) => AppointmentState::DidNotCome,
        };
        self.tell(at.plus_minutes(85), by.0, by.1, ChangeAppointment { client, appointment, to });
        if to == AppointmentState::Held {
            self.write(file, at.plus_minutes(100), by.0, TEAM, Paper::of("group_session"));
        }
    }

    fn book_member(
        &mut self,
        file: &mut File,
        by: (WorkerId, Reason),
        facilitator: WorkerId,
        session: Id<Session>,
        at: Time,
        when: Time,
    ) -> Option<Id<Appointment>> {
        (self.days.of(when) < self.last_day()).then_some(())?;
        let program = self.program(file, Unit::Clinic)?.id;
        let id = file.chance.id(at);
        let make = MakeAppointment {
            id,
            client: file.client,
            session: Some(session),
            workers: vec![facilitator],
            program,
            at: when,
            minutes: 80,
            kind: AppointmentKind::Group,
            walk_in: false,
        };
        self.tell(at, by.0, by.1, make);
        Some(id)
    }
}
