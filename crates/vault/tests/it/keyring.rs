//! The ring of a running program.

use tacenda_vault::{AgencyKey, Class, ClassKey, ClientKey, Error, IndexKey, Kek, Keyring, PersonKey, Place};

use crate::support::{Chance, place, shown};

fn at(what: &str) -> Place {
    Place::new("key").with("of", what)
}

/// A ring that holds one key of each kind.
fn full() -> (Keyring, Vec<u8>) {
    let chance = &mut Chance(1);
    let ring = Keyring::new();
    let (kek, client, class) = (Kek::generate(chance), ClientKey::generate(chance), ClassKey::generate(chance));
    let (kek, client, class) = (kek.unwrap(), client.unwrap(), class.unwrap());
    let agency = kek.wrap_key(&AgencyKey::generate(chance).unwrap(), &at("rows"), chance).unwrap();
    let index = kek.wrap_key(&IndexKey::generate(chance).unwrap(), &at("names"), chance).unwrap();
    let client_wrap = kek.wrap_key(&client, &at("ana"), chance).unwrap();
    let class_wrap = client.wrap_class(Class::General, &class, &at("ana"), chance).unwrap();
    let sealed = class.seal(&place(), b"she moved to Taos", chance).unwrap();
    ring.unseal(kek);
    ring.open_agency("rows", &at("rows"), &agency).unwrap();
    ring.open_index("names", &at("names"), &index).unwrap();
    ring.open_client("ana", &at("ana"), &client_wrap).unwrap();
    ring.open_class("ana", Class::General, &at("ana"), &class_wrap).unwrap();
    ring.hold_person("session", PersonKey::generate(chance).unwrap()).unwrap();
    (ring, sealed)
}

fn every_use(ring: &Keyring) -> [Result<(), Error>; 11] {
    let fine = |_: &dyn std::fmt::Debug| Ok(());
    [
        ring.with_kek(|key| fine(key)),
        ring.with_agency("rows", None, |key| fine(key)),
        ring.with_index("names", |key| fine(key)),
        ring.with_client("ana", |key| fine(key)),
        ring.with_class("ana", Class::General, None, |key| fine(key)),
        ring.with_person("session", |key| fine(key)),
        ring.open_agency("rows", &at("rows"), &[0; 70]).or_else(fine_unless_sealed),
        ring.open_client("ana", &at("ana"), &[0; 70]).or_else(fine_unless_sealed),
        ring.open_class("ana", Class::General, &at("ana"), &[0; 70]).or_else(fine_unless_sealed),
        ring.hold_person("other", PersonKey::generate(&mut Chance(9)).unwrap()),
        ring.forget_kek(77),
    ]
}

fn fine_unless_sealed(error: Error) -> Result<(), Error> {
    if error == Error::Refused { Ok(()) } else { Err(error) }
}

#[test]
fn an_open_ring_lends_its_keys() {
    let (ring, sealed) = full();
    assert!(every_use(&ring).iter().all(Result::is_ok));
    let opened = ring.with_class("ana", Class::General, Some(1), |key| key.open(&place(), &sealed)).unwrap();
    assert_eq!(shown(&opened), b"she moved to Taos");
}

#[test]
fn a_sealed_ring_answers_sealed_to_everything_until_it_is_unsealed() {
    let (ring, _) = full();
    ring.seal();
    assert!(ring.is_sealed());
    assert_eq!(every_use(&ring), [Err(Error::Sealed); 11]);
    assert_eq!(format!("{ring:?}"), "[keyring]");
    ring.unseal(Kek::generate(&mut Chance(1)).unwrap());
    assert!(!ring.is_sealed());
    assert_eq!(ring.with_kek(|_| Ok::<_, Error>(())), Ok(()));
    assert_eq!(ring.with_client("ana", |_| Ok(())), Err(Error::NotHeld), "nothing came back by itself");
}

#[test]
fn a_key_that_is_not_held_is_not_lent_in_place_of_another() {
    let (ring, _) = full();
    let nothing = |_: &AgencyKey| Ok::<_, Error>(());
    for (name, version) in [("entries", None), ("s", None), ("rowz", None), ("rows", Some(2)), ("rows", Some(0))] {
        assert_eq!(ring.with_agency(name, version, nothing), Err(Error::NotHeld));
    }
    for (client, class) in [("ana", Class::Agency), ("ana", Class::Billing), ("ana", Class::Privileged), ("bea", Class::General)]
    {
        assert_eq!(ring.with_class(client, class, None, |_| Ok::<_, Error>(())), Err(Error::NotHeld));
    }
    assert_eq!(ring.open_class("bea", Class::General, &at("bea"), &[0; 70]), Err(Error::NotHeld));
    assert_eq!(ring.open_class("ana", Class::Privileged, &at("ana"), &[0; 70]), Err(Error::PeopleOnly));
}

#[test]
fn while_keys_rotate_both_are_held_and_the_newest_is_current() {
    let chance = &mut Chance(7);
    let ring = Keyring::new();
    let old = Kek::generate(chance).unwrap();
    let new = old.successor(chance).unwrap();
    let by_old = old.wrap_key(&ClientKey::generate(chance).unwrap(), &at("ana"), chance).unwrap();
    let by_new = new.wrap_key(&ClientKey::generate(chance).unwrap(), &at("bea"), chance).unwrap();
    ring.unseal(new);
    assert_eq!(ring.open_client("ana", &at("ana"), &by_old), Err(Error::NotHeld));
    ring.unseal(old);
    assert_eq!(ring.open_client("ana", &at("ana"), &by_old), Ok(()));
    assert_eq!(ring.open_client("bea", &at("bea"), &by_new), Ok(()));
    assert_eq!(ring.with_kek(|kek| Ok::<_, Error>(kek.version())), Ok(2));
    ring.forget_kek(1).unwrap();
    assert_eq!(ring.open_client("ana", &at("ana"), &by_old), Err(Error::NotHeld));
}

#[test]
fn a_destroyed_client_and_an_ended_session_are_let_go() {
    let (ring, _) = full();
    ring.forget_client("ana").unwrap();
    ring.forget_person("session").unwrap();
    assert_eq!(ring.with_class("ana", Class::General, None, |_| Ok(())), Err(Error::NotHeld));
    assert_eq!(ring.with_client("ana", |_| Ok(())), Err(Error::NotHeld));
    assert_eq!(ring.with_person("session", |_| Ok(())), Err(Error::NotHeld));
    assert!(full().0.forget_clients().is_ok());
}

#[test]
fn sealing_waits_for_no_more_than_the_work_in_hand() {
    let (ring, sealed) = full();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                loop {
                    match ring.with_class("ana", Class::General, None, |key| key.open(&place(), &sealed)) {
                        Ok(opened) => assert_eq!(shown(&opened), b"she moved to Taos"),
                        Err(error) => break assert_eq!(error, Error::Sealed),
                    }
                }
            });
        }
        ring.seal();
    });
    assert!(ring.is_sealed());
}
