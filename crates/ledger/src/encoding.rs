//! Spellings: base64, hexadecimal, decimal. Each value has one spelling, and any other is refused.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

pub(crate) fn base64url(bytes: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn from_base64url(text: &str) -> Option<[u8; 32]> {
    if text.len() != 43 {
        return None;
    }
    let mut bytes = [0; 33]; // the decoder's own estimate of the length is one too long
    let written = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    bytes.get(..written)?.try_into().ok()
}

/// Several hashes behind each other, as one text.
pub(crate) fn base64url_run(hashes: &[[u8; 32]]) -> String {
    URL_SAFE_NO_PAD.encode(hashes.as_flattened())
}

/// Reads [`base64url_run`]: at least one hash and at most `most`.
pub(crate) fn from_base64url_run(text: &str, most: usize) -> Option<Vec<[u8; 32]>> {
    let short = text.len() <= (most * 32).div_ceil(3) * 4;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|_| short)?;
    let (hashes, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && (1..=most).contains(&hashes.len())).then(|| hashes.to_vec())
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

pub(crate) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let nibble = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let bytes: Option<Vec<u8>> = pairs.iter().map(|[a, b]| Some(nibble(*a)? << 4 | nibble(*b)?)).collect();
    bytes?.try_into().ok()
}

/// A decimal number without sign or leading zero, at most `i64::MAX` so that any database and script can hold it.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = if plain { text.parse().ok()? } else { return None };
    (number <= i64::MAX.unsigned_abs()).then_some(number)
}
