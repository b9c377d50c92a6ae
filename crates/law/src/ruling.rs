//! The answer, with every reason.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::atoms::Tri;
use crate::deadline::due;
use crate::facts::{Facts, Said};
use crate::open::{Settled, settle};
use crate::pack::{Effect, Packs, Rule, Verdict};
use crate::span::Span;
use crate::survey::{Fired, Outcome, Survey};
use crate::vocabulary::FactId;

/// What a rule did in this case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It commands what is asked, or some of it.
    Commands,
    /// It gives a basis for what is asked, or some of it.
    Gives,
    /// It takes something of what is asked away.
    Forbids,
    /// It narrows what is asked.
    Narrows,
    /// It attaches duties.
    Binds,
    /// It would matter, and a fact that it needs is unknown.
    Open,
    /// It was weighed and is not met.
    Weighed,
}

/// One rule's part in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Position in [`Packs::rules`].
    pub rule: usize,
    /// What it did.
    pub part: Part,
    /// The categories asked for that it touched.
    pub categories: u64,
}

/// Something owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Position in the vocabulary's duties.
    pub duty: usize,
    /// Before the disclosure or after it.
    pub before: bool,
    /// The rule it comes from.
    pub rule: usize,
    /// Only if a fact holds that nobody knows.
    pub open: bool,
}

/// What one regime says on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegimeAnswer {
    /// Position in [`Packs::packs`].
    pub pack: usize,
    /// Whether it applies.
    pub applies: Tri,
    /// Its own verdict; `None` if it is silent.
    pub verdict: Option<Verdict>,
}

/// The answer to one case.
#[derive(Debug, Clone)]
pub struct Ruling<'p> {
    packs: &'p Packs,
    facts: &'p Facts,
    /// The answer in one word.
    pub verdict: Verdict,
    /// The categories that may go, one bit each.
    pub may_include: u64,
    /// The categories asked for that must not.
    pub must_exclude: u64,
    /// Of these, the categories that somebody commands.
    pub must_include: u64,
    /// Categories that one law commands and another forbids: neither send nor refuse them alone.
    pub in_conflict: u64,
    /// What is owed, each duty once.
    pub duties: Vec<Owed>,
    /// Facts whose answer can change verdict or scope.
    pub missing: Vec<FactId>,
    /// Per regime its own answer.
    pub regimes: Vec<RegimeAnswer>,
    /// Why, in order: what decides, then what was weighed.
    pub reasons: Vec<Reason>,
}

impl Packs {
    /// Answers a case. Total, pure, and the same for the same facts.
    pub fn decide<'p>(&'p self, facts: &'p Facts) -> Ruling<'p> {
        let survey = Survey::new(self, facts);
        let outcome = survey.outcome().map_or_else(|| settle(self, facts), Settled::One);
        explain(&survey, facts, outcome)
    }

    /// Verdict and scope alone, without reasons: the fast way for bulk work.
    pub fn outcome(&self, facts: &Facts) -> (Verdict, u64) {
        let survey = Survey::of_law(self, facts);
        survey.outcome().map_or_else(|| settle(self, facts), Settled::One).answer()
    }
}

impl Settled {
    fn answer(self) -> (Verdict, u64) {
        match self {
            Self::One(Outcome { verdict, may_go }) => (verdict, may_go),
            Self::Open => (Verdict::NeedsMoreFacts, 0),
        }
    }
}

fn explain<'p>(survey: &Survey<'p>, facts: &'p Facts, settled: Settled) -> Ruling<'p> {
    let packs = survey.packs;
    let (verdict, may_go) = settled.answer();
    let named = named(packs, facts);
    let mut reasons = Vec::with_capacity(32);
    let mut duties: Vec<Owed> = Vec::with_capacity(16);
    for at in survey.worth_naming() {
        let (rule, fired) = survey.rule(at);
        let Some((part, touched)) = part(survey, (at, rule), fired, verdict) else { continue };
        reasons.push(Reason { rule: at, part, categories: touched });
        if owes(rule, part, (touched, named), verdict, may_go, survey.collides()) {
            let all = rule.before.iter().map(|d| (*d, true)).chain(rule.after.iter().map(|d| (*d, false)));
            all.for_each(|(duty, before)| owe(&mut duties, Owed { duty, before, rule: at, open: part == Part::Open }));
        }
    }
    let role = |at: usize| packs.pack_of(packs.rule(at)).role;
    reasons.sort_by_key(|r| (r.part == Part::Weighed, role(r.rule), r.part, r.rule));
    duties.sort_by_key(|o| (!o.before, role(o.rule)));
    let missing = if verdict == Verdict::NeedsMoreFacts { crate::interview::matters(packs, facts, survey) } else { Vec::new() };
    Ruling {
        packs,
        facts,
        verdict,
        may_include: may_go,
        must_include: survey.required.sure & may_go,
        in_conflict: survey.conflict.sure & !may_go,
        must_exclude: survey.asked.may & survey.asked.sure & !may_go,
        duties,
        missing,
        regimes: regimes(survey),
        reasons,
    }
}

/// Each duty once, by the first rule that wants it; by one that surely does rather than by one that may.
fn owe(duties: &mut Vec<Owed>, new: Owed) {
    match duties.iter_mut().find(|owed| owed.duty == new.duty) {
        None => duties.push(new),
        Some(owed) if owed.open && !new.open => *owed = new,
        // Of two that surely want it, one wants it earlier.
        Some(owed) if !new.open => owed.before |= new.before,
        Some(_) => {}
    }
}

/// The categories that the request names word by word.
fn named(packs: &Packs, facts: &Facts) -> u64 {
    facts.get(packs.vocabulary.known.requested).members().0
}

/// What a rule did, and to which of the categories asked for.
fn part(survey: &Survey, (at, rule): (usize, &Rule), fired: Fired, verdict: Verdict) -> Option<(Part, u64)> {
    let touch = |part: Part, categories: u64| Some((part, categories & survey.asked.may)).filter(|(_, touched)| *touched != 0);
    let did = match (fired.truth, rule.effect) {
        (Tri::False, _) => None,
        // On a yes, a duty that hangs on a fact nobody knows is owed: leaving it out would be the easier answer.
        (Tri::Unknown, Effect::Limit) if !rule.names_categories => verdict.is_yes().then_some((Part::Open, 0)),
        (Tri::Unknown, _) => touch(Part::Open, fired.cover.may).filter(|_| verdict == Verdict::NeedsMoreFacts),
        (Tri::True, Effect::Permit) => touch(Part::Gives, fired.cover.sure),
        (Tri::True, Effect::Require) => touch(Part::Commands, fired.cover.sure),
        (Tri::True, Effect::Forbid) => touch(Part::Forbids, survey.takes_away(rule, fired).sure),
        (Tri::True, Effect::Limit) => touch(Part::Narrows, survey.takes_away(rule, fired).sure)
            .or_else(|| on(rule, verdict, survey.collides()).unwrap_or(verdict.is_yes()).then_some((Part::Binds, 0))),
    };
    did.or_else(|| survey.is_considered(at).then_some((Part::Weighed, 0)))
}

/// Whether the rule itself says that its duties are owed on this verdict.
fn on(rule: &Rule, verdict: Verdict, collides: bool) -> Option<bool> {
    rule.on.as_ref().map(|on| on.contains(&verdict) || collides && on.contains(&Verdict::Conflict))
}

/// Whether a rule's duties are owed in this answer.
fn owes(rule: &Rule, part: Part, (touched, named): (u64, u64), verdict: Verdict, may_go: u64, collides: bool) -> bool {
    let yes = verdict.is_yes();
    let part_in_it = match part {
        Part::Open => yes && touched == 0,
        Part::Weighed => false,
        Part::Commands | Part::Gives => touched & may_go != 0,
        Part::Forbids if rule.general => !yes,
        // Of a whole record that is cut to a part, what nobody named needs no release of its own.
        Part::Forbids => !yes || touched & named != 0,
        Part::Narrows | Part::Binds => rule.on.is_some() || yes,
    };
    part_in_it && on(rule, verdict, collides) != Some(false)
}

fn regimes(survey: &Survey) -> Vec<RegimeAnswer> {
    let asked = survey.asked;
    let answer = |(pack, regime): (usize, &crate::survey::Regime)| {
        let applies = regime.applies;
        let commands = regime.commands.iter().fold(Span::NONE, |all, c| all | *c) & asked;
        let (gives, forbids) = (regime.gives & asked, (regime.blocked | regime.withheld) & asked);
        let verdict = if applies == Tri::False {
            None
        } else if commands.sure != 0 {
            Some(Verdict::Required)
        } else if commands.may != 0 || gives.may != gives.sure {
            Some(Verdict::NeedsMoreFacts)
        } else if gives.sure != 0 {
            Some(Verdict::Permitted)
        } else if forbids.sure != 0 {
            Some(Verdict::Prohibited)
        } else if forbids.may != 0 {
            Some(Verdict::NeedsMoreFacts)
        } else {
            None
        };
        RegimeAnswer { pack, applies, verdict }
    };
    survey.regimes.iter().enumerate().map(answer).collect()
}

impl Ruling<'_> {
    /// The packs behind this ruling.
    pub fn packs(&self) -> &Packs {
        self.packs
    }

    /// The facts it was made on.
    pub fn facts(&self) -> &Facts {
        self.facts
    }

    /// Whether something may go to this recipient now.
    pub fn recipient_ok(&self) -> bool {
        self.verdict.is_yes()
    }

    /// What may go, in the words of the request: the whole record is named as such when all of an ordinary chart may go.
    pub fn may_words(&self) -> Vec<&str> {
        let known = self.packs.vocabulary.known;
        let list = self.packs.vocabulary.categories();
        if self.whole_goes() {
            let asked = named(self.packs, self.facts);
            return list.names(known.whole | self.may_include & (asked | known.special)).collect();
        }
        list.names(self.may_include & !known.whole).collect()
    }

    /// Categories by name, the whole record apart.
    pub fn words(&self, categories: u64) -> Vec<&str> {
        self.packs.vocabulary.categories().names(categories & !self.packs.vocabulary.known.whole).collect()
    }

    /// Whether the whole record may go as such, highly protected categories apart.
    fn whole_goes(&self) -> bool {
        let known = self.packs.vocabulary.known;
        let ordinary = known.whole | known.chart & !known.special;
        self.may_include & ordinary == ordinary
    }

    /// What the request names and must not go, and whether everything else of the file must not go either.
    pub fn refused(&self) -> (Vec<&str>, bool) {
        let known = self.packs.vocabulary.known;
        if self.whole_goes() {
            return (self.words(self.must_exclude), false);
        }
        let named = named(self.packs, self.facts);
        let refused = named & !self.may_include & !known.whole;
        let whole = named & known.whole != 0 && self.must_exclude != 0;
        (self.packs.vocabulary.categories().names(refused).collect(), whole)
    }

    /// Whether a reason bears on something that the request names, and not only on the rest of a whole record.
    pub fn is_named(&self, reason: &Reason) -> bool {
        reason.categories == 0 || reason.categories & named(self.packs, self.facts) != 0
    }

    /// What was asked for and must not go.
    pub fn must_not_words(&self) -> Vec<&str> {
        let known = self.packs.vocabulary.known;
        let whole = if self.whole_goes() { 0 } else { named(self.packs, self.facts) & known.whole };
        self.packs.vocabulary.categories().names(whole | self.must_exclude & !known.whole).collect()
    }

    /// Citations, each once, in the order of the reasons.
    pub fn citations(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let cites = self.reasons.iter().flat_map(|r| &self.packs.rule(r.rule).cite);
        cites.map(String::as_str).filter(|c| seen.insert(*c)).collect()
    }

    /// When a duty is due: a day, a moment, or nothing where no clock runs.
    pub fn due(&self, owed: &Owed) -> Option<String> {
        let vocabulary = &self.packs.vocabulary;
        let clock = vocabulary.duty(owed.duty).clock?;
        Some(due(clock, self.facts.event_day(vocabulary), self.facts.event_moment(vocabulary)))
    }

    /// Facts at their defaults whose other value would change verdict or scope.
    pub fn assumed(&self) -> Vec<FactId> {
        let stated = self.packs.vocabulary.stated().filter(|id| self.facts.said(*id) == Said::Assumed);
        let today = self.packs.vocabulary.known.event_date;
        stated
            .filter(|id| {
                *id != today
                    && !crate::interview::changes(self.packs, self.facts, *id, (self.verdict, self.may_include)).is_empty()
            })
            .collect()
    }

    /// The canonical JSON: keys sorted, no blanks, so that the same facts on the same day give the same bytes.
    pub fn to_json(&self) -> Json {
        let day = self.facts.event_day(&self.packs.vocabulary);
        let duties = self.duties.iter().map(|o| {
            json!({
                "id": self.packs.vocabulary.duty(o.duty).id, "when": if o.before { "before" } else { "after" }, "due": self.due(o),
                "citation": self.packs.rule(o.rule).cite.first(), "rule": self.packs.rule_name(o.rule),
            })
        });
        let reasons = self.reasons.iter().map(|r| {
            let rule = self.packs.rule(r.rule);
            json!({
                "rule": self.packs.rule_name(r.rule), "effect": rule.effect, "part": r.part, "title": rule.title,
                "cite": rule.cite, "sure": rule.sure,
                "categories": self.packs.vocabulary.categories().names(r.categories).collect::<Vec<_>>(),
            })
        });
        let names = |ids: &[FactId]| ids.iter().map(|id| self.packs.vocabulary.fact(*id).name.clone()).collect::<Vec<_>>();
        json!({
            "verdict": self.verdict,
            "may_include": self.may_words(),
            "must_include": self.words(self.must_include),
            "must_exclude": self.must_not_words(),
            "in_conflict": self.words(self.in_conflict),
            "recipient_ok": self.recipient_ok(),
            "duties": duties.collect::<Vec<_>>(),
            "by": self.citations(),
            "missing": names(&self.missing),
            "assumed": names(&self.assumed()),
            "regimes": self.regimes_json(),
            "reasons": reasons.collect::<Vec<_>>(),
            "packs": self.packs_json(),
            "event_date": day.to_string(),
        })
    }

    fn regimes_json(&self) -> Vec<Json> {
        let rows = self.regimes.iter().filter_map(|answer| {
            let pack = self.packs.packs.get(answer.pack)?;
            let applies = match answer.applies {
                Tri::True => Json::Bool(true),
                Tri::False => Json::Bool(false),
                Tri::Unknown => Json::Null,
            };
            Some(json!({ "id": pack.id, "version": pack.version, "applies": applies, "verdict": answer.verdict.map_or("silent", Verdict::word) }))
        });
        rows.collect()
    }

    /// The packs that the answer rests on: those that apply or may apply.
    fn packs_json(&self) -> Vec<Json> {
        let live = self.regimes.iter().filter(|r| r.applies != Tri::False).filter_map(|r| self.packs.packs.get(r.pack));
        live.map(|p| json!({ "id": p.id, "version": p.version, "digest": p.digest, "review": p.review.status })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_rule_surely_wants_is_not_owed_perhaps_because_another_may_want_it_too() {
        let owed = |rule: usize, open: bool| Owed { duty: 1, before: false, rule, open };
        for order in [[owed(1, true), owed(2, false)], [owed(2, false), owed(1, true)]] {
            let mut duties = Vec::new();
            order.into_iter().for_each(|one| owe(&mut duties, one));
            assert_eq!(duties, [owed(2, false)]);
        }
        let mut duties = vec![owed(1, false)];
        owe(&mut duties, Owed { before: true, ..owed(2, false) });
        assert_eq!(duties, [Owed { before: true, ..owed(1, false) }], "what one of them wants before is owed before");
    }
}
