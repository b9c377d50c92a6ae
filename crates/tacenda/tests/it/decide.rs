//! `tacenda decide`

use serde_json::{Value as Json, json};

use crate::run::tacenda;

fn case(id: &str) -> Json {
    json!({"id": id, "facts": {"jurisdictions": ["nm"], "event_date": "2026-03-02", "holder_profession": "licensed_counselor", "holder_setting": "agency",
        "holder_hipaa_covered_entity": true, "holder_part2_program": false, "purpose": "media_publication", "recipient_kind": "media",
        "requested_categories": ["client_status"]}})
}

#[test]
fn the_detective_of_the_readme_gets_the_threat_and_not_the_chart() {
    let ran = tacenda(&["decide", "examples/detective.json"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in
        ["YES, ONLY THIS", "The threat itself", "Everything else in the file", "NMSA 43-1-19(B)(2)", "not reviewed by counsel"]
    {
        assert!(ran.out.contains(line), "the sheet lacks {line:?}:\n{}", ran.out);
    }
    let spanish = tacenda(&["decide", "examples/detective.json", "--lang", "es"], b"");
    assert!(spanish.out.contains("SÍ, SOLO ESTO") && spanish.out.contains("Todo lo demás del expediente"));
}

#[test]
fn the_sheet_fits_eighty_columns() {
    let ran = tacenda(&["decide", "examples/detective.json"], b"");
    let widest = ran.out.lines().map(|l| l.chars().count()).max().unwrap();
    assert!(widest <= 80, "a line of {widest}");
}

#[test]
fn one_line_of_json_per_case_with_every_field_that_programs_read() {
    let ran = tacenda(&["decide", "--json"], format!("{}\n{}\n", case("a"), case("b")).as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<Json> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    for (line, id) in lines.iter().zip(["a", "b"]) {
        assert_eq!(line["id"], id);
        assert_eq!(line["verdict"], "prohibited");
        assert_eq!(line["must_exclude"], json!(["client_status"]));
        for field in ["may_include", "recipient_ok", "duties", "by", "missing", "regimes", "reasons", "packs", "assumed"] {
            assert!(!line[field].is_null(), "no {field}");
        }
        let duty = &line["duties"][0];
        assert!(["id", "when", "citation", "rule"].iter().all(|f| duty[*f].is_string()), "{duty}");
        assert!(["id", "version", "verdict"].iter().all(|f| line["regimes"][0][*f].is_string()));
    }
    let again = tacenda(&["decide", "--json"], format!("{}\n{}\n", case("a"), case("b")).as_bytes());
    assert_eq!(ran.out, again.out, "the same facts on the same day give the same bytes");
}

#[test]
fn a_malformed_line_is_told_with_its_place_and_the_others_are_answered() {
    let mut slip = case("slip");
    slip["facts"]["recipient_kind"] = json!("police");
    let input = format!("{}\nnot json\n{slip}\n{{\"id\": \"empty\"}}\n[]\n{}\n", case("a"), case("z"));
    let ran = tacenda(&["decide", "--json"], input.as_bytes());
    assert_eq!(ran.code, 2);
    let lines: Vec<Json> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!((lines[0]["verdict"].as_str(), lines[5]["verdict"].as_str()), (Some("prohibited"), Some("prohibited")));
    assert_eq!(lines[1]["error"]["pointer"], "line 2");
    assert_eq!(lines[2]["error"]["pointer"], "/facts/recipient_kind");
    assert_eq!(lines[3]["error"]["pointer"], "/facts");
    assert!(ran.err.contains("slip: /facts/recipient_kind"), "{}", ran.err);
}

#[test]
fn hostile_input_gets_an_answer_and_never_a_panic() {
    let deep = format!("{{\"facts\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!("{{\"id\": \"{}\"}}", "x".repeat(17 << 20));
    let twice = r#"{"facts": {"purpose": "payment", "purpose": "treatment"}}"#;
    let inputs: [&[u8]; 8] = [
        b"",
        b"\0\0\0",
        &[0xff, 0xfe, 0x00],
        deep.as_bytes(),
        huge.as_bytes(),
        twice.as_bytes(),
        b"{\"facts\": {\"client_age\": 1e999}}",
        b"{\"facts\": null}",
    ];
    for input in inputs {
        let ran = tacenda(&["decide", "--json"], input);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(!ran.err.contains("panicked") && ran.err.len() < 1_000, "{}", ran.err);
    }
}

#[test]
fn on_gives_the_day_where_the_case_has_none_and_never_overrules_it() {
    let mut undated = case("undated");
    undated["facts"].as_object_mut().unwrap().remove("event_date");
    let ran = tacenda(&["decide", "--json", "--on", "2025-05-15"], undated.to_string().as_bytes());
    let line: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(line["event_date"], "2025-05-15");
    let ran = tacenda(&["decide", "--json", "--on", "2025-05-15"], case("dated").to_string().as_bytes());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("/facts/event_date: is 2026-03-02, and --on says 2025-05-15"), "{}", ran.err);
}

#[test]
fn strict_takes_absence_for_ignorance() {
    let mut release = case("release");
    release["facts"]["purpose"] = json!("protect_from_harm");
    release["facts"]["recipient_kind"] = json!("crisis_services");
    let ran = tacenda(&["decide", "--json", "--strict"], release.to_string().as_bytes());
    let line: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(line["verdict"], "needs_more_facts");
    assert_eq!(line["assumed"], json!([]));
}

#[test]
fn nothing_of_a_case_is_repeated_in_an_error() {
    let canary = "CANARY-9f3a";
    let input = format!("{{\"id\": \"x\", \"note\": \"{canary}\", \"facts\": {{\"client_objects\": \"{canary}\"}}}}");
    let ran = tacenda(&["decide", "--json"], input.as_bytes());
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains(canary) && !ran.out.contains(canary), "{}{}", ran.out, ran.err);
}

#[test]
fn a_first_line_that_is_cut_short_does_not_swallow_the_others() {
    let input = format!("{{\"id\": 1, \"facts\": {{\n{}\n{}\n", case("b"), case("c"));
    let ran = tacenda(&["decide", "--json"], input.as_bytes());
    assert_eq!(ran.code, 2);
    let lines: Vec<Json> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert_eq!((&lines[1]["verdict"], &lines[2]["verdict"]), (&json!("prohibited"), &json!("prohibited")));
}

#[test]
fn a_fact_beside_the_facts_is_told_where_it_belongs() {
    let mut misplaced = case("x");
    misplaced["event_date"] = json!("2020-01-01");
    let ran = tacenda(&["decide", "--json"], misplaced.to_string().as_bytes());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("/event_date: is a fact: put it inside `facts`"), "{}", ran.err);
}

#[test]
fn a_client_who_asks_for_everything_is_not_handed_what_is_kept_apart() {
    let mut access = case("access");
    access["facts"]["purpose"] = json!("client_access");
    access["facts"]["recipient_kind"] = json!("client");
    access["facts"]["requested_categories"] = json!(["whole_record"]);
    let sheet = tacenda(&["decide"], access.to_string().as_bytes()).out;
    let (may, must_not) = sheet.split_once("What must not go").unwrap();
    assert!(may.contains("The whole file") && may.contains("except what is listed below"), "{may}");
    assert!(must_not.contains("Separate psychotherapy notes"), "{must_not}");
}

#[test]
fn a_collision_of_two_laws_is_shown_even_where_something_else_may_go() {
    let order = json!({"id": "order", "facts": {"jurisdictions": ["co"], "event_date": "2026-03-02", "holder_profession": "licensed_counselor",
        "holder_setting": "agency", "holder_hipaa_covered_entity": true, "holder_part2_program": false, "holder_victim_funds": ["vawa"],
        "purpose": "litigation", "recipient_kind": "court", "legal_process": ["court_order"], "order_signed_by_judge": true,
        "order_recipients_match": true, "order_scope": ["identity", "location_shelter"], "requested_categories": ["identity", "location_shelter"]}});
    let ran = tacenda(&["decide", "--json"], order.to_string().as_bytes());
    let line: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&line["verdict"], &line["may_include"]), (&json!("required"), &json!(["identity"])));
    assert_eq!(line["in_conflict"], json!(["location_shelter"]));
    assert!(line["duties"].as_array().unwrap().iter().any(|d| d["id"] == "consult_counsel"));
}

#[test]
fn a_duty_that_hangs_on_a_fact_nobody_knows_is_owed() {
    let mut case: Json =
        serde_json::from_str(&std::fs::read_to_string(crate::run::root().join("examples/detective.json")).unwrap()).unwrap();
    case["facts"]["third_party_info_present"] = Json::Null;
    let ran = tacenda(&["decide", "--json"], case.to_string().as_bytes());
    let line: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(line["verdict"], "permitted");
    assert!(line["duties"].as_array().unwrap().iter().any(|d| d["id"] == "remove_third_party_info"), "{}", line["duties"]);
}
