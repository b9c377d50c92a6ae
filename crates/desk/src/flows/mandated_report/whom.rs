//! Who may take the report: the law is asked for each who might, and those to whom it says yes are kept.

use serde_json::json;

use crate::flows::{Around, Fact, Matter, Ruled};
use crate::inquiry::Source;
use crate::refusal::Refusal;

/// The fact that says who.
pub(super) const WHO: &str = "recipient_kind";
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

/// How far an answer carries: a command before a leave, what two laws dispute and what is not known yet before a plain no.
fn rank(ruled: &Ruled) -> u8 {
    match ruled.verdict.as_str() {
        "required" => 0,
        "permitted" => 1,
        "conflict" => 2,
        "needs_more_facts" => 3,
        _ => 4,
    }
}

/// Asks the law for each. The answer that carries farthest, whom it is about, and everybody to whom it says the same yes.
pub(super) fn ask(matter: &Matter, around: &Around<'_>) -> Result<(Ruled, &'static str, Vec<String>), Refusal> {
    let mut answers = Vec::new();
    for who in might(matter) {
        let mut facts = matter.facts.clone();
        facts.insert(WHO.to_owned(), fact(who, around));
        answers.push((around.law.ask(&facts, around.now)?, who));
    }
    answers.sort_by_key(|(ruled, _)| rank(ruled)); // keeps the order of those who carry alike
    let (best, who) = answers.first().cloned().ok_or(Refusal::BadValue)?;
    let alike = answers.iter().filter(|(ruled, _)| ruled.is_yes() && rank(ruled) == rank(&best));
    let receivers = alike.map(|(_, who)| (*who).to_owned()).collect();
    Ok((best, who, receivers))
}

/// Whom the ruling that stands is about.
pub(super) fn put(matter: &mut Matter, who: &str, around: &Around<'_>) {
    if matter.facts.get(WHO).is_none_or(|there| there.value != json!(who)) {
        matter.facts.insert(WHO.to_owned(), fact(who, around));
    }
}

fn fact(who: &str, around: &Around<'_>) -> Fact {
    Fact { value: json!(who), source: Source::Person, who: around.who.to_owned(), at: around.now.time }
}
