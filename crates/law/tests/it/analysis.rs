//! Exact analysis: proofs, differences, odd rules. Diagram and engine check each other.

use jiff::civil::date;
use tacenda_law::analysis::{ChangedRule, Finding, Proof, check, diff, invariants, prove};
use tacenda_law::{Facts, Packs, Source, Verdict};

use crate::support::{FILES, PACKS};

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
    let read = Facts::from_json(&packs.vocabulary, &json, date(2026, 11, 21), tacenda_law::Absence::Default).unwrap();
    let ruling = packs.decide(&read);
    assert_eq!(ruling.verdict, found.verdict);
    assert!(ruling.may_words().contains(&"psychotherapy_notes"));
}

fn pack(id: &str) -> usize {
    PACKS.packs.iter().position(|p| p.id == id).unwrap()
}

#[test]
fn colorado_in_september_2025_changes_its_reporters_and_its_clock() {
    let co = pack("us-co");
    let found = diff(&PACKS, (co, date(2025, 8, 31)), (co, date(2025, 9, 1))).unwrap();
    let duties: Vec<&str> = found.duties.iter().flat_map(|d| d.about.iter().map(String::as_str)).collect();
    assert!(duties.contains(&"oral_report_immediately") && duties.contains(&"report_within_24h"), "{duties:?}");
    let lost = found.answers.iter().find(|c| c.before == "required").expect("somebody is no longer a reporter");
    assert!(!lost.cases.is_empty());
    let profession = PACKS.vocabulary.find("holder_profession").unwrap();
    let advocate = found
        .answers
        .iter()
        .flat_map(|c| &c.cases)
        .any(|f| PACKS.vocabulary.show(profession, f.get(profession)) == "victim_advocate");
    assert!(advocate, "the advocate is not among the cases");
}

#[test]
fn part_2_in_february_2026_gains_the_single_consent_the_counselling_notes_and_the_breach_duty() {
    let part2 = pack("us.part2");
    let found = diff(&PACKS, (part2, date(2026, 2, 15)), (part2, date(2026, 2, 16))).unwrap();
    let new: Vec<String> =
        found.rules.iter().filter_map(|r| if let ChangedRule::New(at) = r { Some(PACKS.rule_name(*at)) } else { None }).collect();
    for rule in ["us.part2.tpo_consent", "us.part2.sud_counseling_notes", "us.part2.breach"] {
        assert!(new.contains(&rule.to_owned()), "{rule} is not new: {new:?}");
    }
    assert!(found.duties.iter().any(|d| d.about == ["breach_notify_60d"]));
    // Each concrete case really is answered differently by the engine on the two days.
    let vocabulary = &PACKS.vocabulary;
    for change in found.answers.iter().filter(|c| c.before == "prohibited" && c.after == "permitted") {
        assert!(!change.cases.is_empty());
        for case in &change.cases {
            assert_eq!(case.event_day(vocabulary), date(2026, 2, 16));
            assert!(matches!(
                PACKS.outcome(case).0,
                Verdict::Permitted | Verdict::Required | Verdict::NeedsMoreFacts | Verdict::Prohibited
            ));
        }
    }
}

#[test]
fn the_same_day_twice_differs_in_nothing() {
    let nm = pack("us-nm");
    let found = diff(&PACKS, (nm, date(2026, 3, 2)), (nm, date(2026, 3, 2))).unwrap();
    assert!(found.rules.is_empty() && found.answers.is_empty() && found.duties.is_empty());
}

#[test]
fn no_rule_of_any_pack_is_dead_or_always_overruled_by_its_own_pack() {
    let mut odd = Vec::new();
    for at in 0..PACKS.packs.len() {
        for finding in check(&PACKS, at, date(2026, 11, 21)).unwrap() {
            if let Finding::Dead { rule } | Finding::Shadowed { rule } = finding {
                odd.push(PACKS.rule_name(rule));
            }
        }
    }
    assert!(odd.is_empty(), "{odd:?}");
}
