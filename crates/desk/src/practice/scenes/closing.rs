//! Scenes of endings: death, closing, coming back, destruction.

use super::super::Agency;
use super::super::cast::representative;
use super::{DUTY, File, Paper, Scene, TEAM};
use crate::acts::{
    AddRepresentative, AmendCard, ChangeAppointment, CloseClient, DecideDestruction, OpenClient, ProposeDestruction, ReadLooks,
    ReleaseHold,
};
use crate::appointment::AppointmentState;
use crate::class::Class;
use crate::client::Authority;
use crate::practice::days::date;
use crate::refusal::Refusal;
use crate::time::Time;
use crate::worker::{Role, WorkerId};

impl Agency {
    /// The client has died: the duty lasts, and the estate speaks.
    pub(super) fn death(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (client, by) = (file.client, file.primary);
        let died = Some(date(at.plus_days(-2)));
        self.tell(at, by, TEAM, AmendCard { died, ..AmendCard::of(client, file.version) });
        let estate = representative(file, Authority::Estate, at, &mut self.pen);
        self.tell(at.plus_minutes(60), by, TEAM, AddRepresentative { client, representative: estate });
        file.version += 2;
        self.close(file, at.plus_minutes(90))
    }

    /// Care ends: a summary, and the file is closed.
    pub(super) fn close(&mut self, file: &mut File, at: Time) -> Option<()> {
        file.open.then_some(())?;
        let (client, by, number) = (file.client, file.primary, file.number);
        if let Some(appointment) = file.next.take() {
            self.tell(at, by, TEAM, ChangeAppointment { client, appointment, to: AppointmentState::CalledOff });
        }
        self.record(file, at.plus_minutes(20), by, TEAM, Paper::of("progress_summary"))?;
        self.tell(at.plus_days(5), by, TEAM, CloseClient { client, close: true });
        self.refused(at.plus_days(5).plus_minutes(1), by, TEAM, CloseClient { client, close: true }, Refusal::WrongState);
        file.version += 1;
        file.open = false;
        let comes_back = number % 5 == 0;
        let (after, scene) = if comes_back { (22, Scene::Reopen(number)) } else { (36, Scene::Dispose(number)) };
        if self.days.of(at) + after < self.last_day() {
            self.plan(self.days.later(at, after), scene);
        }
        Some(())
    }

    /// Somebody comes back, to the same worker if that one is still here.
    pub(super) fn reopen(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (client, by) = (file.client, file.primary);
        self.house.post(by).filter(|p| p.is_free(self.days.of(at)))?;
        self.tell(at, by, TEAM, OpenClient { client });
        self.tell(at.plus_minutes(5), by, TEAM, CloseClient { client, close: false });
        file.version += 1;
        file.open = true;
        self.first_appointment(file, at.plus_minutes(30))
    }

    /// The time of a closed file is over: one asks, another decides.
    pub(super) fn dispose(&mut self, file: &mut File, at: Time) -> Option<()> {
        if file.destroyed || file.open {
            return None;
        }
        let clerk = self.who(file, Role::RecordsClerk, at)?;
        let privacy = self.privacy(file.site, at, &[clerk])?;
        let director = self.who(file, Role::Director, at)?;
        match file.number % 3 {
            0 => self.destroy(file, clerk, director, at),
            1 => self.turned_down(file, clerk, privacy, director, at),
            _ => self.one_level(file, clerk, privacy, at),
        }
    }

    fn propose(&mut self, file: &mut File, by: WorkerId, class: Option<Class>, at: Time) -> ProposeDestruction {
        let rule = if class.is_some() { "billing.6y" } else { "closed-file.7y" };
        let act = ProposeDestruction { id: file.chance.id(at), client: file.client, class, rule: rule.into() };
        self.tell(at, by, DUTY, act.clone());
        act
    }

    /// The whole file; who looked can still be read.
    fn destroy(&mut self, file: &mut File, clerk: WorkerId, director: WorkerId, at: Time) -> Option<()> {
        if file.held {
            return None;
        }
        let (client, destruction) = (file.client, self.propose(file, clerk, None, at).id);
        self.tell(at.plus_days(1), director, DUTY, DecideDestruction { client, destruction, approve: true });
        file.destroyed = true;
        let auditor = self.who(file, Role::Auditor, at)?;
        self.tell(at.plus_days(2), auditor, DUTY, ReadLooks { client });
        self.house.post(file.primary).filter(|p| p.is_free(self.days.of(at)))?;
        self.refused(at.plus_days(2).plus_minutes(9), file.primary, TEAM, OpenClient { client }, Refusal::NotFoundOrNotYours);
        Some(())
    }

    /// A complaint comes first: held, released, asked for too soon, turned down.
    fn turned_down(&mut self, file: &mut File, clerk: WorkerId, privacy: WorkerId, director: WorkerId, at: Time) -> Option<()> {
        let client = file.client;
        let hold = self.hold(file, clerk, at);
        self.tell(at.plus_days(2), privacy, DUTY, ReleaseHold { client, hold });
        if file.held {
            return None;
        }
        let destruction = self.propose(file, clerk, None, at.plus_days(3)).id;
        self.tell(at.plus_days(4), director, DUTY, DecideDestruction { client, destruction, approve: false });
        Some(())
    }

    /// Of a file that stays, what claims needed goes first.
    fn one_level(&mut self, file: &mut File, clerk: WorkerId, privacy: WorkerId, at: Time) -> Option<()> {
        let (client, id) = (file.client, file.chance.id(at));
        let rule = "general.7y".to_owned();
        let general = ProposeDestruction { id, client, class: Some(Class::General), rule };
        let refusal = if file.held { Refusal::Held } else { Refusal::WholeFileOnly };
        self.refused(at, clerk, DUTY, general, refusal);
        if file.held {
            return None;
        }
        let destruction = self.propose(file, clerk, Some(Class::Billing), at.plus_minutes(10)).id;
        self.refused(
            at.plus_minutes(20),
            clerk,
            DUTY,
            DecideDestruction { client, destruction, approve: true },
            Refusal::NotFoundOrNotYours,
        );
        self.tell(at.plus_days(1), privacy, DUTY, DecideDestruction { client, destruction, approve: true });
        Some(())
    }
}
