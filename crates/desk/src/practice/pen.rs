//! What writes the texts, and plants a canary in each if it is told to.

use super::chance::Chance;
use super::grammar::{Given, Grammar};
use crate::class::Class;
use crate::thing::Kind;

/// A marker that stands in one field of one version of one thing, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canary {
    /// In what kind of thing.
    pub kind: Kind,
    /// In which field.
    pub field: &'static str,
    /// At which level it is sealed.
    pub class: Class,
    /// The marker, as it was written: letters of one size, or digits alone where only digits go.
    pub text: String,
    /// The desk keeps it: it does not stand in an act that is refused.
    pub kept: bool,
}

/// Where a text goes: the kind of thing, its level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(pub Kind, pub Class);

/// The agency's own things.
pub(super) const fn agency(kind: Kind) -> Place {
    Place(kind, Class::Agency)
}

/// What stands in a client's file at the general level.
pub(super) const fn general(kind: Kind) -> Place {
    Place(kind, Class::General)
}

#[derive(Debug)]
pub(super) struct Pen {
    grammar: Grammar,
    /// The markers' own stream: planting them changes nothing else.
    markers: Option<Chance>,
    planted: Vec<Canary>,
}

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

impl Pen {
    pub(super) const fn new(grammar: Grammar, seed: u64, canaries: bool) -> Self {
        let markers = if canaries { Some(Chance::stream(seed, 9, 0)) } else { None };
        Self { grammar, markers, planted: Vec::new() }
    }

    /// The canaries planted since the last time this was asked.
    pub(super) fn planted(&mut self) -> Vec<Canary> {
        std::mem::take(&mut self.planted)
    }

    pub(super) const fn plants(&self) -> bool {
        self.markers.is_some()
    }

    pub(super) fn has(&self, rule: &str) -> bool {
        self.grammar.has(rule)
    }

    /// A word or phrase by a rule, without a canary.
    pub(super) fn word(&self, rule: &str, chance: &mut Chance) -> String {
        self.grammar.word(rule, chance)
    }

    /// A text of words, by a rule.
    pub(super) fn write(&mut self, to: Place, field: &'static str, rule: &str, chance: &mut Chance, given: &Given<'_>) -> String {
        let text = self.grammar.write(rule, chance, given);
        self.mark(to, field, text)
    }

    /// The same, where it says nothing of the case.
    pub(super) fn say(&mut self, to: Place, field: &'static str, rule: &str, chance: &mut Chance) -> String {
        self.write(to, field, rule, chance, &Given::default())
    }

    /// A text of words, as it is.
    pub(super) fn mark(&mut self, to: Place, field: &'static str, mut text: String) -> String {
        if let Some(marker) = self.plant(to, field, letters) {
            text.push(' ');
            text.push_str(&marker);
        }
        text
    }

    /// A telephone number.
    pub(super) fn phone(&mut self, to: Place, field: &'static str, chance: &mut Chance) -> String {
        let number = self.grammar.word("phone", chance);
        self.plant(to, field, digits).map_or(number.clone(), |marker| format!("{number} x{marker}"))
    }

    /// An address for mail over the net.
    pub(super) fn mailbox(&mut self, to: Place, field: &'static str, chance: &mut Chance) -> String {
        let (mailbox, domain) = (self.grammar.word("mailbox", chance), self.grammar.word("mail.domain", chance));
        let marker = self.plant(to, field, |bits| letters(bits).to_lowercase());
        marker.map_or(format!("{mailbox}@{domain}"), |marker| format!("{mailbox}.{marker}@{domain}"))
    }

    fn plant(&mut self, to: Place, field: &'static str, written: impl FnOnce(u64) -> String) -> Option<String> {
        let text = written(self.markers.as_mut()?.next());
        self.planted.push(Canary { kind: to.0, field, class: to.1, text: text.clone(), kept: true });
        Some(text)
    }
}

/// Thirteen letters hold 64 bits: different bits, different markers.
fn letters(bits: u64) -> String {
    let letter = |n: u32| LETTERS.iter().cycle().nth(usize::try_from((bits >> (5 * n)) & 31).unwrap_or_default());
    let marker = (0..13).filter_map(letter).map(|l| char::from(*l));
    "CANARY".chars().chain(marker).collect()
}

fn digits(bits: u64) -> String {
    format!("{bits:020}")
}
