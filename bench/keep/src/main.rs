//! `cargo xtask bench keep [--short|--long] [ROWS]`: what keeping costs, each figure beside a baseline of the same run on the same disk.

mod acts;
mod backup;
mod boxes;
mod house;
mod ledger;
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
    let long = arguments.iter().any(|a| a == "--long");
    let named = arguments.iter().find(|a| !a.starts_with('-'));
    let wanted = |rows: &str| named.is_none_or(|name| name == rows);
    let mut table = Table::default();
    if wanted("boxes") {
        boxes::measure(&mut table)?;
    }
    if wanted("acts") {
        acts::one_caller(short, &mut table)?;
        acts::callers_with_a_slow_disk(short, &mut table)?;
    }
    if wanted("postgres") {
        acts::on_postgres(short, &mut table)?;
    }
    if wanted("ledger") {
        ledger::one_by_one(short, &mut table)?;
        ledger::complete(short, &mut table)?;
        ledger::by_size(short, long, &mut table)?;
    }
    if wanted("backup") {
        backup::measure(
            if long {
                5_000
            } else if short {
                50
            } else {
                500
            },
            &mut table,
        )?;
    }
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
