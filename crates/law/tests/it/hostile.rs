//! Hostile case files: whatever comes in, a clear answer goes out, and nothing panics.

use serde_json::{Value as Json, json};
use tacenda_law::{Absence, Facts};

use crate::packs::PACKS;
use crate::support::{Chance, DAY};

fn rubbish(chance: &mut Chance, depth: usize) -> Json {
    match chance.below(if depth > 6 { 9 } else { 11 }) {
        0 => Json::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(9_223_372_036_854_775_807_i64),
        4 => json!(1e300),
        5 => json!(""),
        6 => json!("nm\u{0}\u{202e}"),
        7 => json!("2026-13-45"),
        8 => json!("x".repeat(chance.below(5_000))),
        9 => (0..chance.below(5)).map(|_| rubbish(chance, depth + 1)).collect(),
        _ => Json::Object((0..chance.below(5)).map(|n| (format!("k{n}"), rubbish(chance, depth + 1))).collect()),
    }
}

/// A case in which some facts are as they should be and some are not.
fn case(chance: &mut Chance) -> Json {
    let names: Vec<&str> = PACKS.vocabulary.facts.iter().map(|f| f.name.as_str()).collect();
    let mut fields = serde_json::Map::new();
    for _ in 0..chance.below(12) {
        let name = if chance.below(10) == 0 {
            format!("{}x", names[chance.below(names.len())])
        } else {
            names[chance.below(names.len())].to_owned()
        };
        let kind = PACKS.vocabulary.find(&name).map(|id| PACKS.vocabulary.fact(id).kind);
        let words =
            kind.and_then(|k| PACKS.vocabulary.enumeration(k)).map(|e| e.members[chance.below(e.members.len())].id.clone());
        let value = match (chance.below(4), words) {
            (0, _) => rubbish(chance, 0),
            (1, Some(word)) => json!([word]),
            (_, Some(word)) => json!(word),
            _ => json!(chance.below(2) == 1),
        };
        fields.insert(name, value);
    }
    Json::Object(fields)
}

#[test]
fn a_hundred_thousand_hostile_cases_are_answered_or_explained() {
    let mut chance = Chance(99);
    let (mut answered, mut explained) = (0, 0);
    for _ in 0..100_000 {
        let case = case(&mut chance);
        let absence = if chance.below(2) == 0 { Absence::Default } else { Absence::Unknown };
        match Facts::from_json(&PACKS.vocabulary, &case, DAY, absence) {
            Ok(facts) => {
                answered += 1;
                // Reading is what hostile input attacks; one in five hundred is decided too, with all its reasons.
                if answered % 500 == 0 {
                    assert!(!PACKS.decide(&facts).to_json().to_string().is_empty());
                }
            }
            Err(error) => {
                explained += 1;
                assert!(error.pointer.starts_with("/facts/") && !error.message.is_empty(), "{error}");
                assert!(error.to_string().len() < 400, "an error repeats what came in");
            }
        }
    }
    println!("{answered} answered, {explained} explained");
    assert!(answered > 1_000 && explained > 1_000);
}

#[test]
fn a_slip_is_told_with_the_place_and_the_nearest_right_word() {
    let tell = |case: Json| Facts::from_json(&PACKS.vocabulary, &case, DAY, Absence::Default).unwrap_err().to_string();
    assert_eq!(tell(json!({"purpos": "payment"})), "/facts/purpos: there is no fact `purpos` (did you mean `purpose`?)");
    assert_eq!(
        tell(json!({"purpose": "paymnt"})),
        "/facts/purpose: `paymnt` is not one of the words for `purpose` (did you mean `payment`?)"
    );
    assert_eq!(
        tell(json!({"jurisdictions": ["nm", "cx"]})),
        "/facts/jurisdictions/1: `cx` is not one of the words for `jurisdiction` (did you mean `ca`?)"
    );
    assert_eq!(tell(json!({"client_age": -1})), "/facts/client_age: must be a whole number from 0 to 1000000000");
    assert_eq!(
        tell(json!({"required_by_law": true})),
        "/facts/required_by_law: `required_by_law` is derived from other facts: leave it out"
    );
    assert_eq!(tell(json!({"client_objects": "yes"})), "/facts/client_objects: must be true, false or null");
}

#[test]
fn null_is_unknown_even_where_absence_would_mean_something() {
    let read = |case: Json| Facts::from_json(&PACKS.vocabulary, &case, DAY, Absence::Default).unwrap();
    let id = PACKS.vocabulary.find("client_is_minor").unwrap();
    assert!(read(json!({"client_is_minor": null})).get(id).is_open());
    assert!(!read(json!({})).get(id).is_open());
}

#[test]
fn a_list_of_places_that_names_none_or_says_unknown_leaves_every_state_open() {
    let base = json!({"holder_profession": "licensed_counselor", "holder_setting": "agency", "holder_hipaa_covered_entity": true, "holder_part2_program": false,
        "purpose": "protect_from_harm", "recipient_kind": "potential_victim", "requested_categories": ["identity"], "threat_severity": "serious_injury_or_death",
        "threat_imminent": true, "threat_target": "identifiable_person", "disclosure_necessary_to_protect": true, "recipient_able_to_prevent_threat": true});
    for places in [json!([]), json!(["unknown"]), Json::Null] {
        let mut case = base.clone();
        case["jurisdictions"] = places;
        let facts = Facts::from_json(&PACKS.vocabulary, &case, DAY, Absence::Default).unwrap();
        let ruling = PACKS.decide(&facts);
        assert_eq!(ruling.verdict.word(), "needs_more_facts");
        assert!(ruling.missing.iter().any(|id| PACKS.vocabulary.fact(*id).name == "jurisdictions"));
    }
}
