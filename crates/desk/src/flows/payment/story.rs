//! An insurer wants records before it pays.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

const ASKED: [&str; 4] = ["appointment_dates", "diagnosis", "progress_notes", "psychotherapy_notes"];

fn asks(state: &str, file: &[(&str, Json)], more: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling(state, file);
    stage.flow = FlowKind::Payment;
    let mut facts = vec![
        ("recipient_kind", json!("insurer_payer")),
        ("purpose", json!("payment")),
        ("requested_categories", json!(ASKED)),
        ("psychotherapy_notes_kept_separate", json!(true)),
    ];
    facts.extend(more.iter().cloned());
    stage.asked(&facts);
    stage.happens(&Event::Items { items: items(&ASKED) }).unwrap();
    stage
}

#[test]
fn a_payer_gets_what_the_payment_needs_and_no_private_note() {
    let mut stage = asks("tx", &[], &[]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Payment, Some("payer")));
    stage.answers(Response::Comply).unwrap();
    let goes = stage.goes();
    assert!(goes.contains(&"diagnosis".to_owned()) && goes.contains(&"appointment_dates".to_owned()), "{goes:?}");
    assert!(!goes.contains(&"psychotherapy_notes".to_owned()), "{goes:?}");
    assert_eq!(stage.letters(Response::Narrow), ["payer_less"]);
    stage.ends(Outcome::Complied);
}

#[test]
fn what_the_card_keeps_from_the_plan_nobody_says_otherwise() {
    let mut stage = asks("tx", &[("client_paid_out_of_pocket_restriction", json!(true))], &[]);
    let facts = vec![("client_paid_out_of_pocket_restriction".to_owned(), json!(false))];
    stage.happens(&Event::Say { facts, source: crate::inquiry::Source::Person }).unwrap();
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    assert!(stage.goes().is_empty());
}

#[test]
fn another_list_is_decided_anew() {
    let mut stage = asks("tx", &[], &[]);
    stage.answers(Response::Comply).unwrap();
    let longer = vec![crate::flows::Item { words: "everything since 2010".into(), category: items(&["diagnosis"])[0].category }];
    stage.happens(&Event::Items { items: longer }).unwrap();
    assert_eq!(stage.matter().response, None);
}

#[test]
fn who_asks_for_too_much_is_asked_what_they_need() {
    let mut stage = asks("tx", &[], &[]);
    stage.answers(Response::Narrow).unwrap();
    assert!(stage.goes().is_empty());
    stage.serves("payer_less", "the plan");
    stage.ends(Outcome::Answered);
}

#[test]
fn what_the_client_paid_for_is_kept_from_the_plan() {
    let mut stage = asks("tx", &[("client_paid_out_of_pocket_restriction", json!(true))], &[]);
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    stage.answers(Response::Refuse).unwrap();
    assert_eq!(stage.letters(Response::Refuse), ["refusal"]);
    stage.ends(Outcome::Answered);
    assert!(stage.goes().is_empty());
}
