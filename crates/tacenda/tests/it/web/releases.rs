//! A client permits something: drawn up, read, signed, stopped, through the pages as a browser without scripts drives them.

use tacenda_desk::{ClientId, Role};

use super::{Browser, House, Shown};

fn in_days(house: &House, days: i64) -> String {
    house.agency.moment().unwrap().time.plus_days(days).day().to_string()
}

fn form<'f>(what: &'f [&'f str], until: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("other", "Dr. Lin's office"),
        ("recipient", "treating_provider"),
        ("toward", "release"),
        ("purpose", "client_directed"),
        ("until", until),
    ];
    fields.extend(what.iter().map(|kind| ("what", *kind)));
    fields
}

fn draw(browser: &mut Browser<'_>, file: &str, what: &[&str], until: &str) -> (String, Shown) {
    let (to, page) = browser.press(&format!("{file}/releases/new"), &form(what, until));
    (to.split('?').next().unwrap().to_owned(), page)
}

/// A release for that kind of information, signed by hand; of a group by each of them.
pub(super) fn signed(house: &House, browser: &mut Browser<'_>, client: ClientId, kind: &str, group: &[&str]) -> String {
    let (until, members) = (in_days(house, 60), group.join("\n"));
    let mut fields = form(std::slice::from_ref(&kind), &until);
    fields.extend([("unit", "group"), ("members", members.as_str())].into_iter().filter(|_| !group.is_empty()));
    let (to, page) = browser.press(&format!("/c/{client}/releases/new"), &fields);
    let release = to.split('?').next().unwrap().to_owned();
    let day = in_days(house, 0);
    let who = if page.text.contains("minor_and_parent") { "minor_and_parent" } else { "client" };
    let members = group.iter().enumerate().map(|(at, name)| (format!("member-{at}"), *name));
    for (who, name) in [(who.to_owned(), "R. Vega")].into_iter().chain(members) {
        let sign = [
            ("do", "sign"),
            ("who", who.as_str()),
            ("name", name),
            ("how", "ink"),
            ("known_by", "sight"),
            ("meant", "yes"),
            ("in", "en"),
            ("day", day.as_str()),
            ("once", name),
        ];
        browser.press(&release, &sign);
    }
    release
}

/// What whoever it names says when they ask by it.
pub(super) const fn asking<'a>(kind: &'a str, consent: &'a str) -> [(&'static str, &'a str); 8] {
    [
        ("asks-sender", "treating_provider"),
        ("asks-legal", "no"),
        ("asks-checked", "yes"),
        ("asks-case", "client_directed"),
        ("danger", "no"),
        ("what", kind),
        ("asks-named", "yes"),
        ("consent", consent),
    ]
}

/// Whatever the law still asks: who asks was checked, and nothing else is out of the ordinary.
pub(super) fn answers_all(browser: &mut Browser<'_>, matter: &str) {
    for _ in 0..30 {
        let page = browser.get(matter).text;
        let Some(to) = page.split("id=\"asks\"").nth(1).and_then(|rest| rest.split("href=\"").nth(1)) else { return };
        let to = to.split(['"', '?']).next().unwrap().to_owned();
        let two = browser.get(&to).text.matches("name=\"answer\"").count() == 2;
        browser.press(&to, &[("answer", if two && !to.ends_with("identity_verified") { "1" } else { "0" })]);
    }
}

#[test]
fn a_client_permits_something_signs_it_and_stops_it_by_saying_so() {
    let house = House::new();
    let file = format!("/c/{}", house.own_client(Role::Clinician));
    let mut browser = house.sign_in(Role::Clinician);
    browser.get(&format!("{file}/releases"));
    browser.get(&format!("{file}/releases/new"));
    let (release, page) = draw(&mut browser, &file, &["attendance_summary", "diagnosis"], &in_days(&house, 60));
    for shown in ["Permission to share health information", "Dr. Lin&#39;s office", "You do not have to sign", "not signed yet"] {
        assert!(page.text.contains(shown) || page.text.contains(&shown.replace("&#39;", "'")), "{shown} in {}", page.text);
    }
    let spanish = browser.get(&format!("{release}?in=es"));
    assert!(spanish.text.contains("No tiene que firmar"), "{}", spanish.text);
    // Nobody signs tomorrow, and nobody signs nothing.
    let tomorrow = in_days(&house, 1);
    let sign = |name: &'static str, day: &str| {
        vec![
            ("do".to_owned(), "sign".to_owned()),
            ("who".to_owned(), "client".to_owned()),
            ("name".to_owned(), name.to_owned()),
            ("how".to_owned(), "ink".to_owned()),
            ("known_by".to_owned(), "sight".to_owned()),
            ("meant".to_owned(), "yes".to_owned()),
            ("in".to_owned(), "en".to_owned()),
            ("day".to_owned(), day.to_owned()),
            ("interpreter".to_owned(), String::new()),
            ("witness".to_owned(), String::new()),
            ("once".to_owned(), format!("{name}{day}{}", house.leaves())),
        ]
    };
    let send = |browser: &mut Browser<'_>, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&release, &fields)
    };
    assert_eq!(send(&mut browser, &sign("R. Vega", &tomorrow)).status, 422);
    assert_eq!(send(&mut browser, &sign("", &in_days(&house, 0))).status, 422);
    // Nor does anybody of whom it is not said how they are known, or that they mean it.
    for left_out in ["known_by", "meant"] {
        let mut fields = sign("R. Vega", &in_days(&house, 0));
        fields.retain(|(name, _)| name != left_out);
        assert_eq!(send(&mut browser, &fields).status, 422, "{left_out}");
    }
    assert_eq!(send(&mut browser, &sign("R. Vega", &in_days(&house, 0))).status, 303);
    let page = browser.get(&release);
    assert!(page.text.contains("in force") && page.text.contains("Signed on"), "{}", page.text);
    assert!(!page.text.contains("This release does not do all"), "{}", page.text);
    assert!(browser.get(&format!("{file}/releases")).text.contains("in force"));
    // Renewed, it is as it was, but what may be shared: that is ticked anew.
    let again = browser.get(&format!("{file}/releases/new?again={}", release.rsplit('/').next().unwrap())).text;
    assert!(again.contains("Lin") && again.contains("Last time it was: ") && again.matches(" checked").count() == 1, "{again}");
    assert_eq!(browser.get(&format!("{file}/releases/new?again=nothing")).status, 404);
    // A spoken word is enough, and what is stopped stays stopped.
    let (_, page) = browser.press(&release, &[("do", "stop"), ("how", "spoken"), ("words", "told me on the telephone")]);
    assert!(page.text.contains("Nothing goes by it from now on") && page.text.contains("stopped"), "{}", page.text);
    assert_eq!(send(&mut browser, &sign("R. Vega", &in_days(&house, 0))).status, 422);
    // The other side can be told; that paper is for what was signed and has ended, and for nothing else.
    assert!(page.text.contains("No matter here ended with something sent by it"), "{}", page.text);
    let letter = browser.get(&format!("{release}/ended"));
    assert!(letter.text.starts_with("%PDF-1.7") && letter.text.contains("pdfuaid"), "it keeps, and can be read aloud");
    let (waits, _) = draw(&mut browser, &file, &["diagnosis"], &in_days(&house, 60));
    assert_eq!(browser.get(&format!("{waits}/ended")).status, 404);
    let acts: Vec<String> =
        house.agency.looks(Some(house.own_client(Role::Clinician))).unwrap().into_iter().map(|look| look.act).collect();
    for act in ["consent.draw", "consent.sign", "consent.stop"] {
        let times = acts.iter().filter(|done| *done == act).count();
        assert_eq!(times, if act == "consent.draw" { 2 } else { 1 }, "{act}");
    }
}

/// One point, as a browser gives a drawing.
const DRAWING: &str =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII=";

#[test]
fn a_signature_may_be_drawn_and_the_signed_page_may_be_put_in_as_it_is() {
    let house = House::new();
    let file = format!("/c/{}", house.own_client(Role::Clinician));
    let mut browser = house.sign_in(Role::Clinician);
    let (release, page) = draw(&mut browser, &file, &["diagnosis"], &in_days(&house, 30));
    assert!(!page.text.contains("name=\"signed\""), "what nobody signed has no signed page");
    let page_of_it = browser.put(&format!("{release}/signed"), ("signed", "page.pdf"), b"%PDF-1.7 signed");
    assert_eq!(page_of_it.status, 422);
    let today = in_days(&house, 0);
    let sign = [
        ("do", "sign"),
        ("who", "client"),
        ("name", "R. Vega"),
        ("in", "en"),
        ("day", today.as_str()),
        ("known_by", "sight"),
        ("meant", "yes"),
    ];
    for (how, drawing) in [("drawn", ""), ("drawn", "data:image/png;base64,AAAA"), ("drawn", "a line")] {
        let sent = browser.post(&release, &[&sign[..], &[("how", how), ("drawn", drawing)]].concat());
        assert!(sent.status == 422 && sent.text.contains("Draw the signature in the box"), "{drawing}: {}", sent.text);
    }
    let (_, page) = browser.press(&release, &[&sign[..], &[("how", "drawn"), ("drawn", DRAWING)]].concat());
    assert!(page.text.contains("Signed on") && page.text.contains("signature.png"), "{}", page.text);
    let sent = browser.put(&format!("{release}/signed"), ("signed", "page.pdf"), b"%PDF-1.7 signed");
    assert_eq!(sent.status, 303, "{}", sent.text);
    let refused = browser.put(&format!("{release}/signed"), ("signed", "page.pdf"), b"<html>");
    assert!(refused.status == 422 && refused.text.contains("not what its name says"), "{}", refused.text);
    let page = browser.get(&release);
    let files: Vec<&str> =
        page.text.split(&format!("{release}/signed/")).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(files.len(), 2, "{}", page.text);
    let got = browser.get(&format!("{release}/signed/{}", files[1])).text;
    assert_eq!(got, "%PDF-1.7 signed", "it comes out as it went in");
    // A wrong one is closed, with its name.
    assert_eq!(browser.post(&release, &[("do", "retract"), ("paper", files[1])]).status, 422);
    let (_, page) = browser.press(&release, &[("do", "retract"), ("paper", files[1]), ("words", "of another paper")]);
    assert!(page.text.contains("put in by mistake") && !page.text.contains("page.pdf"), "{}", page.text);
    assert_eq!(browser.get(&format!("{release}/signed/{}", files[1])).status, 404);
    let passer_by = house.passer_by().get(&format!("{release}/signed/{}", files[0]));
    assert!(!passer_by.text.contains("PNG"), "a stranger is led to the sign-in");
    let report = tacenda::check::all(&house.agency, true, &mut |_, _, _| ()).unwrap();
    assert!(report.verdict().is_ok(), "every piece belongs to something, and is what was said of it");
}

#[test]
fn private_notes_need_a_release_of_their_own_and_nothing_lasts_for_ever() {
    let house = House::new();
    let file = format!("/c/{}", house.own_client(Role::Clinician));
    let mut browser = house.sign_in(Role::Clinician);
    let new = format!("{file}/releases/new");
    let (soon, late) = (in_days(&house, 30), in_days(&house, 800));
    let mixed = browser.post(&new, &form(&["psychotherapy_notes", "diagnosis"], &soon));
    assert!(mixed.status == 422 && mixed.text.contains("Private notes need a release of their own"), "{}", mixed.text);
    assert_eq!(browser.post(&new, &form(&["diagnosis"], &late)).status, 422);
    assert_eq!(browser.post(&new, &form(&["diagnosis"], &in_days(&house, -1))).status, 422);
    let nothing = browser.post(&new, &form(&[], &soon));
    assert!(nothing.status == 422 && nothing.text.contains("Dr. Lin"), "what was typed is not lost: {}", nothing.text);
    let (_, page) = draw(&mut browser, &file, &["psychotherapy_notes"], &soon);
    assert!(page.text.contains("psychotherapy notes, and nothing else"), "{}", page.text);
}

#[test]
fn a_record_of_several_people_waits_for_each_of_them_and_one_of_them_stops_it_for_all() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let file = format!("/c/{client}");
    let mut browser = house.sign_in(Role::Clinician);
    let (new, soon, today) = (format!("{file}/releases/new"), in_days(&house, 30), in_days(&house, 0));
    let drawn = form(&["attendance_summary"], &soon);
    let shared = |names: &'static str| [&drawn[..], &[("unit", "family"), ("members", names)]].concat();
    // Without a name nobody signs, nobody signs twice, and a name alone does not say what they are to each other.
    for half in [shared(" \n"), shared("Luis Vega\nLuis Vega"), [&drawn[..], &[("members", "Luis Vega")]].concat()] {
        assert_eq!(browser.post(&new, &half).status, 422);
    }
    let (to, page) = browser.press(&new, &shared("Luis Vega\n\nEva Vega"));
    let release = to.split('?').next().unwrap().to_owned();
    for shown in ["Luis Vega; Eva Vega", "signs for themself", "Signed by Eva Vega:", "value=\"member-1\""] {
        assert!(page.text.contains(shown), "{shown} in {}", page.text);
    }
    let paper = browser.get(&format!("{release}/paper"));
    assert!(paper.text.starts_with("%PDF-1.7"), "it can be signed by hand");
    let sign = |who: &'static str, name: &'static str| {
        [
            ("do", "sign"),
            ("who", who),
            ("name", name),
            ("how", "ink"),
            ("known_by", "sight"),
            ("meant", "yes"),
            ("in", "en"),
            ("day", today.as_str()),
            ("once", name),
        ]
    };
    let (_, page) = browser.press(&release, &sign("member-0", "L. Vega"));
    assert!(page.text.contains("Nothing goes by it before all have signed"), "{}", page.text);
    assert!(
        page.text.contains("Luis Vega: L. Vega") && page.text.contains("<dt>The client</dt><dd>not signed yet"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Known to us") && page.text.contains("They understood"), "{}", page.text);
    // A page that was open meanwhile signs for nobody else.
    let again = [&sign("member-0", "L. Vega")[..8], &[("once", "another page")]].concat();
    assert_eq!(browser.post(&release, &again).status, 422);
    browser.press(&release, &sign("client", "R. Vega"));
    assert_eq!(browser.post(&release, &sign("client", "Rosa Vega")).status, 422, "the client has signed");
    let offered = |browser: &mut Browser<'_>| {
        let (to, _) = browser.press("/matters/new", &[("what", "release")]);
        let (to, _) = browser.press(&to, &[("client", &client.to_string())]);
        browser.get(&to).text.contains(release.rsplit('/').next().unwrap())
    };
    assert!(!offered(&mut browser), "nothing goes by it yet");
    let (_, page) = browser.press(&release, &sign("member-1", "E. Vega"));
    assert!(page.text.contains("in force") && !page.text.contains("This release does not do all"), "{}", page.text);
    assert!(offered(&mut browser));
    let (_, page) = browser.press(&release, &[("do", "stop"), ("how", "spoken"), ("words", "Eva stopped it")]);
    assert!(page.text.contains("stopped") && !page.text.contains("in force"), "{}", page.text);
    assert!(!offered(&mut browser));
    assert!(browser.get(&format!("{release}/ended")).text.starts_with("%PDF-1.7"));
    // What never held told nobody anything: that it has ended is told to nobody.
    let (to, _) = browser.press(&new, &[&shared("Luis Vega")[..], &[("once", "half")]].concat());
    let half = to.split('?').next().unwrap().to_owned();
    browser.press(&half, &[&sign("client", "R. Vega")[..8], &[("once", "half")]].concat());
    let (_, page) = browser.press(&half, &[("do", "stop"), ("how", "spoken"), ("once", "half")]);
    assert!(page.text.contains("One of them") || !page.text.contains("/ended"), "{}", page.text);
    assert!(!page.text.contains("/ended") && browser.get(&format!("{half}/ended")).status == 404);
}

#[test]
fn whoever_turns_out_to_be_unsafe_is_asked_for_no_signature() {
    let house = House::new();
    let file = format!("/c/{}", house.own_client(Role::Clinician));
    let mut browser = house.sign_in(Role::Clinician);
    let (soon, today) = (in_days(&house, 30), in_days(&house, 0));
    let fields = [&form(&["attendance_summary"], &soon)[..], &[("unit", "family"), ("members", "Luis Vega")]].concat();
    let (to, _) = browser.press(&format!("{file}/releases/new"), &fields);
    let release = to.split('?').next().unwrap().to_owned();
    let reach = format!("{file}/reach/edit");
    let over = browser.get(&reach).value("over");
    assert_eq!(browser.post(&reach, &[("over", over.as_str()), ("unsafe_people", "luis vega")]).status, 303);
    let page = browser.get(&release);
    assert!(page.text.contains("not safe") && !page.text.contains("value=\"sign\""), "{}", page.text);
    assert_eq!(browser.get(&format!("{release}/paper")).status, 404, "no paper is made to be shown to them");
    for (who, name) in [("member-0", "L. Vega"), ("client", "R. Vega")] {
        let sign = [
            ("do", "sign"),
            ("who", who),
            ("name", name),
            ("how", "ink"),
            ("known_by", "sight"),
            ("meant", "yes"),
            ("in", "en"),
            ("day", today.as_str()),
        ];
        assert_eq!(browser.post(&release, &[&sign[..], &[("once", who)]].concat()).status, 422, "{who}");
    }
    let again = browser.post(&format!("{file}/releases/new"), &[&fields[..], &[("once", "again")]].concat());
    assert!(again.status == 422 && again.text.contains("Luis Vega"), "nor is another drawn up: {}", again.text);
}

/// Somebody asks about a client of one's own, with a paper that shows these; the matter's address and page.
pub(super) fn asked(browser: &mut Browser<'_>, client: ClientId, fields: &[(&str, &str)]) -> (String, Shown) {
    let (to, _) = browser.press("/matters/new", &[("what", "release")]);
    let (to, _) = browser.press(&to, &[("client", &client.to_string())]);
    assert!(to.ends_with("/asks"), "{to}");
    browser.press(&to, &[fields, &[("once", "open")]].concat())
}

#[test]
fn a_request_is_told_what_its_release_lacks_and_is_sent_back() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let until = in_days(&house, 30);
    let paper = [
        ("asks-sender", "treating_provider"),
        ("asks-legal", "no"),
        ("asks-case", "client_directed"),
        ("what", "diagnosis"),
        ("form", "hipaa_authorization"),
        ("asks-status", "valid"),
        ("asks-signer", "client"),
        ("asks-named", "yes"),
        ("asks-forced", "no"),
        ("asks-joined", "no"),
        ("until", until.as_str()),
        ("element", "recipient"),
        ("element", "purpose"),
        ("element", "signature"),
    ];
    let (matter, page) = asked(&mut browser, client, &paper);
    for shown in ["A request with a signed release", "What the release lacks", "The date it was signed", "164.508"] {
        assert!(page.text.contains(shown), "{shown} in {}", page.text);
    }
    assert!(!page.text.contains("Nothing of this file is destroyed"), "no court waits");
    browser.press(&format!("{matter}/list"), &[("words", "the diagnosis"), ("kind", "diagnosis")]);
    let comply = browser.post(&matter, &[("do", "respond"), ("response", "comply"), ("words", "they hurry")]);
    assert_eq!(comply.status, 422, "{}", comply.text);
    let (_, page) = browser.press(&matter, &[("do", "respond"), ("response", "send_back"), ("words", "it lacks its date")]);
    assert!(page.text.contains("/letters/release_returned"), "{}", page.text);
    let letter = browser.get(&format!("{matter}/letters/release_returned"));
    assert!(
        letter.text.contains("We cannot follow it as it stands") && !letter.text.contains("alcohol or drug records of"),
        "{}",
        letter.text
    );
}

#[test]
fn a_client_who_stops_it_stops_what_was_decided_by_it_wherever_they_say_so() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let release = signed(&house, &mut browser, client, "attendance_summary", &[]);
    let consent = release.rsplit('/').next().unwrap().to_owned();
    let fields = asking("attendance_summary", &consent);
    // Whoever else asks has no release, whichever is picked for them; nor has the same one for something else.
    for (field, other) in [(0, ("asks-sender", "landlord")), (3, ("asks-case", "employment"))] {
        let mut wrong = fields;
        wrong[field] = other;
        let (matter, page) = asked(&mut browser, client, &wrong);
        assert!(page.text.contains("What the release lacks"), "{}", page.text);
        browser.press(&format!("{matter}/list"), &[("words", "dates"), ("kind", "attendance_summary")]);
        let comply = [("do", "respond"), ("response", "comply"), ("words", "they hurry")];
        assert_eq!(browser.post(&matter, &comply).status, 422);
    }
    let (matter, _) = asked(&mut browser, client, &fields);
    browser.press(&format!("{matter}/list"), &[("words", "dates"), ("kind", "attendance_summary")]);
    answers_all(&mut browser, &matter);
    let (_, page) = browser.press(&matter, &[("do", "respond"), ("response", "comply"), ("words", "it is whole")]);
    assert!(page.text.contains("This may go, and nothing else"), "{}", page.text);
    // They say so at the front desk, in the file; nobody thinks of the matter.
    browser.press(&release, &[("do", "stop"), ("how", "spoken")]);
    let page = browser.get(&matter);
    assert!(page.text.contains("Nothing goes.") && page.text.contains("is not in force"), "{}", page.text);
}

#[test]
fn a_spoken_yes_is_no_release() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let (_, page) = asked(
        &mut browser,
        client,
        &[("asks-sender", "school_officials"), ("asks-legal", "no"), ("what", "attendance_summary"), ("form", "verbal")],
    );
    assert!(page.text.contains("A spoken yes is not a release"), "{}", page.text);
}

#[test]
fn those_who_commonly_ask_stand_first_and_whoever_hurt_the_client_is_not_offered() {
    let house = House::new();
    let file = format!("/c/{}", house.own_client(Role::Clinician));
    let mut browser = house.sign_in(Role::Clinician);
    let page = browser.get(&format!("{file}/releases/new")).text;
    let list = page.split("id=\"recipient\"").nth(1).unwrap().split("</select>").next().unwrap();
    let words: Vec<&str> = list.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let first = ["", "treating_provider", "school_officials", "insurer_payer", "client_attorney", "family_friend"];
    assert_eq!(words[..first.len()], first);
    assert!(words.len() > 40 && !words.contains(&"abuser_or_perpetrator"), "{words:?}");
}
