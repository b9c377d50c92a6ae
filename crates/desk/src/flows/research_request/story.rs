//! A university wants data.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(what: &[&str], more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::ResearchRequest;
    let mut facts =
        vec![("recipient_kind", json!("researcher")), ("purpose", json!("research")), ("requested_categories", json!(what))];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(what) }).unwrap();
    stage
}

#[test]
fn a_waiver_alone_opens_no_names_where_the_state_wants_the_clients_yes() {
    let mut stage = asks(&["identity", "diagnosis"], &[("research_approval", json!("irb_waiver"))]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::ResearchRequest, Some("study")));
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Narrow).unwrap();
    assert_eq!(stage.letters(Response::Narrow), ["study_needs"]);
    stage.serves("study_needs", "the university");
    stage.ends(Outcome::Answered);
    assert!(stage.goes().is_empty());
}

#[test]
fn data_that_points_at_nobody_goes_and_somebody_answers_for_it() {
    let nameless = [
        ("research_approval", json!("deidentified")),
        ("information_identifiable", json!(false)),
        ("deidentification", json!("safe_harbor")),
    ];
    let mut stage = asks(&["deidentified"], &nameless);
    assert!(stage.matter().is_answered_for());
    stage.answers(Response::Comply).unwrap();
    assert_eq!(stage.goes(), ["deidentified"]);
    stage.ends(Outcome::Complied);
}
