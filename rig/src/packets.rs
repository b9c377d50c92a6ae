//! Packets of charts by chance, held against checkers of other hands: what was planted stands nowhere in them, in their text, objects,
//! metadata and attachments by `pdf-redaction-check` (`PyPI`), nor in their picture by the letters that Tesseract sees.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};

use crate::tools;
use crate::{Form, Found};

/// The test that makes them, and holds them against our own reader and an outside judge of PDF/A and PDF/UA.
const TEST: &str = "no_packet_holds_a_word_that_was_planted_for_somebody_else";
/// Stands in each of them: the control looks for it, and must find it.
const CONTROL: &str = "Sessions attended";

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let charts = if form.long { 1_000 } else { 40 };
    let folder = tempfile::tempdir()?;
    let made = Command::new("cargo")
        .args(["test", "--quiet", "--package", "tacenda", "--test", "it", TEST])
        .env("TACENDA_CHARTS", charts.to_string())
        .env("TACENDA_PACKETS", folder.path())
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .status()?;
    ensure!(made.success(), "the packets hold what they must not, or are not sound: see the test `{TEST}`");
    let checker = tools::of_pypi(&form.tools, "pdf-redaction-check==0.2.0", "pdf-redaction-check")?;
    tools::program("pdftoppm", "poppler-utils")?;
    tools::program("tesseract", "tesseract-ocr")?;
    let packets = packets(folder.path())?;
    let counts = Mutex::new(BTreeMap::<&str, usize>::new());
    let next = AtomicUsize::new(0);
    let count = |what: &'static str, so: bool| {
        *counts.lock().unwrap_or_else(PoisonError::into_inner).entry(what).or_default() += usize::from(so);
    };
    let work = || -> Result<()> {
        while let Some(packet) = packets.get(next.fetch_add(1, Ordering::Relaxed)) {
            let planted = std::fs::read_to_string(packet.with_extension("txt"))?;
            count("of other hands", survives(&checker, packet, &planted)?);
            count("control", survives(&checker, packet, CONTROL)?);
            let seen = seen(packet)?;
            count("seen", planted.lines().any(|words| seen.contains(&bare(words))));
            count("control seen", seen.contains(&bare(CONTROL)));
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().ok().context("a worker panicked")?)
    })?;
    let counts = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let of = |what: &str| counts.get(what).copied().unwrap_or_default();
    Ok(Found {
        figures: format!(
            "{} packets, each sound PDF/A-2a and PDF/UA-1: what was planted stands in {} by pdf-redaction-check (control: {}), in {} by the letters of the picture (control: {})",
            packets.len(),
            of("of other hands"),
            of("control"),
            of("seen"),
            of("control seen")
        ),
        holds: packets.len() == charts
            && of("of other hands") + of("seen") == 0
            && of("control") == charts
            && of("control seen") * 20 >= charts * 19,
    })
}

fn packets(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "pdf")).collect())
}

/// Whether a checker that shares no code with us finds one of the words, or a trace of something removed, anywhere in it.
fn survives(checker: &Path, packet: &Path, words: &str) -> Result<bool> {
    let secrets = tempfile::NamedTempFile::new()?;
    std::fs::write(secrets.path(), words)?;
    let output = Command::new(checker).arg(packet).arg("--secret-file").arg(secrets.path()).arg("--json").output()?;
    let said: serde_json::Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("pdf-redaction-check says no more: {}", String::from_utf8_lossy(&output.stderr)))?;
    // Worse than a word on what it looked at: a word that survives, or letters in a font that no page draws.
    Ok(said.get("worst_severity").and_then(|word| word.as_str()) != Some("INFO"))
}

/// The letters and digits that are seen on its pages.
fn seen(packet: &Path) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let drawn = Command::new("pdftoppm").args(["-r", "110", "-gray"]).arg(packet).arg(folder.path().join("page")).status()?;
    ensure!(drawn.success(), "pdftoppm does not draw it");
    let mut seen = String::new();
    for page in std::fs::read_dir(folder.path())? {
        let read = Command::new("tesseract").arg(page?.path()).args(["-", "-l", "eng"]).env("OMP_THREAD_LIMIT", "1").output()?;
        ensure!(read.status.success(), "tesseract does not read it");
        seen.push_str(&bare(&String::from_utf8_lossy(&read.stdout)));
    }
    Ok(seen)
}

fn bare(text: &str) -> String {
    text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}
