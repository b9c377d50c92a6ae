//! The verbs of the workshop: `cargo xtask ci`, `cargo xtask bench`, `cargo xtask rig`, `cargo xtask journeys`.

mod house;
mod journeys;
mod model;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["ci"] => ci(),
        ["bench", "keep", rest @ ..] => bench_keep(rest),
        ["bench", "web", rest @ ..] => bench_web(rest),
        ["bench", "paper", rest @ ..] => bench_paper(rest),
        ["bench", rest @ ..] => bench(rest),
        ["names"] => model::fetched(),
        ["rig", rest @ ..] => rig(rest),
        ["journeys", rest @ ..] => journeys::journeys(&root(), rest),
        _ => Err(anyhow::anyhow!(
            "say one of: ci, names, bench [keep|paper|web] [--short], rig [NAME] [--long], journeys [sheets | NAME] [--lang es] [--no-script] [--short] [--shots]"
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let status =
        Command::new(program).args(arguments).current_dir(root()).status().with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("`{program} {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// Everything a change must pass.
fn ci() -> Result<()> {
    house::check(&root())?;
    run("cargo", &["fmt", "--all", "--check"])?;
    run("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    run("cargo", &["clippy", "--quiet", "--package", "tacenda", "--features", "pkcs11", "--", "-D", "warnings"])?;
    model::fetched()?;
    if Command::new("cargo").args(["nextest", "--version"]).output().is_ok_and(|o| o.status.success()) {
        run("cargo", &["nextest", "run", "--workspace", "--cargo-quiet"])?;
        run("cargo", &["test", "--quiet", "--workspace", "--doc"])?;
    } else {
        run("cargo", &["test", "--quiet", "--workspace"])?;
    }
    rig(&[])?;
    journeys::short(&root())?;
    // The README's own story, as a stranger runs it.
    run("cargo", &["run", "--quiet", "--release", "--", "decide", "examples/detective.json"])
}

/// Measures beside peers; see `bench/src/main.rs`.
fn bench(rest: &[&str]) -> Result<()> {
    let mut arguments = vec!["run", "--quiet", "--release", "--manifest-path", "bench/Cargo.toml", "--"];
    arguments.extend(rest);
    run("cargo", &arguments)
}

/// Faults and attacks; see `rig/src/main.rs`. Some of them are on the program itself, as it is released.
fn rig(rest: &[&str]) -> Result<()> {
    run("cargo", &["build", "--quiet", "--release", "--package", "tacenda"])?;
    let mut arguments = vec!["run", "--quiet", "--release", "--package", "rig", "--"];
    arguments.extend(rest);
    run("cargo", &arguments)
}

/// Measures keeping beside the bare disk and the bare cipher; see `bench/keep/src/main.rs`.
fn bench_keep(rest: &[&str]) -> Result<()> {
    let mut arguments = vec!["run", "--quiet", "--release", "--package", "bench-keep", "--"];
    arguments.extend(rest);
    run("cargo", &arguments)
}

/// Measures packets beside typst alone; see `bench/paper/src/main.rs`.
fn bench_paper(rest: &[&str]) -> Result<()> {
    let mut arguments = vec!["run", "--quiet", "--release", "--package", "bench-paper", "--"];
    arguments.extend(rest);
    run("cargo", &arguments)
}

/// Measures the served pages; see `bench/web/src/main.rs`.
fn bench_web(rest: &[&str]) -> Result<()> {
    run("cargo", &["build", "--quiet", "--release", "--package", "tacenda"])?;
    let mut arguments = vec!["run", "--quiet", "--release", "--package", "bench-web", "--"];
    arguments.extend(rest);
    run("cargo", &arguments)
}
