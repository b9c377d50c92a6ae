//! A thin wrapper round `oxidd`: facts as variables, conditions as diagrams.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasherDefault, DefaultHasher};

pub(crate) use oxidd::BooleanFunction;
use oxidd::bcdd::{BCDDFunction, BCDDManagerRef, new_manager};

use oxidd::util::{AllocResult, OptBool, SatCountCache, num::F64};
use oxidd::{Manager, ManagerRef};
use tacenda_law::inside::bits;
use tacenda_law::{Atom, AtomId, Expr, FactId, Facts, Kind, Packs, Said, Test, Tri, Value, day_number};

/// Inner nodes and cache entries: what one question may use (about 150 MB).
const NODES: usize = 4 << 20;
const CACHE: usize = 1 << 20;

/// A set of cases.
pub(crate) type Set = BCDDFunction;

/// The memory set aside for one question was not enough. Never read as "it holds".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the question is too large for the memory set aside for it")]
pub struct TooLarge;

impl From<oxidd::util::OutOfMemory> for TooLarge {
    fn from(_: oxidd::util::OutOfMemory) -> Self {
        Self
    }
}

pub(crate) type Result<T> = std::result::Result<T, TooLarge>;

/// How the values of one fact are spread over variables.
#[derive(Debug, Clone)]
struct Code {
    first: u32,
    width: u32,
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    /// One of these; its position, binary, lowest bit first.
    One(Vec<Value>),
    /// One variable per limit: the number or day is below it.
    Below { limits: Vec<i64>, days: bool },
    /// One variable per member that some condition or scope asks for, and one for all others.
    Set { members: Vec<u8>, other: Option<u8> },
}

/// Facts as variables. Facts that `fixed` states are constants.
pub(crate) struct Diagrams<'p> {
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
    pub(crate) fn new(packs: &'p Packs, fixed: &Facts) -> Result<Self> {
        let manager = new_manager(NODES, CACHE, 1);
        let mut count = 0;
        let mut add = |n: u32| {
            count += n;
            count - n
        };
        let open = order(packs).into_iter().filter(|id| fixed.get(*id).is_open());
        let codes = open.filter_map(|id| Some((id, code(packs, id, &mut add)?))).collect();
        let pairs = packs.atoms().iter().map(|(_, atom)| atom).filter(|atom| matches!(atom.test, Test::Before(_)));
        let pairs = pairs.map(|atom| (atom, add(1))).collect();
        let first_pass = [add(1), add(1)];
        let vars = manager.with_manager_exclusive(|m| {
            let range = m.add_vars(count);
            range.map(|n| Set::var(m, n)).collect::<AllocResult<_>>()
        })?;
        let domain = manager.with_manager_shared(|m| Set::t(m));
        let mut diagrams =
            Self { packs, fixed: fixed.clone(), manager, codes, pairs, first_pass, vars, domain, truths: BTreeMap::new() };
        diagrams.domain = diagrams.domain()?;
        Ok(diagrams)
    }

    pub(crate) fn constant(&self, b: bool) -> Set {
        self.manager.with_manager_shared(|m| if b { Set::t(m) } else { Set::f(m) })
    }

    /// The cases that belong to one of the sets.
    pub(crate) fn any(&self, sets: impl IntoIterator<Item = Result<Set>>) -> Result<Set> {
        sets.into_iter().try_fold(self.constant(false), |any, set| Ok(any.or(&set?)?))
    }

    /// The cases that belong to each of the sets.
    pub(crate) fn all(&self, sets: impl IntoIterator<Item = Result<Set>>) -> Result<Set> {
        sets.into_iter().try_fold(self.constant(true), |all, set| Ok(all.and(&set?)?))
    }

    fn var(&self, n: u32) -> Set {
        self.vars.get(n as usize).cloned().unwrap_or_else(|| self.constant(false))
    }

    fn domain(&self) -> Result<Set> {
        let codes = self.all(self.codes.iter().map(|(id, code)| match &code.values {
            Values::One(values) => self.any((0..).zip(values).map(|(at, _)| self.member(code, at))),
            // Below one limit is below every later one.
            Values::Below { limits, .. } => {
                self.all((code.first..).take(limits.len().saturating_sub(1)).map(|n| Ok(self.var(n).imp(&self.var(n + 1))?)))
            }
            Values::Set { members, other } if self.packs.vocabulary.fact(*id).empty_is_unknown => {
                let used = members.len() + usize::from(other.is_some());
                let named = (code.first..).take(used).map(|n| Ok(self.var(n)));
                self.any(named.chain([Ok(self.constant(self.fixed.get(*id).members().0 != 0))]))
            }
            Values::Set { .. } => Ok(self.constant(true)),
        }))?;
        let pairs = self.all(self.pairs.iter().map(|(atom, n)| {
            let Test::Before(other) = atom.test else { return Ok(self.constant(true)) };
            let back = self.pairs.get(&Atom { fact: other, test: Test::Before(atom.fact) });
            back.map_or_else(|| Ok(self.constant(true)), |back| Ok(self.var(*n).and(&self.var(*back))?.not()?))
        }))?;
        Ok(codes.and(&pairs)?)
    }

    /// The cases in which the fact has the value at that position.
    fn member(&self, code: &Code, at: u32) -> Result<Set> {
        self.all((0..code.width).rev().map(|bit| {
            let var = self.var(code.first + bit);
            if at >> bit & 1 == 1 { Ok(var) } else { Ok(var.not()?) }
        }))
    }

    /// The variable of one of the things that a fact has a variable each for.
    fn own<T: PartialEq>(&self, code: &Code, things: &[T], wanted: &T) -> Set {
        let at = (code.first..).zip(things).find(|(_, thing)| *thing == wanted);
        at.map_or_else(|| self.constant(false), |(n, _)| self.var(n))
    }

    /// The cases in which a fact's value is one of the members.
    pub(crate) fn one_of(&self, fact: FactId, set: u64) -> Result<Set> {
        self.atom(Atom { fact, test: Test::In(set) })
    }

    /// The cases in which a fact has that value.
    pub(crate) fn equals(&self, fact: FactId, value: Value) -> Result<Set> {
        match value {
            Value::Bool(b) => {
                let set = self.atom(Atom { fact, test: Test::True })?;
                if b { Ok(set) } else { Ok(set.not()?) }
            }
            Value::One(member) => self.one_of(fact, 1 << member),
            Value::Set { has, .. } => self.all(bits(has).map(|member| self.atom(Atom { fact, test: Test::Has(member) }))),
            _ => Ok(self.constant(true)),
        }
    }

    /// The cases in which a set fact names the category, by itself or by naming the whole record.
    pub(crate) fn names_category(&self, fact: FactId, category: u8) -> Result<Set> {
        let known = self.packs.vocabulary.known;
        let whole = if known.chart >> category & 1 == 1 { known.whole } else { 0 };
        self.any(bits(whole | 1 << category).map(|member| self.atom(Atom { fact, test: Test::Has(member) })))
    }

    fn atom(&self, atom: Atom) -> Result<Set> {
        if let Some(n) = self.pairs.get(&atom) {
            return Ok(self.var(*n));
        }
        let fixed = |fact: FactId| self.fixed.get(fact);
        let known = atom.ask(fixed(atom.fact), fixed);
        let Some(code) = self.codes.get(&atom.fact).filter(|_| known == Tri::Unknown) else {
            return Ok(self.constant(known == Tri::True));
        };
        match (&code.values, atom.test) {
            (Values::One(values), _) => {
                let holds = (0..).zip(values).filter(|(_, value)| atom.ask(**value, fixed) == Tri::True);
                self.any(holds.map(|(at, _)| self.member(code, at)))
            }
            (Values::Below { limits, .. }, Test::Below(n)) => Ok(self.own(code, limits, &n)),
            (Values::Set { members, .. }, Test::Has(i)) => Ok(self.own(code, members, &i)),
            (Values::Below { .. }, _) => Ok(self.constant(false)),
            (Values::Set { .. }, _) => self.all((code.first..).take(code.width as usize).map(|n| Ok(self.var(n).not()?))),
        }
    }

    /// The cases in which an atom holds; derived facts are spelt out, those of the first pass are given with [`Diagrams::define`].
    pub(crate) fn truth(&mut self, id: AtomId) -> Result<Set> {
        if let Some(known) = self.truths.get(&id) {
            return Ok(known.clone());
        }
        let Some(atom) = self.packs.atoms().get(id) else { return Ok(self.constant(false)) };
        let packs = self.packs;
        let found = match packs.derived.iter().find(|d| d.fact == atom.fact) {
            Some(derived) => self.expr(&derived.when.expr)?,
            None => self.atom(atom)?,
        };
        self.truths.insert(id, found.clone());
        Ok(found)
    }

    /// Whether other regimes command or authorise is not looked at: both are possible in every case.
    pub(crate) fn leave_first_pass_open(&mut self) {
        let known = self.packs.vocabulary.known;
        for (fact, var) in [known.required_by_law, known.report_authorised].into_iter().zip(self.first_pass) {
            let set = self.var(var);
            self.define(fact, set);
        }
    }

    /// Says in which cases a fact of the first pass is true.
    pub(crate) fn define(&mut self, fact: FactId, set: Set) {
        if let Some(id) = self.packs.atoms().find(Atom { fact, test: Test::True }) {
            self.truths.insert(id, set);
        }
    }

    /// The cases in which a condition holds.
    pub(crate) fn expr(&mut self, expr: &Expr) -> Result<Set> {
        Ok(match expr {
            Expr::Always(b) => self.constant(*b),
            Expr::Atom(id) => self.truth(*id)?,
            Expr::Not(x) => self.expr(x)?.not()?,
            Expr::And(xs) => xs.iter().try_fold(self.constant(true), |all, x| Ok::<_, TooLarge>(all.and(&self.expr(x)?)?))?,
            Expr::Or(xs) => xs.iter().try_fold(self.constant(false), |any, x| Ok::<_, TooLarge>(any.or(&self.expr(x)?)?))?,
        })
    }

    /// The share of all cases that belong to the set.
    pub(crate) fn share(&self, set: &Set) -> Result<f64> {
        let count = u32::try_from(self.vars.len()).unwrap_or(u32::MAX);
        let mut cache = SatCountCache::<F64, BuildHasherDefault<DefaultHasher>>::default();
        let part = set.and(&self.domain)?.sat_count(count, &mut cache).0;
        let all = self.domain.sat_count(count, &mut cache).0;
        Ok(part / all)
    }

    /// One case of the set: what the set does not settle is at its default.
    pub(crate) fn pick(&self, set: &Set) -> Option<Facts> {
        let cube = set.and(&self.domain).ok()?.pick_cube(|_, _, _| false)?;
        let value = |n: u32| cube.get(n as usize).copied().unwrap_or(OptBool::None);
        let mut facts = Facts::defaults(&self.packs.vocabulary, self.fixed.event_day(&self.packs.vocabulary));
        for id in self.packs.vocabulary.stated() {
            if self.fixed.said(id) != Said::Open && !self.fixed.get(id).is_open() {
                facts.put(id, self.fixed.get(id), Said::Stated);
            }
        }
        for (id, code) in &self.codes {
            let (known, _) = self.fixed.get(*id).members();
            match code.decode(&value) {
                Some(Value::Set { has, lacks }) => facts.state(*id, Value::Set { has: has | known, lacks: lacks & !known }),
                Some(found) => facts.state(*id, found),
                None if known != 0 => facts.state(*id, Value::set(known)),
                None => {}
            }
        }
        let today = day_number(facts.event_day(&self.packs.vocabulary));
        for (atom, _) in self.pairs.iter().filter(|(_, n)| value(**n) == OptBool::True) {
            let Test::Before(other) = atom.test else { continue };
            // Of two dates one is the day of the event; the other is put before it or after it.
            let event = atom.fact == self.packs.vocabulary.known.event_date;
            let (fact, day) = if event { (other, today + 30) } else { (atom.fact, today - 30) };
            facts.state(fact, Value::Day(day));
        }
        Some(facts)
    }
}

/// Facts in the order of their variables: those that split the packs first.
fn order(packs: &Packs) -> Vec<FactId> {
    let mut facts: Vec<FactId> = packs.vocabulary.stated().collect();
    facts.sort_by_key(|id| match packs.vocabulary.fact(*id).group.as_str() {
        "frame" | "holder" => (0, *id),
        "recipient" => (1, *id),
        _ => (2, *id),
    });
    facts
}

fn code(packs: &Packs, id: FactId, add: &mut impl FnMut(u32) -> u32) -> Option<Code> {
    let fact = packs.vocabulary.fact(id);
    let scope = packs.vocabulary.known.is_scope(id);
    if packs.atoms().of(id).next().is_none() && !scope {
        return None;
    }
    let list = packs.vocabulary.enumeration(fact.kind);
    let members = list.map_or(0, |e| e.members.len());
    let values = match fact.kind {
        Kind::Bool => Values::One(vec![Value::Bool(false), Value::Bool(true)]),
        Kind::Enum(_) => Values::One((0u8..).take(members).map(Value::One).collect()),
        Kind::Int | Kind::Date => {
            let limits: BTreeSet<i64> = packs.atoms().limits(id).collect();
            Values::Below { limits: limits.into_iter().collect(), days: fact.kind == Kind::Date }
        }
        Kind::Set(_) => {
            let used = if scope { u64::MAX } else { packs.atoms().used_members(id) };
            let members: Vec<u8> = bits(used).take_while(|m| usize::from(*m) < members).collect();
            let other = (0u8..).zip(&list?.members).find(|(i, m)| !m.leaves_open && !members.contains(i)).map(|(i, _)| i);
            Values::Set { members, other }
        }
    };
    let width = match &values {
        Values::One(values) => usize::BITS - values.len().saturating_sub(1).leading_zeros(),
        Values::Below { limits, .. } => u32::try_from(limits.len()).ok()?,
        Values::Set { members, .. } => u32::try_from(members.len()).ok()? + 1,
    };
    Some(Code { first: add(width), width, values })
}

impl Code {
    /// The value that an assignment of the variables stands for; nothing where it leaves all of them open.
    fn decode(&self, value: &impl Fn(u32) -> OptBool) -> Option<Value> {
        let vars = self.first..self.first + self.width;
        let yes = |n: u32| value(n) == OptBool::True;
        if !vars.clone().any(|n| value(n) != OptBool::None) {
            return None;
        }
        match &self.values {
            Values::One(values) => {
                let at = vars.rev().fold(0, |at, n| at << 1 | usize::from(yes(n)));
                values.get(at).copied()
            }
            Values::Below { limits, days } => {
                let below = limits.iter().zip(vars).find(|(_, n)| yes(*n)).map(|(limit, _)| limit - 1);
                let number = below.or(limits.last().copied())?;
                Some(if *days { Value::Day(i32::try_from(number).unwrap_or(0)) } else { Value::Int(number) })
            }
            Values::Set { members, other } => {
                let named = members.iter().chain(other).zip(vars).filter(|(_, n)| yes(*n));
                Some(Value::set(named.fold(0, |bits, (m, _)| bits | 1 << m)))
            }
        }
    }
}
