//! `cargo xtask bench keep [--short]`: what keeping costs, each figure beside a baseline of the same run on the same disk.

mod acts;
mod boxes;
mod house;
mod table;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result};

use table::Table;

/// Under this word the program measures many callers alone, so that it can be run with a slower disk.
const MANY: &str = "many-callers";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            table::say(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<bool> {
    let short = arguments.iter().any(|a| a == "--short");
    if arguments.first().is_some_and(|a| a == MANY) {
        let (rate, acts_a_commit) = acts::many_callers(if short { 2_000 } else { 20_000 })?;
        table::say(&format!("{rate} {acts_a_commit}"));
        return Ok(true);
    }
    let mut table = Table::default();
    boxes::measure(&mut table)?;
    acts::one_caller(short, &mut table)?;
    acts::callers_with_a_slow_disk(short, &mut table)?;
    table.write("target/bench-keep.json").context("cannot write target/bench-keep.json")?;
    Ok(table.holds())
}

/// Seconds that the work takes.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
pub(crate) fn seconds(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

/// The middle one.
pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
