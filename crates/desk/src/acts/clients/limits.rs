//! Limits that a client asked for, and consents between programs.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::{Client, ClientId, InsideConsent, Restriction};
use crate::id::Id;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;

/// Enters a restriction that the agency agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddRestriction {
    /// Whose.
    pub client: ClientId,
    /// What was agreed; by the asker.
    pub restriction: Restriction,
}

impl Doing for AddRestriction {
    const ACT: &'static str = "client.restriction.add";
    const RIGHT: Right = Right::Restrict;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        filled(&self.restriction.words)?;
        ensure(self.restriction.agreed_by == case.asker.id, Refusal::BadValue)?;
        change(case, |card| {
            ensure(card.restrictions.iter().all(|r| r.id != self.restriction.id), Refusal::AlreadyThere)?;
            card.restrictions.push(self.restriction.clone());
            Ok(())
        })
    }
}

/// Ends a restriction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndRestriction {
    /// Whose.
    pub client: ClientId,
    /// Which one.
    pub restriction: Id<Restriction>,
}

impl Doing for EndRestriction {
    const ACT: &'static str = "client.restriction.end";
    const RIGHT: Right = Right::Restrict;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let now = case.now.time;
        change(case, |card| {
            let there = card.restrictions.iter_mut().find(|r| r.id == self.restriction).ok_or(Refusal::NotFoundOrNotYours)?;
            there.span = there.span.ended(now);
            Ok(())
        })
    }
}

/// Enters the client's written consent that one program's people see what another keeps apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddInsideConsent {
    /// Whose.
    pub client: ClientId,
    /// The consent; it has an end.
    pub consent: InsideConsent,
}

impl Doing for AddInsideConsent {
    const ACT: &'static str = "client.consent.add";
    const RIGHT: Right = Right::Restrict;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        ensure(self.consent.span.until.is_some_and(|end| self.consent.span.from < end), Refusal::BadValue)?;
        // Only the people of the program that keeps something apart may take the consent that opens it.
        ensure(case.asker.programs.contains(&self.consent.from), Refusal::WrongProgram)?;
        change(case, |card| {
            ensure(card.inside_consents.iter().all(|c| c.id != self.consent.id), Refusal::AlreadyThere)?;
            card.inside_consents.push(self.consent);
            Ok(())
        })
    }
}

/// Stops a consent between programs, at once and without a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopInsideConsent {
    /// Whose.
    pub client: ClientId,
    /// Which one.
    pub consent: Id<InsideConsent>,
}

impl Doing for StopInsideConsent {
    const ACT: &'static str = "client.consent.stop";
    const RIGHT: Right = Right::Restrict;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let now = case.now.time;
        change(case, |card| {
            let there = card.inside_consents.iter_mut().find(|c| c.id == self.consent).ok_or(Refusal::NotFoundOrNotYours)?;
            there.span = there.span.ended(now);
            Ok(())
        })
    }
}

/// A step that changes the card and nothing else.
fn change(case: &Case<'_>, with: impl FnOnce(&mut Client) -> Result<(), Refusal>) -> Result<Step, Refusal> {
    let (client, version) = case.the_client()?;
    let mut card = client.clone();
    with(&mut card)?;
    Ok(Case::done(case.entry().about(Kind::Client, &client.id), vec![Effect::amend(card, version)]))
}
