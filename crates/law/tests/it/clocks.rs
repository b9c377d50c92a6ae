//! When what is owed falls due: every clock of the packs, over weekends, holidays, short months and year's ends.
//!
//! The days were counted by hand on a calendar with the federal holidays as the Office of Personnel Management lists them (5 USC 6103; 5
//! CFR 610.202), not by this program. A period of hours runs from the moment, one of days from the day after the event, as Fed. R. Civ. P.
//! 6(a)(1)-(2) counts; no period here is moved to the next working day, which is the safer side.

use serde_json::json;
use tacenda_law::{Absence, Facts};

use crate::packs::{FILES, PACKS};
use crate::support::DAY;

/// Duty, when its clock starts, when it is over. Without a time of day the earlier day counts.
const DUE: &[(&str, &str, &str)] = &[
    ("report_within_24h", "2026-03-02T16:45:00", "2026-03-03T16:45:00"),
    ("report_within_24h", "2026-02-28T23:50:00", "2026-03-01T23:50:00"),
    ("report_within_24h", "2026-12-31T09:00:00", "2027-01-01T09:00:00"),
    ("report_within_24h", "2026-07-03", "2026-07-04"),
    ("report_within_48h", "2026-03-02T08:00:00", "2026-03-04T08:00:00"),
    ("report_within_48h", "2026-02-27T22:15:00", "2026-03-01T22:15:00"),
    ("report_within_48h", "2026-12-30", "2027-01-01"),
    ("written_report_36h", "2026-03-02T14:30:00", "2026-03-04T02:30:00"),
    ("written_report_36h", "2026-05-30T23:00:00", "2026-06-01T11:00:00"),
    ("written_report_36h", "2026-11-25", "2026-11-26"),
    ("written_report_48h", "2026-03-06T17:00:00", "2026-03-08T17:00:00"),
    ("written_report_48h", "2026-06-29T00:30:00", "2026-07-01T00:30:00"),
    ("written_report_48h", "2026-12-24", "2026-12-26"),
    ("breach_notify_72h", "2026-03-06T17:00:00", "2026-03-09T17:00:00"),
    ("breach_notify_72h", "2026-12-30T12:00:00", "2027-01-02T12:00:00"),
    ("breach_notify_72h", "2026-02-26", "2026-03-01"),
    ("written_report_24h", "2026-03-07T09:30:00", "2026-03-08T09:30:00"),
    ("written_report_24h", "2026-11-25", "2026-11-26"),
    ("written_report_2_working_days", "2026-03-02", "2026-03-04"),
    ("written_report_2_working_days", "2026-03-06", "2026-03-10"),
    ("written_report_2_working_days", "2026-02-13", "2026-02-18"),
    ("written_report_2_working_days", "2026-07-02", "2026-07-07"),
    ("written_report_2_working_days", "2026-11-25", "2026-11-30"),
    ("written_report_2_working_days", "2026-12-24", "2026-12-29"),
    ("respond_5_working_days", "2026-03-02", "2026-03-09"),
    ("respond_5_working_days", "2026-05-21", "2026-05-29"),
    ("respond_5_working_days", "2026-06-17", "2026-06-25"),
    ("respond_5_working_days", "2026-12-23", "2026-12-31"),
    ("respond_15_working_days", "2026-03-02", "2026-03-23"),
    ("respond_15_working_days", "2026-01-15", "2026-02-06"),
    ("respond_15_working_days", "2026-06-30", "2026-07-22"),
    ("respond_15_working_days", "2026-12-11", "2027-01-05"),
    ("breach_notify_15_working_days", "2026-10-08", "2026-10-30"),
    ("breach_notify_15_working_days", "2026-11-10", "2026-12-03"),
    ("breach_notify_15_working_days", "2026-12-18", "2027-01-12"),
    ("respond_10d", "2026-03-02", "2026-03-12"),
    ("respond_10d", "2026-02-20", "2026-03-02"),
    ("respond_10d", "2026-12-28", "2027-01-07"),
    ("respond_15d", "2026-03-02", "2026-03-17"),
    ("respond_15d", "2026-02-14", "2026-03-01"),
    ("respond_15d", "2026-12-20", "2027-01-04"),
    ("respond_30d", "2026-01-31", "2026-03-02"),
    ("respond_30d", "2026-02-01", "2026-03-03"),
    ("respond_30d", "2026-12-15", "2027-01-14"),
    ("respond_45d", "2026-01-15", "2026-03-01"),
    ("respond_45d", "2026-12-01", "2027-01-15"),
    ("respond_60d", "2026-01-01", "2026-03-02"),
    ("respond_60d", "2026-11-20", "2027-01-19"),
    ("breach_notify_30d", "2026-01-30", "2026-03-01"),
    ("breach_notify_30d", "2026-12-15", "2027-01-14"),
    ("breach_notify_45d", "2026-02-14", "2026-03-31"),
    ("breach_notify_45d", "2026-12-01", "2027-01-15"),
    ("breach_notify_60d", "2026-01-01", "2026-03-02"),
    ("breach_notify_60d", "2026-12-31", "2027-03-01"),
    ("respond_1_month", "2026-01-31", "2026-02-28"),
    ("respond_1_month", "2026-03-31", "2026-04-30"),
    ("respond_1_month", "2026-12-31", "2027-01-31"),
    ("respond_1_month", "2026-08-15", "2026-09-15"),
    ("oral_report_immediately", "2026-03-02T02:15:00", "2026-03-02T02:15:00"),
    ("oral_report_immediately", "2026-12-31T23:59:00", "2026-12-31T23:59:00"),
    ("oral_report_immediately", "2026-07-04", "2026-07-04"),
];

#[test]
fn every_clock_ends_when_a_calendar_says_so() {
    let cases = PACKS.cases(&FILES, DAY).unwrap();
    let mut wrong = Vec::new();
    for (duty, start, due) in DUE {
        let at = PACKS.vocabulary.duties.iter().position(|one| one.id == *duty).unwrap();
        // A case of the packs that owes it, on this day.
        let answer = cases.iter().find_map(|case| {
            let mut object = case.facts.to_json(&PACKS.vocabulary);
            object.as_object_mut()?.insert("event_date".to_owned(), json!(start));
            let facts = Facts::from_json(&PACKS.vocabulary, &object, DAY, Absence::Default).ok()?;
            let ruling = PACKS.decide(&facts);
            let owed = ruling.duties.iter().find(|owed| owed.duty == at)?;
            Some((ruling.due(owed)?, PACKS.rule(owed.rule).cite.first().cloned()?))
        });
        match answer {
            Some((found, cite)) if found == *due => assert!(!cite.is_empty()),
            Some((found, cite)) => wrong.push(format!("{duty} from {start}: {found}, not {due} ({cite})")),
            None => wrong.push(format!("{duty} from {start}: no case owes it")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(DUE.len() >= 60);
}

#[test]
fn every_clock_of_the_packs_is_tried() {
    let clocks = PACKS.vocabulary.duties.iter().filter(|duty| duty.clock.is_some());
    let untried: Vec<&str> = clocks.map(|duty| duty.id.as_str()).filter(|id| !DUE.iter().any(|(duty, ..)| duty == id)).collect();
    assert_eq!(untried, [""; 0]);
}

#[test]
fn what_one_law_wants_said_stands_by_a_rule_of_that_law_that_owes_it() {
    let owed = PACKS.vocabulary.duties.iter().enumerate().flat_map(|(at, duty)| duty.notices.iter().map(move |own| (at, own)));
    let mut count = 0;
    for (duty, own) in owed {
        let mut rules = PACKS.rules.iter().filter(|rule| rule.before.contains(&duty) || rule.after.contains(&duty));
        assert!(rules.any(|rule| rule.cite.first().is_some_and(|cite| cite.starts_with(&own.by))), "{}: no rule owes it", own.by);
        assert!(!own.text.en.is_empty() && !own.text.es.is_empty() && own.checked.starts_with("20"), "{}", own.by);
        count += 1;
    }
    assert!(count > 0);
}
