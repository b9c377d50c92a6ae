//! A judge's order comes: its list is typed, and nothing else goes. And the worked cases of the packs, run as matters.

use serde_json::{Value as Json, json};

use crate::flows::stage::{Stage, items};
use crate::flows::{Event, Fate, FlowKind, Outcome, Response, What};
use crate::refusal::Refusal;

fn signed(process: &[&str]) -> Vec<(&'static str, Json)> {
    vec![
        ("legal_process", json!(process)),
        ("order_signed_by_judge", json!(true)),
        ("order_recipients_match", json!(true)),
        ("recipient_kind", json!("court")),
        ("purpose", json!("litigation")),
        ("requested_categories", json!(["whole_record"])),
    ]
}

#[test]
fn an_order_is_answered_with_its_own_list_and_nothing_else() {
    let mut stage = Stage::counselling("nm", &[]);
    let matter = stage.comes(&signed(&["court_order"]));
    assert_eq!((matter.kind, matter.paper.as_deref()), (FlowKind::CourtOrder, Some("court_order")));
    assert_eq!(matter.forms()[0].what, What::Items, "its list comes first");
    let comply = Event::Respond { response: Response::Comply, words: "it is in order".into() };
    assert_eq!(stage.happens(&comply), Err(Refusal::WrongState), "without a list there is nothing to send");
    stage.happens(&Event::Items { items: items(&["appointment_dates", "diagnosis", "psychotherapy_notes"]) }).unwrap();
    let ruled = stage.matter().ruling.as_ref().unwrap();
    assert!(ruled.is_yes(), "{} lacks {:?}", ruled.verdict, ruled.missing);
    stage.happens(&comply).unwrap();
    let goes: Vec<String> = stage.matter().goes().into_iter().collect();
    let list = &stage.matter().items;
    let by_law: Vec<String> =
        list.iter().filter(|item| stage.matter().fate(item) == Fate::Goes).map(|item| item.category.word().into()).collect();
    assert_eq!(goes, by_law);
    assert!(goes.contains(&"diagnosis".to_owned()) && !goes.contains(&"progress_notes".to_owned()), "{goes:?}");
    assert!(stage.owed().contains(&"comply_only_with_order_scope"), "{:?}", stage.owed());
    stage.does_all();
    stage.happens(&Event::Close { outcome: Outcome::Complied, words: "what goes is settled".into() }).unwrap();
    assert_eq!(stage.happens(&comply), Err(Refusal::WrongState), "what is closed stays closed");
}

#[test]
fn whoever_makes_the_list_longer_after_it_was_decided_sends_nothing_by_it() {
    let mut stage = Stage::counselling("nm", &[]);
    stage.comes(&signed(&["court_order"]));
    let list = |categories: &[&str]| Event::Items { items: items(categories) };
    let comply = Event::Respond { response: Response::Comply, words: "it is in order".into() };
    stage.happens(&list(&["appointment_dates", "attendance_summary"])).unwrap();
    stage.happens(&comply).unwrap();
    stage.happens(&list(&["appointment_dates"])).unwrap();
    assert_eq!(stage.matter().response, Some(Response::Comply), "less may go: it stays decided");
    stage.happens(&list(&["appointment_dates", "diagnosis"])).unwrap();
    assert_eq!((stage.matter().response, stage.matter().goes().len()), (None, 0));
    let complied = Event::Close { outcome: Outcome::Complied, words: "settled".into() };
    assert_eq!(stage.happens(&complied), Err(Refusal::WrongState));
    stage.happens(&comply).unwrap();
    assert!(stage.matter().goes().contains("diagnosis"));
}

#[test]
fn a_part_2_order_and_its_subpoena_open_together_what_neither_opens_alone() {
    let file = [("holder_part2_program", json!(true)), ("holder_setting", json!("sud_program"))];
    let content = ("record_has_part2_content", json!(true));
    let part2 = ("part2_order_type", json!("noncriminal_2_64"));
    let ways: [(&[&str], bool, bool); 4] = [
        (&["attorney_subpoena"], false, false),
        (&["court_order", "attorney_subpoena"], false, false),
        (&["part2_court_order"], true, false),
        (&["part2_court_order", "attorney_subpoena"], true, true),
    ];
    for (process, is_part2, opens) in ways {
        let mut stage = Stage::counselling("nm", &file);
        let mut facts = signed(process);
        facts.push(if is_part2 { part2.clone() } else { ("part2_order_type", json!("none")) });
        facts.push(content.clone());
        facts.retain(|(name, _)| process.len() > 1 || is_part2 || !name.starts_with("order_"));
        stage.comes(&facts);
        stage.happens(&Event::Items { items: items(&["appointment_dates"]) }).unwrap();
        let comply = Event::Respond { response: Response::Comply, words: "it is in order".into() };
        assert_eq!(stage.happens(&comply).is_ok(), opens, "{process:?}");
        assert_eq!(stage.matter().goes().into_iter().collect::<Vec<_>>(), if opens { vec!["appointment_dates"] } else { vec![] });
    }
}
