//! The conditions of all rules in one flat run of words: what the engine reads a million times a second.

use crate::atoms::{Bits, Tri};
use crate::formula::{Formula, Term, any_of};

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

impl Program {
    /// Adds the next rule's condition; `None` never holds.
    pub(crate) fn push(&mut self, days: (i32, i32), formula: Option<&Formula>) {
        let first = self.ends.len();
        let term = self.terms.len();
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
