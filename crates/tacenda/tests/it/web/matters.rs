//! A legal paper, from the hand that takes it to its end, through the pages as a browser without scripts drives them.

use tacenda_desk::{ClientId, Role};

use super::{Browser, House, Shown};

/// Somebody takes a paper in, about a client of their own; what is shown of it. The matter's address.
pub(super) fn comes(
    browser: &mut Browser<'_>,
    client: Option<ClientId>,
    signed: &str,
    fields: &[(&str, &str)],
) -> (String, Shown) {
    let (to, page) = browser.press("/matters/new", &[("what", "paper")]);
    assert!(to.ends_with("/whose"), "{to}");
    assert!(page.text.contains("Do not say to anyone"));
    let id = client.map(|client| client.to_string()).unwrap_or_default();
    let whose: (&str, &str) = if client.is_some() { ("client", &id) } else { ("nobody", "yes") };
    let (to, _) = browser.press(&to, &[whose]);
    let (to, page) = browser.press(&to, &[("signed", signed)]);
    assert!(page.text.contains("legal_process") || page.text.contains("attorney_subpoena"));
    browser.press(&to, &[fields, &[("once", "open")]].concat())
}

/// What the law still needs is asked one by one: the order names who asks, and the rest is as it mostly is.
pub(super) fn order_in_hand(browser: &mut Browser<'_>, matter: &str) {
    for _ in 0..25 {
        let page = browser.get(matter);
        let Some(rest) = page.text.split("id=\"asks\"").nth(1) else { break };
        let path = rest.split("href=\"").nth(1).unwrap().split(['"', '?']).next().unwrap().to_owned();
        let name = path.rsplit('/').next().unwrap().to_owned();
        let yes = ["order_recipients_match", "recipient_identity_verified"].contains(&name.as_str());
        let form = browser.get(&path);
        let fields: &[(&str, &str)] = match () {
            () if form.text.contains("type=\"radio\"") && yes => &[("answer", "0")],
            () if form.text.contains("value=\"1\"><span>No<") => &[("answer", "1")],
            () => &[("dont", "yes")],
        };
        browser.press(&path, fields);
    }
}

/// What officers bring, as whoever holds it answers.
pub(super) const WARRANT: [(&str, &str); 6] = [
    ("paper", "search_warrant"),
    ("sender", "law_enforcement"),
    ("case", "criminal_investigation"),
    ("what", "whole"),
    ("wants", "papers"),
    ("danger", "no"),
];

pub(super) const SUBPOENA: [(&str, &str); 9] = [
    ("paper", "attorney_subpoena"),
    ("sender", "opposing_party_attorney"),
    ("case", "litigation"),
    ("what", "whole"),
    ("wants", "papers"),
    ("with", "none"),
    ("release", "no"),
    ("danger", "no"),
    ("told", "nothing"),
];

/// The values of every hidden field of that name.
fn values<'t>(page: &'t Shown, name: &str) -> Vec<&'t str> {
    let mark = format!("name=\"{name}\" value=\"");
    page.text.split(mark.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_subpoena_is_no_order_and_ends_with_an_objection_and_nothing_sent() {
    let house = House::new();
    let client = house.own_client(Role::Advocate);
    let mut browser = house.sign_in(Role::Advocate);
    let before = house.leaves();
    let (matter, page) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    assert!(page.text.contains("This is not a court order. Do not send anything."), "{}", page.text);
    assert!(house.leaves() > before && page.text.contains("Nothing of this file is destroyed"));
    println!("J5: {} pages, {} activations with the choices, 2 fields", browser.pages, browser.activations + SUBPOENA.len());
    assert!(browser.pages <= 7, "{}", browser.pages);
    // On the day's list it is one line, which says what comes first.
    let today = browser.get("/").text;
    assert_eq!(today.matches(&format!("href=\"{matter}\"")).count(), 1, "{today}");
    assert!(today.contains("more in the same matter"), "{today}");
    // Asked again, nothing happens twice.
    let held = house.agency.looks(Some(client)).unwrap().iter().filter(|look| look.act == "matter.open").count();
    assert_eq!(held, 1);
    // A list, and nothing of it goes; whoever is no officer is not even offered it.
    let fields = [("words", "the whole chart"), ("kind", "whole_record"), ("words", "notes"), ("kind", "progress_notes")];
    let (_, page) = browser.press(&format!("{matter}/list"), &fields);
    assert!(page.text.contains("Nothing goes.") && !page.text.contains("value=\"comply\""), "{}", page.text);
    let comply = [("do", "respond"), ("response", "comply"), ("words", "they insist")];
    let refused = browser.post(&matter, &comply);
    assert!([403, 404, 422].contains(&refused.status), "{}", refused.status);
    // Nor may they close a paper that a court may want.
    assert_eq!(browser.put(&format!("{matter}/papers"), ("paper", "subpoena.pdf"), b"%PDF-1.7").status, 303);
    let page = browser.get(&matter).text;
    let paper = page.split(&format!("{matter}/papers/")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    assert!(!page.contains("value=\"retract\""), "{page}");
    assert_eq!(browser.post(&matter, &[("do", "retract"), ("paper", &paper), ("words", "not ours")]).status, 403);
    browser.press(&matter, &[("do", "respond"), ("response", "object"), ("words", "no release, no order")]);
    // What is owed is done, one by one, each with its evidence; before that it does not close.
    let close = [("do", "close"), ("outcome", "answered"), ("words", "objected in time")];
    assert_eq!(browser.post(&matter, &close).status, 422);
    for _ in 0..40 {
        let page = browser.get(&matter);
        let Some(task) = values(&page, "task").first().map(|task| (*task).to_owned()) else { break };
        browser.press(&matter, &[("do", "did"), ("task", &task), ("words", "see the file")]);
    }
    let served = [("do", "serve"), ("letter", "objection"), ("to", "the lawyer who sent it"), ("way", "mail")];
    browser.press(&matter, &served);
    let (_, page) = browser.press(&matter, &close);
    assert!(page.text.contains("We answered in writing") && !page.text.contains("name=\"outcome\""), "{}", page.text);
    let log = browser.get(&format!("{matter}/log"));
    assert!(log.text.contains("the whole chart") && log.text.contains("CFR"), "{}", log.text);
}

#[test]
fn the_letters_say_the_same_in_both_languages_and_nothing_of_the_file() {
    let house = House::new();
    let client = house.own_client(Role::Advocate);
    let mut browser = house.sign_in(Role::Advocate);
    let (matter, page) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    let name = {
        let card = browser.get(&format!("/c/{client}"));
        card.text.split("class=\"who\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let letters: Vec<&str> = page.text.split(&format!("{matter}/letters/")).skip(1).filter_map(|r| r.split('"').next()).collect();
    assert!(letters.contains(&"objection") && letters.contains(&"privilege"), "{letters:?}");
    for letter in letters {
        let text = browser.get(&format!("{matter}/letters/{letter}")).text;
        let paper = text.split("<article").skip(1).collect::<String>();
        assert!(paper.contains("lang=\"en\"") && paper.contains("lang=\"es\""), "{letter}");
        assert!(!paper.contains(&name), "{letter} names the client");
        let found = house.packs.letters.iter().find(|one| one.id == letter).unwrap();
        assert!(found.cite.iter().all(|cite| paper.contains(cite.as_str())), "{letter} stands on its law");
    }
    let none = browser.get(&format!("{matter}/letters/nothing"));
    assert_eq!(none.status, 404);
}

#[test]
fn a_letter_becomes_a_pdf_with_what_was_typed_in_its_lines_and_the_same_words_the_same_bytes() {
    let house = House::new();
    let client = house.own_client(Role::Advocate);
    let mut browser = house.sign_in(Role::Advocate);
    let (matter, _) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    let letter = format!("{matter}/letters/objection?in=es");
    let fields = [("day", "2026-11-22"), ("to", "Law Office of Example"), ("about", "D-202-CV-2026-00001")];
    let (one, two) = (browser.post(&letter, &fields), browser.post(&letter, &fields));
    assert!(one.status == 200 && one.text.starts_with("%PDF-1.7"), "{}: {}", one.status, one.text);
    assert!(one.text.contains("pdfuaid") && one.text == two.text, "it can be read aloud, and is the same twice");
    assert_ne!(one.text, browser.post(&letter, &[]).text, "lines to write on are another letter");
    let other = browser.post(&letter, &[("to", "李娜")]);
    assert!(other.status == 422 && other.text.contains("cannot be printed"), "nothing is left out silently: {}", other.status);
    let long = "x".repeat(201);
    let refused = browser.post(&letter, &[("to", &long), ("about", ""), ("day", "soon")]);
    assert!(refused.status == 422 && refused.text.contains("at most 200 letters") && refused.text.contains("Choose a day"));
    assert!(refused.text.contains(&long), "what was typed is not lost");
    assert_eq!(browser.post(&format!("{matter}/letters/nothing"), &fields).status, 404);
}

#[test]
fn a_scan_is_put_in_once_it_is_known_about_whom_it_is_and_comes_out_as_it_went_in() {
    let house = House::new();
    let caseload = |role| house.agency.caseload(house.worker(role).id).unwrap();
    let client = caseload(Role::Clinician).into_iter().find(|client| !caseload(Role::Advocate).contains(client)).unwrap();
    let mut browser = house.sign_in(Role::Clinician);
    let scan = [b"%PDF-1.7 ".to_vec(), vec![7; 1_300_000]].concat();
    let (matter, _) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    let papers = format!("{matter}/papers");
    let sent = browser.put(&papers, ("paper", "subpoena.pdf"), &scan);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let page = browser.get(&matter).text;
    let file = page.split(&format!("{papers}/")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    assert!(page.contains("subpoena.pdf") && page.contains("Put a paper in"), "{page}");
    let got = browser.get(&format!("{papers}/{file}"));
    assert_eq!(got.text, String::from_utf8_lossy(&scan), "it comes out as it went in");
    assert_eq!(house.sign_in(Role::Advocate).get(&format!("{papers}/{file}")).status, 404, "it is not theirs");
    // A wrong one is closed to everybody, with its name; it is chosen, and why is said.
    let wrong = browser.put(&papers, ("paper", "someone-else.pdf"), &scan);
    assert_eq!(wrong.status, 303, "{}", wrong.text);
    let page = browser.get(&matter).text;
    let other = page
        .split(&format!("{papers}/"))
        .filter_map(|rest| rest.split('"').next())
        .find(|id| id.len() == file.len() && *id != file);
    let other = other.unwrap().to_owned();
    assert_eq!(browser.post(&matter, &[("do", "retract"), ("words", "another client's")]).status, 422);
    let lacks = browser.post(&matter, &[("do", "retract"), ("paper", &other)]);
    assert!(lacks.status == 422 && lacks.text.contains(&format!("value=\"{other}\" checked")), "what was chosen stays");
    let lacks = browser.post(&matter, &[("do", "clock"), ("at", "2031-05-06")]);
    assert!(lacks.status == 422 && lacks.text.contains("value=\"2031-05-06\""), "what was typed stays: {}", lacks.text);
    assert!(lacks.text.contains("href=\"#clock-words\""), "the fault leads to its own field: {}", lacks.text);
    // A court may want it: that it does not belong here is for those to say who answer for the matter.
    let says = [("do", "retract"), ("paper", other.as_str()), ("words", "another client's")];
    let mut director = house.sign_in(Role::Director);
    let (_, page) = director.press(&matter, &says);
    assert!(page.text.contains("put in by mistake") && !page.text.contains("someone-else.pdf"), "{}", page.text);
    assert_eq!(browser.get(&format!("{papers}/{other}")).status, 404);
    assert_eq!(browser.get(&format!("{papers}/{file}")).status, 200);
    // What a file is its bytes say, not its name; what is not taken is not kept.
    let refused = browser.put(&papers, ("paper", "order.pdf"), b"<html>");
    assert!(refused.status == 422 && refused.text.contains("not what its name says"), "{}", refused.text);
    assert_eq!(browser.put(&papers, ("other", "order.pdf"), &scan).status, 422);
    assert!(!browser.get(&matter).text.contains("order.pdf"));
    // About nobody known: what it names nothing would protect.
    let (nobodys, page) = comes(&mut browser, None, "no", &SUBPOENA);
    assert!(!page.text.contains("name=\"paper\""), "it is not offered");
    assert_eq!(browser.put(&format!("{nobodys}/papers"), ("paper", "subpoena.pdf"), &scan).status, 422);
    let report = tacenda::check::all(&house.agency, true, &mut |_, _, _| ()).unwrap();
    assert!(report.verdict().is_ok(), "every piece belongs to something, and is what was said of it");
}

#[test]
fn an_order_goes_as_far_as_its_list_and_the_one_who_answers_for_privacy_decides() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let order = [
        ("paper", "court_order"),
        ("sender", "court"),
        ("case", "litigation"),
        ("what", "whole"),
        ("wants", "papers"),
        ("release", "no"),
        ("danger", "no"),
        ("secret", "no"),
    ];
    let (matter, page) = comes(&mut browser, Some(client), "yes", &order);
    assert!(page.text.contains("A judge signed this."), "{}", page.text);
    browser.press(&format!("{matter}/list"), &[("words", "dates of visits"), ("kind", "appointment_dates")]);
    order_in_hand(&mut browser, &matter);
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let queue = officer.get("/matters");
    assert!(queue.text.contains(&matter), "{}", queue.text);
    let comply = [("do", "respond"), ("response", "comply"), ("words", "it is in order")];
    let (_, page) = officer.press(&matter, &comply);
    assert!(page.text.contains("This may go, and nothing else:") && page.text.contains("Appointment dates"), "{}", page.text);
    assert!(!page.text.contains("may go</span></li><li><span>progress"));
}

#[test]
fn what_officers_take_is_written_down_with_whether_their_paper_names_it() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let (matter, page) = comes(&mut browser, Some(client), "yes", &WARRANT);
    assert!(
        page.text.contains("Do not stand in the way") && page.text.contains("Nothing of this file is destroyed"),
        "{}",
        page.text
    );
    browser.press(&format!("{matter}/list"), &[("words", "dates of visits"), ("kind", "appointment_dates")]);
    let taken = format!("{matter}/taken");
    let now = browser.get(&taken);
    let (day, hour) = (now.value("day"), now.value("hour"));
    let when = [("day", day.as_str()), ("hour", hour.as_str())];
    let folder = [("words", "the blue folder"), ("kind", "progress_notes"), ("by", "Det. Ruiz, badge 4411")];
    for without in 0..folder.len() {
        let mut some = folder.to_vec();
        some.remove(without);
        let lacks = browser.post(&taken, &[&some[..], &when].concat());
        assert_eq!(lacks.status, 422, "{}", folder[without].0);
        let there = |(field, typed): &(&str, &str)| match *field {
            "kind" => lacks.text.contains(&format!("value=\"{typed}\" selected")),
            _ => lacks.text.contains(&format!("value=\"{typed}\"")),
        };
        assert!(some.iter().all(there), "nothing that was typed is lost");
    }
    let (_, page) = browser.press(&taken, &[&folder[..], &when].concat());
    assert!(page.text.contains("Its list does not name this kind") && page.text.contains("badge 4411"), "{}", page.text);
    let dates =
        [("words", "a copy of the diary"), ("kind", "appointment_dates"), ("by", "Det. Ruiz, badge 4411"), ("copied", "yes")];
    let (_, page) = browser.press(&taken, &[&dates[..], &when].concat());
    assert!(page.text.contains("Its list names this kind") && page.text.contains("They copied it"), "{}", page.text);
    let letter = browser.get(&format!("{matter}/letters/to_officers"));
    assert!(letter.text.contains("seal unread"), "{}", letter.text);
    // Where nobody searches there is nothing to write down.
    let (subpoena, page) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    assert!(!page.text.contains(&format!("{subpoena}/taken")) && !page.text.contains("/letters/to_officers"));
    assert_eq!(browser.get(&format!("{subpoena}/taken")).status, 404);
}

#[test]
fn what_is_nobodys_we_can_name_waits_for_the_office_and_goes_on_with_a_name() {
    let house = House::new();
    let mut door = house.sign_in(Role::Clinician);
    let (matter, page) = comes(&mut door, None, "no", &SUBPOENA);
    assert!(page.text.contains("about nobody we could name"));
    let letter = door.get(&format!("{matter}/letters/cannot_confirm"));
    assert!(letter.text.contains("We can neither confirm nor deny"), "{}", letter.text);
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    assert!(officer.get("/matters").text.contains(&matter));
    let client = house.own_client(Role::Clinician);
    let (to, _) = officer.press(&matter, &[("do", "move")]);
    let (to, _) = officer.press(&to, &[("client", &client.to_string())]);
    assert!(to.ends_with("/paper"), "what was said is not asked again: {to}");
    let (moved, page) = officer.press(&to, &[("once", "again")]);
    assert!(moved != matter && page.text.contains("This is not a court order."), "{}", page.text);
    assert!(officer.get(&matter).text.contains("It goes on under the client"));
}

#[test]
fn a_matter_is_there_for_those_who_see_to_it_and_for_nobody_else() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let (matter, _) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    let nothing = browser.get("/matters/019caddd-c200-7032-8032-000000000032");
    let mut stranger = house.sign_in(Role::Advocate);
    if house.agency.caseload(house.worker(Role::Advocate).id).unwrap().contains(&client) {
        return;
    }
    let refused = stranger.get(&matter);
    assert_eq!((refused.status, nothing.status), (404, 404));
    assert!(!stranger.get("/matters").text.contains(&matter));
}
