//! The head as it is printed on pages: `18 204 · K7QD-2M9X-4TBN-R`, so that every reader of paper becomes a witness.
//!
//! The twelve letters are the first 60 bits of the root in Crockford's base 32 (no I, L, O, U). The last one is a check
//! over size and letters, computed in the field of 32 elements: the sum of each digit times its own power of the field's
//! generator is zero. As no two of the places share a power, every single error and every swap of two digits is found.

use std::fmt;
use std::str::FromStr;

use crate::{Error, Head};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of the root.
const LETTERS: usize = 12;
/// Sizes up to 18 digits, so that check, letters and size stay within the field's 31 powers.
const MOST: u64 = 999_999_999_999_999_999;

/// Size of the tree and 60 bits of its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeadCode {
    size: u64,
    bits: u64,
}

impl HeadCode {
    /// The code of a head. Sizes beyond 18 digits are cut to the last one.
    pub fn of(head: &Head) -> Self {
        let first = u64::from_be_bytes(*head.root.0.first_chunk().unwrap_or(&[0; 8]));
        Self { size: head.size.min(MOST), bits: first >> 4 }
    }

    /// How many leaves the ledger had.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The twelve letters as numbers below 32, the first one first.
    fn letters(self) -> impl DoubleEndedIterator<Item = u8> {
        (0..LETTERS).rev().map(move |place| u8::try_from(self.bits >> (5 * place) & 31).unwrap_or(0))
    }

    /// The check letter that makes the sum zero.
    fn check(self) -> u8 {
        let size = self.size.to_string();
        let digits = self.letters().rev().chain(size.bytes().rev().map(|b| b - b'0'));
        digits.fold((0, 2), |(sum, power), digit| (sum ^ times(digit, power), times(power, 2))).0
    }
}

/// Multiplication in GF(32) with the primitive polynomial x^5 + x^2 + 1.
fn times(a: u8, b: u8) -> u8 {
    let (mut a, mut product) = (a, 0);
    for bit in 0..5 {
        if b >> bit & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 32 != 0 {
            a ^= 0b10_0101;
        }
    }
    product
}

fn letter(number: u8) -> char {
    ALPHABET.get(usize::from(number)).map_or('0', |b| char::from(*b))
}

/// The number of a letter as people type it: any case, O for 0, I or L for 1.
fn number(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|b| char::from(*b) == letter).and_then(|n| u8::try_from(n).ok())
}

impl fmt::Display for HeadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.size.to_string();
        for (place, digit) in size.chars().enumerate() {
            let gap = place > 0 && (size.len() - place).is_multiple_of(3);
            if gap {
                f.write_str("\u{a0}")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str(" · ")?;
        for (place, number) in self.letters().enumerate() {
            let gap = if place > 0 && place % 4 == 0 { "-" } else { "" };
            write!(f, "{gap}{}", letter(number))?;
        }
        write!(f, "-{}", letter(self.check()))
    }
}

impl FromStr for HeadCode {
    type Err = Error;

    /// Reads what a person typed from paper: spaces, dashes and dots anywhere or nowhere, any case, `Ledger` before it or not.
    fn from_str(typed: &str) -> Result<Self, Error> {
        let read = || {
            let plain: String = typed.chars().filter(|c| !c.is_whitespace() && !"-–—·.,:".contains(*c)).collect();
            let plain = plain.to_lowercase();
            let bare = ["ledger", "registro"].iter().find_map(|word| plain.strip_prefix(word)).unwrap_or(&plain);
            let numbers: Vec<u8> = bare.chars().map(number).collect::<Option<_>>()?;
            let (size, code) = numbers.split_at_checked(numbers.len().checked_sub(LETTERS + 1)?)?;
            let (check, letters) = code.split_last()?;
            let plain_size = (1..=18).contains(&size.len()) && (size.len() == 1 || size.first() != Some(&0));
            let size = size.iter().try_fold(0u64, |sum, d| (*d < 10).then(|| sum * 10 + u64::from(*d)))?;
            let bits = letters.iter().fold(0, |bits, n| bits << 5 | u64::from(*n));
            let code = Self { size, bits };
            (plain_size && code.check() == *check).then_some(code)
        };
        read().ok_or(Error::HeadCode)
    }
}
