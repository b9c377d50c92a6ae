//! `cargo xtask bench paper [PAGES]`: what a packet costs, beside typst alone on the same words in the same run, each in a process of its own.

use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use tacenda_paper::{Part, Piece, Sheaf, Writing, letters, packet};

/// A packet takes at most so much of the time that typst takes,
const RATIO: f64 = 0.6;
/// and so much memory, in MiB.
const MEMORY: u64 = 400;
/// The best of so many runs each.
const RUNS: usize = 3;
/// A record of so many paragraphs fills five pages.
const PARAGRAPHS: usize = 42;
const PAGES_OF_ONE: usize = 5;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [who @ ("packet" | "typst"), pages] => pages.parse().map_err(Into::into).and_then(|pages| inside(who, pages)),
        [] => measure(&[500, 20]),
        [pages] => pages.parse().map_err(Into::into).and_then(|pages| measure(&[pages])),
        _ => Err(anyhow::anyhow!("say how many pages")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Seconds, the most memory in MiB, and pages, of the quickest run.
struct Cost {
    seconds: f64,
    memory: u64,
    pages: usize,
}

fn measure(sizes: &[usize]) -> Result<bool> {
    let mut holds = true;
    for pages in sizes {
        let (ours, typst) = (best("packet", *pages)?, best("typst", *pages)?);
        let ratio = ours.seconds / typst.seconds * to_f64(typst.pages) / to_f64(ours.pages);
        let fits = ratio <= RATIO && ours.memory <= MEMORY;
        holds &= fits;
        say(&format!(
            "{} pages as a packet: {:.2} s, {} MiB; typst alone, the same words: {} pages, {:.2} s, {} MiB; per page {ratio:.2} of its time (at most {RATIO}), at most {MEMORY} MiB: {}",
            ours.pages,
            ours.seconds,
            ours.memory,
            typst.pages,
            typst.seconds,
            typst.memory,
            if fits { "holds" } else { "BROKEN" }
        ));
    }
    Ok(holds)
}

#[expect(clippy::cast_precision_loss, reason = "pages are few")]
fn to_f64(count: usize) -> f64 {
    count as f64
}

fn best(who: &str, pages: usize) -> Result<Cost> {
    let costs = (0..RUNS).map(|_| one(who, pages)).collect::<Result<Vec<_>>>()?;
    costs.into_iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)).context("no run")
}

fn one(who: &str, pages: usize) -> Result<Cost> {
    let output = Command::new(std::env::current_exe()?).args([who, &pages.to_string()]).output()?;
    ensure!(output.status.success(), "{who}: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    let [seconds, memory, pages] = said.split_whitespace().collect::<Vec<_>>()[..] else { anyhow::bail!("{who} says {said}") };
    Ok(Cost { seconds: seconds.parse()?, memory: memory.parse()?, pages: pages.parse()? })
}

/// In that process: sets it, and says what it took.
#[expect(clippy::disallowed_methods, reason = "a bench reads the real clock")]
fn inside(who: &str, pages: usize) -> Result<bool> {
    let records = pages.div_ceil(PAGES_OF_ONE);
    let start = Instant::now();
    let pdf = if who == "packet" { packet(&sheaf(records))?.pdf } else { letters(&writing(records))? };
    let seconds = start.elapsed().as_secs_f64();
    let pages = tacenda_paper::read(&pdf).pages;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let most: u64 = most.trim().trim_end_matches(" kB").parse()?;
    say(&format!("{seconds} {} {pages}", most / 1024));
    Ok(true)
}

fn paragraph(record: usize, number: usize) -> String {
    format!(
        "Record {record}, {number}. Client came on time and spoke of her week. “I sleep again,” she said, and that the walks to the acequia help. \
         We looked at what changed since the {number}th of the month, at the plan, and at whom she calls when it gets dark. She named three people, \
         two places and one song; we practised breathing, wrote down what worked, and agreed to meet again in two weeks. Ñandú, ¿qué tal? — §."
    )
}

fn text(record: usize) -> Vec<String> {
    (0..PARAGRAPHS).map(|number| paragraph(record, number)).collect()
}

fn sheaf(records: usize) -> Sheaf {
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let piece = |record| Piece {
        language: "en".into(),
        title: format!("Progress note {record}"),
        lines: vec![pair("Date", "March 2, 2026"), pair("Written by", "J. Okafor, LCSW")],
        text: text(record).join("\n"),
        pictures: Vec::new(),
        line: "Asked for: progress notes from January to March 2026".into(),
    };
    Sheaf {
        language: "en".into(),
        title: "Records as requested".into(),
        day: (2026, 11, 22),
        head: "Casa Ejemplo".into(),
        under: vec!["14 Acequia Street".into()],
        cover: vec![pair("To", "District Court"), pair("About", "Elena Marquez, born May 4, 1988")],
        notices: vec!["42 CFR part 2 prohibits unauthorized use or disclosure of these records.".into()],
        contents: "Contents".into(),
        parts: (0..records).map(piece).collect(),
        withheld: vec![pair("Psychotherapy notes", "45 CFR 164.508(a)(2)")],
        withheld_title: "What stays".into(),
        withheld_none: "Nothing stays.".into(),
        manifest_title: "Manifest".into(),
        manifest: (0..records).map(|record| pair(&format!("Progress note {record}"), &"0f3a9c".repeat(10))).collect(),
        foot: "Ledger 18 204 · K7QD-2M9X".into(),
        page: "page {n} of {m}".into(),
        bates: "ML-".into(),
    }
}

fn writing(records: usize) -> Writing {
    let part = |record| Part {
        language: "en".into(),
        head: "Casa Ejemplo".into(),
        under: vec!["14 Acequia Street".into()],
        title: format!("Progress note {record}"),
        lines: vec![("Date".into(), "March 2, 2026".into()), ("Written by".into(), "J. Okafor, LCSW".into())],
        body: text(record),
        foot: Vec::new(),
        signs: Vec::new(),
    };
    Writing { title: "Records as requested".into(), day: (2026, 11, 22), parts: (0..records).map(part).collect() }
}
