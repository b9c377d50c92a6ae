//! What must hold holds in every case; where it does not, a case shows it.

use jiff::civil::date;
use tacenda_analysis::{Proof, invariants, prove};
use tacenda_law::{Absence, Facts, Packs, Source};

use crate::packs::{FILES, PACKS};

fn invariant_file() -> Source {
    FILES.iter().find(|f| f.path == "invariants.toml").unwrap().clone()
}

#[test]
fn every_invariant_holds() {
    let mut packs = PACKS.clone();
    let list = invariants(&mut packs, &invariant_file()).unwrap_or_else(|e| panic!("{e:#?}"));
    assert!(list.len() >= 25);
    for invariant in &list {
        let proof = prove(&packs, invariant, date(2026, 11, 21));
        assert!(matches!(proof, Proof::Holds), "{}: {proof:?}", invariant.id);
    }
}

#[test]
fn a_broken_rule_yields_a_case_that_the_engine_answers_with_the_same_wrong_yes() {
    let mut files = FILES.clone();
    let broken = files
        .iter_mut()
        .find(|f| f.path.starts_with("us.hipaa/rules/") && f.text.contains("id = \"psychotherapy_notes\""))
        .unwrap();
    broken.text = broken.text.replacen(
        "id = \"psychotherapy_notes\"\neffect = \"forbid\"",
        "id = \"psychotherapy_notes\"\neffect = \"permit\"",
        1,
    );
    let at = broken.text.find("id = \"psychotherapy_notes\"").unwrap();
    let end = broken.text[at..].find("[[rule]]").map_or(broken.text.len(), |e| at + e);
    let rule: String =
        broken.text[at..end].lines().filter(|l| !l.starts_with("unless_rules")).map(|l| format!("{l}\n")).collect();
    broken.text.replace_range(at..end, &rule);
    let mut packs = Packs::load(&files).unwrap_or_else(|e| panic!("{e:#?}"));
    let list = invariants(&mut packs, &invariant_file()).unwrap();
    let invariant = list.iter().find(|i| i.id == "hipaa_psychotherapy_notes_insurer").unwrap();
    let Proof::Fails(found) = prove(&packs, invariant, date(2026, 11, 21)) else { panic!("the planted fault was not found") };
    assert!(found.verdict.is_yes());
    // The case as it is printed, read again, gets the same answer.
    let json = found.facts.to_json(&packs.vocabulary);
    let read = Facts::from_json(&packs.vocabulary, &json, date(2026, 11, 21), Absence::Default).unwrap();
    let ruling = packs.decide(&read);
    assert_eq!(ruling.verdict, found.verdict);
    assert!(ruling.may_words().contains(&"psychotherapy_notes"));
}
