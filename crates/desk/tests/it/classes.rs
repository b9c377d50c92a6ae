//! Every category of the law has its level.

use std::path::{Path, PathBuf};

use tacenda_desk::{Category, Class};
use tacenda_law::{Packs, Source};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
}

fn packs() -> Packs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let name = |p: &PathBuf| p.strip_prefix(&root).unwrap().display().to_string();
    let read: Vec<Source> = found.iter().map(|p| Source::new(name(p), std::fs::read_to_string(p).unwrap())).collect();
    Packs::load(&read).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn every_category_of_the_law_has_a_level_and_the_desk_knows_no_other() {
    let packs = packs();
    let law: Vec<&str> = packs.vocabulary.categories().members.iter().map(|m| m.id.as_str()).collect();
    let desk: Vec<&str> = Category::all().map(Category::word).collect();
    assert_eq!(desk, law);
}

#[test]
fn what_is_no_part_of_a_chart_is_no_kind_of_record() {
    for member in &packs().vocabulary.categories().members {
        let category = Category::from_word(&member.id).unwrap();
        assert_eq!(category.is_kind_of_record(), !member.outside_chart && !member.stands_for_chart, "{}", member.id);
    }
}

#[test]
fn a_level_only_rises_and_notes_apart_take_nothing_but_their_own() {
    for class in Class::of_clients() {
        assert!(class.holds(class));
        for least in Class::of_clients().filter(|l| *l != class && class.holds(*l)) {
            assert!(!least.holds(class), "{} and {} cannot each hold the other", class.word(), least.word());
            assert!(!least.is_person_wrapped(), "nothing that is person-wrapped goes elsewhere");
        }
    }
    assert!(!Class::PsychotherapyNotes.holds(Class::General), "45 CFR 164.501: only what is kept apart from the record");
    assert!(Class::Privileged.holds(Class::General), "an advocate's ordinary note is privileged");
    assert!(!Class::General.holds(Class::Sud));
}

#[test]
fn ordinary_content_of_a_part_2_program_is_a_part_2_record() {
    let notes = Category::from_word("progress_notes").unwrap();
    assert_eq!(notes.class_in(true), Class::Sud);
    assert_eq!(notes.class_in(false), Class::General);
    let apart = Category::from_word("psychotherapy_notes").unwrap();
    assert_eq!(apart.class_in(true), Class::PsychotherapyNotes);
}
