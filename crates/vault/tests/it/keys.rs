//! The hierarchy.

use tacenda_vault::{AgencyKey, Class, ClassKey, ClientKey, Error, IndexKey, Kek, Place};

use crate::support::{Chance, flips, place, shown};

const OPEN: [Class; 5] = [Class::General, Class::Billing, Class::Legal, Class::Group, Class::Sud];
const PRIVATE: [Class; 3] = [Class::SudCounselingNotes, Class::PsychotherapyNotes, Class::Privileged];

fn of_client() -> Place {
    Place::new("client key").with("client", "0192f0c1")
}

fn client_key(kek: &Kek, place: &Place, wrap: &[u8]) -> Result<ClientKey, Error> {
    kek.unwrap_key(place, wrap)
}

#[test]
fn a_class_key_is_reached_from_the_key_encryption_key_step_by_step() {
    let chance = &mut Chance(1);
    let (kek, client) = (Kek::generate(chance).unwrap(), ClientKey::generate(chance).unwrap());
    let client_wrap = kek.wrap_key(&client, &of_client(), chance).unwrap();
    assert_eq!(client_wrap.len(), 70);
    for class in OPEN {
        let key = ClassKey::generate(chance).unwrap().successor(chance).unwrap();
        let wrap = client.wrap_class(class, &key, &of_client(), chance).unwrap();
        let sealed = key.seal(&place(), b"x", chance).unwrap();
        let client: ClientKey = kek.unwrap_key(&of_client(), &client_wrap).unwrap();
        let key = client.unwrap_class(class, &of_client(), &wrap).unwrap();
        assert_eq!((shown(&key.open(&place(), &sealed).unwrap()), key.version()), (b"x".as_slice(), 2));
    }
}

#[test]
fn a_wrap_opens_for_nobody_else() {
    let chance = &mut Chance(1);
    let (kek, client) = (Kek::generate(chance).unwrap(), ClientKey::generate(chance).unwrap());
    let wrap = kek.wrap_key(&client, &of_client(), chance).unwrap();
    let other = Place::new("client key").with("client", "0192f0c9");
    assert_eq!(client_key(&kek, &other, &wrap).unwrap_err(), Error::Refused);
    for flipped in flips(&wrap) {
        assert_eq!(client_key(&kek, &of_client(), &flipped).unwrap_err(), Error::Refused);
    }
    // A client's key is not taken for the agency's or an index key, though all are wrapped by the same key.
    let as_agency: Result<AgencyKey, _> = kek.unwrap_key(&of_client(), &wrap);
    let as_index: Result<IndexKey, _> = kek.unwrap_key(&of_client(), &wrap);
    assert_eq!((as_agency.unwrap_err(), as_index.unwrap_err()), (Error::Refused, Error::Refused));
}

#[test]
fn a_class_key_is_not_taken_for_another_class() {
    let chance = &mut Chance(1);
    let (client, key) = (ClientKey::generate(chance).unwrap(), ClassKey::generate(chance).unwrap());
    let wrap = client.wrap_class(Class::General, &key, &of_client(), chance).unwrap();
    for class in [Class::Billing, Class::Legal, Class::Group, Class::Sud] {
        assert_eq!(client.unwrap_class(class, &of_client(), &wrap).unwrap_err(), Error::Refused);
    }
}

#[test]
fn the_three_most_private_classes_are_never_wrapped_by_a_key_that_the_program_holds() {
    let chance = &mut Chance(1);
    let (client, key) = (ClientKey::generate(chance).unwrap(), ClassKey::generate(chance).unwrap());
    for class in PRIVATE {
        assert_eq!(client.wrap_class(class, &key, &of_client(), chance).unwrap_err(), Error::PeopleOnly);
        assert_eq!(client.unwrap_class(class, &of_client(), &[0; 70]).unwrap_err(), Error::PeopleOnly);
    }
    let wrapped: Vec<Class> = Class::ALL.into_iter().filter(|class| class.is_person_wrapped()).collect();
    assert_eq!(wrapped, PRIVATE);
}

#[test]
fn rotating_the_key_encryption_key_leaves_what_is_below_as_it_is() {
    let chance = &mut Chance(1);
    let (old, client) = (Kek::generate(chance).unwrap(), ClientKey::generate(chance).unwrap());
    let wrap = old.wrap_key(&client, &of_client(), chance).unwrap();
    let class_wrap = client.wrap_class(Class::General, &ClassKey::generate(chance).unwrap(), &of_client(), chance).unwrap();
    let new = old.successor(chance).unwrap();
    let client: ClientKey = old.unwrap_key(&of_client(), &wrap).unwrap();
    let again = new.wrap_key(&client, &of_client(), chance).unwrap();
    let client: ClientKey = new.unwrap_key(&of_client(), &again).unwrap();
    assert!(client.unwrap_class(Class::General, &of_client(), &class_wrap).is_ok());
    assert_eq!(client_key(&new, &of_client(), &wrap).unwrap_err(), Error::Refused);
}

#[test]
fn the_words_of_classes_are_those_of_the_columns() {
    let words: Vec<&str> = Class::ALL.into_iter().map(Class::word).collect();
    assert_eq!(words.join(" "), "agency general billing legal group sud sud_counseling_notes psychotherapy_notes privileged");
    assert!(Class::ALL.into_iter().all(|class| Class::from_word(class.word()) == Some(class)));
    assert_eq!(Class::from_word("General"), None);
}
