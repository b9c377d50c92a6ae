//! What the packs of this repository say over all cases. Diagrams and engine check each other.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that cannot go on stops"
)]

mod check;
mod diff;
mod export;
#[path = "../../../law/tests/it/packs.rs"]
mod packs;
mod prove;
mod watch;
