//! Scenes of the office: papers and requests that somebody gives somebody to handle, and the month's bill.

use super::super::Agency;
use super::super::pen::general;
use super::{DUTY, File, Paper, Scene, TEAM};
use crate::Id;
use crate::access::Reason;
use crate::acts::{
    AddHold, AssignTask, CloseTask, ListRecords, MatchClient, OpenClient, ProposeDestruction, ReadAppointments, ReadLooks,
    ReadRecord, ReleaseHold,
};
use crate::class::Class;
use crate::refusal::Refusal;
use crate::task::{Task, TaskKind};
use crate::thing::Kind;
use crate::time::Time;
use crate::worker::{Role, WorkerId};

impl Agency {
    /// Gives somebody a task.
    fn give(&mut self, file: &mut File, by: WorkerId, worker: WorkerId, kind: TaskKind, classes: &[Class], at: Time) -> Id<Task> {
        let id = file.chance.id(at);
        let due = at.plus_days(file.chance.within(10, 30));
        self.tell(at, by, DUTY, AssignTask { id, client: file.client, kind, worker, classes: classes.to_vec(), due });
        id
    }

    fn done(&mut self, file: &mut File, task: Id<Task>, by: WorkerId, at: Time) {
        let outcome = self.outcome(file, "task.done", at);
        self.tell(at, by, DUTY, CloseTask { client: file.client, task, outcome });
    }

    /// Somebody who may give that one a task: the first of the office who is somebody else.
    fn who_gives(&self, file: &File, to: WorkerId, at: Time) -> Option<WorkerId> {
        let day = self.days.of(at);
        let of = |role| self.house.another(file.site, role, None, day, &[to]);
        of(Role::RecordsClerk).or_else(|| of(Role::PrivacyOfficer)).or_else(|| of(Role::Director))
    }

    /// A subpoena comes: nothing is destroyed, nothing goes out, counsel says what it is.
    pub(super) fn legal(&mut self, file: &mut File, at: Time) -> Option<()> {
        let clerk = self.who(file, Role::RecordsClerk, at).filter(|_| file.is_plain())?;
        let client = file.client;
        let privacy = self.privacy(file.site, at, &[clerk])?;
        let task = self.give(file, privacy, clerk, TaskKind::Paper, &[Class::Legal, Class::General], at);
        let served = Paper { attached: true, ..Paper::by("legal_paper", "correspondence").at(Class::Legal) };
        let paper = self.write(file, at.plus_minutes(30), clerk, Reason::Task(task), served)?;
        let hold = self.hold(file, clerk, at.plus_minutes(40));
        let rule = "nm-records.7y".to_owned();
        let early = ProposeDestruction { id: file.chance.id(at), client, class: None, rule };
        self.refused(at.plus_minutes(60), clerk, DUTY, early, Refusal::Held);
        if let Some(counsel) = self.who(file, Role::Counsel, at) {
            let advice = self.give(file, clerk, counsel, TaskKind::Paper, &[Class::Legal], at.plus_minutes(50));
            let why = Reason::Task(advice);
            self.tell(at.plus_days(1), counsel, why, OpenClient { client });
            self.tell(at.plus_days(1).plus_minutes(2), counsel, why, ReadRecord { client, record: paper.id });
            let opinion = Paper::by("legal_opinion", "correspondence").at(Class::Legal);
            self.write(file, at.plus_days(1).plus_minutes(90), counsel, why, opinion)?;
            self.done(file, advice, counsel, at.plus_days(1).plus_minutes(95));
        }
        self.done(file, task, clerk, at.plus_days(2));
        file.held = file.chance.percent(30);
        if !file.held {
            self.tell(at.plus_days(4), privacy, DUTY, ReleaseHold { client, hold });
        }
        Some(())
    }

    /// Stops destruction.
    pub(super) fn hold(&mut self, file: &mut File, by: WorkerId, at: Time) -> Id<crate::keeping::Hold> {
        let id = file.chance.id(at);
        let day = crate::practice::days::date(at).strftime("%B %-d").to_string();
        let given = super::super::grammar::Given { date: &day, ..Default::default() };
        let why = self.pen.write(general(Kind::Hold), "why", "hold.why", &mut file.chance, &given);
        self.tell(at, by, DUTY, AddHold { id, client: file.client, why });
        id
    }

    /// Somebody asks for information: the clerk handles it, the supervisor checks.
    pub(super) fn request(&mut self, file: &mut File, at: Time) -> Option<()> {
        let clerk = self.who(file, Role::RecordsClerk, at).filter(|_| file.is_plain())?;
        let client = file.client;
        let by = self.who_gives(file, clerk, at)?;
        self.tell(at, clerk, DUTY, MatchClient { clients: vec![client] });
        let task = self.give(file, by, clerk, TaskKind::Request, &[Class::General], at.plus_minutes(5));
        let why = Reason::Task(task);
        self.tell(at.plus_minutes(20), clerk, why, OpenClient { client });
        self.tell(at.plus_minutes(21), clerk, why, ListRecords { client });
        self.tell(at.plus_minutes(22), clerk, DUTY, MatchClient { clients: vec![client] });
        let last = file.last(at);
        if let Some(last) = last {
            self.tell(at.plus_minutes(24), clerk, why, ReadRecord { client, record: last.id });
        }
        if let Some((supervisor, _)) = self.supervisor(file, at) {
            let check = self.give(file, clerk, supervisor, TaskKind::SecondCheck, &[Class::General], at.plus_minutes(60));
            let checks = Reason::SecondCheck(check);
            self.tell(at.plus_days(1), supervisor, checks, OpenClient { client });
            if let Some(last) = last {
                self.tell(at.plus_days(1).plus_minutes(3), supervisor, checks, ReadRecord { client, record: last.id });
            }
            self.done(file, check, supervisor, at.plus_days(1).plus_minutes(20));
        }
        self.done(file, task, clerk, at.plus_days(2));
        if let Some(privacy) = self.privacy(file.site, at, &[]) {
            self.tell(at.plus_days(3), privacy, DUTY, ReadLooks { client });
        }
        Some(())
    }

    /// The supervisor asks for a report; the worker writes it.
    pub(super) fn report(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (supervisor, _) = self.supervisor(file, at).filter(|_| file.is_plain())?;
        let by = file.primary;
        let task = self.give(file, supervisor, by, TaskKind::Report, &[Class::General], at);
        let why = Reason::Task(task);
        self.record(file, at.plus_minutes(90), by, why, Paper::of("abuse_details"))?;
        self.record(file, at.plus_minutes(110), by, why, Paper::of("child_identity"))?;
        self.done(file, task, by, at.plus_days(1));
        Some(())
    }

    /// Peer review: what the supervisor writes of it is not part of the chart.
    pub(super) fn quality(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (supervisor, line) = self.supervisor(file, at).filter(|_| file.is_plain())?;
        let (client, why) = (file.client, Reason::Supervision(line));
        self.tell(at, supervisor, why, ListRecords { client });
        if let Some(last) = file.last(at) {
            self.tell(at.plus_minutes(4), supervisor, why, ReadRecord { client, record: last.id });
        }
        self.write(file, at.plus_minutes(45), supervisor, why, Paper::of("internal_qa"))?;
        self.tell(at.plus_minutes(60), file.primary, TEAM, ReadLooks { client });
        Some(())
    }

    /// A month is billed: the biller sees dates and codes, never a note.
    pub(super) fn bill(&mut self, file: &mut File, at: Time) -> Option<()> {
        file.open.then_some(())?;
        if self.days.of(at) + 28 < self.last_day() {
            self.plan(self.days.later(at, 28), Scene::Billing(file.number));
        }
        let biller = self.who_there(file, Role::Biller, at).filter(|_| file.is_plain())?;
        let by = self.who_gives(file, biller, at)?;
        let client = file.client;
        let task = self.give(file, by, biller, TaskKind::BillingRun, &[Class::Billing], at);
        let why = Reason::BillingRun(task);
        self.tell(at.plus_minutes(60), biller, why, ReadAppointments { client });
        let claim = self.write(file, at.plus_minutes(70), biller, why, Paper::of("billing_codes"))?;
        self.tell(at.plus_minutes(80), biller, why, ReadRecord { client, record: claim.id });
        if let Some(last) = file.last(at) {
            self.refused(at.plus_minutes(82), biller, why, ReadRecord { client, record: last.id }, Refusal::NotFoundOrNotYours);
        }
        if file.chance.percent(30) {
            self.write(file, at.plus_minutes(90), biller, why, Paper::of("account_balance"))?;
        }
        self.done(file, task, biller, at.plus_minutes(100));
        Some(())
    }
}
