//! Decides whether client information may, must or must not be told: law packs in, facts in, ruling with reasons out.
//!
//! ```
//! use tacenda_law::{Absence, Facts, Packs, Source};
//! # fn packs() -> Vec<Source> {
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
//! let packs = Packs::load(&packs()).expect("the packs are sound");
//! let case = serde_json::json!({
//!     "jurisdictions": ["nm"], "holder_profession": "licensed_counselor", "holder_setting": "agency",
//!     "holder_hipaa_covered_entity": true, "holder_part2_program": false,
//!     "purpose": "media_publication", "recipient_kind": "media", "requested_categories": ["client_status"]
//! });
//! let today = jiff::civil::date(2026, 3, 2);
//! let facts = Facts::from_json(&packs.vocabulary, &case, today, Absence::Default).expect("a well-formed case");
//! let ruling = packs.decide(&facts);
//! assert_eq!(ruling.verdict.word(), "prohibited");
//! assert!(ruling.citations().contains(&"NMSA 43-1-19(A)"));
//! ```
//!
//! The three types to know: [`Packs`] (the law, loaded and checked), [`Facts`] (what is known of a case), [`Ruling`] (the answer).
//! [`next_question`] asks for what is missing. What the packs say over all cases is the work of `tacenda-analysis`, which is
//! built on [`inside`].
//!
//! This crate does no I/O, reads no clock, and its answer never fails: every set of facts gets a ruling, and what nobody
//! gives a basis for is withheld. It does not know clients, records or consents as things; that is the desk's work.

#![deny(missing_docs)]

mod atoms;
mod cases;
mod compile;
mod condition;
mod consent;
mod deadline;
mod drawn;
mod error;
mod facts;
mod formula;
mod hotline;
pub mod inside;
mod interview;
mod load;
mod nearest;
mod open;
mod pack;
mod pack_file;
mod paper;
mod program;
mod ruling;
mod searched;
mod selftest;
mod span;
mod survey;
mod vocabulary;
mod vocabulary_file;

pub use atoms::{Atom, AtomId, Atoms, Test, Tri};
pub use cases::{Expect, WorkedCase};
pub use condition::Expr;
pub use consent::{Checked, Defect, check_release};
pub use drawn::{Drawn, Printed, ReleasePaper, Releases, draw_up};
pub use error::{PackError, Source};
pub use facts::{Absence, FactError, Facts, Said, Value, day, day_number};
pub use hotline::{Hotline, Hurt};
pub use interview::{best_question, changes, next_question, why_asked};
pub use nearest::hint;
pub use open::usual;
pub use pack::*;
pub use paper::{Extension, Letter, Paper};
pub use ruling::{Owed, Part, Reason, RegimeAnswer, Ruling};
pub use vocabulary::*;
