//! `tacenda`: decides whether client information may, must or must not be told, and says why.

mod cli;
mod packs;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::Cli::parse().run()
}
