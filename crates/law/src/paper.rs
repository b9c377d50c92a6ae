//! What came in by what it is, legal papers and requests, and the letters that answer it: `papers.toml`, `requests.toml` and
//! `letters.toml`, data like the law.

use serde::Deserialize;
use toml::Spanned;

use crate::atoms::Tri;
use crate::facts::Facts;
use crate::pack::{Condition, Packs};
use crate::survey::Survey;
use crate::vocabulary::Text;

/// What came in, a paper or a request.
#[derive(Debug, Clone)]
pub struct Paper {
    /// `subpoena_assured`
    pub id: String,
    /// `order`, `assured`, `subpoena`, `warrant`, `administrative`, `grand_jury`, `release`, `letter` or `request`.
    pub class: String,
    /// The workflow that follows.
    pub flow: String,
    /// When it is one.
    pub when: Condition,
    /// Another paper has to come with it before anything may go.
    pub incomplete: bool,
    /// What it is called.
    pub title: Text,
    /// What somebody who holds it must know at once.
    pub banner: Text,
    /// Where the law tells it from others.
    pub cite: Vec<String>,
}

/// A letter, complete as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// `objection`
    pub id: String,
    /// The duties that it performs.
    #[serde(rename = "for")]
    pub performs: Vec<String>,
    /// It answers a paper about nobody that the agency can name.
    #[serde(default)]
    pub nameless: bool,
    /// The answers that it carries out, by their words.
    #[serde(default)]
    pub answers: Vec<String>,
    /// The papers and requests that it answers, by their ids; none: any.
    #[serde(default)]
    pub of: Vec<String>,
    /// It is for officers who search.
    #[serde(default)]
    pub searched: bool,
    /// It goes to somebody outside, so nothing of a file stands in it.
    pub outside: bool,
    /// Its heading.
    pub title: Text,
    /// The law that it rests on.
    pub cite: Vec<String>,
    /// Its paragraphs.
    pub body: Vec<Text>,
}

/// A row of `papers.toml` and `requests.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperRow {
    pub id: String,
    pub class: String,
    pub flow: String,
    pub when: Spanned<String>,
    /// It holds only where surely no legal paper came.
    #[serde(default)]
    pub unserved: bool,
    #[serde(default)]
    pub incomplete: bool,
    pub title: Text,
    pub banner: Text,
    pub cite: Vec<String>,
}

/// More time than a duty gives, where its law lets one take it: once, in writing, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// `respond_30d`
    pub duty: String,
    /// By which pack; another's clock for the same duty is not made longer by it.
    pub pack: String,
    /// Calendar months.
    #[serde(default)]
    pub months: i32,
    /// Calendar days.
    #[serde(default)]
    pub days: i32,
    /// Where it stands.
    pub cite: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PapersFile {
    /// When a legal paper came.
    pub served: Option<String>,
    pub paper: Vec<PaperRow>,
    #[serde(default)]
    pub extension: Vec<Extension>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LettersFile {
    pub letter: Vec<Letter>,
}

impl PaperRow {
    pub(crate) fn with(self, when: Condition) -> Paper {
        let Self { id, class, flow, incomplete, title, banner, cite, .. } = self;
        Paper { id, class, flow, when, incomplete, title, banner, cite }
    }
}

impl Packs {
    /// What the papers at hand are: the first that surely holds. None where that cannot be told yet.
    pub fn paper(&self, facts: &Facts) -> Option<&Paper> {
        let survey = Survey::of_law(self, facts);
        self.papers.iter().find(|paper| paper.when.formula.truth(&survey.bits) == Tri::True)
    }

    /// The paper of that id.
    pub fn find_paper(&self, id: &str) -> Option<&Paper> {
        self.papers.iter().find(|paper| paper.id == id)
    }
}

impl Letter {
    /// Whether it is a letter for what came in.
    pub fn is_for(&self, paper: Option<&str>) -> bool {
        self.of.is_empty() || paper.is_some_and(|paper| self.of.iter().any(|of| of == paper))
    }
}
