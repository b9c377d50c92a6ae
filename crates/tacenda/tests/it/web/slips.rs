//! Honest mistakes of somebody who is tired: a birth date turned round, a name that is nearly the one, an address that was good last week,
//! a page too much. Each is tried on a packet that could go that moment; none lets anything go.
//!
//! `TACENDA_SLIPS` says how many.

use std::collections::BTreeMap;

use tacenda_desk::Role;

use super::House;
use super::chance::{Chance, count};
use super::packets::Story;

/// So many in an ordinary run.
const SLIPS: u32 = 60;

/// A packet that waits to be sent, and what is around it that a mistake may be made with.
struct Desk<'h> {
    house: &'h House,
    story: Story<'h>,
    packet: String,
    contact: String,
    /// Name and birth date, as the request has them.
    right: (String, String),
    /// The same of somebody else who comes here.
    near: (String, String),
    /// Records that are not to go: of a kind that nobody asked for, one more of the kind, one of somebody else's file.
    strays: Vec<String>,
    chance: Chance,
    tries: u32,
}

impl<'h> Desk<'h> {
    fn ready(house: &'h House, seed: u32) -> Self {
        let mut story = Story::begin(house);
        let matter = story.matter.clone();
        story.browser.does_what_is_owed(&matter);
        let other = house.agency.caseload(house.worker(Role::Clinician).id).unwrap().into_iter().find(|id| *id != story.client);
        let other = other.unwrap();
        let mut strays = Vec::new();
        for (client, kind) in [(story.client, "progress_notes"), (other, "attendance_summary")] {
            let (title, once) = (format!("Of no use here {kind}"), format!("stray {kind}"));
            let fields = [("category", kind), ("title", title.as_str()), ("text", "not asked for"), ("once", once.as_str())];
            assert_eq!(story.browser.post(&format!("/c/{client}/notes/new"), &fields).status, 303);
            let notes = story.browser.get(&format!("/c/{client}/notes")).text;
            let before = notes.split(title.as_str()).next().unwrap();
            strays.push(before.rsplit("/notes/").next().unwrap().split('"').next().unwrap().to_owned());
        }
        let packet = story.opens();
        let contact = story.knows_the_office();
        let right = story.about();
        let own = std::mem::replace(&mut story.client, other);
        let near = story.about();
        story.client = own;
        let mut desk = Self { house, story, packet, contact, right, near, strays, chance: Chance::of_seed(seed), tries: 0 };
        desk.makes();
        desk
    }

    /// Chosen, freed of other people, set and read.
    fn makes(&mut self) {
        self.story.chooses_titled(&self.packet, &["Came in March".into(), "Came in April".into()]);
        self.story.hides(&self.packet);
        self.story.makes_for(&self.packet, "link", &self.contact);
        self.story.is_read(self.house, &self.packet);
    }

    fn sends(&mut self, name: &str, born: &str) -> u16 {
        let over = self.story.browser.get(&self.packet).value("over");
        self.sends_over(&over, name, born)
    }

    fn sends_over(&mut self, over: &str, name: &str, born: &str) -> u16 {
        self.tries += 1;
        let once = format!("send {}", self.tries);
        let fields = [("do", "send"), ("over", over), ("name", name), ("born", born), ("once", once.as_str())];
        self.story.browser.post(&self.packet, &fields).status
    }

    /// The birth date as it is misread or mistyped.
    fn other_day(&mut self) -> String {
        let day: jiff::civil::Date = self.right.1.parse().unwrap();
        let near = [1, -1, 7, 10, 30, 365, -365, 3_652];
        let turned = jiff::civil::Date::new(day.year(), day.day().min(12), day.month()).unwrap();
        let other = match self.chance.below(3) {
            0 if turned != day => turned,
            1 => self.near.1.parse().unwrap(),
            _ => day + jiff::Span::new().days(near[self.chance.below(near.len())]),
        };
        if other == day { (day + jiff::Span::new().days(1)).to_string() } else { other.to_string() }
    }

    /// A name that is nearly the one.
    fn near_name(&mut self) -> String {
        let name = self.right.0.clone();
        let letters: Vec<char> = name.chars().collect();
        let at = 1 + self.chance.below(letters.len() - 2);
        let mut other = letters.clone();
        match self.chance.below(5) {
            0 => other.swap(at, at + 1),
            1 => drop(other.remove(at)),
            2 => other.insert(at, letters[at]),
            3 => other = self.near.0.chars().collect(),
            // The first name of the one with the family name of the other.
            _ => {
                let (first, last) = (name.split(' ').next().unwrap(), self.near.0.rsplit(' ').next().unwrap());
                other = format!("{first} {last}").chars().collect();
            }
        }
        let other: String = other.into_iter().collect();
        // A space more or less is no other name.
        let bare = |name: &str| name.to_lowercase().split_whitespace().collect::<String>();
        if bare(&other) == bare(&name) { format!("{name}s") } else { other }
    }

    /// The office moved, and the book knows it; whoever sends has the paper of last week.
    fn old_address(&mut self) -> bool {
        let at = format!("/contacts/{}", self.contact);
        let moved = self.chance.below(2) == 0;
        let (mail, phone) = if moved { ("front@lin.example", "505-555-0177") } else { ("records@lin.example", "505-555-0188") };
        self.keeps(&at, mail, phone);
        // The new address of mail may even be checked: it is not the one that was read on the packet.
        if moved && self.chance.below(2) == 0 {
            self.checks(&at);
        }
        let (name, born) = self.right.clone();
        let stopped = self.sends(&name, &born) != 303;
        self.keeps(&at, "records@lin.example", "505-555-0177");
        self.checks(&at);
        stopped
    }

    fn keeps(&mut self, at: &str, mail: &str, phone: &str) {
        let over = self.story.browser.get(at).value("over");
        let form = [
            ("do", "keep"),
            ("over", over.as_str()),
            ("name", "Dr. Lin's office"),
            ("recipient", "treating_provider"),
            ("mail", mail),
            ("phone", phone),
        ];
        self.story.browser.press(at, &form);
    }

    fn checks(&mut self, at: &str) {
        for way in ["mail", "phone"] {
            let over = self.story.browser.get(at).value("over");
            let fields = [("do", "check"), ("over", over.as_str()), ("way", way), ("how", "called_back")];
            self.story.browser.post(at, &fields);
        }
    }

    /// A page that is not to go is put in beside the others, and nobody notices: it is set, read and sent as if nothing had been.
    fn page_too_much(&mut self) -> bool {
        let items = format!("{}/items", self.packet);
        let page = self.story.browser.get(&items);
        let before = self.story.browser.get(&self.packet).value("over");
        let (over, which) = (page.value("over"), self.chance.below(self.strays.len() + 1));
        let mut picks: Vec<String> =
            page.text.split("name=\"pick\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().into()).collect();
        let each = match self.strays.get(which) {
            Some(stray) => {
                picks.push(format!("0:{stray}"));
                "0"
            }
            // More of the kind than the line needs, and nobody says that it asks for each.
            None => "",
        };
        let mut fields: Vec<(&str, &str)> = picks.iter().map(|pick| ("pick", pick.as_str())).collect();
        fields.extend([("over", over.as_str()), ("each", each), ("left", "0:time")]);
        if self.story.browser.post(&items, &fields).status != 303 {
            return true;
        }
        let (name, born) = self.right.clone();
        let stopped = self.sends(&name, &born) != 303 && self.sends_over(&before, &name, &born) != 303;
        self.story.hides(&self.packet);
        let over = self.story.browser.get(&format!("{}/to", self.packet)).value("over");
        let to = [("over", over.as_str()), ("way", "link"), ("contact", self.contact.as_str()), ("in", "en")];
        self.story.browser.post(&format!("{}/to", self.packet), &to);
        let mut officer = self.house.sign_in(Role::PrivacyOfficer);
        let over = officer.get(&self.packet).value("over");
        officer.post(&self.packet, &[("do", "check"), ("fine", "yes"), ("words", ""), ("over", over.as_str())]);
        let stopped = stopped && self.sends(&name, &born) != 303;
        self.makes();
        stopped
    }

    /// One mistake; its kind, and whether nothing went.
    fn slips(&mut self) -> (&'static str, bool) {
        let (name, born) = self.right.clone();
        match self.chance.below(8) {
            0..=2 => {
                let day = self.other_day();
                ("birth date", self.sends(&name, &day) != 303)
            }
            3..=5 => {
                let near = self.near_name();
                ("name", self.sends(&near, &born) != 303)
            }
            6 => ("address", self.old_address()),
            _ => ("page", self.page_too_much()),
        }
    }

    fn went(&self) -> usize {
        let looks = self.house.agency.looks(Some(self.story.client)).unwrap();
        looks.iter().filter(|look| look.act == "packet.send" && !look.codes.iter().any(|(key, _)| key == "refused")).count()
    }
}

#[test]
fn no_mistake_of_a_tired_hand_lets_anything_go_and_the_right_one_does() {
    let mut stopped: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut left = count("TACENDA_SLIPS", SLIPS);
    let mut seed = 0;
    while left > 0 {
        let house = House::new();
        let mut desk = Desk::ready(&house, seed);
        for _ in 0..left.min(50) {
            let (kind, held) = desk.slips();
            assert!(held && desk.went() == 0, "{kind}: it went, {:?} {:?}", desk.right, desk.near);
            let (tried, caught) = stopped.entry(kind).or_default();
            *tried += 1;
            *caught += u32::from(held && desk.went() == 0);
        }
        (left, seed) = (left.saturating_sub(50), seed + 1);
        // The control: what is right goes, with the same form.
        let (name, born) = desk.right.clone();
        assert_eq!((desk.sends(&name, &born), desk.went()), (303, 1));
    }
    println!("stopped of tried: {stopped:?}");
    assert!(stopped.len() == 4 && stopped.values().all(|(tried, caught)| tried == caught), "{stopped:?}");
}
