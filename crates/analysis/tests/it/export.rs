//! The conditions in other engines' languages.

use tacenda_analysis::{cedar, cedar_condition, cel_condition, truths};
use tacenda_law::{Absence, Facts, Tri};

use crate::packs::PACKS;

#[test]
fn cedar_gets_one_policy_per_rule_and_a_prohibition_stays_one() {
    let text = cedar(&PACKS);
    assert_eq!(text.matches("@id(").count(), PACKS.rules.len());
    let ban = text.split("@id(").find(|policy| policy.starts_with("\"us.hipaa.psychotherapy_notes\"")).unwrap();
    assert!(ban.contains("\nforbid (principal, action, resource)\nwhen {"), "{ban}");
}

#[test]
fn each_language_writes_a_condition_in_its_own_words() {
    let mut packs = PACKS.clone();
    let mut problems = tacenda_law::inside::Problems::default();
    let text = r#"purpose == "payment" && !("diagnosis" in requested_categories)"#;
    let file = tacenda_law::Source::new("a.toml", text);
    let spanned = toml::Spanned::new(0..text.len(), text.to_owned());
    let condition = packs.read_condition(&file, &spanned, &mut problems).unwrap();
    assert_eq!(
        cedar_condition(&packs, &condition.expr),
        r#"(["payment"].contains(context.purpose) && !(context.requested_categories.contains("diagnosis")))"#
    );
    assert_eq!(cel_condition(&packs, &condition.expr), r#"(purpose in ["payment"] && !("diagnosis" in requested_categories))"#);
}

#[test]
fn of_an_unknown_fact_nothing_is_claimed() {
    let facts =
        Facts::from_json(&PACKS.vocabulary, &serde_json::json!({}), jiff::civil::date(2026, 3, 2), Absence::Unknown).unwrap();
    let (rules, derived) = truths(&PACKS, &facts);
    assert_eq!(rules.len(), PACKS.rules.len());
    assert!(derived.iter().any(|(_, truth)| *truth == Tri::Unknown));
}
