//! What keeps a client safe, and who may act for them.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::{Client, ClientId, Representative, SafeContact};
use crate::id::Id;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;

/// Changes what keeps a client safe; what is `None` stays.
#[derive(Clone, PartialEq, Eq)]
pub struct AmendSafety {
    /// Whose.
    pub client: ClientId,
    /// The version that the worker saw.
    pub over: i64,
    /// How to reach them.
    pub reach: Option<SafeContact>,
    /// The address is protected.
    pub address_protected: Option<bool>,
    /// A survivor.
    pub survivor: Option<bool>,
    /// Who is unsafe.
    pub unsafe_people: Option<Vec<String>>,
}
quiet!(AmendSafety);

impl Doing for AmendSafety {
    const ACT: &'static str = "client.safety";
    const RIGHT: Right = Right::AmendSafety;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, version) = case.the_client()?;
        ensure(version == self.over, Refusal::StaleVersion)?;
        let mut card = client.clone();
        card.reach = self.reach.clone().unwrap_or(card.reach);
        card.address_protected = self.address_protected.unwrap_or(card.address_protected);
        card.survivor = self.survivor.unwrap_or(card.survivor);
        card.unsafe_people = self.unsafe_people.clone().unwrap_or(card.unsafe_people);
        card.unsafe_people.iter().try_for_each(|name| filled(name))?;
        card.reach.lines.iter().try_for_each(|line| filled(&line.place))?;
        let hours_run = |h: &crate::client::Hours| h.from < h.to && h.to <= 24;
        ensure(card.reach.lines.iter().flat_map(|l| &l.hours).all(hours_run), Refusal::BadValue)?;
        // Whoever turns out to be unsafe stops being a representative, at once.
        let ended: Vec<bool> = card.representatives.iter().map(|r| card.is_unsafe(&r.name)).collect();
        for (representative, _) in card.representatives.iter_mut().zip(ended).filter(|(_, ended)| *ended) {
            representative.span = representative.span.ended(case.now.time);
        }
        Ok(Case::done(case.entry().about(Kind::Client, &client.id), vec![Effect::amend(card, version)]))
    }
}

/// Enters somebody who may act for the client; never somebody who hurt, or may have hurt, them.
#[derive(Clone, PartialEq, Eq)]
pub struct AddRepresentative {
    /// For whom.
    pub client: ClientId,
    /// Who.
    pub representative: Representative,
}
quiet!(AddRepresentative);

impl Doing for AddRepresentative {
    const ACT: &'static str = "client.representative.add";
    const RIGHT: Right = Right::Represent;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, version) = case.the_client()?;
        filled(&self.representative.name)?;
        filled(&self.representative.proof)?;
        ensure(!client.is_unsafe(&self.representative.name), Refusal::UnsafePerson)?;
        ensure(client.representatives.iter().all(|r| r.id != self.representative.id), Refusal::AlreadyThere)?;
        let mut card = client.clone();
        card.representatives.push(self.representative.clone());
        let entry = case.entry().code("authority", self.representative.authority).about(Kind::Client, &client.id);
        Ok(Case::done(entry, vec![Effect::amend(card, version)]))
    }
}

/// Ends a representative's authority, at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndRepresentative {
    /// For whom.
    pub client: ClientId,
    /// Which one.
    pub representative: Id<Representative>,
}

impl Doing for EndRepresentative {
    const ACT: &'static str = "client.representative.end";
    const RIGHT: Right = Right::Represent;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, version) = case.the_client()?;
        let mut card: Client = client.clone();
        let there = card.representatives.iter_mut().find(|r| r.id == self.representative).ok_or(Refusal::NotFoundOrNotYours)?;
        there.span = there.span.ended(case.now.time);
        Ok(Case::done(case.entry().about(Kind::Client, &client.id), vec![Effect::amend(card, version)]))
    }
}
