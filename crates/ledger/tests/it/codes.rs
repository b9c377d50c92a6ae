//! The printed code: what a person types from paper is read, and what they mistype is not.

use proptest::prelude::*;
use tacenda_ledger::{Error, Hash, Head, HeadCode};

fn code(size: u64) -> HeadCode {
    HeadCode::of(&Head { size, root: Hash::of(&size.to_be_bytes()) })
}

#[test]
fn a_head_is_printed_in_short_groups() {
    let root = Hash::from_hex("9fcede8a5d1746ab5b3c4e9d20571f64c3a9c1d3b7a2e8f1f0e4d2c6b8a99977").unwrap();
    assert_eq!(HeadCode::of(&Head { size: 18_204, root }).to_string(), "18\u{a0}204 · KZ7D-X2JX-2X3A-H");
    assert!(HeadCode::of(&Head { size: 7, root }).to_string().starts_with("7 · "));
    assert!(HeadCode::of(&Head { size: 1_234_567, root }).to_string().starts_with("1\u{a0}234\u{a0}567 · "));
}

#[test]
fn spaces_dashes_case_and_lookalikes_do_not_matter() {
    let code = code(101_110);
    let printed = code.to_string();
    let bare: String = printed.chars().filter(char::is_ascii_alphanumeric).collect();
    for typed in [
        printed.clone(),
        format!("Ledger {printed}"),
        format!("ledger {}", printed.to_lowercase()),
        format!("Registro {printed}"),
        bare.clone(),
        bare.replace('0', "O").replace('1', "l"),
        bare.replace('0', "o").replace('1', "I"),
        printed.replace('-', " ").replace(" · ", "  "),
        format!("101,110 - {}", printed.split_once(" · ").unwrap().1),
    ] {
        assert_eq!(typed.parse(), Ok(code), "{typed}");
    }
}

#[test]
fn every_single_error_and_every_swap_is_found() {
    for size in [0, 9, 18_204, 123_456_789, 999_999_999_999_999_999] {
        let right = code(size);
        let typed: Vec<char> = right.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
        let digits = typed.len() - 13;
        for place in 0..typed.len() {
            let letters = if place < digits { "0123456789" } else { "0123456789ABCDEFGHJKMNPQRSTVWXYZ" };
            for letter in letters.chars().filter(|l| *l != typed[place]) {
                let mut wrong = typed.clone();
                wrong[place] = letter;
                assert_eq!(wrong.iter().collect::<String>().parse::<HeadCode>(), Err(Error::HeadCode));
            }
            for other in place + 1..typed.len() {
                let mut wrong = typed.clone();
                wrong.swap(place, other);
                let read = wrong.iter().collect::<String>().parse::<HeadCode>();
                assert!(wrong == typed || read == Err(Error::HeadCode));
            }
        }
    }
}

#[test]
fn what_is_no_code_is_refused() {
    for typed in
        ["", "Ledger", "18204", "K7QD-2M9X-4TBN-R", "18 204 · K7QD-2M9X", "ñ · K7QD-2M9X-4TBN-R", "18 204 · UUUU-UUUU-UUUU-U"]
    {
        assert_eq!(typed.parse::<HeadCode>(), Err(Error::HeadCode), "{typed}");
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(size in 0u64..1_000_000_000_000_000_000, root in prop::array::uniform32(any::<u8>())) {
        let code = HeadCode::of(&Head { size, root: Hash(root) });
        prop_assert_eq!(code.to_string().parse(), Ok(code));
        prop_assert_eq!(code.size(), size);
    }

    #[test]
    fn whatever_is_typed_is_answered(typed in ".{0,40}") {
        let _ = typed.parse::<HeadCode>();
    }
}
