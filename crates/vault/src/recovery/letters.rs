//! A share as letters: Crockford's base32 in six lines, each with two check letters.
//!
//! The check letters make of a line's number and its twelve letters a Reed-Solomon code over GF(32) with generator
//! (x + 1)(x + α), distance 3: one or two wrong letters, or any two swapped, never pass; nor does a line in another's place.

use zeroize::Zeroizing;

use crate::Error;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LINES: usize = 6;
const LETTERS: usize = 12;

/// 45 bytes as six numbered lines.
pub(super) fn lines(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LINES * 24));
    let symbols = symbols(bytes);
    for (number, line) in (1u8..).zip(symbols.chunks(LETTERS)) {
        text.push(char::from(b'0' + number));
        text.push(':');
        for (at, symbol) in line.iter().chain(&check(number, line)).enumerate() {
            if at % 4 == 0 {
                text.push(' ');
            }
            text.push(letter(*symbol));
        }
        text.push('\n');
    }
    text
}

/// The bytes of six lines as typed.
pub(super) fn read(typed: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut symbols = Zeroizing::new(Vec::with_capacity(LINES * LETTERS));
    for (number, line) in (1..).zip(typed_lines(typed)?.iter()) {
        let wrong = Error::ShareLine(number);
        let line = line.iter().map(|letter| symbol(*letter)).collect::<Option<Vec<u8>>>().map(Zeroizing::new).ok_or(wrong)?;
        let (letters, found) = line.split_last_chunk::<2>().ok_or(wrong)?;
        if letters.len() != LETTERS || check(number, letters) != *found {
            return Err(wrong);
        }
        symbols.extend_from_slice(letters);
    }
    Ok(bytes(&symbols))
}

/// The letters of each of the six lines, without numbers, spaces and dashes. Where the line ends were lost, every fourteen
/// letters are a line.
fn typed_lines(typed: &str) -> Result<Zeroizing<Vec<Vec<u8>>>, Error> {
    // A share has about 110 letters with all its spaces: whatever is far longer is none.
    if typed.len() > 4096 {
        return Err(Error::ShareLength);
    }
    let mut lines = Zeroizing::new(Vec::with_capacity(LINES));
    for line in typed.lines() {
        let letters = line.rsplit(':').next().unwrap_or(line).bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'-');
        let letters: Vec<u8> = letters.collect();
        if !letters.is_empty() {
            lines.push(letters);
        }
    }
    if lines.len() != LINES {
        let all = Zeroizing::new(lines.concat());
        if all.len() != LINES * (LETTERS + 2) {
            return Err(Error::ShareLength);
        }
        *lines = all.chunks(LETTERS + 2).map(<[u8]>::to_vec).collect();
    }
    Ok(lines)
}

fn letter(symbol: u8) -> char {
    ALPHABET.get(usize::from(symbol)).copied().map_or('?', char::from)
}

fn symbol(letter: u8) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|own| *own == letter).and_then(|at| u8::try_from(at).ok())
}

/// Eight symbols of five bits for every five bytes.
fn symbols(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut symbols = Zeroizing::new(Vec::with_capacity(LINES * LETTERS));
    for five in bytes.chunks(5) {
        let bits = five.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        symbols.extend((0..8).rev().map(|at| (bits >> (5 * at) & 31) as u8));
    }
    symbols
}

/// Five bytes of every eight symbols.
fn bytes(symbols: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(super::BYTES));
    for eight in symbols.chunks(8) {
        let bits = eight.iter().fold(0u64, |bits, symbol| bits << 5 | u64::from(*symbol));
        bytes.extend(bits.to_be_bytes().into_iter().skip(3));
    }
    bytes
}

/// The remainder of the line, number first, modulo the generator x² + 3x + 2.
fn check(number: u8, line: &[u8]) -> [u8; 2] {
    let (mut high, mut low) = (0, 0);
    for symbol in std::iter::once(&number).chain(line) {
        let feed = symbol ^ high;
        (high, low) = (low ^ double(feed) ^ feed, double(feed));
    }
    [high, low]
}

/// Times α in GF(32) modulo x⁵ + x² + 1.
fn double(symbol: u8) -> u8 {
    (symbol << 1 & 31) ^ (5 & (symbol >> 4 & 1).wrapping_neg())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_wrong_letters_and_any_two_swapped_never_pass() {
        let line: Vec<u8> = (0..12).map(|i| (i * 11 + 3) % 32).collect();
        let whole: Vec<u8> = line.iter().copied().chain(check(3, &line)).collect();
        let passes = |number: u8, line: &[u8]| check(number, &line[..12]) == line[12..];
        assert!(passes(3, &whole));
        for other in (1..=6).filter(|number| *number != 3) {
            assert!(!passes(other, &whole));
        }
        for (i, j) in (0..14).flat_map(|i| (0..14).map(move |j| (i, j))).filter(|(i, j)| i < j) {
            for (a, b) in (0..32).flat_map(|a| (0..32).map(move |b| (a, b))).filter(|both| *both != (0, 0)) {
                let mut wrong = whole.clone();
                wrong[i] ^= a;
                wrong[j] ^= b;
                assert!(!passes(3, &wrong));
            }
        }
    }
}
