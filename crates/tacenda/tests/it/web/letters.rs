//! The agency's own words on what it sends, around the law's.

use tacenda_desk::Role;

use super::House;

#[test]
fn own_words_stand_around_the_laws_on_every_letter_of_that_kind_and_nobody_edits_the_law_away() {
    let house = House::new();
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let law = "We can neither confirm nor deny that any person is, was or was not a client here.";
    let page = officer.get("/letters/cannot_confirm");
    assert!(page.text.contains(law) && !page.text.contains("name=\"over\""), "{}", page.text);
    let words = [
        ("before-en", "Thank you for your letter.\n\nWe read it today."),
        ("after-en", "Questions go to 505-555-0100."),
        ("before-es", "Gracias por su carta."),
    ];
    let (_, list) = officer.press("/letters/cannot_confirm", &words);
    assert!(list.text.contains("Has your words"), "{}", list.text);
    let head = [("before-en", "14 Acequia Street\n505-555-0100"), ("after-en", "this goes nowhere")];
    officer.press("/letters/head", &head);
    // The first words are kept; without the version that was seen they are not written over.
    assert_eq!(officer.post("/letters/head", &head).status, 409);
    // A letter that goes out: the law's words whole, ours before and after, the address under the name.
    let mut clinician = house.sign_in(Role::Clinician);
    let (to, _) = clinician.press("/matters/new", &[("what", "paper")]);
    let (to, _) = clinician.press(&to, &[("nobody", "yes")]);
    let (to, _) = clinician.press(&to, &[("signed", "no")]);
    let paper = [("paper", "attorney_subpoena"), ("sender", "opposing_party_attorney"), ("case", "litigation"), ("danger", "no")];
    let (matter, _) = clinician.press(&to, &paper);
    let letter = format!("{matter}/letters/cannot_confirm");
    let shown = clinician.get(&letter).text;
    let at = |text: &str| shown.find(text).unwrap_or_else(|| panic!("`{text}` is not in {shown}"));
    assert!(at("14 Acequia Street") < at("Thank you for your letter.") && at("We read it today.") < at(law));
    assert!(at(law) < at("Questions go to 505-555-0100.") && !shown.contains("this goes nowhere"));
    assert!(at("Gracias por su carta.") > 0, "in the other language too");
    let pdf = clinician.post(&letter, &[("to", "Law Office of Example")]);
    assert!(pdf.status == 200 && pdf.text.starts_with("%PDF-"), "{}", pdf.status);
    // Whoever sends letters does not change what they say.
    let mut advocate = house.sign_in(Role::Advocate);
    assert_eq!(advocate.get("/letters").status, 404);
    assert_eq!(advocate.post("/letters/objection", &[("before-en", "x")]).status, 404);
}

#[test]
fn what_cannot_be_kept_or_printed_is_said_and_stays_in_its_field() {
    let house = House::new();
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let long = "a".repeat(2_001);
    let refused = officer.post("/letters/objection", &[("after-es", &long), ("before-en", "Thank you.")]);
    assert!(refused.status == 422 && refused.text.contains("too long") && refused.text.contains("Thank you."));
    assert_eq!(officer.get("/letters/no_such").status, 404);
    let refused = officer.post("/letters/objection", &[("before-en", "Thank you \u{1f642}")]);
    assert!(refused.status == 422 && refused.text.contains("without emoji") && refused.text.contains('\u{1f642}'));
    assert!(!officer.get("/letters").text.contains("Has your words"), "nothing of it was kept");
}
