//! The inside of the engine, for `tacenda-analysis` alone: nobody who wants an answer to a case needs it.
//!
//! * [`Survey`] is a case evaluated, before words are put to it: what each [`Regime`] gives, commands, blocks and withholds,
//!   as [`Span`]s of categories, and what each rule did ([`Fired`]).
//! * [`ways_to_fire`], [`values`] and [`usual`] build cases: the [`Literal`]s that make a rule fire, the values of a fact that
//!   some condition tells apart, and what is usual where nothing is said.
//! * [`Problems`] reads a file of the packs folder as strictly as packs are read.

pub use crate::error::Problems;
pub use crate::formula::Literal;
pub use crate::interview::ways_to_fire;
pub use crate::open::{usual, values};
pub use crate::span::{Span, bits};
pub use crate::survey::{Fired, Regime, Survey};
