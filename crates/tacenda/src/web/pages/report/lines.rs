//! The numbers of each place, taken from the packs once, so that they are there while everything else is down.

use std::collections::BTreeSet;

use tacenda_desk::Program;
use tacenda_law::{Hurt, Packs};

use crate::language::Language;
use crate::sheet::label;
use crate::sheet::words::pick;

/// The word by which a place without numbers of its own is known.
const ANYWHERE: &str = "us";

/// One place and its numbers, in one language.
#[derive(Debug)]
pub(in crate::web) struct Place {
    pub(in crate::web) name: String,
    /// Whether a program of this agency works there.
    pub(in crate::web) here: bool,
    pub(in crate::web) numbers: Vec<Number>,
    word: String,
    hurt: Hurt,
    language: Language,
}

/// One number.
#[derive(Debug)]
pub(in crate::web) struct Number {
    /// As it is dialled.
    pub(in crate::web) digits: String,
    /// As it is read.
    pub(in crate::web) text: String,
    pub(in crate::web) name: String,
    pub(in crate::web) confirmed: bool,
}

/// All numbers.
#[derive(Debug)]
pub(in crate::web) struct Lines(Vec<Place>);

impl Lines {
    /// From the packs. Where nobody knows in which places the agency works, no place is nearer than another.
    pub(in crate::web) fn of_packs(packs: &Packs, programs: &[Program]) -> Self {
        let here: BTreeSet<&str> = programs.iter().map(|program| program.jurisdiction.as_str()).collect();
        let mut places = Vec::new();
        for language in Language::ALL.iter().copied() {
            for hurt in [Hurt::Child, Hurt::Adult] {
                places.extend(of(packs, (language, hurt), &here));
            }
        }
        Self(places)
    }

    /// For a child or an adult, in that language: the agency's own places first, by name, and the one for any other last.
    pub(in crate::web) fn of(&self, language: Language, hurt: Hurt) -> impl Iterator<Item = &Place> {
        self.0.iter().filter(move |place| place.language == language && place.hurt == hurt)
    }

    /// The first number to dial in one of those places.
    pub(in crate::web) fn first(&self, language: Language, hurt: Hurt, places: &[String]) -> Vec<&Place> {
        let named: Vec<&Place> = self.of(language, hurt).filter(|place| places.contains(&place.word)).collect();
        if named.is_empty() {
            self.of(language, hurt).filter(|place| place.here || place.word == ANYWHERE).collect()
        } else {
            named
        }
    }
}

fn of(packs: &Packs, (language, hurt): (Language, Hurt), here: &BTreeSet<&str>) -> Vec<Place> {
    let vocabulary = &packs.vocabulary;
    let list = vocabulary.find("jurisdictions").and_then(|id| vocabulary.enumeration(vocabulary.fact(id).kind));
    let name =
        |word: &str| list.and_then(|list| list.members.iter().find(|m| m.id == word)).map(|m| label(m, language).to_owned());
    let words: BTreeSet<&str> = packs.hotlines.iter().map(|line| line.place.as_str()).collect();
    let place = |word: &str| {
        let lines = packs.hotlines_of(word, hurt);
        let number = |line: &&tacenda_law::Hotline| Number {
            digits: line.digits(),
            text: line.number.clone(),
            name: pick(&line.name, language).to_owned(),
            confirmed: line.is_confirmed(),
        };
        Place {
            name: name(word).unwrap_or_default(),
            here: here.contains(word),
            numbers: lines.iter().map(number).collect(),
            word: word.to_owned(),
            hurt,
            language,
        }
    };
    let mut places: Vec<Place> = words.into_iter().map(place).filter(|place| !place.numbers.is_empty()).collect();
    places.sort_by_key(|place| (!place.here, place.word == ANYWHERE, place.name.clone()));
    places
}
