//! An inspector of the health department, and a funder who wants names.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(file: &[(&str, Json)], who: &str, why: &str, what: &str, more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", file);
    stage.flow = FlowKind::Oversight;
    let mut facts = vec![
        ("recipient_kind", json!(who)),
        ("purpose", json!(why)),
        ("recipient_identity_verified", json!(true)),
        ("requested_categories", json!([what])),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(&[what]) }).unwrap();
    stage
}

#[test]
fn an_inspector_says_by_what_law_and_what_is_opened_is_answered_for() {
    let mut stage = asks(&[], "oversight_agency", "oversight_audit", "appointment_dates", &[]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Oversight, Some("audit")));
    assert!(stage.matter().is_answered_for());
    stage.answers(Response::Narrow).unwrap();
    assert_eq!(stage.letters(Response::Narrow), ["show_authority"]);
    stage.serves("show_authority", "the inspector");
    assert!(stage.goes().is_empty());
    stage.ends(Outcome::Answered);
}

#[test]
fn a_funder_gets_totals_and_never_a_name() {
    let file = [
        ("holder_setting", json!("dv_shelter")),
        ("holder_victim_funds", json!(["voca"])),
        ("client_is_dv_sa_victim", json!(true)),
    ];
    let mut names = asks(&file, "funder", "grant_reporting", "identity", &[]);
    assert_eq!(names.matter().paper.as_deref(), Some("funder_report"));
    assert_eq!(names.answers(Response::Comply), Err(Refusal::WrongState));
    names.answers(Response::Refuse).unwrap();
    names.ends(Outcome::Answered);
    assert!(names.goes().is_empty());
    let nameless = [("information_identifiable", json!(false)), ("deidentification", json!("safe_harbor"))];
    let mut totals = asks(&file, "funder", "grant_reporting", "aggregate", &nameless);
    totals.answers(Response::Comply).unwrap();
    assert_eq!(totals.goes(), ["aggregate"]);
    totals.ends(Outcome::Complied);
}
