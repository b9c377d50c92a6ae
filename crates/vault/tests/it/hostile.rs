//! Anything at all may be read as a box, a wrap, a share or a key file: it is refused, and nothing breaks.

use proptest::collection::vec;
use proptest::prelude::*;
use tacenda_vault::recovery::{Quorum, SetFingerprint, Share, prove};
use tacenda_vault::{
    Class, ClassKey, Cost, Error, Kek, KeyProvider, Passphrase, PassphraseRoot, PersonKey, Place, PublicKey, RootKey,
    key_version, needs_reseal,
};

use crate::support::{Chance, place};

/// Random bytes after a head that looks right.
fn like(head: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    (0..=head.len(), vec(any::<u8>(), 0..200)).prop_map(move |(kept, rest)| [&head[..kept], &rest].concat())
}

proptest! {
    #[test]
    fn no_bytes_are_taken_for_a_box(bytes in like(&[1, 1, 0, 0, 0, 1])) {
        let key = ClassKey::generate(&mut Chance(1)).unwrap();
        prop_assert_eq!(key.open(&place(), &bytes).unwrap_err(), Error::Refused);
        let kek = Kek::generate(&mut Chance(1)).unwrap();
        prop_assert!(kek.unwrap_key(&place(), &bytes).map(|_: tacenda_vault::ClientKey| ()).is_err());
        prop_assert!(RootKey::generate(&mut Chance(1)).unwrap().unwrap_kek(&bytes).is_err());
        let _ = (key_version(&bytes), needs_reseal(&bytes, 1), PublicKey::from_bytes(&bytes), SetFingerprint::from_bytes(&bytes));
    }

    #[test]
    fn no_bytes_are_taken_for_a_persons_wrap(bytes in like(&[1, 3, 0, 0, 0, 1])) {
        let person = PersonKey::generate(&mut Chance(1)).unwrap();
        prop_assert_eq!(person.unwrap_class(Class::Privileged, &place(), &bytes).unwrap_err(), Error::Refused);
    }

    #[test]
    fn no_bytes_are_taken_for_a_locked_key(bytes in like(&[1, 1, 0, 0, 0, 8, 0, 0, 0, 1, 1])) {
        let passphrase = Passphrase::new("seven geese");
        prop_assert_eq!(PersonKey::unlock(&passphrase, &place(), &bytes).unwrap_err(), Error::Refused);
        prop_assert!(PassphraseRoot::new(passphrase, Cost::CHEAP).unwrap_kek(&bytes).is_err());
    }

    #[test]
    fn no_text_is_taken_for_a_key_file(text in "(tacenda root key 1 )?[A-Za-z0-9_-]{0,60}\n?", bytes in vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(RootKey::from_key_file(text.as_bytes()).unwrap_err(), Error::KeyFile);
        prop_assert_eq!(RootKey::from_key_file(&bytes).unwrap_err(), Error::KeyFile);
    }

    #[test]
    fn no_text_is_taken_for_a_share(text in "\\PC{0,200}", letters in "([0-9A-Z]{14}\n){5,7}", long in "[0-9a-zA-Z :\n]{0,6000}") {
        for typed in [text, letters, long] {
            prop_assert!(Share::parse(&typed).is_err());
        }
    }

    #[test]
    fn a_share_with_a_few_other_letters_is_refused_or_the_same(changes in vec((0usize..126, "\\PC"), 1..4)) {
        let chance = &mut Chance(1);
        let shares = RootKey::generate(chance).unwrap().split(Quorum::default(), chance).unwrap();
        let right = shares[0].text();
        let mut letters: Vec<char> = right.chars().collect();
        for (at, other) in &changes {
            letters[*at] = other.chars().next().unwrap();
        }
        let typed: String = letters.into_iter().collect();
        // What is read is the share itself (a change of case, a space, a number before the colon) or nothing.
        if Share::parse(&typed).is_ok() {
            prop_assert_eq!(prove(&typed, &SetFingerprint::of(&shares)), Ok(1));
        }
    }

    #[test]
    fn any_content_comes_back_from_any_place(content in vec(any::<u8>(), 0..300), kind in "\\PC{0,20}", value in "\\PC{0,20}", number in any::<i64>()) {
        let key = ClassKey::generate(&mut Chance(1)).unwrap();
        let place = Place::new(&kind).with(&value, number).with("x", &value);
        let sealed = key.seal(&place, &content, &mut Chance(2)).unwrap();
        let opened = key.open(&place, &sealed).unwrap();
        prop_assert_eq!(crate::support::shown(&opened), content);
    }
}
