//! Paper for the day without power.

use tacenda_desk::Role;

use super::House;

#[test]
fn the_kit_is_one_pdf_in_each_language_with_every_release_and_nothing_of_anybody() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let page = browser.get("/kit").text;
    let sheets = page.matches("<li>").count();
    for paper in &house.packs.releases.papers {
        assert!(page.contains(&paper.title.en.replace('\'', "&#39;")), "{}", paper.form);
    }
    assert!(page.contains("What stays between us"), "what a client is told at the beginning");
    let before = house.leaves();
    let kits = ["en", "es"].map(|language| browser.get(&format!("/kit/paper?in={language}")).text);
    for kit in &kits {
        assert!(kit.starts_with("%PDF-1.7") && kit.contains("pdfuaid"), "it keeps, and can be read aloud");
        assert!(kit.matches("/Type /Page\n").count() + kit.matches("/Type/Page/").count() <= 2 * sheets);
    }
    assert_ne!(kits[0], kits[1]);
    assert_eq!(house.leaves(), before, "no file was looked at for it");
    assert_eq!(house.passer_by().get("/kit/paper").status, 200, "a stranger is led to the sign-in");
}
