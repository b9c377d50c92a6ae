//! Packs and rules, loaded, checked and compiled.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::atoms::{AtomId, Atoms};
use crate::condition::Expr;
use crate::drawn::Releases;
use crate::error::{PackError, Source};
use crate::formula::Formula;
use crate::hotline::Hotline;
use crate::paper::{Extension, Letter, Paper};
use crate::program::{Lines, Program, Sieve};
use crate::searched::Searched;
use crate::vocabulary::{FactId, Vocabulary};

/// The earliest and the latest day.
pub(crate) const ALWAYS: (i32, i32) = (i32::MIN, i32::MAX);

/// What weight a pack has beside the others; its reasons stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Statute or regulation.
    Law,
    /// An agency's own policy or contract: it only adds limits.
    Policy,
    /// Principles that every other pack inherits: they add restrictions to permissions, never to commands.
    Doctrine,
    /// A professional code: it advises.
    Code,
}

/// What a rule does where it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Gives a basis for telling.
    Permit,
    /// Commands telling.
    Require,
    /// Forbids telling.
    Forbid,
    /// Narrows what its pack allows, or attaches duties.
    Limit,
}

/// Who commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mandate {
    /// A statute.
    Statute,
    /// A judge's order.
    JudgeOrder,
}

impl Mandate {
    /// The place of a command among those of a statute, of a judge, and of neither.
    pub fn slot(mandate: Option<Self>) -> usize {
        mandate.map_or(2, |m| m as usize)
    }
}

/// An instrument that cuts a rule's categories further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// `consent_scope`
    Consent,
    /// `order_scope`
    Order,
    /// What the commands of the first pass require.
    Mandate,
}

/// How sure the author is of rule and source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// Real doubt.
    Low,
    /// Believed right; the pinpoint is to be confirmed.
    Medium,
    /// Seen in the text, or long settled.
    High,
}

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Somebody forbids it, or nobody gives a basis.
    Prohibited,
    /// One law commands and another, which does not yield, forbids.
    Conflict,
    /// A fact that nobody knows would change the answer.
    NeedsMoreFacts,
    /// Nobody forbids, somebody gives a basis.
    Permitted,
    /// Somebody commands and nobody forbids.
    Required,
}

impl Verdict {
    /// Whether something may go.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Permitted | Self::Required)
    }

    /// The word used in JSON and packs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prohibited => "prohibited",
            Self::Conflict => "conflict",
            Self::NeedsMoreFacts => "needs_more_facts",
            Self::Permitted => "permitted",
            Self::Required => "required",
        }
    }
}

/// A condition: as written, as read, as compiled.
#[derive(Debug, Clone)]
pub struct Condition {
    /// As it stands in the pack.
    pub text: String,
    /// The reference form.
    pub expr: Expr,
    /// The compiled form.
    pub formula: Formula,
}

/// Who has checked a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// `reviewed` by counsel, or not.
    pub status: ReviewStatus,
    /// Who reviewed it.
    #[serde(default)]
    pub by: Option<String>,
    /// On which day.
    #[serde(default)]
    pub on: Option<String>,
}

/// Whether counsel has reviewed a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    /// Shown wherever the pack's answer is shown.
    NotReviewed,
    /// By counsel.
    Reviewed,
}

/// A text that rules rest on.
#[derive(Debug, Clone)]
pub struct LegalSource {
    /// The word that rules use.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The day somebody last compared the rules with it.
    pub checked: Date,
    /// How sure.
    pub sure: Sure,
    /// What remains to be confirmed.
    pub note: Option<String>,
}

/// One body of law.
#[derive(Debug, Clone)]
pub struct Pack {
    /// `us-nm`
    pub id: String,
    /// New Mexico
    pub title: String,
    /// Semantic version; major when some case changes.
    pub version: String,
    /// SHA-256 over its files, hexadecimal.
    pub digest: String,
    /// Its weight.
    pub role: Role,
    /// The jurisdiction it belongs to.
    pub jurisdiction: Option<String>,
    /// When the regime applies.
    pub applies: Condition,
    /// First and last day on which it decides.
    pub days: (i32, i32),
    /// To what it yields, one sentence.
    pub yields: String,
    /// Who has checked it.
    pub review: Review,
    /// Its sources.
    pub sources: Vec<LegalSource>,
    /// Its rules, as positions in [`Packs::rules`].
    pub rules: Range<usize>,
}

/// One legal provision.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Position of its pack.
    pub pack: usize,
    /// Unique in the pack.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// What it says, in short.
    pub title: String,
    /// When it applies, recipients included.
    pub when: Condition,
    /// Its recipients, one bit each; all where none is named.
    pub recipients: Option<u64>,
    /// The categories it speaks of.
    pub categories: u64,
    /// Whether it names categories or a scope at all. A limit that does not narrows nothing.
    pub names_categories: bool,
    /// Cuts the categories to those of an instrument.
    pub scope: Option<Scope>,
    /// A prohibition that every permission of its pack lifts.
    pub general: bool,
    /// Whose command it is.
    pub mandate: Option<Mandate>,
    /// Its statute expressly authorises a report.
    pub authorises_report: bool,
    /// Kinds of mandate of other regimes that it beats outright.
    pub prevails_over: Vec<Mandate>,
    /// Rules that lift it, as positions in [`Packs::rules`].
    pub unless_rules: Vec<usize>,
    /// Whether other rules name it among those that lift them.
    pub lifts: bool,
    /// Duties owed before, as positions in the vocabulary.
    pub before: Vec<usize>,
    /// Duties owed after.
    pub after: Vec<usize>,
    /// The verdicts for which its duties are owed, where the pack says so.
    pub on: Option<Vec<Verdict>>,
    /// When it is worth naming although it does not decide.
    pub consider: Option<Condition>,
    /// Its provisions, one section each.
    pub cite: Vec<String>,
    /// Position of its source in the pack.
    pub source: usize,
    /// How sure.
    pub sure: Sure,
    /// First and last day on which it decides.
    pub days: (i32, i32),
    /// For the reader.
    pub note: Option<String>,
    /// Where it stands: file and line.
    pub place: (String, usize),
}

/// A derived fact that is computed from a condition.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The fact.
    pub fact: FactId,
    /// Its own atom, if any condition asks for it.
    pub(crate) atom: Option<AtomId>,
    /// Its definition.
    pub when: Condition,
}

/// All loaded packs: everything that an answer rests on. Free of I/O, and immutable but for what was searched for once.
#[derive(Debug, Clone)]
pub struct Packs {
    /// The words.
    pub vocabulary: Vocabulary,
    /// The packs in order of their ids.
    pub packs: Vec<Pack>,
    /// All rules, pack by pack, in the order of their ids.
    pub rules: Vec<Rule>,
    /// Derived facts in the order in which they are computed.
    pub derived: Vec<Derived>,
    /// What can come in, what commands more first.
    pub papers: Vec<Paper>,
    /// The letters that answer one.
    pub letters: Vec<Letter>,
    /// Where a law gives more time.
    pub extensions: Vec<Extension>,
    /// Releases as they are printed.
    pub releases: Releases,
    /// Whom to call when somebody may be abused.
    pub hotlines: Vec<Hotline>,
    pub(crate) atoms: Atoms,
    /// Rules that command or authorise a report.
    pub(crate) first_pass: Lines,
    /// Rules that bear on verdict or scope.
    pub(crate) deciding: Lines,
    /// All rules.
    pub(crate) every: Lines,
    /// The conditions of all rules, behind them those of derived facts and of packs; and when a rule is worth naming.
    pub(crate) sieve: Sieve,
    pub(crate) conditions: Program,
    pub(crate) consider: Program,
    pub(crate) first_pass_atoms: [Option<AtomId>; 2],
    pub(crate) searched: Searched,
}

impl Packs {
    /// Reads the packs folder given as paths and texts; cases and other files are left out of account.
    ///
    /// # Errors
    /// Every fault found, each with file, line and the nearest right word.
    pub fn load(files: &[Source]) -> Result<Self, Vec<PackError>> {
        crate::load::load(files)
    }

    /// The rule `pack.rule`.
    pub fn find_rule(&self, name: &str) -> Option<usize> {
        (0..self.rules.len()).find(|at| self.rule_name(*at) == name)
    }

    /// The rule at that position.
    #[inline]
    pub fn rule(&self, at: usize) -> &Rule {
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: positions of rules are made by the loader from this list")]
        &self.rules[at]
    }

    /// The rules of a pack, with their positions.
    pub fn rules_of(&self, pack: &Pack) -> impl Iterator<Item = (usize, &Rule)> {
        pack.rules.clone().map(|at| (at, self.rule(at)))
    }

    /// `pack.rule`
    pub fn rule_name(&self, at: usize) -> String {
        let rule = self.rule(at);
        format!("{}.{}", self.pack_of(rule).id, rule.id)
    }

    /// The pack of a rule.
    pub fn pack_of(&self, rule: &Rule) -> &Pack {
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: `Rule::pack` is set by the loader to a position in `packs`")]
        &self.packs[rule.pack]
    }

    /// The source of a rule.
    pub fn source_of(&self, rule: &Rule) -> Option<&LegalSource> {
        self.pack_of(rule).sources.get(rule.source)
    }

    /// The pack of that id.
    pub fn find_pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|p| p.id == id)
    }

    /// The atoms of all conditions.
    pub fn atoms(&self) -> &Atoms {
        &self.atoms
    }
}

impl Rule {
    /// Whether the first pass looks at it: it commands by mandate, or authorises a report.
    pub fn is_of_first_pass(&self) -> bool {
        self.mandate.is_some() || self.authorises_report
    }

    /// Whether it decides on that day.
    pub fn in_force(&self, day: i32) -> bool {
        self.days.0 <= day && day <= self.days.1
    }
}
