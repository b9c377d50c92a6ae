//! Measures the law engine beside the `cel` interpreter, Cedar and regorus on equal rules, and against a native `match`.
//!
//! `cargo xtask bench` runs it; `--short` for a small run. Writes `target/bench.json` and prints one table.
//! Every engine must agree with ours on every case, or the run fails.

mod cases;
mod limit;
mod peers;
mod table;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use cases::{Chance, FILES};
use peers::{Cedar, Cel, Peer, Rego};
use table::{Row, Table};
use tacenda_law::{Facts, Packs, Tri};

/// The rules that all engines decide: those of one pack, whole.
const SUBSET: &str = "us.hipaa";

fn main() -> Result<()> {
    let short = std::env::args().any(|a| a == "--short");
    let files = cases::files()?;
    FILES.set(files.clone()).ok();
    if std::env::args().any(|a| a == "--write-limit") {
        print!("{}", limit::code(&load(&files)?, SUBSET));
        return Ok(());
    }
    let mut table = Table::default();
    let packs = start_up(&files, &mut table)?;
    let mut chance = Chance(7);
    let count = if short { 2_000 } else { 20_000 };
    let cases: Vec<Facts> = (0..count).map(|_| cases::complete(&packs, &mut chance)).collect();
    rulings(&packs, &cases, &mut table);
    equal_rules(&packs, &cases, short, &mut table)?;
    differences(&packs, if short { 2_000 } else { 100_000 }, &mut table)?;
    table.write()?;
    ensure!(table.holds(), "a goal is missed: see the table");
    Ok(())
}

fn load(files: &[tacenda_law::Source]) -> Result<Packs> {
    Packs::load(files).map_err(|e| anyhow::anyhow!("{e:?}"))
}

/// Reading, checking and compiling all packs.
fn start_up(files: &[tacenda_law::Source], table: &mut Table) -> Result<Packs> {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        std::hint::black_box(load(files)?);
        times.push(start.elapsed());
    }
    table.add(Row::time("load and compile all packs", median(&mut times), 50_000.0));
    load(files)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A full explained ruling over every pack, and verdict and scope alone.
fn rulings(packs: &Packs, cases: &[Facts], table: &mut Table) {
    let worked: Vec<Facts> = cases::worked(packs);
    for (name, set) in [("worked cases", &worked), ("random cases", &cases.to_vec())] {
        let mut full: Vec<Duration> = set.iter().map(|f| timed(|| packs.decide(f).duties.len())).collect();
        let mut fast: Vec<Duration> = set.iter().map(|f| timed(|| packs.outcome(f).1)).collect();
        let p99 = |times: &[Duration]| times[times.len() * 99 / 100];
        let total: Duration = full.iter().sum();
        let goal = |g: f64| if name == "worked cases" { g } else { f64::INFINITY };
        table.add(Row::time(&format!("full explained ruling, {name}, median"), median(&mut full), goal(10.0)));
        table.add(Row::time(&format!("full explained ruling, {name}, p99"), p99(&full), f64::INFINITY));
        table.add(Row::rate(&format!("full explained rulings, {name}"), set.len() as f64 / total.as_secs_f64()));
        table.add(Row::time(&format!("verdict and scope alone, {name}, median"), median(&mut fast), goal(2.0)));
    }
}

fn timed<T>(work: impl Fn() -> T) -> Duration {
    // The best of three: what the work takes, not what else the machine did.
    (0..3)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// The same rules decided by every engine, one case after the other.
fn equal_rules(packs: &Packs, cases: &[Facts], short: bool, table: &mut Table) -> Result<()> {
    let rules: Vec<usize> = (0..packs.rules.len()).filter(|at| packs.rule_name(*at).starts_with(&format!("{SUBSET}."))).collect();
    let inputs: Vec<cases::Input> = cases.iter().map(|f| cases::Input::new(packs, f)).collect();
    let truths = |input: &cases::Input| -> Vec<bool> { rules.iter().map(|at| input.rules[*at]).collect() };
    let own_time = {
        let alone = subset(packs)?;
        let mut times: Vec<Duration> = cases.iter().map(|f| timed(|| alone.outcome(f).1)).collect();
        median(&mut times)
    };
    let native: Vec<limit::Case> = inputs.iter().map(limit::Case::new).collect();
    let mut times = Vec::new();
    for (case, input) in native.iter().zip(&inputs) {
        let found = limit::decide(case);
        ensure!(found.as_slice() == truths(input), "the native match differs");
        times.push(timed(|| limit::decide(case)));
    }
    let native_time = median(&mut times);
    let few = if short { 100 } else { 2_000 };
    let mut fastest: Option<(String, Duration)> = None;
    let mut measured = BTreeMap::new();
    let mut peers: Vec<Box<dyn Peer>> =
        vec![Box::new(Cel::new(packs, &rules)?), Box::new(Cedar::new(packs, &rules)?), Box::new(Rego::new(packs, &rules)?)];
    for peer in &mut peers {
        let mut times = Vec::new();
        for input in inputs.iter().take(few) {
            peer.prepare(input)?;
            let start = Instant::now();
            let found = peer.decide()?;
            times.push(start.elapsed());
            ensure!(found == truths(input), "{} differs", peer.name());
        }
        let time = median(&mut times);
        if fastest.as_ref().is_none_or(|(_, t)| time < *t) {
            fastest = Some((peer.name().to_owned(), time));
        }
        measured.insert(peer.name().to_owned(), time);
    }
    table.add(Row::time(&format!("{} rules of {SUBSET}: tacenda, verdict and scope", rules.len()), own_time, f64::INFINITY));
    table.add(Row::time(
        &format!("{} rules of {SUBSET}: native match, conditions (the limit)", rules.len()),
        native_time,
        f64::INFINITY,
    ));
    for (name, time) in measured {
        table.add(Row::time(&format!("{} rules of {SUBSET}: {name}, conditions", rules.len()), time, f64::INFINITY));
    }
    if let Some((name, time)) = fastest {
        table.add(Row::ratio("tacenda beside the fastest of the three", &name, time, own_time, 50.0));
    }
    Ok(())
}

/// The packs with one body of law only.
fn subset(packs: &Packs) -> Result<Packs> {
    let _ = packs;
    let files = FILES.get().into_iter().flatten();
    let own: Vec<_> = files.filter(|f| !f.path.contains('/') || f.path.starts_with(&format!("{SUBSET}/"))).cloned().collect();
    load(&own)
}

/// Random cases over all rules, each case with another forty: no engine may differ on any.
fn differences(packs: &Packs, count: usize, table: &mut Table) -> Result<()> {
    let mut chance = Chance(41);
    let groups: Vec<Vec<usize>> = (0..packs.rules.len()).collect::<Vec<_>>().chunks(40).map(<[usize]>::to_vec).collect();
    let mut peers: Vec<(Cel, Cedar)> = Vec::new();
    for group in &groups {
        peers.push((Cel::new(packs, group)?, Cedar::new(packs, group)?));
    }
    let mut differences = 0;
    for round in 0..count {
        let facts = cases::complete(packs, &mut chance);
        let input = cases::Input::new(packs, &facts);
        let at = round % groups.len();
        let expected: Vec<bool> = groups[at].iter().map(|r| input.rules[*r]).collect();
        let (cel, cedar) = &mut peers[at];
        for peer in [cel as &mut dyn Peer, cedar] {
            peer.prepare(&input)?;
            differences += usize::from(peer.decide()? != expected);
        }
    }
    table.add(Row::count(&format!("differences to cel and Cedar on {count} random cases"), differences, 0));
    Ok(())
}

/// True, as a complete case has it.
fn holds(truth: Tri) -> bool {
    truth == Tri::True
}
