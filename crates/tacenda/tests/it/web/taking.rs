//! What is taken along once a packet went: a copy that only a passphrase opens, and the sheet on top of a fax.

use std::process::Command;

use super::House;
use super::packets::Story;

impl<'h> Story<'h> {
    /// A packet that went to the office that the permission names, that way; its address.
    fn gone(house: &'h House, way: &str, number: &str) -> (Self, String) {
        let mut story = Self::begin(house);
        let matter = story.matter.clone();
        story.browser.does_what_is_owed(&matter);
        let packet = story.opens();
        story.chooses(&packet, 2);
        story.hides(&packet);
        let kind = if way == "electronic" { "mail" } else { way };
        let form = [("name", "Dr. Lin's office"), ("recipient", "treating_provider"), (kind, number)];
        let (contact, page) = story.browser.press("/contacts", &form);
        let over = page.value("over");
        story.browser.press(&contact, &[("do", "check"), ("over", over.as_str()), ("way", kind), ("how", "called_back")]);
        story.makes_for(&packet, way, contact.rsplit('/').next().unwrap());
        story.is_read(house, &packet);
        let (name, born) = story.about();
        let sent = story.sends(&packet, &name, &born);
        assert_eq!(sent.status, 303, "{}", sent.text);
        (story, packet)
    }
}

fn run(tool: &str, words: &[&str]) -> Option<(bool, String)> {
    let output = Command::new(tool).args(words).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn what_goes_by_mail_is_locked_and_its_passphrase_stands_beside_it_and_nowhere_in_it() {
    let house = House::new();
    let (mut story, packet) = Story::gone(&house, "electronic", "records@lin.example");
    if run("qpdf", &["--version"]).is_none() {
        println!("skipped: there is no qpdf");
        assert_eq!(story.browser.get(&format!("{packet}/locked")).status, 404);
        return;
    }
    let page = story.browser.get(&packet).text;
    let passphrase = page.split("class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(
        passphrase.len() == 24 && page.contains("not locked, for our own file") && page.contains("Never in the same mail"),
        "{page}"
    );
    let locked = story.browser.bytes(&format!("{packet}/locked"));
    assert!(locked.starts_with(b"%PDF-") && !String::from_utf8_lossy(&locked).contains(&passphrase));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("locked.pdf");
    std::fs::write(&file, &locked).unwrap();
    let file = file.to_str().unwrap();
    let word = |word: &str| format!("--password={word}");
    let (opens, said) = run("qpdf", &[&word(&passphrase), "--show-encryption", file]).unwrap();
    assert!(opens && said.contains("R = 6") && said.contains("AESv3"), "{said}");
    assert!(!run("qpdf", &[&word("another"), "--check", file]).unwrap().0, "no other word opens it");
    assert!(!run("qpdf", &["--check", file]).unwrap().0, "nor none");
    let (read, text) = run("pdftotext", &["-upw", &passphrase, file, "-"]).unwrap();
    assert!(read && text.contains("Came in March"), "{text}");
    // In other hands it stays shut: nobody tells the passphrase any more.
    let over = story.browser.get(&packet).value("over");
    let event =
        [("whom", "Somebody"), ("event", "unsecured_unauthorised"), ("known", "2026-03-02"), ("words", "a wrong address")];
    let astray = [&[("do", "astray"), ("over", over.as_str()), ("once", "astray")], &event[..]].concat();
    let told = story.browser.post(&packet, &astray);
    assert_eq!(told.status, 303, "{}", told.text);
    let page = story.browser.get(&packet).text;
    assert!(
        !page.contains(&passphrase) && page.contains("do not tell the passphrase") && !page.contains("What comes next"),
        "{page}"
    );
    // What no mail takes has no passphrase, and nothing has one before it goes.
    assert_eq!(story.browser.get(&format!("{packet}/cover")).status, 404);
    let looks = house.agency.looks(Some(story.client)).unwrap();
    assert_eq!(looks.iter().filter(|look| look.act == "packet.send").count(), 1);
}

#[test]
fn the_sheet_on_top_of_a_fax_names_whom_it_is_for_and_nobody_else() {
    let house = House::new();
    let (mut story, packet) = Story::gone(&house, "fax", "505-555-0142");
    let page = story.browser.get(&packet).text;
    assert!(page.contains("Take the sheet for the top") && !page.contains("class=\"code\""), "{page}");
    let paper = tacenda_paper::read(&story.browser.bytes(&format!("{packet}/paper")));
    let cover = tacenda_paper::read(&story.browser.bytes(&format!("{packet}/cover")));
    let text = cover.text.concat();
    let pages = format!("{}", paper.pages + 1);
    for shown in ["Dr. Lin's office", "505-555-0142", &pages, "do not read on"] {
        assert!(text.replace('’', "'").contains(shown), "{shown}: {text}");
    }
    let (name, born) = story.about();
    for part in name.split(' ').chain([born.as_str(), "March", "attendance", "record"]) {
        assert!(!text.contains(part), "{part}: {text}");
    }
    assert_eq!(story.browser.get(&format!("{packet}/locked")).status, 404);
}
