//! A client's file in the browser: who gets in, why, and what a stranger cannot tell.

use std::sync::Arc;

use tacenda::act::Asked;
use tacenda::agency::{Agency, SignedIn};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Act, AddHold, AssignTask, ProposeDestruction, SetRoles};
use tacenda_desk::{Class, ClientId, Id, Kind, Role, Task, TaskKind, Time, Worker};
use tacenda_store::sealed;

use crate::town::{Browser, PASSWORD, Town, between};

const INVENTED: &str = "019a0000-0000-7000-8000-000000000000";

fn agency(town: &Town) -> &Agency {
    town.loading.agency()
}

fn signed_in<'t>(town: &'t Town, worker: &Worker) -> &'t SignedIn {
    town.loading.signed_in(worker.id).unwrap()
}

/// Lines of the ledger.
fn leaves(town: &Town) -> u64 {
    agency(town).standing().unwrap().leaves
}

/// Every record of a file.
fn records_of(town: &Town, client: ClientId) -> Vec<String> {
    let lines = agency(town).db().read(|tx| sealed::of_client(tx, &client.to_string(), Kind::Record.word())).unwrap();
    lines.into_iter().map(|line| line.columns.id).collect()
}

/// Somebody gives a biller a bill to send for each of their clients, as far as that is theirs to give.
fn bills_for(town: &Town, by: &Worker, biller: &Worker) -> Vec<(ClientId, Id<Task>)> {
    let due = Time(tacenda::edge::clock().unwrap().wall).plus_days(30);
    let give = |client: ClientId| {
        let (id, classes) = (agency(town).mint().unwrap(), vec![Class::Billing]);
        let task = AssignTask { id, client, kind: TaskKind::BillingRun, worker: biller.id, classes, due };
        agency(town).act(signed_in(town, by), Asked::new(task, Reason::OwnDuty)).ok().map(|_| (client, id))
    };
    agency(town).caseload(by.id).unwrap().into_iter().filter_map(give).collect()
}

/// Somebody signs in.
fn sits_down(town: &Town, worker: &Worker) -> Browser {
    let mut browser = Browser::at(&Arc::new(town.site(true)));
    let seen = browser.sign_in(&worker.name, PASSWORD);
    assert_eq!(seen.status, 303, "{}", seen.body);
    browser
}

/// The first of somebody's own clients, by the page.
fn first_client(browser: &mut Browser) -> String {
    let page = browser.get("/c");
    between(&page.body, "href=\"/c/0", "\"").map(|id| format!("0{id}")).unwrap()
}

/// A client on whose team somebody is, and another is not.
fn clients_apart(town: &Town, of: &Worker, not: &Worker) -> Vec<ClientId> {
    let (all, others) = (agency(town).caseload(of.id).unwrap(), agency(town).caseload(not.id).unwrap());
    all.into_iter().filter(|id| !others.contains(id)).collect()
}

/// The page without what differs by nature: the id asked for, and the keys of its forms.
fn bare(body: &str, id: &str) -> String {
    let mut text = body.replace(id, "ID");
    for key in ["name=\"csrf\" value=\"", "name=\"once\" value=\""] {
        while let Some(value) = between(&text, key, "\"").filter(|value| !value.is_empty()).map(str::to_owned) {
            text = text.replace(&format!("{key}{value}\""), &format!("{}\"", key.replace("value", "without")));
        }
    }
    text
}

const PAGES: &[&str] = &[
    "",
    "/notes",
    "/notes/new",
    "/private",
    "/files",
    "/times",
    "/reach",
    "/reach/edit",
    "/people",
    "/limits",
    "/team",
    "/seen",
    "/holdings",
    "/edit",
];

#[test]
fn a_clinician_opens_an_own_client_writes_adds_and_finds_it_among_who_looked() {
    let town = Town::new();
    let mut ana = sits_down(&town, &town.who(Role::Clinician));
    let id = first_client(&mut ana);
    let card = ana.get(&format!("/c/{id}"));
    assert_eq!(card.status, 200);
    assert!(card.body.contains("on the care team"));
    let title = between(&card.body, "<title>", "</title>").unwrap();
    let name = between(&card.body, "class=\"who\">", "<").unwrap();
    assert!(!title.contains(name) && title.starts_with("File "), "{title}");
    // A note that lacks its text comes back with everything that was typed.
    let lacks =
        ana.post(&format!("/c/{id}/notes/new"), &[("category", "progress_notes"), ("title", "Slept better"), ("text", " ")]);
    assert_eq!(lacks.status, 422);
    assert!(lacks.body.contains("Slept better") && lacks.body.contains("Write the note"));
    let fields =
        [("category", "progress_notes"), ("title", "Slept better"), ("text", "She slept <b>better</b>."), ("once", "k1")];
    assert_eq!(ana.post(&format!("/c/{id}/notes/new"), &fields).to, format!("/c/{id}/notes?done=note"));
    // The same form sent twice is done once.
    ana.post(&format!("/c/{id}/notes/new"), &fields);
    let list = ana.get(&format!("/c/{id}/notes?done=note"));
    assert_eq!(list.body.matches("Slept better").count(), 1);
    let note =
        between(&list.body, &format!("href=\"/c/{id}/notes/0"), "\"").map(|rest| format!("/c/{id}/notes/0{rest}")).unwrap();
    assert!(ana.get(&note).body.contains("She slept &#60;b&#62;better"));
    assert_eq!(ana.post(&note, &[("text", "On Tuesday."), ("once", "k2")]).status, 303);
    let read = ana.get(&note);
    assert!(read.body.contains("Addition to: Slept better") && read.body.contains("She slept"));
    let seen = ana.get(&format!("/c/{id}/seen"));
    assert!(seen.body.contains("Wrote something") && seen.body.contains("part of the care team"));
}

#[test]
fn every_page_of_a_full_file_stays_small_and_every_word_is_there_in_both_languages() {
    let town = Town::new();
    let mut ana = sits_down(&town, &town.who(Role::Clinician));
    let id = first_client(&mut ana);
    for n in 0..30 {
        let (title, once) = (format!("Session {n}"), format!("n{n}"));
        let text = "Talked about sleep, work and the move. ".repeat(20);
        let fields =
            [("category", "progress_notes"), ("title", title.as_str()), ("text", text.as_str()), ("once", once.as_str())];
        assert_eq!(ana.post(&format!("/c/{id}/notes/new"), &fields).status, 303);
    }
    for language in ["en", "es"] {
        ana.post("/language", &[("language", language), ("to", "/")]);
        for end in ["/", "/c", "/c/new"].into_iter().map(str::to_owned).chain(PAGES.iter().map(|end| format!("/c/{id}{end}"))) {
            let page = ana.get(&end);
            assert_eq!(page.status, 200, "{end}");
            assert!(page.body.len() < 60_000, "{end}: {} bytes", page.body.len());
            assert_eq!(page.body.matches("<h1").count(), 1, "{end}");
            assert!(!page.body.contains("style=") && !page.body.contains("<script>"), "{end}");
        }
    }
}

#[test]
fn a_stranger_cannot_tell_a_file_that_is_there_from_one_that_is_not() {
    let town = Town::new();
    let (clinician, stranger) = (town.who(Role::Clinician), town.who(Role::Advocate));
    let there = clients_apart(&town, &clinician, &stranger).first().unwrap().to_string();
    let mut stranger = sits_down(&town, &stranger);
    let before = leaves(&town);
    for end in PAGES {
        let (real, not) = (stranger.get(&format!("/c/{there}{end}")), stranger.get(&format!("/c/{INVENTED}{end}")));
        assert_eq!((real.status, not.status), (404, 404), "{end}");
        assert_eq!(bare(&real.body, &there), bare(&not.body, INVENTED), "{end}");
    }
    assert_eq!(leaves(&town) - before, 2 * PAGES.len() as u64, "every try is a line in the ledger");
    for (end, fields) in [
        ("/why", vec![("why", "care_team")]),
        ("/notes/new", vec![("category", "progress_notes"), ("text", "x")]),
        ("/team/wall", vec![("worker", INVENTED), ("why", "conflict")]),
        ("/close", vec![("state", "active")]),
        ("/edit", vec![("over", "1"), ("chosen_name", "x")]),
    ] {
        let mut says = |id: &str| {
            let seen = stranger.post(&format!("/c/{id}{end}"), &fields);
            (seen.status, bare(&seen.body, id), seen.to.replace(id, "ID"))
        };
        assert_eq!(says(&there), says(INVENTED), "{end}");
    }
    // A reason that does not hold is none, and is not kept.
    assert_eq!(stranger.get(&format!("/c/{there}")).status, 404);
}

#[test]
fn a_biller_gets_no_word_of_any_note_on_any_page() {
    let town = Town::new();
    let (director, biller) = (town.who(Role::Director), town.who(Role::Biller));
    let programs = biller.programs.clone();
    let act = SetRoles { worker: biller.id, roles: vec![Role::Biller], programs };
    agency(&town).act(signed_in(&town, &director), Asked::new(act, Reason::OwnDuty)).unwrap();
    let tasks = bills_for(&town, &director, &biller);
    let mut browser = sits_down(&town, &biller);
    assert_eq!(browser.get("/c").status, 404, "a biller looks for nobody");
    let notes: Vec<&str> = town
        .canaries
        .iter()
        .filter(|c| c.kind == Kind::Record && c.class != Class::Billing && c.kept)
        .map(|c| c.text.as_str())
        .collect();
    assert!(notes.len() > 20, "{}", notes.len());
    let mut opened = 0;
    for (client, task) in tasks {
        let why = browser.get(&format!("/c/{client}"));
        assert!(why.body.contains("I was given a bill to send"), "{}", why.status);
        let reason = format!("billing_run:{task}");
        assert_eq!(browser.post(&format!("/c/{client}/why"), &[("why", &reason), ("to", &format!("/c/{client}"))]).status, 303);
        let mut addresses: Vec<String> = PAGES.iter().map(|end| format!("/c/{client}{end}")).collect();
        addresses.extend(records_of(&town, client).into_iter().map(|record| format!("/c/{client}/notes/{record}")));
        for address in addresses {
            let page = browser.get(&address);
            opened += usize::from(page.status == 200);
            let told = notes.iter().find(|note| page.body.contains(*note));
            assert!(told.is_none(), "{address}: {}", page.status);
        }
    }
    assert!(opened > 5, "{opened}");
}

#[test]
fn the_glass_is_broken_on_fixed_terms_stands_on_every_page_and_is_reviewed_by_somebody_else() {
    let town = Town::new();
    let (helper, officer) = (town.who(Role::Advocate), town.who(Role::PrivacyOfficer));
    let clinician = town.who(Role::Clinician);
    let mut browser = sits_down(&town, &helper);
    let client = clients_apart(&town, &clinician, &helper)
        .into_iter()
        .find(|client| {
            let words = [("class", "general"), ("reason", "danger"), ("words", "She called and hung up.")];
            browser.post(&format!("/c/{client}/glass"), &words).status == 303
        })
        .unwrap();
    let card = browser.get(&format!("/c/{client}"));
    assert_eq!(card.status, 200);
    assert!(card.body.contains("You broke the glass.") && card.body.contains("because you broke the glass"));
    assert!(browser.get(&format!("/c/{client}/notes")).body.contains("You broke the glass."));
    let lacks = browser.post(&format!("/c/{client}/glass"), &[("class", "general"), ("reason", "danger"), ("words", "")]);
    assert_eq!(lacks.status, 422);
    let sud = [("class", "sud"), ("reason", "danger"), ("words", "He is in danger.")];
    assert!(browser.post(&format!("/c/{client}/glass"), &sud).body.contains("medical emergency only"));
    let mut officer = sits_down(&town, &officer);
    let today = officer.get("/");
    let review = between(&today.body, &format!("href=\"/c/{client}/glass/"), "\"").unwrap();
    let review = format!("/c/{client}/glass/{review}");
    let page = officer.get(&review);
    assert!(page.body.contains("She called and hung up.") && page.body.contains("Opened the card"), "{}", page.status);
    assert_eq!(officer.post(&review, &[("proper", "yes"), ("words", "")]).status, 422);
    assert_eq!(officer.post(&review, &[("proper", "yes"), ("words", "She was in danger.")]).to, "/?done=review");
    assert!(officer.get(&review).body.contains("It was reviewed"));
    assert!(!officer.get("/").body.contains(&review));
}

#[test]
fn who_saves_over_a_colleagues_change_sees_both_and_loses_nothing() {
    let town = Town::new();
    let mut ana = sits_down(&town, &town.who(Role::Clinician));
    let id = first_client(&mut ana);
    let form = ana.get(&format!("/c/{id}/edit"));
    let over = between(&form.body, "name=\"over\" value=\"", "\"").unwrap().to_owned();
    let name = between(&form.body, "name=\"chosen_name\" value=\"", "\"").unwrap().to_owned();
    let save = |browser: &mut Browser, over: &str, pronouns: &str, once: &str| {
        let fields = [("over", over), ("chosen_name", &name), ("pronouns", pronouns), ("standing", "adult"), ("once", once)];
        browser.post(&format!("/c/{id}/edit"), &fields)
    };
    assert_eq!(save(&mut ana, &over, "they/them", "a").status, 303);
    let both = save(&mut ana, &over, "ze/zir", "b");
    assert_eq!(both.status, 409);
    assert!(both.body.contains("they/them") && both.body.contains("ze/zir"));
    let now = between(&both.body, "name=\"over\" value=\"", "\"").unwrap().to_owned();
    assert_ne!(now, over);
    assert_eq!(save(&mut ana, &now, "ze/zir", "c").status, 303);
    assert!(ana.get(&format!("/c/{id}")).body.contains("ze/zir"));
}

#[test]
fn a_file_goes_in_by_its_bytes_and_comes_out_to_be_kept_and_never_shown() {
    let town = Town::new();
    let mut ana = sits_down(&town, &town.who(Role::Clinician));
    let id = first_client(&mut ana);
    let path = format!("/c/{id}/files");
    let fields = [("category", "correspondence"), ("title", "A letter from school")];
    let page = ana.put(&path, &fields, ("page.pdf", b"<script>alert(1)</script>"));
    assert_eq!(page.status, 422);
    assert!(page.body.contains("not what its name says") && page.body.contains("A letter from school"));
    let before = ana.get(&format!("/c/{id}/holdings")).body;
    ana.get(&path);
    assert_eq!(ana.put(&path, &fields, ("../../letter.pdf", b"%PDF-1.7 hello")).status, 303);
    let list = ana.get(&path);
    let note = between(&list.body, &format!("href=\"/c/{id}/notes/"), "\"").unwrap();
    let note = ana.get(&format!("/c/{id}/notes/{note}"));
    let file = between(&note.body, &format!("href=\"/c/{id}/files/"), "\"").unwrap();
    assert!(note.body.contains(">letter.pdf<"));
    let got = ana.get(&format!("/c/{id}/files/{file}"));
    assert_eq!(got.body, "%PDF-1.7 hello");
    let header = |name: &str| got.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''letter.pdf");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("content-type"), "application/octet-stream");
    let holdings = ana.get(&format!("/c/{id}/holdings"));
    assert!(holdings.body.contains(if before.contains("one file") { "2 files" } else { "one file" }));
}

#[test]
fn what_we_hold_is_counted_exactly() {
    let town = Town::new();
    let clinician = town.who(Role::Clinician);
    let mut ana = sits_down(&town, &clinician);
    for client in agency(&town).caseload(clinician.id).unwrap() {
        let page = ana.get(&format!("/c/{client}/holdings"));
        if page.status != 200 {
            continue;
        }
        let counted: usize = page
            .body
            .split("<strong>")
            .skip(1)
            .filter_map(|part| part.split_once("</strong>"))
            .map(|(text, _)| {
                let number = text.split(' ').next().unwrap_or_default();
                if text == "one entry" {
                    1
                } else if text.ends_with(" entries") {
                    number.parse().unwrap()
                } else {
                    0
                }
            })
            .sum();
        assert_eq!(counted, records_of(&town, client).len());
    }
}

#[test]
fn what_we_hold_says_when_it_goes_and_nothing_goes_by_itself() {
    let town = Town::new();
    let (clinician, officer) = (town.who(Role::Clinician), town.who(Role::PrivacyOfficer));
    let mut ana = sits_down(&town, &clinician);
    let client = first_client(&mut ana);
    let path = format!("/c/{client}/holdings");
    assert!(ana.get(&path).body.contains("When two people decide so"));
    let does = |act: Act| agency(&town).act(signed_in(&town, &officer), Asked::new(act, Reason::OwnDuty)).unwrap();
    let client: ClientId = client.parse().unwrap();
    let id = agency(&town).mint().unwrap();
    does(ProposeDestruction { id, client, class: None, rule: "adult.7y".into() }.into());
    let page = ana.get(&path).body;
    assert!(page.contains(&format!("{} asked on", officer.name)) && !page.contains("When two people decide so"));
    does(AddHold { id: agency(&town).mint().unwrap(), client, why: "A suit.".into() }.into());
    assert!(ana.get(&path).body.contains("Not while a hold stands"));
}

#[test]
fn somebody_is_taken_in_with_a_safe_way_to_reach_them() {
    let town = Town::new();
    let clinician = town.who(Role::Clinician);
    let mut ana = sits_down(&town, &clinician);
    let lacks = ana.post("/c/new", &[("pronouns", "she/her"), ("line1_place", "505-555-0100")]);
    assert_eq!(lacks.status, 422);
    assert!(
        lacks.body.contains("she/her") && lacks.body.contains("505-555-0100") && lacks.body.contains("Enter the name to use")
    );
    let program = clinician.programs.first().unwrap().to_string();
    let fields = [
        ("chosen_name", "Iris Nakai"),
        ("standing", "adult"),
        ("programs", &program),
        ("survivor", "yes"),
        ("onto_team", "yes"),
        ("unsafe_people", "Rick Doe\nMo Doe"),
        ("line1_channel", "text"),
        ("line1_place", "505-555-0100"),
        ("line1_safe", "yes"),
        ("line1_from", "8"),
        ("line1_to", "12"),
        ("ask_for", "Aunt May"),
        ("once", "n"),
    ];
    let begun = ana.post("/c/new", &fields);
    assert!(begun.to.ends_with("?done=client"), "{} {}", begun.status, begun.to);
    let card = ana.get(&begun.to);
    assert!(card.body.contains("Iris Nakai") && !between(&card.body, "<title>", "</title>").unwrap().contains("Iris"));
    let reach = begun.to.replace("?done=client", "/reach");
    let page = ana.get(&reach);
    assert!(page.body.contains("From 8:00 to 12:00.") && page.body.contains("Aunt May"));
    let people = ana.get(&begun.to.replace("?done=client", "/people"));
    assert!(people.body.contains("Rick Doe") && people.body.contains("Mo Doe"));
    let to = begun.to.replace("?done=client", "/people");
    let unsafe_one = [("name", "Rick DOE"), ("authority", "named"), ("proof", "a letter")];
    assert!(ana.post(&to, &unsafe_one).body.contains("not safe for the client"));
    assert!(ana.post("/find", &[("name", "I")]).status == 422);
    assert!(ana.post("/find", &[("name", "nakai")]).body.contains("Iris Nakai"));
}
