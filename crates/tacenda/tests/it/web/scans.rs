//! What stands on a scan, read by machine: shown with a warning, and kept nowhere.

use std::io::Write as _;
use std::process::{Command, Stdio};

use tacenda_desk::Role;
use tacenda_paper::{Part, Writing};

use super::matters::{SUBPOENA, comes};
use super::{Browser, House};

/// What a program makes of its input.
pub(super) fn made(program: &str, words: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap().stdout
}

/// A paper of two pages, set by our own press.
fn paper() -> Vec<u8> {
    let page = |text: &str| {
        let mut part = Part::new("en", "District Court".to_owned(), "Subpoena".to_owned());
        part.body = vec![text.to_owned()];
        part
    };
    let parts = vec![page("Produce the attendance dates of the patient."), page("Bring them on the second of March.")];
    let writing = Writing { title: "Subpoena".to_owned(), day: (2026, 3, 2), parts };
    made(env!("CARGO_BIN_EXE_tacenda"), &["render", "letter"], &serde_json::to_vec(&writing).unwrap())
}

/// A PDF that is nothing but a picture, as scanners make them.
pub(super) fn picture_only(jpeg: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let draw = "q 612 0 0 792 0 0 cm /I Do Q";
    let mut pdf = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{draw}\nendstream endobj\n\
         5 0 obj<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8\
         /Filter/DCTDecode/Length {}>>stream\n",
        draw.len(),
        jpeg.len()
    )
    .into_bytes();
    pdf.extend(jpeg);
    pdf.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    pdf
}

/// Puts a paper in, and opens the page of its words.
fn words_of(browser: &mut Browser<'_>, matter: &str, name: &str, bytes: &[u8]) -> String {
    let sent = browser.put(&format!("{matter}/papers"), ("paper", name), bytes);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let page = browser.get(matter).text;
    let links = page.split("href=\"").filter_map(|rest| rest.split('"').next()).filter(|path| path.ends_with("/words"));
    links.last().unwrap().to_owned()
}

#[test]
fn whoever_opens_a_scan_is_shown_its_words_with_a_warning() {
    let house = House::new();
    let caseload = |role| house.agency.caseload(house.worker(role).id).unwrap();
    let client = caseload(Role::Clinician).into_iter().find(|client| !caseload(Role::Advocate).contains(client)).unwrap();
    let mut browser = house.sign_in(Role::Clinician);
    let (matter, _) = comes(&mut browser, Some(client), "no", &SUBPOENA);
    let pdf = paper();
    // A file with words of its own says them, page by page.
    let own = words_of(&mut browser, &matter, "own.pdf", &pdf);
    let page = browser.get(&own).text;
    assert!(
        page.contains("attendance dates") && page.contains("page 1 of 2") && page.contains("stand in the file itself"),
        "{page}"
    );
    let page = browser.get(&format!("{own}?page=2")).text;
    assert!(page.contains("second of March") && !page.contains("attendance dates"), "{page}");
    for nowhere in ["3", "0", "-1", "all", "1000000"] {
        let page = browser.get(&format!("{own}?page={nowhere}"));
        assert!(
            page.status == 200 && (nowhere == "all" || nowhere == "-1" || page.text.contains("No machine here")),
            "{nowhere}"
        );
    }
    // A picture is read, whether it comes as one or as a PDF around it.
    let picture = made("pdftoppm", &["-f", "1", "-l", "1", "-r", "150", "-gray", "-png", "-"], &pdf);
    let jpeg =
        made("pdftoppm", &["-f", "1", "-l", "1", "-scale-to-x", "1275", "-scale-to-y", "1650", "-gray", "-jpeg", "-"], &pdf);
    for (name, bytes) in [("scan.png", picture), ("scan.pdf", picture_only(&jpeg, (1275, 1650)))] {
        let path = words_of(&mut browser, &matter, name, &bytes);
        let page = browser.get(&path).text;
        assert!(page.contains("attendance dates") && page.contains("A machine read this"), "{name}: {page}");
    }
    // What is broken is said to be; each look at a paper is written down as one, and its words are nowhere.
    let broken = words_of(&mut browser, &matter, "broken.pdf", b"%PDF-1.7 and nothing");
    assert!(browser.get(&broken).text.contains("No machine here makes anything of this page"));
    let looks = house.agency.looks(Some(client)).unwrap();
    assert!(looks.iter().filter(|look| look.act == "matter.paper").count() >= 9, "{looks:?}");
    let passer_by = house.passer_by().get(&own);
    assert!(!passer_by.text.contains("attendance dates"));
    assert_eq!(house.sign_in(Role::Advocate).get(&own).status, 404, "it is not theirs");
}
