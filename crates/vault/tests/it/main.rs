//! What the vault promises, told as stories.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on stops"
)]

mod age;
mod boxes;
mod formats;
mod hostile;
mod index;
mod keyring;
mod keys;
mod memory;
mod people;
mod recovery;
mod root;
mod support;
#[cfg(feature = "pkcs11")]
mod token;
