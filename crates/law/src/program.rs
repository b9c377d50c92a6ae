//! The conditions of all rules in one flat run of words: what the engine reads a million times a second.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::atoms::{Atoms, Bits, FactTable, Tri};
use crate::facts::Facts;
use crate::formula::{Formula, Term, any_of};
use crate::pack::Rule;
use crate::vocabulary::FactId;

/// So many facts are asked before any condition is read: those that rule most of them out, such as who receives and why.
const SIEVES: usize = 6;

/// Conditions by the position of their rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    lines: Vec<Line>,
    /// Where each alternative's terms end.
    ends: Vec<usize>,
    terms: Vec<Term>,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    days: (i32, i32),
    term: usize,
    first: usize,
    last: usize,
}

/// The facts that rule most conditions out, each with the conditions that every value leaves possible.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sieve(Vec<(FactId, Vec<Lines>)>);

/// A set of conditions, one bit each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(Vec<u64>);

impl Lines {
    pub(crate) fn new(keep: impl Iterator<Item = bool>) -> Self {
        let mut words = Vec::new();
        for (at, keep) in keep.enumerate() {
            if at % 64 == 0 {
                words.push(0);
            }
            if let Some(word) = words.last_mut() {
                *word |= u64::from(keep) << (at % 64);
            }
        }
        Self(words)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = usize> {
        self.within(0..self.0.len() * 64)
    }

    /// The members of a range, in order.
    #[inline]
    pub(crate) fn within(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let words = range.start / 64..range.end.div_ceil(64);
        let parts = words.clone().zip(self.0.get(words).unwrap_or_default());
        parts.flat_map(move |(at, word)| {
            let base = at * 64;
            let mut left = *word;
            if base < range.start {
                left &= u64::MAX << (range.start - base);
            }
            if range.end - base < 64 {
                left &= !(u64::MAX << (range.end - base));
            }
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(base + bit)
            })
        })
    }
}

impl Sieve {
    pub(crate) fn new(rules: &[Rule], atoms: &Atoms) -> Self {
        let formulas = rules.iter().map(|r| &r.when.formula);
        let mut asked: BTreeMap<FactId, usize> = BTreeMap::new();
        for literal in formulas.clone().flat_map(|f| f.alternatives().iter().flatten()) {
            *asked.entry(atoms.get(literal.atom).map_or(FactId(u16::MAX), |a| a.fact)).or_default() += 1;
        }
        let mut tables: Vec<_> = atoms.tables().collect();
        tables.sort_by_key(|table| Reverse(asked.get(&table.fact)));
        let left =
            |table: &FactTable, value| Lines::new(formulas.clone().map(|f| f.is_possible(|atom| table.truth(value, atom))));
        Self((tables.iter().take(SIEVES)).map(|t| (t.fact, (0..t.values()).map(|value| left(t, value)).collect())).collect())
    }

    /// Those of the conditions that these facts leave possible; a few that are not may be among them.
    pub(crate) fn possible(&self, among: &Lines, facts: &Facts) -> Lines {
        let mut left = among.clone();
        for (fact, by_value) in &self.0 {
            if let Some(value) = facts.get(*fact).position().and_then(|at| by_value.get(at)) {
                left.0.iter_mut().zip(&value.0).for_each(|(own, other)| *own &= other);
            }
        }
        left
    }
}

impl Program {
    /// Adds the next rule's condition; `None` never holds.
    pub(crate) fn push(&mut self, days: (i32, i32), formula: Option<&Formula>) {
        let (term, first) = (self.terms.len(), self.ends.len());
        for conjunction in formula.into_iter().flat_map(Formula::conjunctions) {
            self.terms.extend_from_slice(conjunction);
            self.ends.push(self.terms.len());
        }
        self.lines.push(Line { days, term, first, last: self.ends.len() });
    }

    /// Three-valued truth of the condition of a rule; false where the rule is not in force.
    #[inline]
    pub(crate) fn truth(&self, at: usize, day: i32, bits: &Bits) -> Tri {
        let Some(line) = self.lines.get(at) else { return Tri::False };
        if day < line.days.0 || line.days.1 < day {
            return Tri::False;
        }
        any_of(&self.terms, line.term, self.ends.get(line.first..line.last).unwrap_or_default(), bits)
    }
}
