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

    /// The atoms in the order of writing, each as often as it is asked.
    pub fn literals(&self) -> Vec<AtomId> {
        match self {
            Self::Always(_) => Vec::new(),
            Self::Atom(id) => vec![*id],
            Self::Not(x) => x.literals(),
            Self::And(xs) | Self::Or(xs) => xs.iter().flat_map(Self::literals).collect(),
        }
    }

    /// The same condition with its `n`-th literal turned round.
    #[must_use]
    pub fn flipped(&self, n: usize) -> Self {
        let (mut flipped, mut count) = (self.clone(), 0);
        flipped.each_leaf(&mut |leaf| {
            if let Self::Atom(id) = *leaf {
                if count == n {
                    *leaf = Self::Not(Box::new(Self::Atom(id)));
                }
                count += 1;
            }
        });
        flipped
    }

    pub(crate) fn renumber(&mut self, new: &[AtomId]) {
        self.each_leaf(&mut |leaf| {
            if let Self::Atom(id) = leaf {
                *id = new.get(*id as usize).copied().unwrap_or(*id);
            }
        });
    }

    fn each_leaf(&mut self, f: &mut impl FnMut(&mut Self)) {
        match self {
            Self::Always(_) | Self::Atom(_) => f(self),
            Self::Not(x) => x.each_leaf(f),
            Self::And(xs) | Self::Or(xs) => xs.iter_mut().for_each(|x| x.each_leaf(f)),
        }
    }
}
