//! Whom to call: every place of the packs has a number for a child and for an adult, and a slip in the file is told at once.

use tacenda_law::{Hurt, Packs, Source};

use crate::packs::{FILES, PACKS};

const STATES: [&str; 8] = ["nm", "co", "ca", "tx", "ny", "wa", "fl", "il"];

#[test]
fn every_state_has_its_number_for_a_child_and_for_an_adult_and_any_other_place_has_one_that_tells_it() {
    for hurt in [Hurt::Child, Hurt::Adult] {
        for state in STATES {
            let lines = PACKS.hotlines_of(state, hurt);
            assert!(lines.iter().all(|line| line.place == state) && !lines.is_empty(), "{state} {hurt:?}");
        }
        let other = PACKS.hotlines_of("other_us", hurt);
        assert!(!other.is_empty() && other.iter().all(|line| line.place == "us"));
    }
    assert_eq!(PACKS.hotlines_of("nm", Hurt::Child)[0].digits(), "8553337233");
    assert_eq!(PACKS.hotlines_of("ny", Hurt::Child)[0].number, "800-635-1522", "who has to report calls the line for them first");
    assert!(PACKS.hotlines.iter().all(|line| !line.source.is_empty() && !line.name.en.is_empty() && !line.name.es.is_empty()));
    assert!(PACKS.hotlines.iter().any(|line| !line.is_confirmed()), "what nobody could confirm says so");
}

#[test]
fn a_slip_is_told_with_its_line_and_the_nearest_right_word() {
    let row = |place: &str, whom: &str, number: &str| {
        format!(
            "[[hotline]]\nplace = \"{place}\"\nfor = \"{whom}\"\nnumber = \"{number}\"\nname = {{ en = \"a\", es = \"b\" }}\n\
             source = \"s\"\nchecked = 2026-11-22\nsure = \"high\"\n"
        )
    };
    let errors = |text: String| {
        let mut files: Vec<Source> = FILES.iter().filter(|f| f.path != "hotlines.toml").cloned().collect();
        files.push(Source::new("hotlines.toml", text));
        Packs::load(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(errors(row("nm", "child", "855-333-7233")), Vec::<String>::new());
    assert_eq!(errors(row("us", "adult", "911")), Vec::<String>::new());
    assert_eq!(errors(row("nn", "child", "911")), ["hotlines.toml:2: `nn` is no place (did you mean `nm`?)"]);
    for wrong in ["855-333-SAFE", "12", "+1 855", "1234567890123456", ""] {
        let told = errors(row("nm", "child", wrong));
        assert_eq!(told.len(), 1, "{wrong}: {told:?}");
        assert!(told[0].starts_with("hotlines.toml:4: ") && told[0].contains("is no number to dial"), "{told:?}");
    }
    assert!(!errors(row("nm", "chlid", "911")).is_empty());
    assert!(!errors(row("nm", "child", "911").replace("high", "sure")).is_empty());
    assert!(!errors(row("nm", "child", "911") + "hours = \"day\"\n").is_empty());
}
