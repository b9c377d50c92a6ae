//! The cases handed down that are a suspicion or a threat: each is written down on its own pages, and what the law says of whoever is to be
//! told is what it says of the case.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::ReadMatter;
use tacenda_desk::flows::Law;
use tacenda_desk::{ClientId, Matter, Purpose, Role, Seen};
use tacenda_law::{Absence, Facts, Verdict};
use tacenda_vault::Passphrase;

use super::ask::fields;
use super::requests::handed_down;
use super::{Browser, House, PASSWORD};

/// What a report or a warning says by itself, or what its first page asks.
const OF_ITSELF: [&str; 6] = [
    "event_date",
    "purpose",
    "recipient_kind",
    "requested_categories",
    "threat_communicated",
    "recipient_able_to_prevent_threat",
];
/// What is left out on the first pages counts as not known; here it is said as it usually is.
const LEFT_OUT: [&str; 16] = [
    "child_abuse_basis",
    "suspected_abuser_role",
    "abuse_victim_now_adult",
    "suspected_abuser_has_current_child_access",
    "adult_victim_class",
    "adult_unable_to_self_report",
    "client_lacks_capacity",
    "client_objects",
    "informing_client_unsafe",
    "abuse_only_emotional",
    "threat_source",
    "threat_target",
    "threat_severity",
    "threat_imminent",
    "client_intent_and_ability",
    "disclosure_necessary_to_protect",
];
/// What the law asks at most.
const MOST: usize = 60;

/// A case, and its facts with what usually is.
struct Case {
    name: String,
    said: Map<String, Json>,
    facts: Facts,
}

impl Case {
    fn of(house: &House, json: &Json) -> Option<Self> {
        let said = json["facts"].as_object().unwrap().clone();
        let apart = ["mandated_report", "protect_from_harm"].contains(&said["purpose"].as_str().unwrap());
        let day = jiff::civil::date(2026, 3, 2);
        let facts = Facts::from_json(&house.packs.vocabulary, &json["facts"], day, Absence::Default).unwrap();
        apart.then(|| Self { name: json["id"].as_str().unwrap().to_owned(), said, facts })
    }

    fn says(&self, fact: &str) -> &str {
        self.said[fact].as_str().unwrap()
    }

    fn is(&self, fact: &str) -> bool {
        self.said.get(fact) == Some(&json!(true))
    }

    fn what(&self) -> &'static str {
        match (self.says("purpose"), self.is("child_abuse_suspected")) {
            ("protect_from_harm", _) => "threat",
            (_, true) => "child",
            (_, false) => "adult",
        }
    }

    /// What is still to be said on a matter that is open.
    fn rest(&self) -> impl Iterator<Item = &str> {
        let itself = |name: &&str| OF_ITSELF.contains(name) || name.ends_with("_abuse_suspected");
        let left_out = LEFT_OUT.iter().copied().filter(|name| !self.said.contains_key(*name));
        self.said.keys().map(String::as_str).filter(move |name| !itself(name)).chain(left_out)
    }
}

/// It is written down: on the first pages only the moment and the words. The matter's address.
fn written(browser: &mut Browser<'_>, case: &Case, client: ClientId) -> String {
    let (to, _) = browser.press("/matters/new", &[("what", case.what())]);
    let (mut to, _) = browser.press(&to, &[("client", &client.to_string())]);
    let mut moment = vec![("day", case.says("event_date")), ("hour", "10:00"), ("account", "as it was told"), ("once", "open")];
    if to.ends_with("/harm") {
        (to, _) = browser.press(&to, &[("else", "no")]);
        moment.push(("told_by", "the client"));
    } else {
        moment.push(("else", "no"));
    }
    browser.press(&to, &moment).0
}

/// Where the law's next question is answered.
fn asked(page: &str) -> Option<String> {
    let link = page.split("id=\"asks\"").nth(1)?.split("href=\"").nth(1)?;
    link.split(['"', '?']).next().map(str::to_owned)
}

/// Says everything that the case says, and of what the law still asks what usually is.
fn tells(house: &House, browser: &mut Browser<'_>, case: &Case, matter: &str) {
    let mut say = |fact: &str, to: &str| {
        let answer = fields(house, &case.facts, fact);
        let answer: Vec<(&str, &str)> = answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = browser.post(to, &answer);
        assert_eq!(sent.status, 303, "{}: {fact}: {}", case.name, sent.text);
        browser.get(matter).text
    };
    let mut page = String::new();
    for fact in case.rest() {
        page = say(fact, &format!("{matter}/facts/{fact}"));
    }
    let mut last = None;
    for _ in 0..MOST {
        let asks = asked(&page);
        let Some(to) = asks.clone().filter(|_| asks != last) else { return }; // what is asked again nobody knows
        page = say(to.rsplit('/').next().unwrap(), &to);
        last = asks;
    }
    assert_eq!(asked(&page), None, "{}: the law does not stop asking", case.name);
}

/// What is kept of it.
fn kept(house: &House, matter: &str, client: ClientId) -> Matter {
    let who = house.agency.sign_in(house.worker(Role::Clinician).id, &Passphrase::new(PASSWORD)).unwrap();
    let id = matter.rsplit('/').next().unwrap().parse().unwrap();
    let law = Some(Arc::new(Law::new(Arc::new(house.packs.clone()))));
    let look = Asked { law, ..Asked::new(ReadMatter { id, client: Some(client) }, Reason::CareTeam) };
    let done = house.agency.act(&who, look).unwrap();
    let matter = if let Seen::Matter(matter, ..) = done.seen.expose(Purpose::Decide) { Some(matter) } else { None };
    Matter::clone(matter.unwrap())
}

/// What the law says of what the matter knows, for that recipient and those kinds.
fn ruled(house: &House, matter: &Matter, case: &Case, kinds: bool) -> (Verdict, u64) {
    let mut known = matter.known();
    known.insert("recipient_kind".into(), case.said["recipient_kind"].clone());
    if kinds {
        known.insert("requested_categories".into(), case.said["requested_categories"].clone());
    }
    let day: jiff::civil::Date = case.says("event_date").parse().unwrap();
    let facts = Facts::from_json(&house.packs.vocabulary, &Json::Object(known), day, Absence::Unknown).unwrap();
    let ruling = house.packs.decide(&facts);
    (ruling.verdict, ruling.may_include)
}

#[test]
fn the_suspicions_and_threats_handed_down_run_as_matters_of_their_own() {
    let Some(text) = handed_down() else {
        println!("skipped: there is no ../shared beside this checkout");
        return;
    };
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let mut seen = 0;
    for case in text.lines().filter_map(|line| Case::of(&house, &serde_json::from_str(line).unwrap())) {
        let to = written(&mut browser, &case, client);
        tells(&house, &mut browser, &case, &to);
        let matter = kept(&house, &to, client);
        let alone = house.packs.decide(&case.facts);
        let (verdict, may) = ruled(&house, &matter, &case, true);
        assert_eq!(alone.verdict, verdict, "{}: the verdict", case.name);
        assert_eq!(alone.may_include, may, "{}: what may go", case.name);
        // What stands on the page is what the law says of that one.
        let (own, _) = ruled(&house, &matter, &case, false);
        if let Some(there) =
            matter.warning.iter().flat_map(|it| &it.receivers).find(|there| there.who == case.says("recipient_kind"))
        {
            assert_eq!(there.verdict, own.word(), "{}", case.name);
        }
        if let Some(report) = &matter.report {
            let takes = report.receivers.iter().any(|who| who == case.says("recipient_kind"));
            assert!(!takes || own.is_yes(), "{}: {own:?} may not take it", case.name);
        }
        seen += 1;
    }
    assert_eq!(seen, 14);
}
