//! The store's stories. Each is told on SQLite by a test of its own, and on PostgreSQL all in one test with one server.

mod commits;
mod postgres;
mod stage;
mod units;
