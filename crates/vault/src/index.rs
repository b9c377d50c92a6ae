//! Blind indexes: finding by name without storing names.
//!
//! A [`Finder`] makes keyed [`Token`]s of normalised text. Store a token in one of two ways:
//!
//! - [`Token::mark`]: salted by the row. Equal names in different rows look different, so a thief learns nothing from how
//!   often a mark occurs. Finding means testing every row's mark: about half a microsecond each. **Names go this way.**
//! - [`Token::bytes`]: the same text gives the same bytes, which a database can index, and which a thief can count. Only for
//!   what is unique by its nature: a login, a number on a card.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac::{HMAC_SHA256, Key};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

use crate::derive::{mac, sub_key};
use crate::{Error, IndexKey};

/// Makes the tokens of one field. It holds a sub-key: keep it no longer than the work takes. `Debug` prints `[key]`.
pub struct Finder(Key);

/// Who a client's chain and map entry belong to, for those who hold the key: 32 bytes that say nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub [u8; 32]);

/// A keyed index of a text.
pub struct Token(crate::secret::Secret);

/// A token as it stands in one row.
pub type Mark = [u8; 16];

impl IndexKey {
    /// The finder of a field, such as `client.name`. Tokens of different fields have nothing in common.
    pub fn finder(&self, field: &str) -> Result<Finder, Error> {
        let key = sub_key(self.secret(), &format!("index/1/{field}"))?;
        Ok(Finder(Key::new(HMAC_SHA256, key.bytes())))
    }

    /// The slot of a client. It is for ever: the key it is made with is not rotated.
    pub fn slot(&self, client: &str) -> Result<Slot, Error> {
        let key = sub_key(self.secret(), "slot/1")?;
        mac(&Key::new(HMAC_SHA256, key.bytes()), &[client.as_bytes()]).map(|slot| Slot(*slot.bytes()))
    }
}

impl Finder {
    /// The token of the whole text, normalised.
    pub fn token(&self, text: &str) -> Result<Token, Error> {
        mac(&self.0, &[b"text\0", normalise(text).as_bytes()]).map(Token)
    }

    /// The tokens by which a name is found: the whole name, then each different word of it, in no telling order.
    pub fn name_tokens(&self, name: &str) -> Result<Vec<Token>, Error> {
        let normal = normalise(name);
        let mut words: Vec<&str> = normal.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words.dedup();
        let mut tokens = vec![mac(&self.0, &[b"text\0", normal.as_bytes()]).map(Token)?];
        for word in words {
            tokens.push(self.word(word)?);
        }
        Ok(tokens)
    }

    /// The token of one word of a name, as [`Finder::name_tokens`] makes it.
    pub fn word(&self, word: &str) -> Result<Token, Error> {
        mac(&self.0, &[b"word\0", normalise(word).as_bytes()]).map(Token)
    }
}

impl Token {
    /// The token itself. Equal texts give equal bytes, see the module's head.
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// The token as it stands in this row.
    pub fn mark(&self, row: &str) -> Result<Mark, Error> {
        self.marks().mark(row)
    }

    /// The token made ready to be tested against many rows.
    pub fn marks(&self) -> Marker {
        Marker(Key::new(HMAC_SHA256, self.0.bytes()))
    }
}

/// A token made ready to mark rows, or to find its mark among many.
pub struct Marker(Key);

impl Marker {
    /// The mark of this row.
    pub fn mark(&self, row: &str) -> Result<Mark, Error> {
        let mark = mac(&self.0, &[row.as_bytes()])?;
        mark.bytes().first_chunk().copied().ok_or(Error::Refused)
    }

    /// Whether this token's mark is among the row's, one behind the other. All are looked at, wherever it stands.
    pub fn is_among(&self, row: &str, marks: &[u8]) -> bool {
        let Ok(own) = self.mark(row) else { return false };
        let mut found = false;
        for mark in marks.chunks(own.len()) {
            found |= verify_slices_are_equal(&own, mark).is_ok();
        }
        found
    }
}

/// Text as it is compared: compatibility forms made plain (NFKC), case folded, accents and other marks gone, apostrophes
/// gone, everything else that is no letter or digit a single space.
///
/// ```
/// assert_eq!(*tacenda_vault::index::normalise("  O’Brien-Muñoz,  JOSÉ "), "obrien munoz jose");
/// ```
pub fn normalise(text: &str) -> Zeroizing<String> {
    let mut normal = Zeroizing::new(String::with_capacity(text.len().saturating_mul(2)));
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(fold).nfkd().filter(|c| !is_combining_mark(*c));
    let mut apart = false;
    for letter in letters.nfkc() {
        if matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`') {
            continue;
        }
        if !letter.is_alphanumeric() {
            apart = true;
            continue;
        }
        if apart && !normal.is_empty() {
            normal.push(' ');
        }
        apart = false;
        normal.push(letter);
    }
    normal
}

/// Case folding by way of the upper case, so that `ß` and `ẞ` are `ss` and the two small sigmas are one.
fn fold(letter: char) -> impl Iterator<Item = char> {
    letter.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

macro_rules! shown_as {
    ($word:literal: $($type:ty),*) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($word)
            }
        }
    )*};
}
shown_as!("[key]": Finder, Token, Marker);
shown_as!("[slot]": Slot);
