//! `tacenda interview`, answered in lines.

use crate::run::{root, tacenda};

#[test]
fn a_reporter_calls_and_few_questions_end_in_the_sheet() {
    let given = std::env::temp_dir().join(format!("tacenda-given-{}.json", std::process::id()));
    std::fs::write(
        &given,
        r#"{"facts": {"jurisdictions": ["nm"], "event_date": "2026-03-02", "holder_profession": "licensed_counselor", "holder_setting": "agency",
            "holder_hipaa_covered_entity": true, "holder_part2_program": false, "holder_victim_funds": [], "holder_gdpr_controller": false,
            "holder_military_provider": false, "holder_ferpa_institution": false, "recipient_kind": "media", "purpose": "media_publication"}}"#,
    )
    .unwrap();
    let save = given.with_extension("saved.json");
    // `?` asks why and is no answer; the rest is not known.
    let ran = tacenda(
        &["interview", "--given", given.to_str().unwrap(), "--save", save.to_str().unwrap()],
        b"?\n-\n-\n-\n-\n-\n-\n-\n-\n-\n-\n-\n-\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("1. "), "no question was put");
    assert!(ran.out.contains("ASK A PERSON") || ran.out.contains("NO"), "{}", ran.out);
    assert!(!ran.out.contains("YES"), "I don't know never yields a yes");
    // What was not known stays unknown when the case is read again.
    let answered = tacenda(&["decide", save.to_str().unwrap()], b"");
    assert_eq!(answered.code, 0, "{}", answered.err);
    assert!(!answered.out.contains("YES"), "{}", answered.out);
    std::fs::remove_file(&given).unwrap();
    std::fs::remove_file(&save).unwrap();
}

#[test]
fn whoever_leaves_gets_no_answer_and_no_error() {
    let ran = tacenda(&["interview"], b"q\n");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(root().join("examples/detective.json").is_file());
}

#[test]
fn the_questions_come_in_spanish_too() {
    let ran = tacenda(&["interview", "--lang", "es"], b"q\n");
    assert!(ran.err.contains('¿'), "{}", ran.err);
}

#[test]
fn none_of_these_is_an_answer_where_a_list_may_be_empty() {
    let ran = tacenda(&["interview"], b"media\nq\n");
    assert_eq!(ran.code, 0);
    // What is asked for cannot be nothing; papers on file can.
    let first = ran.err.split("\n2. ").next().unwrap();
    assert!(!first.contains("None of these"), "{first}");
    let mut input = b"diagnosis\nnm\n".to_vec();
    input.extend(std::iter::repeat_n(&b"-\n"[..], 40).flatten());
    let ran = tacenda(&["interview"], &input);
    assert!(ran.err.contains("None of these"), "{}", ran.err);
}
