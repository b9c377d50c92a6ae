//! What is drawn up for a client to sign does what it is for.

use serde_json::{Value as Json, json};
use tacenda_law::{Facts, Value, check_release, draw_up};

use crate::consent::{FILLED, kinds, paper};
use crate::packs::PACKS;

/// The same facts, with these forms and elements.
fn with(facts: &Facts, forms: &[String], elements: &[&str]) -> Facts {
    let mut facts = facts.clone();
    for (name, words) in
        [("consent_forms", forms.iter().map(String::as_str).collect::<Vec<_>>()), ("consent_elements", elements.to_vec())]
    {
        let id = PACKS.vocabulary.find(name).unwrap();
        let list = PACKS.vocabulary.enumeration(PACKS.vocabulary.fact(id).kind).unwrap();
        facts.state(id, Value::set(words.iter().fold(0, |all, word| all | 1 << list.position(word).unwrap())));
    }
    facts
}

#[test]
fn what_is_drawn_up_has_all_that_its_law_asks_for_in_every_state() {
    for (state, form, more, _) in kinds() {
        let facts = paper(state, form, &[], &more);
        let drawn = draw_up(&PACKS, &facts, FILLED).unwrap_or_else(|| panic!("{form} in {state}: nothing is drawn up"));
        let mut elements: Vec<&str> = drawn.says.iter().map(String::as_str).chain(FILLED.iter().copied()).collect();
        elements.extend(drawn.witnessed.then_some("witness_signature"));
        let signed = with(&facts, &drawn.forms, &elements);
        assert!(check_release(&PACKS, &signed).is_sound(), "{form} in {state}: {drawn:?}");
        assert_eq!(drawn.witnessed, state == "il", "only Illinois asks for a witness: {form} in {state}");
    }
}

#[test]
fn private_notes_and_survivors_get_papers_of_their_own() {
    let of = |state: &str, more: &Json| draw_up(&PACKS, &paper(state, "general_written", &[], more), FILLED).unwrap();
    let notes = of("co", &json!({ "requested_categories": ["psychotherapy_notes"] }));
    assert!(notes.forms.contains(&"psychotherapy_notes_authorization".to_owned()), "{notes:?}");
    let shelter = json!({
        "holder_profession": "victim_advocate", "holder_setting": "dv_shelter", "holder_victim_funds": ["vawa"],
        "holder_hipaa_covered_entity": false, "client_is_dv_sa_victim": true, "requested_categories": ["identity", "contact"]
    });
    let survivor = of("co", &shelter);
    assert!(survivor.forms.contains(&"victim_services_release".to_owned()) && survivor.most_days <= 90, "{survivor:?}");
    assert!(!survivor.forms.contains(&"hipaa_authorization".to_owned()), "one paper is enough: {survivor:?}");
    let part2 = of("nm", &json!({ "holder_part2_program": true, "requested_categories": ["sud_records"] }));
    assert!(part2.forms.iter().any(|form| form.starts_with("part2")), "{part2:?}");
}

#[test]
fn a_paper_that_lacks_what_its_law_asks_for_is_not_drawn_up() {
    // An element that is neither filled in nor printed is missed, and nothing is drawn up without it.
    let facts = paper("nm", "general_written", &[], &json!({}));
    assert!(draw_up(&PACKS, &facts, FILLED).is_some());
    assert_eq!(draw_up(&PACKS, &facts, &["client_name"]), None);
}
