//! A client's own page: turned on together, entered by themselves, left at once; what it shows, what it hides, and from whom.

use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AddRepresentative, AmendSafety};
use tacenda_desk::{Authority, ClientId, Id, Now, Representative, Role, Span, Time};

use tacenda_ledger::proof::{Entry, verify_parts};

use super::lists::taken;
use super::packets::Story;
use super::today::does_for;
use super::{Browser, House, Shown};

/// What stands on a slip.
struct Slip {
    number: String,
    word: String,
    codes: Vec<String>,
}

const PASSWORD: &str = "kite oval mud hen";

/// The worker turns it on together with them, and the slip is on the table.
fn turned_on(worker: &mut Browser<'_>, client: ClientId, guest: &str) -> Slip {
    let yes = [("wants", "yes"), ("told", "yes"), ("hand", "yes"), ("do", "on"), ("guest", guest)];
    let page = worker.post(&format!("/c/{client}/portal"), &yes);
    assert_eq!(page.status, 200, "{}", page.text);
    slip(&page)
}

fn slip(page: &Shown) -> Slip {
    let after = |at: &str, end: &str| -> Vec<String> {
        page.text.split(at).skip(1).map(|rest| rest.split(end).next().unwrap().to_owned()).collect()
    };
    let strong = after("<dd class=\"code\">", "</dd>");
    let codes = after("<ol class=\"codes\">", "</ol>").concat();
    let codes = codes.split("<li>").skip(1).map(|code| code.trim_end_matches("</li>").to_owned()).collect();
    Slip { number: strong[0].clone(), word: strong[1].clone(), codes }
}

fn tries(browser: &mut Browser<'_>, slip: &Slip, password: &str, code: usize) -> Shown {
    browser.post("/", &[("number", &slip.number), ("password", password), ("code", &slip.codes[code])])
}

/// They come in for the first time, and choose a password.
fn first(house: &House, slip: &Slip) -> Shown {
    let mut browser = house.at_portal();
    let came = tries(&mut browser, slip, &slip.word, 0);
    assert_eq!((came.status, came.to.as_str()), (303, "/1"), "{}", came.text);
    let page = browser.get("/1");
    assert!(page.text.contains("Choose a password"), "{}", page.text);
    browser.token = page.value("csrf");
    assert!(browser.get("/2").text.contains("Choose a password"), "before that there is nothing else");
    let weak = browser.post("/0", &[("password", "short"), ("again", "short")]);
    assert!(weak.status == 422 && weak.text.contains("Use 12 letters or more"), "{}", weak.text);
    browser.press("/0", &[("password", PASSWORD), ("again", PASSWORD)]).1
}

/// They come in with that password and that code.
fn comes<'h>(house: &'h House, slip: &Slip, password: &str, code: usize) -> Browser<'h> {
    let mut browser = house.at_portal();
    let came = tries(&mut browser, slip, password, code);
    assert_eq!(came.status, 303, "{}", came.text);
    let home = browser.get("/1");
    browser.token = home.value("csrf");
    browser
}

fn begun(house: &House) -> (Browser<'_>, ClientId, Slip) {
    let (mut worker, client) = (house.sign_in(Role::Clinician), house.own_client(Role::Clinician));
    let slip = turned_on(&mut worker, client, "client");
    assert!(first(house, &slip).text.contains("Who has seen"));
    (worker, client, slip)
}

#[test]
fn it_is_off_until_worker_and_client_turn_it_on_together_and_then_they_come_in_by_themselves() {
    let house = House::new();
    let (mut worker, client) = (house.sign_in(Role::Clinician), house.own_client(Role::Clinician));
    let path = format!("/c/{client}/portal");
    assert!(worker.get(&path).text.contains("Turn it on together"));
    let alone = worker.post(&path, &[("do", "on"), ("guest", "client"), ("wants", "yes"), ("hand", "yes")]);
    assert!(alone.status == 422 && alone.text.contains("Tick all three"), "{}", alone.text);
    let slip = turned_on(&mut worker, client, "client");
    assert_eq!(slip.codes.len(), 24);
    let home = first(&house, &slip);
    for link in ["Who has seen", "Permissions", "Messages", "To sign", "Leave this page"] {
        assert!(home.text.contains(link), "{link}: {}", home.text);
    }
    // The start word is over, and so is a code that was used.
    let mut again = house.at_portal();
    assert_eq!(tries(&mut again, &slip, &slip.word, 1).status, 422);
    assert_eq!(tries(&mut again, &slip, PASSWORD, 0).status, 422);
    assert_eq!(tries(&mut again, &slip, PASSWORD, 1).status, 303);
    let acts: Vec<String> = house.agency.looks(Some(client)).unwrap().into_iter().map(|look| look.act).collect();
    for act in ["portal.on", "guest.enter", "guest.password"] {
        assert!(acts.iter().any(|done| done == act), "{act}: {acts:?}");
    }
    let off = [("do", "off"), ("portal", worker.get(&path).value("portal").as_str())].map(|(a, b)| (a, b.to_owned()));
    let off: Vec<(&str, &str)> = off.iter().map(|(a, b)| (*a, b.as_str())).collect();
    worker.press(&path, &off);
    assert!(again.get("/2").text.contains("Come in"), "whoever was in is out");
    assert_eq!(tries(&mut house.at_portal(), &slip, PASSWORD, 2).status, 422);
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same_and_says_nothing_of_anybody() {
    let house = House::new();
    let (_, _, slip) = begun(&house);
    let nobody = Slip { number: "0000 0000 00".into(), word: String::new(), codes: vec!["0000 0000".into()] };
    let said = |shown: Shown, number: &str| {
        assert_eq!(shown.status, 422);
        shown.text.replace(number, "")
    };
    let mut browser = house.at_portal();
    let none = said(tries(&mut browser, &nobody, PASSWORD, 0), &nobody.number);
    let wrong = said(tries(&mut browser, &slip, "some other long words", 1), &slip.number);
    let used = said(tries(&mut browser, &slip, PASSWORD, 0), &slip.number);
    assert!(none == wrong && wrong == used, "{none}\n{wrong}\n{used}");
    assert!(none.contains("We could not let you in. Check all three boxes, or call us."));
    // After a handful of tries even the right one has to wait, and is answered the same.
    for _ in 0..8 {
        tries(&mut browser, &slip, "some other long words", 2);
    }
    assert_eq!(said(tries(&mut browser, &slip, PASSWORD, 2), &slip.number), none);
}

#[test]
fn they_see_who_has_received_what_and_why_and_take_the_proof_with_them() {
    let house = House::new();
    let (mut story, packet) = Story::ready(&house);
    let (name, born) = story.about();
    assert_eq!(story.sends(&packet, &name, &born).status, 303);
    let slip = turned_on(&mut story.browser, story.client, "client");
    first(&house, &slip);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let list = guest.get("/2");
    assert!(list.text.contains("Dr. Lin&#39;s office") && list.text.contains("Sometimes the law makes us wait"), "{}", list.text);
    assert!(list.text.contains("45 CFR") && list.text.contains("Not reviewed"), "why, by what rule: {}", list.text);
    // The file that they take away proves the list, and says of what is closed nothing but that it is there.
    let proof = String::from_utf8(guest.bytes("/2/1")).unwrap();
    assert!(proof.contains("packet.send") && !proof.contains("note.") && !proof.contains("record.add"), "{proof}");
    let asked = list.text.split("href=\"/4?about=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(guest.get(&format!("/4?about={asked}")).text.contains("About what went to Dr. Lin"));
}

#[test]
fn what_has_to_wait_by_law_leaves_no_trace_in_the_list_and_the_proof_holds_all_the_same() {
    let house = House::new();
    let (mut worker, client, slip) = begun(&house);
    let matter = taken(&mut worker, client);
    worker.does_what_is_owed(&matter);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let seen = guest.get("/2");
    assert!(seen.text.contains("Det. Ruiz"), "{}", seen.text);
    let entries = |guest: &mut Browser<'_>| {
        let text = String::from_utf8(guest.bytes("/2/1")).unwrap();
        let parts: Vec<String> =
            text.split("tacenda/accounting/1\n").skip(1).map(|part| format!("tacenda/accounting/1\n{part}")).collect();
        let files: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
        let keys = tacenda_ledger::Keys::all(house.agency.verifier_key().unwrap(), vec![]);
        let account = verify_parts(&files, &keys).unwrap();
        let id = matter.rsplit('/').next().unwrap();
        let tells =
            |entry: &&Entry| matches!(entry, Entry::Open(open) if open.said.as_ref().is_some_and(|s| s.text.contains(id)));
        (account.entries.iter().filter(tells).count(), account.entries.len())
    };
    let (_, before) = entries(&mut guest);
    let month = house.agency.moment().unwrap().time.plus_days(20).day().to_string();
    let id = matter.rsplit('/').next().unwrap();
    let wait = [("matter", id), ("whom", "Det. Ruiz"), ("how", "spoken"), ("until", month.as_str())];
    worker.press(&format!("/c/{client}/shared/wait"), &wait);
    let waits = guest.get("/2");
    assert!(!waits.text.contains("Ruiz") && waits.text.contains("This sentence stands on every list"), "{}", waits.text);
    let (tells, after) = entries(&mut guest);
    assert!(tells == 0 && after > before, "closed, and none left out");
}

#[test]
fn a_permission_is_stopped_in_three_taps_and_nothing_leaves_by_it_any_more() {
    let house = House::new();
    let (mut story, packet) = Story::ready(&house);
    let slip = turned_on(&mut story.browser, story.client, "client");
    first(&house, &slip);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    guest.activations = 0;
    let list = guest.get("/3");
    let one = list.text.split("href=\"/3/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let stopped = guest.press(&format!("/3/{one}"), &[]).1;
    assert!(stopped.text.contains("Stopped. We will not share anything more with Dr. Lin"), "{}", stopped.text);
    assert_eq!(guest.activations, 1, "two links and a button");
    let (name, born) = story.about();
    let sent = story.sends(&packet, &name, &born);
    assert_eq!(sent.status, 422, "{}", sent.text);
    assert!(story.browser.get(&story.release.clone()).text.contains("by themselves, in the portal"));
}

#[test]
fn under_the_second_phrase_there_is_little_to_see_and_nothing_says_that_there_is_more() {
    let house = House::new();
    let (mut worker, client, slip) = begun(&house);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let same = guest.post("/8/2", &[("do", "set"), ("now", PASSWORD), ("password", PASSWORD), ("again", PASSWORD)]);
    assert!(same.status == 422 && same.text.contains("Use another one"), "{}", same.text);
    let phrase = "lamp river seven goats";
    // Whoever takes an open page in hand chooses nothing: that wants the password.
    for (path, now) in [("/8/1", ""), ("/8/1", phrase), ("/8/2", phrase)] {
        let other = guest.post(path, &[("now", now), ("password", phrase), ("again", phrase)]);
        assert!(other.status == 422 && other.text.contains("That is not the password that you have now"), "{}", other.text);
    }
    guest.press("/8/2", &[("do", "set"), ("now", PASSWORD), ("password", phrase), ("again", phrase)]);
    let mut quiet = comes(&house, &slip, phrase, 2);
    let home = quiet.get("/1");
    assert!(home.text.contains("href=\"/7\""));
    for path in ["/2", "/2/1", "/3", "/4", "/5", "/6", "/8"] {
        assert!(!home.text.contains(&format!("href=\"{path}\"")), "{path}");
        let mut bare = |path: &str| {
            let page = quiet.get(path);
            let text = page.text.replace(&format!("value=\"{path}\""), "");
            (
                page.status,
                text.split("<title>").map(|part| part.split_once("</title>").map_or(part, |(_, rest)| rest)).collect::<String>(),
            )
        };
        let (there, never) = (bare(path), bare("/99"));
        assert_eq!((there.0, &there), (404, &never), "{path}");
    }
    // The way that its language is chosen tells nothing either, nor does what is sent there.
    for path in ["/4", "/99"] {
        assert_eq!(quiet.post("/1", &[("language", "en"), ("to", path)]).to, "/1", "{path}");
        assert_eq!(quiet.post(path, &[("text", "x")]).status, 404, "{path}");
    }
    // The worker sees that it was used; the file that they take away does not say that there is one.
    assert!(worker.get(&format!("/c/{client}/seen")).text.contains("under the second phrase"));
    assert!(worker.get(&format!("/c/{client}/portal")).text.contains("Last under the second phrase"));
    let proof = String::from_utf8(guest.bytes("/2/1")).unwrap();
    assert!(!proof.contains("quiet") && !proof.contains("guest.enter"), "{proof}");
}

#[test]
fn whoever_fears_that_another_knows_the_password_locks_it_and_only_a_slip_by_hand_opens_again() {
    let house = House::new();
    let (mut worker, client, slip) = begun(&house);
    let (mut guest, mut other) = (comes(&house, &slip, PASSWORD, 1), comes(&house, &slip, PASSWORD, 2));
    let out = guest.post("/8/3", &[]);
    assert_eq!((out.status, out.to.as_str()), (303, "/"));
    assert!(other.get("/2").text.contains("Come in"), "everybody is out");
    assert_eq!(tries(&mut house.at_portal(), &slip, PASSWORD, 3).status, 422);
    assert!(worker.get(&format!("/c/{client}/portal")).text.contains("Locked by them"));
    assert!(worker.get("/").text.contains("locked"), "whoever turned it on is told today");
    let fresh = turned_on(&mut worker, client, "client");
    assert_eq!(tries(&mut house.at_portal(), &slip, PASSWORD, 4).status, 422, "the old slip stays over");
    first(&house, &fresh);
}

#[test]
fn what_they_write_reaches_the_worker_and_nobody_else_who_comes_in() {
    let house = House::new();
    let (mut worker, client, slip) = begun(&house);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let words = "Can we move Tuesday? <b>Please</b>";
    let empty = guest.post("/4", &[("text", "  "), ("once", "a")]);
    assert!(empty.status == 422 && empty.text.contains("Write something first"));
    for _ in 0..2 {
        let page = guest.press("/4", &[("text", words), ("once", "b")]).1;
        assert_eq!(page.text.matches("Can we move Tuesday").count(), 1, "sent twice it is written once");
    }
    let desk = worker.get(&format!("/c/{client}/portal"));
    assert!(desk.text.contains("Can we move Tuesday? &#60;b&#62;"), "{}", desk.text);
    let answer = [("do", "write"), ("portal", desk.value("portal").as_str()), ("text", "Yes, on Wednesday."), ("once", "c")]
        .map(|(a, b)| (a, b.to_owned()));
    let answer: Vec<(&str, &str)> = answer.iter().map(|(a, b)| (*a, b.as_str())).collect();
    worker.press(&format!("/c/{client}/portal"), &answer);
    assert!(guest.get("/4").text.contains("Yes, on Wednesday."));
    // Another slip, the same person: it is all there. Somebody who acts for them reads nothing of it.
    let again = turned_on(&mut worker, client, "client");
    first(&house, &again);
    assert!(comes(&house, &again, PASSWORD, 1).get("/4").text.contains("Can we move Tuesday"));
    let id = acts_for(&house, client);
    let other = turned_on(&mut worker, client, &id.to_string());
    first(&house, &other);
    let page = comes(&house, &other, PASSWORD, 1).get("/4").text;
    assert!(!page.contains("Tuesday") && !page.contains("Wednesday"), "{page}");
}

/// Somebody whom the client named acts for them.
fn acts_for(house: &House, client: ClientId) -> Id<Representative> {
    let clinician = house.worker(Role::Clinician);
    let id: Id<Representative> = Id::new(Now::trusted(Time(1)), [9; 10]);
    let representative = Representative {
        id,
        name: "Ramón Vega".into(),
        authority: Authority::Named,
        proof: "a paper, signed and sealed".into(),
        never: Vec::new(),
        limits: None,
        span: Span::since(Time(0)),
    };
    does_for(house, &clinician, Reason::CareTeam, AddRepresentative { client, representative });
    id
}

#[test]
fn somebody_who_is_not_safe_never_comes_in_whatever_the_paper_says() {
    let house = House::new();
    let (mut worker, client) = (house.sign_in(Role::Clinician), house.own_client(Role::Clinician));
    let clinician = house.worker(Role::Clinician);
    let id = acts_for(&house, client);
    let slip = turned_on(&mut worker, client, &id.to_string());
    first(&house, &slip);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    assert!(guest.get("/3").text.contains("permissions"), "so far it is their right");
    // Then the client says what he did.
    let over = house.agency.version_of("client", &client.to_string()).unwrap();
    let named = AmendSafety {
        client,
        over,
        reach: None,
        address_protected: None,
        survivor: None,
        unsafe_people: Some(vec!["ramon vega".into()]),
    };
    does_for(&house, &clinician, Reason::CareTeam, named);
    assert!(guest.get("/3").text.contains("Come in"), "out at that moment");
    assert_eq!(tries(&mut house.at_portal(), &slip, PASSWORD, 2).status, 422);
    let page = worker.get(&format!("/c/{client}/portal"));
    assert!(!page.text.contains(&id.to_string()), "and never offered again");
    let forged = [("wants", "yes"), ("told", "yes"), ("hand", "yes"), ("do", "on"), ("guest", &id.to_string())];
    assert_eq!(worker.post(&format!("/c/{client}/portal"), &forged).status, 422);
}

#[test]
fn what_opens_the_desk_opens_nothing_here_and_what_opens_this_nothing_there() {
    let house = House::new();
    let (worker, _, slip) = begun(&house);
    let guest = comes(&house, &slip, PASSWORD, 1);
    let secret = |browser: &Browser<'_>| browser.cookie.split_once('=').unwrap().1.to_owned();
    let mut at_portal = Browser { cookie: format!("s={}", secret(&worker)), ..house.at_portal() };
    assert!(at_portal.get("/1").text.contains("Come in"));
    let mut at_desk = Browser { cookie: format!("desk={}", secret(&guest)), ..house.passer_by() };
    assert!(at_desk.get("/c").text.contains("Sign in"));
    for path in ["/c", "/office", "/sign-in", "/help", "/caller", "/f/x"] {
        assert_eq!(house.at_portal().get(path).status, 404, "{path}");
    }
}

#[test]
fn nothing_that_stays_on_a_telephone_says_what_this_is() {
    let house = House::new();
    let (_, _, slip) = begun(&house);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let told = ["tacenda", "desk", "client", "counsel", "therap", "shelter", "violence", "casa", "services", "record", "privacy"];
    for path in ["/", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/no"] {
        let page = guest.get(path).text.to_lowercase();
        let title = page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
        assert!(title == "home" || title.starts_with("page "), "{path}: {title}");
        let kept = page.split("<head>").nth(1).unwrap().split("</head>").next().unwrap();
        for word in told {
            assert!(!kept.contains(word), "{path}: {word}: {kept}");
        }
    }
    assert!(guest.cookie.starts_with("s="));
}

#[test]
fn every_way_into_the_portal_has_its_row() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/portal-routes.csv");
    assert_eq!(std::fs::read_to_string(place).unwrap_or_default(), tacenda::web::portal_routes(), "{place}");
}

#[test]
fn what_waits_is_read_signed_once_and_by_nobody_who_only_looks_on() {
    let house = House::new();
    let (mut worker, client, slip) = begun(&house);
    let until = house.agency.moment().unwrap().time.plus_days(30).day().to_string();
    let form = [
        ("other", "Dr. Lin's office"),
        ("recipient", "treating_provider"),
        ("toward", "release"),
        ("purpose", "client_directed"),
        ("until", until.as_str()),
        ("what", "attendance_summary"),
    ];
    let (release, _) = worker.press(&format!("/c/{client}/releases/new"), &form);
    // Somebody whom the client named looks on, and decides nothing.
    let id = acts_for(&house, client);
    let other = turned_on(&mut worker, client, &id.to_string());
    first(&house, &other);
    assert!(comes(&house, &other, PASSWORD, 1).get("/5").text.contains("Nothing waits for you"));
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let list = guest.get("/5");
    let one = list.text.split("href=\"/5/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/5/{one}");
    let shown = guest.get(&path).value("shown");
    let sign = |name: &'static str, meant: &'static str, shown: &str| {
        vec![("name", name.to_owned()), ("meant", meant.to_owned()), ("screen", "yes".to_owned()), ("shown", shown.to_owned())]
    };
    let mut send = |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        guest.post(&path, &fields)
    };
    assert!(send(sign("", "yes", &shown)).text.contains("Type your name"));
    assert!(send(sign("Rosa", "", &shown)).text.contains("Tick this box if you want it"));
    assert!(send(sign("Rosa", "yes", &"0".repeat(64))).text.contains("The words have changed"));
    for _ in 0..2 {
        let signed = send(sign("Rosa Vega", "yes", &shown));
        assert_eq!((signed.status, signed.to), (303, format!("/3/{one}")), "sent twice it is signed once");
    }
    assert!(guest.get(&format!("/3/{one}")).text.contains("It counts now"));
    let desk = worker.get(release.split('?').next().unwrap()).text;
    assert!(desk.contains("Typed on their own page") && desk.contains("Rosa Vega"), "{desk}");
}

#[test]
fn what_another_site_sends_does_nothing() {
    let house = House::new();
    let (_, _, slip) = begun(&house);
    let mut guest = comes(&house, &slip, PASSWORD, 1);
    let token = std::mem::take(&mut guest.token);
    assert_eq!(guest.post("/8/3", &[]).status, 422, "no token");
    let mut foreign = Browser { origin: "http://evil.example", token, ..house.at_portal() };
    foreign.cookie.clone_from(&guest.cookie);
    assert_ne!(foreign.post("/8/3", &[]).status, 303, "another origin");
    assert!(guest.get("/2").text.contains("Who has seen my information"), "it stands as it stood");
}

#[test]
fn the_language_that_was_chosen_at_the_door_goes_on_inside() {
    let house = House::new();
    let (_, _, slip) = begun(&house);
    let mut browser = house.at_portal();
    let door = browser.get("/?lang=es").text;
    assert!(door.contains("action=\"/?lang=es\""), "{door}");
    let fields = [("number", slip.number.as_str()), ("password", PASSWORD), ("code", slip.codes[1].as_str())];
    assert_eq!(browser.post("/?lang=es", &fields).status, 303);
    assert!(browser.get("/1").text.contains("Quién ha visto"));
}
