//! What the ledger promises, told as stories.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a test that cannot go on stops"
)]

mod account;
mod auditing;
mod codes;
mod heads;
mod leaves;
mod maps;
mod notes;
mod oracle;
mod page;
mod support;
mod tiles;
mod trees;
mod witnesses;
