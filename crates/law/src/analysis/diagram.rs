//! A thin wrapper round `oxidd`: facts as variables, conditions as diagrams.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasherDefault, DefaultHasher};

use oxidd::bcdd::{BCDDFunction, BCDDManagerRef, new_manager};

use oxidd::util::{AllocResult, OptBool, SatCountCache, num::F64};
use oxidd::{BooleanFunction, Manager, ManagerRef};

use crate::atoms::{Atom, AtomId, Test};
use crate::condition::Expr;
use crate::facts::{Facts, Said, Value, day_number};
use crate::pack::Packs;
use crate::vocabulary::{FactId, Kind, Origin};

/// Inner nodes and cache entries: what one question may use (about 150 MB).
const NODES: usize = 4 << 20;
const CACHE: usize = 1 << 20;

/// A set of cases.
pub(super) type Set = BCDDFunction;

/// The memory set aside for one question was not enough. Never read as "it holds".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the question is too large for the memory set aside for it")]
pub struct TooLarge;

impl From<oxidd::util::OutOfMemory> for TooLarge {
    fn from(_: oxidd::util::OutOfMemory) -> Self {
        Self
    }
}

pub(super) type Result<T> = std::result::Result<T, TooLarge>;

/// How the values of one fact are spread over variables.
#[derive(Debug, Clone)]
enum Code {
    Bool(u32),
    /// The member's position, binary, lowest bit first.
    Binary {
        first: u32,
        bits: u32,
        members: u32,
    },
    /// One variable per threshold: the value is below it.
    Thresholds {
        first: u32,
        limits: Vec<i64>,
        days: bool,
    },
    /// One variable per member that some condition or scope asks for, and one for all others.
    Members {
        first: u32,
        members: Vec<u8>,
        other: Option<u8>,
    },
}

/// Facts as variables. Facts that `fixed` states are constants.
pub(super) struct Diagrams<'p> {
    pub packs: &'p Packs,
    pub fixed: Facts,
    manager: BCDDManagerRef,
    codes: BTreeMap<FactId, Code>,
    /// Comparisons of two dates, each a variable of its own.
    pairs: BTreeMap<Atom, u32>,
    /// Variables for the two facts of the first pass, where one regime is looked at alone.
    first_pass: [u32; 2],
    /// Variables by number.
    vars: Vec<Set>,
    /// Only codes that stand for values.
    pub domain: Set,
    truths: BTreeMap<AtomId, Set>,
}

impl<'p> Diagrams<'p> {
    /// Variables for every stated fact that is open in `fixed`.
    pub(super) fn new(packs: &'p Packs, fixed: &Facts) -> Result<Self> {
        let manager = new_manager(NODES, CACHE, 1);
        let mut codes = BTreeMap::new();
        let mut count = 0;
        let mut add = |n: u32| {
            count += n;
            count - n
        };
        for (id, _) in order(packs) {
            if !fixed.get(id).is_open() {
                continue;
            }
            if let Some(code) = code(packs, id, &mut add) {
                codes.insert(id, code);
            }
        }
        let mut pairs = BTreeMap::new();
        for (_, atom) in packs.atoms().iter() {
            if matches!(atom.test, Test::Before(_)) {
                pairs.insert(atom, add(1));
            }
        }
        let first_pass = [add(1), add(1)];
        let vars = manager.with_manager_exclusive(|m| {
            let range = m.add_vars(count);
            range.map(|n| Set::var(m, n)).collect::<AllocResult<_>>()
        })?;
        let truth = manager.with_manager_shared(|m| Set::t(m));
        let mut diagrams =
            Self { packs, fixed: fixed.clone(), manager, codes, pairs, first_pass, vars, domain: truth, truths: BTreeMap::new() };
        diagrams.domain = diagrams.domain()?;
        Ok(diagrams)
    }

    pub(super) fn all(&self) -> Set {
        self.manager.with_manager_shared(|m| Set::t(m))
    }

    pub(super) fn none(&self) -> Set {
        self.manager.with_manager_shared(|m| Set::f(m))
    }

    pub(super) fn constant(&self, b: bool) -> Set {
        if b { self.all() } else { self.none() }
    }

    fn var(&self, n: u32) -> Set {
        self.vars.get(n as usize).cloned().unwrap_or_else(|| self.none())
    }

    fn domain(&self) -> Result<Set> {
        let mut all = self.all();
        for (id, code) in &self.codes {
            match code {
                Code::Binary { members, .. } => {
                    let mut any = self.none();
                    for member in 0..*members {
                        any = any.or(&self.member(code, member)?)?;
                    }
                    all = all.and(&any)?;
                }
                Code::Thresholds { first, limits, .. } => {
                    // Below one limit is below every later one.
                    for n in (*first..).take(limits.len().saturating_sub(1)) {
                        all = all.and(&self.var(n).imp(&self.var(n + 1))?)?;
                    }
                }
                Code::Members { first, members, other } if self.packs.vocabulary.fact(*id).empty_is_unknown => {
                    let known = matches!(self.fixed.get(*id), Value::Set { has, .. } if has != 0);
                    let mut any = self.constant(known);
                    for n in (*first..).take(members.len() + usize::from(other.is_some())) {
                        any = any.or(&self.var(n))?;
                    }
                    all = all.and(&any)?;
                }
                Code::Bool(_) | Code::Members { .. } => {}
            }
        }
        for (atom, n) in &self.pairs {
            let Test::Before(other) = atom.test else { continue };
            if let Some(back) = self.pairs.get(&Atom { fact: other, test: Test::Before(atom.fact) }) {
                all = all.and(&self.var(*n).and(&self.var(*back))?.not()?)?;
            }
        }
        Ok(all)
    }

    fn member(&self, code: &Code, member: u32) -> Result<Set> {
        let Code::Binary { first, bits, .. } = code else { return Ok(self.none()) };
        let mut all = self.all();
        for bit in (0..*bits).rev() {
            let var = self.var(first + bit);
            all = if member >> bit & 1 == 1 { all.and(&var)? } else { all.and(&var.not()?)? };
        }
        Ok(all)
    }

    /// The cases in which a fact's value is one of the members.
    pub(super) fn one_of(&self, fact: FactId, set: u64) -> Result<Set> {
        self.atom(Atom { fact, test: Test::In(set) })
    }

    /// The cases in which a fact has that value.
    pub(super) fn equals(&self, fact: FactId, value: Value) -> Result<Set> {
        match value {
            Value::Bool(b) => {
                let set = self.atom(Atom { fact, test: Test::True })?;
                if b { Ok(set) } else { Ok(set.not()?) }
            }
            Value::One(member) => self.one_of(fact, 1 << member),
            Value::Set { has, .. } => {
                let mut all = self.all();
                for member in (0u8..64).filter(|m| has >> m & 1 == 1) {
                    all = all.and(&self.atom(Atom { fact, test: Test::Has(member) })?)?;
                }
                Ok(all)
            }
            _ => Ok(self.all()),
        }
    }

    /// The cases in which a set fact names the category, by itself or by naming the whole record.
    pub(super) fn names_category(&self, fact: FactId, category: u8) -> Result<Set> {
        let known = self.packs.vocabulary.known;
        let own = self.atom(Atom { fact, test: Test::Has(category) })?;
        if known.chart >> category & 1 == 0 {
            return Ok(own);
        }
        let whole = u8::try_from(known.whole.trailing_zeros()).unwrap_or(u8::MAX);
        Ok(own.or(&self.atom(Atom { fact, test: Test::Has(whole) })?)?)
    }

    fn atom(&self, atom: Atom) -> Result<Set> {
        if let Some(n) = self.pairs.get(&atom) {
            return Ok(self.var(*n));
        }
        let Some(code) = self.codes.get(&atom.fact) else {
            let fixed = |other: FactId| self.fixed.get(other);
            return Ok(self.constant(atom.ask(fixed(atom.fact), fixed) == crate::atoms::Tri::True));
        };
        if let (Test::Has(i), Value::Set { has, lacks }) = (atom.test, self.fixed.get(atom.fact))
            && (has | lacks) >> i & 1 == 1
        {
            return Ok(self.constant(has >> i & 1 == 1));
        }
        Ok(match (code, atom.test) {
            (Code::Bool(n), Test::True) => self.var(*n),
            (Code::Binary { members, .. }, Test::In(set)) => {
                let mut any = self.none();
                for member in (0..*members).filter(|m| set >> m & 1 == 1) {
                    any = any.or(&self.member(code, member)?)?;
                }
                any
            }
            (Code::Thresholds { first, limits, .. }, Test::Below(n)) => {
                let at = limits.iter().position(|l| *l == n).and_then(|i| u32::try_from(i).ok());
                at.map_or_else(|| self.none(), |i| self.var(first + i))
            }
            (Code::Members { first, members, .. }, Test::Has(i)) => {
                let at = members.iter().position(|m| *m == i).and_then(|i| u32::try_from(i).ok());
                at.map_or_else(|| self.none(), |i| self.var(first + i))
            }
            (Code::Members { first, members, .. }, Test::Empty) => {
                let known = matches!(self.fixed.get(atom.fact), Value::Set { has, .. } if has != 0);
                let mut none = self.constant(!known);
                for n in (*first..).take(members.len() + 1) {
                    none = none.and(&self.var(n).not()?)?;
                }
                none
            }
            _ => self.none(),
        })
    }

    /// The cases in which an atom holds; derived facts are spelt out, those of the first pass are given with [`Diagrams::define`].
    pub(super) fn truth(&mut self, id: AtomId) -> Result<Set> {
        if let Some(known) = self.truths.get(&id) {
            return Ok(known.clone());
        }
        let Some(atom) = self.packs.atoms().get(id) else { return Ok(self.none()) };
        let packs = self.packs;
        let found = match packs.derived.iter().find(|d| d.fact == atom.fact) {
            Some(derived) => self.expr(&derived.when.expr)?,
            None => self.atom(atom)?,
        };
        self.truths.insert(id, found.clone());
        Ok(found)
    }

    /// Whether other regimes command or authorise is not looked at: both are possible in every case.
    pub(super) fn leave_first_pass_open(&mut self) {
        let known = self.packs.vocabulary.known;
        for (fact, var) in [known.required_by_law, known.report_authorised].into_iter().zip(self.first_pass) {
            let set = self.var(var);
            self.define(fact, set);
        }
    }

    /// Says in which cases a fact of the first pass is true.
    pub(super) fn define(&mut self, fact: FactId, set: Set) {
        let atom = Atom { fact, test: Test::True };
        if let Some((id, _)) = self.packs.atoms().iter().find(|(_, a)| *a == atom) {
            self.truths.insert(id, set);
        }
    }

    /// The cases in which a condition holds.
    pub(super) fn expr(&mut self, expr: &Expr) -> Result<Set> {
        Ok(match expr {
            Expr::Always(b) => self.constant(*b),
            Expr::Atom(id) => self.truth(*id)?,
            Expr::Not(x) => self.expr(x)?.not()?,
            Expr::And(xs) => {
                let mut all = self.all();
                for x in xs {
                    all = all.and(&self.expr(x)?)?;
                }
                all
            }
            Expr::Or(xs) => {
                let mut any = self.none();
                for x in xs {
                    any = any.or(&self.expr(x)?)?;
                }
                any
            }
        })
    }

    /// The share of all cases that belong to the set.
    pub(super) fn share(&self, set: &Set) -> Result<f64> {
        let count = u32::try_from(self.vars.len()).unwrap_or(u32::MAX);
        let mut cache = SatCountCache::<F64, BuildHasherDefault<DefaultHasher>>::default();
        let part = set.and(&self.domain)?.sat_count(count, &mut cache).0;
        let all = self.domain.sat_count(count, &mut cache).0;
        Ok(part / all)
    }

    /// One case of the set: what the set does not settle is at its default.
    pub(super) fn pick(&self, set: &Set) -> Option<Facts> {
        let cube = set.and(&self.domain).ok()?.pick_cube(|_, _, _| false)?;
        let value = |n: u32| cube.get(n as usize).copied().unwrap_or(OptBool::None);
        let mut facts = Facts::defaults(&self.packs.vocabulary, self.fixed.event_day(&self.packs.vocabulary));
        for id in self.packs.vocabulary.stated() {
            if self.fixed.said(id) != Said::Open && !self.fixed.get(id).is_open() {
                facts.put(id, self.fixed.get(id), Said::Stated);
            }
        }
        for (id, code) in &self.codes {
            let known = if let Value::Set { has, .. } = self.fixed.get(*id) { has } else { 0 };
            match decode(code, &value) {
                Some(Value::Set { has, lacks }) => {
                    facts.put(*id, Value::Set { has: has | known, lacks: lacks & !known }, Said::Stated);
                }
                Some(found) => facts.put(*id, found, Said::Stated),
                None if known != 0 => facts.put(*id, Value::set(known), Said::Stated),
                None => {}
            }
        }
        for (atom, n) in &self.pairs {
            let today = day_number(facts.event_day(&self.packs.vocabulary));
            let Test::Before(other) = atom.test else { continue };
            let known = self.packs.vocabulary.known.event_date;
            // Of two dates one is the day of the event; the other is put before it, after it, or is not stated.
            let (fact, day) = if atom.fact == known { (other, today + 30) } else { (atom.fact, today - 30) };
            if value(*n) == OptBool::True {
                facts.put(fact, Value::Day(day), Said::Stated);
            }
        }
        Some(facts)
    }
}

/// Facts in the order of their variables: those that split the packs first.
fn order(packs: &Packs) -> Vec<(FactId, usize)> {
    let mut rows: Vec<(FactId, usize)> = packs.vocabulary.stated().map(|id| (id, 0)).collect();
    let weight = |id: FactId| {
        let fact = packs.vocabulary.fact(id);
        match fact.group.as_str() {
            "frame" | "holder" => 0,
            "recipient" => 1,
            _ => 2,
        }
    };
    rows.sort_by_key(|(id, _)| (weight(*id), *id));
    rows.retain(|(id, _)| packs.vocabulary.fact(*id).origin == Origin::Stated);
    rows
}

fn code(packs: &Packs, id: FactId, add: &mut impl FnMut(u32) -> u32) -> Option<Code> {
    let fact = packs.vocabulary.fact(id);
    let known = packs.vocabulary.known;
    let atoms: Vec<Atom> = packs.atoms().of(id).collect();
    let scope = [known.requested, known.consent_scope, known.order_scope].contains(&id);
    if atoms.is_empty() && !scope {
        return None;
    }
    let members = packs.vocabulary.enumeration(fact.kind).map_or(0, |e| e.members.len());
    Some(match fact.kind {
        Kind::Bool => Code::Bool(add(1)),
        Kind::Enum(_) => {
            let members = u32::try_from(members).ok()?;
            let bits = 32 - members.saturating_sub(1).leading_zeros();
            Code::Binary { first: add(bits), bits, members }
        }
        Kind::Int | Kind::Date => {
            let limits: BTreeSet<i64> =
                atoms.iter().filter_map(|a| if let Test::Below(n) = a.test { Some(n) } else { None }).collect();
            let limits: Vec<i64> = limits.into_iter().collect();
            Code::Thresholds { first: add(u32::try_from(limits.len()).ok()?), limits, days: fact.kind == Kind::Date }
        }
        Kind::Set(_) => {
            let used: BTreeSet<u8> = if scope {
                (0u8..).take(members).collect()
            } else {
                atoms.iter().filter_map(|a| if let Test::Has(i) = a.test { Some(i) } else { None }).collect()
            };
            let members: Vec<u8> = used.into_iter().collect();
            let list = packs.vocabulary.enumeration(fact.kind)?;
            let other = (0u8..).zip(&list.members).find(|(i, m)| !m.leaves_open && !members.contains(i)).map(|(i, _)| i);
            Code::Members { first: add(u32::try_from(members.len()).ok()? + 1), members, other }
        }
    })
}

fn decode(code: &Code, value: &impl Fn(u32) -> OptBool) -> Option<Value> {
    let known = |n: u32| value(n) != OptBool::None;
    let yes = |n: u32| value(n) == OptBool::True;
    match code {
        Code::Bool(n) => known(*n).then(|| Value::Bool(yes(*n))),
        Code::Binary { first, bits, members } => {
            let settled = (*first..).take(*bits as usize).any(known);
            let at = (0..*bits).fold(0, |at, bit| at | u32::from(yes(first + bit)) << bit);
            (settled && at < *members).then(|| Value::One(u8::try_from(at).unwrap_or(0)))
        }
        Code::Thresholds { first, limits, days } => {
            if !(*first..).take(limits.len()).any(known) {
                return None;
            }
            let below = limits.iter().zip(*first..).find(|(_, n)| yes(*n)).map(|(limit, _)| limit - 1);
            let number = below.or(limits.last().copied()).unwrap_or(0);
            Some(if *days { Value::Day(i32::try_from(number).unwrap_or(0)) } else { Value::Int(number) })
        }
        Code::Members { first, members, other } => {
            if !(*first..).take(members.len() + 1).any(known) {
                return None;
            }
            let has = members.iter().chain(other).zip(*first..).filter(|(_, n)| yes(*n)).fold(0, |bits, (m, _)| bits | 1 << m);
            Some(Value::set(has))
        }
    }
}
