//! A client breaks the door here; the police come because we called.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(file: &[(&str, Json)], what: &[&str], more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("co", file);
    stage.flow = FlowKind::Crime;
    let mut facts = vec![
        ("recipient_kind", json!("law_enforcement")),
        ("purpose", json!("criminal_investigation")),
        ("crime_on_premises_or_against_staff", json!(true)),
        ("disclosure_mode", json!("verbal")),
        ("requested_categories", json!(what)),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(what) }).unwrap();
    stage
}

#[test]
fn a_crime_here_is_reported_without_the_file() {
    let stage = asks(&[], &["identity", "contact", "progress_notes"], &[]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Crime, Some("crime_here")));
    let may = stage.matter().ruling.as_ref().unwrap().may.clone();
    assert!(!may.is_empty() && !may.contains(&"progress_notes".to_owned()), "{may:?}");
}

#[test]
fn what_somebody_only_told_about_the_past_is_no_crime_here() {
    let mut stage = asks(&[], &["progress_notes"], &[("crime_on_premises_or_against_staff", json!(false))]);
    assert_eq!(stage.matter().kind, FlowKind::ThirdParty);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Refuse).unwrap();
    stage.ends(Outcome::Answered);
}
