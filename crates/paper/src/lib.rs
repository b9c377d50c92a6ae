//! What leaves on paper: a page of writing becomes a PDF that keeps (PDF/A-2a, ISO 19005-2) and that a screen reader reads (PDF/UA-1,
//! ISO 14289-1). The same words give the same bytes.
//!
//! ```
//! use tacenda_paper::{Part, Writing, letters};
//!
//! let part = Part {
//!     lines: vec![("Date".into(), "November 22, 2026".into()), ("To".into(), String::new())],
//!     body: vec!["We received what you asked.".into()],
//!     foot: vec!["Law: 45 CFR 164.502(a)".into()],
//!     signs: vec!["Signature".into()],
//!     ..Part::new("en", "Example House".into(), "We can share nothing".into())
//! };
//! let pdf = letters(&Writing { title: part.title.clone(), day: (2026, 11, 22), parts: vec![part] })?;
//! assert!(pdf.starts_with(b"%PDF-1.7"));
//! # Ok::<(), tacenda_paper::PaperError>(())
//! ```
//!
//! A packet, [`packet`], is what leaves of a client's record; what was printed is [`read`] again before it goes.
//!
//! Typesetting takes memory and reads templates as a program: the caller runs it in a process of its own.

mod lint;
mod packet;
mod press;
mod writing;

pub use lint::{Fault, Reading, doubtful, finds, misread, read, spans};
pub use packet::{Picture, Piece, Set, Sheaf, packet};
pub use press::PaperError;
pub use writing::{Part, Writing, letters};
