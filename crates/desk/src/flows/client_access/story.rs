//! A client asks for the file, for a correction, for a limit, for another way to be reached.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, FlowKind, Outcome, Response};
use crate::refusal::Refusal;

/// The client's own request in that state, and what is different about it.
fn asks(state: &str, different: &[(&str, Json)]) -> Stage {
    let mut stage = Stage::counselling(state, &[]);
    stage.flow = FlowKind::ClientAccess;
    let mut facts = vec![
        ("purpose", json!("client_access")),
        ("recipient_kind", json!("client")),
        ("requester_authority", json!("client")),
        ("recipient_identity_verified", json!(true)),
        ("requested_categories", json!(["progress_notes", "diagnosis", "psychotherapy_notes"])),
        ("psychotherapy_notes_kept_separate", json!(true)),
    ];
    facts.extend(different.iter().cloned());
    stage.asked(&facts);
    stage
}

/// Days from the day on which it came to a due time, each lasting until midnight.
fn days(stage: &Stage, due: crate::time::Time) -> i32 {
    (due.day() - stage.matter().received.day()).get_days()
}

fn due(stage: &Stage, duty: &str) -> crate::time::Time {
    stage.tasks.iter().find(|task| task.duty.as_deref() == Some(duty)).unwrap_or_else(|| panic!("{duty} is owed")).due
}

#[test]
fn the_clock_runs_from_the_first_day_and_the_letter_that_goes_with_the_copy_stops_it() {
    let mut stage = asks("other_us", &[]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::ClientAccess, Some("own_record")));
    assert!(stage.owed().contains(&"respond_30d"), "{:?}", stage.owed());
    assert_eq!(days(&stage, due(&stage, "respond_30d")), 30);
    assert_eq!(stage.matter().answer_by, Some(due(&stage, "respond_30d").min(stage.now.time.plus_days(14))));
    stage.happens(&Event::Items { items: items(&["progress_notes", "diagnosis", "psychotherapy_notes"]) }).unwrap();
    stage.answers(Response::Comply).unwrap();
    assert_eq!(stage.goes(), ["diagnosis", "progress_notes"], "notes that are kept apart are no part of it");
    assert_eq!(stage.letters(Response::Comply), ["access_given", "access_denied"], "some of it may stay");
    stage.serves("access_given", "the client, by hand");
    assert!(!stage.owed().contains(&"respond_30d"), "the letter is the answer");
    stage.ends(Outcome::Complied);
}

#[test]
fn a_no_for_danger_says_so_in_writing_and_somebody_else_looks_at_it() {
    let mut stage = asks("other_us", &[("access_denial_ground", json!("endangers_life_or_safety"))]);
    for duty in ["refuse_in_writing", "review_by_other_professional", "note_reason_in_record", "respond_30d"] {
        assert!(stage.owed().contains(&duty), "{duty}: {:?}", stage.owed());
    }
    stage.happens(&Event::Items { items: items(&["progress_notes"]) }).unwrap();
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState), "the notes stay");
    stage.answers(Response::Refuse).unwrap();
    assert_eq!(stage.letters(Response::Refuse), ["access_denied"]);
    stage.serves("access_denied", "the client");
    assert!(!stage.owed().contains(&"refuse_in_writing") && stage.owed().contains(&"review_by_other_professional"));
    stage.ends(Outcome::Answered);
}

#[test]
fn more_time_is_taken_once_and_only_where_the_law_gives_it() {
    let mut stage = asks("other_us", &[]);
    let clock = Event::Clock { at: stage.now.time.plus_days(90), words: "we are busy".into() };
    assert_eq!(stage.happens(&clock), Err(Refusal::WrongState), "the law's clock is nobody's to move");
    stage.answers(Response::Extend).unwrap();
    assert_eq!(days(&stage, due(&stage, "respond_30d")), 60, "thirty days, and thirty more");
    assert_eq!(stage.letters(Response::Extend), ["access_later"]);
    assert_eq!(stage.answers(Response::Extend), Err(Refusal::WrongState), "once");
    let close = Event::Close { outcome: Outcome::Answered, words: "we wrote".into() };
    assert_eq!(stage.happens(&close), Err(Refusal::WrongState), "to take more time is no answer");
    // Texas answers in fifteen days, and gives no more: what a federal rule gives does not lengthen a state's own clock.
    let mut texas = asks("tx", &[]);
    let before = due(&texas, "respond_15d");
    assert_eq!(days(&texas, before), 15);
    assert_eq!(texas.answers(Response::Extend), Err(Refusal::WrongState));
    assert_eq!((due(&texas, "respond_15d"), texas.matter().answer_by), (before, Some(before.min(texas.now.time.plus_days(14)))));
    // Nor is the clock put off as something that waits.
    let id = texas.tasks.iter().find(|task| task.duty.as_deref() == Some("respond_15d")).unwrap().id;
    let wait = Event::Wait { task: id, why: crate::task::Lawful::Counsel, until: None, words: "we are busy".into() };
    assert_eq!(texas.happens(&wait), Err(Refusal::WrongState));
    // And nobody takes it when the day has passed.
    let mut late = asks("other_us", &[]);
    late.now = crate::time::Now::trusted(late.now.time.plus_days(40));
    assert_eq!(late.answers(Response::Extend), Err(Refusal::WrongState));
}

#[test]
fn a_correction_a_limit_and_another_way_to_be_reached_let_nothing_go() {
    let rights = [
        ("amendment", "correction", "correction_made", "correction_refused"),
        ("restriction", "limit", "limit_set", "limit_refused"),
        ("accounting", "disclosures_list", "list_given", "list_refused"),
        ("confidential_communication", "safer_contact", "contact_changed", ""),
    ];
    for (right, is, yes, no) in rights {
        let mut stage = asks("other_us", &[("client_right_invoked", json!(right))]);
        assert_eq!(stage.matter().paper.as_deref(), Some(is));
        assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState), "nothing goes by it");
        assert_eq!(stage.letters(Response::Agree), [yes]);
        assert_eq!(stage.letters(Response::Refuse).first().copied().unwrap_or_default(), no);
        if right == "amendment" {
            assert_eq!(days(&stage, due(&stage, "respond_60d")), 60);
        }
        stage.answers(Response::Agree).unwrap();
        stage.serves(yes, "the client");
        assert!(stage.goes().is_empty());
        stage.ends(Outcome::Answered);
    }
}

#[test]
fn a_stranger_who_says_they_ask_for_the_client_gets_nothing() {
    let mut stage = asks("nm", &[("recipient_kind", json!("family_friend")), ("requester_authority", json!("none"))]);
    stage.happens(&Event::Items { items: items(&["diagnosis"]) }).unwrap();
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    assert!(stage.goes().is_empty());
}
