//! Every category of the law has its level.

use tacenda_desk::{Category, Class};

use crate::packs::PACKS;

#[test]
fn every_category_of_the_law_has_a_level_and_the_desk_knows_no_other() {
    let law: Vec<&str> = PACKS.vocabulary.categories().members.iter().map(|m| m.id.as_str()).collect();
    let desk: Vec<&str> = Category::all().map(Category::word).collect();
    assert_eq!(desk, law);
}

#[test]
fn what_is_no_part_of_a_chart_is_no_kind_of_record() {
    for member in &PACKS.vocabulary.categories().members {
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
