//! Forty ways to get at somebody's file by a story. Whoever takes them in is honest, in a hurry, and tries everything that the pages let
//! them try; nothing goes to anybody, and that it was asked for stays written.

use std::collections::BTreeMap;

use tacenda_desk::{ClientId, Role};

use super::packets::{Note, Story, selected};
use super::releases::asked;
use super::{Browser, House};
use crate::run::root;

/// All that a release says.
const WHOLE: [&str; 12] = [
    "client_name",
    "discloser",
    "recipient",
    "specific_description",
    "purpose",
    "expiry",
    "signature",
    "date",
    "right_to_revoke",
    "redisclosure_statement",
    "conditioning_statement",
    "reasonable_time_limit",
];

/// A line of the samples.
struct Pretext<'t> {
    way: &'t str,
    sender: &'t str,
    case: &'t str,
    what: &'t str,
    /// Form, how it stands, who signed.
    release: Vec<&'t str>,
    checked: &'t str,
    name: &'t str,
}

impl<'t> Pretext<'t> {
    fn of(line: &'t str) -> Self {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [way, sender, case, what, release, checked, name, _says] = parts.try_into().unwrap();
        Self { way, sender, case, what, release: release.split(' ').collect(), checked, name }
    }

    /// Comes as a matter, whose address it is; or is turned away before.
    fn comes(&self, browser: &mut Browser<'_>, client: ClientId) -> Option<String> {
        let mut fields = match self.way {
            "asks" => {
                vec![("asks-sender", self.sender), ("asks-legal", "no"), ("asks-checked", self.checked), ("asks-case", self.case)]
            }
            "paper" => {
                vec![("paper", self.what), ("sender", self.sender), ("case", self.case), ("wants", "papers"), ("release", "no")]
            }
            _ => return self.draws(browser, client),
        };
        fields.push(("danger", "no"));
        if self.way == "paper" {
            fields.extend([("what", "whole"), ("with", "none"), ("told", "nothing")]);
            return Some(super::matters::comes(browser, Some(client), "no", &fields).0);
        }
        fields.push(("what", self.what));
        if let [form, status, signer] = self.release[..] {
            fields.extend([("form", form), ("asks-status", status), ("asks-signer", signer), ("asks-named", "yes")]);
            fields.extend([("asks-forced", "no"), ("asks-joined", "no"), ("until", "2030-01-01")]);
            fields.extend(WHOLE.map(|element| ("element", element)));
        }
        Some(asked(browser, client, &fields).0)
    }

    /// They want a permission drawn up that names them: it is not.
    fn draws(&self, browser: &mut Browser<'_>, client: ClientId) -> Option<String> {
        let fields = [
            ("other", self.name),
            ("recipient", self.sender),
            ("toward", "release"),
            ("purpose", self.case),
            ("until", "2030-01-01"),
            ("what", self.what),
            ("once", self.name),
        ];
        let drawn = browser.post(&format!("/c/{client}/releases/new"), &fields);
        assert_eq!(drawn.status, 422, "{}: {}", self.name, drawn.text);
        None
    }
}

/// What is asked is answered as it is: nobody checked who they are, and nobody knows more. With perfect papers all is as it usually is.
fn answers(browser: &mut Browser<'_>, matter: &str, checked: &str) {
    for _ in 0..40 {
        let page = browser.get(matter).text;
        let Some(to) = page.split("id=\"asks\"").nth(1).and_then(|rest| rest.split("href=\"").nth(1)) else { return };
        let to = to.split(['"', '?']).next().unwrap().to_owned();
        let is_who = to.ends_with("recipient_identity_verified");
        let two = browser.get(&to).text.matches("name=\"answer\"").count() == 2;
        let fields = match checked == "yes" {
            true if two && !is_who => [("answer", "1")],
            true => [("answer", "0")],
            false if is_who => [("answer", "1")],
            false => [("dont", "yes")],
        };
        browser.press(&to, &fields);
    }
}

/// How far it came: everything is tried that a page offers, and what none offers as well.
fn pushes(house: &House, browser: &mut Browser<'_>, (client, matter): (ClientId, &str), pretext: &Pretext<'_>) -> &'static str {
    let kind = if pretext.way == "paper" { "progress_notes" } else { pretext.what };
    browser.post(&format!("{matter}/list"), &[("words", "what they want"), ("kind", kind), ("once", "list")]);
    answers(browser, matter, pretext.checked);
    let comply = [("do", "respond"), ("response", "comply"), ("words", "they hurry"), ("once", "comply")];
    for role in [Role::Clinician, Role::PrivacyOfficer] {
        house.sign_in(role).post(matter, &comply);
    }
    let begun = browser.post(&format!("{matter}/packets"), &[("level", "legal"), ("once", "packet")]);
    if begun.status != 303 || !begun.to.ends_with("/items") {
        return "no packet";
    }
    let packet = begun.to.trim_end_matches("/items").to_owned();
    let items = browser.get(&format!("{packet}/items"));
    let over = items.value("over");
    let picks: Vec<&str> =
        items.text.split("name=\"pick\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut fields: Vec<(&str, &str)> = picks.iter().map(|pick| ("pick", *pick)).collect();
    fields.extend([("over", over.as_str()), ("each", "0"), ("left", "0:time"), ("once", "items")]);
    browser.post(&format!("{packet}/items"), &fields);
    let names = browser.get(&format!("{packet}/names"));
    let over = names.value("over");
    let chosen: Vec<String> = names.text.split("name=\"found\"").skip(1).map(selected).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|value| ("found", value.as_str())).collect();
    fields.extend([("over", over.as_str()), ("once", "names")]);
    browser.post(&format!("{packet}/names"), &fields);
    let number = [("name", pretext.name), ("recipient", pretext.sender), ("fax", "505-555-0166"), ("mail", "me@example.org")];
    let contact = browser.post("/contacts", &number).to.rsplit('/').next().unwrap().to_owned();
    let mut story = Story { browser: house.sign_in(Role::Clinician), client, release: String::new(), matter: matter.to_owned() };
    let (name, born) = story.about();
    for (way, contact) in [("fax", contact.as_str()), ("link", contact.as_str()), ("mail", contact.as_str()), ("hand", "")] {
        let over = story.browser.get(&format!("{packet}/to")).value("over");
        let to = [("over", over.as_str()), ("way", way), ("contact", contact), ("to", pretext.name), ("in", "en"), ("once", way)];
        story.browser.post(&format!("{packet}/to"), &to);
        let over = story.browser.get(&packet).value("over");
        let check = [("do", "check"), ("fine", "yes"), ("words", ""), ("over", over.as_str()), ("once", way)];
        house.sign_in(Role::PrivacyOfficer).post(&packet, &check);
        story.sends(&packet, &name, &born);
    }
    "a packet"
}

fn went(house: &House, client: ClientId) -> usize {
    let looks = house.agency.looks(Some(client)).unwrap();
    looks.iter().filter(|look| look.act == "packet.send" && !look.codes.iter().any(|(key, _)| key == "refused")).count()
}

#[test]
fn forty_stories_get_nobody_a_page_and_each_leaves_a_trace() {
    let text = std::fs::read_to_string(root().join("crates/tacenda/tests/it/web/pretexts.txt")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 40);
    let house = House::new();
    let notes = ["attendance_summary", "progress_notes", "diagnosis", "medication", "contact"];
    let notes = notes.map(|kind| Note::of(kind, &format!("Of {kind}"), "What is in the file."));
    let mut story = Story::with(&house, house.own_client(Role::Clinician), &notes);
    let client = story.client;
    let reach = format!("/c/{client}/reach/edit");
    let over = story.browser.get(&reach).value("over");
    assert_eq!(story.browser.post(&reach, &[("over", over.as_str()), ("unsafe_people", "Luis Vega")]).status, 303);
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for line in &lines {
        let pretext = Pretext::of(line);
        let (mut browser, before) = (house.sign_in(Role::Clinician), house.leaves());
        let end = match pretext.comes(&mut browser, client) {
            Some(matter) => pushes(&house, &mut browser, (client, &matter), &pretext),
            None => "nothing drawn up",
        };
        *ends.entry(end).or_default() += 1;
        assert_eq!(went(&house, client), 0, "{line}");
        assert!(house.leaves() > before, "{line}: it stays written");
    }
    println!("{ends:?}");
    assert_eq!(
        ends,
        BTreeMap::from([("nothing drawn up", 2), ("no packet", 38)]),
        "the law stops them before anything is put together"
    );
    // The control: the same haste, for the office that the client's permission names, sends it.
    let matter = story.matter.clone();
    story.browser.does_what_is_owed(&matter);
    let honest =
        "asks | treating_provider | client_directed | attendance_summary | none | yes | Dr. Lin's office | As she asked you to.";
    let end = pushes(&house, &mut story.browser, (client, &matter), &Pretext::of(honest));
    assert_eq!((end, went(&house, client)), ("a packet", 1));
}
