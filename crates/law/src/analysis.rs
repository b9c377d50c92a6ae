//! Exact answers about the packs themselves, over all cases and not over samples.
//!
//! Conditions become binary decision diagrams; what a regime gives, commands and withholds per category is built from
//! them just as [`crate::Packs::decide`] builds it from truth values. Every witness found is a case that the engine is
//! then asked about, so that diagram and engine check each other.

mod check;
mod diagram;
mod diff;
mod prove;
mod regimes;
mod witness;

pub use check::{Finding, check};
pub use diff::{Change, ChangedRule, Difference, diff};
pub use prove::{Counterexample, Invariant, Proof, invariants, prove};
