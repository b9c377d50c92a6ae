//! The law's answer as a matter keeps it: what may go, what is owed and why, the packs, and the digest by which it is asked again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tacenda_law::{Effect, Packs, Part, Ruling, Tri, Verdict};

use crate::inquiry::PackUsed;
use crate::plain::hex;
use crate::time::Time;

/// Something that the law asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedByLaw {
    /// The duty, by its word.
    pub duty: String,
    /// Before anything goes, or after.
    pub before: bool,
    /// By when, as the law's clocks write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Where it stands.
    pub cite: String,
    /// In which pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pack: String,
    /// Owed only if a fact holds that nobody knows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub perhaps: bool,
}

/// A rule that keeps something back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// `us-nm.general`
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub cite: Vec<String>,
    /// The kinds of information that it touches; none: the request as a whole.
    pub categories: Vec<String>,
}

impl Ground {
    /// Whether it bears on that kind of information.
    pub fn is_about(&self, category: &str) -> bool {
        category == super::matter::WHOLE || self.categories.is_empty() || self.categories.iter().any(|c| c == category)
    }
}

/// A ruling, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// When it was asked for.
    pub at: Time,
    /// The day whose law decided.
    pub day: Date,
    /// `permitted`, `required`, `prohibited`, `conflict` or `needs_more_facts`.
    pub verdict: String,
    /// What may go, by kind.
    pub may: Vec<String>,
    /// What was asked for and must not.
    pub must_not: Vec<String>,
    /// Kinds that one law commands and another forbids.
    pub in_conflict: Vec<String>,
    /// What is owed.
    pub owed: Vec<OwedByLaw>,
    /// Facts that could still turn it.
    pub missing: Vec<String>,
    /// Why something stays.
    pub grounds: Vec<Ground>,
    /// The law.
    pub packs: Vec<PackUsed>,
    /// SHA-256 of the ruling's canonical JSON, hexadecimal.
    pub digest: String,
}

impl Ruled {
    /// Of a ruling.
    pub fn of(ruling: &Ruling<'_>, at: Time) -> Self {
        let (law, vocabulary) = (ruling.packs(), &ruling.packs().vocabulary);
        let words = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let owed = ruling.duties.iter().map(|owed| OwedByLaw {
            duty: vocabulary.duty(owed.duty).id.clone(),
            before: owed.before,
            due: ruling.due(owed),
            pack: law.pack_of(law.rule(owed.rule)).id.clone(),
            cite: law.rule(owed.rule).cite.first().cloned().unwrap_or_default(),
            perhaps: owed.open,
        });
        Self {
            at,
            day: ruling.facts().event_day(vocabulary),
            verdict: ruling.verdict.word().to_owned(),
            may: words(ruling.may_words()),
            must_not: words(ruling.must_not_words()),
            in_conflict: words(ruling.words(ruling.in_conflict)),
            owed: owed.collect(),
            missing: ruling.missing.iter().map(|id| vocabulary.fact(*id).name.clone()).collect(),
            grounds: grounds(ruling, law),
            packs: used(ruling),
            digest: digest(ruling),
        }
    }

    /// Whether something may go.
    pub fn is_yes(&self) -> bool {
        [Verdict::Permitted, Verdict::Required].iter().any(|yes| yes.word() == self.verdict)
    }
}

/// SHA-256 of a ruling's canonical JSON.
pub fn digest(ruling: &Ruling<'_>) -> String {
    hex(&Sha256::digest(ruling.to_json().to_string()))
}

fn grounds(ruling: &Ruling<'_>, law: &Packs) -> Vec<Ground> {
    rules(ruling, law, |part| matches!(part, Part::Forbids | Part::Narrows))
}

/// What stands behind a yes.
#[derive(Clone)]
pub(super) struct Why {
    /// The rules by which something may or must go, a command first.
    pub(super) by: Vec<Ground>,
    /// Whether some rule would command it if a fact held that nobody knows.
    pub(super) could_command: bool,
}

impl Why {
    pub(super) fn of(ruling: &Ruling<'_>) -> Self {
        let law = ruling.packs();
        let mut by = rules(ruling, law, |part| part == Part::Commands);
        by.extend(rules(ruling, law, |part| part == Part::Gives));
        let open = |reason: &tacenda_law::Reason| reason.part == Part::Open;
        let commands = |reason: &tacenda_law::Reason| law.rule(reason.rule).effect == Effect::Require;
        Self { by, could_command: ruling.reasons.iter().filter(|reason| open(reason)).any(commands) }
    }
}

fn rules(ruling: &Ruling<'_>, law: &Packs, parts: impl Fn(Part) -> bool) -> Vec<Ground> {
    let those = ruling.reasons.iter().filter(|reason| parts(reason.part));
    let ground = |reason: &tacenda_law::Reason| {
        let rule = law.rule(reason.rule);
        let categories = law.vocabulary.categories().names(reason.categories).map(str::to_owned).collect();
        Ground { rule: law.rule_name(reason.rule), title: rule.title.clone(), cite: rule.cite.clone(), categories }
    };
    those.map(ground).collect()
}

fn used(ruling: &Ruling<'_>) -> Vec<PackUsed> {
    let live = ruling.regimes.iter().filter(|answer| answer.applies != Tri::False);
    let packs = live.filter_map(|answer| ruling.packs().packs.get(answer.pack));
    packs.map(|p| PackUsed { id: p.id.clone(), version: p.version.clone(), digest: p.digest.clone() }).collect()
}
