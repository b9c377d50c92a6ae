//! The shape of `pack.toml` and `rules/*.toml`, before anything is checked.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::facts::day_number;
use crate::pack::{Effect, Mandate, Review, Role, Scope, Sure, Verdict};

type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    pub id: Word,
    pub title: String,
    pub version: Word,
    pub role: Role,
    pub jurisdiction: Option<Word>,
    pub applies: Word,
    pub effective_from: Option<Spanned<Day>>,
    pub effective_to: Option<Spanned<Day>>,
    #[serde(default)]
    pub yields: String,
    pub review: Review,
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceRow {
    pub id: Word,
    pub title: String,
    pub checked: Day,
    pub sure: Sure,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesFile {
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleRow {
    pub id: Word,
    pub effect: Effect,
    pub title: String,
    pub when: Word,
    pub recipients: Option<Vec<Word>>,
    pub categories: Option<Vec<Word>>,
    pub except: Option<Vec<Word>>,
    pub scope: Option<Scope>,
    #[serde(default)]
    pub general: bool,
    pub mandate: Option<Mandate>,
    #[serde(default)]
    pub authorises_report: bool,
    #[serde(default)]
    pub prevails_over: Vec<Mandate>,
    #[serde(default)]
    pub unless_rules: Vec<Word>,
    #[serde(default)]
    pub before: Vec<Word>,
    #[serde(default)]
    pub after: Vec<Word>,
    pub on: Option<Vec<Verdict>>,
    pub consider: Option<Word>,
    pub cite: Vec<String>,
    pub source: Word,
    pub sure: Option<Sure>,
    pub effective_from: Option<Spanned<Day>>,
    pub effective_to: Option<Spanned<Day>>,
    pub note: Option<String>,
}

/// A day without a time, as its number since 1 January 1970.
#[derive(Deserialize)]
#[serde(try_from = "Datetime")]
pub(crate) struct Day(pub i32);

impl TryFrom<Datetime> for Day {
    type Error = &'static str;

    fn try_from(value: Datetime) -> Result<Self, Self::Error> {
        let civil = value.to_string().parse().map(day_number).map(Self);
        civil.ok().filter(|_| value.time.is_none()).ok_or("write the day as 2026-11-21")
    }
}
