//! A doctor who treats the client asks; an ambulance asks; a program for alcohol and drugs is asked.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(file: &[(&str, Json)], who: &str, why: &str, more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", file);
    stage.flow = FlowKind::Continuity;
    let mut facts = vec![
        ("recipient_kind", json!(who)),
        ("purpose", json!(why)),
        ("recipient_has_treatment_relationship", json!(true)),
        ("recipient_identity_verified", json!(true)),
        ("requested_categories", json!(["diagnosis", "treatment_plan", "psychotherapy_notes"])),
        ("psychotherapy_notes_kept_separate", json!(true)),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(&["diagnosis", "treatment_plan", "psychotherapy_notes"]) }).unwrap();
    stage
}

fn part2() -> [(&'static str, Json); 2] {
    [("holder_part2_program", json!(true)), ("holder_setting", json!("sud_program"))]
}

#[test]
fn whoever_treats_the_client_hears_what_care_needs_and_never_the_private_notes() {
    let mut stage = asks(&[("holder_profession", json!("psychologist"))], "treating_provider", "treatment", &[]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Continuity, Some("care")));
    stage.answers(Response::Comply).unwrap();
    assert_eq!(stage.goes(), ["diagnosis", "treatment_plan"]);
    stage.ends(Outcome::Complied);
}

#[test]
fn whoever_only_says_that_they_treat_the_client_waits_for_a_permission() {
    let mut stage = asks(&[], "treating_provider", "treatment", &[("recipient_has_treatment_relationship", json!(false))]);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Consent).unwrap();
    assert_eq!(stage.letters(Response::Consent), ["permission_wanted"]);
    stage.serves("permission_wanted", "the office that asked");
    stage.ends(Outcome::Answered);
}

#[test]
fn an_alcohol_or_drug_program_tells_another_doctor_nothing_without_a_written_yes() {
    let mut stage = asks(&part2(), "treating_provider", "treatment", &[("record_has_part2_content", json!(true))]);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    assert!(stage.goes().is_empty());
}

#[test]
fn in_a_medical_emergency_it_tells_and_writes_the_emergency_down_at_once() {
    let more = [("record_has_part2_content", json!(true)), ("medical_emergency", json!(true))];
    let mut stage = asks(&part2(), "emergency_medical", "emergency_treatment", &more);
    assert_eq!(stage.matter().paper.as_deref(), Some("emergency"));
    stage.answers(Response::Comply).unwrap();
    assert!(stage.goes().contains(&"diagnosis".to_owned()), "{:?}", stage.goes());
    assert!(stage.owed().contains(&"part2_document_emergency"), "{:?}", stage.owed());
    stage.ends(Outcome::Complied);
}
