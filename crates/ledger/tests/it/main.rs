//! What the ledger promises, told as stories.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
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
