//! Puts the packs and the words of the pages into the program, so that one file is enough to answer.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "cargo speaks to a build script through the environment")]
fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../packs").canonicalize()?;
    let mut files = Vec::new();
    walk(&root, "toml", &mut files)?;
    files.sort();
    let mut code = String::from("pub(crate) static FILES: &[(&str, &str)] = &[\n");
    for file in &files {
        let name = file.strip_prefix(&root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({name:?}, include_str!({:?})),", file.to_string_lossy()).map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("packs.rs"), code)?;
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    book(&here.join("../../docs/book").canonicalize()?, &out)?;
    words(&here, &out)
}

/// Puts the book into the program: each language's table of contents and pages, as they are written.
fn book(root: &Path, out: &Path) -> io::Result<()> {
    let mut code = String::from("static BOOK: &[(&str, &str, &str)] = &[\n");
    for language in ["en", "es"] {
        let mut files = Vec::new();
        walk(&root.join(language), "md", &mut files)?;
        files.sort();
        for file in &files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            writeln!(code, "    ({language:?}, {name:?}, include_str!({:?})),", file.to_string_lossy())
                .map_err(io::Error::other)?;
        }
    }
    code.push_str("];\n");
    fs::write(out.join("book.rs"), code)
}

/// Puts the messages of every language into the program, and fails where a language lacks one, or a page asks for one that is nowhere.
fn words(root: &Path, out: &Path) -> io::Result<()> {
    let mut code = String::from("static MESSAGES: &[(&str, &str)] = &[\n");
    let mut spoken: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for language in ["en", "es"] {
        let mut files = Vec::new();
        walk(&root.join("i18n").join(language), "ftl", &mut files)?;
        files.sort();
        let mut keys = BTreeSet::new();
        for file in &files {
            writeln!(code, "    ({language:?}, include_str!({:?})),", file.to_string_lossy()).map_err(io::Error::other)?;
            for key in fs::read_to_string(file)?.lines().filter_map(key) {
                if !keys.insert(key.to_owned()) {
                    return Err(io::Error::other(format!("{}: `{key}` stands twice", file.display())));
                }
            }
        }
        spoken.push((language, keys));
    }
    code.push_str("];\n");
    fs::write(out.join("words.rs"), code)?;
    let all: BTreeSet<&String> = spoken.iter().flat_map(|(_, keys)| keys).collect();
    let mut missing: Vec<String> = spoken
        .iter()
        .flat_map(|(language, keys)| {
            all.iter().filter(|key| !keys.contains(**key)).map(move |key| format!("{language} lacks `{key}`"))
        })
        .collect();
    for (file, key) in asked(&root.join("src/web"))? {
        if !all.iter().any(|there| **there == key) {
            missing.push(format!("{}: there is no message `{key}`", file.display()));
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(io::Error::other(missing.join("\n"))) }
}

/// The name of the message that begins on this line.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(" =")?;
    (key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .then_some(key)
}

/// The messages that pages ask for by name.
fn asked(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let (mut files, mut found) = (Vec::new(), Vec::new());
    walk(folder, "rs", &mut files)?;
    walk(folder, "html", &mut files)?;
    for file in files {
        let text = fs::read_to_string(&file)?;
        for call in [".t(\"", ".t1(\"", ".t2(\"", ".say(\"", "titled(\""] {
            let names = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(names.map(|name| (file.clone(), name.to_owned())));
        }
    }
    Ok(found)
}

fn walk(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, ending, files)?;
        } else if path.extension().is_some_and(|e| e == ending) {
            files.push(path);
        }
    }
    Ok(())
}
