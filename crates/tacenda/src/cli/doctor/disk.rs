//! The agency's folder and its disk: who may read, how much room there is, whether a flush is one.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Seek as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::Finding;
use crate::config::{Config, FILE, KeySource};
use crate::edge;

/// Room below which an agency stops soon.
const ROOM: u64 = 200 << 20;
/// No disk that keeps its word flushes faster than this, in microseconds.
const PLAUSIBLE: i64 = 15;
const FLUSHES: i64 = 20;

pub(super) fn look(home: &Path, config: &Config) -> Result<Vec<Finding>> {
    let mut findings = modes(home, config)?;
    findings.extend(root_key(home, config));
    findings.push(room(home)?);
    findings.push(flush(home)?);
    Ok(findings)
}

fn modes(home: &Path, config: &Config) -> Result<Vec<Finding>> {
    let mut paths: Vec<PathBuf> = vec![home.to_owned(), home.join(FILE), home.join("tacenda.db"), home.join(&config.backups)];
    if let KeySource::File { path } = &config.key {
        paths.push(home.join(path));
    }
    let own = rustix::process::geteuid().as_raw();
    let mut findings = Vec::new();
    for path in paths {
        let Ok(meta) = std::fs::metadata(&path) else { continue };
        findings.extend(mode(&path, &meta, own));
    }
    if findings.is_empty() {
        findings.push(Finding::well("files", "only their owner reads the agency's files"));
    }
    let is_there = home.join(FILE).exists();
    if is_there { Ok(findings) } else { Err(anyhow::anyhow!("there is no agency in {}", home.display())) }
}

fn mode(path: &Path, meta: &Metadata, own: u32) -> Option<Finding> {
    let name = path.display();
    if meta.uid() != own {
        return Some(Finding::warning("files", format!("{name} belongs to another user"), format!("chown {own} '{name}'")));
    }
    let right = if meta.is_dir() { "700" } else { "600" };
    let open = meta.mode() & 0o077 != 0;
    open.then(|| {
        Finding::fault(
            "files",
            format!("others may reach {name} (mode {:o})", meta.mode() & 0o777),
            format!("chmod {right} '{name}'"),
        )
    })
}

fn root_key(home: &Path, config: &Config) -> Vec<Finding> {
    let KeySource::File { path } = &config.key else { return Vec::new() };
    let path = home.join(path);
    let Ok(key) = std::fs::metadata(&path) else {
        let mend = "put the file back, or open with the recovery kit: tacenda unseal";
        return vec![Finding::fault("root key", format!("{} is not there", path.display()), mend)];
    };
    let beside = std::fs::metadata(home).is_ok_and(|folder| folder.dev() == key.dev());
    if !beside {
        return vec![Finding::well("root key", "it lies on another disk than the files")];
    }
    let mend = "move the file to another disk, name it in tacenda.toml (`path`), or use a passphrase or a credential";
    vec![Finding::warning("root key", "it lies on the same disk as the files: whoever takes the disk has both", mend)]
}

fn room(home: &Path) -> Result<Finding> {
    let stat = rustix::fs::statvfs(home).context("how much room the disk has is not known")?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let says = format!("{} MB free", free >> 20);
    Ok(if free < ROOM { Finding::fault("room", says, "make room on this disk") } else { Finding::well("room", says) })
}

/// Flushes a small file some times. A disk, or a machine in a machine, that answers faster than any disk can has not written.
fn flush(home: &Path) -> Result<Finding> {
    let path = home.join(".flush-probe");
    let opened = OpenOptions::new().write(true).create(true).truncate(true).open(&path);
    let mut file = opened.with_context(|| format!("cannot write into {}", home.display()))?;
    let took = probe(&mut file);
    let _ = std::fs::remove_file(&path);
    let each = took? / FLUSHES;
    let says = format!("a flush takes {each} µs");
    if each >= PLAUSIBLE {
        return Ok(Finding::well("disk", says));
    }
    Ok(Finding::warning(
        "disk",
        format!("{says}: no disk is as quick, so a power failure may lose what was answered for"),
        "keep the agency on a disk that honours flushes (not in memory; write cache off)",
    ))
}

fn probe(file: &mut File) -> Result<i64> {
    let begun = edge::clock()?.wall;
    for _ in 0..FLUSHES {
        file.rewind()?;
        file.write_all(&[0; 4096])?;
        file.sync_all()?;
    }
    Ok(edge::clock()?.wall.saturating_sub(begun))
}
