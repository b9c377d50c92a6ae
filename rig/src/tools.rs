//! Programs of other hands that only the rig needs: found, or fetched and kept.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::processes::{root, run};

/// The version that loses no acknowledged write; Debian bookworm's own 3.0.2 does.
const PATRONI: &str = "patroni[etcd3]==4.1.5";

/// Where Debian keeps the server's programs; installed when absent.
pub(crate) fn postgresql() -> Result<PathBuf> {
    let find = || -> Option<PathBuf> {
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .flatten()
            .map(|e| e.path().join("bin"))
            .filter(|p| p.join("initdb").exists())
            .collect();
        versions.sort();
        versions.pop()
    };
    if find().is_none() {
        debian("postgresql")?;
    }
    find().context("PostgreSQL is not installed")
}

/// The program `name` of Debian's `package`.
pub(crate) fn program(name: &str, package: &str) -> Result<()> {
    if runs(name, &["--version"]) { Ok(()) } else { debian(package) }
}

fn debian(package: &str) -> Result<()> {
    if !root() {
        bail!("{package} is missing, and only root may install it: apt-get install {package}");
    }
    run("apt-get", &["install", "-yq", "--no-install-recommends", package])
        .or_else(|_| {
            run("apt-get", &["update", "-q"])
                .and_then(|()| run("apt-get", &["install", "-yq", "--no-install-recommends", package]))
        })
        .with_context(|| format!("{package} is missing and could not be installed"))
}

/// Patroni from `PyPI`, in a Python environment of its own.
///
/// As root it lives outside of root's home and on the system's Python: the node runs as another user, who must be able to reach both.
pub(crate) fn patroni(tools: &Path) -> Result<PathBuf> {
    let (home, python) =
        if root() { (PathBuf::from("/var/cache/tacenda-rig"), "/usr/bin/python3") } else { (tools.to_path_buf(), "python3") };
    let home = home.join("patroni");
    let program = home.join("bin/patroni");
    if runs(&program.display().to_string(), &["--version"]) {
        return Ok(program);
    }
    fetched(&home, python, &[PATRONI, "psycopg2-binary"])?;
    run("chmod", &["-R", "a+rX", &home.display().to_string()])?;
    Ok(program)
}

/// That program of that package of `PyPI`, in a Python environment of its own.
pub(crate) fn of_pypi(tools: &Path, package: &str, program: &str) -> Result<PathBuf> {
    let home = tools.join(program);
    let path = home.join("bin").join(program);
    if !runs(&path.display().to_string(), &["--help"]) {
        fetched(&home, "python3", &[package])?;
    }
    Ok(path)
}

/// A Python in which those packages of `PyPI` are, as that line tries.
pub(crate) fn python_with(tools: &Path, name: &str, packages: &[&str], tries: &str) -> Result<PathBuf> {
    let home = tools.join(name);
    let python = home.join("bin/python");
    if !runs(&python.display().to_string(), &["-c", tries]) {
        fetched(&home, "python3", packages)?;
    }
    Ok(python)
}

/// A new Python environment in that folder, with those packages.
fn fetched(home: &Path, python: &str, packages: &[&str]) -> Result<()> {
    let _ = std::fs::remove_dir_all(home);
    std::fs::create_dir_all(home)?;
    if !runs(python, &["-c", "import ensurepip, venv"]) {
        debian("python3-venv")?;
    }
    run(python, &["-m", "venv", &home.display().to_string()])?;
    run(&home.join("bin/pip").display().to_string(), &[&["install", "--quiet"], packages].concat())
        .with_context(|| format!("{} could not be fetched from PyPI", packages.join(" ")))
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}
