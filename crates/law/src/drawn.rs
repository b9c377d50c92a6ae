//! What a release must be before anybody signs it: which kinds of paper, and what is printed on them. The engine is asked, as for what a
//! release lacks.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::atoms::Tri;
use crate::consent::{Paper, whole};
use crate::facts::{Facts, Value};
use crate::open::usual;
use crate::pack::{Condition, Packs, Verdict};
use crate::survey::Survey;
use crate::vocabulary::{FactId, Text};

/// A kind of release.
#[derive(Debug, Clone)]
pub struct ReleasePaper {
    /// Which form, by its word: `hipaa_authorization`.
    pub form: String,
    /// What it is called.
    pub title: Text,
    /// The law that it is made for.
    pub cite: Vec<String>,
    /// Where it is the right paper even if a plainer one would do.
    pub when: Condition,
    /// The elements that are printed on it, by their words.
    pub says: Vec<String>,
    /// For at most so many days.
    pub most_days: u16,
    /// For how many, where nobody says otherwise.
    pub usual_days: u16,
}

/// An element in words, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// Which element.
    pub element: String,
    /// Its words.
    pub text: Text,
}

/// Releases as they are printed.
#[derive(Debug, Clone, Default)]
pub struct Releases {
    /// The kinds, the plainest first.
    pub papers: Vec<ReleasePaper>,
    /// The words of the elements.
    pub printed: Vec<Printed>,
}

/// A row of `releases.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseRow {
    pub form: String,
    pub title: Text,
    pub cite: Vec<String>,
    pub when: Spanned<String>,
    pub says: Vec<String>,
    pub most_days: u16,
    pub usual_days: u16,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleasesFile {
    pub release: Vec<ReleaseRow>,
    pub printed: Vec<Printed>,
}

impl ReleaseRow {
    pub(crate) fn with(self, when: Condition) -> ReleasePaper {
        let Self { form, title, cite, says, most_days, usual_days, .. } = self;
        ReleasePaper { form, title, cite, when, says, most_days, usual_days }
    }
}

/// What a release must be to let go what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The kinds of paper, by their words: none could be left out.
    pub forms: Vec<String>,
    /// The elements that are printed on them.
    pub says: Vec<String>,
    /// For at most so many days.
    pub most_days: u16,
    /// Somebody has to see it being signed.
    pub witnessed: bool,
}

/// An element that only a witness adds.
const WITNESS: &str = "witness_signature";

/// The fewest kinds of paper by which all goes that could go by any, and those made for the case, with the elements printed on them; of
/// facts that nobody knows the usual is taken. None where no paper opens what is asked, or where a law asks for an element that is neither
/// `filled` in nor printed.
pub fn draw_up(packs: &Packs, facts: &Facts, filled: &[&str]) -> Option<Drawn> {
    let drawer = Drawer { packs, paper: Paper::of(packs)?, facts: usual(packs, facts.clone()), filled };
    let survey = Survey::of_law(packs, &drawer.facts);
    let rows = &packs.releases.papers;
    let could = drawer.goes(&rows.iter().collect::<Vec<_>>(), true);
    if !could.0.is_yes() {
        return None;
    }
    let mut chosen: Vec<&ReleasePaper> = rows.iter().collect();
    for row in rows.iter().rev().filter(|row| row.when.formula.truth(&survey.bits) != Tri::True) {
        let fewer: Vec<&ReleasePaper> = chosen.iter().copied().filter(|one| one.form != row.form).collect();
        if drawer.goes(&fewer, true) == could {
            chosen = fewer;
        }
    }
    if chosen.is_empty() {
        chosen.extend(rows.first()); // no law asks for one; the plainest stands
    }
    let says: BTreeSet<&str> = chosen.iter().flat_map(|row| row.says.iter().map(String::as_str)).collect();
    Some(Drawn {
        most_days: chosen.iter().map(|row| row.most_days).min()?,
        forms: chosen.iter().map(|row| row.form.clone()).collect(),
        says: says.into_iter().map(str::to_owned).collect(),
        witnessed: drawer.goes(&chosen, false) != could,
    })
}

struct Drawer<'p> {
    packs: &'p Packs,
    paper: Paper,
    facts: Facts,
    filled: &'p [&'p str],
}

impl Drawer<'_> {
    /// What goes by these kinds of paper with what is printed on them and filled in, seen being signed or not.
    fn goes(&self, papers: &[&ReleasePaper], witnessed: bool) -> (Verdict, u64) {
        let forms: Vec<&str> = papers.iter().map(|row| row.form.as_str()).collect();
        let printed = papers.iter().flat_map(|row| row.says.iter().map(String::as_str));
        let elements: Vec<&str> = printed.chain(self.filled.iter().copied()).chain(witnessed.then_some(WITNESS)).collect();
        let mut with = self.facts.clone();
        with.state(self.paper.forms, self.set(self.paper.forms, &forms));
        let mut whole = whole(self.packs, &self.paper, &with);
        whole.state(self.paper.elements, self.set(self.paper.elements, &elements));
        self.packs.outcome(&whole)
    }

    fn set(&self, fact: FactId, words: &[&str]) -> Value {
        let vocabulary = &self.packs.vocabulary;
        let list = vocabulary.enumeration(vocabulary.fact(fact).kind);
        let at = |word: &&str| list.and_then(|list| list.position(word)).map_or(0, |at| 1_u64 << at);
        Value::set(words.iter().map(at).fold(0, |all, bit| all | bit))
    }
}
