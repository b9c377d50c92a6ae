//! What the law engine promises, told as stories and checked over the real packs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_collect,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "a test that cannot go on stops"
)]

mod clocks;
mod consent;
mod drawn;
mod handed_down;
mod hostile;
mod hotlines;
mod interview;
mod loading;
mod packs;
mod properties;
mod support;
mod worked;
