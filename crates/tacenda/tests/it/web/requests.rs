//! Somebody asks, and there is no paper of a court: from the question to the answer, and on to the end, through the pages as a browser
//! without scripts drives them.

use serde_json::Value as Json;
use tacenda_desk::{ClientId, Role};
use tacenda_law::{Absence, Facts, Kind, Verdict};

use super::ask::through;
use super::{Browser, House, Shown};
use crate::run::root;

/// Asks the law about an own client; all that it asks beside these is answered with "no" or "none". The answer's address.
pub(super) fn asked(house: &House, browser: &mut Browser<'_>, client: ClientId, who: &[&str], what: &str, why: &str) -> String {
    let (mut to, _) = browser.press("/ask", &[("danger", "no")]);
    for word in who {
        (to, _) = browser.press(&to, &[("answer", word)]);
    }
    let id = client.to_string();
    for fields in [("client", id.as_str()), ("pick", what), ("answer", why), ("answer", "nothing")] {
        (to, _) = browser.press(&to, &[fields]);
    }
    while !to.ends_with("/check") {
        let vocabulary = &house.packs.vocabulary;
        let fact = vocabulary.fact(vocabulary.find(to.rsplit('/').next().unwrap()).unwrap());
        let no = fact.kind == Kind::Bool && fact.name != "recipient_identity_verified";
        let answer = if no { "1" } else { "0" };
        (to, _) = browser.press(&to, &[("answer", answer)]);
    }
    browser.press(&to, &[("once", "asked")]).0
}

/// The question goes on as a matter.
fn seen_through(browser: &mut Browser<'_>, answer: &str) -> (String, Shown) {
    browser.press(&format!("{answer}/matter"), &[("once", "open")])
}

fn ends(browser: &mut Browser<'_>, matter: &str, outcome: &str) {
    let (_, page) = browser.press(matter, &[("do", "close"), ("outcome", outcome), ("words", "it is settled")]);
    assert!(!page.text.contains("name=\"outcome\""), "{}", page.text);
}

#[test]
fn an_employer_asks_and_the_question_becomes_a_matter_that_ends_with_a_no() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let answer = asked(&house, &mut browser, client, &["other", "employer"], "attendance", "employment");
    let shown = browser.get(&answer);
    assert!(shown.text.contains("See it through"), "{}", shown.text);
    let (matter, page) = seen_through(&mut browser, &answer);
    assert!(page.text.contains("Somebody outside asks") && page.text.contains("Appointment dates"), "{}", page.text);
    // Pressed twice, it is one matter; and the answer leads to it.
    let again = browser.post(&format!("{answer}/matter"), &[("once", "again")]);
    assert_eq!((again.status, again.to.as_str()), (303, matter.as_str()));
    assert!(browser.get(&answer).text.contains("Go to the matter"));
    assert_eq!(house.agency.looks(Some(client)).unwrap().iter().filter(|look| look.act == "matter.open").count(), 1);
    // The law lets nothing go, whoever decides.
    let comply = browser.post(&matter, &[("do", "respond"), ("response", "comply"), ("words", "they insist")]);
    assert!([403, 404, 422].contains(&comply.status), "{}", comply.text);
    let (_, page) = browser.press(&matter, &[("do", "respond"), ("response", "refuse"), ("words", "no permission")]);
    assert!(page.text.contains("/letters/refusal"), "{}", page.text);
    let letter = browser.get(&format!("{matter}/letters/refusal")).text;
    assert!(letter.contains("It does not say whether any person is or was a client.") && letter.contains("lang=\"es\""));
    browser.press(&matter, &[("do", "serve"), ("letter", "refusal"), ("to", "whoever wrote"), ("way", "mail")]);
    browser.does_what_is_owed(&matter);
    ends(&mut browser, &matter, "answered");
}

#[test]
fn a_client_asks_for_the_file_and_the_clock_runs_from_that_day() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let answer = asked(&house, &mut browser, client, &["client"], "notes", "client_access");
    let (matter, page) = seen_through(&mut browser, &answer);
    assert!(page.text.contains("The client asks for their own file"), "{}", page.text);
    assert!(!page.text.contains("name=\"do\" value=\"clock\""), "the law's clock is nobody's to move");
    let clock = [("do", "clock"), ("at", "2030-01-01"), ("words", "we are busy")];
    assert_eq!(browser.post(&matter, &clock).status, 422);
    let decided = browser.post(&matter, &[("do", "respond"), ("response", "comply"), ("words", "it is theirs")]);
    assert_eq!(decided.status, 303, "{}", decided.text);
    let page = browser.get(&matter);
    assert!(page.text.contains("/letters/access_given"), "{}", page.text);
    browser.press(&matter, &[("do", "serve"), ("letter", "access_given"), ("to", "the client"), ("way", "hand")]);
    browser.does_what_is_owed(&matter);
    ends(&mut browser, &matter, "complied");
}

/// The cases that were handed down with the digest, one a line, where they lie beside this checkout.
pub(super) fn handed_down() -> Option<String> {
    std::fs::read_to_string(root().join("../shared/law/cases.jsonl")).ok()
}

/// Every case that was handed down with the digest, said through the pages about a client of one's own, becomes a matter with the same
/// ruling as the law alone gives; a suspicion and a threat have their own ways in, which begin with a telephone.
#[test]
fn the_cases_handed_down_run_as_matters_through_the_pages() {
    let Some(text) = handed_down() else {
        println!("skipped: there is no ../shared beside this checkout");
        return;
    };
    let house = House::new();
    let client = house.own_client(Role::Clinician).to_string();
    let mut browser = house.sign_in(Role::Clinician);
    let (mut matters, mut others) = (0, 0);
    for case in text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()) {
        let day = jiff::civil::date(2026, 3, 2);
        let facts = Facts::from_json(&house.packs.vocabulary, &case["facts"], day, Absence::Default).unwrap();
        let (name, ruling) = (case["id"].as_str().unwrap(), house.packs.decide(&facts));
        let (answer, page) = through(&house, &mut browser, (name, &facts), 0, Some(&client));
        let fits: &[&str] = match ruling.verdict {
            Verdict::Permitted => &["yes"],
            Verdict::Required => &["must"],
            Verdict::Prohibited => &["no", "wait"],
            Verdict::Conflict | Verdict::NeedsMoreFacts => &["ask"],
        };
        assert!(fits.contains(&page.answer()), "{name}: {:?}, the page says {}", ruling.verdict, page.answer());
        let apart = ["mandated_report", "protect_from_harm"].contains(&case["facts"]["purpose"].as_str().unwrap());
        if apart {
            others += 1;
            continue;
        }
        assert!(page.text.contains("See it through"), "{name}: {}", page.text);
        let (matter, shown) = seen_through(&mut browser, &answer);
        assert!(matter.starts_with("/matters/"), "{name}: {matter}");
        let (one, other) = (rules(&page), rules(&shown));
        let verdict = shown.text.split("class=\"answer ").nth(2).and_then(|rest| rest.split('"').next()).unwrap_or("ask");
        assert!(fits.contains(&verdict), "{name}: {:?}, the matter says {verdict}", ruling.verdict);
        if verdict != "ask" {
            // Those that hang on what nobody knows are folded away beside the answer.
            let those: Vec<&str> = other.into_iter().filter(|rule| one.contains(rule)).collect();
            assert_eq!(one, those, "{name}: the same rules");
        }
        matters += 1;
    }
    println!("{matters} as matters, {others} with ways of their own");
    assert!(matters >= 29 && matters + others == text.lines().count());
}

/// The rules that a page rests its answer on.
fn rules(page: &Shown) -> Vec<&str> {
    let grounds =
        page.text.split("class=\"rows grounds\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    grounds.split("href=\"/law/rule/").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
