//! What the packs themselves say, over all cases: `tacenda-law` answers one case, this crate looks at the law behind all of them.
//!
//! ```
//! use tacenda_analysis::{Proof, invariants, prove};
//! use tacenda_law::{Packs, Source};
//! # fn files() -> Vec<Source> {
//! #     let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
//! #     let mut files = Vec::new();
//! #     let mut folders = vec![root.clone()];
//! #     while let Some(folder) = folders.pop() {
//! #         for entry in std::fs::read_dir(folder).unwrap() {
//! #             let path = entry.unwrap().path();
//! #             if path.is_dir() { folders.push(path); continue }
//! #             let name = path.strip_prefix(&root).unwrap().display().to_string();
//! #             files.push(Source::new(name, std::fs::read_to_string(path).unwrap_or_default()));
//! #         }
//! #     }
//! #     files
//! # }
//! let mut packs = Packs::load(&files()).expect("the packs are sound");
//! let file = Source::new("mine.toml", r#"
//!     [[invariant]]
//!     id = "journalist"
//!     title = "Without a court nobody must give a journalist psychotherapy notes"
//!     given = 'recipient_kind == "media" && legal_process == []'
//!     categories = ["psychotherapy_notes"]
//!     never = "required"
//! "#);
//! let mine = invariants(&mut packs, &file).expect("a well-formed invariant");
//! let proof = prove(&packs, &mine[0], jiff::civil::date(2026, 3, 2));
//! assert!(matches!(proof, Proof::Holds), "{proof:?}");
//! ```
//!
//! | question | answered by |
//! |---|---|
//! | Which rules can never decide, or are always taken back by their own pack? | [`check`] |
//! | Does this hold in every possible case? | [`prove`] |
//! | What does a change of law change? | [`diff`] |
//! | Which literal of which condition does no worked case watch? | [`unwatched_literals`] |
//! | What would another engine make of the conditions? | [`cedar`], [`cedar_condition`], [`cel_condition`], [`truths`] |
//!
//! The first three are exact. Conditions become binary decision diagrams; what a regime gives, commands and withholds per
//! category is built from them just as [`Packs::decide`](tacenda_law::Packs::decide) builds it from truth values. Every
//! witness found is a case that the engine is then asked about, so that diagram and engine check each other.
//!
//! Pure, as the engine is. What it needs of the engine's inside stands in [`tacenda_law::inside`], and nothing else does.

#![deny(missing_docs)]

mod check;
mod diagram;
mod diff;
mod export;
mod prove;
mod regimes;
mod watch;
mod witness;

pub use check::{Finding, check};
pub use diagram::TooLarge;
pub use diff::{Change, ChangedRule, Difference, diff};
pub use export::{cedar, cedar_condition, cel_condition, truths};
pub use prove::{Counterexample, Invariant, Never, Proof, invariants, prove};
pub use watch::unwatched_literals;
