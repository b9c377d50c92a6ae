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
        if path.is_dir() && name != "target" && !name.starts_with('.') {
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

/// `tacenda-law` imports nothing of ours and no crate that does I/O; nobody imports `tacenda`.
fn edges(root: &Path, faults: &mut Vec<String>) -> Result<()> {
    let tree = |package: &str| -> Result<String> {
        let output = Command::new("cargo")
            .args(["tree", "--quiet", "--edges", "normal", "--prefix", "none", "--package", package])
            .current_dir(root)
            .output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let law = tree("tacenda-law")?;
    for forbidden in ["tacenda v", "tokio ", "axum ", "rusqlite ", "postgres ", "reqwest ", "crossterm "] {
        if law.lines().any(|l| l.starts_with(forbidden)) {
            faults.push(format!("tacenda-law is pure and must not use `{}`", forbidden.trim()));
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
