//! The rig: `cargo xtask rig [NAME] [--long]`. Each attack prints one line of figures; the last line is `N passed, N failed`.

mod admin;
mod books;
mod canary;
mod chance;
mod clock;
mod cluster;
mod cluster_rows;
mod damage;
mod desk_acts;
mod failover;
mod fiction;
mod flip;
mod full;
mod hostile;
mod hostile_requests;
mod house;
mod inject;
mod io;
mod kill;
mod lost_reply;
mod marks;
mod matrix;
mod matrix_scene;
mod names;
mod oracle;
mod packets;
mod pages;
mod past;
mod plain;
mod power;
mod processes;
mod race;
mod release;
mod releases;
mod replay;
mod seal;
mod served;
mod store_rows;
mod tamper;
mod thief;
mod tools;
mod trace;
mod wait;
mod workload;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

/// What an attack found: its figures, and whether every promise held.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) figures: String,
    pub(crate) holds: bool,
}

/// How much of it.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) long: bool,
    pub(crate) seed: u64,
    /// Where programs of other hands are kept between runs.
    pub(crate) tools: PathBuf,
}

type Attack = fn(&Form) -> Result<Found>;

/// Every attack, by the name it is called with, and whether it belongs to the quick form.
const ATTACKS: &[(&str, bool, Attack)] = &[
    ("kill", true, kill::attack),
    ("power", true, power::attack),
    ("io", true, io::attack),
    ("full", true, full::attack),
    ("lost-reply", true, lost_reply::attack),
    ("race", true, race::attack),
    ("release", true, release::attack),
    ("clock", true, clock::attack),
    ("tamper", true, tamper::attack),
    ("flip", true, flip::attack),
    ("thief", true, thief::attack),
    ("admin", true, admin::attack),
    ("matrix", true, matrix::attack),
    ("canary", true, canary::attack),
    ("seal", true, seal::attack),
    ("served", true, served::attack),
    ("oracle", false, oracle::attack),
    ("hostile", true, hostile::attack),
    ("packets", false, packets::attack),
    ("names", false, names::attack),
    ("failover", false, failover::attack),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["workload", name, place, times] => workload::run(name, place, times),
        ["full-inside", what, place, room] => full::inside(what, place, room),
        ["seal-inside", home] => seal::inside(Path::new(home)),
        ["guard", folder] => processes::guard(Path::new(folder)),
        _ => attack(&words),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("rig: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn attack(words: &[&str]) -> Result<bool> {
    let tools = std::env::current_exe()?.ancestors().nth(2).map_or_else(std::env::temp_dir, Path::to_path_buf);
    let form = Form { long: words.contains(&"--long"), seed: 20_261_122, tools };
    let names: Vec<&&str> = words.iter().filter(|w| !w.starts_with("--")).collect();
    if let Some(unknown) = names.iter().find(|w| !ATTACKS.iter().any(|(n, _, _)| *w == &n)) {
        let known: Vec<&str> = ATTACKS.iter().map(|(n, _, _)| *n).collect();
        bail!("no attack `{unknown}`; there are: {}", known.join(", "));
    }
    let chosen = |name: &str, quick: bool| if names.is_empty() { quick || form.long } else { names.iter().any(|w| **w == name) };
    let (mut passed, mut failed) = (0, 0);
    for (name, _, attack) in ATTACKS.iter().filter(|(name, quick, _)| chosen(name, *quick)) {
        match attack(&form) {
            Ok(found) if found.holds => {
                passed += 1;
                say(&format!("{name}: holds: {}", found.figures));
            }
            Ok(found) => {
                failed += 1;
                say(&format!("{name}: BROKEN: {} (seed {})", found.figures, form.seed));
            }
            Err(error) => {
                failed += 1;
                say(&format!("{name}: did not run: {error:#} (seed {})", form.seed));
            }
        }
    }
    say(&format!("{passed} passed, {failed} failed"));
    Ok(failed == 0 && passed > 0)
}

pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// This program itself, to start a workload in a process of its own.
pub(crate) fn myself(arguments: &[&str]) -> Result<Vec<String>> {
    let program: PathBuf = std::env::current_exe()?;
    Ok(std::iter::once(program.display().to_string()).chain(arguments.iter().map(|a| (*a).to_owned())).collect())
}
