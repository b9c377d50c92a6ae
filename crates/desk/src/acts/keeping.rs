//! Holds and destructions. Destroying is destroying keys; two people decide it.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::class::Class;
use crate::client::ClientId;
use crate::id::Id;
use crate::keeping::{Destruction, DestructionState, Hold};
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;
use crate::time::Span;

/// Stops every destruction of this client's file.
#[derive(Clone, PartialEq, Eq)]
pub struct AddHold {
    /// Its id.
    pub id: Id<Hold>,
    /// Whose file.
    pub client: ClientId,
    /// Why.
    pub why: String,
}
quiet!(AddHold);

impl Doing for AddHold {
    const ACT: &'static str = "hold.add";
    const RIGHT: Right = Right::Hold;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        filled(&self.why)?;
        let (why, span) = (self.why.clone(), Span::since(case.now.time));
        let hold = Hold { id: self.id, client: self.client, why, span, by: case.asker.id };
        Ok(Case::done(case.entry().about(Kind::Hold, &self.id).saying(&self.why), vec![Effect::add(hold)]))
    }
}

/// Lets destruction go on, as far as this hold is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseHold {
    /// Whose file.
    pub client: ClientId,
    /// Which hold.
    pub hold: Id<Hold>,
}

impl Doing for ReleaseHold {
    const ACT: &'static str = "hold.release";
    const RIGHT: Right = Right::ReleaseHold;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.hold)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (hold, version) = case.the::<Hold>(self.hold)?;
        ensure(hold.client == self.client, Refusal::NotFoundOrNotYours)?;
        let released = Hold { span: hold.span.ended(case.now.time), ..hold.clone() };
        Ok(Case::done(case.entry().about(Kind::Hold, &hold.id), vec![Effect::amend(released, version)]))
    }
}

/// Asks for a destruction: of one level, or of the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeDestruction {
    /// Its id.
    pub id: Id<Destruction>,
    /// Whose file.
    pub client: ClientId,
    /// Which level; none is the whole file.
    pub class: Option<Class>,
    /// The rule by which its time is over: a code of the retention schedule.
    pub rule: String,
}

impl Doing for ProposeDestruction {
    const ACT: &'static str = "destruction.propose";
    const RIGHT: Right = Right::ProposeDestruction;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id), Need::OfClient(self.client, Kind::Hold)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        not_held(case, self.client)?;
        let code = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        ensure(!self.rule.is_empty() && self.rule.len() <= 64 && self.rule.bytes().all(code), Refusal::BadValue)?;
        // The card and all ties are sealed at the general level: without it the rest would stand with no walls around it.
        ensure(!matches!(self.class, Some(Class::General | Class::Agency)), Refusal::WholeFileOnly)?;
        let destruction = Destruction {
            id: self.id,
            client: self.client,
            class: self.class,
            rule: self.rule.clone(),
            proposed_by: case.asker.id,
            proposed: case.now.time,
            decided_by: None,
            state: DestructionState::Proposed,
        };
        let entry = case.entry().code("class", scope(self.class)).about(Kind::Destruction, &self.id);
        Ok(Case::done(entry, vec![Effect::add(destruction)]))
    }
}

/// Approves a destruction, which carries it out, or turns it down. Never by the one who asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecideDestruction {
    /// Whose file.
    pub client: ClientId,
    /// Which one.
    pub destruction: Id<Destruction>,
    /// Approves it.
    pub approve: bool,
}

impl Doing for DecideDestruction {
    const ACT: &'static str = "destruction.decide";
    const RIGHT: Right = Right::ApproveDestruction;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.destruction), Need::OfClient(self.client, Kind::Hold)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (asked, version) = case.the::<Destruction>(self.destruction)?;
        ensure(asked.client == self.client, Refusal::NotFoundOrNotYours)?;
        ensure(asked.state == DestructionState::Proposed, Refusal::WrongState)?;
        ensure(asked.proposed_by != case.asker.id, Refusal::NeedsSecondPerson)?;
        let state = if self.approve { DestructionState::Done } else { DestructionState::TurnedDown };
        let decided = Destruction { state, decided_by: Some(case.asker.id), ..asked.clone() };
        let mut effects = vec![Effect::amend(decided, version)];
        if self.approve {
            not_held(case, self.client)?;
            let client = self.client;
            effects.push(asked.class.map_or(Effect::DestroyClient(client), |class| Effect::DestroyClass { client, class }));
        }
        let entry = case.entry().code("class", scope(asked.class)).code("to", state).about(Kind::Destruction, &asked.id);
        Ok(Case::done(entry, effects))
    }
}

const fn scope(class: Option<Class>) -> &'static str {
    match class {
        Some(class) => class.word(),
        None => "all",
    }
}

/// A hold stands unless it surely was released.
fn not_held(case: &Case<'_>, client: ClientId) -> Result<(), Refusal> {
    ensure(!case.opened.all::<Hold>().any(|h| h.client == client && h.span.until.is_none()), Refusal::Held)
}
