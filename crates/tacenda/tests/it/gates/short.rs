//! Whoever is short of a gate opens nothing: every gate × every route of the table, and the acts behind the pages.

use axum::http::{Method, StatusCode};
use tacenda::account::Policy;
use tacenda::act::Asked;
use tacenda::agency::SignedIn;
use tacenda::problem::Problem;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{
    Absence, Act, Agree, CertifyCourse, EndWorker, KeepPolicy, ListClients, NewEdition, ReadTasks, ReadWorkers, SetCourse,
    SuspendWorker,
};
use tacenda_desk::{PolicyKind, PolicyText, Readiness, Refusal, Role, Worker, WorkerKind, WorkerState};

use super::house::{Browser, House};
use super::routes::{Row, rows};

/// Doors that no gate closes: strangers', one's own account's, those that lead to what is asked.
fn stays(row: &Row) -> bool {
    matches!(row.door.as_str(), "open" | "practice" | "half" | "gate" | "proved")
}

fn act(house: &House, by: &SignedIn, act: impl Into<Act>) -> Result<(), Problem> {
    house.agency().act(by, Asked::new(act, Reason::OwnDuty)).map(drop)
}

/// Asks every route as somebody who signed in before. Where they are led instead of being let in.
fn walk(house: &House, browser: &Browser, to: &str, how: &str) -> usize {
    let id = house.people().first().map(|w| w.id.to_string()).unwrap();
    let mut calls = 0;
    for row in rows().iter().filter(|row| row.door != "link" && row.path != "/sign-out") {
        let verb = if row.verb == "GET" { Method::GET } else { Method::POST };
        let form = if row.verb == "GET" { String::new() } else { format!("csrf={}&wholly_unknown=1", browser.token) };
        let back = house.send(browser, verb, &row.at(&id), &form);
        let led = back.status == StatusCode::SEE_OTHER && back.header("location") == to;
        calls += 1;
        if stays(row) {
            assert!(!back.status.is_server_error(), "{} {} {how}: {}", row.verb, row.path, back.status);
        } else {
            assert!(led, "{} {} opened to who is {how}: {} {}", row.verb, row.path, back.status, back.header("location"));
        }
        assert!(!back.body.contains("href=\"/c\""), "{} shows the way to the files to who is {how}", row.path);
    }
    calls
}

/// The acts behind the pages, which the command line asks too.
fn acts_are_refused(house: &House, who: &SignedIn, worker: &Worker, refusal: Refusal) {
    for tried in [Act::from(ListClients { clients: Vec::new() }), ReadWorkers.into(), ReadTasks { worker: worker.id }.into()] {
        let word = tried.word();
        assert!(matches!(act(house, who, tried), Err(Problem::Refused(r)) if r == refusal), "{word}");
    }
    assert!(house.agency().accept_clock(who).is_err(), "what is done to the house itself stands behind the same gate");
}

fn agreement(house: &House) -> KeepPolicy {
    let text = PolicyText { title: "Our promise".into(), body: "I tell nobody.".into() };
    KeepPolicy {
        id: house.agency().mint().unwrap(),
        kind: PolicyKind::Agreement,
        established: jiff::civil::date(2007, 6, 1),
        who: WorkerKind::ALL.to_vec(),
        gate: true,
        months: None,
        edition: Some(NewEdition { texts: [("en".to_owned(), text)].into_iter().collect(), grace_days: 0 }),
        over: None,
    }
}

fn course() -> SetCourse {
    SetCourse { course: "first-day".into(), who: WorkerKind::ALL.to_vec(), gate: true, months: Some(12), grace_days: 0 }
}

#[test]
fn whoever_is_short_of_a_gate_opens_nothing() {
    let house = House::open();
    let director = house.who(Role::Director);
    let worker = house.people().into_iter().find(|w| w.id != director.id && !w.is(Role::Administrator)).unwrap();
    let (by, who) = (house.signed_in(&director).clone(), house.signed_in(&worker).clone());
    let browser = house.sign_in(&worker).unwrap();
    assert_eq!(house.get(&browser, "/").status, StatusCode::OK, "nothing is asked yet");
    let mut calls = 0;

    // Agreement.
    let agreement = agreement(&house);
    let policy = agreement.id;
    act(&house, &by, agreement).unwrap();
    calls += walk(&house, &browser, "/learn", "short of an agreement");
    acts_are_refused(&house, &who, &worker, Refusal::ShortOfGate);
    let agree = |worker: &Worker| Agree { worker: worker.id, policy, edition: 1, language: "en".into(), words: "Yes.".into() };
    for (person, session) in [(&director, &by), (&worker, &who)] {
        act(&house, session, agree(person)).unwrap();
    }
    assert_eq!(house.get(&browser, "/").status, StatusCode::OK);

    // Training.
    act(&house, &by, course()).unwrap();
    calls += walk(&house, &browser, "/learn", "short of a course");
    acts_are_refused(&house, &who, &worker, Refusal::ShortOfGate);
    assert!(house.agency().version_of("readiness", &Readiness::id_of(worker.id).to_string()).unwrap() > 0);
    let other = house.people().into_iter().find(|w| w.is(Role::Administrator)).unwrap();
    // Nobody certifies while they stand before the same gate: the administrator learns by the quiz, and then says it of the others.
    let admin = house.signed_in(&other).clone();
    act(&house, &admin, agree(&other)).unwrap();
    let quiz = tacenda_desk::acts::TakeQuiz {
        worker: other.id,
        course: "first-day".into(),
        number: 0,
        answers: vec![tacenda_desk::acts::Answered { case: "us-nm/x".into(), right: true }],
        enough: 1,
    };
    act(&house, &admin, quiz).unwrap();
    act(&house, &admin, CertifyCourse { worker: worker.id, course: "first-day".into() }).unwrap();
    assert_eq!(house.get(&browser, "/").status, StatusCode::OK);

    // Kept out, and left: the session they had is nobody's.
    for gone in
        [Act::from(SuspendWorker { worker: worker.id, absence: Absence::Suspended }), EndWorker { worker: worker.id }.into()]
    {
        act(&house, &admin, gone).unwrap();
        let mut shut = 0;
        for row in rows().iter().filter(|row| !matches!(row.door.as_str(), "open" | "practice" | "link")) {
            let verb = if row.verb == "GET" { Method::GET } else { Method::POST };
            let form = if row.verb == "GET" { String::new() } else { format!("csrf={}", browser.token) };
            let back = house.send(&browser, verb, &row.at(&worker.id.to_string()), &form);
            assert!(back.asks_to_sign_in(), "{} {}: {}", row.verb, row.path, back.status);
            shut += 1;
        }
        calls += shut;
        acts_are_refused(&house, &who, &worker, Refusal::NotAtWork);
    }
    println!("{calls} calls");
}

#[test]
fn whoever_nobody_confirmed_and_whoever_was_not_trained_opens_nothing() {
    let house = House::practice();
    for (state, role) in [(WorkerState::Invited, Role::Clinician), (WorkerState::Confirmed, Role::FrontDesk)] {
        let worker = house.agency().workers().unwrap().into_iter().find(|w| w.state == state && w.is(role)).unwrap();
        let browser = house.sign_in(&worker).unwrap();
        walk(&house, &browser, "/learn", state.word());
    }
}

#[test]
fn whoever_has_no_second_factor_opens_nothing() {
    let house = House::with(Policy { second_factor: true, ..Policy::practice() });
    let worker = house.who(Role::Director);
    let browser = house.sign_in(&worker).unwrap();
    // Nor do they agree or learn before they have shown twice who they are.
    for row in rows().iter().filter(|row| row.door == "gate" && row.verb == "GET") {
        let back = house.get(&browser, &row.at(&worker.id.to_string()));
        assert_eq!(back.header("location"), "/me/factor", "{}", row.path);
    }
    walk(&house, &browser, "/me/factor", "without a second factor");
}
