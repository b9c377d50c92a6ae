//! Facts that nobody knows: which could still change the answer, and what every completion agrees on.

use std::collections::{BTreeMap, BTreeSet};

use crate::atoms::{Atom, Bits, Test, Tri};
use crate::facts::{Facts, Said, Value, day_number};
use crate::formula::Formula;
use crate::pack::{Effect, Packs, Role, Rule};
use crate::survey::{Fired, Outcome, Survey};
use crate::vocabulary::{FactId, Kind};

/// How many evaluations one question may cost before the answer is "it depends".
const BUDGET: usize = 6_000;

/// What the completions of the facts agree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// All on this.
    One(Outcome),
    /// At least two differ, or there were too many to look at.
    Open,
}

/// Looks at completions until two differ or all agree. Exact within its budget, and beyond it never says yes.
pub(crate) fn settle(packs: &Packs, facts: &Facts) -> Settled {
    packs.searched.settled(facts, || search(packs, facts))
}

fn search(packs: &Packs, facts: &Facts) -> Settled {
    let mut search = Search { packs, budget: BUDGET, first: None, other: None };
    if search.agree(&mut facts.clone()) {
        search.first.map_or(Settled::Open, |(outcome, _)| Settled::One(outcome))
    } else {
        Settled::Open
    }
}

/// An open fact on which the ruling turns, with two completions that differ in it alone and have different rulings.
pub(crate) fn turning_pair(packs: &Packs, facts: &Facts) -> Option<(FactId, Facts, Facts)> {
    let mut search = Search { packs, budget: BUDGET, first: None, other: None };
    search.agree(&mut facts.clone());
    let (outcome, mut one) = search.first.map(|(o, f)| (o, usual(packs, f)))?;
    let other = usual(packs, search.other?);
    // From the one completion to the other, fact by fact: somewhere on the way the ruling changes.
    for fact in packs.vocabulary.stated().filter(|f| one.get(*f) != other.get(*f)).collect::<Vec<_>>() {
        let before = one.clone();
        one.put(fact, other.get(fact), Said::Stated);
        if Survey::of_law(packs, &one).outcome() != Some(outcome) {
            return Some((fact, before, one));
        }
    }
    None
}

/// Fills what is still open with what is usual.
pub fn usual(packs: &Packs, mut facts: Facts) -> Facts {
    for id in packs.vocabulary.stated() {
        if !facts.get(id).is_open() {
            continue;
        }
        let value = match (packs.vocabulary.fact(id).absent.usual(), facts.get(id)) {
            (_, now @ Value::Set { .. }) => now,
            (Some(value), _) => value,
            _ => values(packs, &facts, id).first().copied().unwrap_or(Value::Unknown),
        };
        let value = if let Value::Set { has, .. } = value { Value::set(has) } else { value };
        facts.put(id, value, Said::Stated);
    }
    facts
}

struct Search<'p> {
    packs: &'p Packs,
    budget: usize,
    /// The first completion whose ruling is settled, and one with another ruling.
    first: Option<(Outcome, Facts)>,
    other: Option<Facts>,
}

impl Search<'_> {
    fn agree(&mut self, facts: &mut Facts) -> bool {
        if self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        let survey = Survey::of_law(self.packs, facts);
        if let Some(outcome) = survey.outcome() {
            return match &self.first {
                None => {
                    self.first = Some((outcome, facts.clone()));
                    true
                }
                Some((first, _)) if *first == outcome => true,
                Some(_) => {
                    self.other = Some(facts.clone());
                    false
                }
            };
        }
        let Some(fact) = survey.open_facts(facts).into_iter().next() else { return false };
        let kept = (facts.get(fact), facts.said(fact));
        let fine = values(self.packs, facts, fact).into_iter().all(|value| {
            facts.put(fact, value, Said::Stated);
            self.agree(facts)
        });
        facts.put(fact, kept.0, kept.1);
        fine
    }
}

/// One value per class of values that no condition tells apart; for a set, the next open member in and out.
pub fn values(packs: &Packs, facts: &Facts, fact: FactId) -> Vec<Value> {
    let row = packs.vocabulary.fact(fact);
    let members = packs.vocabulary.enumeration(row.kind).map_or(0, |e| e.members.len());
    let mut limits: BTreeSet<i64> = packs.atoms.limits(fact).collect();
    match row.kind {
        Kind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        Kind::Enum(_) => {
            let known = packs.vocabulary.known;
            let mut seen = BTreeSet::new();
            // Direction turns on the recipient's class too.
            let class = |m: u8| -> Vec<bool> {
                let more = fact == known.recipient_kind && known.gets_more >> m & 1 == 1;
                let told = packs.atoms.of(fact).map(|a| matches!(a.test, Test::In(set) if set >> m & 1 == 1));
                std::iter::once(more).chain(told).collect()
            };
            (0u8..).take(members).filter(|m| seen.insert(class(*m))).map(Value::One).collect()
        }
        Kind::Int => {
            let below = limits.first().map(|n| (n - 1).max(0));
            below.into_iter().chain(limits.iter().copied()).map(Value::Int).collect()
        }
        Kind::Date => {
            let today = i64::from(day_number(facts.event_day(&packs.vocabulary)));
            limits.extend([today, today + 1]);
            let below = limits.first().map(|n| n - 1);
            below.into_iter().chain(limits.iter().copied()).filter_map(|n| i32::try_from(n).ok()).map(Value::Day).collect()
        }
        Kind::Set(_) => split_set(packs, facts.get(fact), fact, members),
    }
}

fn split_set(packs: &Packs, now: Value, fact: FactId, members: usize) -> Vec<Value> {
    let (has, lacks) = now.members();
    let lacks = if members >= 64 { lacks } else { lacks | u64::MAX << members };
    let open = !(has | lacks);
    let scope = packs.vocabulary.known.is_scope(fact);
    let told_apart = if scope { open } else { open & packs.atoms.used_members(fact) };
    let next = if told_apart == 0 { open } else { told_apart };
    if next == 0 {
        return vec![Value::Set { has, lacks }];
    }
    let bit = 1u64 << next.trailing_zeros();
    // Members that no condition and no scope asks for cannot matter one by one: settle them together.
    let rest = if told_apart == 0 { open & !bit } else { 0 };
    vec![Value::Set { has, lacks: lacks | bit | rest }, Value::Set { has: has | bit, lacks: lacks | rest }]
}

impl Survey<'_> {
    /// Stated facts, still open, that conditions of live rules wait for; those of rules that bear on what is asked first.
    pub(crate) fn open_facts(&self, facts: &Facts) -> Vec<FactId> {
        let mut found = Found { packs: self.packs, bits: &self.bits, weights: BTreeMap::new(), depth: 0 };
        let known = self.packs.vocabulary.known;
        for (pack, regime) in self.packs.packs.iter().zip(&self.regimes) {
            let says =
                [regime.gives, regime.blocked, regime.withheld].into_iter().chain(regime.commands).fold(0, |all, s| all | s.may);
            if regime.applies == Tri::Unknown && says & self.asked.may != 0 && pack.role != Role::Code {
                found.formula(&pack.applies.formula);
            }
        }
        for (at, _) in &self.fired {
            let (rule, fired) = self.rule(*at);
            if fired.truth == Tri::Unknown && self.bears(rule, fired) {
                found.formula(&rule.when.formula);
            }
        }
        if !self.asked.is_settled() {
            found.push(known.requested, 1);
        }
        for (at, _) in &self.fired {
            let (rule, fired) = self.rule(*at);
            if fired.truth == Tri::False || !self.bears(rule, fired) {
                continue;
            }
            match rule.scope {
                Some(crate::pack::Scope::Consent) if !fired.cover.is_settled() => found.push(known.consent_scope, 1),
                Some(crate::pack::Scope::Order) if !fired.cover.is_settled() => found.push(known.order_scope, 1),
                _ => {}
            }
        }
        // What short conditions wait for settles most; a list of many words is split last.
        let is_set = |fact: FactId| matches!(self.packs.vocabulary.fact(fact).kind, Kind::Set(_));
        let mut open: Vec<(bool, std::cmp::Reverse<u64>, FactId)> = (found.weights.into_iter())
            .filter(|(fact, _)| facts.get(*fact).is_open())
            .map(|(fact, weight)| (is_set(fact), std::cmp::Reverse(weight), fact))
            .collect();
        open.sort_unstable();
        open.into_iter().map(|(.., fact)| fact).collect()
    }

    /// Whether a rule that is open can still change verdict or scope: it touches what is asked, and what it would do there
    /// is not done already.
    fn bears(&self, rule: &Rule, fired: Fired) -> bool {
        let Some(regime) = self.regimes.get(rule.pack) else { return false };
        let reach = if rule.effect == Effect::Limit { fired.cover.complement() } else { fired.cover };
        let touched = reach.may & self.asked.may;
        let in_play = touched & (self.allowed.may | self.conflict.may);
        let done = match rule.effect {
            Effect::Permit => regime.gives.sure,
            Effect::Require => regime.commands.iter().fold(0, |all, c| all | c.sure),
            Effect::Forbid => regime.blocked.sure,
            Effect::Limit if rule.names_categories => regime.outside.sure,
            Effect::Limit => u64::MAX,
        };
        in_play & !done != 0 || rule.lifts && in_play != 0
    }
}

struct Found<'a> {
    packs: &'a Packs,
    bits: &'a Bits,
    weights: BTreeMap<FactId, u64>,
    depth: usize,
}

impl Found<'_> {
    fn push(&mut self, fact: FactId, weight: u64) {
        *self.weights.entry(fact).or_default() += weight;
    }

    fn formula(&mut self, formula: &Formula) {
        for alternative in formula.alternatives() {
            if alternative.iter().any(|l| l.truth(self.bits) == Tri::False) {
                continue;
            }
            let open: Vec<_> = alternative.iter().filter(|l| l.truth(self.bits) == Tri::Unknown).map(|l| l.atom).collect();
            let weight = 1 << 20usize.saturating_sub(open.len());
            for atom in open.into_iter().filter_map(|a| self.packs.atoms.get(a)) {
                self.fact(atom, weight);
            }
        }
    }

    fn fact(&mut self, atom: Atom, weight: u64) {
        let known = self.packs.vocabulary.known;
        let packs = self.packs;
        if self.depth > 4 {
            return;
        }
        self.depth += 1;
        if let Some(derived) = packs.derived.iter().find(|d| d.fact == atom.fact) {
            self.formula(&derived.when.formula);
        } else if atom.fact == known.required_by_law || atom.fact == known.report_authorised {
            let commands = atom.fact == known.required_by_law;
            for rule in packs.first_pass.all().map(|at| packs.rule(at)) {
                if rule.mandate.is_some() == commands && packs.pack_of(rule).applies.formula.truth(self.bits) != Tri::False {
                    self.formula(&rule.when.formula);
                }
            }
        } else {
            self.push(atom.fact, weight);
            if let Test::Before(other) = atom.test {
                self.push(other, weight);
            }
        }
        self.depth -= 1;
    }
}
