//! `tacenda`: decides whether client information may, must or must not be told, and says why; keeps what is not to be told.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    tacenda::edge::shut_memory();
    tacenda::cli::Cli::parse().run()
}
