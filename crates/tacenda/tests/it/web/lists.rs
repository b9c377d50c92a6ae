//! The client's own list of who got what: on paper, with what an authority wants held back left out, and a proof that nothing else is.

use jiff::ToSpan as _;
use jiff::civil::Date;
use tacenda_desk::{ClientId, Role};
use tacenda_ledger::proof::{Entry, verify_parts};

use super::matters::{WARRANT, comes};
use super::packets::Story;
use super::{Browser, House};

/// Officers came with a paper and took the blue folder.
pub(super) fn taken(browser: &mut Browser<'_>, client: ClientId) -> String {
    let (matter, _) = comes(browser, Some(client), "yes", &WARRANT);
    browser.press(&format!("{matter}/list"), &[("words", "dates of visits"), ("kind", "appointment_dates")]);
    let form = browser.get(&format!("{matter}/taken"));
    let (day, hour) = (form.value("day"), form.value("hour"));
    let fields = [
        ("words", "the blue folder"),
        ("kind", "progress_notes"),
        ("by", "Det. Ruiz, badge 4411"),
        ("day", &day),
        ("hour", &hour),
    ];
    browser.press(&format!("{matter}/taken"), &fields);
    matter
}

/// The words of a paper.
fn words(bytes: &[u8]) -> String {
    let reading = tacenda_paper::read(bytes);
    reading.text.concat().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Readable entries of the client's proof that touch that matter; and how many entries there are in all.
fn shown(house: &House, browser: &mut Browser<'_>, client: ClientId, matter: &str) -> (usize, usize) {
    let proof = browser.bytes(&format!("/c/{client}/shared/proof"));
    let text = String::from_utf8(proof).unwrap();
    let mut parts: Vec<String> =
        text.split("tacenda/accounting/1\n").skip(1).map(|part| format!("tacenda/accounting/1\n{part}")).collect();
    let files: Vec<&[u8]> = parts.iter_mut().map(|part| part.as_bytes()).collect();
    let keys = tacenda_ledger::Keys::all(house.agency.verifier_key().unwrap(), vec![]);
    let account = verify_parts(&files, &keys).unwrap();
    let id = matter.rsplit('/').next().unwrap();
    let tells =
        |entry: &&Entry| matches!(entry, Entry::Open(open) if open.said.as_ref().is_some_and(|said| said.text.contains(id)));
    (account.entries.iter().filter(tells).count(), account.entries.len())
}

#[test]
fn what_officers_took_stands_in_the_list_until_they_say_that_it_has_to_wait_and_no_longer_than_the_law_lets_it() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let matter = taken(&mut browser, client);
    let shared = format!("/c/{client}/shared");
    let id = matter.rsplit('/').next().unwrap().to_owned();
    assert!(words(&browser.bytes(&format!("{shared}/paper?in=en"))).contains("Det. Ruiz"));
    assert!(words(&browser.bytes(&format!("{shared}/paper?in=es"))).contains("Quién recibió sus datos"));
    let (before, count) = shown(&house, &mut browser, client, &matter);
    assert!(before > 0 && count >= before);
    // They speak of a year: what is spoken holds a month.
    let wait = format!("{shared}/wait");
    let page = browser.get(&shared).text;
    assert!(page.contains(&format!("{wait}?matter={id}")), "{page}");
    let today: Date = house.agency.moment().unwrap().time.day();
    let (month, year) = (today.checked_add(29.days()).unwrap().to_string(), today.checked_add(1.year()).unwrap().to_string());
    let says = |until: &str, how: &str| -> Vec<(String, String)> {
        [("matter", id.as_str()), ("whom", "Det. Ruiz"), ("how", how), ("until", until)]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .to_vec()
    };
    let mut send = |until: &str, how: &str| {
        let fields = says(until, how);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        browser.post(&wait, &fields)
    };
    let refused = send(&year, "spoken");
    assert!(
        refused.status == 422 && refused.text.contains("not for so long") && refused.text.contains("Det. Ruiz"),
        "{}",
        refused.text
    );
    assert_eq!(send("1999-01-01", "written").status, 422, "what is over holds nothing back");
    assert_eq!(send(&month, "").status, 422);
    assert_eq!(send(&month, "spoken").status, 303);
    let later = today.checked_add(31.days()).unwrap().to_string();
    assert_eq!(send(&later, "spoken").status, 422, "said again it holds no longer than when it was first said");
    let page = browser.get(&shared).text;
    assert!(page.contains("Det. Ruiz") && page.contains("held back until"), "whoever answers for it sees it: {page}");
    let paper = words(&browser.bytes(&format!("{shared}/paper?in=en")));
    assert!(!paper.contains("Ruiz") && paper.contains("The law lets some things wait"), "{paper}");
    let all = words(&browser.bytes(&format!("{shared}/paper?in=en&all=yes")));
    assert!(!all.contains("Ruiz"), "{all}");
    let (after, more) = shown(&house, &mut browser, client, &matter);
    assert!(after == 0 && more > count, "it is closed, and none is left out");
}

#[test]
fn what_went_to_anybody_else_is_never_held_back() {
    let house = House::new();
    let (mut story, packet) = super::packets::Story::ready(&house);
    let (name, born) = story.about();
    assert_eq!(story.sends(&packet, &name, &born).status, 303);
    let shared = format!("/c/{}/shared", story.client);
    assert!(!story.browser.get(&shared).text.contains("/wait?"));
    let id = story.matter.rsplit('/').next().unwrap().to_owned();
    let fields = [("matter", id.as_str()), ("whom", "Det. Ruiz"), ("how", "written"), ("until", "2099-01-01")];
    let refused = story.browser.post(&format!("{shared}/wait"), &fields);
    assert!(refused.status == 422 && refused.text.contains("The law does not let this line wait"), "{}", refused.text);
}

#[test]
fn what_went_of_everybody_stands_by_month_for_those_who_may_see_it_and_names_no_client() {
    let house = House::new();
    let (mut story, packet) = Story::ready(&house);
    let (name, born) = story.about();
    assert_eq!(story.sends(&packet, &name, &born).status, 303);
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let page = officer.get("/accounting");
    let shared = format!("/c/{}/shared", story.client);
    for shown in ["Dr. Lin", "45 CFR", shared.as_str()] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains(&name), "{}", page.text);
    let paper = tacenda_paper::read(&officer.bytes("/accounting/paper?in=es")).text.concat();
    assert!(paper.contains("Lin") && paper.contains("Lo que salió") && !paper.contains(&name), "{paper}");
    // Another month has nothing; what is no month is this one; and there is nothing for who has nothing to do with the file.
    assert!(officer.get("/accounting?month=2020-02").text.contains("Nothing went in this month"));
    for odd in ["x", "9999-01", "2026-13", ""] {
        assert_eq!(officer.get(&format!("/accounting?month={odd}&page=0")).status, 200, "{odd}");
    }
    assert!(!house.sign_in(Role::Advocate).get("/accounting").text.contains("Dr. Lin"));
}
