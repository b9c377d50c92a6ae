//! Sets of categories of which something may still be unknown.

use std::ops::{BitAnd, BitOr, BitOrAssign, Sub};

use crate::atoms::Tri;

/// The positions of the bits that are set.
pub fn bits(set: u64) -> impl DoubleEndedIterator<Item = u8> + Clone {
    (0u8..64).filter(move |at| set >> at & 1 == 1)
}

/// Categories that surely belong, and those that may (a superset), one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// In every completion of the facts.
    pub sure: u64,
    /// In some completion.
    pub may: u64,
}

impl Span {
    pub(crate) const NONE: Self = Self { sure: 0, may: 0 };

    pub(crate) fn exactly(bits: u64) -> Self {
        Self { sure: bits, may: bits }
    }

    /// The span as far as the condition before it holds.
    pub(crate) fn if_true(self, truth: Tri) -> Self {
        match truth {
            Tri::True => self,
            Tri::Unknown => Self { sure: 0, may: self.may },
            Tri::False => Self::NONE,
        }
    }

    /// Everything outside.
    pub(crate) fn complement(self) -> Self {
        Self { sure: !self.may, may: !self.sure }
    }

    pub(crate) fn is_settled(self) -> bool {
        self.sure == self.may
    }
}

impl BitOr for Span {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self { sure: self.sure | other.sure, may: self.may | other.may }
    }
}

impl BitOrAssign for Span {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

impl BitAnd for Span {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self { sure: self.sure & other.sure, may: self.may & other.may }
    }
}

#[expect(clippy::suspicious_arithmetic_impl, reason = "set difference is what `-` means for sets")]
impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self & other.complement()
    }
}
