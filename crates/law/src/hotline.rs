//! Whom to call when a child or an adult may be abused: `hotlines.toml`, data like the law.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::error::{Problems, Source};
use crate::pack::{Packs, Sure};
use crate::pack_file::Day;
use crate::vocabulary::{Text, Vocabulary};

/// The place whose rows stand in for any place that has none.
const ANYWHERE: &str = "us";
/// From the three of an emergency number to those of a number with its country.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// Who may be hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hurt {
    /// A child.
    Child,
    /// An older adult, or one who depends on others.
    Adult,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotline {
    /// A jurisdiction's word, or `us`.
    pub place: String,
    /// For whom.
    pub hurt: Hurt,
    /// As people write it: `855-333-7233`.
    pub number: String,
    /// Who answers.
    pub name: Text,
    /// Where the number stands.
    pub source: String,
    /// When somebody looked there.
    pub checked: Date,
    /// How far it was confirmed.
    pub sure: Sure,
}

impl Hotline {
    /// As it is dialled: digits alone.
    pub fn digits(&self) -> String {
        self.number.chars().filter(char::is_ascii_digit).collect()
    }

    /// Whether somebody found it in a text that can be relied on.
    pub fn is_confirmed(&self) -> bool {
        self.sure == Sure::High
    }
}

/// A row of `hotlines.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    place: Spanned<String>,
    #[serde(rename = "for")]
    hurt: Hurt,
    number: Spanned<String>,
    name: Text,
    source: String,
    checked: Day,
    sure: Sure,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hotline: Vec<Row>,
}

/// The numbers; packs without that file know none. A word that is no place and a number that cannot be dialled are refused.
pub(crate) fn load(files: &[Source], vocabulary: &Vocabulary, problems: &mut Problems) -> Vec<Hotline> {
    let Some(file) = files.iter().find(|f| f.path == "hotlines.toml") else { return Vec::new() };
    let rows = problems.toml::<File>(file).map(|f| f.hotline).unwrap_or_default();
    rows.into_iter().map(|row| row.read(file, vocabulary, problems)).collect()
}

impl Row {
    fn read(self, file: &Source, vocabulary: &Vocabulary, problems: &mut Problems) -> Hotline {
        let places = vocabulary.enums.iter().find(|list| list.name == "jurisdiction");
        if let Some(places) = places.filter(|_| self.place.get_ref() != ANYWHERE) {
            problems.find(file, &self.place, places.words(), "`{}` is no place");
        }
        let number = self.number.get_ref();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        if !DIGITS.contains(&digits) || !number.chars().all(|c| c.is_ascii_digit() || c == '-') {
            let message = format!("`{number}` is no number to dial: write digits and hyphens, like 855-333-7233");
            problems.at(file, Some(self.number.span()), message);
        }
        Hotline {
            place: self.place.into_inner(),
            hurt: self.hurt,
            number: self.number.into_inner(),
            name: self.name,
            source: self.source,
            checked: crate::facts::day(self.checked.0),
            sure: self.sure,
        }
    }
}

impl Packs {
    /// Whom to call about a child or an adult in that place, who is called first first: where the place has no number of its own, the
    /// one that tells the others.
    pub fn hotlines_of(&self, place: &str, hurt: Hurt) -> Vec<&Hotline> {
        let of = |place: &str| self.hotlines.iter().filter(|line| line.hurt == hurt && line.place == place).collect::<Vec<_>>();
        let own = of(place);
        if own.is_empty() { of(ANYWHERE) } else { own }
    }
}
