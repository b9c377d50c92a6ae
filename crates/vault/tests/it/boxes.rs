//! Sealed boxes.

use tacenda_vault::{AgencyKey, ClassKey, Error, Part, Place, key_version, needs_reseal};

use crate::support::{Chance, Dry, flips, place, shown};

fn key(seed: u64) -> ClassKey {
    ClassKey::generate(&mut Chance(seed)).unwrap()
}

#[test]
fn what_was_sealed_opens_in_its_place() {
    for length in [0, 1, 15, 16, 17, 2048, 100_000] {
        let content = vec![7; length];
        let sealed = key(1).seal(&place(), &content, &mut Chance(2)).unwrap();
        assert_eq!(sealed.len(), 34 + length);
        assert_eq!(shown(&key(1).open(&place(), &sealed).unwrap()), content);
    }
}

#[test]
fn a_turned_bit_anywhere_refuses() {
    let sealed = key(1).seal(&place(), b"she moved to Taos", &mut Chance(2)).unwrap();
    for flipped in flips(&sealed) {
        assert_eq!(key(1).open(&place(), &flipped).unwrap_err(), Error::Refused);
    }
}

#[test]
fn a_cut_or_lengthened_box_refuses() {
    let sealed = key(1).seal(&place(), b"she moved to Taos", &mut Chance(2)).unwrap();
    for length in 0..sealed.len() {
        assert_eq!(key(1).open(&place(), &sealed[..length]).unwrap_err(), Error::Refused);
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert_eq!(key(1).open(&place(), &longer).unwrap_err(), Error::Refused);
}

#[test]
fn every_part_of_the_place_is_bound() {
    let parts = [
        ("id", Part::Text("0192f0c2")),
        ("version", Part::Number(3)),
        ("client", Part::Text("0192f0c1")),
        ("class", Part::Text("general")),
        ("state", Part::Text("open")),
        ("due", Part::Absent),
        ("worker", Part::Bytes(b"0192f0c0")),
    ];
    let build = |kind: &str, parts: &[(&str, Part<'_>)]| {
        parts.iter().fold(Place::new(kind), |place, (name, value)| place.with(name, *value))
    };
    let sealed = key(1).seal(&build("record", &parts), b"x", &mut Chance(2)).unwrap();
    assert!(key(1).open(&build("record", &parts), &sealed).is_ok());
    let mut others = vec![build("consent", &parts), build("record", &[])];
    for at in 0..parts.len() {
        let (name, value) = parts[at];
        let values = [Part::Absent, Part::Text(""), Part::Bytes(b""), Part::Number(0), Part::Number(4), Part::Text("0192f0c9")];
        let mut changed = parts;
        for other in values.into_iter().filter(|other| format!("{other:?}") != format!("{value:?}")) {
            changed[at] = (name, other);
            others.push(build("record", &changed));
        }
        changed[at] = ("other", value);
        others.push(build("record", &changed));
        others.push(build("record", &[&parts[..at], &parts[at + 1..]].concat()));
        changed = parts;
        changed.swap(at, (at + 1) % parts.len());
        others.push(build("record", &changed));
    }
    for other in others {
        assert_eq!(key(1).open(&other, &sealed).unwrap_err(), Error::Refused);
    }
}

#[test]
fn moving_a_letter_from_one_part_to_the_next_is_another_place() {
    assert_ne!(Place::new("a").with("b", "cd"), Place::new("a").with("bc", "d"));
    assert_ne!(Place::new("ab").with("c", "d"), Place::new("a").with("bc", "d"));
    assert_ne!(Place::new("a").with("b", "1"), Place::new("a").with("b", 1));
    assert_ne!(Place::new("a").with("b", "x"), Place::new("a").with("b", b"x"));
    assert_ne!(Place::new("a").with("b", None::<&str>), Place::new("a").with("b", ""));
}

#[test]
fn another_key_or_another_level_refuses() {
    let sealed = key(1).seal(&place(), b"x", &mut Chance(2)).unwrap();
    assert_eq!(key(3).open(&place(), &sealed).unwrap_err(), Error::Refused);
    // The same bytes as a key of another level: what it is for is bound too.
    let agency = AgencyKey::generate(&mut Chance(1)).unwrap();
    assert_eq!(agency.open(&place(), &sealed).unwrap_err(), Error::Refused);
}

#[test]
fn two_boxes_of_the_same_content_have_nothing_in_common() {
    let mut chance = Chance(2);
    let (a, b) = (key(1).seal(&place(), &[0; 64], &mut chance), key(1).seal(&place(), &[0; 64], &mut chance));
    let (a, b) = (a.unwrap(), b.unwrap());
    let equal = a[6..].iter().zip(&b[6..]).filter(|(a, b)| a == b).count();
    assert!(equal < 8, "{equal} equal bytes");
}

#[test]
fn after_rotation_old_boxes_are_known_and_sealed_again() {
    let chance = &mut Chance(2);
    let old = key(1);
    let new = old.successor(chance).unwrap();
    let sealed = old.seal(&place(), b"she moved to Taos", chance).unwrap();
    assert_eq!((key_version(&sealed), needs_reseal(&sealed, new.version())), (Ok(1), Ok(true)));
    assert_eq!(new.open(&place(), &sealed).unwrap_err(), Error::Refused);
    let again = new.reseal(&old, &place(), &sealed, chance).unwrap();
    assert_eq!((key_version(&again), needs_reseal(&again, new.version())), (Ok(2), Ok(false)));
    assert_eq!(shown(&new.open(&place(), &again).unwrap()), b"she moved to Taos");
    assert_eq!(new.reseal(&old, &place(), &again, chance).unwrap_err(), Error::Refused);
}

#[test]
fn without_randomness_nothing_is_sealed() {
    assert_eq!(key(1).seal(&place(), b"x", &mut Dry).unwrap_err(), Error::Entropy);
    assert_eq!(ClassKey::generate(&mut Dry).unwrap_err(), Error::Entropy);
}

#[test]
fn nothing_is_told_by_debug() {
    let opened = key(1).open(&place(), &key(1).seal(&place(), b"Taos", &mut Chance(2)).unwrap()).unwrap();
    assert_eq!(format!("{opened:?} {:?} {:?}", key(1), place()), "[plain] [key] [place]");
    let length = opened.read(|bytes| Ok::<_, ()>(bytes.len())).unwrap();
    assert_eq!(format!("{length:?}"), "[plain]");
}
