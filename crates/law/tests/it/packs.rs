//! The packs of this repository, read once. The tests of `tacenda-analysis` and `tacenda-desk` read them from here too.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tacenda_law::{Packs, Source};

pub(crate) static FILES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut found = Vec::new();
    walk(&root(), &root(), &mut found);
    found.sort_by(|a: &Source, b: &Source| a.path.cmp(&b.path));
    found
});

pub(crate) static PACKS: LazyLock<Packs> = LazyLock::new(|| match Packs::load(&FILES) {
    Ok(packs) => packs,
    Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, found);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            found.push(Source::new(name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}
