//! Billing through the pages: a visit is closed, billed, taken out, taken back; and no word of any note on any of the biller's routes.

use tacenda_desk::practice::Canary;
use tacenda_desk::{ClientId, Kind, Role};

use super::{Browser, House};

const PLAN: &str = "Mesa Mutual";
const KINDS: [&str; 7] =
    ["identity", "contact", "appointment_dates", "session_start_stop", "modality_frequency", "diagnosis", "billing_codes"];

/// The clinician closes a visit of a client whom they treat, enters the plan and has a release signed. The client.
fn prepared(house: &House, clinician: &mut Browser<'_>) -> ClientId {
    let all = house.agency.caseload(house.worker(Role::Clinician).id).unwrap();
    let client = all.into_iter().find(|client| closes(clinician, *client)).unwrap();
    covers(clinician, client, "client");
    client
}

/// Closes the first visit that is not closed yet, if there is one.
fn closes(clinician: &mut Browser<'_>, client: ClientId) -> bool {
    let times = clinician.get(&format!("/c/{client}/times"));
    let Some(visit) = times.text.split("/times?code=").nth(1).and_then(|rest| rest.split('#').next()) else { return false };
    let form = clinician.get(&format!("/c/{client}/times?code={visit}"));
    assert!(form.text.contains("Close the visit"), "{}", form.text);
    let path = format!("/c/{client}/times/{visit}/codes");
    let story = [("service", "90834"), ("diagnosis", "her husband hit her"), ("label", "x"), ("price", "145")];
    let again = clinician.post(&path, &story);
    assert!(again.status == 422 && again.text.contains("her husband hit her"), "{}", again.status);
    let lacks = clinician.post(&path, &[("service", ""), ("diagnosis", ""), ("label", ""), ("price", "")]);
    assert_eq!(lacks.status, 422);
    let codes = [("service", "90834"), ("diagnosis", "f41.1"), ("label", "Anxiety disorder"), ("price", "145.50")];
    let (_, page) = clinician.press(&path, &codes);
    assert!(page.text.contains("closed for billing") && page.text.contains("to be billed"), "{}", page.text);
    true
}

fn covers(browser: &mut Browser<'_>, client: ClientId, holder: &str) {
    let path = format!("/cover/{client}");
    let page = browser.get(&path);
    let over = page.value("over");
    let mut fields = vec![("payer", PLAN), ("member", "M123"), ("holder", holder), ("covers", "outpatient"), ("checked", "yes")];
    if !over.is_empty() {
        fields.push(("over", &over));
    }
    assert_eq!(browser.post(&path, &fields[..4]).status, 422, "who looked at no card enters nothing");
    let (_, page) = browser.press(&path, &fields);
    assert!(page.text.contains(PLAN), "{}", page.text);
}

fn permits(house: &House, clinician: &mut Browser<'_>, client: ClientId) {
    let until = house.agency.moment().unwrap().time.plus_days(60).day().to_string();
    let today = house.agency.moment().unwrap().time.day().to_string();
    let mut fields = vec![
        ("other", PLAN),
        ("recipient", "insurer_payer"),
        ("toward", "release"),
        ("purpose", "payment"),
        ("until", until.as_str()),
    ];
    fields.extend(KINDS.map(|kind| ("what", kind)));
    let (to, _) = clinician.press(&format!("/c/{client}/releases/new"), &fields);
    let release = to.split('?').next().unwrap().to_owned();
    let signs = [
        ("do", "sign"),
        ("who", "client"),
        ("name", "R. Vega"),
        ("how", "ink"),
        ("known_by", "sight"),
        ("meant", "yes"),
        ("in", "en"),
        ("day", &today),
        ("witness", "B. Hale"),
    ];
    assert_eq!(clinician.post(&release, &signs).status, 303);
}

/// Where that client's open visits stand in the queue.
fn visits(biller: &mut Browser<'_>, client: ClientId) -> Vec<String> {
    let page = biller.get("/claims");
    assert_eq!(page.status, 200);
    let start = format!("href=\"/claims/{client}/");
    let rows = page.text.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    rows.map(|charge| format!("/claims/{client}/{charge}")).collect()
}

#[test]
fn a_visit_is_billed_in_three_pages_and_taken_back() {
    let house = House::new();
    let mut clinician = house.sign_in(Role::Clinician);
    let client = prepared(&house, &mut clinician);
    let mut biller = house.sign_in(Role::Biller);
    let visit = visits(&mut biller, client).remove(0);
    let waits = biller.get(&visit);
    assert!(waits.text.contains("The law keeps this claim here") && waits.text.contains("/law/rule/us-nm"), "{}", waits.text);
    assert!(!waits.text.contains("value=\"make\""));
    let refused = biller.post(&visit, &[("do", "make")]);
    assert!(refused.status == 422 && refused.text.contains("No claim was made"), "{}", refused.status);
    assert_eq!(biller.get(&format!("{visit}/file?as=csv")).status, 422, "there is no claim to take out");
    permits(&house, &mut clinician, client);
    (biller.pages, biller.activations) = (0, 0);
    biller.get("/claims");
    assert!(biller.get(&visit).text.contains("The claim can be made"));
    let (_, made) = biller.press(&visit, &[("do", "make")]);
    assert!(biller.pages <= 3 && made.text.contains("The claim is made"), "{}", made.text);
    let csv = biller.get(&format!("{visit}/file?as=csv"));
    assert!(csv.text.contains("\"M123\"") && csv.text.contains("\"Mesa Mutual\""), "{}", csv.text);
    assert_eq!(csv.text.lines().count(), 2);
    let json: serde_json::Value = serde_json::from_str(&biller.get(&format!("{visit}/file?as=json")).text).unwrap();
    let mut names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let all = [
        "born",
        "charge",
        "claim",
        "day",
        "diagnosis",
        "diagnosis_label",
        "member",
        "minutes",
        "patient",
        "payer",
        "policyholder",
        "rendering",
        "service",
        "start",
        "visit",
    ];
    assert_eq!(names, all);
    assert_eq!(biller.get(&format!("{visit}/print")).status, 200);
    assert_eq!(biller.get(&format!("{visit}/file?as=exe")).status, 422);
    let (_, handed) = biller.press(&visit, &[("do", "more"), ("once", "m1")]);
    assert!(handed.text.contains("It is handed on"), "{}", handed.text);
    assert_eq!(biller.post(&visit, &[("do", "void"), ("why", " ")]).status, 422);
    let (_, void) = biller.press(&visit, &[("do", "void"), ("why", "the wrong day")]);
    assert!(void.text.contains("the wrong day") && void.text.contains("The claim can be made"), "{}", void.text);
    assert!(biller.post(&visit, &[("do", "nothing")]).status == 422);
}

#[test]
fn a_limit_against_a_plan_keeps_every_visit_here_whatever_is_sent() {
    let house = House::new();
    let mut clinician = house.sign_in(Role::Clinician);
    let client = prepared(&house, &mut clinician);
    permits(&house, &mut clinician, client);
    let limit = [("against", "payer"), ("name", "some other plan"), ("words", "I pay myself")];
    assert_eq!(clinician.post(&format!("/c/{client}/limits"), &limit).status, 303);
    let mut biller = house.sign_in(Role::Biller);
    for visit in visits(&mut biller, client) {
        let page = biller.get(&visit);
        assert!(page.text.contains("The client pays for this visit") && !page.text.contains("value=\"make\""), "{}", page.text);
        let sent = biller.post(&visit, &[("do", "make")]);
        assert!(sent.status == 422 && sent.text.contains("164.522(a)(1)(vi)"), "{}", sent.status);
    }
}

#[test]
fn whose_plan_is_somebody_elses_needs_a_safe_address_first() {
    let house = House::new();
    let mut clinician = house.sign_in(Role::Clinician);
    let client = prepared(&house, &mut clinician);
    permits(&house, &mut clinician, client);
    covers(&mut clinician, client, "other");
    let mut biller = house.sign_in(Role::Biller);
    let visit = visits(&mut biller, client).remove(0);
    let reach = clinician.get(&format!("/c/{client}/reach/edit"));
    let over = reach.value("over");
    let fields = [("over", over.as_str()), ("line1_channel", "phone"), ("line1_place", "505-555-0100"), ("line1_safe", "yes")];
    assert_eq!(clinician.post(&format!("/c/{client}/reach/edit"), &fields).status, 303);
    assert!(biller.get(&visit).text.contains("No safe address for letters"));
    assert_eq!(biller.post(&visit, &[("do", "make")]).status, 422);
    let over = clinician.get(&format!("/c/{client}/reach/edit")).value("over");
    let fields = [("over", over.as_str()), ("line1_channel", "post"), ("line1_place", "PO Box 9"), ("line1_safe", "yes")];
    assert_eq!(clinician.post(&format!("/c/{client}/reach/edit"), &fields).status, 303);
    let (_, made) = biller.press(&visit, &[("do", "make")]);
    assert!(made.text.contains("PO Box 9"), "{}", made.text);
}

/// What no biller reads: whatever stands in notes, private notes, and on the card beyond their fields.
fn secrets(canaries: &[Canary]) -> Vec<&str> {
    let hidden = |canary: &&Canary| {
        let note = canary.kind == Kind::Record && canary.class != tacenda_desk::Class::Billing;
        let card = canary.kind == Kind::Client && canary.field.contains("unsafe");
        canary.kept && (note || card)
    };
    canaries.iter().filter(hidden).map(|canary| canary.text.as_str()).collect()
}

#[test]
fn no_billing_route_holds_a_word_of_any_note_or_of_who_is_unsafe() {
    let town = crate::town::Town::new();
    let told = secrets(&town.canaries);
    assert!(told.len() > 20, "{}", told.len());
    let paths: Vec<(String, String)> = tacenda::web::routes()
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let who = cells.get(3)?;
            // Whatever a biller's role opens, and no other of the roles that this person has.
            let opens = who.split(' ').any(|role| role == "biller") || *who == "whoever is signed in";
            opens.then(|| (cells[0].to_owned(), cells[1].to_owned()))
        })
        .collect();
    assert!(paths.len() > 60 && paths.iter().any(|(_, path)| path == "/claims/{id}/{visit}"), "{}", paths.len());
    let (director, biller) = (town.who(Role::Director), town.who(Role::Biller));
    let roles = tacenda_desk::acts::SetRoles { worker: biller.id, roles: vec![Role::Biller], programs: biller.programs.clone() };
    let agency = town.loading.agency();
    let signed_in = town.loading.signed_in(director.id).unwrap();
    let asked = tacenda::act::Asked::new(roles, tacenda_desk::access::Reason::OwnDuty);
    agency.act(signed_in, asked).unwrap();
    let mut browser = crate::town::Browser::at(&std::sync::Arc::new(town.site(true)));
    browser.sign_in(&biller.name, crate::town::PASSWORD);
    let queue = browser.get("/claims").body;
    let visits: Vec<(String, String)> = queue
        .split("href=\"/claims/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.split_once('/'))
        .map(|(client, visit)| (client.to_owned(), visit.to_owned()))
        .collect();
    assert!(!visits.is_empty(), "{queue}");
    let (mut opened, mut sent) = (0, 0);
    for (client, visit) in &visits {
        for (verb, path) in &paths {
            if path.starts_with("/sign-out") || path.starts_with("/leave") || path.starts_with("/me/") || path.contains("/events")
            {
                continue;
            }
            let at = path.replacen("{id}", client, 1).replace("{visit}", visit);
            let at: String =
                at.split('/').map(|part| if part.starts_with('{') { visit.as_str() } else { part }).collect::<Vec<_>>().join("/");
            let seen = if verb == "GET" { browser.get(&at) } else { browser.post(&at, &[("do", "make"), ("why", "x")]) };
            assert!(seen.status < 500, "{verb} {at}: {}", seen.status);
            opened += usize::from(seen.status == 200);
            sent += usize::from(verb == "POST");
            let found = told.iter().find(|secret| seen.body.contains(**secret));
            assert!(found.is_none(), "{verb} {at}: {}", seen.status);
        }
    }
    assert!(opened > 5 && sent > 5, "{opened} {sent}");
}
