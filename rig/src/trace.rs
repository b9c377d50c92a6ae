//! What a program did to its files, as the kernel saw it: the log of `strace`, read back with every byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// One step that a power cut can fall behind.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Create(PathBuf),
    Write {
        path: PathBuf,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        path: PathBuf,
        length: usize,
    },
    Unlink(PathBuf),
    /// `fsync` or `fdatasync` of a file.
    Sync(PathBuf),
    /// `fsync` of the folder: names in it are now as durable as they will be.
    SyncFolder,
    /// The workload printed a line: what it says was promised to somebody.
    Said(String),
}

const CALLS: &str = "openat,pwrite64,write,writev,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2";

/// Runs `command` under `strace` and returns what it did to `folder`, and what it printed, in order.
pub(crate) fn record(command: &[String], folder: &Path) -> Result<Vec<Op>> {
    let log = tempfile::NamedTempFile::new()?;
    let status = Command::new("strace")
        .args(["-f", "-y", "-qq", "-a", "1", "-xx", "-s", "2000000", "-e", "signal=none", "-e"])
        .arg(format!("trace={CALLS}"))
        .arg("-o")
        .arg(log.path())
        .args(command)
        .stdout(Stdio::null())
        .status()
        .context("cannot start strace: apt-get install strace")?;
    if !status.success() {
        bail!("the workload failed under strace: {status}");
    }
    let text = std::fs::read_to_string(log.path())?;
    parse(&text, folder)
}

/// Reads a log; calls that a thread switch cut in two are joined first.
fn parse(text: &str, folder: &Path) -> Result<Vec<Op>> {
    let mut halves: BTreeMap<&str, String> = BTreeMap::new();
    let mut ops = Vec::new();
    for line in text.lines() {
        let (pid, rest) = line.split_once(' ').unwrap_or(("", line));
        let rest = rest.trim_start();
        if let Some(first) = rest.strip_suffix(" <unfinished ...>") {
            halves.insert(pid, first.to_owned());
        } else if let Some((_, second)) = rest.strip_prefix("<... ").and_then(|r| r.split_once(" resumed>")) {
            let first = halves.remove(pid).unwrap_or_default();
            // The second half comes padded: `)        = 0`.
            let second = second.split_whitespace().collect::<Vec<_>>().join(" ");
            call(&format!("{first}{second}"), folder, &mut ops).with_context(|| shorten(line))?;
        } else {
            call(rest, folder, &mut ops).with_context(|| shorten(line))?;
        }
    }
    Ok(ops)
}

fn shorten(line: &str) -> String {
    format!("cannot read this line of the trace: {}", line.chars().take(160).collect::<String>())
}

/// One finished call: `name(fd</path>, "bytes", …) = result`.
fn call(text: &str, folder: &Path, ops: &mut Vec<Op>) -> Result<()> {
    let Some((name, rest)) = text.split_once('(') else { return Ok(()) };
    let Some((arguments, result)) = rest.rsplit_once(") = ") else { bail!("no result") };
    if result.starts_with('-') || result.starts_with('?') {
        return Ok(()); // refused by the kernel: nothing happened
    }
    if name == "openat" {
        let opened = between(result, '<', '>').map(unhex).transpose()?;
        if let Some(path) = opened.filter(|_| arguments.contains("O_CREAT")).and_then(|p| ours(&p, folder)) {
            ops.push(Op::Create(path));
        }
        return Ok(());
    }
    if name.starts_with("unlink") || name.starts_with("rename") {
        let path = unhex(between(arguments, '"', '"').context("no path")?)?;
        if let Some(path) = ours(&path, folder) {
            if name.starts_with("rename") {
                bail!("renames are not modelled: {}", path.display());
            }
            ops.push(Op::Unlink(path));
        }
        return Ok(());
    }
    let Some(target) = between(arguments, '<', '>') else { return Ok(()) };
    let target = unhex(target)?;
    if arguments.starts_with("1<") {
        let said = String::from_utf8_lossy(&unhex_bytes(between(arguments, '"', '"').unwrap_or_default())?).into_owned();
        ops.extend(said.lines().map(|l| Op::Said(l.to_owned())));
        return Ok(());
    }
    if Path::new(&target) == folder && name.ends_with("sync") {
        ops.push(Op::SyncFolder);
        return Ok(());
    }
    let Some(path) = ours(&target, folder) else { return Ok(()) };
    ops.push(file_call(name, arguments, path)?);
    Ok(())
}

fn file_call(name: &str, arguments: &str, path: PathBuf) -> Result<Op> {
    let last = || -> Result<usize> { Ok(arguments.rsplit_once(", ").context("no last argument")?.1.parse()?) };
    Ok(match name {
        "pwrite64" => {
            let bytes = unhex_bytes(between(arguments, '"', '"').context("no bytes")?)?;
            Op::Write { path, offset: last()?, bytes }
        }
        "ftruncate" => Op::Truncate { path, length: last()? },
        "fsync" | "fdatasync" => Op::Sync(path),
        other => bail!("`{other}` on {} is not modelled", path.display()),
    })
}

/// The path, if it is a file of the workload. The shared-memory index is rebuilt at every start and never synced.
fn ours(path: &str, folder: &Path) -> Option<PathBuf> {
    let path = PathBuf::from(path);
    (path.starts_with(folder) && path != folder && !path.to_string_lossy().ends_with("-shm")).then_some(path)
}

fn between(text: &str, open: char, close: char) -> Option<&str> {
    text.split_once(open)?.1.split_once(close).map(|(inside, _)| inside)
}

/// `-xx` writes strings as `\x61\x62`; `-y` paths come plain.
fn unhex(text: &str) -> Result<String> {
    Ok(String::from_utf8_lossy(&unhex_bytes(text)?).into_owned())
}

fn unhex_bytes(text: &str) -> Result<Vec<u8>> {
    if !text.contains("\\x") {
        return Ok(text.as_bytes().to_vec());
    }
    text.split("\\x").skip(1).map(|two| u8::from_str_radix(two, 16).with_context(|| format!("not hexadecimal: {two}"))).collect()
}
