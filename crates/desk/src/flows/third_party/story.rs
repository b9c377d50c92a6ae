//! An employer, a mother, a detective without a paper: neither yes nor no.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(who: &str, why: &str, more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::ThirdParty;
    let mut facts = vec![
        ("recipient_kind", json!(who)),
        ("purpose", json!(why)),
        ("requested_categories", json!(["client_status", "diagnosis"])),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage
}

#[test]
fn whoever_asks_from_outside_hears_neither_yes_nor_no() {
    let askers = [
        ("employer", "employment", "outsider_asks"),
        ("landlord", "housing", "outsider_asks"),
        ("school_officials", "education_services", "outsider_asks"),
        ("media", "media_publication", "outsider_asks"),
        ("member_of_public", "confirm_status", "outsider_asks"),
        ("family_friend", "improve_relationship", "family_asks"),
        ("parent_guardian", "family_involvement", "family_asks"),
        ("law_enforcement", "criminal_investigation", "police_no_paper"),
        ("immigration_authority", "immigration_enforcement", "police_no_paper"),
    ];
    for (who, why, is) in askers {
        let mut stage = asks(who, why, &[]);
        assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::ThirdParty, Some(is)), "{who} {why}");
        stage.happens(&Event::Items { items: items(&["client_status", "diagnosis"]) }).unwrap();
        assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState), "{who} {why}");
        assert_eq!(stage.letters(Response::Refuse), ["refusal"]);
        assert_eq!(stage.letters(Response::CannotConfirm), ["cannot_confirm"]);
        stage.answers(Response::Refuse).unwrap();
        stage.serves("refusal", "whoever asked");
        stage.ends(Outcome::Answered);
        assert!(stage.goes().is_empty());
    }
}

#[test]
fn a_strangers_request_is_answered_for_and_stays_so_whatever_is_said_of_it_later() {
    let mut stage = asks("law_enforcement", "criminal_investigation", &[]);
    assert!(stage.matter().is_answered_for());
    let treats = [("recipient_kind", json!("treating_provider")), ("purpose", json!("treatment"))];
    let facts = treats.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    stage.happens(&Event::Say { facts, source: crate::inquiry::Source::Person }).unwrap();
    assert!(stage.matter().kind == FlowKind::Continuity && stage.matter().is_answered_for());
}

#[test]
fn that_it_would_help_the_therapy_is_no_reason_in_law() {
    for why in ["best_interest", "improve_relationship"] {
        let mut stage = asks("employer", why, &[]);
        assert_eq!(stage.matter().ruling.as_ref().unwrap().verdict, "prohibited");
        assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    }
}

#[test]
fn a_permission_is_offered_and_when_it_comes_the_request_becomes_one_with_a_release() {
    let mut stage = asks("employer", "employment", &[]);
    stage.answers(Response::Consent).unwrap();
    assert_eq!(stage.letters(Response::Consent), ["permission_wanted"]);
    let release = [
        ("consent_forms", json!(["hipaa_authorization", "state_written_authorization"])),
        ("consent_status", json!("valid")),
        ("consent_signed_by", json!("client")),
    ];
    let facts = release.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    stage.happens(&Event::Say { facts, source: crate::inquiry::Source::Paper }).unwrap();
    assert_eq!(stage.matter().kind, FlowKind::Release);
}
