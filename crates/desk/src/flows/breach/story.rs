//! A fax went to the wrong number.

use serde_json::json;

use crate::flows::stage::Stage;
use crate::flows::{Event, FlowKind, Outcome};
use crate::inquiry::Source;
use crate::refusal::Refusal;
use crate::task::TaskState;

fn found_out() -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::Breach;
    stage.asked(&[
        ("breach_event", json!("unsecured_unauthorised")),
        ("breach_individuals_count", json!(1)),
        ("recipient_kind", json!("client")),
        ("purpose", json!("health_care_operations")),
        ("requested_categories", json!(["identity", "client_status", "correspondence"])),
    ]);
    stage
}

#[test]
fn those_whom_it_is_about_are_told_within_the_time_of_the_law() {
    let stage = found_out();
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Breach, Some("leak")));
    let owed = |duty: &str| stage.tasks.iter().find(|task| task.duty.as_deref() == Some(duty));
    assert!(owed("breach_risk_assessment").is_some());
    let days = (owed("breach_notify_60d").unwrap().due.0 - stage.now.time.0) / 86_400_000_000;
    assert!((59..=60).contains(&days), "{days}");
}

#[test]
fn it_is_not_mended_while_something_is_owed() {
    let mut stage = found_out();
    let close = Event::Close { outcome: Outcome::Mended, words: "done".into() };
    assert_eq!(stage.happens(&close), Err(Refusal::WrongState));
    stage.does_all();
    stage.happens(&close).unwrap();
    assert!(stage.tasks.iter().all(|task| task.state == TaskState::Done));
}

#[test]
fn a_risk_that_was_shown_to_be_low_ends_the_telling() {
    let mut stage = found_out();
    let facts = vec![("breach_low_probability_shown".to_owned(), json!(true))];
    stage.happens(&Event::Say { facts, source: Source::Person }).unwrap();
    let told = stage
        .tasks
        .iter()
        .any(|task| task.duty.as_deref() == Some("breach_notify_60d") && task.state == TaskState::Open && task.waived.is_none());
    assert!(!told);
}
