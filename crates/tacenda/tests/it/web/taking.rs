//! What is taken along once a packet went: a copy that only a passphrase opens, and the sheet on top of a fax.

use std::io::Read as _;
use std::process::Command;

use age::x25519::Identity;

use super::House;
use super::packets::Story;

impl<'h> Story<'h> {
    /// A packet that went to the office that the permission names, that way; its address.
    fn gone(house: &'h House, way: &str, number: &str) -> (Self, String) {
        Self::gone_with(house, (way, number), None)
    }

    /// The same; the office gave a public key too, and whether somebody checked it.
    fn gone_with(house: &'h House, (way, number): (&str, &str), key: Option<(&str, bool)>) -> (Self, String) {
        let mut story = Self::begin(house);
        let matter = story.matter.clone();
        story.browser.does_what_is_owed(&matter);
        let packet = story.opens();
        story.chooses(&packet, 2);
        story.hides(&packet);
        let kind = if way == "electronic" { "mail" } else { way };
        let mut form = vec![("name", "Dr. Lin's office"), ("recipient", "treating_provider"), (kind, number)];
        form.extend(key.map(|(key, _)| ("key", key)));
        let (contact, mut page) = story.browser.press("/contacts", &form);
        let checked = [Some(kind), key.filter(|(_, checked)| *checked).map(|_| "key")];
        for way in checked.into_iter().flatten() {
            let over = page.value("over");
            let fields = [("do", "check"), ("over", over.as_str()), ("way", way), ("how", "called_back")];
            page = story.browser.press(&contact, &fields).1;
        }
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

fn opened(file: &[u8], by: &Identity) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let mut reader = age::Decryptor::new(file).ok()?.decrypt(std::iter::once(by as &dyn age::Identity)).ok()?;
    reader.read_to_end(&mut plain).ok()?;
    Some(plain)
}

#[test]
fn whoever_gave_a_public_key_that_was_checked_gets_a_copy_that_opens_to_them_alone() {
    let (house, theirs, other) = (House::new(), Identity::generate(), Identity::generate());
    let key = theirs.to_public().to_string();
    let (mut story, packet) = Story::gone_with(&house, ("electronic", "records@lin.example"), Some((&key, true)));
    let page = story.browser.get(&packet).text;
    assert!(page.contains(&key) && page.contains(&format!("{packet}/age")), "{page}");
    assert!(!page.contains("class=\"code\"") && story.browser.get(&format!("{packet}/locked")).status == 404, "{page}");
    let paper = story.browser.bytes(&format!("{packet}/paper"));
    let (one, again) = (story.browser.bytes(&format!("{packet}/age")), story.browser.bytes(&format!("{packet}/age")));
    assert!(one.starts_with(b"age-encryption.org/v1\n") && one != again);
    assert_eq!([opened(&one, &theirs), opened(&again, &theirs)], [Some(paper.clone()), Some(paper)], "the very bytes");
    assert_eq!(opened(&one, &other), None);
}

#[test]
fn a_public_key_that_nobody_checked_locks_nothing_and_a_mistyped_one_is_refused_with_words() {
    let house = House::new();
    let key = Identity::generate().to_public().to_string();
    let (mut story, packet) = Story::gone_with(&house, ("electronic", "records@lin.example"), Some((&key, false)));
    assert!(!story.browser.get(&packet).text.contains(&key));
    assert_eq!(story.browser.get(&format!("{packet}/age")).status, 404);
    let last = if key.ends_with('q') { 'p' } else { 'q' };
    let mistyped = key.chars().take(61).chain([last]).collect::<String>();
    let both = [("recipient", "treating_provider"), ("mail", "records@lin.example")];
    for bad in [mistyped.as_str(), "age1", "ssh-ed25519 AAAA", &key.to_uppercase()] {
        let form = [&both[..], &[("name", "Another office"), ("key", bad)]].concat();
        let refused = story.browser.post("/contacts", &form);
        assert!(refused.status == 422 && refused.text.contains("Type the public key as it is"), "{bad}: {}", refused.text);
    }
    let alone = [("name", "Another office"), ("recipient", "treating_provider"), ("key", key.as_str())];
    assert_eq!(story.browser.post("/contacts", &alone).status, 422, "by a key alone nobody is reached");
}
