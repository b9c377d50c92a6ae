//! Who may take the report: the law is asked for each who might, and those to whom it says yes are kept.

use serde_json::json;

use crate::flows::whom::{self, Answered};
use crate::flows::{Around, Matter, Ruled};
use crate::refusal::Refusal;

const CHILD: [&str; 2] = ["child_protective_services", "law_enforcement"];
const TRIBAL: &str = "tribal_authority";
const ADULT: [&str; 3] = ["adult_protective_services", "law_enforcement", "care_facility_ombudsman"];
const OVERSEER: &str = "oversight_agency";

/// The receivers who might take it, the usual one first.
fn might(matter: &Matter) -> Vec<&'static str> {
    let says = |name: &str, value: serde_json::Value| matter.facts.get(name).is_some_and(|fact| fact.value == value);
    let child = says("child_abuse_suspected", json!(true));
    let mut who = if child { CHILD.to_vec() } else { ADULT.to_vec() };
    if child && says("indian_child_in_indian_country", json!(true)) {
        who.push(TRIBAL);
    }
    if !child && says("adult_victim_class", json!("facility_resident")) {
        who.push(OVERSEER);
    }
    who
}

/// Asks the law for each. The answer that carries farthest, whom it is about, and everybody to whom it says the same yes.
pub(super) fn ask(matter: &Matter, around: &Around<'_>) -> Result<(Ruled, &'static str, Vec<String>), Refusal> {
    let answers = whom::ask(matter, &might(matter), around)?;
    let best = answers.first().ok_or(Refusal::BadValue)?;
    let alike = answers.iter().filter(|other| other.ruled.is_yes() && other.rank() == best.rank());
    let receivers = alike.map(|Answered { who, .. }| (*who).to_owned()).collect();
    Ok((best.ruled.clone(), best.who, receivers))
}
