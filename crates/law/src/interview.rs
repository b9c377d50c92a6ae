//! The interview: which question to put next. Derived from the packs; nothing about it is written by hand but the wording.
//!
//! Three-valued evaluation says when to stop. A pool of completions of what is still open (some built towards each
//! open rule, some drawn at random) ranks the questions by what they are expected to settle, and a question is put only
//! if two completions that differ in its answer alone have different rulings: so none is asked that could not matter.

use std::collections::{BTreeMap, BTreeSet};

use crate::atoms::{Atom, Test, Tri};
use crate::facts::{Facts, Said, Value};
use crate::formula::Literal;
use crate::open::{Settled, settle, turning_pair, values};
use crate::pack::{Packs, Rule, Verdict};
use crate::span::bits;
use crate::survey::Survey;
use crate::vocabulary::{FactId, Kind};

/// Completions drawn at random beside those built towards each open rule.
const DRAWN: usize = 192;

/// Most completions in a pool.
const POOL: usize = 1_500;

/// Completions of the pool that a question is tried on before it is put.
const WITNESSES: usize = 64;

type Outcome = (Verdict, u64);

/// The next question, or nothing when the ruling is settled or nothing that is left could change it.
///
/// `unanswerable` holds the facts to which the answer was "I don't know".
pub fn next_question(packs: &Packs, facts: &Facts, unanswerable: &BTreeSet<FactId>) -> Option<FactId> {
    best_question(packs, facts, unanswerable, 1)
}

/// As [`next_question`], ranked over a pool of completions `effort` times as large: the yardstick of the interview, not its tool.
pub fn best_question(packs: &Packs, facts: &Facts, unanswerable: &BTreeSet<FactId>, effort: usize) -> Option<FactId> {
    let survey = Survey::new(packs, facts);
    if survey.outcome().is_some() {
        return None;
    }
    let pool = Pool::build(packs, facts, &survey, effort);
    if pool.agrees() {
        // What the pool does not show, the exact search does: a fact on which the ruling turns, or that there is none.
        let open = settle(packs, facts) == Settled::Open;
        return if open { searched(packs, facts, unanswerable) } else { None };
    }
    let open = survey.open_facts(facts);
    let waits = |fact: FactId| {
        let before = packs.vocabulary.fact(fact).ask_after.as_deref().and_then(|name| packs.vocabulary.find(name));
        before.is_some_and(|b| open.contains(&b) && !unanswerable.contains(&b))
    };
    let mut ranked: Vec<(bool, u64, FactId)> =
        open.iter().filter(|f| !unanswerable.contains(f)).map(|f| (waits(*f), pool.left_open_by(*f), *f)).collect();
    ranked.sort_unstable();
    ranked
        .into_iter()
        .map(|(.., f)| f)
        .find(|f| pool.witness(*f, WITNESSES * effort).is_some())
        .or_else(|| searched(packs, facts, unanswerable))
}

/// Why a question is asked: two complete cases that agree with everything known, differ in its answer alone, and have
/// different rulings. Nothing where no such pair was found.
pub fn why_asked(packs: &Packs, facts: &Facts, fact: FactId) -> Option<(Facts, Facts)> {
    let survey = Survey::new(packs, facts);
    Pool::build(packs, facts, &survey, 1)
        .witness(fact, usize::MAX)
        .or_else(|| turning_pair(packs, facts).filter(|(found, ..)| *found == fact).map(|(_, a, b)| (a, b)))
}

/// Where no completion of the pool shows it, an exact search finds a fact on which the ruling turns,
/// whatever the answers that nobody has may be.
fn searched(packs: &Packs, facts: &Facts, unanswerable: &BTreeSet<FactId>) -> Option<FactId> {
    let ways = if unanswerable.is_empty() { 1 } else { 3 };
    (0..ways).find_map(|way| {
        let mut filled = facts.clone();
        for id in unanswerable {
            let options = values(packs, facts, *id);
            if let Some(value) = options.get(way % options.len().max(1)) {
                filled.put(*id, *value, Said::Stated);
            }
        }
        turning_pair(packs, &filled).map(|(f, ..)| f).filter(|f| !unanswerable.contains(f))
    })
}

/// The open facts whose answer can change verdict or scope, as far as some hundred completions show it.
pub(crate) fn matters(packs: &Packs, facts: &Facts, survey: &Survey) -> Vec<FactId> {
    packs.searched.matters(facts, || tried(packs, facts, survey))
}

fn tried(packs: &Packs, facts: &Facts, survey: &Survey) -> Vec<FactId> {
    let pool = Pool::build(packs, facts, survey, 1);
    let open = survey.open_facts(facts);
    let found: Vec<_> = open.iter().copied().filter(|f| pool.witness(*f, pool.so_many(*f)).is_some()).collect();
    if found.is_empty() { turning_pair(packs, facts).map_or(open, |(f, ..)| vec![f]) } else { found }
}

/// The other values of a fact that would change verdict or scope, each with what it would lead to. Where that hangs on facts that nobody
/// knows it is not among them.
pub fn changes(packs: &Packs, facts: &Facts, fact: FactId, now: (Verdict, u64)) -> Vec<(Value, Verdict)> {
    let mut other = facts.clone();
    let mut found = Vec::new();
    for value in alternatives(packs, facts, fact) {
        other.put(fact, value, Said::Stated);
        let settled = Survey::of_law(packs, &other).outcome();
        found.extend(settled.filter(|o| (o.verdict, o.may_go) != now).map(|outcome| (value, outcome.verdict)));
    }
    found
}

/// Values beside the present one; for a set, each used member put in or taken out.
fn alternatives(packs: &Packs, facts: &Facts, fact: FactId) -> Vec<Value> {
    let now = facts.get(fact);
    let Value::Set { has, .. } = now else {
        return values(packs, facts, fact).into_iter().filter(|v| *v != now).collect();
    };
    bits(packs.atoms.used_members(fact)).map(|member| Value::set(has ^ 1 << member)).collect()
}

/// Complete cases that agree with what is known.
struct Pool<'p> {
    packs: &'p Packs,
    cases: Vec<(Facts, Outcome)>,
    options: BTreeMap<FactId, Vec<Value>>,
}

impl<'p> Pool<'p> {
    fn build(packs: &'p Packs, facts: &Facts, survey: &Survey, effort: usize) -> Self {
        let open: Vec<FactId> = packs.vocabulary.stated().filter(|id| facts.get(*id).is_open()).collect();
        let options = open.iter().map(|id| (*id, values(packs, facts, *id))).collect();
        let mut pool = Self { packs, cases: Vec::new(), options };
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
        for goal in goals(packs, survey) {
            for often in [100, 90] {
                for _ in 0..effort {
                    if pool.cases.len() < POOL * effort {
                        let case = pool.complete(facts, &open, &goal, often, &mut chance);
                        pool.add(case);
                    }
                }
            }
        }
        for _ in 0..DRAWN * effort {
            let case = pool.complete(facts, &open, &[], 90, &mut chance);
            pool.add(case);
        }
        pool
    }

    /// Whether every completion has the same ruling.
    fn agrees(&self) -> bool {
        let first = self.cases.first().map(|(_, outcome)| outcome);
        self.cases.iter().all(|(_, outcome)| Some(outcome) == first)
    }

    fn add(&mut self, case: Facts) {
        let outcome = self.packs.outcome(&case);
        self.cases.push((case, outcome));
    }

    /// Fills in every open fact: towards the goal where it speaks, else the default `often` times of a hundred, else by lot.
    fn complete(&self, facts: &Facts, open: &[FactId], goal: &[Literal], often: u64, chance: &mut Chance) -> Facts {
        let mut case = facts.clone();
        for id in open {
            let value = match self.packs.vocabulary.fact(*id).absent.usual() {
                Some(value) if chance.below(100) < often => value,
                _ => self.draw(*id, facts.get(*id), chance),
            };
            case.put(*id, value, Said::Stated);
        }
        for literal in goal {
            self.steer(&mut case, facts, *literal);
        }
        case
    }

    fn draw(&self, id: FactId, now: Value, chance: &mut Chance) -> Value {
        let options = self.options.get(&id).map(Vec::as_slice).unwrap_or_default();
        if let Some(Value::Set { .. }) = options.first() {
            let kind = self.packs.vocabulary.fact(id).kind;
            let members = self.packs.vocabulary.enumeration(kind).map_or(1, |e| e.members.len() as u64);
            let (has, lacks) = now.members();
            let drawn = (0..=chance.below(3)).fold(0, |bits, _| bits | 1 << chance.below(members));
            return Value::set((has | drawn) & !lacks);
        }
        let at = usize::try_from(chance.below(options.len().max(1) as u64)).unwrap_or(0);
        options.get(at).copied().unwrap_or(Value::Unknown)
    }

    /// Gives a fact a value under which the literal holds, if what is known leaves it open.
    fn steer(&self, case: &mut Facts, known: &Facts, literal: Literal) {
        let Some(atom) = self.packs.atoms.get(literal.atom) else { return };
        let Some(options) = self.options.get(&atom.fact) else { return };
        let wanted = Tri::from_bool(literal.holds);
        let value = match (atom.test, case.get(atom.fact)) {
            (Test::Has(i), Value::Set { has, .. }) => {
                let bit = 1u64 << i;
                Some(Value::set(if literal.holds { has | bit } else { has & !bit }))
            }
            (Test::Empty, _) => None,
            _ => options.iter().copied().find(|v| atom.ask(*v, |other| known.get(other)) == wanted),
        };
        if let Some(value) = value
            && fits(known.get(atom.fact), value)
        {
            case.put(atom.fact, value, Said::Stated);
        }
    }

    /// Expected disorder of the rulings after the answer, in units of 1/1024 bit per case: the lower the better.
    fn left_open_by(&self, fact: FactId) -> u64 {
        let mut ends: Vec<(Value, Outcome)> = self.cases.iter().map(|(case, outcome)| (case.get(fact), *outcome)).collect();
        ends.sort_unstable();
        let weight = |n: usize| u32::try_from(n).map_or(0.0, |n| f64::from(n) * f64::from(n).log2());
        let answers = ends.chunk_by(|a, b| a.0 == b.0).map(|same| weight(same.len()));
        let sum = answers.sum::<f64>() - ends.chunk_by(|a, b| a == b).map(|same| weight(same.len())).sum::<f64>();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a sum of entropies is small and not negative"
        )]
        let scaled = (sum * 1024.0) as u64;
        scaled
    }

    /// On how many completions a fact is tried, so that one with many values costs no more than others.
    fn so_many(&self, fact: FactId) -> usize {
        let kind = self.packs.vocabulary.fact(fact).kind;
        let values = match kind {
            Kind::Set(_) => self.packs.atoms.used_members(fact).count_ones() as usize,
            _ => self.options.get(&fact).map_or(1, |options| options.len().saturating_sub(1)),
        };
        (4 * WITNESSES / values.max(1)).clamp(WITNESSES / 4, 2 * WITNESSES)
    }

    /// Two completions that differ in this fact alone and have different rulings; one of them is among so many of the pool.
    fn witness(&self, fact: FactId, among: usize) -> Option<(Facts, Facts)> {
        let step = self.cases.len().div_ceil(among).max(1);
        self.cases.iter().step_by(step).find_map(|(case, outcome)| {
            let mut other = case.clone();
            let options = match case.get(fact) {
                Value::Set { .. } => alternatives(self.packs, case, fact),
                _ => self.options.get(&fact).cloned().unwrap_or_default(),
            };
            let now = case.get(fact);
            let changed = options.into_iter().filter(|value| *value != now).any(|value| {
                other.put(fact, value, Said::Stated);
                self.packs.outcome(&other) != *outcome
            });
            changed.then(|| (case.clone(), other))
        })
    }
}

/// Whether a value agrees with what is known of a set.
fn fits(known: Value, value: Value) -> bool {
    match (known, value) {
        (Value::Set { has, lacks }, Value::Set { has: new, .. }) => new & lacks == 0 && has & !new == 0,
        _ => true,
    }
}

/// The ways in which open rules that touch what is asked would fire.
fn goals(packs: &Packs, survey: &Survey) -> BTreeSet<Vec<Literal>> {
    let mut found = BTreeSet::new();
    for at in 0..packs.rules.len() {
        let (rule, fired) = survey.rule(at);
        if fired.truth != Tri::Unknown || fired.cover.may & survey.asked.may == 0 {
            continue;
        }
        found.extend(ways_to_fire(packs, rule));
    }
    found
}

/// What makes a rule fire: per alternative of its condition the literals that must hold, those of its pack's application
/// before them, derived ones spelt out.
pub fn ways_to_fire<'p>(packs: &'p Packs, rule: &'p Rule) -> impl Iterator<Item = Vec<Literal>> + 'p {
    let applies = packs.pack_of(rule).applies.formula.alternatives().first();
    rule.when.formula.alternatives().iter().map(move |alternative| {
        let mut way = applies.cloned().unwrap_or_default();
        alternative.iter().for_each(|l| spell_out(packs, *l, &mut way));
        way
    })
}

/// A literal, or where it asks for a derived fact the first alternative that makes it hold.
fn spell_out(packs: &Packs, literal: Literal, goal: &mut Vec<Literal>) {
    let derived = |atom: Atom| packs.derived.iter().find(|d| d.fact == atom.fact);
    match packs.atoms.get(literal.atom).and_then(derived) {
        Some(derived) if literal.holds => {
            let first = derived.when.formula.alternatives().first();
            first.into_iter().flatten().for_each(|l| spell_out(packs, *l, goal));
        }
        _ => goal.push(literal),
    }
}

/// A small generator of pseudo-random numbers (xorshift64*), seeded the same every time: the same facts lead to the same question.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
}
