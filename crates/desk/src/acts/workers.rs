//! Who works here: asked in by one, confirmed by another, trained, and gone at once when they go.

mod programs;

pub use programs::{AddProgram, AmendProgram};

use jiff::civil::Date;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::card::Colleague;
use crate::client::ClientId;
use crate::entry::Entry;
use crate::gates::may_begin;
use crate::opened::Need;
use crate::plain::Plain;
use crate::policy::{Gates, Readiness};
use crate::program::{Program, ProgramId};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::words::words;
use crate::worker::{Role, Worker, WorkerId, WorkerKind, WorkerState};

/// Sets the desk up, before anybody is there to ask: at least one founder who may ask others in. Only where nothing is kept yet.
pub fn found(founders: Vec<Worker>, programs: Vec<Program>) -> Result<Step, Refusal> {
    let keeps_people = |w: &Worker| w.is(Role::Administrator) || w.is(Role::Director);
    let first = founders.iter().find(|w| keeps_people(w)).ok_or(Refusal::BadValue)?;
    ensure(founders.iter().all(|w| w.state == WorkerState::Active), Refusal::WrongState)?;
    founders.iter().try_for_each(|w| filled(&w.name))?;
    let entry = Entry::new("agency.found", None, first.id, &first.name);
    let entry = founders.iter().fold(entry, |e, w| e.about(Kind::Worker, &w.id));
    let effects = programs.into_iter().map(Effect::add).chain(founders.into_iter().map(Effect::add)).collect();
    Ok(Step { effects, entry, seen: Plain::new(Seen::Done) })
}

/// A change of one worker: opens, checks that it is not the asker's own, and saves.
fn change(case: &Case<'_>, id: WorkerId, from: &[WorkerState], with: impl FnOnce(&mut Worker)) -> Result<Step, Refusal> {
    let (worker, version) = case.the::<Worker>(id)?;
    ensure(worker.id != case.asker.id, Refusal::NeedsSecondPerson)?;
    ensure(from.contains(&worker.state), Refusal::WrongState)?;
    let mut changed = worker.clone();
    with(&mut changed);
    if changed.state != worker.state {
        changed.since = case.now.time;
    }
    let entry = case.entry().code("to", changed.state).about(Kind::Worker, &id);
    Ok(Case::done(entry, vec![Effect::amend(changed, version)]))
}

/// Asks somebody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteWorker {
    /// Id, made by the caller.
    pub id: WorkerId,
    /// Name.
    pub name: String,
    /// In what standing.
    pub kind: WorkerKind,
    /// What they will do.
    pub roles: Vec<Role>,
    /// Where.
    pub programs: Vec<ProgramId>,
}

impl Doing for InviteWorker {
    const ACT: &'static str = "worker.invite";
    const RIGHT: Right = Right::InviteWorker;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        self.programs.iter().map(|p| Need::one(*p)).chain([Need::one(self.id)]).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        filled(&self.name)?;
        self.programs.iter().try_for_each(|p| case.the::<Program>(*p).map(|_| ()))?;
        let asked = Worker::invited(self.id, &self.name, self.kind, case.asker.id, case.now);
        let asked = asked.with_roles(&self.roles).in_programs(&self.programs);
        Ok(Case::done(case.entry().code("kind", self.kind).about(Kind::Worker, &self.id), vec![Effect::add(asked)]))
    }
}

/// Confirms somebody whom another asked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfirmWorker {
    /// Whom.
    pub worker: WorkerId,
}

impl Doing for ConfirmWorker {
    const ACT: &'static str = "worker.confirm";
    const RIGHT: Right = Right::ConfirmWorker;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker), Need::one(Readiness::id_of(self.worker))]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (worker, _) = case.the::<Worker>(self.worker)?;
        ensure(worker.invited_by != Some(case.asker.id), Refusal::NeedsSecondPerson)?;
        // Who has agreed and learned already begins at once.
        let (gates, readiness) = (case.opened.one(Gates::the_id()), case.opened.one(Readiness::id_of(self.worker)));
        let begins = gates.zip(readiness).is_some_and(|(gates, readiness)| may_begin(worker, gates, readiness, case.now));
        change(case, self.worker, &[WorkerState::Invited], |w| {
            w.state = if begins { WorkerState::Active } else { WorkerState::Confirmed };
            w.confirmed_by = Some(case.asker.id);
        })
    }
}

/// Says that somebody's training is done until a day, which opens work to a confirmed one; or that a refresher is due by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertifyTraining {
    /// Whose.
    pub worker: WorkerId,
    /// It is done; else it is due.
    pub done: bool,
    /// The day by which it must be done again, or done.
    pub due: Date,
}

impl Doing for CertifyTraining {
    const ACT: &'static str = "worker.training";
    const RIGHT: Right = Right::CertifyTraining;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        ensure(self.due >= case.now.time.day(), Refusal::BadValue)?;
        let (from, to): (&[WorkerState], WorkerState) = if self.done {
            (&[WorkerState::Confirmed, WorkerState::Active, WorkerState::TrainingDue], WorkerState::Active)
        } else {
            (&[WorkerState::Active, WorkerState::TrainingDue], WorkerState::TrainingDue)
        };
        change(case, self.worker, from, |w| {
            w.state = to;
            w.training_due = Some(self.due);
        })
    }
}

words! {
    /// How somebody is kept from work for a time.
    pub enum Absence {
        /// Suspended.
        Suspended = "suspended",
        /// Away.
        OnLeave = "on_leave",
        /// Locked.
        Locked = "locked",
    }
}

/// The states in which somebody works.
const AT_WORK: &[WorkerState] = &[WorkerState::Active, WorkerState::TrainingDue];
/// The states in which somebody is kept from work for a time.
const AWAY: &[WorkerState] = &[WorkerState::Suspended, WorkerState::OnLeave, WorkerState::Locked];

/// Keeps somebody from work, at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuspendWorker {
    /// Whom.
    pub worker: WorkerId,
    /// How.
    pub absence: Absence,
}

impl Doing for SuspendWorker {
    const ACT: &'static str = "worker.suspend";
    const RIGHT: Right = Right::SuspendWorker;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let to = match self.absence {
            Absence::Suspended => WorkerState::Suspended,
            Absence::OnLeave => WorkerState::OnLeave,
            Absence::Locked => WorkerState::Locked,
        };
        let from = [AT_WORK, AWAY].concat();
        let mut step = change(case, self.worker, &from, |w| w.state = to)?;
        step.effects.push(Effect::EndSessions(self.worker));
        Ok(step)
    }
}

/// Lets somebody back to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreWorker {
    /// Whom.
    pub worker: WorkerId,
}

impl Doing for RestoreWorker {
    const ACT: &'static str = "worker.restore";
    const RIGHT: Right = Right::RestoreWorker;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        change(case, self.worker, AWAY, |w| w.state = WorkerState::Active)
    }
}

/// Ends somebody's work here: sessions end, keys sealed to them go, the state is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndWorker {
    /// Whose.
    pub worker: WorkerId,
}

impl Doing for EndWorker {
    const ACT: &'static str = "worker.end";
    const RIGHT: Right = Right::EndWorker;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let from: Vec<WorkerState> = WorkerState::ALL.iter().copied().filter(|s| *s != WorkerState::Left).collect();
        let mut step = change(case, self.worker, &from, |w| {
            w.state = WorkerState::Left;
            w.roles.clear();
            w.programs.clear();
            w.public_key.clear();
        })?;
        step.effects.extend([Effect::EndSessions(self.worker), Effect::UnwrapAll(self.worker)]);
        Ok(step)
    }
}

/// Sets what somebody does and where; never one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRoles {
    /// Whose.
    pub worker: WorkerId,
    /// What they do.
    pub roles: Vec<Role>,
    /// Where.
    pub programs: Vec<ProgramId>,
}

impl Doing for SetRoles {
    const ACT: &'static str = "worker.roles";
    const RIGHT: Right = Right::SetRoles;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        self.programs.iter().map(|p| Need::one(*p)).chain([Need::one(self.worker)]).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        self.programs.iter().try_for_each(|p| case.the::<Program>(*p).map(|_| ()))?;
        let from: Vec<WorkerState> = WorkerState::ALL.iter().copied().filter(|s| *s != WorkerState::Left).collect();
        let mut step = change(case, self.worker, &from, |w| {
            w.roles.clone_from(&self.roles);
            w.programs.clone_from(&self.programs);
        })?;
        step.effects.push(Effect::EndSessions(self.worker));
        Ok(step)
    }
}

/// Enters the public half of one's own key pair. A new pair takes the place of the old one, whose wraps go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterKey {
    /// The asker.
    pub worker: WorkerId,
    /// The public half.
    pub public_key: Vec<u8>,
}

impl Doing for RegisterKey {
    const ACT: &'static str = "worker.key";
    const RIGHT: Right = Right::RegisterKey;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (worker, version) = case.the::<Worker>(self.worker)?;
        ensure(worker.id == case.asker.id, Refusal::NotYourWork)?;
        ensure(!self.public_key.is_empty() && self.public_key.len() <= 4096, Refusal::BadValue)?;
        let changed = Worker { public_key: self.public_key.clone(), ..worker.clone() };
        let old = (!worker.public_key.is_empty()).then_some(Effect::UnwrapAll(worker.id));
        let effects = [Effect::amend(changed, version)].into_iter().chain(old).collect();
        Ok(Case::done(case.entry().about(Kind::Worker, &worker.id), effects))
    }
}

/// Lists who works here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadWorkers;

impl Doing for ReadWorkers {
    const ACT: &'static str = "worker.list";
    const RIGHT: Right = Right::ReadWorkers;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::All(Kind::Worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut list: Vec<Colleague> = case.opened.all::<Worker>().map(Colleague::of).collect();
        list.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(Case::shown(case.entry(), Seen::Workers(list)))
    }
}
