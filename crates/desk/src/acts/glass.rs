//! Breaking the glass, and what follows it: a review by somebody else, and a receipt for the client.

use jiff::civil::Weekday;

use crate::access::{Right, Way, row};
use crate::acts::{Case, Doing, ensure, filled};
use crate::class::Class;
use crate::client::ClientId;
use crate::grant::{Grant, GrantReason, LONGEST_GRANT};
use crate::id::Id;
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::{Task, TaskKind, TaskState};
use crate::thing::Kind;
use crate::time::Time;

/// Breaks the glass: one client, one level, so many minutes. Two tasks come with it.
#[derive(Clone, PartialEq, Eq)]
pub struct BreakGlass {
    /// The grant's id.
    pub id: Id<Grant>,
    /// Whose file.
    pub client: ClientId,
    /// Which level.
    pub class: Class,
    /// For how long, at most [`LONGEST_GRANT`].
    pub minutes: u16,
    /// Why, from the list.
    pub reason: GrantReason,
    /// Why, in one's own words.
    pub words: String,
    /// Id of the review task.
    pub review: Id<Task>,
    /// Id of the task to give the client a receipt.
    pub receipt: Id<Task>,
}
quiet!(BreakGlass);

impl BreakGlass {
    fn task(&self, id: Id<Task>, kind: TaskKind, case: &Case<'_>) -> Task {
        Task {
            id,
            kind,
            client: self.client,
            worker: None,
            by: case.asker.id,
            classes: Vec::new(),
            matter: None,
            duty: None,
            portal: None,
            waived: None,
            grant: Some(self.id),
            made: case.now.time,
            due: next_working_day(case.now.time),
            state: TaskState::Open,
            outcome: None,
        }
    }
}

impl Doing for BreakGlass {
    const ACT: &'static str = "glass.break";
    const RIGHT: Right = Right::BreakGlass;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let opens = |role| row(Right::ReadRecord, Some(self.class)).is_some_and(|r| r.ways(role).any(|w| w == Way::Glass));
        ensure(case.now.trusted, Refusal::ClockUntrusted)?;
        ensure(!self.class.is_person_wrapped() && case.asker.roles.iter().any(|r| opens(*r)), Refusal::NeverByGlass)?;
        let enough = self.class != Class::Sud || self.reason == GrantReason::MedicalEmergency;
        ensure(enough, Refusal::NeverByGlass)?;
        ensure((1..=LONGEST_GRANT).contains(&self.minutes), Refusal::BadValue)?;
        filled(&self.words)?;
        case.is_new(self.id)?;
        let grant = Grant {
            id: self.id,
            worker: case.asker.id,
            client: self.client,
            class: self.class,
            from: case.now.time,
            minutes: self.minutes,
            reason: self.reason,
            words: self.words.clone(),
        };
        let entry = case.entry().code("class", self.class).code("why", self.reason).number("minutes", self.minutes.into());
        let entry = entry.about(Kind::Grant, &self.id).about(Kind::Task, &self.review).saying(&self.words);
        let review = self.task(self.review, TaskKind::GrantReview, case);
        let receipt = self.task(self.receipt, TaskKind::GrantReceipt, case);
        Ok(Case::done(entry, vec![Effect::add(grant), Effect::add(review), Effect::add(receipt)]))
    }
}

/// The end of the next day on which offices are open.
fn next_working_day(from: Time) -> Time {
    let is_open = |day: &Time| !matches!(day.day().weekday(), Weekday::Saturday | Weekday::Sunday);
    let next = (1..=3).map(|days| from.plus_days(days)).find(is_open).unwrap_or(from);
    Time::start_of(next.day()).plus_days(1)
}

/// Reads a grant, and what was looked at under it: for whoever is to review it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadGrant {
    /// Whose file.
    pub client: ClientId,
    /// Which grant.
    pub grant: Id<Grant>,
}

impl Doing for ReadGrant {
    const ACT: &'static str = "glass.look";
    const RIGHT: Right = Right::ReviewGrant;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.grant)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (grant, _) = case.the::<Grant>(self.grant)?;
        ensure(grant.client == self.client, Refusal::NotFoundOrNotYours)?;
        Ok(Case::shown(case.entry().about(Kind::Grant, &grant.id), Seen::Looks(self.client)))
    }
}

/// Reviews a breaking of the glass: proper, or not. The grant stays as it was.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewGrant {
    /// Whose file.
    pub client: ClientId,
    /// Which grant.
    pub grant: Id<Grant>,
    /// Its review task.
    pub task: Id<Task>,
    /// It was proper.
    pub proper: bool,
    /// In words.
    pub words: String,
}
quiet!(ReviewGrant);

impl Doing for ReviewGrant {
    const ACT: &'static str = "glass.review";
    const RIGHT: Right = Right::ReviewGrant;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.grant), Need::one(self.task)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let ((grant, _), (task, version)) = (case.the::<Grant>(self.grant)?, case.the::<Task>(self.task)?);
        let belong = grant.client == self.client && task.client == self.client && task.grant == Some(grant.id);
        ensure(belong && task.kind == TaskKind::GrantReview, Refusal::NotFoundOrNotYours)?;
        ensure(grant.worker != case.asker.id, Refusal::NeedsSecondPerson)?;
        ensure(task.state == TaskState::Open, Refusal::WrongState)?;
        filled(&self.words)?;
        let done =
            Task { state: TaskState::Done, worker: Some(case.asker.id), outcome: Some(self.words.clone()), ..task.clone() };
        let entry = case.entry().code("proper", if self.proper { "yes" } else { "no" }).about(Kind::Grant, &grant.id);
        Ok(Case::done(entry.saying(&self.words), vec![Effect::amend(done, version)]))
    }
}
