//! The shape of `pack.toml` and `rules/*.toml`, before anything is checked.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::pack::{Effect, Mandate, Review, Role, Scope, Sure, Verdict};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    pub id: Spanned<String>,
    pub title: String,
    pub version: Spanned<String>,
    pub role: Role,
    pub jurisdiction: Option<Spanned<String>>,
    pub applies: Spanned<String>,
    pub effective_from: Option<Spanned<Datetime>>,
    pub effective_to: Option<Spanned<Datetime>>,
    #[serde(default)]
    pub yields: String,
    pub review: Review,
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceRow {
    pub id: Spanned<String>,
    pub title: String,
    pub checked: Spanned<Datetime>,
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
    pub id: Spanned<String>,
    pub effect: Effect,
    pub title: String,
    pub when: Spanned<String>,
    pub recipients: Option<Vec<Spanned<String>>>,
    pub categories: Option<Vec<Spanned<String>>>,
    pub except: Option<Vec<Spanned<String>>>,
    pub scope: Option<Scope>,
    #[serde(default)]
    pub general: bool,
    pub mandate: Option<Mandate>,
    #[serde(default)]
    pub authorises_report: bool,
    #[serde(default)]
    pub prevails_over: Vec<Mandate>,
    #[serde(default)]
    pub unless_rules: Vec<Spanned<String>>,
    #[serde(default)]
    pub before: Vec<Spanned<String>>,
    #[serde(default)]
    pub after: Vec<Spanned<String>>,
    pub on: Option<Vec<Verdict>>,
    pub consider: Option<Spanned<String>>,
    pub cite: Vec<String>,
    pub source: Spanned<String>,
    pub sure: Option<Sure>,
    pub effective_from: Option<Spanned<Datetime>>,
    pub effective_to: Option<Spanned<Datetime>>,
    pub note: Option<String>,
}
