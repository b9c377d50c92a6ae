//! Where the root comes from.

use tacenda_vault::{AgencyKey, Cost, Error, Kek, KeyProvider, Passphrase, PassphraseRoot, Place, RootKey};

use crate::support::{Chance, flips};

/// Whether a key-encryption key that one provider wrapped comes back whole from the other.
fn comes_back(wrapping: &dyn KeyProvider, unwrapping: &dyn KeyProvider) -> Result<(), Error> {
    let chance = &mut Chance(5);
    let kek = Kek::generate(chance)?.successor(chance)?;
    let place = Place::new("agency key");
    let below = kek.wrap_key(&AgencyKey::generate(chance)?, &place, chance)?;
    let again = unwrapping.unwrap_kek(&wrapping.wrap_kek(&kek, chance)?)?;
    assert_eq!(again.version(), 2);
    again.unwrap_key(&place, &below).map(|_: AgencyKey| ())
}

#[test]
fn a_key_file_brings_the_root_back() {
    let root = RootKey::generate(&mut Chance(1)).unwrap();
    let file = root.to_key_file();
    assert_eq!((file.len(), file.lines().count()), (68, 1));
    let again = RootKey::from_key_file(file.as_bytes()).unwrap();
    assert_eq!(comes_back(&root, &again), Ok(()));
    // A systemd credential is the same text, perhaps without its line end.
    assert_eq!(comes_back(&root, &RootKey::from_key_file(file.trim().as_bytes()).unwrap()), Ok(()));
    let other = RootKey::generate(&mut Chance(2)).unwrap();
    assert_eq!(comes_back(&root, &other), Err(Error::Refused));
    assert_eq!(root.source(), "root key");
}

#[test]
fn a_damaged_key_file_is_told_from_a_wrong_one() {
    let file = RootKey::generate(&mut Chance(1)).unwrap().to_key_file();
    for flipped in flips(file.trim().as_bytes()) {
        assert_eq!(RootKey::from_key_file(&flipped).unwrap_err(), Error::KeyFile);
    }
    for length in 0..67 {
        assert_eq!(RootKey::from_key_file(&file.as_bytes()[..length]).unwrap_err(), Error::KeyFile);
    }
}

#[test]
fn a_passphrase_is_a_root_too() {
    let root = |typed| PassphraseRoot::new(Passphrase::new(typed), Cost::CHEAP);
    assert_eq!(comes_back(&root("seven geese"), &root("seven geese")), Ok(()));
    assert_eq!(comes_back(&root("seven geese"), &root("seven goose")), Err(Error::Refused));
    assert_eq!(root("x").source(), "passphrase");
}

#[test]
fn one_key_encryption_key_may_have_several_roots() {
    let chance = &mut Chance(1);
    let kek = Kek::generate(chance).unwrap();
    let (daily, kit) = (RootKey::generate(chance).unwrap(), RootKey::generate(chance).unwrap());
    let typed = PassphraseRoot::new(Passphrase::new("seven geese"), Cost::CHEAP);
    let place = Place::new("agency key");
    let below = kek.wrap_key(&AgencyKey::generate(chance).unwrap(), &place, chance).unwrap();
    for root in [&daily as &dyn KeyProvider, &kit, &typed] {
        let kek = root.unwrap_kek(&root.wrap_kek(&kek, chance).unwrap()).unwrap();
        assert!(kek.unwrap_key(&place, &below).map(|_: AgencyKey| ()).is_ok());
    }
}
