//! A doctor's office sends a release that the client signed; and releases that do not do.

use serde_json::{Value as Json, json};

use crate::flows::stage::{LAW, Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response, Served};
use crate::inquiry::Source;
use crate::refusal::Refusal;

const ELEMENTS: [&str; 15] = [
    "use_described",
    "client_name",
    "discloser",
    "recipient",
    "specific_description",
    "purpose",
    "expiry",
    "signature",
    "date",
    "right_to_revoke",
    "redisclosure_statement",
    "conditioning_statement",
    "right_to_inspect_copy",
    "consequence_of_refusal",
    "reasonable_time_limit",
];

/// A release for a doctor, and what is different about it.
fn asks(different: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::Release;
    let mut facts = vec![
        ("legal_process", json!(["written_request"])),
        ("recipient_kind", json!("treating_provider")),
        ("purpose", json!("client_directed")),
        ("requested_categories", json!(["attendance_summary", "diagnosis"])),
        ("consent_forms", json!(["hipaa_authorization", "state_written_authorization"])),
        ("consent_status", json!("valid")),
        ("consent_signed_by", json!("client")),
        ("consent_elements", json!(ELEMENTS)),
        ("consent_scope", json!(["attendance_summary", "diagnosis"])),
        ("consent_expiry", json!("2026-12-31")),
        ("consent_conditioned_on_services", json!(false)),
        ("consent_compound", json!(false)),
        ("recipient_named_in_instrument", json!(true)),
        ("client_lacks_capacity", json!(false)),
        ("civil_commitment_proceeding", json!(false)),
        ("recipient_need_to_know_internal", json!(false)),
        ("record_sealed_by_court", json!(false)),
        ("client_couple_or_family", json!(false)),
        ("each_participant_released", json!(false)),
        ("client_initiated_action_against_holder", json!(false)),
    ];
    facts.retain(|(name, _)| !different.iter().any(|(other, _)| other == name));
    facts.extend(different.iter().cloned());
    stage.comes(&facts);
    stage
}

fn comply() -> Event {
    Event::Respond { response: Response::Comply, words: "it is whole".into() }
}

#[test]
fn what_a_client_signed_for_goes_to_whom_they_named_and_nothing_else_does() {
    let mut stage = asks(&[]);
    let matter = stage.matter();
    assert_eq!((matter.kind, matter.paper.as_deref()), (FlowKind::Release, Some("release")));
    assert!(matter.hold.is_none() && !stage.owed().contains(&"tell_officer"), "no court waits for anything");
    stage.happens(&Event::Items { items: items(&["attendance_summary", "diagnosis", "psychotherapy_notes"]) }).unwrap();
    stage.happens(&comply()).unwrap();
    let goes: Vec<String> = stage.matter().goes().into_iter().collect();
    assert_eq!(goes, ["attendance_summary", "diagnosis"], "it does not name the private notes");
    assert_eq!(stage.matter().withheld().len(), 1);
    stage.does_all();
    stage.happens(&Event::Close { outcome: Outcome::Complied, words: "settled".into() }).unwrap();
}

#[test]
fn a_release_that_lacks_something_is_sent_back_and_nothing_goes() {
    let lacks: Vec<&str> = ELEMENTS.into_iter().filter(|element| *element != "signature").collect();
    let wrong: [(&str, Json, &str); 4] = [
        ("consent_elements", json!(lacks), "release"),
        ("consent_status", json!("revoked"), "release_over"),
        ("consent_status", json!("unsigned"), "release_over"),
        ("consent_forms", json!(["verbal"]), "release_spoken"),
    ];
    for (fact, value, is) in wrong {
        let mut stage = asks(&[(fact, value.clone())]);
        assert_eq!(stage.matter().paper.as_deref(), Some(is), "{fact} {value}");
        assert!(LAW.find_paper(is).is_some());
        stage.happens(&Event::Items { items: items(&["attendance_summary"]) }).unwrap();
        assert_eq!(stage.happens(&comply()), Err(Refusal::WrongState), "{fact} {value}");
        stage.happens(&Event::Respond { response: Response::SendBack, words: "it lacks something".into() }).unwrap();
        let letter = "release_returned".to_owned();
        stage.happens(&Event::Serve { letter, to: "the office".into(), way: Served::Mail, at: stage.now.time }).unwrap();
        stage.does_all();
        stage.happens(&Event::Close { outcome: Outcome::Answered, words: "sent back".into() }).unwrap();
        assert!(stage.matter().goes().is_empty());
    }
}

#[test]
fn a_client_who_stops_it_stops_what_was_about_to_go() {
    let mut stage = asks(&[]);
    stage.happens(&Event::Items { items: items(&["diagnosis"]) }).unwrap();
    stage.happens(&comply()).unwrap();
    assert!(stage.matter().goes().contains("diagnosis"));
    let stopped = vec![("consent_status".to_owned(), json!("revoked"))];
    stage.happens(&Event::Say { facts: stopped, source: Source::Person }).unwrap();
    assert!(stage.matter().goes().is_empty(), "what was decided stands no longer");
    assert_eq!(stage.matter().paper.as_deref(), Some("release_over"));
}

#[test]
fn what_turns_out_to_be_a_subpoena_is_decided_anew_by_those_who_answer_for_one_and_the_file_is_kept() {
    let mut stage = asks(&[]);
    stage.happens(&Event::Items { items: items(&["diagnosis"]) }).unwrap();
    stage.happens(&comply()).unwrap();
    let more = vec![("legal_process".to_owned(), json!(["attorney_subpoena"]))];
    stage.happens(&Event::Say { facts: more, source: Source::Paper }).unwrap();
    let matter = stage.matter();
    assert_eq!((matter.kind, matter.response), (FlowKind::Subpoena, None));
    assert!(matter.hold.is_some() && stage.owed().contains(&"tell_officer"));
    // And back again it does not go: a legal paper that nobody can tell any more is no release.
    let unknown = vec![("legal_process".to_owned(), Json::Null)];
    stage.happens(&Event::Say { facts: unknown, source: Source::Person }).unwrap();
    assert_eq!(stage.matter().paper, None);
    assert!(stage.matter().hold.is_some() && stage.matter().goes().is_empty());
}

#[test]
fn whoever_cannot_tell_yet_what_it_is_sends_nothing() {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::Release;
    stage.comes_bare(&[("requested_categories", json!(["diagnosis"]))]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Release, None));
    stage.happens(&Event::Items { items: items(&["diagnosis"]) }).unwrap();
    assert_eq!(stage.happens(&comply()), Err(Refusal::WrongState));
}
