//! Journeys through the pages in a real browser: what they need is fetched once, the program is built as it is released.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run;

/// Runs `e2e/run.js` with these words; `sheets`: prints every worked case's decision sheet, counts the pages and checks the codes.
pub(crate) fn journeys(root: &Path, rest: &[&str]) -> Result<()> {
    ready(root)?;
    if rest.contains(&"sheets") {
        // As it is released: what would change an answer is asked of the law some hundred times for each sheet.
        let written = ["every_worked_case_as_a_page_of_paper", "--", "--ignored"];
        run("cargo", &[&["test", "--quiet", "--release", "--package", "tacenda", "--lib"], &written[..]].concat())?;
    }
    run("cargo", &["build", "--quiet", "--release", "--package", "tacenda"])?;
    // This program stands in `debug`, the other one beside it in `release`.
    let program = std::env::current_exe()?.ancestors().nth(2).context("xtask stands nowhere")?.join("release/tacenda");
    let mut words = vec!["e2e/run.js", "--program"];
    let program = program.display().to_string();
    words.push(&program);
    words.extend(rest);
    run("node", &words)
}

/// The short walk, as a part of everything that a change must pass. A machine on which no browser can be had says so and goes on.
pub(crate) fn short(root: &Path) -> Result<()> {
    match ready(root) {
        Ok(()) => journeys(root, &["--short"]),
        Err(why) => {
            use std::io::Write as _;
            Ok(writeln!(std::io::stderr(), "skipped: the journeys in a browser ({why:#})")?)
        }
    }
}

/// A browser, what drives it, and the checker of HTML; the last is missed only where there is no Java.
fn ready(root: &Path) -> Result<()> {
    for (program, package) in [("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")] {
        debian(program, package)?;
    }
    let _ = debian("java", "default-jre-headless"); // the run says what it left out
    packages(&root.join("e2e"))
}

/// The packages that the lock file names, to the byte, if they are not there yet. None of them may run a script of its own.
fn packages(folder: &Path) -> Result<()> {
    let changed = |name: &str| folder.join(name).metadata().and_then(|meta| meta.modified()).ok();
    if changed("node_modules/.package-lock.json") >= changed("package-lock.json") {
        return Ok(());
    }
    let folder = folder.display().to_string();
    run("npm", &["ci", "--prefix", &folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"])
}

/// The program of a Debian package, installed when it is missing.
fn debian(program: &str, package: &str) -> Result<()> {
    let is_there =
        Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if is_there.is_ok() {
        return Ok(());
    }
    run("apt-get", &["install", "-yq", "--no-install-recommends", package])
        .or_else(|_| {
            run("apt-get", &["update", "-q"])
                .and_then(|()| run("apt-get", &["install", "-yq", "--no-install-recommends", package]))
        })
        .or_else(|_| bail!("the journeys need {program}: install {package}"))
}
