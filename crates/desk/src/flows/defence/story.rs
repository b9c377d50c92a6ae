//! A client sues; a lawyer of ours and our insurer want the file.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(who: &str, more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::Defence;
    let mut facts = vec![
        ("recipient_kind", json!(who)),
        ("purpose", json!("agency_defence")),
        ("recipient_service_agreement", json!("baa")),
        ("action_kind", json!("suit_by_client")),
        ("client_initiated_action_against_holder", json!(true)),
        ("third_party_info_present", json!(true)),
        ("requested_categories", json!(["progress_notes", "appointment_dates", "third_party_info"])),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(&["progress_notes", "appointment_dates", "third_party_info"]) }).unwrap();
    stage
}

#[test]
fn nothing_is_destroyed_the_officer_knows_and_those_who_defend_get_what_the_defence_needs() {
    for who in ["own_attorney", "liability_insurer"] {
        let mut stage = asks(who, &[]);
        let matter = stage.matter();
        assert_eq!((matter.kind, matter.paper.as_deref()), (FlowKind::Defence, Some("own_defence")), "{who}");
        assert!(matter.hold.is_some() && matter.is_answered_for() && stage.owed().contains(&"tell_officer"), "{who}");
        stage.answers(Response::Comply).unwrap();
        assert_eq!(stage.goes(), ["appointment_dates", "progress_notes"], "{who}: what is about others stays");
        stage.ends(Outcome::Complied);
    }
}

#[test]
fn a_release_in_the_envelope_does_not_make_it_less() {
    let release = [
        ("consent_forms", json!(["hipaa_authorization"])),
        ("consent_status", json!("valid")),
        ("consent_signed_by", json!("client")),
    ];
    let stage = asks("own_attorney", &release);
    assert_eq!(stage.matter().kind, FlowKind::Defence);
    assert!(stage.matter().hold.is_some());
}

#[test]
fn what_nobody_signed_to_keep_goes_to_nobody() {
    let mut stage = asks("liability_insurer", &[("recipient_service_agreement", json!("none"))]);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Narrow).unwrap();
    assert_eq!(stage.letters(Response::Narrow), ["only_what_answers"]);
    stage.serves("only_what_answers", "the insurer");
    stage.ends(Outcome::Answered);
}
