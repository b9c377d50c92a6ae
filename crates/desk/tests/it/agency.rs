//! A small agency kept in memory: opens what an act needs, runs it, and keeps what it saves.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::Act;
use tacenda_desk::flows::Law;
use tacenda_desk::{
    Assignment, Category, Class, Client, ClientId, Effect, Enrolment, Entry, Function, Id, Kept, Kind, Nature, Need, Now, Opened,
    Plain, Program, ProgramId, Purpose, Record, RecordId, Refusal, Role, Seen, Span, Step, Thing, Time, Worker, WorkerId,
};

/// A Monday, ten in the morning.
pub(crate) fn monday() -> Now {
    Now::trusted(Time::start_of(date(2026, 3, 2)).plus_minutes(600))
}

pub(crate) struct Agency {
    rows: BTreeMap<(Kind, String), (Thing, i64)>,
    destroyed: Vec<ClientId>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) now: Now,
    pub(crate) law: Option<Arc<Law>>,
    made: u8,
    pub(crate) clinic: ProgramId,
    pub(crate) sud: ProgramId,
    pub(crate) shelter: ProgramId,
}

impl Agency {
    pub(crate) fn new() -> Self {
        let now = monday();
        let id = |n: u8| Id::new(now, [n; 10]);
        let mut agency = Self {
            rows: BTreeMap::new(),
            destroyed: Vec::new(),
            entries: Vec::new(),
            now,
            law: None,
            made: 10,
            clinic: id(1),
            sud: id(2),
            shelter: id(3),
        };
        agency.keep(Program::new(id(1), "Clinic", &[Nature::CoveredEntity], "nm"));
        agency.keep(Program::new(id(2), "Recovery", &[Nature::CoveredEntity, Nature::Part2], "nm"));
        agency.keep(Program::new(id(3), "Harbor", &[Nature::VictimServiceFunds], "nm"));
        agency
    }

    pub(crate) fn id<K>(&mut self) -> Id<K> {
        self.made = self.made.checked_add(1).unwrap();
        Id::new(self.now, [self.made; 10])
    }

    /// That id, for what is only tried.
    pub(crate) fn id_at<K>(&self, n: u8) -> Id<K> {
        Id::new(self.now, [n; 10])
    }

    pub(crate) fn keep(&mut self, thing: impl Into<Thing>) {
        let thing = thing.into();
        let version = self.rows.get(&(thing.kind(), thing.id())).map_or(1, |(_, v)| v + 1);
        self.rows.insert((thing.kind(), thing.id()), (thing, version));
    }

    /// Somebody at work in the clinic who holds one role.
    pub(crate) fn worker(&mut self, name: &str, role: Role) -> WorkerId {
        let clinic = self.clinic;
        self.worker_in(name, role, &[clinic])
    }

    pub(crate) fn worker_in(&mut self, name: &str, role: Role, programs: &[ProgramId]) -> WorkerId {
        let id = self.id();
        let mut worker = Worker::founder(id, name, &[role], self.now).in_programs(programs);
        worker.public_key = vec![7; 32];
        self.keep(worker);
        id
    }

    /// A client of the clinic.
    pub(crate) fn client(&mut self, name: &str) -> ClientId {
        let clinic = self.clinic;
        self.client_in(name, &[clinic])
    }

    pub(crate) fn client_in(&mut self, name: &str, programs: &[ProgramId]) -> ClientId {
        let mut client = Client::new(self.id(), name);
        client.enrolments = programs.iter().map(|p| Enrolment::open(*p, self.now.time.plus_days(-30))).collect();
        let id = client.id;
        self.keep(client);
        id
    }

    pub(crate) fn assign(&mut self, worker: WorkerId, client: ClientId) {
        let (id, by) = (self.id(), self.id());
        let span = Span::since(self.now.time.plus_days(-30));
        self.keep(Assignment { id, client, worker, function: Function::Care, span, by });
    }

    pub(crate) fn record(&mut self, client: ClientId, author: WorkerId, category: &str, program: ProgramId) -> RecordId {
        let category = Category::from_word(category).unwrap();
        let class = category.class_in(program == self.sud);
        self.record_at(client, author, category, class, program)
    }

    pub(crate) fn record_at(
        &mut self,
        client: ClientId,
        author: WorkerId,
        category: Category,
        class: Class,
        program: ProgramId,
    ) -> RecordId {
        let (id, at) = (self.id(), self.now.time.plus_days(-3));
        self.keep(Record {
            id,
            client,
            category,
            class,
            program,
            author,
            title: "session".into(),
            happened: at,
            written: at,
            text: "what was said".into(),
            attachments: Vec::new(),
            amends: None,
            late: false,
            third_party: false,
            others: Vec::new(),
        });
        id
    }

    pub(crate) fn get<T: Kept + Clone>(&self, id: Id<T>) -> T {
        T::of(&self.rows[&(T::KIND, id.to_string())].0).unwrap().clone()
    }

    pub(crate) fn all<T: Kept + Clone>(&self) -> Vec<T> {
        self.rows.values().filter_map(|(thing, _)| T::of(thing).cloned()).collect()
    }

    /// Changes a kept thing behind the desk's back.
    pub(crate) fn mend<T: Kept + Clone + Into<Thing>>(&mut self, id: Id<T>, with: impl FnOnce(&mut T)) {
        let mut thing = self.get(id);
        with(&mut thing);
        self.keep(thing);
    }

    pub(crate) fn open(&self, needs: &[Need], asker: WorkerId) -> Opened {
        let mut opened = Opened::new();
        for need in needs {
            for (thing, version) in self.rows.values().filter(|(thing, _)| answers(need, thing, asker)) {
                let gone = thing.columns().client.is_some_and(|c| self.destroyed.contains(&c));
                if !gone || thing.kind() == Kind::Destruction {
                    opened.put(thing.clone(), *version);
                }
            }
        }
        self.destroyed.iter().for_each(|c| opened.put_destroyed(*c));
        self.law.iter().for_each(|law| opened.put_law(law.clone()));
        opened
    }

    /// What the program's `act` does, in memory: open, take, apply, append.
    pub(crate) fn act(&mut self, who: WorkerId, act: impl Into<Act>, reason: Reason) -> Result<Seen, Refusal> {
        let step = self.step(who, act, reason)?;
        Ok(self.apply(step))
    }

    pub(crate) fn step(&self, who: WorkerId, act: impl Into<Act>, reason: Reason) -> Result<Step, Refusal> {
        let act = act.into();
        let opened = self.open(&act.needs(), who);
        act.take(&self.get(who), reason, &opened, self.now)
    }

    pub(crate) fn apply(&mut self, step: Step) -> Seen {
        for effect in &step.effects {
            match effect {
                Effect::Save { thing, over } => {
                    let there = self.rows.get(&(thing.kind(), thing.id())).map(|(_, v)| *v);
                    assert_eq!(there, *over, "the version that was opened is the latest");
                    self.keep(Thing::clone(thing));
                }
                Effect::DestroyClient(client) => self.destroyed.push(*client),
                _ => {}
            }
        }
        self.entries.push(step.entry);
        Plain::into_exposed(step.seen, Purpose::Prove)
    }

    pub(crate) fn later(&mut self, minutes: i64) {
        self.now.time = self.now.time.plus_minutes(minutes);
    }
}

fn answers(need: &Need, thing: &Thing, asker: WorkerId) -> bool {
    let columns = thing.columns();
    match need {
        Need::One { kind, id } => thing.kind() == *kind && thing.id() == *id,
        Need::OfClient(client, kind) => thing.kind() == *kind && columns.client == Some(*client),
        Need::OfWorker(worker, kind) => thing.kind() == *kind && columns.worker == Some(*worker) && columns.state == "open",
        Need::OfNobody(kind) => thing.kind() == *kind && columns.worker.is_none() && columns.state == "open",
        Need::All(kind) => thing.kind() == *kind,
        Need::Gates => match thing {
            Thing::Gates(_) => true,
            Thing::Readiness(readiness) => readiness.worker == asker,
            _ => false,
        },
        Need::Ties(client) => match thing.kind() {
            Kind::Assignment | Kind::Wall | Kind::Share | Kind::Grant | Kind::Task | Kind::Appointment => {
                columns.client == Some(*client)
            }
            Kind::Supervision => columns.worker == Some(asker),
            Kind::Program => true,
            _ => false,
        },
    }
}
