//! The store's stories. Each is told on SQLite by a test of its own, and on PostgreSQL all in one test with one server.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod agency;
mod books;
mod commits;
mod postgres;
mod rows;
mod stage;
mod units;
mod whole;
