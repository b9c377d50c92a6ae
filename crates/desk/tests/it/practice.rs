//! The fictional agency: believable, complete, and allowed to do everything it does.

mod coverage;
mod replay;

use std::collections::{BTreeMap, BTreeSet};

use replay::Desk;
use tacenda_desk::acts::Act;
use tacenda_desk::practice::{Agency, Event, Size, canaries};
use tacenda_desk::{Class, Kind, Refusal, Thing, Time, WorkerState};

/// 2 March 2026, 17:00 UTC.
const START: Time = Time(1_772_470_800_000_000);

/// Plays a year on a desk in memory. Every event is taken, or refused as it says.
#[track_caller]
fn played(agency: Agency, mut look: impl FnMut(&Event, &mut Desk)) -> Desk {
    let mut desk = Desk::founded(agency.founding());
    let mut last = START;
    for event in agency {
        let answer = desk.take(&event).err();
        let who = desk.worker(event.by);
        assert_eq!(answer, event.expect_refusal, "{} {:?} {:?} {:?}", event.act.word(), event.reason, who.roles, event.act);
        assert!(last <= event.at, "{} comes before what came before it", event.act.word());
        last = event.at;
        look(&event, &mut desk);
    }
    desk
}

fn all_of(seed: u64, size: Size) -> Vec<Event> {
    Agency::new(seed, size, START).collect()
}

#[test]
fn every_act_of_the_tiny_agency_is_allowed() {
    for seed in 0..20 {
        played(Agency::new(seed, Size::Tiny, START), |event, _| assert_eq!(event.expect_refusal, None));
    }
}

#[test]
fn every_act_of_a_practice_is_allowed_or_refused_as_it_says() {
    let mut refused = BTreeSet::new();
    played(Agency::new(7, Size::Practice, START), |event, _| refused.extend(event.expect_refusal));
    for refusal in [Refusal::NotFoundOrNotYours, Refusal::NotAtWork, Refusal::TrainingOverdue, Refusal::NeedsSecondPerson] {
        assert!(refused.contains(&refusal), "{refusal:?}");
    }
    for refusal in [Refusal::StaleVersion, Refusal::UnsafePerson, Refusal::Held, Refusal::WrongState, Refusal::NeverByGlass] {
        assert!(refused.contains(&refusal), "{refusal:?}");
    }
}

#[test]
fn a_day_in_the_tiny_agency_reads_as_a_story() {
    let events = all_of(3, Size::Tiny);
    let words: Vec<&str> = events.iter().map(|e| e.act.word()).collect();
    let first = |word: &str| words.iter().position(|w| *w == word).unwrap_or_else(|| panic!("nobody does {word}"));
    let story = [
        "worker.invite",
        "worker.confirm",
        "worker.training",
        "worker.key",
        "supervision.begin",
        "client.add",
        "client.open",
        "appointment.make",
        "appointment.change",
        "record.add",
    ];
    let places: Vec<usize> = story.iter().map(|word| first(word)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(events.iter().filter(|e| matches!(e.act, Act::AddClient(_))).count(), 5);
    let who: BTreeSet<_> = events.iter().map(|e| e.by).collect();
    assert_eq!(who.len(), 3);
}

#[test]
fn the_same_seed_gives_the_same_agency_and_another_seed_another() {
    let (one, same, other) = (all_of(11, Size::Practice), all_of(11, Size::Practice), all_of(12, Size::Practice));
    assert!(one == same, "the same seed gave two agencies");
    assert!(one != other, "two seeds gave one agency");
    assert_eq!(Agency::new(11, Size::Tiny, START).founding(), Agency::new(11, Size::Tiny, START).founding());
}

#[test]
fn a_practice_has_twelve_on_staff_and_sixty_clients_and_a_year() {
    let mut clients = 0;
    let mut last = START;
    let staff = |desk: &Desk| {
        let of = |t: &&Thing| matches!(t, Thing::Worker(w) if w.kind == tacenda_desk::WorkerKind::Staff && w.state == WorkerState::Active);
        desk.saved.iter().filter(of).map(Thing::id).collect::<BTreeSet<_>>()
    };
    let mut at_work = BTreeSet::new();
    played(Agency::new(7, Size::Practice, START), |event, desk| {
        clients += usize::from(matches!(event.act, Act::AddClient(_)));
        last = event.at;
        if event.at < START.plus_days(5) {
            at_work.extend(staff(desk));
        }
    });
    assert_eq!((at_work.len(), clients), (12, 60));
    let days = (last.0 - START.0) / 86_400_000_000;
    assert!((355..375).contains(&days), "{days}");
}

#[test]
fn an_agency_of_any_size_that_opens_on_any_day_of_the_week_does_what_is_allowed() {
    for (day, clients) in (0..7).zip([0, 1, 2, 5, 9, 14, 23]) {
        played(Agency::new(6, Size::Agency(clients), START.plus_days(day)), |_, _| {});
    }
}

#[test]
fn a_large_agency_has_more_of_everything() {
    let mut asked_in = 0;
    let (mut clients, mut records) = (0, 0);
    for event in Agency::new(5, Size::Agency(1_300), START) {
        asked_in += usize::from(matches!(event.act, Act::InviteWorker(_)));
        clients += usize::from(matches!(event.act, Act::AddClient(_)));
        records += usize::from(matches!(event.act, Act::AddRecord(_)));
    }
    assert_eq!(clients, 1_300);
    assert!(asked_in > 80, "{asked_in}");
    assert!(records > 30_000, "{records}");
}

#[test]
fn hardly_two_notes_say_the_same() {
    let text = |event: Event| match event.act {
        Act::AddRecord(record) if record.category.word() == "progress_notes" => Some(record.text),
        _ => None,
    };
    let texts: Vec<String> = Agency::new(7, Size::Practice, START).filter_map(text).collect();
    let different: BTreeSet<&String> = texts.iter().collect();
    assert!(texts.len() > 300, "{}", texts.len());
    assert!(different.len() * 100 > texts.len() * 99, "{} of {}", different.len(), texts.len());
    assert!(texts.iter().all(|t| !t.contains('{') && !t.contains('}') && !t.contains("  ") && t.len() > 60));
}

#[test]
fn telephone_numbers_are_of_those_that_nobody_has() {
    for event in Agency::new(2, Size::Practice, START) {
        let Act::AddClient(add) = event.act else { continue };
        let number = |place: &String| place.as_bytes().iter().filter(|b| b.is_ascii_digit()).count() == 10;
        for line in add.card.reach.lines.iter().map(|l| &l.place).filter(|p| number(p) && p.contains("-555-")) {
            assert!(line.contains("-555-01"), "{line}");
        }
    }
}

#[test]
fn ten_thousand_canaries_stand_in_the_fields_of_a_few_hundred_clients() {
    let planted: Vec<_> = canaries(4, Size::Agency(200), START).collect();
    let texts: BTreeSet<&str> = planted.iter().map(|c| c.text.as_str()).collect();
    assert!(planted.len() >= 10_000, "{}", planted.len());
    assert_eq!(texts.len(), planted.len(), "a canary stands twice");
    for class in Class::ALL {
        assert!(planted.iter().any(|c| c.class == *class), "none at {class:?}");
    }
}

#[test]
fn every_canary_stands_in_what_the_desk_would_keep_and_only_where_it_says() {
    let agency = Agency::with_canaries(4, Size::Practice, START);
    let mut planted = agency.founding().canaries.clone();
    let mut kept = Vec::new();
    let mut uploads = String::new();
    let mut keep = |desk: &mut Desk| {
        for thing in desk.saved.drain(..) {
            let blob = String::from_utf8(thing.to_blob()).unwrap();
            kept.push(((thing.kind(), thing.columns().class), blob));
        }
    };
    played(agency, |event, desk| {
        planted.extend(event.canaries.clone());
        event.uploads.iter().for_each(|u| uploads.push_str(&String::from_utf8_lossy(&u.bytes)));
        keep(desk);
    });
    let mut found: BTreeMap<&str, BTreeSet<(Kind, Class)>> = BTreeMap::new();
    for (place, blob) in &kept {
        for marker in markers(blob) {
            found.entry(marker).or_default().insert(*place);
        }
    }
    for canary in planted.iter().filter(|c| c.kept && c.field != "attachments.bytes") {
        let only = BTreeSet::from([(canary.kind, canary.class)]);
        assert_eq!(found.get(canary.text.as_str()), Some(&only), "{} {}", canary.kind.word(), canary.field);
    }
    let in_bytes = planted.iter().filter(|c| c.field == "attachments.bytes");
    assert!(in_bytes.into_iter().all(|c| uploads.contains(&c.text)));
}

/// The markers in a text: runs of letters or digits as long as one.
fn markers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).map(|run| run.strip_prefix('x').unwrap_or(run)).filter(|run| {
        let letters = run.len() == 19 && (run.starts_with("CANARY") || run.starts_with("canary"));
        letters || (run.len() == 20 && run.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[test]
fn planting_canaries_changes_nothing_else() {
    let plain = all_of(4, Size::Practice);
    let marked: Vec<Event> = Agency::with_canaries(4, Size::Practice, START).collect();
    let what = |e: &Event| (e.act.word(), e.by, e.expect_refusal);
    assert!(plain.iter().map(what).eq(marked.iter().map(what)), "another agency");
}
