//! What is entered before anything is billed: who pays, and what a visit was by its codes.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::appointment::{Appointment, AppointmentState};
use crate::billing::{ASKED, Charge, ChargeState, Coverage, Covers, Paying, Policyholder, safe_address};
use crate::client::ClientId;
use crate::id::Id;
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;

/// The longest code, the longest label of one, and the highest price, in cents.
const LONGEST_CODE: usize = 12;
const LONGEST_LABEL: usize = 120;
const HIGHEST: u64 = 10_000_000;

/// Enters who pays for a client's care, in the place of what was entered before.
#[derive(Clone, PartialEq)]
pub struct SetCoverage {
    /// Its id, where nothing is entered yet.
    pub id: Id<Coverage>,
    /// Whose.
    pub client: ClientId,
    /// The version that was seen; none where nothing was entered.
    pub over: Option<i64>,
    /// The plan, by name.
    pub payer: String,
    /// The number on the member's card.
    pub member: String,
    /// Whose plan it is.
    pub holder: Policyholder,
    /// What it is bound to pay for.
    pub covers: Covers,
    /// Whoever enters it saw the member's card, or asked the plan.
    pub checked: bool,
    /// Of what the law asks, what is so; the rest was asked too, and is not.
    pub so: Vec<String>,
}
quiet!(SetCoverage);

impl Doing for SetCoverage {
    const ACT: &'static str = "coverage.set";
    const RIGHT: Right = Right::KeepCoverage;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Coverage)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        filled(&self.payer).and_then(|()| filled(&self.member))?;
        ensure(self.so.iter().all(|fact| ASKED.contains(&fact.as_str())), Refusal::BadValue)?;
        let there = case.coverage_of(self.client);
        ensure(there.map(|(_, version)| version) == self.over, Refusal::StaleVersion)?;
        let mut facts: BTreeMap<String, Json> =
            ASKED.iter().map(|fact| ((*fact).to_owned(), json!(self.so.iter().any(|so| so == fact)))).collect();
        facts.insert("recipient_identity_verified".to_owned(), json!(self.checked));
        facts.insert("payer_covers".to_owned(), json!(self.covers.word()));
        let coverage = Coverage {
            id: there.map_or(self.id, |(coverage, _)| coverage.id),
            client: self.client,
            payer: self.payer.trim().to_owned(),
            member: self.member.trim().to_owned(),
            holder: self.holder,
            facts,
            at: case.now.time,
            by: case.asker.id,
        };
        let entry = case.entry().about(Kind::Coverage, &coverage.id);
        Ok(Case::done(entry, vec![Effect::put(self.over, coverage)]))
    }
}

/// Reads who pays for a client's care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadCoverage {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadCoverage {
    const ACT: &'static str = "coverage.read";
    const RIGHT: Right = Right::KeepCoverage;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Coverage)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        let coverage = case.coverage_of(client.id).map(|(coverage, version)| (coverage.clone(), version));
        let paying = Paying { chosen_name: client.chosen_name.clone(), coverage, safe_address: safe_address(client).is_some() };
        Ok(Case::shown(case.entry(), Seen::Paying(Box::new(paying))))
    }
}

/// Says by its codes what a visit was. Said again before it is billed, it is mended.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeVisit {
    /// The charge's id, where the visit has none yet.
    pub id: Id<Charge>,
    /// Whose visit.
    pub client: ClientId,
    /// Which: one that was held.
    pub appointment: Id<Appointment>,
    /// The service, by its code.
    pub service: String,
    /// The diagnosis, by its code.
    pub diagnosis: String,
    /// What the payer calls it.
    pub label: String,
    /// What it costs, in cents.
    pub cents: u64,
}
quiet!(CodeVisit);

/// A code is short, and made of letters, digits, dots and dashes: nothing is told in it.
fn code(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_uppercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let holds =
        !text.is_empty() && text.len() <= LONGEST_CODE && text.chars().all(plain) && text.contains(|c: char| c.is_ascii_digit());
    if holds { Ok(text) } else { Err(Refusal::BadValue) }
}

impl Doing for CodeVisit {
    const ACT: &'static str = "visit.code";
    const RIGHT: Right = Right::CodeVisit;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.appointment), Need::OfClient(self.client, Kind::Charge)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (visit, _) = case.the::<Appointment>(self.appointment)?;
        ensure(visit.client == self.client, Refusal::NotFoundOrNotYours)?;
        ensure(visit.state == AppointmentState::Held, Refusal::WrongState)?;
        let label = self.label.trim();
        ensure(!label.is_empty() && label.len() <= LONGEST_LABEL && !label.contains(char::is_control), Refusal::BadValue)?;
        ensure((1..=HIGHEST).contains(&self.cents), Refusal::BadValue)?;
        let there = case.opened.all::<Charge>().find(|charge| charge.appointment == visit.id);
        ensure(there.is_none_or(|charge| charge.state == ChargeState::Open), Refusal::WrongState)?;
        let charge = Charge {
            id: there.map_or(self.id, |charge| charge.id),
            client: self.client,
            appointment: visit.id,
            visit: visit.at,
            minutes: visit.minutes,
            kind: visit.kind,
            program: visit.program,
            rendering: visit.workers.first().copied().ok_or(Refusal::WrongState)?,
            service: code(&self.service)?,
            diagnosis: code(&self.diagnosis)?,
            label: label.to_owned(),
            cents: self.cents,
            at: case.now.time,
            by: case.asker.id,
            state: ChargeState::Open,
            claim: there.and_then(|charge| charge.claim),
        };
        let entry = case.entry().about(Kind::Appointment, &visit.id).about(Kind::Charge, &charge.id);
        let over = there.and_then(|charge| case.opened.get(charge.id)).map(|(_, version)| version);
        Ok(Case::done(entry, vec![Effect::put(over, charge)]))
    }
}

/// Reads what a client's visits were, by their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadCharges {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadCharges {
    const ACT: &'static str = "visit.codes";
    const RIGHT: Right = Right::CodeVisit;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Charge)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let sees = |charge: &&Charge| case.the_charge(charge.id, self.client).is_ok();
        let charges = case.opened.all::<Charge>().filter(sees).cloned().collect();
        Ok(Case::shown(case.entry(), Seen::Charges(charges)))
    }
}
