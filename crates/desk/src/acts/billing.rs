//! Billing: who pays, what a visit was by its codes, and the claim. What goes into a claim the law says, inside the act.

mod entered;
mod reckon;

pub use entered::*;

use std::collections::BTreeSet;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::billing::{Bill, Billable, Charge, ChargeState, Claim, ClaimState, Voided, goes_whole, is_self_paid, lets_go};
use crate::client::ClientId;
use crate::id::Id;
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;

/// What every look at a bill needs.
fn needs(client: ClientId, charge: Id<Charge>) -> Vec<Need> {
    let of_client = [Kind::Coverage, Kind::Claim, Kind::Consent].map(|kind| Need::OfClient(client, kind));
    [Need::one(charge), Need::All(Kind::Worker)].into_iter().chain(of_client).collect()
}

/// Lists visits to be billed: of those that the caller found, the ones that are the asker's to bill. The others leave no trace in the
/// answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListBillables {
    /// Found, each with whose it is.
    pub charges: Vec<(Id<Charge>, ClientId)>,
}

impl Doing for ListBillables {
    const ACT: &'static str = "claim.list";
    const RIGHT: Right = Right::ReadTasks;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        let of_client = |client: &ClientId| {
            let kept = [Kind::Coverage, Kind::Consent].map(|kind| Need::OfClient(*client, kind));
            [Need::one(*client), Need::Ties(*client)].into_iter().chain(kept)
        };
        let clients: BTreeSet<ClientId> = self.charges.iter().map(|(_, client)| *client).collect();
        let charges = self.charges.iter().map(|(id, _)| Need::one(*id));
        charges.chain([Need::All(Kind::Worker)]).chain(clients.iter().flat_map(of_client)).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let line = |(id, client): &(Id<Charge>, ClientId)| {
            let client = case.opened.one(*client).filter(|client| case.may_do(Right::Bill, client.id))?;
            let (charge, _) = case.the_charge(*id, client.id).ok()?;
            // A visit that is with its payer is not asked about again.
            let bill = if charge.state == ChargeState::Open { case.bill(client, charge.id).ok() } else { None };
            let ready = bill.as_ref().is_some_and(Bill::is_ready);
            let hindrances = bill.map(|bill| bill.hindrances).unwrap_or_default();
            Some(Billable { charge: charge.clone(), chosen_name: client.chosen_name.clone(), hindrances, ready })
        };
        let mut found: Vec<Billable> = self.charges.iter().filter_map(line).collect();
        found.sort_by_key(|one| (one.charge.visit, one.charge.id));
        let entry = found.iter().fold(case.entry(), |entry, one| entry.about(Kind::Client, &one.charge.client));
        Ok(Case::shown(entry, Seen::Billables(found)))
    }
}

/// Reads what of a visit its payer needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadBill {
    /// Whose.
    pub client: ClientId,
    /// Which visit.
    pub charge: Id<Charge>,
}

impl Doing for ReadBill {
    const ACT: &'static str = "claim.read";
    const RIGHT: Right = Right::Bill;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        needs(self.client, self.charge)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        let bill = case.bill(client, self.charge)?;
        Ok(Case::shown(case.entry().about(Kind::Charge, &self.charge), Seen::Bill(Box::new(bill))))
    }
}

/// Makes a claim: what the law lets go of what the payer needs, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MakeClaim {
    /// Its id.
    pub id: Id<Claim>,
    /// Whose.
    pub client: ClientId,
    /// Of which visit.
    pub charge: Id<Charge>,
}

impl Doing for MakeClaim {
    const ACT: &'static str = "claim.make";
    const RIGHT: Right = Right::Bill;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        needs(self.client, self.charge).into_iter().chain([Need::one(self.id)]).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        let (client, _) = case.the_client()?;
        let (charge, version) = case.the_charge(self.charge, client.id)?;
        ensure(charge.state == ChargeState::Open, Refusal::WrongState)?;
        // Before the law is asked, and whatever it would say.
        ensure(!is_self_paid(client, charge.visit), Refusal::SelfPaid)?;
        let bill = case.bill(client, self.charge)?;
        ensure(bill.is_ready(), Refusal::NotReady)?;
        let ruling = bill.ruling.filter(|ruled| goes_whole(ruled, &bill.lines)).ok_or(Refusal::NotReady)?;
        let lines = bill.lines.into_iter().filter(|line| lets_go(&ruling, line.field)).collect();
        let claim = Claim {
            id: self.id,
            client: client.id,
            charge: self.charge,
            lines,
            ruling,
            made: case.now.time,
            by: case.asker.id,
            state: ClaimState::Made,
            void: None,
        };
        let charge = Charge { state: ChargeState::Claimed, claim: Some(self.id), ..bill.charge };
        let entry = case.entry().about(Kind::Claim, &self.id).about(Kind::Charge, &self.charge);
        Ok(Case::done(entry, vec![Effect::add(claim), Effect::amend(charge, version)]))
    }
}

/// Takes a claim back; the visit can be billed again.
#[derive(Clone, PartialEq, Eq)]
pub struct VoidClaim {
    /// Which.
    pub claim: Id<Claim>,
    /// Whose.
    pub client: ClientId,
    /// Of which visit.
    pub charge: Id<Charge>,
    /// Why.
    pub why: String,
}
quiet!(VoidClaim);

impl Doing for VoidClaim {
    const ACT: &'static str = "claim.void";
    const RIGHT: Right = Right::Bill;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.claim), Need::one(self.charge)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (charge, over) = case.the_charge(self.charge, self.client)?;
        let (claim, version) = case.the::<Claim>(self.claim)?;
        ensure(claim.client == self.client && charge.claim == Some(claim.id), Refusal::NotFoundOrNotYours)?;
        filled(&self.why)?;
        ensure(claim.state == ClaimState::Made, Refusal::WrongState)?;
        let void = Voided { why: self.why.trim().to_owned(), at: case.now.time, by: case.asker.id };
        let claim = Claim { state: ClaimState::Void, void: Some(void), ..claim.clone() };
        let charge = Charge { state: ChargeState::Open, ..charge.clone() };
        let entry = case.entry().about(Kind::Claim, &self.claim).about(Kind::Charge, &self.charge);
        Ok(Case::done(entry, vec![Effect::amend(claim, version), Effect::amend(charge, over)]))
    }
}
