//! Conditions compiled to alternatives of conjunctions over atom bits.

use crate::atoms::{AtomId, Bits, Tri, Word, place};
use crate::condition::Expr;

/// More alternatives than this in one condition are a sign of two provisions in one record.
pub(crate) const MOST_ALTERNATIVES: usize = 256;

/// One atom, asked as it is or turned round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// The atom.
    pub atom: AtomId,
    /// Whether it must hold (or must not).
    pub holds: bool,
}

impl Literal {
    pub(crate) fn truth(self, bits: &Bits) -> Tri {
        let truth = bits.get(self.atom);
        if self.holds { truth } else { truth.not() }
    }
}

/// A condition as alternatives, each a conjunction of literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    alternatives: Vec<Vec<Literal>>,
    /// Flat words: per alternative a run of terms.
    terms: Vec<Term>,
    ends: Vec<usize>,
}

/// What one word of bits must hold and must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    word: usize,
    must: u64,
    must_not: u64,
}

impl Formula {
    /// Compiles a condition; `None` if it has too many alternatives.
    pub(crate) fn compile(expr: &Expr) -> Option<Self> {
        let mut alternatives = alternatives(expr, true)?;
        alternatives.sort();
        alternatives.dedup();
        let kept: Vec<_> = (alternatives.iter().enumerate())
            .filter(|(i, a)| {
                !alternatives.iter().enumerate().any(|(j, b)| *i != j && implies(a, b) && (a.len() > b.len() || j < *i))
            })
            .map(|(_, a)| a.clone())
            .collect();
        let mut formula = Self { alternatives: kept, terms: Vec::new(), ends: Vec::new() };
        for alternative in &formula.alternatives {
            for literal in alternative {
                let (word, bit) = place(literal.atom);
                let start = formula.ends.last().copied().unwrap_or(0);
                let found = formula.terms.iter_mut().skip(start).find(|t| t.word == word);
                let (must, must_not) = if literal.holds { (bit, 0) } else { (0, bit) };
                match found {
                    Some(term) => {
                        term.must |= must;
                        term.must_not |= must_not;
                    }
                    None => formula.terms.push(Term { word, must, must_not }),
                }
            }
            // Words of enumerations stand last: who receives and why rules most conditions out at once.
            let start = formula.ends.last().copied().unwrap_or(0);
            formula.terms.get_mut(start..).unwrap_or_default().reverse();
            formula.ends.push(formula.terms.len());
        }
        Some(formula)
    }

    /// Three-valued truth in a case.
    pub fn truth(&self, bits: &Bits) -> Tri {
        any_of(&self.terms, 0, &self.ends, bits)
    }

    /// Whether some alternative is left where `truth` says what is known of an atom.
    pub(crate) fn is_possible(&self, truth: impl Fn(AtomId) -> Tri) -> bool {
        self.alternatives.iter().any(|a| a.iter().all(|l| truth(l.atom) != Tri::from_bool(!l.holds)))
    }

    /// The compiled alternatives.
    pub(crate) fn conjunctions(&self) -> impl Iterator<Item = &[Term]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.terms.get(start..*end).unwrap_or_default())
    }

    /// The alternatives, each a conjunction.
    pub fn alternatives(&self) -> &[Vec<Literal>] {
        &self.alternatives
    }
}

/// Whether one of several conjunctions holds; the first begins at `start`, and each ends where `ends` says.
#[inline]
pub(crate) fn any_of(terms: &[Term], mut start: usize, ends: &[usize], bits: &Bits) -> Tri {
    let mut open = false;
    for end in ends {
        let terms = terms.get(start..*end).unwrap_or_default();
        start = *end;
        match conjunction(terms, bits) {
            Tri::True => return Tri::True,
            Tri::Unknown => open = true,
            Tri::False => {}
        }
    }
    if open { Tri::Unknown } else { Tri::False }
}

#[inline]
fn conjunction(terms: &[Term], bits: &Bits) -> Tri {
    let mut open = false;
    for term in terms {
        let Word { yes, no } = bits.word(term.word);
        if no & term.must | yes & term.must_not != 0 {
            return Tri::False;
        }
        open |= term.must & !yes | term.must_not & !no != 0;
    }
    if open { Tri::Unknown } else { Tri::True }
}

fn alternatives(expr: &Expr, holds: bool) -> Option<Vec<Vec<Literal>>> {
    match (expr, holds) {
        (Expr::Always(b), _) => Some(if *b == holds { vec![Vec::new()] } else { Vec::new() }),
        (Expr::Atom(atom), _) => Some(vec![vec![Literal { atom: *atom, holds }]]),
        (Expr::Not(x), _) => alternatives(x, !holds),
        (Expr::Or(xs), true) | (Expr::And(xs), false) => {
            let mut found = Vec::new();
            for x in xs {
                found.extend(alternatives(x, holds)?);
            }
            (found.len() <= MOST_ALTERNATIVES).then_some(found)
        }
        (Expr::And(xs), true) | (Expr::Or(xs), false) => {
            let mut found = vec![Vec::new()];
            for x in xs {
                found = product(&found, &alternatives(x, holds)?)?;
            }
            Some(found)
        }
    }
}

fn product(left: &[Vec<Literal>], right: &[Vec<Literal>]) -> Option<Vec<Vec<Literal>>> {
    if left.len() * right.len() > MOST_ALTERNATIVES {
        return None;
    }
    let joined = left.iter().flat_map(|a| right.iter().filter_map(move |b| join(a, b)));
    Some(joined.collect())
}

/// Both conjunctions at once; nothing if they contradict each other.
fn join(a: &[Literal], b: &[Literal]) -> Option<Vec<Literal>> {
    let mut all: Vec<Literal> = a.iter().chain(b).copied().collect();
    all.sort();
    all.dedup();
    let clash = all.windows(2).any(|pair| matches!(pair, [x, y] if x.atom == y.atom));
    (!clash).then_some(all)
}

/// Whether every literal of `b` stands in `a`.
fn implies(a: &[Literal], b: &[Literal]) -> bool {
    b.iter().all(|l| a.binary_search(l).is_ok())
}
