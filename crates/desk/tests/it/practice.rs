//! The fictional agency: believable, complete, and allowed to do everything it does.

mod replay;

use std::collections::{BTreeMap, BTreeSet};

use replay::Desk;
use tacenda_desk::acts::Act;
use tacenda_desk::practice::{Agency, Event, Size, canaries};
use tacenda_desk::{Time, WorkerId};

/// 2 March 2026, 17:00 UTC.
const START: Time = Time(1_772_470_800_000_000);

fn describe(event: &Event) -> String {
    format!("{} {} {:?} {:?}", event.at.0, event.act.word(), event.reason, event.act)
}

#[track_caller]
fn replayed(agency: Agency, mut look: impl FnMut(&Event, &Desk)) -> Desk {
    let mut desk = Desk::founded(agency.founding());
    for event in agency {
        let answer = desk.take(&event).map(|_| ()).err();
        let who = desk.worker(event.by);
        assert_eq!(answer, event.expect_refusal, "{} ({:?}): {}", who.name, who.roles, describe(&event));
        look(&event, &desk);
    }
    desk
}

#[test]
fn every_act_of_the_tiny_agency_is_allowed() {
    replayed(Agency::new(1, Size::Tiny, START), |_, _| {});
}

#[test]
fn every_act_of_a_practice_is_allowed() {
    for seed in 0..30 {
        let mut n = 0;
        replayed(Agency::new(seed, Size::Practice, START), |_, _| n += 1);
        println!("{n} events");
    }
}
#[test]
fn every_act_of_an_agency_is_allowed() {
    for seed in 0..3 {
        let mut n = 0;
        replayed(Agency::new(seed, Size::Agency(1300), START), |_, _| n += 1);
        println!("{n} events");
    }
}
#[test]
fn zz_speed() {
    let t = std::time::Instant::now();
    let mut n = 0;
    let mut m = 0;
    for e in Agency::new(5, Size::Agency(1000), START) {
        n += 1;
        if let tacenda_desk::acts::Act::AddRecord(r) = &e.act {
            m += r.text.len();
        }
    }
    println!("{n} events {m} bytes {:?}", t.elapsed());
}
