//! `tacenda consent check`

use serde_json::Value as Json;

use crate::run::tacenda;

#[test]
fn a_form_that_is_right_under_federal_law_lacks_two_things_in_new_mexico() {
    let ran = tacenda(&["consent", "check", "examples/release.json"], b"");
    assert_eq!(ran.code, 1, "{}", ran.err);
    for line in ["The right to see and copy what is sent", "NMSA 43-1-19(C)", "not reviewed by counsel"] {
        assert!(ran.out.contains(line), "it does not say {line:?}:\n{}", ran.out);
    }
    let spanish = tacenda(&["consent", "check", "examples/release.json", "--lang", "es"], b"");
    assert!(spanish.out.contains("No muestra: El derecho a ver y copiar lo que se envía"), "{}", spanish.out);
}

#[test]
fn programs_read_the_same_and_a_whole_paper_ends_with_nothing_found() {
    let ran = tacenda(&["consent", "check", "--json", "examples/release.json"], b"");
    let told: Json = serde_json::from_str(&ran.out).unwrap();
    let members: Vec<&str> = told["findings"].as_array().unwrap().iter().filter_map(|found| found["member"].as_str()).collect();
    assert_eq!(members, ["right_to_inspect_copy", "use_described"]);
    assert_eq!((&told["sound"], told["lets"].as_array().unwrap().len()), (&Json::Bool(false), 0));
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/release.json")).unwrap();
    let whole =
        text.replace("\"conditioning_statement\"", "\"conditioning_statement\", \"right_to_inspect_copy\", \"use_described\"");
    let ran = tacenda(&["consent", "check"], whole.as_bytes());
    assert_eq!((ran.code, ran.out.trim()), (0, "Nothing is missing. By this paper may go: progress_notes"));
}

#[test]
fn a_case_that_cannot_be_read_is_named_and_nothing_is_said_of_it() {
    let ran = tacenda(&["consent", "check"], br#"{"facts": {"consent_elements": ["a_seal"]}}"#);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("consent_elements") && ran.out.is_empty(), "{}", ran.err);
}
