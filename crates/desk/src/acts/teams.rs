//! Who is on a client's team, who is kept out, who answers for whom, and who reads whose own notes.

use crate::access::{Right, Target};
use crate::acts::{Case, Doing, ensure};
use crate::class::Class;
use crate::client::ClientId;
use crate::id::Id;
use crate::opened::{Need, Opened};
use crate::program::ProgramId;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;
use crate::ties::{Assignment, Function, Share, Supervision, Wall, WallReason};
use crate::time::{Span, Time};
use crate::worker::{Worker, WorkerId, WorkerState};

/// Puts a worker on a client's team; never oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assign {
    /// Its id.
    pub id: Id<Assignment>,
    /// The client.
    pub client: ClientId,
    /// The worker.
    pub worker: WorkerId,
    /// As what.
    pub function: Function,
    /// Until when, if that is known.
    pub until: Option<Time>,
}

impl Doing for Assign {
    const ACT: &'static str = "team.assign";
    const RIGHT: Right = Right::Assign;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        let (worker, _) = case.the::<Worker>(self.worker)?;
        case.is_new(self.id)?;
        ensure(self.worker != case.asker.id, Refusal::NeedsSecondPerson)?;
        ensure(worker.state != WorkerState::Left, Refusal::WrongState)?;
        ensure(!case.ties.on_team(self.worker, client.id, case.now), Refusal::AlreadyThere)?;
        let shares_program = client.programs(case.now).any(|e| worker.programs.contains(&e.program));
        ensure(shares_program, Refusal::WrongProgram)?;
        let span = Span { from: case.now.time, until: self.until };
        let (id, by) = (self.id, case.asker.id);
        let assignment = Assignment { id, client: client.id, worker: worker.id, function: self.function, span, by };
        let entry = case.entry().code("function", self.function).about(Kind::Worker, &worker.id);
        Ok(Case::done(entry, vec![Effect::add(assignment)]))
    }
}

/// Takes a worker off a client's team, and the client's person-wrapped keys from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unassign {
    /// The client.
    pub client: ClientId,
    /// Which assignment.
    pub assignment: Id<Assignment>,
}

impl Doing for Unassign {
    const ACT: &'static str = "team.unassign";
    const RIGHT: Right = Right::Assign;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (assignment, version) = case.the::<Assignment>(self.assignment)?;
        ensure(assignment.client == self.client, Refusal::NotFoundOrNotYours)?;
        let ended = Assignment { span: assignment.span.ended(case.now.time), ..*assignment };
        let unwrap = Effect::Unwrap { client: self.client, class: None, worker: assignment.worker };
        let entry = case.entry().about(Kind::Worker, &assignment.worker);
        Ok(Case::done(entry, vec![Effect::amend(ended, version), unwrap]))
    }
}

/// Keeps a worker from a client's file, at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RaiseWall {
    /// Its id.
    pub id: Id<Wall>,
    /// The client.
    pub client: ClientId,
    /// Who is kept out.
    pub worker: WorkerId,
    /// Why.
    pub why: WallReason,
}

impl Doing for RaiseWall {
    const ACT: &'static str = "wall.raise";
    const RIGHT: Right = Right::Wall;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        let (id, client, worker) = (self.id, self.client, self.worker);
        let wall = Wall { id, client, worker, why: self.why, span: Span::since(case.now.time), by: case.asker.id };
        let unwrap = Effect::Unwrap { client, class: None, worker };
        let entry = case.entry().code("why", self.why).about(Kind::Worker, &worker);
        Ok(Case::done(entry, vec![Effect::add(wall), unwrap]))
    }
}

/// Takes a wall down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakeWallDown {
    /// The client.
    pub client: ClientId,
    /// Which wall.
    pub wall: Id<Wall>,
}

impl Doing for TakeWallDown {
    const ACT: &'static str = "wall.down";
    const RIGHT: Right = Right::Unwall;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (wall, version) = case.the::<Wall>(self.wall)?;
        ensure(wall.client == self.client, Refusal::NotFoundOrNotYours)?;
        let down = Wall { span: wall.span.ended(case.now.time), ..*wall };
        Ok(Case::done(case.entry().code("why", wall.why).about(Kind::Worker, &wall.worker), vec![Effect::amend(down, version)]))
    }
}

/// The author of person-wrapped notes lets a colleague read the author's own notes about a client. The key must be open in the author's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareNotes {
    /// Its id.
    pub id: Id<Share>,
    /// Whose file.
    pub client: ClientId,
    /// Which level; a person-wrapped one.
    pub class: Class,
    /// In which program's work the notes were made.
    pub program: ProgramId,
    /// With whom.
    pub to: WorkerId,
}

impl Doing for ShareNotes {
    const ACT: &'static str = "notes.share";
    const RIGHT: Right = Right::ShareNotes;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.to)]
    }

    fn target<'a>(&self, opened: &'a Opened, asker: &Worker) -> Target<'a> {
        let own = |client| Target::Record { client, class: self.class, program: self.program, author: asker.id };
        opened.one(self.client).map_or(Target::Nothing, own)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (colleague, _) = case.the::<Worker>(self.to)?;
        case.is_new(self.id)?;
        ensure(colleague.id != case.asker.id, Refusal::BadValue)?;
        ensure(!colleague.public_key.is_empty(), Refusal::NoKey)?;
        // A wall beats the author's wish too, and looks like a colleague who has no key.
        ensure(!case.ties.walled(colleague.id, self.client, case.now), Refusal::NoKey)?;
        let (id, client, class, to) = (self.id, self.client, self.class, self.to);
        let share = Share { id, client, class, author: case.asker.id, to, span: Span::since(case.now.time) };
        let wrap = Effect::WrapClassTo { client, class, worker: to, public_key: colleague.public_key.clone() };
        let entry = case.entry().code("class", class).about(Kind::Worker, &to);
        Ok(Case::done(entry, vec![Effect::add(share), wrap]))
    }
}

/// The author stops letting a colleague read the author's notes. Who is not on the team loses the key too; who is may hold it for notes of
/// their own, and the table keeps them from the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndShare {
    /// Whose file.
    pub client: ClientId,
    /// Which level.
    pub class: Class,
    /// In which program's work the notes were made.
    pub program: ProgramId,
    /// Which share.
    pub share: Id<Share>,
}

impl Doing for EndShare {
    const ACT: &'static str = "notes.unshare";
    const RIGHT: Right = Right::ShareNotes;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn target<'a>(&self, opened: &'a Opened, asker: &Worker) -> Target<'a> {
        let own = |client| Target::Record { client, class: self.class, program: self.program, author: asker.id };
        opened.one(self.client).map_or(Target::Nothing, own)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (share, version) = case.the::<Share>(self.share)?;
        let own = share.client == self.client && share.class == self.class && share.author == case.asker.id;
        ensure(own, Refusal::NotFoundOrNotYours)?;
        let ended = Share { span: share.span.ended(case.now.time), ..*share };
        let mut effects = vec![Effect::amend(ended, version)];
        if !case.ties.on_team(share.to, share.client, case.now) {
            effects.push(Effect::Unwrap { client: share.client, class: Some(share.class), worker: share.to });
        }
        Ok(Case::done(case.entry().code("class", share.class).about(Kind::Worker, &share.to), effects))
    }
}

/// Enters a supervision line: from then on a supervisor may look where the supervisee works. Not one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supervise {
    /// Its id.
    pub id: Id<Supervision>,
    /// Who supervises.
    pub supervisor: WorkerId,
    /// Whose work.
    pub supervisee: WorkerId,
    /// Until when, if that is known.
    pub until: Option<Time>,
}

impl Doing for Supervise {
    const ACT: &'static str = "supervision.begin";
    const RIGHT: Right = Right::Supervise;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.supervisor), Need::one(self.supervisee), Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (supervisor, supervisee) = (case.the::<Worker>(self.supervisor)?.0, case.the::<Worker>(self.supervisee)?.0);
        case.is_new(self.id)?;
        ensure(supervisor.id != case.asker.id, Refusal::NeedsSecondPerson)?;
        ensure(supervisor.id != supervisee.id, Refusal::BadValue)?;
        let span = Span { from: case.now.time, until: self.until };
        let by = case.asker.id;
        let line = Supervision { id: self.id, supervisor: supervisor.id, supervisee: supervisee.id, span, by };
        let entry = case.entry().about(Kind::Worker, &supervisor.id).about(Kind::Worker, &supervisee.id);
        Ok(Case::done(entry, vec![Effect::add(line)]))
    }
}

/// Ends a supervision line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndSupervision {
    /// Which one.
    pub supervision: Id<Supervision>,
}

impl Doing for EndSupervision {
    const ACT: &'static str = "supervision.end";
    const RIGHT: Right = Right::Supervise;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.supervision)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (line, version) = case.the::<Supervision>(self.supervision)?;
        let ended = Supervision { span: line.span.ended(case.now.time), ..*line };
        let entry = case.entry().about(Kind::Worker, &line.supervisor).about(Kind::Worker, &line.supervisee);
        Ok(Case::done(entry, vec![Effect::amend(ended, version)]))
    }
}
