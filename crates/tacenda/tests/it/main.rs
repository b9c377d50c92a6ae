//! The program as a person or another program meets it: arguments, standard input, output, exit code.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod backups;
mod decide;
mod desk;
mod engines;
mod guide;
mod interview;
mod keep;
mod keys;
mod law;
mod million;
mod people;
mod place;
mod proofs;
mod rollback;
mod run;
