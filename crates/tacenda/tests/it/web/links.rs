//! Sealed links: what stands behind one is taken with a code, once it was told; taken back while nobody has it; and shut when the law says so.

use super::packets::Story;
use super::{House, Shown};

impl Story<'_> {
    /// The office that the permission names, with a mail address and a number that somebody checked.
    pub(super) fn knows_the_office(&mut self) -> String {
        let form = [
            ("name", "Dr. Lin's office"),
            ("recipient", "treating_provider"),
            ("mail", "records@lin.example"),
            ("phone", "505-555-0177"),
        ];
        let (contact, mut page) = self.browser.press("/contacts", &form);
        for way in ["mail", "phone"] {
            let over = page.value("over");
            let fields = [("do", "check"), ("over", over.as_str()), ("way", way), ("how", "called_back")];
            page = self.browser.press(&contact, &fields).1;
        }
        contact.rsplit('/').next().unwrap().to_owned()
    }

    /// A packet that went by a link; its page.
    fn linked(house: &House) -> (Story<'_>, String, Shown) {
        Self::linked_in(house, "en")
    }

    /// The same, with a paper in that language.
    pub(super) fn linked_in<'h>(house: &'h House, language: &str) -> (Story<'h>, String, Shown) {
        let mut story = Story::begin(house);
        let matter = story.matter.clone();
        story.browser.does_what_is_owed(&matter);
        let packet = story.opens();
        story.chooses(&packet, 2);
        story.hides(&packet);
        let contact = story.knows_the_office();
        story.makes_in(&packet, ("link", language), &contact);
        story.is_read(house, &packet);
        let (name, born) = story.about();
        let sent = story.sends(&packet, &name, &born);
        assert_eq!(sent.status, 303, "{}", sent.text);
        let page = story.browser.get(&packet);
        (story, packet, page)
    }

    fn lines(&mut self) -> usize {
        let shared = self.browser.get(&format!("/c/{}/shared", self.client)).text;
        shared.matches("records@lin.example").count()
    }
}

pub(super) fn path(page: &Shown) -> String {
    let rest = page.text.split("http://127.0.0.1:7200").nth(1).unwrap();
    rest.split('<').next().unwrap().to_owned()
}

pub(super) fn code(page: &Shown) -> String {
    page.text.split("class=\"code\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned()
}

fn wrong(code: &str) -> String {
    code.chars()
        .map(|c| {
            if c == '9' {
                '0'
            } else if c.is_ascii_digit() {
                '9'
            } else {
                c
            }
        })
        .collect()
}

#[test]
fn whoever_has_the_link_and_the_code_takes_the_very_bytes_and_nobody_else_learns_anything() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let (link, code) = (path(&page), code(&page));
    assert!(code.len() == 9 && page.text.contains("505-555-0177"), "{}", page.text);
    let (name, _) = story.about();
    let (shown, _) = house.at_links("GET", &link, &[]);
    assert_eq!(shown.status, 200, "{}", shown.text);
    for told in [name.as_str(), "Lin", "packet", "Tacenda", "record", "counsel"] {
        assert!(!shown.text.replace("Practice", "").contains(told), "{told}: {}", shown.text);
    }
    let bad = wrong(&code);
    let (refused, _) = house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &bad)]);
    assert!(refused.status == 422 && refused.text.contains("That is not the code"), "{}", refused.text);
    let (taken, bytes) = house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &code)]);
    assert!(taken.status == 200 && bytes.starts_with(b"%PDF-"), "{}", taken.status);
    let page = story.browser.get(&packet);
    let digest = tacenda_ledger::Hash::of(&bytes).to_hex();
    assert!(page.text.contains(&digest) && page.text.contains("M. Lin took it"), "{}", page.text);
    // Who has it cannot be made not to have it.
    let over = page.value("over");
    let late = story.browser.post(&packet, &[("do", "recall"), ("over", &over), ("words", "the wrong one"), ("once", "r")]);
    assert!(late.status == 422 && late.text.contains("Somebody has it already"), "{}", late.text);
    let looks = house.agency.looks(Some(story.client)).unwrap();
    assert_eq!(looks.iter().filter(|look| look.act == "packet.take").count(), 2, "both stand in the ledger");
}

#[test]
fn what_was_taken_back_opens_to_nobody_and_nothing_left_the_house() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let (link, code) = (path(&page), code(&page));
    let over = page.value("over");
    let silent = story.browser.post(&packet, &[("do", "recall"), ("over", &over), ("words", ""), ("once", "s")]);
    assert_eq!(silent.status, 422, "it is said why");
    let (_, page) =
        story.browser.press(&packet, &[("do", "recall"), ("over", &over), ("words", "the wrong office"), ("once", "r")]);
    assert!(page.text.contains("the wrong office") && !page.text.contains("It went"), "{}", page.text);
    let (shown, _) = house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &code)]);
    let (never, _) = house.at_links("POST", "/f/neverwasanysuchlinkatall22", &[("name", "M. Lin"), ("code", &code)]);
    assert!(shown.status == 404 && shown.text == never.text, "one answer for what is over and what never was: {}", shown.text);
    let shared = story.browser.get(&format!("/c/{}/shared", story.client)).text;
    assert!(shared.contains("Taken back: nobody had it") && !shared.contains("on the client"), "{shared}");
}

#[test]
fn five_wrong_codes_shut_a_link_and_another_one_is_no_second_disclosure() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let (link, right) = (path(&page), code(&page));
    let bad = wrong(&right);
    for _ in 0..5 {
        assert_eq!(house.at_links("POST", &link, &[("name", "x"), ("code", &bad)]).0.status, 422);
    }
    assert_eq!(house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &right)]).0.status, 404);
    let page = story.browser.get(&packet);
    assert!(page.text.contains("This link is shut"), "{}", page.text);
    let over = page.value("over");
    let (_, page) = story.browser.press(&packet, &[("do", "relink"), ("over", &over), ("once", "again")]);
    let (other, code) = (path(&page), code(&page));
    assert_ne!(other, link);
    assert_eq!(house.at_links("GET", &link, &[]).0.status, 404);
    assert_eq!(house.at_links("POST", &other, &[("name", "M. Lin"), ("code", &code)]).0.status, 200);
    assert_eq!(story.lines(), 1);
}

#[test]
fn a_permission_that_was_stopped_after_it_went_lets_nobody_take_it() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let (link, code) = (path(&page), code(&page));
    let release = story.release.clone();
    story.browser.press(&release, &[("do", "stop"), ("how", "spoken")]);
    let (refused, bytes) = house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &code)]);
    assert!(refused.status == 422 && !bytes.starts_with(b"%PDF-"), "{}", refused.status);
    assert_eq!(house.at_links("GET", &link, &[]).0.status, 404);
    assert!(story.browser.get(&packet).text.contains("the law did not let it go any more"));
}

#[test]
fn the_code_is_told_only_after_the_time_in_which_a_mistake_is_noticed() {
    let house = House::with_cool_off(10);
    let (_, _, page) = Story::linked(&house);
    assert!(code(&page).is_empty() && page.text.contains("You can tell the code from"), "{}", page.text);
    assert_eq!(house.at_links("GET", &path(&page), &[]).0.status, 200, "whoever looks too early is told to wait for the code");
    let (early, _) = house.at_links("POST", &path(&page), &[("name", "M. Lin"), ("code", "12345678")]);
    assert_eq!(early.status, 404);
}

#[test]
fn nothing_of_the_desk_is_at_the_links_address_nor_the_other_way_round() {
    let house = House::new();
    let (mut story, _, page) = Story::linked(&house);
    for path in ["/", "/sign-in", "/c", "/now", "/caller", &story.matter.clone()] {
        assert_eq!(house.at_links("GET", path, &[]).0.status, 404, "{path}");
    }
    assert_eq!(story.browser.get(&path(&page)).status, 404);
    // No page from elsewhere takes it for somebody who is looking at one.
    let (link, code) = (path(&page), code(&page));
    for origin in ["http://localhost:7200", "https://evil.example", "null"] {
        let (refused, _) = house.at_links_from(origin, "POST", &link, &[("name", "M. Lin"), ("code", &code)]);
        assert_eq!(refused.status, 404, "{origin}");
    }
    assert_eq!(house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &code)]).0.status, 200);
}

#[test]
fn the_proof_of_a_packet_shows_to_anybody_that_these_bytes_went() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let proof = story.browser.get(&format!("{packet}/proof"));
    assert_eq!(proof.status, 200, "{}", proof.text);
    let keys = tacenda_ledger::Keys::all(house.agency.verifier_key().unwrap(), vec![]);
    let tacenda_ledger::Report::Inclusion(included) = tacenda_ledger::verify(proof.text.as_bytes(), &keys).unwrap() else {
        panic!("no proof of an entry")
    };
    let said = included.said.unwrap().text;
    let digest = page.text.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    assert!(included.leaf.act == "packet.send" && said.contains(digest), "{said}");
    let (name, _) = story.about();
    assert!(!said.contains(&name) && !proof.text.contains(&name));
}

#[test]
fn a_packet_in_the_wrong_hands_begins_a_matter_of_its_own_and_shuts_its_link() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let (link, code) = (path(&page), code(&page));
    assert_eq!(house.at_links("POST", &link, &[("name", "Somebody"), ("code", &code)]).0.status, 200);
    let (over, known) = (story.browser.get(&packet).value("over"), house.agency.moment().unwrap().time.day().to_string());
    let says = [
        ("do", "astray"),
        ("over", over.as_str()),
        ("whom", "a hotel's front desk"),
        ("event", "unsecured_unauthorised"),
        ("known", known.as_str()),
        ("words", "the number was old"),
    ];
    for without in ["whom", "event", "known", "words"] {
        let some: Vec<(&str, &str)> = says.iter().copied().filter(|(field, _)| *field != without).collect();
        let lacks = story.browser.post(&packet, &some);
        assert_eq!(lacks.status, 422, "{without}");
    }
    let (breach, page) = story.browser.press(&packet, &[&says[..], &[("once", "astray")]].concat());
    assert!(breach != story.matter && page.text.contains("It came into the wrong hands"), "{}", page.text);
    assert!(page.text.contains("four-part risk check") && page.text.contains("within 60 days"), "{}", page.text);
    assert!(page.text.contains("Nothing of this file is destroyed") && !page.text.contains("Decide this"), "{}", page.text);
    assert_eq!(house.at_links("GET", &link, &[]).0.status, 404, "the link opens nothing any more");
    let shared = story.browser.get(&format!("/c/{}/shared", story.client)).text;
    assert!(shared.contains("hotel") && shared.contains("on the client"), "{shared}");
    // Said twice it is one leak.
    assert_eq!(story.browser.post(&packet, &[&says[..], &[("once", "astray")]].concat()).status, 303);
    let shared = story.browser.get(&format!("/c/{}/shared", story.client)).text;
    assert_eq!(shared.matches("hotel").count(), 1);
    // It ends when all is done that the law asks for.
    let mut officer = house.sign_in(tacenda_desk::Role::PrivacyOfficer);
    let close = [("do", "close"), ("outcome", "mended"), ("words", "they shredded it")];
    assert_ne!(officer.post(&breach, &close).status, 303);
    officer.does_what_is_owed(&breach);
    officer.press(&breach, &close);
}

impl Story<'_> {
    fn takes_back(&mut self, packet: &str, once: &str) -> Shown {
        let over = self.browser.get(packet).value("over");
        self.browser.post(packet, &[("do", "recall"), ("over", &over), ("words", "the wrong office"), ("once", once)])
    }
}

#[test]
fn what_went_by_another_way_after_a_recall_cannot_be_taken_back() {
    let house = House::new();
    let (mut story, packet, _) = Story::linked(&house);
    assert_eq!(story.takes_back(&packet, "first").status, 303);
    story.makes_for(&packet, "hand", "");
    story.is_read(&house, &packet);
    let (name, born) = story.about();
    let over = story.browser.get(&packet).value("over");
    let by_hand =
        [("do", "send"), ("over", over.as_str()), ("name", name.as_str()), ("born", born.as_str()), ("once", "by hand")];
    assert_eq!(story.browser.post(&packet, &by_hand).status, 303);
    let page = story.browser.get(&packet);
    assert!(page.text.contains("It went") && !page.text.contains("value=\"recall\""), "{}", page.text);
    assert!((400..500).contains(&story.takes_back(&packet, "second").status));
    let shared = story.browser.get(&format!("/c/{}/shared", story.client)).text;
    assert_eq!(shared.matches("Taken back: nobody had it").count(), 1, "{shared}");
}

#[test]
fn what_is_in_other_hands_is_neither_taken_back_nor_sent_to_them_again() {
    let house = House::new();
    let (mut story, packet, _) = Story::linked(&house);
    let (over, known) = (story.browser.get(&packet).value("over"), house.agency.moment().unwrap().time.day().to_string());
    let says = [
        ("do", "astray"),
        ("over", over.as_str()),
        ("whom", "a hotel"),
        ("event", "unsecured_unauthorised"),
        ("known", known.as_str()),
        ("words", "they called"),
        ("once", "astray"),
    ];
    assert_eq!(story.browser.post(&packet, &says).status, 303);
    assert!((400..500).contains(&story.takes_back(&packet, "late").status));
    let over = story.browser.get(&packet).value("over");
    let again = story.browser.post(&packet, &[("do", "relink"), ("over", &over), ("once", "again")]);
    assert!((400..500).contains(&again.status), "{}", again.text);
    assert!(!story.browser.get(&format!("/c/{}/shared", story.client)).text.contains("Taken back"));
}

#[test]
fn a_request_that_ended_by_the_packet_lets_whoever_it_is_for_take_it_still() {
    let house = House::new();
    let (mut story, _, page) = Story::linked(&house);
    let (link, code, matter) = (path(&page), code(&page), story.matter.clone());
    story.browser.does_what_is_owed(&matter);
    story.browser.press(&matter, &[("do", "close"), ("outcome", "complied"), ("words", "it went")]);
    assert_eq!(house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &code)]).0.status, 200);
    let shared = story.browser.get(&format!("/c/{}/shared", story.client)).text;
    assert!(!shared.contains("nobody took it yet"), "{shared}");
}

#[test]
fn an_address_that_is_no_longer_checked_lets_nobody_take_it() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked(&house);
    let (link, code) = (path(&page), code(&page));
    let shared = story.browser.get(&format!("/c/{}/shared", story.client)).text;
    assert!(shared.contains("made ready, and nobody took it yet"), "{shared}");
    let contact = story.browser.get("/contacts").text;
    let id = contact.split("href=\"/contacts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let over = story.browser.get(&format!("/contacts/{id}")).value("over");
    story.browser.press(&format!("/contacts/{id}"), &[("do", "end"), ("over", &over)]);
    assert_eq!(house.at_links("POST", &link, &[("name", "M. Lin"), ("code", &code)]).0.status, 422);
    assert_eq!(house.at_links("GET", &link, &[]).0.status, 404);
    assert!(story.browser.get(&packet).text.contains("the law did not let it go any more"));
}
