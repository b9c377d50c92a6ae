//! What a change of law changes, with concrete cases that the engine answers so.

use jiff::civil::date;
use tacenda_analysis::{ChangedRule, diff};
use tacenda_law::Verdict;

use crate::packs::PACKS;

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
