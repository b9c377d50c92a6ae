//! A visit as whoever bills sees it: what a claim would say, what hinders it, and what the law says of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::acts::matters::said;
use crate::acts::{Case, ensure};
use crate::billing::{
    Bill, Charge, ClaimField, ClaimLine, ClaimState, Coverage, Hindrance, Policyholder, is_self_paid, safe_address,
};
use crate::client::{Client, ClientId};
use crate::consent::Consent;
use crate::flows::file::{self, Known};
use crate::flows::{Fact, Law, Ruled};
use crate::id::Id;
use crate::inquiry::Source;
use crate::program::Program;
use crate::refusal::Refusal;
use crate::worker::Worker;

/// For what, and to whom, a claim goes: the law's words.
const PURPOSE: &str = "payment";
const RECIPIENT: &str = "insurer_payer";

/// What a claim is by nature: nobody served a paper, nobody is in danger, it goes to somebody outside.
fn of_any_claim() -> Vec<(&'static str, Json)> {
    vec![
        ("purpose", json!(PURPOSE)),
        ("recipient_kind", json!(RECIPIENT)),
        ("information_identifiable", json!(true)),
        ("deidentification", json!("none")),
        ("disclosure_mode", json!("records")),
        ("action_kind", json!("none")),
        ("legal_process", json!([])),
        ("order_signed_by_judge", json!(false)),
        ("order_recipients_match", json!(false)),
        ("order_scope", json!([])),
        ("part2_order_type", json!("none")),
        ("medical_emergency", json!(false)),
        ("threat_communicated", json!(false)),
        ("threat_severity", json!("none")),
        ("threat_imminent", json!(false)),
        ("threat_target", json!("none")),
        ("disclosure_necessary_to_protect", json!(false)),
        ("recipient_able_to_prevent_threat", json!(false)),
        ("recipient_need_to_know_internal", json!(false)),
        ("recipient_service_agreement", json!("none")),
        ("record_has_part2_content", json!(false)),
        // It rests on what is written and on nothing that somebody may have said.
        ("consent_status", json!("none")),
        ("consent_forms", json!([])),
        ("consent_scope", json!([])),
        ("consent_elements", json!([])),
        ("consent_signed_by", json!("none")),
        ("recipient_named_in_instrument", json!(false)),
        ("consent_impossible_after_effort", json!(false)),
        ("client_agreed_orally", json!(false)),
        ("client_requested_disclosure", json!(false)),
    ]
}

impl Case<'_> {
    pub(super) fn coverage_of(&self, client: ClientId) -> Option<(&Coverage, i64)> {
        let found = self.opened.all::<Coverage>().find(|coverage| coverage.client == client)?;
        self.opened.get(found.id)
    }

    /// A visit that is theirs to bill: one in a program kept apart tells that the client is in it.
    pub(super) fn the_charge(&self, id: Id<Charge>, client: ClientId) -> Result<(&Charge, i64), Refusal> {
        let (charge, version) = self.the(id)?;
        let sees = !self.ties.is_apart(charge.program) || self.asker.programs.contains(&charge.program);
        ensure(charge.client == client && sees, Refusal::NotFoundOrNotYours)?;
        Ok((charge, version))
    }

    /// The permission that a claim rests on: one that names this payer, else any for a plan to be paid.
    fn permission(&self, coverage: &Coverage) -> Option<&Consent> {
        let for_pay = |c: &&Consent| {
            let terms = &c.terms;
            c.client == coverage.client && terms.purpose == PURPOSE && terms.recipient == RECIPIENT && c.is_in_force(self.today())
        };
        self.opened.all::<Consent>().filter(for_pay).max_by_key(|c| (coverage.is_called(&c.terms.other), c.made, c.id))
    }

    /// What stands in the way of any claim for that visit, whatever the law says.
    fn hindrances(&self, client: &Client, charge: &Charge) -> Vec<Hindrance> {
        let coverage = self.coverage_of(client.id).map(|(coverage, _)| coverage);
        let others = coverage.is_some_and(|c| c.holder == Policyholder::Other);
        let all = [
            (is_self_paid(client, charge.visit), Hindrance::SelfPay),
            (coverage.is_none(), Hindrance::NoPayer),
            (client.born.is_none(), Hindrance::NoBirthDate),
            (others && safe_address(client).is_none(), Hindrance::NoSafeAddress),
        ];
        all.into_iter().filter(|(stands, _)| *stands).map(|(_, hindrance)| hindrance).collect()
    }

    /// What a claim for that visit would say.
    fn lines(&self, client: &Client, charge: &Charge, coverage: Option<&Coverage>) -> Vec<ClaimLine> {
        use ClaimField as F;
        let zone = self.opened.law().map(Law::zone).cloned().unwrap_or(jiff::tz::TimeZone::UTC);
        let moment = Timestamp::from_microsecond(charge.visit.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let rendering = self.opened.one(charge.rendering).map(|worker: &Worker| worker.name.clone());
        let others = coverage.filter(|c| c.holder == Policyholder::Other);
        let all = [
            (F::Payer, coverage.map(|c| c.payer.clone())),
            (F::Member, coverage.map(|c| c.member.clone())),
            (F::Patient, Some(client.name_on_paper().to_owned())),
            (F::Born, client.born.map(|day| day.to_string())),
            (F::Policyholder, coverage.map(|c| c.holder.word().to_owned())),
            (F::SendTo, others.and(safe_address(client)).map(str::to_owned)),
            (F::Day, Some(zone.to_datetime(moment).date().to_string())),
            (F::Start, Some(zone.to_datetime(moment).strftime("%H:%M").to_string())),
            (F::Minutes, Some(charge.minutes.to_string())),
            (F::Visit, Some(charge.kind.word().to_owned())),
            (F::Diagnosis, Some(charge.diagnosis.clone())),
            (F::DiagnosisLabel, Some(charge.label.clone())),
            (F::Service, Some(charge.service.clone())),
            (F::Charge, Some(charge.cents.to_string())),
            (F::Rendering, rendering),
        ];
        all.into_iter().filter_map(|(field, value)| Some(ClaimLine { field, value: value? })).collect()
    }

    /// What the law says of such a claim, by what the file, the permission and whoever entered the payer say.
    fn rule(&self, client: &Client, charge: &Charge, coverage: &Coverage, lines: &[ClaimLine]) -> Result<Ruled, Refusal> {
        let law = self.opened.law().ok_or(Refusal::WrongState)?;
        let categories: BTreeSet<&str> = lines.iter().filter_map(|line| line.field.category()).collect();
        let program: Vec<&Program> = self.ties.programs.iter().filter(|p| p.id == charge.program).collect();
        let of_file = file::whole(client, &program, self.opened.one(charge.rendering), self.today());
        let mut known: BTreeMap<String, Json> =
            of_any_claim().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        known.extend(coverage.facts.clone());
        known.extend(plain(of_file));
        known.insert("requested_categories".to_owned(), json!(categories));
        known.insert("client_paid_out_of_pocket_restriction".to_owned(), json!(is_self_paid(client, charge.visit)));
        if program.iter().any(|program| program.is_part2()) {
            known.insert("record_has_part2_content".to_owned(), json!(true));
        }
        if let Some(consent) = self.permission(coverage) {
            known.extend(plain(said(consent, self.today(), RECIPIENT, PURPOSE)));
            known.insert("recipient_named_in_instrument".to_owned(), json!(coverage.is_called(&consent.terms.other)));
        }
        let fact = |value| Fact { value, source: Source::File, who: String::new(), at: self.now.time };
        law.ask(&known.into_iter().map(|(name, value)| (name, fact(value))).collect(), self.now)
    }

    /// A visit as whoever bills sees it.
    pub(super) fn bill(&self, client: &Client, id: Id<Charge>) -> Result<Bill, Refusal> {
        let (charge, _) = self.the_charge(id, client.id)?;
        let coverage = self.coverage_of(client.id).map(|(coverage, _)| coverage);
        let claim = charge.claim.and_then(|id| self.opened.one(id)).cloned();
        let stands = claim.as_ref().filter(|claim| claim.state == ClaimState::Made);
        let (hindrances, lines) = match stands {
            Some(claim) => (Vec::new(), claim.lines.clone()),
            None => (self.hindrances(client, charge), self.lines(client, charge, coverage)),
        };
        let ruling = match (stands, coverage) {
            (Some(claim), _) => Some(claim.ruling.clone()),
            (None, Some(coverage)) => Some(self.rule(client, charge, coverage, &lines)?),
            (None, None) => None,
        };
        // A permission that names another payer hinders only where the law asks for one.
        let names_other = |c: &Coverage| self.permission(c).is_some_and(|consent| !c.is_called(&consent.terms.other));
        let mut hindrances = hindrances;
        if stands.is_none() && ruling.as_ref().is_some_and(|ruled| !ruled.is_yes()) && coverage.is_some_and(names_other) {
            hindrances.push(Hindrance::OtherPayer);
        }
        let permission = coverage.and_then(|c| self.permission(c)).map(|consent| consent.id);
        let (charge, chosen_name) = (charge.clone(), client.chosen_name.clone());
        Ok(Bill { charge, chosen_name, lines, hindrances, ruling, permission, claim })
    }
}

fn plain(known: Known) -> impl Iterator<Item = (String, Json)> {
    known.into_iter().map(|(name, (value, _))| (name, value))
}
