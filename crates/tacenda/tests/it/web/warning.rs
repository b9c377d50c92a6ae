//! A danger, from what was heard to its end, through the pages as a browser without scripts drives them.

use tacenda_desk::{ClientId, Role};

use super::requests::asked;
use super::{Browser, House, Shown};

/// What no other page of the file may show.
const ACCOUNT: &str = "\u{201c}I wait for him on Friday\u{201d}, with the gun in the car.";
const HEARD: [(&str, &str); 13] = [
    ("day", "2026-01-05"),
    ("hour", "15:00"),
    ("account", ACCOUNT),
    ("threat_source", "client"),
    ("threat_target", "identifiable_person"),
    ("threat_severity", "serious_injury_or_death"),
    ("threat_imminent", "yes"),
    ("client_intent_and_ability", "yes"),
    ("disclosure_necessary_to_protect", "yes"),
    ("else", "no"),
    ("short", "safety_plan"),
    ("set_aside", "no hospital: he left"),
    ("once", "open"),
];
const TOLD: [(&str, &str); 7] = [
    ("do", "tell"),
    ("who", "law_enforcement"),
    ("whom", "Deputy Baca"),
    ("number", "911"),
    ("said", "Who, against whom, and where he is."),
    ("day", "2026-01-05"),
    ("hour", "15:20"),
];

/// The same fields, with these said otherwise; an empty one is left out.
fn but<'f>(fields: &[(&'f str, &'f str)], others: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let other = |field: &str| others.iter().find(|(name, _)| *name == field).map(|(_, value)| *value);
    let all = fields.iter().map(|(field, value)| (*field, other(field).unwrap_or(value)));
    all.filter(|(_, value)| !value.is_empty()).collect()
}

/// Somebody hears of a danger and writes it down. The matter's address, and its page.
fn hears(browser: &mut Browser<'_>, client: Option<ClientId>, heard: &[(&str, &str)]) -> (String, Shown) {
    let card = browser.get("/now");
    assert!(card.text.contains("value=\"threat\"") && card.text.contains("tel:911"), "{}", card.text);
    let (to, _) = browser.press("/matters/new", &[("what", "threat")]);
    assert!(to.ends_with("/whose"), "{to}");
    let id = client.map(|client| client.to_string()).unwrap_or_default();
    let whose: (&str, &str) = if client.is_some() { ("client", &id) } else { ("nobody", "yes") };
    let (to, page) = browser.press(&to, &[whose]);
    assert!(to.ends_with("/threat") && page.text.contains("First heard"), "{to}");
    browser.press(&to, heard)
}

#[test]
fn a_danger_is_written_down_told_to_whom_the_law_lets_hear_it_and_closed() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let before = browser.pages;
    let (matter, page) = hears(&mut browser, Some(client), &HEARD);
    assert!(page.text.contains("You may tell those named here."), "New Mexico commands nothing: {}", page.text);
    assert!(page.text.contains("tel:911") && page.text.contains("5 Jan 2026, 15:00"), "{}", page.text);
    assert!(page.text.contains("value=\"potential_victim\"") && page.text.contains("NMSA 43-1-19"), "{}", page.text);
    assert!(!page.text.contains("The privacy officer knows"), "nobody is told before");
    // Nobody else is told, and without a name and words nobody was.
    let stranger = but(&TOLD, &[("who", "employer")]);
    assert_ne!(browser.post(&matter, &stranger).status, 303);
    let unsaid = browser.post(&matter, &but(&TOLD, &[("said", "")]));
    assert!(unsaid.status == 422 && unsaid.text.contains("value=\"Deputy Baca\""), "what was typed stands there still");
    let (_, page) = browser.press(&matter, &TOLD);
    assert!(page.text.contains("Someone was told") && page.text.contains("Deputy Baca"), "{}", page.text);
    println!("J7: {} pages from the sign-in", browser.pages - before);
    browser.press(&matter, &[("do", "protect"), ("short", "colleague"), ("words", "Ana, by phone")]);
    // The record says it in one language, and the other is one press away.
    let record = browser.get(&format!("{matter}/record")).text;
    let paper = record.split("<article").nth(1).unwrap();
    for told in
        ["I wait for him on Friday", "A safety plan", "no hospital: he left", "Deputy Baca", "Ana, by phone", "NMSA 43-1-19"]
    {
        assert!(paper.contains(told), "{told}: {paper}");
    }
    let spanish = browser.get(&format!("{matter}/record?in=es")).text;
    assert!(
        spanish.contains("Se avisó a") && spanish.contains("Un plan de seguridad") && spanish.contains("lang=\"es\""),
        "{spanish}"
    );
    browser.does_what_is_owed(&matter);
    assert_eq!(browser.post(&matter, &[("do", "close"), ("outcome", "kept_safe"), ("words", "no")]).status, 422);
    let (_, page) = browser.press(&matter, &[("do", "close"), ("outcome", "warned"), ("words", "all of it is done")]);
    assert!(page.text.contains("Those whom the law names were told") && !page.text.contains("name=\"outcome\""), "{}", page.text);
}

#[test]
fn what_was_typed_is_never_lost() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let (to, _) = browser.press("/matters/new", &[("what", "threat")]);
    let (to, _) = browser.press(&to, &[("nobody", "yes")]);
    let again = browser.post(&to, &but(&HEARD, &[("day", "2999-01-01")]));
    assert!(again.status == 422 && again.text.contains("I wait for him on Friday"), "{}", again.text);
    // It stands there also for whoever comes back tomorrow.
    assert!(browser.get("/matters").text.contains(to.trim_end_matches("/threat")));
    let later = browser.get(&to).text;
    assert!(later.contains("I wait for him on Friday") && later.contains("value=\"safety_plan\" checked"), "{later}");
    assert!(later.contains("value=\"serious_injury_or_death\" selected"), "{later}");
    let mut stranger = house.sign_in(Role::Advocate);
    assert_eq!(stranger.get(&to).status, 404);
}

#[test]
fn one_of_ones_own_by_a_few_letters_is_taken_and_the_page_says_whose_file_it_is() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let card = browser.get(&format!("/c/{client}")).text;
    let name = card.split("class=\"who\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let (to, _) = browser.press("/matters/new", &[("what", "threat")]);
    let (next, page) = browser.press(&to, &[("name", &name)]);
    assert!(next.ends_with("/threat") && page.text.contains("<code>"), "{next}: {}", page.text);
}

#[test]
fn a_threat_that_is_not_serious_opens_nothing_and_ends_without_telling() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let mild = but(
        &HEARD,
        &[
            ("threat_severity", "emotional"),
            ("threat_imminent", "no"),
            ("client_intent_and_ability", "no"),
            ("disclosure_necessary_to_protect", "no"),
        ],
    );
    let (matter, page) = hears(&mut browser, Some(client), &mild);
    assert!(page.text.contains("Not to be told"), "{}", page.text);
    assert!(!page.text.contains("value=\"law_enforcement\""), "there is nobody to choose");
    assert_ne!(browser.post(&matter, &TOLD).status, 303);
    browser.press(&matter, &[("do", "protect"), ("short", "safety_plan"), ("words", "gone over twice")]);
    let (_, page) = browser.press(&matter, &[("do", "close"), ("outcome", "kept_safe"), ("words", "he is with his mother")]);
    assert!(page.text.contains("People were kept safe"), "{}", page.text);
}

#[test]
fn what_was_left_out_is_asked_where_the_law_needs_it() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let (matter, page) = hears(&mut browser, Some(client), &but(&HEARD, &[("threat_imminent", "")]));
    assert!(page.text.contains("The law still needs to know something."), "{}", page.text);
    let asked = format!("{matter}/facts/threat_imminent");
    assert!(page.text.contains(&asked), "{}", page.text);
    assert!(browser.get(&asked).text.contains("very soon"));
}

#[test]
fn a_danger_about_nobody_known_is_its_holders_and_the_offices() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let (holder, officer) = (house.worker(Role::Clinician).id, house.worker(Role::PrivacyOfficer).id);
    assert_ne!(holder, officer);
    let (matter, page) = hears(&mut browser, None, &HEARD);
    assert!(page.text.contains("about no client we could name"), "{}", page.text);
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    assert!(officer.get("/matters").text.contains(&matter));
    // The offices see it, and cannot end it, hold it up or take it away.
    let stops: [&[(&str, &str)]; 4] = [
        &[("do", "close"), ("outcome", "kept_safe"), ("words", "leave it")],
        &[("do", "own"), ("me", "yes")],
        &[("do", "clock"), ("at", "2030-01-01"), ("words", "no hurry")],
        &TOLD,
    ];
    for stop in stops {
        let refused = officer.post(&matter, stop);
        assert!([403, 404, 409, 422].contains(&refused.status), "{stop:?}: {}", refused.status);
    }
    let offices = [Role::RecordsClerk, Role::PrivacyOfficer, Role::Director, Role::Counsel];
    for role in [Role::Advocate, Role::Supervisor, Role::Biller] {
        let worker = house.worker(role);
        if worker.id != holder && !offices.iter().any(|office| worker.is(*office)) {
            assert_eq!(house.sign_in(role).get(&matter).status, 404, "{}", role.word());
        }
    }
}

#[test]
fn whoever_asked_whether_they_may_tell_goes_on_with_one_press_and_says_nothing_twice() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let answer = asked(&house, &mut browser, client, &["police"], "attendance", "protect_from_harm");
    assert!(browser.get(&answer).text.contains("See it through"), "{answer}");
    let (to, page) = browser.press(&format!("{answer}/matter"), &[("once", "open")]);
    assert!(to.ends_with("/threat") && page.text.contains("<code>"), "whose it is was said: {to}");
    assert!(!page.text.contains(" selected"), "that there is no danger is not taken over: {}", page.text);
    let typed = browser.post(&to, &but(&HEARD, &[("day", "2999-01-01")]));
    assert_eq!(typed.status, 422);
    // Pressed again, it is the same one, and nothing typed is lost.
    let (again, page) = browser.press(&format!("{answer}/matter"), &[("once", "again")]);
    assert!(again == to && page.text.contains("I wait for him on Friday"), "{again}");
    let (matter, page) = browser.press(&to, &HEARD);
    assert!(page.text.contains("You may tell those named here."), "{}", page.text);
    assert!(browser.get(&answer).text.contains(&format!("href=\"{matter}\"")), "the answer leads to it");
}
