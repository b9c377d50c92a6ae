//! What the desk promises: who may see what, what each act changes, and that nothing opens by accident.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod agency;
mod billing;
mod blobs;
mod classes;
mod gates;
mod matrix;
#[path = "../../../law/tests/it/packs.rs"]
mod packs;
mod practice;
mod properties;
mod stories;
mod walls;
mod workers;
