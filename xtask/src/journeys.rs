//! Journeys through the pages in a real browser: what they need is fetched once, the program is built as it is released.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run;

/// Runs `e2e/run.js` with these words.
pub(crate) fn journeys(root: &Path, rest: &[&str]) -> Result<()> {
    for (program, package) in [("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm"), ("java", "default-jre-headless")] {
        debian(program, package)?;
    }
    packages(&root.join("e2e"))?;
    run("cargo", &["build", "--quiet", "--release", "--package", "tacenda"])?;
    // This program stands in `debug`, the other one beside it in `release`.
    let program = std::env::current_exe()?.ancestors().nth(2).context("xtask stands nowhere")?.join("release/tacenda");
    let mut words = vec!["e2e/run.js", "--program"];
    let program = program.display().to_string();
    words.push(&program);
    words.extend(rest);
    run("node", &words)
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
