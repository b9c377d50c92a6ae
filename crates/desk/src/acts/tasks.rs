//! Tasks about a client.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::class::Class;
use crate::client::ClientId;
use crate::id::Id;
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::{Task, TaskKind, TaskState};
use crate::thing::Kind;
use crate::time::Time;
use crate::worker::{Role, Worker, WorkerId};

/// Gives somebody a task. One may take a task oneself, but then it is no reason to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignTask {
    /// Its id.
    pub id: Id<Task>,
    /// About whom.
    pub client: ClientId,
    /// What.
    pub kind: TaskKind,
    /// Who is to do it.
    pub worker: WorkerId,
    /// The levels it needs.
    pub classes: Vec<Class>,
    /// By when.
    pub due: Time,
}

impl Doing for AssignTask {
    const ACT: &'static str = "task.assign";
    const RIGHT: Right = Right::AssignTask;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (worker, _) = case.the::<Worker>(self.worker)?;
        case.is_new(self.id)?;
        let by_hand = matches!(
            self.kind,
            TaskKind::Request | TaskKind::Paper | TaskKind::Report | TaskKind::SecondCheck | TaskKind::BillingRun
        );
        ensure(by_hand && self.due > case.now.time, Refusal::BadValue)?;
        let task = Task {
            id: self.id,
            kind: self.kind,
            client: self.client,
            worker: Some(worker.id),
            by: case.asker.id,
            classes: self.classes.clone(),
            grant: None,
            matter: None,
            duty: None,
            portal: None,
            waived: None,
            made: case.now.time,
            due: self.due,
            state: TaskState::Open,
            outcome: None,
        };
        let entry = case.entry().code("kind", self.kind).about(Kind::Task, &self.id).about(Kind::Worker, &worker.id);
        Ok(Case::done(entry, vec![Effect::add(task)]))
    }
}

fn has_or_gave(case: &Case<'_>, task: &Task) -> bool {
    task.worker == Some(case.asker.id) || task.by == case.asker.id
}

/// The client's receipt is given by the team or the privacy officer, never by the one who broke the glass.
fn gives_receipt(case: &Case<'_>, task: &Task) -> bool {
    let near = case.ties.on_team(case.asker.id, task.client, case.now) || case.asker.is(Role::PrivacyOfficer);
    near && task.by != case.asker.id
}

/// Says that a task is done: who has it, or who gave it. A review of a grant is closed by its review alone, what a matter owes in
/// the matter.
#[derive(Clone, PartialEq, Eq)]
pub struct CloseTask {
    /// About whom.
    pub client: ClientId,
    /// Which one.
    pub task: Id<Task>,
    /// What came of it.
    pub outcome: String,
}
quiet!(CloseTask);

impl Doing for CloseTask {
    const ACT: &'static str = "task.close";
    const RIGHT: Right = Right::CloseTask;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.task)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (task, version) = case.the::<Task>(self.task)?;
        let theirs = if task.kind == TaskKind::GrantReceipt { gives_receipt(case, task) } else { has_or_gave(case, task) };
        let own_act = matches!(task.kind, TaskKind::GrantReview | TaskKind::Destruction) || task.matter.is_some();
        ensure(task.client == self.client && theirs && !own_act, Refusal::NotFoundOrNotYours)?;
        ensure(task.state == TaskState::Open, Refusal::WrongState)?;
        filled(&self.outcome)?;
        let done = Task { state: TaskState::Done, outcome: Some(self.outcome.clone()), ..task.clone() };
        let entry = case.entry().code("kind", task.kind).about(Kind::Task, &task.id).saying(&self.outcome);
        Ok(Case::done(entry, vec![Effect::amend(done, version)]))
    }
}

/// Lists one's own open tasks, and for those who review the breaking of the glass, the reviews and receipts that nobody has taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadTasks {
    /// The asker.
    pub worker: WorkerId,
}

impl Doing for ReadTasks {
    const ACT: &'static str = "task.list";
    const RIGHT: Right = Right::ReadTasks;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfWorker(self.worker, Kind::Task), Need::OfNobody(Kind::Task)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let reviews = case.asker.is(Role::PrivacyOfficer) || case.asker.is(Role::Director);
        let theirs = |t: &&Task| t.worker == Some(case.asker.id) || (reviews && t.worker.is_none() && t.by != case.asker.id);
        let mut list: Vec<Task> = case.opened.all::<Task>().filter(theirs).cloned().collect();
        list.sort_by_key(|t| (t.due, t.id));
        Ok(Case::shown(case.entry(), Seen::Tasks(list)))
    }
}
