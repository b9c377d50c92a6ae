//! Officers come with a warrant, and take what it names; or more than it names; or what no warrant opens.

use serde_json::{Value as Json, json};

use super::Taken;
use crate::flows::stage::{Stage, items, taken};
use crate::flows::{Event, Fate, FlowKind, Outcome, Response, What};
use crate::refusal::Refusal;

fn searched(file: &[(&str, Json)], more: &[(&'static str, Json)]) -> Stage {
    let mut stage = Stage::counselling("nm", file);
    let mut facts = vec![
        ("legal_process", json!(["search_warrant"])),
        ("order_signed_by_judge", json!(true)),
        ("order_recipients_match", json!(true)),
        ("recipient_kind", json!("law_enforcement")),
        ("purpose", json!("criminal_investigation")),
        ("requested_categories", json!(["whole_record"])),
    ];
    facts.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    facts.extend(more.iter().cloned());
    stage.comes(&facts);
    stage
}

fn take(stage: &mut Stage, what: &str) -> Result<(), Refusal> {
    let taken = Taken { item: items(&[what]).remove(0), ..taken(stage.now.time) };
    stage.happens(&Event::Take { taken })
}

#[test]
fn what_a_warrant_names_goes_and_what_officers_took_beside_it_is_written_down() {
    let mut stage = searched(&[], &[]);
    assert_eq!((stage.matter().kind, stage.matter().paper.as_deref()), (FlowKind::Warrant, Some("warrant")));
    assert_eq!(stage.matter().forms()[0].what, What::Items, "its list comes first");
    assert!(stage.matter().hold.is_some(), "nothing is destroyed meanwhile");
    stage.happens(&Event::Items { items: items(&["appointment_dates"]) }).unwrap();
    assert!(stage.matter().ruling.as_ref().unwrap().is_yes(), "{:?}", stage.matter().ruling);
    take(&mut stage, "appointment_dates").unwrap();
    take(&mut stage, "progress_notes").unwrap();
    let matter = stage.matter();
    let named: Vec<Option<bool>> = matter.taken.iter().map(|taken| matter.names(taken)).collect();
    assert_eq!(named, [Some(true), Some(false)], "the warrant does not name the notes");
    assert_eq!(matter.taken[0].who, "Clerk");
    assert!(matter.goes().is_empty(), "nothing goes by our hand that nobody decided");
    stage.answers(Response::Object).unwrap();
    stage.does_all();
    stage.happens(&Event::Close { outcome: Outcome::Seized, words: "they left at noon".into() }).unwrap();
}

#[test]
fn a_warrant_alone_opens_no_part_2_record_and_what_is_taken_all_the_same_stands_there() {
    let file = [("holder_part2_program", json!(true)), ("holder_setting", json!("sud_program"))];
    let mut stage = searched(&file, &[("record_has_part2_content", json!(true)), ("part2_order_type", json!("none"))]);
    stage.happens(&Event::Items { items: items(&["progress_notes"]) }).unwrap();
    assert_eq!(stage.answers(Response::Comply), Err(Refusal::WrongState));
    assert_eq!(stage.matter().fate(&stage.matter().items[0]), Fate::Withheld);
    stage.answers(Response::Object).unwrap();
    take(&mut stage, "progress_notes").unwrap();
    stage.does_all();
    stage.ends(Outcome::Seized);
}

#[test]
fn nothing_is_seized_where_nobody_searches_and_nothing_was_taken() {
    let mut order = searched(&[], &[("legal_process", json!(["court_order"]))]);
    assert_eq!(order.matter().kind, FlowKind::CourtOrder);
    assert_eq!(take(&mut order, "diagnosis"), Err(Refusal::WrongState));
    let mut stage = searched(&[], &[]);
    assert!(!stage.matter().forms().iter().any(|form| form.choices.contains(&Outcome::Seized.word())));
    let close = Event::Close { outcome: Outcome::Seized, words: "?".into() };
    assert_eq!(stage.happens(&close), Err(Refusal::WrongState));
    let nobody = Event::Take { taken: Taken { by: " ".into(), ..taken(stage.now.time) } };
    assert!(stage.happens(&nobody).is_err(), "who took it is written down");
}

#[test]
fn a_paper_that_no_judge_signed_opens_nothing_and_what_they_take_is_written_down() {
    let mut stage = searched(&[], &[("order_signed_by_judge", json!(false))]);
    assert_eq!(stage.matter().paper.as_deref(), Some("order_unsigned"));
    take(&mut stage, "contact").unwrap();
    stage.answers(Response::Object).unwrap();
    stage.does_all();
    stage.ends(Outcome::Seized);
}

#[test]
fn what_is_owed_after_something_left_is_owed_though_nobody_answered_and_though_a_court_sets_it_aside() {
    let mut stage = searched(&[], &[]);
    let before = stage.owed().len();
    take(&mut stage, "diagnosis").unwrap();
    assert_eq!(stage.matter().names(&stage.matter().taken[0]), None, "its list is not typed yet");
    assert!(stage.owed().len() > before && stage.matter().response.is_none(), "{:?}", stage.owed());
    for outcome in [Outcome::Seized, Outcome::Quashed] {
        let close = Event::Close { outcome, words: "it is over".into() };
        assert_eq!(stage.happens(&close), Err(Refusal::WrongState), "something is still owed");
    }
    stage.ends(Outcome::Seized);
    assert_eq!(take(&mut stage, "diagnosis"), Err(Refusal::WrongState), "what is closed takes nothing");
}
