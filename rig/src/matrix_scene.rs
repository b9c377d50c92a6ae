//! The people, clients and ties of the access matrix, planted in a real database; and for each row of the table an act that asks for it.

use anyhow::{Context, Result};
use jiff::civil::date;
use tacenda::agency::SignedIn;
use tacenda_desk::access::{Reason, Right, Row};
use tacenda_desk::acts::{
    Absence, Act, AddClient, AddHold, AddRecord, Assign, AssignTask, BreakGlass, CertifyTraining, CloseClient, ConfirmWorker,
    EndWorker, InviteWorker, ListClients, OpenClient, ProposeDestruction, RaiseWall, ReadAppointments, ReadLog, ReadLooks,
    ReadRecord, ReadTasks, ReadWorkers, RegisterKey, RestoreWorker, SetRoles, Supervise, SuspendWorker,
};
use tacenda_desk::{
    Appointment, AppointmentKind, AppointmentState, Assignment, Category, Class, Client, ClientId, Enrolment, Function,
    GrantReason, Id, Nature, Now, Program, Record, RecordId, Role, Span, Supervision, Task, TaskKind, TaskState, Thing, Time,
    Wall, WallReason, Worker, WorkerId, WorkerKind, WorkerState,
};
use tacenda_store::keys::{self, Destroyed};
use tacenda_vault::SystemEntropy;

use crate::house::{House, random};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Own,
    TeamOther,
    Other,
    Restricted,
    Destroyed,
}

impl Relation {
    pub(crate) const ALL: [Self; 5] = [Self::Own, Self::TeamOther, Self::Other, Self::Restricted, Self::Destroyed];
}

/// The agency, two programs, and a worker who has left, on whom acts about workers change nothing.
pub(crate) struct Stage {
    pub(crate) house: House,
    clinic: Program,
    part2: Program,
    left: WorkerId,
    now: Time,
}

/// Somebody, and a client to whom they stand so.
pub(crate) struct Pair {
    pub(crate) who: SignedIn,
    pub(crate) role: Role,
    pub(crate) state: WorkerState,
    pub(crate) relation: Relation,
    client: ClientId,
    records: Vec<(Class, RecordId)>,
    appointment: Id<Appointment>,
    supervision: Id<Supervision>,
    tasks: [Id<Task>; 3],
}

impl Pair {
    pub(crate) fn works(&self) -> bool {
        matches!(self.state, WorkerState::Active | WorkerState::TrainingDue)
    }

    pub(crate) fn reasons(&self) -> Vec<Reason> {
        let [request, billing, check] = self.tasks;
        vec![
            Reason::CareTeam,
            Reason::OwnDuty,
            Reason::Appointment(self.appointment),
            Reason::Supervision(self.supervision),
            Reason::Task(request),
            Reason::BillingRun(billing),
            Reason::SecondCheck(check),
            Reason::Reception,
        ]
    }
}

fn new<K>() -> Result<Id<K>> {
    Ok(Id::new(Now::trusted(Time(9)), random()?))
}

/// Levels that the running keys open: what is sealed to people the desk's own tests walk.
fn open_levels() -> impl Iterator<Item = Class> {
    Class::of_clients().filter(|class| !class.is_person_wrapped())
}

impl Stage {
    pub(crate) fn set(house: House) -> Result<Self> {
        let clinic = Program::new(new()?, "Clinic", &[Nature::CoveredEntity], "us-nm");
        let part2 = Program::new(new()?, "Recovery", &[Nature::Part2], "us-nm");
        house.plant(&clinic.clone().into())?;
        house.plant(&part2.clone().into())?;
        let mut left = Worker::founder(new()?, "Somebody", &[], Now::trusted(Time(3)));
        left.state = WorkerState::Left;
        let id = left.id;
        house.plant(&left.into())?;
        let now = house.agency.moment()?.time;
        Ok(Self { house, clinic, part2, left: id, now })
    }

    pub(crate) fn pair(&self, role: Role, state: WorkerState, relation: Relation) -> Result<Pair> {
        let near = !matches!(relation, Relation::Other | Relation::Destroyed);
        let programs = if near { vec![self.clinic.id, self.part2.id] } else { Vec::new() };
        let who = self.house.worker_in(&[role], &programs, state)?;
        let mut client = Client::new(new()?, "Client");
        client.enrolments = vec![Enrolment::open(self.clinic.id, Time(0)), Enrolment::open(self.part2.id, Time(0))];
        let (id, key, agency) = (client.id, client.id.to_string(), self.house.agency.clone());
        agency.clone().db().write(move |tx| keys::make_client(tx, agency.ring(), &key, &mut SystemEntropy))?;
        self.house.plant(&client.into())?;
        let author = if relation == Relation::TeamOther { self.house.rosa.worker() } else { who.worker() };
        let mut records = Vec::new();
        for class in open_levels() {
            records.push((class, self.record(id, class, author)?));
        }
        let supervision = self.tie(id, who.worker(), relation)?;
        let tasks = [
            self.task(id, &who, TaskKind::Request)?,
            self.task(id, &who, TaskKind::BillingRun)?,
            self.task(id, &who, TaskKind::SecondCheck)?,
        ];
        let appointment = self.appointment(id, &who)?;
        if relation == Relation::Destroyed {
            self.destroy(id)?;
        }
        Ok(Pair { who, role, state, relation, client: id, records, appointment, supervision, tasks })
    }

    fn record(&self, client: ClientId, class: Class, author: WorkerId) -> Result<RecordId> {
        let is_sud = matches!(class, Class::Sud | Class::SudCounselingNotes);
        let record = Record {
            id: new()?,
            client,
            category: Category::from_word("progress_notes").context("no such category")?,
            class,
            program: if is_sud { self.part2.id } else { self.clinic.id },
            author,
            title: "A note".into(),
            happened: Time(1),
            written: Time(1),
            text: "She came.".into(),
            attachments: Vec::new(),
            amends: None,
            late: false,
            third_party: false,
            others: Vec::new(),
        };
        let id = record.id;
        self.house.plant(&record.into())?;
        Ok(id)
    }

    /// What ties the two, or keeps them apart. The supervision line, of those who are near.
    fn tie(&self, client: ClientId, worker: WorkerId, relation: Relation) -> Result<Id<Supervision>> {
        let (rosa, since) = (self.house.rosa.worker(), Span::since(Time(0)));
        let team = |worker| -> Result<Thing> {
            Ok(Assignment { id: new()?, client, worker, function: Function::Care, span: since, by: rosa }.into())
        };
        let line = Supervision { id: new()?, supervisor: worker, supervisee: rosa, span: since, by: rosa };
        let supervision = line.id;
        if !matches!(relation, Relation::Other | Relation::Destroyed) {
            self.house.plant(&team(rosa)?)?;
            self.house.plant(&line.into())?;
        }
        if matches!(relation, Relation::Own | Relation::Restricted) {
            self.house.plant(&team(worker)?)?;
        }
        if relation == Relation::Restricted {
            let wall = Wall { id: new()?, client, worker, why: WallReason::Conflict, span: since, by: rosa };
            self.house.plant(&wall.into())?;
        }
        Ok(supervision)
    }

    fn task(&self, client: ClientId, who: &SignedIn, kind: TaskKind) -> Result<Id<Task>> {
        let task = Task {
            id: new()?,
            kind,
            client,
            worker: Some(who.worker()),
            by: self.house.rosa.worker(),
            classes: Class::of_clients().collect(),
            grant: None,
            matter: None,
            duty: None,
            portal: None,
            waived: None,
            made: Time(0),
            due: self.now.plus_days(9),
            state: TaskState::Open,
            outcome: None,
        };
        let id = task.id;
        self.house.plant(&task.into())?;
        Ok(id)
    }

    fn appointment(&self, client: ClientId, who: &SignedIn) -> Result<Id<Appointment>> {
        let appointment = Appointment {
            id: new()?,
            client,
            session: None,
            workers: vec![who.worker()],
            program: self.clinic.id,
            at: self.now.plus_minutes(30),
            minutes: 50,
            kind: AppointmentKind::Individual,
            state: AppointmentState::Booked,
            made: self.now.plus_days(-7),
            made_by: self.house.rosa.worker(),
            walk_in: false,
        };
        let id = appointment.id;
        self.house.plant(&appointment.into())?;
        Ok(id)
    }

    fn destroy(&self, client: ClientId) -> Result<()> {
        let (agency, what) = (self.house.agency.clone(), Destroyed { client: client.to_string(), class: None, leaf: 1 });
        self.house.agency.db().write(move |tx| keys::destroy(tx, agency.ring(), &what))?;
        Ok(())
    }

    /// Whether some act asks for that row and leaves all as it was.
    #[expect(clippy::unused_self, reason = "reads like the others")]
    pub(crate) fn askable(&self, row: &Row) -> bool {
        let levels = row.class.is_none_or(|class| row.right == Right::AddRecord || !class.is_person_wrapped());
        levels
            && !matches!(
                row.right,
                Right::ShareNotes
                    | Right::MakeAppointment
                    | Right::AmendCard
                    | Right::AmendSafety
                    | Right::Represent
                    | Right::Restrict
                    | Right::Unwall
                    | Right::ReviewGrant
                    | Right::CloseTask
                    | Right::ReleaseHold
                    | Right::ApproveDestruction
                    | Right::KeepPrograms
            )
    }

    /// An act that takes the right of that row.
    pub(crate) fn act(&self, pair: &Pair, row: &Row) -> Option<Act> {
        if !self.askable(row) {
            return None;
        }
        let (client, left) = (pair.client, self.left);
        Some(match row.right {
            Right::ReadCard => OpenClient { client }.into(),
            Right::ReadRecord => {
                ReadRecord { client, record: pair.records.iter().find(|(class, _)| Some(*class) == row.class)?.1 }.into()
            }
            Right::AddRecord => self.add_record(client, row.class?)?,
            Right::ReadAppointments => ReadAppointments { client }.into(),
            Right::CloseClient => CloseClient { client, close: false }.into(),
            Right::ReadLooks => ReadLooks { client }.into(),
            Right::Assign => Assign {
                id: new().ok()?,
                client,
                worker: self.house.rosa.worker(),
                function: Function::Care,
                until: Some(Time(1)),
            }
            .into(),
            Right::Wall => RaiseWall { id: new().ok()?, client, worker: left, why: WallReason::Conflict }.into(),
            Right::BreakGlass => self.glass(client)?,
            Right::AssignTask => {
                let (id, kind, worker, due) = (new().ok()?, TaskKind::Request, self.house.rosa.worker(), Time(0));
                AssignTask { id, client, kind, worker, classes: Vec::new(), due }.into()
            }
            Right::Hold => AddHold { id: new().ok()?, client, why: String::new() }.into(),
            Right::ProposeDestruction => ProposeDestruction { id: new().ok()?, client, class: None, rule: String::new() }.into(),
            other => self.about_the_agency(pair, other)?,
        })
    }

    fn add_record(&self, client: ClientId, class: Class) -> Option<Act> {
        let is_sud = matches!(class, Class::Sud | Class::SudCounselingNotes);
        let program = if is_sud { &self.part2 } else { &self.clinic };
        let blank = AddRecord::of(new().ok()?, client, Category::from_word("progress_notes")?, program, Time(1));
        Some(AddRecord { class, ..blank }.into())
    }

    #[expect(clippy::unused_self, reason = "reads like the others")]
    fn glass(&self, client: ClientId) -> Option<Act> {
        let (class, reason, words) = (Class::General, GrantReason::Danger, String::new());
        Some(
            BreakGlass { id: new().ok()?, client, class, minutes: 0, reason, words, review: new().ok()?, receipt: new().ok()? }
                .into(),
        )
    }

    fn about_the_agency(&self, pair: &Pair, right: Right) -> Option<Act> {
        let left = self.left;
        Some(match right {
            Right::FindClients => ListClients { clients: Vec::new() }.into(),
            Right::AddClient => AddClient { card: Box::new(Client::new(new().ok()?, "")), onto_team: None }.into(),
            Right::ReadWorkers => ReadWorkers.into(),
            Right::ReadTasks => ReadTasks { worker: pair.who.worker() }.into(),
            Right::RegisterKey => RegisterKey { worker: pair.who.worker(), public_key: Vec::new() }.into(),
            Right::InviteWorker => {
                let (id, kind) = (new().ok()?, WorkerKind::Staff);
                InviteWorker { id, name: String::new(), kind, roles: Vec::new(), programs: Vec::new() }.into()
            }
            Right::ConfirmWorker => ConfirmWorker { worker: left }.into(),
            Right::CertifyTraining => CertifyTraining { worker: left, done: false, due: date(2030, 1, 1) }.into(),
            Right::SuspendWorker => SuspendWorker { worker: left, absence: Absence::Suspended }.into(),
            Right::RestoreWorker => RestoreWorker { worker: left }.into(),
            Right::EndWorker => EndWorker { worker: left }.into(),
            Right::SetRoles => SetRoles { worker: left, roles: Vec::new(), programs: Vec::new() }.into(),
            Right::Supervise => Supervise { id: new().ok()?, supervisor: left, supervisee: left, until: None }.into(),
            Right::ReadLog => ReadLog.into(),
            _ => return None,
        })
    }
}
