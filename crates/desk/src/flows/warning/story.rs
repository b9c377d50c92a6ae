//! Somebody hears of a danger: where the law commands that two are told, where it lets nobody tell the one in danger, where it cannot be
//! told yet, and where nothing is to be told.

use std::ops::{Deref, DerefMut};

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::form::might;
use crate::flows::stage::{Stage, id, monday, scan, taken};
use crate::flows::{Call, Done, Event, FlowKind, Intake, Outcome, Response, Served, Short, Told, Warning, What, no_more};
use crate::inquiry::Source;
use crate::refusal::Refusal;
use crate::task::{Lawful, TaskKind};
use crate::time::Time;

const PACIFIC: &str = "PST8PDT,M3.2.0,M11.1.0";

/// A stage on which somebody hears of a danger.
struct Danger {
    stage: Stage,
    zone: TimeZone,
}

impl Deref for Danger {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl DerefMut for Danger {
    fn deref_mut(&mut self) -> &mut Stage {
        &mut self.stage
    }
}

impl Danger {
    fn new(stage: Stage, zone: &str) -> Self {
        let zone = TimeZone::posix(zone).unwrap();
        Self { stage: stage.in_zone(&zone), zone }
    }

    fn opens(&mut self, received: Time, client: bool, facts: &[(&str, Json)]) -> Result<(), Refusal> {
        let warning = Warning {
            account: "He says that he will shoot his brother on Friday, and has the gun.".into(),
            considered: vec![Short::SafetyPlan, Short::Hospital],
            set_aside: "He wants no hospital, and the gun is still in the car.".into(),
            ..Warning::default()
        };
        self.opens_with(warning, received, client, facts)
    }

    fn opens_with(&mut self, warning: Warning, received: Time, client: bool, facts: &[(&str, Json)]) -> Result<(), Refusal> {
        let intake = Intake {
            facts: facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone(), Source::Person)).collect(),
            warning: Some(warning),
            ..Intake::of(FlowKind::Warning, id(9), client.then(|| id(8)), received)
        };
        self.stage.takes_in(&intake)
    }

    /// What the law says of that one.
    fn of(&self, who: &str) -> &str {
        self.matter().warning.as_ref().unwrap().receiver(who).map_or("nobody", |there| &there.verdict)
    }

    /// Which kinds of information may be said to that one.
    fn may(&self, who: &str) -> Vec<&str> {
        let may = &self.matter().warning.as_ref().unwrap().receiver(who).unwrap().may;
        let mut may: Vec<&str> = may.iter().map(String::as_str).collect();
        may.sort_unstable();
        may
    }

    fn task(&self, duty: &str) -> &crate::task::Task {
        self.stage.tasks.iter().find(|task| task.duty.as_deref() == Some(duty)).unwrap()
    }
}

/// The client's own threat of death against somebody who has a name, soon; nothing else is in it.
fn threat() -> Vec<(&'static str, Json)> {
    let mut facts = no_more();
    facts.extend([
        ("threat_source", json!("client")),
        ("threat_target", json!("identifiable_person")),
        ("threat_severity", json!("serious_injury_or_death")),
        ("threat_imminent", json!(true)),
        ("client_intent_and_ability", json!(true)),
        ("disclosure_necessary_to_protect", json!(true)),
        ("crime_on_premises_or_against_staff", json!(false)),
        ("contemplates_future_crime", json!(true)),
    ]);
    facts
}

/// The same, with this said otherwise.
fn threat_but(others: &[(&'static str, Json)]) -> Vec<(&'static str, Json)> {
    let mut facts = threat();
    facts.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    facts.extend(others.iter().filter(|(_, value)| !value.is_null()).cloned());
    facts
}

/// A licensed counsellor's file in that state, and what it says beside it.
fn counsellor(state: &str, more: &[(&'static str, Json)]) -> Stage {
    let mut all = vec![
        ("holder_state_licensed", json!(true)),
        ("holder_state_regulated_facility", json!(false)),
        ("client_objects", json!(true)),
    ];
    all.extend(more.iter().cloned());
    Stage::counselling(state, &all)
}

fn tells(at: Time, who: &str) -> Event {
    let said = "That he was threatened with a gun for Friday, by whom, and where he is.";
    let told = Told { at, who: who.into(), name: "Luis".into(), way: "505-555-0100".into(), said: said.into() };
    Event::Tell { told }
}

fn protects(at: Time, what: Short) -> Event {
    Event::Protect { done: Done { at, what, words: "gone over with him, twice".into() } }
}

fn ends(outcome: Outcome) -> Event {
    Event::Close { outcome, words: "as it stands".into() }
}

#[test]
fn in_california_the_person_in_danger_and_the_police_must_both_be_told_and_never_the_chart() {
    let mut story = Danger::new(counsellor("ca", &[("holder_profession", json!("mft"))]), PACIFIC);
    let now = story.stage.now.time;
    story.opens(now.plus_minutes(-40), true, &threat()).unwrap();
    assert_eq!((story.of("potential_victim"), story.of("law_enforcement")), ("required", "required"));
    let may = ["contact", "danger_assessment", "identity", "threat_statement", "victim_identity"];
    assert_eq!((story.may("potential_victim"), story.may("law_enforcement")), (may.to_vec(), may.to_vec()));
    let by = &story.matter().warning.as_ref().unwrap().receiver("potential_victim").unwrap().by;
    assert!(by.iter().any(|rule| rule.cite.iter().any(|cite| cite.starts_with("Cal. Civ. Code 43.92"))), "{by:?}");
    // First of all to tell, at once; the report of the gun stands beside it with its own clock.
    assert_eq!(story.matter().forms()[0].what, What::Tell);
    for duty in ["warn_victim", "notify_law_enforcement"] {
        let task = story.task(duty);
        assert_eq!((task.due, task.kind, task.worker), (now.plus_minutes(-40), TaskKind::Report, Some(id(1))), "{duty}");
    }
    assert_eq!(story.task("report_within_24h").due, now.plus_minutes(24 * 60 - 40));
    assert!(!story.stage.owed().contains(&"tell_officer"), "nobody is told before: {:?}", story.stage.owed());
    // That somebody was told is shown by who was, and by nothing else.
    let task = story.task("warn_victim").id;
    assert_eq!(story.happens(&Event::Did { task, words: "I called".into() }), Err(Refusal::WrongState));
    for outcome in [Outcome::Warned, Outcome::KeptSafe, Outcome::NotOwed, Outcome::Reported, Outcome::Withdrawn] {
        assert_eq!(story.happens(&ends(outcome)), Err(Refusal::WrongState), "{}", outcome.word());
    }
    story.happens(&tells(now.plus_minutes(-5), "potential_victim")).unwrap();
    assert!(!story.stage.owed().contains(&"warn_victim") && story.stage.owed().contains(&"notify_law_enforcement"));
    assert_eq!(story.task("tell_officer").worker, Some(id(2)), "the office hears of it afterwards");
    assert_eq!(story.happens(&ends(Outcome::Warned)), Err(Refusal::WrongState), "the police are not told yet");
    story.happens(&tells(now, "law_enforcement")).unwrap();
    assert_eq!(story.happens(&ends(Outcome::Warned)), Err(Refusal::WrongState), "the client is owed a word");
    assert!(story.stage.owed().contains(&"inform_client_when_safe"), "{:?}", story.stage.owed());
    story.does_all();
    story.happens(&ends(Outcome::Warned)).unwrap();
    assert!(story.matter().forms().is_empty());
    let happened: Vec<What> = story.matter().timeline.iter().map(|line| line.what).collect();
    assert!([What::Open, What::Tell, What::Did, What::Close].iter().all(|what| happened.contains(what)));
}

#[test]
fn in_texas_the_police_may_be_told_and_the_person_in_danger_may_not() {
    let mut story = Danger::new(counsellor("tx", &[]), "CST6CDT,M3.2.0,M11.1.0");
    let now = story.stage.now.time;
    story.opens(now.plus_minutes(-40), true, &threat()).unwrap();
    assert_eq!((story.of("law_enforcement"), story.of("potential_victim")), ("permitted", "prohibited"));
    assert_eq!(story.of("family_friend"), "prohibited");
    assert!(story.may("potential_victim").is_empty());
    assert!(!story.stage.owed().contains(&"inform_client_when_safe"), "nobody was told yet: {:?}", story.stage.owed());
    let form = &story.matter().forms()[0];
    assert!(form.choices.contains(&"law_enforcement") && !form.choices.contains(&"potential_victim"), "{form:?}");
    for who in ["potential_victim", "family_friend", "client", "nobody", ""] {
        assert_eq!(story.happens(&tells(now, who)), Err(Refusal::WrongState), "{who}");
    }
    story.happens(&tells(now, "law_enforcement")).unwrap();
    assert!(story.stage.owed().contains(&"inform_client_when_safe"), "{:?}", story.stage.owed());
    story.does_all();
    story.happens(&ends(Outcome::Warned)).unwrap();
}

#[test]
fn where_something_is_not_known_it_is_asked_and_nobody_can_be_told_before() {
    let mut story = Danger::new(counsellor("nm", &[]), "UTC0");
    let now = story.stage.now.time;
    story
        .opens(now, true, &threat_but(&[("threat_imminent", Json::Null), ("disclosure_necessary_to_protect", Json::Null)]))
        .unwrap();
    assert_eq!(story.verdict(), "needs_more_facts");
    let missing = &story.matter().warning.as_ref().unwrap().receiver("law_enforcement").unwrap().missing;
    assert!(missing.iter().any(|name| name == "threat_imminent"), "{missing:?}");
    assert_eq!(story.matter().forms()[0].what, What::Say, "first what the law asks");
    assert_eq!(story.happens(&tells(now, "law_enforcement")), Err(Refusal::WrongState));
    let fixed = Event::Say { facts: vec![("threat_communicated".into(), json!(false))], source: Source::Person };
    assert_eq!(story.happens(&fixed), Err(Refusal::BadValue), "what it is was said once");
    let facts = [("threat_imminent", json!(true)), ("disclosure_necessary_to_protect", json!(true))];
    let facts = facts.map(|(name, value)| (name.to_owned(), value)).to_vec();
    story.happens(&Event::Say { facts, source: Source::Person }).unwrap();
    assert_eq!((story.of("law_enforcement"), story.of("potential_victim")), ("permitted", "permitted"));
    story.happens(&tells(now, "potential_victim")).unwrap();
    story.does_all();
    story.happens(&ends(Outcome::Warned)).unwrap();
}

#[test]
fn where_a_law_could_command_it_silence_is_no_end_until_everything_was_asked() {
    let mut story = Danger::new(counsellor("ca", &[("holder_profession", json!("mft"))]), PACIFIC);
    story.opens(story.stage.now.time, true, &threat_but(&[("threat_severity", Json::Null)])).unwrap();
    assert_eq!(story.of("potential_victim"), "needs_more_facts");
    assert_eq!(story.happens(&ends(Outcome::KeptSafe)), Err(Refusal::WrongState), "nobody can tell yet whether it is owed");
    for _ in 0..20 {
        let warning = story.matter().warning.clone().unwrap();
        let not_asked = |name: &&String| !story.matter().facts.contains_key(*name);
        let Some(name) = warning.receivers.iter().flat_map(|there| &there.missing).find(not_asked).cloned() else { break };
        story.happens(&Event::Say { facts: vec![(name, Json::Null)], source: Source::Person }).unwrap();
    }
    story.happens(&ends(Outcome::KeptSafe)).unwrap();
    // In New Mexico no law commands it, whatever is still asked.
    let mut story = Danger::new(counsellor("nm", &[]), "UTC0");
    story.opens(story.stage.now.time, true, &threat_but(&[("threat_imminent", Json::Null)])).unwrap();
    assert_eq!(story.verdict(), "needs_more_facts");
    story.happens(&ends(Outcome::KeptSafe)).unwrap();
}

#[test]
fn a_patient_of_an_alcohol_or_drug_program_is_not_named_and_the_ways_out_are_owed() {
    let program = [
        ("holder_part2_program", json!(true)),
        ("holder_setting", json!("sud_program")),
        ("record_has_part2_content", json!(true)),
        ("holder_profession", json!("mft")),
    ];
    let mut story = Danger::new(counsellor("ca", &program), PACIFIC);
    let now = story.stage.now.time;
    story.opens(now, true, &threat()).unwrap();
    assert_eq!((story.verdict(), story.of("potential_victim")), ("conflict", "conflict"));
    assert!(story.may("potential_victim").is_empty(), "who it is may not go");
    let owed = story.stage.owed();
    for duty in ["anonymous_or_nonidentifying_report", "consult_counsel"] {
        assert!(owed.contains(&duty), "{duty}: {owed:?}");
    }
    assert_eq!(story.happens(&tells(now, "potential_victim")), Err(Refusal::WrongState));
    assert_eq!(story.happens(&ends(Outcome::KeptSafe)), Err(Refusal::WrongState), "the ways out come first");
    story.does_all();
    story.happens(&ends(Outcome::KeptSafe)).unwrap();
}

#[test]
fn a_threat_that_is_not_serious_opens_nothing_and_what_helps_is_entered() {
    let mild = threat_but(&[
        ("threat_severity", json!("emotional")),
        ("threat_imminent", json!(false)),
        ("client_intent_and_ability", json!(false)),
        ("disclosure_necessary_to_protect", json!(false)),
    ]);
    let mut story = Danger::new(counsellor("ca", &[]), PACIFIC);
    let now = story.stage.now.time;
    story.opens(now, true, &mild).unwrap();
    let warning = story.matter().warning.as_ref().unwrap();
    let told: Vec<_> = warning.receivers.iter().map(|there| (&there.who, &there.verdict, &there.missing)).collect();
    assert_eq!(warning.may_hear().count(), 0, "{told:?}");
    assert!(!story.matter().forms().iter().any(|form| form.what == What::Tell));
    assert_eq!(story.happens(&tells(now, "law_enforcement")), Err(Refusal::WrongState));
    story.happens(&protects(now, Short::SafetyPlan)).unwrap();
    assert_eq!(story.happens(&protects(now.plus_minutes(1), Short::Colleague)), Err(Refusal::BadValue), "not yet");
    let silent = Event::Close { outcome: Outcome::KeptSafe, words: " ".into() };
    assert_eq!(story.happens(&silent), Err(Refusal::BadValue), "not without a reason");
    assert_eq!(story.happens(&ends(Outcome::Warned)), Err(Refusal::WrongState), "nobody was told");
    story.happens(&ends(Outcome::KeptSafe)).unwrap();
    assert!(story.stage.owed().is_empty());
    assert_eq!(story.matter().warning.as_ref().unwrap().done.len(), 1);
}

#[test]
fn a_supervisor_has_no_event_that_stops_it() {
    let (boss, now) = (id(5), monday().time);
    let mut story = Danger::new(counsellor("ca", &[]), PACIFIC);
    story.opens(now.plus_minutes(-5), true, &threat()).unwrap();
    let task = story.stage.tasks.first().unwrap().id;
    let events = [
        Event::Own { worker: boss },
        Event::Say { facts: vec![("threat_severity".to_owned(), json!("none"))], source: Source::Person },
        Event::Items { items: Vec::new() },
        Event::Did { task, words: "I looked into it".into() },
        Event::Wait { task, why: Lawful::NotOwed, until: None, words: "leave it with me".into() },
        Event::Respond { response: Response::Object, words: "no".into() },
        Event::Serve { letter: "none".into(), to: "nobody".into(), way: Served::Talk, at: now },
        Event::Call { call: Call { at: now, whom: "x".into(), number: "1".into(), reference: None } },
        scan(7),
        Event::Retract { file: id(7), words: "not ours".into() },
        tells(now, "law_enforcement"),
        protects(now, Short::Colleague),
        Event::Take { taken: taken(now) },
        Event::Clock { at: now.plus_days(30), words: "no hurry".into() },
        ends(Outcome::KeptSafe),
        ends(Outcome::Warned),
    ];
    let mut tried: Vec<What> = events.iter().map(Event::what).collect();
    for event in &events {
        assert_eq!(story.done_by(boss, event), Err(Refusal::NotYourWork), "{}", event.what().word());
    }
    tried.extend([What::Open, What::Send, What::Recall, What::Astray]); // a packet has acts of its own
    assert!(What::ALL.iter().all(|what| tried.contains(what)), "every event there is was tried");
    // Who is told afterwards says that they know, and no more.
    story.happens(&tells(now, "law_enforcement")).unwrap();
    let knows = Event::Did { task: story.task("tell_officer").id, words: "read it".into() };
    assert_eq!(story.done_by(boss, &knows), Err(Refusal::NotYourWork));
    story.done_by(id(2), &knows).unwrap();
    // Nor does the law's clock move for whoever heard of it; but what another law lets stand for a warning is entered with its reason.
    let later = Event::Clock { at: now.plus_days(30), words: "later".into() };
    assert_eq!(story.happens(&later), Err(Refusal::WrongState));
    let task = story.task("warn_victim").id;
    let instead = Event::Wait { task, why: Lawful::LawLets, until: None, words: "the police told him at the door".into() };
    story.happens(&instead).unwrap();
}

#[test]
fn a_danger_about_nobody_known_has_no_name_of_ours_to_give_and_needs_no_task() {
    let mut story = Danger::new(counsellor("ca", &[("holder_profession", json!("mft"))]), PACIFIC);
    let now = story.stage.now.time;
    story.opens(now.plus_minutes(-10), false, &threat()).unwrap();
    assert!(story.stage.tasks.is_empty());
    let asked = &story.matter().facts["requested_categories"].value;
    assert_eq!(*asked, json!(["threat_statement", "victim_identity", "danger_assessment"]));
    assert_eq!(story.verdict(), "required");
    story.happens(&tells(now, "law_enforcement")).unwrap();
    assert_eq!(story.happens(&ends(Outcome::Warned)), Err(Refusal::WrongState), "the person in danger is not told");
    story.happens(&tells(now, "potential_victim")).unwrap();
    assert!(story.matter().warning_owes(&story.zone).iter().all(|due| due.done == Some(now)));
    story.happens(&ends(Outcome::Warned)).unwrap();
}

#[test]
fn of_danger_to_the_client_alone_nobody_else_is_the_one_in_danger() {
    let mut story = Danger::new(counsellor("nm", &[]), "UTC0");
    let now = story.stage.now.time;
    story.opens(now, true, &threat_but(&[("threat_target", json!("self"))])).unwrap();
    assert!(!might(story.matter()).contains(&"potential_victim"));
    assert_eq!(story.of("crisis_services"), "permitted");
    let school = threat_but(&[("threat_target", json!("school"))]);
    let mut story = Danger::new(counsellor("nm", &[("client_is_minor", json!(true)), ("client_age", json!(15))]), "UTC0");
    story.opens(now, true, &school).unwrap();
    let might = might(story.matter());
    assert!(["potential_victim", "school_officials", "parent_guardian"].iter().all(|who| might.contains(who)), "{might:?}");
}

#[test]
fn what_cannot_be_is_refused_at_the_door() {
    let mut story = Danger::new(counsellor("nm", &[]), "UTC0");
    let now = story.stage.now.time;
    assert_eq!(story.opens(now.plus_minutes(1), true, &threat()), Err(Refusal::BadValue), "nobody hears it tomorrow");
    let account = "He will do it.".to_owned();
    let bad = [
        Warning::default(),
        Warning { account: account.clone(), considered: vec![Short::Hospital; 2], ..Warning::default() },
        Warning { account: account.clone(), set_aside: "x".repeat(30_000), ..Warning::default() },
        Warning {
            account: account.clone(),
            done: vec![Done { at: now, what: Short::Hospital, words: "x".into() }],
            ..Warning::default()
        },
    ];
    for warning in bad {
        assert_eq!(story.opens_with(warning, now, true, &threat()), Err(Refusal::BadValue));
    }
    story.opens_with(Warning { account, ..Warning::default() }, now, true, &threat()).unwrap();
    let mut nothing = tells(now, "law_enforcement");
    if let Event::Tell { told } = &mut nothing {
        told.said = "  ".into();
    }
    assert_eq!(story.happens(&nothing), Err(Refusal::BadValue), "what was said is part of it");
    assert_eq!(story.happens(&tells(now.plus_minutes(1), "law_enforcement")), Err(Refusal::BadValue), "not tomorrow");
}
