//! A report of abuse, from the suspicion to its end, through the pages as a browser without scripts drives them.

use tacenda_desk::{ClientId, Role};

use super::{Browser, House, Shown};

const CHILD: [(&str, &str); 7] = [
    ("child_abuse_basis", "child_disclosed"),
    ("suspected_abuser_role", "parent_guardian_custodian"),
    ("abuse_victim_now_adult", "no"),
    ("suspected_abuser_has_current_child_access", "yes"),
    ("informing_client_unsafe", "no"),
    ("abuse_only_emotional", "no"),
    ("else", "no"),
];
/// What no other page of the file may show.
const ACCOUNT: &str = "\u{201c}He locks me in the cellar\u{201d}, quietly.";
const TOLD: [(&str, &str); 5] =
    [("day", "2026-01-05"), ("hour", "15:00"), ("told_by", "the child, alone with me"), ("account", ACCOUNT), ("once", "open")];

/// Somebody suspects something and writes it down. The matter's address, and its page.
fn suspects(browser: &mut Browser<'_>, who: &str, client: Option<ClientId>, harm: &[(&str, &str)]) -> (String, Shown) {
    let page = browser.get("/report");
    assert!(page.text.contains("Call now. You do not need proof, permission, or a supervisor."));
    let (to, _) = browser.press("/matters/new", &[("what", who)]);
    assert!(to.ends_with("/whose"), "{to}");
    let id = client.map(|client| client.to_string()).unwrap_or_default();
    let whose: (&str, &str) = if client.is_some() { ("client", &id) } else { ("nobody", "yes") };
    let (to, _) = browser.press(&to, &[whose]);
    assert!(to.ends_with("/harm"), "{to}");
    let (to, page) = browser.press(&to, harm);
    assert!(to.ends_with("/told") && page.text.contains("First suspected"), "{to}");
    browser.press(&to, &TOLD)
}

const CALL: [(&str, &str); 6] = [
    ("do", "call"),
    ("whom", "Ms Ortega"),
    ("number", "855-333-7233"),
    ("reference", "4711"),
    ("day", "2026-01-05"),
    ("hour", "15:20"),
];

#[test]
fn the_number_is_one_activation_away_and_needs_nobody() {
    let house = House::new();
    let mut browser = house.passer_by();
    let card = browser.get("/now").text;
    assert!(card.contains("tel:8553337233") && card.contains("tel:8666543219"), "the agency works in New Mexico");
    let page = browser.get("/report").text;
    let (here, elsewhere) = (page.find("tel:8553337233").unwrap(), page.find("tel:8442645437").unwrap());
    assert!(here < elsewhere, "the agency's own place comes first");
    assert!(page.contains("Check this number") && page.contains("/sign-in") && !page.contains("<form"), "{page}");
    let spanish = browser.get("/report?lang=es").text;
    assert!(spanish.contains("No necesita pruebas") && page.len() < 60_000 && spanish.len() < 60_000);
    let mut clinician = house.sign_in(Role::Clinician);
    assert!(clinician.get("/report").text.contains("value=\"child\""));
    assert!(clinician.get("/matters/new").text.contains("href=\"/report\""));
    let there = clinician.get("/go?q=mandated").text;
    assert!(there.contains("tel:8553337233"), "whoever types it is there: {there}");
}

#[test]
fn a_suspicion_is_called_in_written_down_followed_up_and_closed() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let (matter, page) = suspects(&mut browser, "child", Some(client), &CHILD);
    assert!(page.text.contains("The law asks you to report this."), "{}", page.text);
    assert!(page.text.contains("tel:8553337233") && page.text.contains("5 Jan 2026, 15:00"), "{}", page.text);
    assert!(!page.text.contains("The privacy officer knows"), "nobody is told before the call");
    // It does not close before the call, whoever says so.
    let close = [("do", "close"), ("outcome", "not_owed"), ("words", "it was nothing")];
    assert_eq!(browser.post(&matter, &close).status, 422);
    let unsaid = browser.post(&matter, &[("do", "call"), ("number", "855"), ("day", "2026-01-05"), ("hour", "15:20")]);
    assert!(unsaid.status == 422 && unsaid.text.contains("value=\"855\""), "what was typed stands there still");
    let (_, page) = browser.press(&matter, &CALL);
    assert!(page.text.contains("The call was made") && page.text.contains("4711"), "{}", page.text);
    println!("J6: {} pages, {} activations with the choices, 8 fields", browser.pages, browser.activations + CHILD.len());
    assert!(browser.pages <= 9, "{}", browser.pages); // one of them shows a fault
    // The written report says what was typed for it, in both languages, and nothing else of the file.
    let name = {
        let card = browser.get(&format!("/c/{client}"));
        card.text.split("class=\"who\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let printed = browser.get(&format!("{matter}/report/paper")).text;
    assert!(printed.starts_with("%PDF-1.7") && printed.contains("pdfuaid"), "it keeps, and can be read aloud");
    let paper = browser.get(&format!("{matter}/report")).text;
    let paper = paper.split("<article").skip(1).collect::<String>();
    assert!(paper.contains("lang=\"en\"") && paper.contains("lang=\"es\"") && paper.contains("Ms Ortega"), "{paper}");
    assert!(paper.contains("He locks me in the cellar") && !paper.contains(&name), "{paper}");
    browser.press(&matter, &[("do", "sent"), ("to", "intake, by fax"), ("way", "fax")]);
    browser.does_what_is_owed(&matter);
    let (_, page) = browser.press(&matter, &[("do", "close"), ("outcome", "reported"), ("words", "all of it is done")]);
    assert!(page.text.contains("The report was made") && !page.text.contains("name=\"outcome\""), "{}", page.text);
}

#[test]
fn what_was_typed_is_never_lost() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let (to, _) = browser.press("/matters/new", &[("what", "child")]);
    let (to, _) = browser.press(&to, &[("nobody", "yes")]);
    let (to, _) = browser.press(&to, &CHILD);
    let mut typed = TOLD;
    typed[0].1 = "2999-01-01";
    let again = browser.post(&to, &typed);
    assert!(again.status == 422 && again.text.contains("He locks me in the cellar"), "{}", again.text);
    // It stands there also for whoever comes back tomorrow.
    assert!(browser.get("/matters").text.contains(to.trim_end_matches("/told")));
    assert!(browser.get(&to).text.contains("He locks me in the cellar"));
    let mut stranger = house.sign_in(Role::Advocate);
    assert_eq!(stranger.get(&to).status, 404);
}

#[test]
fn where_no_law_asks_for_it_the_page_says_so_and_nothing_is_sent() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let adult = [
        ("adult_victim_class", "competent_adult"),
        ("adult_unable_to_self_report", "no"),
        ("client_lacks_capacity", "no"),
        ("client_objects", "yes"),
        ("informing_client_unsafe", "no"),
        ("abuse_only_emotional", "no"),
        ("else", "no"),
    ];
    let (matter, page) = suspects(&mut browser, "adult", Some(client), &adult);
    assert!(page.text.contains("The law does not let you report this as things stand."), "{}", page.text);
    assert_eq!(browser.get(&format!("{matter}/report")).status, 404, "there is nothing to print");
    assert_eq!(browser.get(&format!("{matter}/report/paper")).status, 404);
    assert_ne!(browser.post(&matter, &[("do", "sent"), ("to", "the county"), ("way", "fax")]).status, 303);
    let (_, page) = browser.press(&matter, &[("do", "close"), ("outcome", "not_owed"), ("words", "the adult decides")]);
    assert!(page.text.contains("No law asks for a report"), "{}", page.text);
}

#[test]
fn a_patient_of_an_alcohol_or_drug_program_is_not_named_for_an_adults_report() {
    let house = House::new();
    let mut browser = house.sign_in(Role::SudCounselor);
    let adult = [
        ("adult_victim_class", "incapacitated"),
        ("adult_unable_to_self_report", "yes"),
        ("client_lacks_capacity", "yes"),
        ("client_objects", "no"),
        ("informing_client_unsafe", "no"),
        ("abuse_only_emotional", "no"),
        ("else", "no"),
    ];
    // The first of theirs who is in such a program.
    let all = house.agency.caseload(house.worker(Role::SudCounselor).id).unwrap();
    let told = "One law asks for a report, and another forbids it. Send nothing.";
    let found = all.into_iter().map(|client| suspects(&mut browser, "adult", Some(client), &adult));
    let (matter, page) = { found }.find(|(_, page)| page.text.contains(told)).unwrap();
    assert!(page.text.contains("Report or warn without showing who the client is"), "{}", page.text);
    assert_eq!(browser.get(&format!("{matter}/report")).status, 404);
}

#[test]
fn a_report_about_nobody_known_is_its_reporters_and_the_offices() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let (reporter, officer) = (house.worker(Role::Clinician).id, house.worker(Role::PrivacyOfficer).id);
    assert_ne!(reporter, officer);
    let (matter, page) = suspects(&mut browser, "child", None, &CHILD);
    assert!(page.text.contains("about no client we could name"), "{}", page.text);
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    assert!(officer.get("/matters").text.contains(&matter));
    // The offices see it, and cannot end it, hold it up or take it away.
    let stops: [&[(&str, &str)]; 4] = [
        &[("do", "close"), ("outcome", "not_owed"), ("words", "leave it")],
        &[("do", "own"), ("me", "yes")],
        &[("do", "clock"), ("at", "2030-01-01"), ("words", "no hurry")],
        &CALL,
    ];
    for stop in stops {
        let refused = officer.post(&matter, stop);
        assert!([403, 404, 409, 422].contains(&refused.status), "{stop:?}: {}", refused.status);
    }
    let offices = [Role::RecordsClerk, Role::PrivacyOfficer, Role::Director, Role::Counsel];
    for role in [Role::Advocate, Role::Supervisor, Role::Biller] {
        let worker = house.worker(role);
        if worker.id != reporter && !offices.iter().any(|office| worker.is(*office)) {
            assert_eq!(house.sign_in(role).get(&matter).status, 404, "{}", role.word());
        }
    }
    let (_, page) = browser.press(&matter, &CALL);
    assert!(page.text.contains("The call was made"), "{}", page.text);
    let (_, page) = browser.press(&matter, &[("do", "close"), ("outcome", "reported"), ("words", "called at once")]);
    assert!(page.text.contains("The report was made"), "{}", page.text);
}
