//! A staffing inside, and a treasurer who wants to look.

use serde_json::json;

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(who: &str, needs_to_know: bool) -> Stage {
    let mut stage = Stage::counselling("nm", &[]);
    stage.flow = FlowKind::InternalReview;
    stage.asked(&[
        ("recipient_kind", json!(who)),
        ("purpose", json!("internal_review")),
        ("disclosure_mode", json!("internal_use")),
        ("recipient_need_to_know_internal", json!(needs_to_know)),
        ("requested_categories", json!(["progress_notes", "treatment_plan"])),
    ]);
    stage.happens(&Event::Items { items: items(&["progress_notes", "treatment_plan"]) }).unwrap();
    stage
}

#[test]
fn those_with_a_part_in_it_look_without_a_release() {
    let mut stage = asks("internal_supervisor", true);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::InternalReview, Some("inside")));
    stage.answers(Response::Comply).unwrap();
    assert_eq!(stage.goes(), ["progress_notes", "treatment_plan"]);
    stage.ends(Outcome::Complied);
}

#[test]
fn a_neighbour_on_the_board_does_not() {
    let mut stage = asks("member_of_public", false);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Refuse).unwrap();
    stage.ends(Outcome::Answered);
    assert!(stage.goes().is_empty());
}
