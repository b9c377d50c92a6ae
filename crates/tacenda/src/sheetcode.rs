//! The code on a decision sheet, and how a sheet is checked: the law is asked again on the same facts, and must say the same bytes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};
use tacenda_desk::{Inquiry, PackUsed};
use tacenda_law::{Absence, Facts, Pack, Packs, Ruling, Tri};

/// Crockford's base 32: nothing in it is taken for something else.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters before the check letter.
const LENGTH: usize = 8;
/// What a proof file begins with.
pub(crate) const MARK: &str = "{\"tacenda\":\"sheet/1\"";

/// SHA-256 of a ruling's canonical JSON.
pub(crate) fn ruling(ruling: &Ruling<'_>) -> String {
    tacenda_desk::flows::digest(ruling)
}

/// The packs that a ruling rests on.
pub(crate) fn packs_of<'r>(ruling: &'r Ruling<'_>) -> impl Iterator<Item = &'r Pack> {
    let live = ruling.regimes.iter().filter(|answer| answer.applies != Tri::False);
    live.filter_map(|answer| ruling.packs().packs.get(answer.pack))
}

/// The code of a sheet: 40 bits of a hash over what it is called and what the law said, and a letter that finds a slip of the hand.
pub(crate) fn code(id: &str, ruling: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(format!("tacenda/sheet/1\n{id}\n{ruling}")).into();
    spelled(&hash, LENGTH)
}

/// The first bits of a hash, five to a letter, in fours, and a letter that finds a slip of the hand.
pub(crate) fn spelled(hash: &[u8; 32], length: usize) -> String {
    let bits = hash.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let symbols: Vec<u8> = (1..=length).map(|at| u8::try_from(bits >> (64 - 5 * at) & 31).unwrap_or_default()).collect();
    let letters: Vec<char> = symbols.iter().chain([&check(&symbols)]).map(|symbol| letter(*symbol)).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn letter(symbol: u8) -> char {
    LETTERS.get(usize::from(symbol)).map_or('0', |letter| char::from(*letter))
}

/// A sum in GF(32) with another power of its generator for each place: one wrong letter, or two that changed places, show.
fn check(symbols: &[u8]) -> u8 {
    let double = |symbol: u8| if symbol & 16 == 0 { symbol << 1 } else { (symbol << 1 ^ 0b10_0101) & 31 };
    double(symbols.iter().fold(0, |sum, symbol| double(sum) ^ symbol))
}

/// A code as somebody typed it, in its one spelling; none if it is none.
pub(crate) fn read(text: &str) -> Option<String> {
    let symbol = |c: char| {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        LETTERS.iter().position(|letter| char::from(*letter) == c).and_then(|at| u8::try_from(at).ok())
    };
    let typed = text.chars().filter(|c| *c != '-' && *c != ' ');
    let symbols: Vec<u8> = typed.map(symbol).collect::<Option<_>>()?;
    let (last, first) = symbols.split_last()?;
    (first.len() == LENGTH && check(first) == *last).then(|| {
        let letters: String = symbols.iter().map(|symbol| letter(*symbol)).collect();
        let (first, rest) = letters.split_at(4);
        let (second, last) = rest.split_at(4);
        format!("{first}-{second}-{last}")
    })
}

/// A sheet as a file, for somebody who has no agency: the facts, the law they were put to, and what it said.
#[derive(Serialize, Deserialize)]
pub(crate) struct Proof {
    tacenda: String,
    pub(crate) code: String,
    pub(crate) id: String,
    pub(crate) day: jiff::civil::Date,
    pub(crate) facts: Map<String, Json>,
    pub(crate) packs: Vec<PackUsed>,
    pub(crate) ruling: String,
}

impl Proof {
    pub(crate) fn of(inquiry: &Inquiry) -> Self {
        Self {
            tacenda: "sheet/1".to_owned(),
            code: inquiry.code.clone(),
            id: inquiry.id.to_string(),
            day: inquiry.day,
            facts: inquiry.facts.clone(),
            packs: inquiry.packs.clone(),
            ruling: inquiry.ruling.clone(),
        }
    }

    /// The facts as the law read them.
    pub(crate) fn facts(&self, packs: &Packs) -> Option<Facts> {
        facts(packs, &self.facts, self.day)
    }

    /// Asks the law again.
    pub(crate) fn replay(&self, packs: &Packs) -> Replay {
        match (self.changed(packs), self.facts(packs)) {
            (Some(changed), _) => changed,
            (None, Some(facts)) => self.against(&packs.decide(&facts)),
            (None, None) => Replay::Different,
        }
    }

    /// Holds it against what the law says of its facts now.
    pub(crate) fn against(&self, now: &Ruling<'_>) -> Replay {
        let same = ruling(now) == self.ruling && code(&self.id, &self.ruling) == self.code;
        self.changed(now.packs()).unwrap_or(if same { Replay::Same } else { Replay::Different })
    }

    /// The packs that are not those it was made with.
    fn changed(&self, packs: &Packs) -> Option<Replay> {
        let other = |used: &&PackUsed| packs.find_pack(&used.id).is_none_or(|pack| pack.digest != used.digest);
        let changed: Vec<String> = self.packs.iter().filter(other).map(|used| format!("{} {}", used.id, used.version)).collect();
        (!changed.is_empty()).then_some(Replay::OtherLaw(changed))
    }
}

/// The facts that were kept, as the law reads them.
pub(crate) fn facts(packs: &Packs, kept: &Map<String, Json>, day: jiff::civil::Date) -> Option<Facts> {
    Facts::from_json(&packs.vocabulary, &Json::Object(kept.clone()), day, Absence::Unknown).ok()
}

/// What came of asking again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Replay {
    /// The same, to the byte.
    Same,
    /// These packs are not the ones that it was made with.
    OtherLaw(Vec<String>),
    /// Something was changed.
    Different,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_in_a_code_is_found_and_a_small_letter_is_none() {
        for n in 0..200 {
            let code = code(&n.to_string(), "hash");
            assert_eq!(read(&code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l")), Some(code.clone()));
            let letters: Vec<char> = code.chars().filter(|c| *c != '-').collect();
            for at in 0..letters.len() {
                for wrong in LETTERS.iter().map(|l| char::from(*l)).filter(|l| *l != letters[at]) {
                    let mut other = letters.clone();
                    other[at] = wrong;
                    assert_eq!(read(&other.iter().collect::<String>()), None);
                }
                if at > 0 && letters[at] != letters[at - 1] {
                    let mut other = letters.clone();
                    other.swap(at, at - 1);
                    assert_eq!(read(&other.iter().collect::<String>()), None);
                }
            }
        }
    }
}
