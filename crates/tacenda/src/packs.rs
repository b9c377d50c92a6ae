//! The law packs: those inside the program, or a folder given with `--packs`.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use tacenda_law::{Packs, Source};

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The files of the packs folder.
pub(crate) fn files(folder: Option<&Path>) -> Result<Vec<Source>> {
    match folder {
        None => Ok(FILES.iter().map(|(name, text)| Source::new(*name, *text)).collect()),
        Some(root) => {
            let mut found = Vec::new();
            walk(root, root, &mut found)?;
            found.sort_by(|a: &Source, b: &Source| a.path.cmp(&b.path));
            Ok(found)
        }
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read the packs folder {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, found)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source::new(name, text));
        }
    }
    Ok(())
}

/// Loads packs, or says everything that is wrong with them.
pub(crate) fn load(files: &[Source]) -> Result<Packs> {
    Packs::load(files).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow!("the law packs cannot be used:\n{}", lines.join("\n"))
    })
}

/// The packs inside the program.
///
/// # Errors
/// Where they are not sound, which a test rules out.
pub fn inside() -> Result<Packs> {
    load(&files(None)?)
}
