//! The program as a person or another program meets it: arguments, standard input, output, exit code.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]
#![expect(clippy::type_complexity, reason = "a table of functions is read at a glance")]

mod backups;
mod consent;
mod decide;
mod desk;
mod engines;
mod files;
mod gates;
mod guide;
mod interview;
mod keep;
mod keys;
mod law;
mod million;
mod own;
mod people;
mod place;
mod practice;
mod proofs;
mod rollback;
mod run;
mod sign_in;
mod single_sign_on;
mod town;
mod web;
