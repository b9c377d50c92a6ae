//! `cargo xtask bench web [--short]`: the released program as a process over a large fictional agency, asked by fifty people of all works at
//! once. How long it takes to start, how long each page takes, how much memory it needed; beside a static file of the same server.

mod base;
mod browser;
mod interview;
mod people;
mod routes;
mod server;
#[path = "../../keep/src/table.rs"]
mod table;
mod tally;
mod walk;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use base::Base;
use server::Server;
use table::{Goal, Table, say};

/// How many are signed in at once.
const PEOPLE: usize = 50;
/// Each thinks so long between two pages, on the average: so that fifty ask for 25 pages a second.
const THINKS: Duration = Duration::from_secs(2);

/// How much of it.
#[derive(Debug, Clone, Copy)]
struct Form {
    /// Whose year is told act by act, and all who were ever taken in.
    lively: usize,
    clients: usize,
    leaves: u64,
    /// The longest files, by records.
    long: usize,
    lasts: Duration,
}

const WHOLE: Form = Form { lively: 1_000, clients: 10_000, leaves: 1_000_000, long: 2_000, lasts: Duration::from_mins(4) };
const SHORT: Form = Form { lively: 60, clients: 300, leaves: 10_000, long: 200, lasts: Duration::from_mins(1) };

fn main() -> ExitCode {
    let short = std::env::args().any(|argument| argument == "--short");
    match run(if short { SHORT } else { WHOLE }) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(form: Form) -> Result<bool> {
    let base = Base::ready(form)?;
    let mut table = Table::default();
    let mut slowest = 0.0_f64;
    for _ in 0..3 {
        let (server, took) = Server::start(&base)?;
        slowest = slowest.max(took.as_secs_f64());
        server.stop()?;
    }
    table.add("start: from exec to the first page, slowest of 3", (slowest, "s"), None, Goal::AtMost(2.0));
    let (server, _) = Server::start(&base)?;
    let tally = walk::fifty(&base, &server, form.lasts)?;
    tally.into_table(&mut table, form.lasts);
    table.add("memory: the most resident, at the end", (server.memory()?, "MB"), None, Goal::AtMost(150.0));
    server.stop()?;
    table.write("target/bench-web.json").context("cannot write target/bench-web.json")?;
    Ok(table.holds())
}

/// Now, to measure how long something took.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "people think, and a server that starts cannot say when it listens")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}
