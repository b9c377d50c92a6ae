//! Backups: everything the database holds in one sealed stream, and the way back.

pub mod stream;
