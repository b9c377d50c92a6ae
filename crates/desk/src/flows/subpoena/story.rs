//! A lawyer's subpoena comes; and sixty papers and more, in eight states.

use std::collections::BTreeSet;

use serde_json::json;

use super::samples::all;
use crate::class::Category;
use crate::flows::court_order;
use crate::flows::stage::{LAW, Stage, id, items, scan};
use crate::flows::{Event, Fate, FlowKind, Outcome, Response, Served, What};
use crate::inquiry::Source;
use crate::refusal::Refusal;
use crate::task::{Lawful, TaskState};

const STATES: [&str; 8] = ["nm", "co", "ca", "tx", "ny", "wa", "fl", "il"];

#[test]
fn a_lawyers_subpoena_is_told_from_an_order_and_ends_with_an_objection() {
    let mut stage = Stage::counselling("nm", &[]);
    let paper = [
        ("legal_process", json!(["attorney_subpoena"])),
        ("order_signed_by_judge", json!(false)),
        ("hipaa_satisfactory_assurance", json!("none")),
        ("recipient_kind", json!("opposing_party_attorney")),
        ("purpose", json!("litigation")),
        ("requested_categories", json!(["whole_record"])),
        ("client_notified_of_process", json!(false)),
        ("informing_client_unsafe", json!(false)),
        ("secrecy_order", json!(false)),
    ];
    let matter = stage.comes(&paper);
    assert_eq!((matter.kind, matter.paper.as_deref()), (FlowKind::Subpoena, Some("subpoena")));
    let banner = &LAW.find_paper("subpoena").unwrap().banner.en;
    assert_eq!(banner, "This is not a court order. Do not send anything.");
    assert!(matter.facts["holder_profession"].source == Source::File && matter.facts["purpose"].source == Source::Paper);
    for duty in ["tell_officer", "consult_counsel", "assert_privilege", "object_or_quash", "inform_client"] {
        assert!(stage.owed().contains(&duty), "{duty} in {:?}", stage.owed());
    }
    let whose = |duty: &str| stage.tasks.iter().find(|task| task.duty.as_deref() == Some(duty)).unwrap().worker;
    assert_eq!(
        (whose("tell_officer"), whose("consult_counsel"), whose("inform_client")),
        (Some(id(2)), Some(id(3)), Some(id(4)))
    );
    // Nothing goes, whatever is typed, and nobody can decide otherwise.
    stage.happens(&Event::Items { items: items(&["progress_notes", "diagnosis"]) }).unwrap();
    let comply = Event::Respond { response: Response::Comply, words: "they insist".into() };
    assert_eq!(stage.happens(&comply), Err(Refusal::WrongState));
    stage.happens(&Event::Respond { response: Response::Object, words: "no release, no order".into() }).unwrap();
    let served = Event::Serve { letter: "objection".into(), to: "the lawyer".into(), way: Served::Mail, at: stage.now.time };
    stage.happens(&served).unwrap();
    let close = Event::Close { outcome: Outcome::Answered, words: "objected in time".into() };
    assert_eq!(stage.happens(&close), Err(Refusal::WrongState), "what is owed comes first");
    stage.does_all();
    stage.happens(&close).unwrap();
    let matter = stage.matter();
    assert!(matter.goes().is_empty() && matter.forms().is_empty());
    assert_eq!(matter.withheld().len(), 2);
    assert!(matter.withheld().iter().all(|(_, grounds)| !grounds.is_empty()), "each line that stays has its grounds in law");
    let happened: BTreeSet<What> = matter.timeline.iter().map(|line| line.what).collect();
    assert!([What::Open, What::Items, What::Respond, What::Serve, What::Did, What::Close].iter().all(|w| happened.contains(w)));
}

#[test]
fn the_paper_itself_is_put_in_once_and_changes_nothing_that_the_law_says() {
    let mut stage = Stage::counselling("nm", &[]);
    stage.comes(&[("legal_process", json!(["attorney_subpoena"])), ("recipient_kind", json!("opposing_party_attorney"))]);
    let (ruled, owed) = (stage.verdict().to_owned(), stage.owed().len());
    stage.happens(&scan(7)).unwrap();
    assert_eq!(stage.happens(&scan(7)), Err(Refusal::BadValue), "the same file is there");
    let Event::Scan { mut file } = scan(8) else { return };
    file.sha256.truncate(63);
    assert_eq!(stage.happens(&Event::Scan { file }), Err(Refusal::BadValue), "a digest that is none");
    assert_eq!((stage.verdict(), stage.owed().len(), stage.matter().scans.len()), (ruled.as_str(), owed, 1));
}

#[test]
fn a_paper_that_was_put_in_by_mistake_is_closed_and_its_name_is_gone_even_when_all_is_over() {
    let mut stage = Stage::counselling("nm", &[]);
    stage.comes(&[("legal_process", json!(["attorney_subpoena"])), ("recipient_kind", json!("opposing_party_attorney"))]);
    stage.happens(&scan(7)).unwrap();
    stage.happens(&Event::Close { outcome: Outcome::Withdrawn, words: "they took it back".into() }).unwrap();
    assert_eq!(stage.happens(&scan(8)), Err(Refusal::WrongState), "nothing more is put in");
    let mistake = Event::Retract { file: id(7), words: "of another matter".into() };
    stage.happens(&mistake).unwrap();
    let matter = stage.matter();
    assert_eq!(matter.scans[0].mistake.as_deref(), Some("of another matter"));
    assert!(matter.scans[0].file.name.is_empty());
    assert!(matter.timeline.iter().all(|line| line.words.as_deref() != Some("paper.pdf")));
    assert_eq!(stage.happens(&mistake), Err(Refusal::NotFoundOrNotYours), "it is said once");
}

#[test]
fn what_is_known_later_is_asked_of_the_law_again_and_what_is_no_longer_owed_lapses() {
    let mut stage = Stage::counselling("nm", &[]);
    stage.comes(&[
        ("legal_process", json!(["attorney_subpoena"])),
        ("order_signed_by_judge", json!(false)),
        ("recipient_kind", json!("opposing_party_attorney")),
        ("purpose", json!("litigation")),
        ("requested_categories", json!(["diagnosis"])),
    ]);
    let before = stage.matter().ruling.clone().unwrap();
    assert!(stage.owed().contains(&"object_or_quash"));
    // The order comes by mail, two days later.
    stage.now.time = stage.now.time.plus_days(2);
    let order = [
        ("legal_process", json!(["attorney_subpoena", "court_order"])),
        ("order_signed_by_judge", json!(true)),
        ("order_recipients_match", json!(true)),
    ];
    let facts = order.map(|(name, value)| (name.to_owned(), value)).to_vec();
    stage.happens(&Event::Say { facts, source: Source::Paper }).unwrap();
    assert_eq!(stage.matter().kind, FlowKind::CourtOrder);
    stage.happens(&Event::Items { items: items(&["diagnosis"]) }).unwrap();
    let after = stage.matter().ruling.clone().unwrap();
    assert!(before.digest != after.digest && !before.is_yes() && after.is_yes(), "{}", after.verdict);
    let lapsed = stage.tasks.iter().find(|task| task.duty.as_deref() == Some("object_or_quash")).unwrap();
    assert_eq!((lapsed.state, lapsed.waived), (TaskState::Done, Some(Lawful::NotOwed)));
    // What the file says later counts too, unless somebody said otherwise.
    stage.file.insert("client_deceased".into(), (json!(true), Source::File));
    stage.happens(&Event::Clock { at: stage.now.time.plus_days(3), words: "the court moved the day".into() }).unwrap();
    assert_eq!(stage.matter().facts["client_deceased"].value, json!(true));
}

#[test]
fn a_duty_may_wait_with_the_laws_reason_and_comes_back_when_it_is_due() {
    let mut stage = Stage::counselling("nm", &[]);
    stage.comes(&[
        ("legal_process", json!(["grand_jury_subpoena"])),
        ("order_signed_by_judge", json!(false)),
        ("recipient_kind", json!("prosecutor")),
        ("purpose", json!("criminal_investigation")),
        ("requested_categories", json!(["diagnosis"])),
    ]);
    let task = stage.tasks.iter().find(|task| task.duty.as_deref() == Some("tell_officer")).unwrap().id;
    let wait = |until| Event::Wait { task, why: Lawful::SecrecyOrder, until, words: "sealed until March".into() };
    assert_eq!(stage.happens(&wait(Some(stage.now.time.plus_days(-1)))), Err(Refusal::BadValue));
    let until = Some(stage.now.time.plus_days(20));
    stage.happens(&wait(until)).unwrap();
    let later = stage.tasks.iter().find(|t| t.id == task).unwrap();
    assert_eq!((later.state, Some(later.due)), (TaskState::Open, until));
    stage.happens(&wait(None)).unwrap();
    assert_eq!(stage.tasks.iter().find(|t| t.id == task).unwrap().state, TaskState::Done);
    assert_eq!(stage.happens(&wait(None)), Err(Refusal::WrongState));
}

/// Every paper there is a sample of, in every state, in a Part 2 program and outside: what it is, and that nothing goes but what is on the
/// list and allowed.
#[test]
fn every_paper_is_told_for_what_it_is_and_only_its_list_can_go() {
    let (mut papers, mut complied) = (0, BTreeSet::new());
    for state in STATES {
        for part2 in [false, true] {
            for (facts, is) in all().into_iter().chain(court_order::samples::all()) {
                papers += 1;
                let setting = if part2 { "sud_program" } else { "agency" };
                let file = [("holder_part2_program", json!(part2)), ("holder_setting", json!(setting))];
                let mut stage = Stage::counselling(state, &file);
                let request = [
                    ("recipient_kind", json!("opposing_party_attorney")),
                    ("purpose", json!("litigation")),
                    ("requested_categories", json!(["whole_record"])),
                    ("record_has_part2_content", json!(part2)),
                ];
                let shown: Vec<_> = facts.into_iter().chain(request).collect();
                let matter = stage.comes(&shown);
                assert_eq!(matter.paper.as_deref(), is, "{state}, Part 2 {part2}: {shown:?}");
                let list = ["appointment_dates", "diagnosis"];
                stage.happens(&Event::Items { items: items(&list) }).unwrap();
                let comply = Event::Respond { response: Response::Comply, words: "as it says".into() };
                let answer = stage.happens(&comply);
                let goes = stage.matter().goes();
                assert_eq!(answer.is_ok(), !goes.is_empty(), "{state} {is:?}");
                assert!(goes.iter().all(|kind| list.contains(&kind.as_str())), "{state} {is:?}: {goes:?}");
                let ruled = stage.matter().ruling.as_ref().unwrap();
                assert!(goes.iter().all(|kind| ruled.may.contains(kind)), "{state} {is:?}: {goes:?}");
                if !goes.is_empty() {
                    complied.insert((is, part2));
                }
                if is.is_none() || stage.matter().incomplete {
                    assert!(goes.is_empty(), "{state} {is:?}");
                }
                only_what_it_names(&stage);
            }
        }
    }
    assert!(papers >= 60, "{papers}");
    println!("{papers} papers; complied with: {complied:?}");
    assert!(complied.contains(&(Some("court_order"), false)) && complied.contains(&(Some("part2_order_and_subpoena"), true)));
    let part2: Vec<_> = complied.iter().filter(|(_, part2)| *part2).map(|(is, _)| is.unwrap()).collect();
    assert_eq!(part2, ["part2_order_and_subpoena"], "in a Part 2 program nothing less than its own order with its subpoena");
}

/// No kind of information that is not on the list goes, whichever it is.
fn only_what_it_names(stage: &Stage) {
    let (matter, goes) = (stage.matter(), stage.matter().goes());
    for category in Category::all().filter(|category| !matter.items.iter().any(|item| item.category == *category)) {
        assert!(!goes.contains(category.word()), "{} goes and is not on the list", category.word());
    }
}

#[test]
fn a_subpoena_alone_never_opens_the_file_of_a_victims_advocate() {
    for state in STATES {
        for (facts, is) in all() {
            let file = [
                ("holder_profession", json!("victim_advocate")),
                ("holder_victim_counselor_qualified", json!(true)),
                ("holder_setting", json!("dv_shelter")),
                ("holder_victim_funds", json!(["vawa", "fvpsa", "voca"])),
                ("holder_hipaa_covered_entity", json!(false)),
                ("client_is_dv_sa_victim", json!(true)),
            ];
            let mut stage = Stage::counselling(state, &file);
            let request = [
                ("recipient_kind", json!("opposing_party_attorney")),
                ("purpose", json!("litigation")),
                ("requested_categories", json!(["whole_record", "location_shelter"])),
            ];
            stage.comes(&facts.into_iter().chain(request).collect::<Vec<_>>());
            stage.happens(&Event::Items { items: items(&["progress_notes", "location_shelter"]) }).unwrap();
            let comply = Event::Respond { response: Response::Comply, words: "they insist".into() };
            assert_eq!(stage.happens(&comply), Err(Refusal::WrongState), "{state} {is:?}");
            assert!(stage.matter().items.iter().all(|item| stage.matter().fate(item) == Fate::Withheld));
        }
    }
}
