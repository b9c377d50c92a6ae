//! Finding without storing names.

use std::collections::BTreeSet;

use tacenda_vault::IndexKey;
use tacenda_vault::index::{Finder, normalise};

use crate::support::Chance;

fn key(seed: u64) -> IndexKey {
    IndexKey::generate(&mut Chance(seed)).unwrap()
}

fn names() -> Finder {
    key(1).finder("client.name").unwrap()
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let token = |name: &str| *names().token(name).unwrap().bytes();
    for (a, b) in [
        ("José Muñoz", "JOSE MUNOZ"),
        ("José", "Jose\u{301}"),
        ("O’Brien", "OBrien"),
        ("García-López", "garcia  lopez"),
        ("Straße", "STRASSE"),
        ("Ｍａｒｉａ", "Maria"),
        ("ΝΊΚΟΣ", "Νίκος"),
        ("İpek", "ipek"),
        ("ﬁona", "Fiona"),
        ("Mary\u{a0}Ann", " mary ann. "),
    ] {
        assert_eq!(token(a), token(b), "{a} {b}");
    }
    assert_ne!(token("Ana Ruiz"), token("Anaruiz"));
    assert_ne!(token("Ana"), token("Anna"));
}

#[test]
fn a_name_is_found_whole_and_by_each_word() {
    let finder = names();
    let stored: BTreeSet<[u8; 32]> =
        finder.name_tokens("María José García").unwrap().iter().map(|token| *token.bytes()).collect();
    assert_eq!(stored.len(), 4);
    assert!(stored.contains(finder.token("maria jose garcia").unwrap().bytes()));
    for word in ["MARIA", "josé", "Garcia"] {
        assert!(stored.contains(finder.word(word).unwrap().bytes()));
    }
    assert!(!stored.contains(finder.word("Mari").unwrap().bytes()));
    assert_eq!(finder.name_tokens("Ana Ana").unwrap().len(), 2);
    assert_eq!(finder.name_tokens("").unwrap().len(), 1);
}

#[test]
fn tokens_of_other_fields_and_other_keys_have_nothing_in_common() {
    let tokens = [
        *names().token("Ana").unwrap().bytes(),
        *names().word("Ana").unwrap().bytes(),
        *key(1).finder("worker.name").unwrap().token("Ana").unwrap().bytes(),
        *key(2).finder("client.name").unwrap().token("Ana").unwrap().bytes(),
        key(1).slot("Ana").unwrap().0,
    ];
    assert_eq!(BTreeSet::from(tokens).len(), tokens.len());
}

#[test]
fn a_mark_is_found_in_its_row_and_a_thief_cannot_count_equal_names() {
    let finder = names();
    let rows: Vec<String> = (0..500).map(|n| format!("row {n}")).collect();
    // Every second client is a Garcia, which a list of common names would give away.
    let name = |n: usize| if n.is_multiple_of(2) { "García".to_owned() } else { format!("Name {n}") };
    let marks: Vec<_> = rows.iter().enumerate().map(|(n, row)| finder.token(&name(n)).unwrap().mark(row).unwrap()).collect();
    assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), marks.len(), "no two marks are equal");
    let wanted = finder.token("garcia").unwrap().marks();
    let found = rows.iter().zip(&marks).filter(|(row, mark)| wanted.is_among(row, *mark)).count();
    assert_eq!(found, 250);
    assert!(!wanted.is_among(&rows[1], &marks[0]), "a mark is of its row only");
}

#[test]
fn a_slot_is_the_same_for_ever_and_different_for_everybody() {
    let slots: BTreeSet<_> = (0..1000).map(|n| key(1).slot(&n.to_string()).unwrap()).collect();
    assert_eq!(slots.len(), 1000);
    assert_eq!(key(1).slot("7").unwrap(), key(1).slot("7").unwrap());
    assert_eq!(format!("{:?}", key(1).slot("7").unwrap()), "[slot]");
    assert_eq!(format!("{:?} {:?}", names(), names().token("x").unwrap()), "[key] [key]");
}

#[test]
fn comparing_twice_changes_nothing() {
    for letter in '\0'..=char::MAX {
        let once = normalise(&format!("a{letter}b"));
        assert_eq!(*normalise(&once), *once, "{letter:?} {:x}", u32::from(letter));
    }
}
