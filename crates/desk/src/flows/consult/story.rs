//! Advice from a colleague elsewhere, with and without a name.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(what: &str, more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::Consult;
    let mut facts = vec![
        ("recipient_kind", json!("consulting_professional")),
        ("purpose", json!("professional_consultation")),
        ("disclosure_mode", json!("verbal")),
        ("requested_categories", json!([what])),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(&[what]) }).unwrap();
    stage
}

#[test]
fn a_question_without_a_name_may_be_asked_anywhere() {
    let nameless = [("information_identifiable", json!(false)), ("deidentification", json!("safe_harbor"))];
    let mut stage = asks("deidentified", &nameless);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Consult, Some("advice")));
    stage.answers(Response::Comply).unwrap();
    assert_eq!(stage.goes(), ["deidentified"]);
    stage.ends(Outcome::Complied);
}

#[test]
fn a_name_at_lunch_may_not() {
    let mut stage = asks("progress_notes", &[("information_identifiable", json!(true))]);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Refuse).unwrap();
    stage.ends(Outcome::Answered);
    assert!(stage.goes().is_empty());
}
