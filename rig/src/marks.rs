//! Markers that stand nowhere but in the fictional agency, and where else they stand.

use std::collections::BTreeSet;

use crate::thief::{base64, count};

/// Every marker of letters begins so, in letters of either size.
const CANARY: &str = "CANARY";
/// Markers where only digits go are so long.
const DIGITS: usize = 20;

pub(crate) struct Marks {
    pub(crate) count: usize,
    digits: BTreeSet<Vec<u8>>,
    /// Some whole ones, as base64 would hold them.
    encoded: Vec<Vec<u8>>,
}

impl Marks {
    pub(crate) fn new(all: &[String]) -> Self {
        let digits = all.iter().filter(|text| text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit()));
        let some = all.iter().step_by((all.len() / 16).max(1)).take(16);
        Self {
            count: all.len(),
            digits: digits.map(|text| text.clone().into_bytes()).collect(),
            encoded: some.flat_map(|text| (0..3).map(|shift| base64(text.as_bytes(), shift))).collect(),
        }
    }

    /// How often one stands there: plainly, in UTF-16, in hexadecimal; some of them in base64 at any shift.
    pub(crate) fn hits(&self, content: &[u8]) -> usize {
        let mut forms = self.encoded.clone();
        for word in [CANARY.to_owned(), CANARY.to_lowercase()] {
            let hex: Vec<u8> = word.bytes().flat_map(|b| format!("{b:02x}").into_bytes()).collect();
            forms.extend([word.encode_utf16().flat_map(u16::to_le_bytes).collect(), hex.to_ascii_uppercase(), hex]);
            forms.push(word.into_bytes());
        }
        let lettered: usize = forms.iter().map(|form| count(content, form)).sum();
        lettered
            + content
                .windows(DIGITS)
                .filter(|window| window.iter().all(u8::is_ascii_digit) && self.digits.contains(*window))
                .count()
    }
}
