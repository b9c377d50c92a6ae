//! Conditions: a strict subset of the Common Expression Language (<https://cel.dev>), checked against the vocabulary.

mod lexer;
mod parser;

use crate::atoms::{AtomId, Bits, Tri};

pub(crate) use parser::parse;

/// A condition as it was written, over atoms. The reference that the compiled form is tested against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// `true` or `false`.
    Always(bool),
    /// One atom.
    Atom(AtomId),
    /// `!x`
    Not(Box<Expr>),
    /// `x && y && …`
    And(Vec<Expr>),
    /// `x || y || …`
    Or(Vec<Expr>),
}

/// A fault in a condition, at a byte of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConditionError {
    /// Byte offset into the condition.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl Expr {
    /// Three-valued truth by walking the tree.
    pub fn truth(&self, bits: &Bits) -> Tri {
        match self {
            Self::Always(b) => Tri::from_bool(*b),
            Self::Atom(id) => bits.get(*id),
            Self::Not(x) => x.truth(bits).not(),
            Self::And(xs) => xs.iter().map(|x| x.truth(bits)).min().unwrap_or(Tri::True),
            Self::Or(xs) => xs.iter().map(|x| x.truth(bits)).max().unwrap_or(Tri::False),
        }
    }

    /// Calls `f` on every literal in the order of writing: each occurrence of an atom, with its number.
    pub fn literals(&self, f: &mut impl FnMut(AtomId)) {
        match self {
            Self::Always(_) => {}
            Self::Atom(id) => f(*id),
            Self::Not(x) => x.literals(f),
            Self::And(xs) | Self::Or(xs) => xs.iter().for_each(|x| x.literals(f)),
        }
    }

    /// The same condition with its `n`-th literal turned round.
    #[must_use]
    pub fn flipped(&self, n: usize) -> Self {
        let mut count = 0;
        self.flip(n, &mut count)
    }

    fn flip(&self, n: usize, count: &mut usize) -> Self {
        match self {
            Self::Always(b) => Self::Always(*b),
            Self::Atom(id) => {
                *count += 1;
                if *count == n + 1 { Self::Not(Box::new(Self::Atom(*id))) } else { Self::Atom(*id) }
            }
            Self::Not(x) => Self::Not(Box::new(x.flip(n, count))),
            Self::And(xs) => Self::And(xs.iter().map(|x| x.flip(n, count)).collect()),
            Self::Or(xs) => Self::Or(xs.iter().map(|x| x.flip(n, count)).collect()),
        }
    }

    pub(crate) fn renumber(&mut self, new: &[AtomId]) {
        match self {
            Self::Always(_) => {}
            Self::Atom(id) => *id = new.get(*id as usize).copied().unwrap_or(*id),
            Self::Not(x) => x.renumber(new),
            Self::And(xs) | Self::Or(xs) => xs.iter_mut().for_each(|x| x.renumber(new)),
        }
    }
}
