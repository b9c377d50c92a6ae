//! Rules of the house that no compiler checks: sizes, edges between crates, paths in documents.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The longest a Rust file may be; 400 is the aim.
const LONGEST: usize = 600;

pub(crate) fn check(root: &Path) -> Result<()> {
    let mut faults = Vec::new();
    sizes(root, &mut faults)?;
    edges(root, &mut faults)?;
    inside(root, &mut faults)?;
    links(root, &mut faults)?;
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
            files(&path, ending, found)?;
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    Ok(())
}

fn sizes(root: &Path, faults: &mut Vec<String>) -> Result<()> {
    let mut sources = Vec::new();
    files(root, "rs", &mut sources)?;
    for path in sources.iter().filter(|p| !p.ends_with("generated.rs")) {
        let lines = std::fs::read_to_string(path)?.lines().count();
        if lines > LONGEST {
            faults.push(format!("{}: {lines} lines, at most {LONGEST}", path.display()));
        }
    }
    Ok(())
}

/// Which of our crates each may import (docs: DESIGN.md), and whether it is pure: no I/O, no clock of its own.
const EDGES: &[(&str, &[&str], bool)] = &[
    ("tacenda-law", &[], true),
    ("tacenda-analysis", &["tacenda-law"], true),
    ("tacenda-ledger", &[], true),
    ("tacenda-vault", &[], true),
    ("tacenda-desk", &["tacenda-law"], true),
    ("tacenda-names", &[], true),
    ("tacenda-paper", &[], true),
    ("tacenda-store", &["tacenda-desk", "tacenda-ledger", "tacenda-vault"], false),
    (
        "tacenda",
        &[
            "tacenda-analysis",
            "tacenda-desk",
            "tacenda-law",
            "tacenda-ledger",
            "tacenda-names",
            "tacenda-paper",
            "tacenda-store",
            "tacenda-vault",
        ],
        false,
    ),
];

/// Crates that talk to the world.
const WORLDLY: &[&str] = &["tokio", "axum", "hyper", "rusqlite", "tokio-postgres", "postgres", "reqwest", "crossterm", "rustls"];

fn edges(root: &Path, faults: &mut Vec<String>) -> Result<()> {
    for (package, may, pure) in EDGES {
        let ours = tree(root, package, true)?.into_iter().filter(|name| name.starts_with("tacenda") && name != package);
        faults.extend(ours.filter(|name| !may.contains(&name.as_str())).map(|name| format!("{package} must not import {name}")));
        let worldly = tree(root, package, false)?.into_iter().filter(|name| *pure && WORLDLY.contains(&name.as_str()));
        faults.extend(worldly.map(|name| format!("{package} is pure and must not use `{name}`")));
    }
    Ok(())
}

/// The names of the crates that a package imports, itself or through others.
fn tree(root: &Path, package: &str, direct: bool) -> Result<Vec<String>> {
    let depth = if direct { "1" } else { "99" };
    let output = Command::new("cargo")
        .args(["tree", "--quiet", "--edges", "normal", "--prefix", "none", "--depth", depth, "--package", package])
        .current_dir(root)
        .output()?;
    let names = String::from_utf8_lossy(&output.stdout).lines().filter_map(|l| l.split(' ').next()).map(str::to_owned).collect();
    Ok(names)
}

/// The inside of the law engine is open to analysis alone (docs/decisions/0011).
fn inside(root: &Path, faults: &mut Vec<String>) -> Result<()> {
    let mut sources = Vec::new();
    files(&root.join("crates"), "rs", &mut sources)?;
    for path in sources.iter().filter(|p| !p.starts_with(root.join("crates/analysis"))) {
        if std::fs::read_to_string(path)?.contains("tacenda_law::inside") {
            faults.push(format!("{}: `tacenda_law::inside` is for tacenda-analysis", path.display()));
        }
    }
    Ok(())
}

/// A document that names a file of this repository names one that is there.
fn links(root: &Path, faults: &mut Vec<String>) -> Result<()> {
    let mut documents = Vec::new();
    files(root, "md", &mut documents)?;
    for document in documents {
        let text = std::fs::read_to_string(&document)?;
        let folder = document.parent().unwrap_or(root);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                faults.push(format!("{}: links to `{target}`, which is not there", document.display()));
            }
        }
    }
    Ok(())
}
