//! Somebody suspects something: in eight states by the clock, with a client and without, and where the law forbids to tell.

use std::ops::{Deref, DerefMut};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::samples::{Sample, adult, all, child};
use crate::flows::stage::{Stage, id, scan, taken};
use crate::flows::{Call, Done, Event, FOLLOW_UP, FlowKind, Intake, Outcome, Report, Served, Short, Told, What, nothing_else};
use crate::inquiry::Source;
use crate::refusal::Refusal;
use crate::task::{Lawful, TaskKind};
use crate::time::{Now, Time};

const UTC: &str = "UTC0";

/// A stage on which somebody suspects something, in a zone.
struct Suspicion {
    stage: Stage,
    zone: TimeZone,
}

impl Deref for Suspicion {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl DerefMut for Suspicion {
    fn deref_mut(&mut self) -> &mut Stage {
        &mut self.stage
    }
}

impl Suspicion {
    fn new(stage: Stage, zone: &str) -> Self {
        let zone = TimeZone::posix(zone).unwrap();
        Self { stage: stage.in_zone(&zone), zone }
    }

    /// The moment in which it is so late on the wall there.
    fn at(&self, wall: &str) -> Time {
        let wall: DateTime = wall.parse().unwrap();
        Time(wall.to_zoned(self.zone.clone()).unwrap().timestamp().as_microsecond())
    }

    /// How late it is there on the wall.
    fn wall(&self, time: Time) -> String {
        let moment = jiff::Timestamp::from_microsecond(time.0).unwrap();
        self.zone.to_datetime(moment).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// It is suspected at `received`, and written down at the stage's time.
    fn opens(&mut self, received: Time, client: bool, facts: &[(&str, Json)]) -> Result<(), Refusal> {
        let mut all: Vec<(&str, Json)> = nothing_else();
        all.push(("informing_client_unsafe", json!(false)));
        all.retain(|(name, _)| !facts.iter().any(|(other, _)| other == name));
        all.extend(facts.iter().cloned());
        let intake = Intake {
            facts: all.into_iter().map(|(name, value)| (name.to_owned(), value, Source::Person)).collect(),
            report: Some(Report {
                told_by: "the child, alone with me".into(),
                account: "\"He locks me in the cellar.\"".into(),
                ..Report::default()
            }),
            ..Intake::of(FlowKind::MandatedReport, id(9), client.then(|| id(8)), received)
        };
        self.stage.takes_in(&intake)
    }
}

fn call(at: Time) -> Event {
    let call = Call { at, whom: "Ms Ortega".into(), number: "855-333-7233".into(), reference: Some("4711".into()) };
    Event::Call { call }
}

fn sent(at: Time) -> Event {
    Event::Serve { letter: FOLLOW_UP.into(), to: "intake, by fax".into(), way: Served::Fax, at }
}

fn ends(outcome: Outcome) -> Event {
    Event::Close { outcome, words: "as it stands".into() }
}

/// A licensed counsellor's file in that state.
fn counsellor(state: &str) -> Stage {
    let more = [
        ("holder_state_licensed", json!(true)),
        ("holder_state_regulated_facility", json!(false)),
        ("client_objects", json!(false)),
    ];
    Stage::counselling(state, &more)
}

/// Opened a day after the suspicion: the clocks do not care.
fn played(sample: &Sample) -> Suspicion {
    let mut story = Suspicion::new(counsellor(sample.state), sample.zone);
    let received = story.at(sample.suspected);
    story.stage.now = Now::trusted(received.plus_minutes(20 * 60));
    story.opens(received, true, &sample.facts).unwrap();
    story
}

#[test]
fn every_clock_ends_when_the_statute_says_counted_from_the_first_suspicion() {
    let samples = all();
    assert!(samples.len() >= 16);
    for sample in &samples {
        let story = played(sample);
        let told = format!("{} {}", sample.state, sample.suspected);
        let ruled = story.matter().ruling.as_ref().unwrap();
        assert_eq!(story.verdict(), "required", "{told}: missing {:?}", ruled.missing);
        let mut clocks: Vec<(String, String)> =
            story.matter().report_owes(&story.zone).into_iter().map(|due| (due.duty, story.wall(due.at))).collect();
        clocks.sort();
        let mut wanted: Vec<(String, String)> =
            sample.clocks.iter().map(|(duty, end)| ((*duty).to_owned(), (*end).to_owned())).collect();
        wanted.sort();
        assert_eq!(clocks, wanted, "{told}");
        // The same stands in the tasks.
        for (duty, end) in &wanted {
            let task = story.stage.tasks.iter().find(|task| task.duty.as_ref() == Some(duty)).unwrap();
            assert_eq!((&story.wall(task.due), task.kind, task.worker), (end, TaskKind::Report, Some(id(1))), "{told}: {duty}");
        }
        assert!(ruled.owed.iter().any(|owed| owed.cite == sample.cite), "{told}: {:?}", ruled.owed);
    }
    println!("{} reports, {} clocks", samples.len(), samples.iter().map(|s| s.clocks.len()).sum::<usize>());
}

#[test]
fn a_report_is_called_in_written_and_closed_by_who_suspects_and_the_office_hears_of_it_afterwards() {
    let mut story = Suspicion::new(counsellor("ca"), "PST8PDT,M3.2.0,M11.1.0");
    let now = story.stage.now.time;
    story.opens(now.plus_minutes(-30), true, &child()).unwrap();
    assert_eq!(story.matter().forms()[0].what, What::Call, "first the call");
    assert_eq!(story.matter().report.as_ref().unwrap().receivers, ["child_protective_services", "law_enforcement"]);
    assert!(!story.stage.owed().contains(&"tell_officer"), "nobody is told before the call: {:?}", story.stage.owed());
    assert_eq!(story.matter().due(), now.plus_minutes(-30), "the call is due at once");
    // That somebody called is shown by whom they called.
    let oral = story.stage.tasks.iter().find(|task| task.duty.as_deref() == Some("oral_report_immediately")).unwrap().id;
    let ticked = Event::Did { task: oral, words: "I called".into() };
    assert_eq!(story.happens(&ticked), Err(Refusal::WrongState));
    let waits = Event::Wait { task: oral, why: Lawful::Counsel, until: None, words: "later".into() };
    assert_eq!(story.happens(&waits), Err(Refusal::WrongState));
    for outcome in [Outcome::Reported, Outcome::NotOwed, Outcome::Withdrawn, Outcome::Moved, Outcome::Answered] {
        assert_eq!(story.happens(&ends(outcome)), Err(Refusal::WrongState), "{}", outcome.word());
    }
    assert_eq!(story.happens(&call(now.plus_minutes(1))), Err(Refusal::BadValue), "nobody called in the future");
    story.happens(&call(now)).unwrap();
    assert!(story.stage.owed().contains(&"tell_officer") && !story.stage.owed().contains(&"oral_report_immediately"));
    let officer = story.stage.tasks.iter().find(|task| task.duty.as_deref() == Some("tell_officer")).unwrap();
    assert_eq!(officer.worker, Some(id(2)));
    assert_eq!(story.happens(&ends(Outcome::Reported)), Err(Refusal::WrongState), "what is owed in writing comes first");
    story.happens(&sent(now)).unwrap();
    assert!(!story.stage.owed().contains(&"written_report_36h"));
    assert_eq!(story.happens(&ends(Outcome::NotOwed)), Err(Refusal::WrongState));
    story.does_all();
    story.happens(&ends(Outcome::Reported)).unwrap();
    assert!(story.matter().forms().is_empty());
    let happened: Vec<What> = story.matter().timeline.iter().map(|line| line.what).collect();
    assert!([What::Open, What::Call, What::Serve, What::Did, What::Close].iter().all(|what| happened.contains(what)));
}

#[test]
fn a_supervisor_has_no_event_that_stops_it() {
    let (boss, now) = (id(5), crate::flows::stage::monday().time);
    let mut story = Suspicion::new(counsellor("nm"), UTC);
    story.opens(now.plus_minutes(-5), true, &child()).unwrap();
    let task = story.stage.tasks.first().unwrap().id;
    let facts = vec![("suspected_abuser_role".to_owned(), json!("other"))];
    let events = [
        Event::Own { worker: boss },
        Event::Say { facts, source: Source::Person },
        Event::Items { items: Vec::new() },
        Event::Did { task, words: "I looked into it".into() },
        Event::Wait { task, why: Lawful::NotOwed, until: None, words: "leave it with me".into() },
        Event::Respond { response: crate::flows::Response::Object, words: "no".into() },
        sent(now),
        scan(7),
        Event::Retract { file: id(7), words: "not ours".into() },
        call(now),
        Event::Tell {
            told: Told { at: now, who: "law_enforcement".into(), name: "a deputy".into(), way: "911".into(), said: "all".into() },
        },
        Event::Protect { done: Done { at: now, what: Short::Colleague, words: "asked".into() } },
        Event::Take { taken: taken(now) },
        Event::Clock { at: now.plus_days(30), words: "no hurry".into() },
        ends(Outcome::NotOwed),
        ends(Outcome::Reported),
    ];
    let mut tried: Vec<What> = events.iter().map(Event::what).collect();
    for event in &events {
        assert_eq!(story.done_by(boss, event), Err(Refusal::NotYourWork), "{}", event.what().word());
    }
    tried.extend([What::Open, What::Send, What::Recall, What::Astray]); // a packet has acts of its own
    assert!(What::ALL.iter().all(|what| tried.contains(what)), "every event there is was tried");
    // Who is told afterwards says that they know, and no more.
    story.happens(&call(now)).unwrap();
    let told = story.stage.tasks.iter().find(|task| task.duty.as_deref() == Some("tell_officer")).unwrap().id;
    let knows = Event::Did { task: told, words: "read it".into() };
    assert_eq!(story.done_by(boss, &knows), Err(Refusal::NotYourWork));
    story.done_by(id(2), &knows).unwrap();
    // Nor does the law's clock move for the reporter.
    let later = Event::Clock { at: now.plus_days(30), words: "later".into() };
    assert_eq!(story.happens(&later), Err(Refusal::WrongState));
}

#[test]
fn a_report_about_nobody_known_stands_on_its_facts_and_needs_no_task() {
    let mut story = Suspicion::new(counsellor("il"), UTC);
    let now = story.stage.now.time;
    story.opens(now.plus_minutes(-60), false, &child()).unwrap();
    assert_eq!(story.verdict(), "required");
    assert!(story.stage.tasks.is_empty());
    let asked = &story.matter().facts["requested_categories"].value;
    assert_eq!(*asked, json!(["abuse_details", "abuser_identity", "child_identity"]), "there is no name of ours to give");
    story.happens(&call(now)).unwrap();
    assert_eq!(story.happens(&ends(Outcome::Reported)), Err(Refusal::WrongState), "the writing is owed");
    story.happens(&sent(now)).unwrap();
    story.happens(&ends(Outcome::Reported)).unwrap();
    assert!(story.matter().report_owes(&story.zone).iter().all(|due| due.done == Some(now)));
}

#[test]
fn what_cannot_be_is_refused_at_the_door() {
    let mut story = Suspicion::new(counsellor("nm"), UTC);
    let now = story.stage.now.time;
    assert_eq!(story.opens(now.plus_minutes(1), true, &child()), Err(Refusal::BadValue), "nobody suspects tomorrow");
    assert_eq!(story.opens(now, true, &[]), Err(Refusal::BadValue), "neither a child nor an adult");
    let both: Vec<_> = child().into_iter().chain(adult("elder")).collect();
    assert_eq!(story.opens(now, true, &both), Err(Refusal::BadValue));
}

#[test]
fn what_no_law_asks_for_is_closed_in_words_and_what_one_asks_for_is_not() {
    // A grown survivor, and no child in danger: New York asks for no report.
    let mut facts = child();
    facts.retain(|(name, _)| !["abuse_victim_now_adult", "suspected_abuser_has_current_child_access"].contains(name));
    facts.extend([("abuse_victim_now_adult", json!(true)), ("suspected_abuser_has_current_child_access", json!(false))]);
    let mut story = Suspicion::new(counsellor("ny"), UTC);
    let now = story.stage.now.time;
    story.opens(now, true, &facts).unwrap();
    let missing = &story.matter().ruling.as_ref().unwrap().missing;
    assert_eq!(story.verdict(), "prohibited", "{missing:?}");
    assert!(!story.matter().may_write(), "nothing goes");
    assert_eq!(story.happens(&sent(now)), Err(Refusal::WrongState));
    let silent = Event::Close { outcome: Outcome::NotOwed, words: " ".into() };
    assert_eq!(story.happens(&silent), Err(Refusal::BadValue), "not without a reason");
    story.happens(&ends(Outcome::NotOwed)).unwrap();
    assert!(story.stage.owed().is_empty());
}

#[test]
fn where_one_law_asks_and_another_forbids_nothing_is_sent_and_the_way_out_is_owed() {
    // An elder in California, and a patient of an alcohol or drug program: 42 CFR 2.12(c)(6) reaches children alone.
    let program = [("holder_part2_program", json!(true)), ("holder_setting", json!("sud_program"))];
    let more =
        [("holder_state_licensed", json!(true)), ("client_objects", json!(false)), ("record_has_part2_content", json!(true))];
    let file: Vec<_> = program.into_iter().chain(more).collect();
    let mut story = Suspicion::new(Stage::counselling("ca", &file), UTC);
    let now = story.stage.now.time;
    story.opens(now, true, &adult("elder")).unwrap();
    assert_eq!(story.verdict(), "conflict");
    let owed = story.stage.owed();
    for duty in ["anonymous_or_nonidentifying_report", "consult_counsel", "seek_client_authorization"] {
        assert!(owed.contains(&duty), "{duty}: {owed:?}");
    }
    assert_eq!(story.happens(&sent(now)), Err(Refusal::WrongState), "nothing is sent");
    assert_eq!(story.happens(&ends(Outcome::NotOwed)), Err(Refusal::WrongState), "the ways out come first");
    story.does_all();
    story.happens(&ends(Outcome::NotOwed)).unwrap();
    // The child of a patient is another matter: the carve-out lets the first report through.
    let mut story = Suspicion::new(Stage::counselling("ca", &file), UTC);
    story.opens(now, true, &child()).unwrap();
    assert_eq!(story.verdict(), "required");
}

#[test]
fn an_advocate_on_grant_money_reports_where_a_statute_names_advocates_and_nowhere_else() {
    let advocate = [
        ("holder_profession", json!("victim_advocate")),
        ("holder_victim_counselor_qualified", json!(true)),
        ("holder_setting", json!("dv_shelter")),
        ("holder_victim_funds", json!(["vawa", "fvpsa", "voca"])),
        ("holder_hipaa_covered_entity", json!(false)),
        ("holder_state_licensed", json!(false)),
        ("client_is_dv_sa_victim", json!(true)),
        ("client_objects", json!(true)),
    ];
    let verdict = |state: &str| {
        let mut story = Suspicion::new(Stage::counselling(state, &advocate), UTC);
        let now = story.stage.now.time;
        story.opens(now, true, &child()).unwrap();
        let refused = story.happens(&sent(now)).is_err();
        (story.verdict().to_owned(), refused)
    };
    for (state, told) in [("nm", "required"), ("wa", "required"), ("il", "required"), ("co", "prohibited"), ("ca", "prohibited")]
    {
        assert_eq!(verdict(state), (told.to_owned(), told == "prohibited"), "{state}");
    }
}
