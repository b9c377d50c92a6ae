//! After a death: a brother asks, and whoever acts for the estate.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

fn asks(who: &str, why: &str, more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", &[("client_deceased", json!(true))]);
    stage.flow = FlowKind::Estate;
    let mut facts = vec![
        ("recipient_kind", json!(who)),
        ("purpose", json!(why)),
        ("years_since_death", json!(2)),
        ("requested_categories", json!(["progress_notes", "diagnosis"])),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(&["progress_notes", "diagnosis"]) }).unwrap();
    stage
}

#[test]
fn a_brother_is_told_who_may_ask() {
    let mut stage = asks("family_friend", "death_administration", &[("requester_authority", json!("next_of_kin"))]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Estate, Some("after_death")));
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Narrow).unwrap();
    assert_eq!(stage.letters(Response::Narrow), ["estate_needs"]);
    stage.serves("estate_needs", "the brother");
    stage.ends(Outcome::Answered);
    assert!(stage.goes().is_empty());
}

#[test]
fn whoever_acts_for_the_estate_has_the_clients_own_right() {
    let executor = [("requester_authority", json!("executor_administrator")), ("recipient_identity_verified", json!(true))];
    let mut stage = asks("personal_representative", "client_access", &executor);
    // It is the client's own request, by whoever stands in for them: with its clock.
    assert_eq!(stage.matter().kind, FlowKind::ClientAccess);
    stage.answers(Response::Comply).unwrap();
    assert_eq!(stage.goes(), ["diagnosis", "progress_notes"]);
    stage.ends(Outcome::Complied);
}
