//! What is most private goes by a packet of its own, and two people whose keys open it stand behind it.

use tacenda_desk::Role;

use super::House;
use super::packets::{Note, Story};

/// A private note, and the client's permission that names it.
fn of_private_notes(house: &House) -> Story<'_> {
    let client = house.own_client(Role::Clinician);
    let notes = [Note::of("psychotherapy_notes", "Third hour", "She spoke of the lake, and of Tomás Vega.")];
    Story::for_kind(house, house.sign_in(Role::Clinician), (client, "psychotherapy_notes", &[]), &notes)
}

#[test]
fn private_notes_go_by_a_packet_that_only_their_keepers_open_and_both_of_them_let_go() {
    let house = House::new();
    let mut story = of_private_notes(&house);
    let matter = story.matter.clone();
    story.browser.does_what_is_owed(&matter);
    let page = story.browser.get(&matter).text;
    assert!(page.contains("Put together, apart: Private psychotherapy notes"), "{page}");
    let packet = story.opens_at("psychotherapy_notes");
    story.chooses(&packet, 1);
    story.hides(&packet);
    let link = story.browser.get(&format!("{packet}/to")).text;
    assert!(!link.contains("value=\"link\""), "no link stands before what only people open");
    let made = story.makes(&packet);
    assert!(made.text.contains("She spoke of the lake") && !made.text.contains("Tomás"), "{}", made.text);
    let (name, born) = story.about();
    assert_ne!(story.sends(&packet, &name, &born).status, 303, "one alone lets nothing go");
    // Without the key of the level nobody sees it, whatever their office is.
    let keepers = [Role::Clinician, Role::Supervisor].map(|role| house.worker(role).id);
    let mut tried = 0;
    for role in [Role::PrivacyOfficer, Role::RecordsClerk, Role::Advocate, Role::Director] {
        if keepers.contains(&house.worker(role).id) {
            continue;
        }
        tried += 1;
        let mut browser = house.sign_in(role);
        let seen = browser.get(&packet);
        assert!(seen.status != 200 && !seen.text.contains("the lake"), "{role:?}: {}", seen.text);
        let over = [("do", "send"), ("over", "3"), ("name", name.as_str()), ("born", born.as_str()), ("once", "other")];
        assert_ne!(browser.post(&packet, &over).status, 303);
    }
    assert!(tried > 0);
    // And an ordinary yes is none for an advocate's file.
    let refused = story.browser.post(&format!("{matter}/packets"), &[("level", "privileged"), ("once", "privileged")]);
    assert_eq!(refused.status, 422, "{}", refused.text);
}

#[test]
fn what_was_said_in_a_group_goes_without_a_member_by_whoever_leads_it() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    let note = [
        ("category", "group_session"),
        ("title", "Thursday group"),
        ("text", "All five spoke. She answered Luz, and luz cried; Will Rivers was silent."),
        ("others", "Will Rivers\nLuz Abeyta"),
        ("once", "group"),
    ];
    let kept = browser.post(&format!("/c/{client}/notes/new"), &note);
    assert_eq!(kept.status, 303, "{}", kept.text);
    let mut story = Story::for_kind(&house, browser, (client, "group_session", &["Luz Abeyta", "Will Rivers"]), &[]);
    let matter = story.matter.clone();
    story.browser.does_what_is_owed(&matter);
    let packet = story.opens_at("group");
    story.chooses(&packet, 1);
    story.hides(&packet);
    let made = story.makes(&packet);
    assert!(
        made.text.split_whitespace().collect::<Vec<_>>().join(" ").contains("[another group member] was silent"),
        "{}",
        made.text
    );
    for name in ["Luz", "luz", "Will", "Rivers"] {
        assert!(!made.text.contains(name), "{name}: {}", made.text);
    }
}
