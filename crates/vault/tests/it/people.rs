//! What only people open.

use tacenda_vault::recovery::Quorum;
use tacenda_vault::{Class, ClassKey, Cost, Error, Passphrase, PersonKey, Place, PublicKey};

use crate::support::{Chance, flips, place, shown};

const NOTES: Class = Class::PsychotherapyNotes;

fn of_class() -> Place {
    Place::new("class key").with("client", "0192f0c1").with("class", NOTES.word()).with("version", 1)
}

fn of_person() -> Place {
    Place::new("person key").with("worker", "0192f0c0")
}

#[test]
fn a_class_key_opens_for_each_person_and_the_recovery_set_and_for_nobody_else() {
    let chance = &mut Chance(1);
    let people: Vec<PersonKey> = (0..4).map(|_| PersonKey::generate(chance).unwrap()).collect();
    let publics: Vec<PublicKey> = people.iter().take(3).map(|person| *person.public()).collect();
    let recovery = PersonKey::generate(chance).unwrap();
    let key = ClassKey::generate(chance).unwrap();
    let sealed = key.seal(&place(), b"she fears him", chance).unwrap();
    let wraps = key.wrap_to_all(&publics, recovery.public(), NOTES, &of_class(), chance).unwrap();
    for (person, wrap) in people.iter().zip(&wraps.people) {
        assert_eq!(wrap.len(), 90);
        let key = person.unwrap_class(NOTES, &of_class(), wrap).unwrap();
        assert_eq!(shown(&key.open(&place(), &sealed).unwrap()), b"she fears him");
        assert_eq!(people[3].unwrap_class(NOTES, &of_class(), wrap).unwrap_err(), Error::Refused);
    }
    assert!(recovery.unwrap_class(NOTES, &of_class(), &wraps.recovery).is_ok());
    assert_eq!(people[0].unwrap_class(NOTES, &of_class(), &wraps.people[1]).unwrap_err(), Error::Refused);
}

#[test]
fn a_persons_wrap_is_bound_to_class_and_place_and_every_bit() {
    let chance = &mut Chance(1);
    let (person, key) = (PersonKey::generate(chance).unwrap(), ClassKey::generate(chance).unwrap());
    let wrap = key.wrap_to(person.public(), NOTES, &of_class(), chance).unwrap();
    assert_eq!(person.unwrap_class(Class::Privileged, &of_class(), &wrap).unwrap_err(), Error::Refused);
    let other = Place::new("class key").with("client", "0192f0c9").with("class", NOTES.word()).with("version", 1);
    assert_eq!(person.unwrap_class(NOTES, &other, &wrap).unwrap_err(), Error::Refused);
    for flipped in flips(&wrap) {
        assert_eq!(person.unwrap_class(NOTES, &of_class(), &flipped).unwrap_err(), Error::Refused);
    }
    for length in 0..wrap.len() {
        assert_eq!(person.unwrap_class(NOTES, &of_class(), &wrap[..length]).unwrap_err(), Error::Refused);
    }
}

#[test]
fn a_passphrase_opens_its_owners_key_and_can_be_changed() {
    let chance = &mut Chance(1);
    let (old, new) = (Passphrase::new("seven geese fly north"), Passphrase::new("and one stays"));
    let person = PersonKey::generate(chance).unwrap();
    let locked = person.lock(&old, Cost::CHEAP, &of_person(), chance).unwrap();
    assert_eq!(locked.len(), 97);
    assert_eq!(PersonKey::unlock(&old, &of_person(), &locked).unwrap().public(), person.public());
    assert_eq!(PersonKey::unlock(&new, &of_person(), &locked).unwrap_err(), Error::Refused);
    let colleague = Place::new("person key").with("worker", "0192f0c9");
    assert_eq!(PersonKey::unlock(&old, &colleague, &locked).unwrap_err(), Error::Refused);

    let changed = PersonKey::change_passphrase((&old, &new), Cost::CHEAP, &of_person(), &locked, chance).unwrap();
    assert_eq!(PersonKey::unlock(&new, &of_person(), &changed).unwrap().public(), person.public());
    assert_eq!(PersonKey::unlock(&old, &of_person(), &changed).unwrap_err(), Error::Refused);
}

#[test]
fn a_turned_bit_in_a_locked_key_refuses() {
    let chance = &mut Chance(1);
    let passphrase = Passphrase::new("seven geese");
    let locked = PersonKey::generate(chance).unwrap().lock(&passphrase, Cost::CHEAP, &of_person(), chance).unwrap();
    for flipped in flips(&locked) {
        assert_eq!(PersonKey::unlock(&passphrase, &of_person(), &flipped).unwrap_err(), Error::Refused);
    }
}

#[test]
fn a_header_cannot_ask_for_more_memory_or_work_than_the_cap() {
    let chance = &mut Chance(1);
    let passphrase = Passphrase::new("seven geese");
    let locked = PersonKey::generate(chance).unwrap().lock(&passphrase, Cost::CHEAP, &of_person(), chance).unwrap();
    let mut hostile = locked.clone();
    for (memory, passes, lanes) in
        [(u32::MAX, 1, 1), (262_145, 1, 1), (8, u32::MAX, 1), (262_144, 5, 1), (8, 1, 255), (8, 0, 1), (0, 1, 1), (8, 1, 0)]
    {
        hostile[2..6].copy_from_slice(&u32::to_be_bytes(memory));
        hostile[6..10].copy_from_slice(&u32::to_be_bytes(passes));
        hostile[10] = lanes;
        assert_eq!(PersonKey::unlock(&passphrase, &of_person(), &hostile).unwrap_err(), Error::Refused);
        assert_eq!(Cost::new(memory, passes, lanes).unwrap_err(), Error::Bounds);
    }
    assert!(Cost::new(64 * 1024, 3, 4).is_ok());
}

#[test]
fn a_colleague_takes_over_and_the_one_who_left_is_out_after_rotation() {
    let chance = &mut Chance(1);
    let (leaving, staying) = (PersonKey::generate(chance).unwrap(), PersonKey::generate(chance).unwrap());
    let recovery = PersonKey::generate(chance).unwrap();
    let key = ClassKey::generate(chance).unwrap();
    let sealed = key.seal(&place(), b"she fears him", chance).unwrap();
    let held = key.wrap_to(leaving.public(), NOTES, &of_class(), chance).unwrap();

    let handed = leaving.hand_over(NOTES, &of_class(), &held, staying.public(), chance).unwrap();
    let key = staying.unwrap_class(NOTES, &of_class(), &handed).unwrap();

    let next = key.successor(chance).unwrap();
    let again = next.reseal(&key, &place(), &sealed, chance).unwrap();
    let wraps = next.wrap_to_all(&[*staying.public()], recovery.public(), NOTES, &of_class(), chance).unwrap();
    let old = leaving.unwrap_class(NOTES, &of_class(), &held).unwrap();
    assert_eq!(old.open(&place(), &again).unwrap_err(), Error::Refused);
    assert_eq!(leaving.unwrap_class(NOTES, &of_class(), &wraps.people[0]).unwrap_err(), Error::Refused);
    let next = staying.unwrap_class(NOTES, &of_class(), &wraps.people[0]).unwrap();
    assert_eq!(shown(&next.open(&place(), &again).unwrap()), b"she fears him");
}

#[test]
fn when_everybody_is_gone_two_custodians_open_the_notes() {
    let chance = &mut Chance(1);
    let recovery = PersonKey::generate(chance).unwrap();
    let public = *recovery.public();
    let shares = recovery.split(Quorum::default(), chance).unwrap();
    drop(recovery);
    let key = ClassKey::generate(chance).unwrap();
    let sealed = key.seal(&place(), b"she fears him", chance).unwrap();
    let wrap = key.wrap_to_all(&[], &public, NOTES, &of_class(), chance).unwrap().recovery;

    let recovery = PersonKey::from_shares(&shares[1..], &public).unwrap();
    let key = recovery.unwrap_class(NOTES, &of_class(), &wrap).unwrap();
    assert_eq!(shown(&key.open(&place(), &sealed).unwrap()), b"she fears him");
    let stranger = *PersonKey::generate(chance).unwrap().public();
    assert_eq!(PersonKey::from_shares(&shares[1..], &stranger).unwrap_err(), Error::Refused);
}

#[test]
fn a_new_pair_after_a_forgotten_passphrase_is_told_from_the_old_one() {
    let chance = &mut Chance(1);
    let old = PersonKey::generate(chance).unwrap();
    let new = PersonKey::successor(old.public(), chance).unwrap();
    assert_eq!((old.public().version(), new.public().version()), (1, 2));
    assert_eq!(PublicKey::from_bytes(&new.public().to_bytes()).unwrap(), *new.public());
    assert_eq!(PublicKey::from_bytes(&[0; 35]).unwrap_err(), Error::Refused);
    assert_eq!(format!("{new:?} {:?} {:?}", new.public(), Passphrase::new("x")), "[key] [public key] [passphrase]");
}
