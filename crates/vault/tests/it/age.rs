//! Files in the age format: the reference crate opens them, by the right key and no other.

use std::io::Read as _;
use std::iter::once;

use age::secrecy::ExposeSecret as _;
use age::x25519::{Identity, Recipient};
use tacenda_vault::{AgeRecipient, Error};

use crate::support::{Chance, Dry, flips};

const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

fn opened(file: &[u8], by: &Identity) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let mut reader = age::Decryptor::new(file).ok()?.decrypt(once(by as &dyn age::Identity)).ok()?;
    reader.read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn sealed(to: &Recipient, plain: &[u8]) -> Vec<u8> {
    AgeRecipient::read(&to.to_string()).unwrap().encrypt(plain, &mut Chance(7)).unwrap()
}

#[test]
fn whoever_has_the_key_gets_the_very_bytes_and_nobody_else_gets_any() {
    let (theirs, other) = (Identity::generate(), Identity::generate());
    assert!(!theirs.to_string().expose_secret().is_empty());
    for size in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let plain: Vec<u8> = (0..size).map(|n: u32| (n % 251) as u8).collect();
        let file = sealed(&theirs.to_public(), &plain);
        assert_eq!(opened(&file, &theirs).as_deref(), Some(plain.as_slice()), "{size}");
        assert_eq!(opened(&file, &other), None, "{size}");
        // Cut off where a piece ends, it is not whole.
        assert!(size == 0 || opened(&file[..file.len() - 1], &theirs).is_none());
        let head = file.len() - size as usize - 16 * (size as usize).div_ceil(65_536).max(1);
        assert!(size <= 65_536 || opened(&file[..head + 65_536 + 16], &theirs).is_none(), "{size}");
    }
}

#[test]
fn two_files_of_the_same_have_nothing_in_common_and_a_changed_one_opens_to_nobody() {
    let theirs = Identity::generate();
    let to = AgeRecipient::read(&theirs.to_public().to_string()).unwrap();
    let mut chance = Chance(9);
    let (one, other) = (to.encrypt(b"the same", &mut chance).unwrap(), to.encrypt(b"the same", &mut chance).unwrap());
    assert_ne!(one[one.len() - 24..], other[other.len() - 24..]);
    for changed in flips(&one).step_by(7) {
        assert_ne!(opened(&changed, &theirs).as_deref(), Some(b"the same".as_slice()));
    }
    assert_eq!(to.encrypt(b"x", &mut Dry), Err(Error::Entropy));
}

#[test]
fn a_key_that_is_mistyped_or_none_is_refused() {
    assert!(AgeRecipient::read(KEY).is_ok());
    for (at, letter) in KEY.char_indices() {
        let other = if letter == 'q' { 'p' } else { 'q' };
        let mut wrong = KEY.to_owned();
        wrong.replace_range(at..=at, &other.to_string());
        assert_eq!(AgeRecipient::read(&wrong), Err(Error::Refused), "{at}");
    }
    let upper = KEY.to_uppercase();
    let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    // A point of small order: everybody would have the key.
    let zero = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
    for no in
        ["", "age1", "age", "1", "ssh-ed25519 AAAA", &upper, secret, zero, &KEY[..61], &format!("{KEY}q"), &format!(" {KEY}")]
    {
        assert_eq!(AgeRecipient::read(no), Err(Error::Refused), "{no}");
    }
}
