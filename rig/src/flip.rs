//! R6: bits flipped, sectors torn, rows exchanged in the database file of an agency that the product built. Nothing damaged is shown,
//! nothing panics, and `tacenda ledger verify` finds it and says where.
//!
//! The oracle is not the product: it reads all rows of all tables before and after. Where neither differs the damage fell on bytes that
//! nobody reads (free pages, room between rows, counters of the engine's header): that is no damage to a file, and is counted apart.
//! What a destroyed key sealed is such too: nobody ever reads it again, and the ledger holds its commitment.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tacenda::agency::Agency;
use tacenda::check;
use tacenda_desk::practice::Size;
use tacenda_store::keys::Keys;
use tacenda_store::{Sync, sealed};
use tacenda_vault::Purpose;

use crate::chance::Chance;
use crate::damage::{self, Content};
use crate::house::agency;
use crate::{Form, Found, fiction, replay};

/// How one damage came out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// Nothing that anybody reads is changed.
    Unread,
    /// It is found, and the row, page or file named.
    Named,
    /// It is found; what was said names another place.
    Found(String),
    /// This is changed and nobody said so.
    Missed(String),
    /// Something is shown that was never written.
    Shown,
    Panicked,
}

/// What stood there before.
struct Whole {
    bytes: Vec<u8>,
    content: Content,
    columns: Vec<(String, String)>,
    texts: Texts,
}

/// What every row that the running keys open says.
type Texts = BTreeMap<(String, String, i64), Vec<u8>>;

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let times = if form.long { 10_000 } else { 1_500 };
    let home = tempfile::tempdir()?;
    let whole = built(home.path(), form.seed)?;
    // A panic is counted, not shown.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let halves: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..2)
            .map(|half| {
                let (whole, home) = (&whole, home.path());
                scope.spawn(move || half_of(whole, home, form.seed + half, times / 2))
            })
            .collect();
        running.into_iter().map(|half| half.join().ok().context("the rig itself panicked")).collect()
    });
    std::panic::set_hook(hook);
    let (mut ends, mut silent) = (BTreeMap::<End, usize>::new(), 0);
    for half in halves {
        let (of_half, silent_half) = half??;
        of_half.into_iter().for_each(|(end, n)| *ends.entry(end).or_default() += n);
        silent += silent_half;
    }
    Ok(told(times, whole.bytes.len(), &ends, silent))
}

/// `silent`: what the control misses, the engine's own check alone.
fn told(times: usize, bytes: usize, ends: &BTreeMap<End, usize>, silent: usize) -> Found {
    let of = |end: &End| ends.get(end).copied().unwrap_or(0);
    let listed = |of: fn(&End) -> Option<&String>| -> (usize, String) {
        let all: Vec<(&String, usize)> = ends.iter().filter_map(|(end, n)| Some((of(end)?, *n))).collect();
        let shown = all.iter().take(6).map(|(what, n)| format!("{what} {n}")).collect::<Vec<_>>().join("; ");
        (all.iter().map(|(_, n)| n).sum(), if shown.is_empty() { String::new() } else { format!(" ({shown})") })
    };
    let (missed, where_missed) = listed(|end| if let End::Missed(what) = end { Some(what) } else { None });
    let (elsewhere, said) = listed(|end| if let End::Found(what) = end { Some(what) } else { None });
    let (named, shown, panics) = (of(&End::Named), of(&End::Shown), of(&End::Panicked));
    Found {
        figures: format!(
            "{times} damages to {} KB: {} fell on bytes nobody reads, {} on content: {} found, {named} of them with the place{said}, \
             {missed} missed{where_missed}, {shown} shown, {panics} panics; control, the engine's own check: {silent} missed",
            bytes / 1_000,
            of(&End::Unread),
            times - of(&End::Unread),
            named + elsewhere,
        ),
        holds: missed + elsewhere + shown + panics == 0 && named > times / 4 && silent > times / 10,
    }
}

/// An agency with every kind of row in it, and what it says.
fn built(home: &Path, seed: u64) -> Result<Whole> {
    let loading = fiction::load(home, Size::Tiny, seed, false)?;
    let agency = loading.agency();
    tacenda::backup::create(agency, &mut |_| {})?;
    agency.chaff(3)?;
    agency.publish()?;
    let report = check::all(agency, true, &mut |_, _, _| ())?;
    ensure!(report.bad.is_empty(), "the check finds fault with what nobody touched: {:?}", report.bad.first());
    let file = home.join("whole.db");
    agency.db().backup_to(&file, |_, _| {})?;
    let texts = texts(agency)?;
    ensure!(texts.len() > 50, "little opens");
    Ok(Whole { bytes: std::fs::read(&file)?, content: damage::content(&file)?, columns: damage::columns(&file)?, texts })
}

fn half_of(whole: &Whole, home: &Path, seed: u64, times: usize) -> Result<(BTreeMap<End, usize>, usize)> {
    let (mut ends, mut silent, mut chance) = (BTreeMap::new(), 0, Chance::new(seed));
    for turn in 0..times {
        let place = tempfile::tempdir_in(replay::memory())?;
        for name in ["root.key", "tacenda.toml"] {
            std::fs::copy(home.join(name), place.path().join(name))?;
        }
        let file = place.path().join("tacenda.db");
        let bytes = match turn % 10 {
            0..5 => damage::flipped(&whole.bytes, &mut chance),
            5..8 => damage::torn(&whole.bytes, &mut chance),
            _ => whole.bytes.clone(),
        };
        std::fs::write(&file, bytes)?;
        if turn % 10 >= 8 {
            damage::exchange(&file, &whole.columns, &mut chance)?;
        }
        let is_quiet = damage::is_fine_by_the_engine(&file);
        let end = judge(place.path(), whole);
        silent += usize::from(is_quiet && end != End::Unread);
        *ends.entry(end).or_default() += 1;
    }
    Ok((ends, silent))
}

fn judge(home: &Path, whole: &Whole) -> End {
    // Read before the product touches it.
    let changed = damage::content(&home.join("tacenda.db")).map(|now| damage::changed(&whole.content, &now));
    let said = match catch_unwind(AssertUnwindSafe(|| said(home, whole))) {
        Err(_) => return End::Panicked,
        Ok(None) => return End::Shown,
        Ok(Some(said)) => said,
    };
    match changed {
        Ok(changed) if said.is_empty() && changed.is_empty() => End::Unread,
        Ok(changed) if said.is_empty() => End::Missed(changed.into_iter().collect::<Vec<_>>().join("+")),
        Err(_) if said.is_empty() => End::Missed("a file that cannot be read".to_owned()),
        Ok(changed) if is_named(&said, &changed) => End::Named,
        Err(_) if said.iter().any(|line| is_of_file(line)) => End::Named,
        Ok(changed) => End::Found(format!("{changed:?}: {}", said.first().cloned().unwrap_or_default())),
        Err(error) => End::Found(format!("{error}: {}", said.first().cloned().unwrap_or_default())),
    }
}

/// What opening it and the check say of it; none if something is shown that was never written.
fn said(home: &Path, whole: &Whole) -> Option<Vec<String>> {
    let agency = match agency(home, Sync::Full) {
        Ok(agency) => agency,
        Err(error) => return Some(vec![format!("{error:#}")]),
    };
    let shown = texts(&agency).unwrap_or_default();
    if shown.iter().any(|(name, text)| whole.texts.get(name) != Some(text)) {
        return None;
    }
    Some(match check::all(&agency, true, &mut |_, _, _| ()) {
        Ok(report) => report.bad.iter().map(ToString::to_string).collect(),
        Err(problem) => vec![problem.to_string()],
    })
}

/// Everything that opens to the running keys. What does not is for the check to name.
fn texts(agency: &Agency) -> Result<Texts> {
    let mut texts = BTreeMap::new();
    agency
        .db()
        .snapshot(|tx| {
            let mut keys = Keys::new(agency.ring());
            let (mut kind, mut id, mut version) = (String::new(), String::new(), 0);
            loop {
                let lines = sealed::walk(tx, (&kind, &id, version), 256)?;
                let Some(last) = lines.last() else { return Ok(()) };
                (kind, id, version) = (last.columns.kind.clone(), last.columns.id.clone(), last.columns.version);
                for line in lines {
                    if let Ok(plain) = line.open(tx, &mut keys) {
                        let name = (line.columns.kind.clone(), line.columns.id.clone(), line.columns.version);
                        texts.insert(name, plain.expose(Purpose::Decide).to_vec());
                    }
                }
            }
        })
        .or_else(|error: tacenda_store::Error| if error.is_damaged() { Ok(()) } else { Err(error) })?;
    Ok(texts)
}

/// Whether a line names the file, its page or index, or a row of a table that is changed.
fn is_named(said: &[String], changed: &BTreeSet<String>) -> bool {
    said.iter().any(|line| is_of_file(line) || changed.iter().any(|table| words(table).iter().any(|word| line.starts_with(word))))
}

/// The engine's own words for a page, an index, a header.
fn is_of_file(line: &str) -> bool {
    line.starts_with("the database file") || line.contains("is not a database of Tacenda") || line.contains("another history")
}

/// How places in a table are called.
fn words(table: &str) -> Vec<&str> {
    match table {
        "leaf" => vec!["leaf", "leaves"],
        "chain" => vec!["a chain", "map node above chain", "chain"],
        "ledger_head" => vec!["the ledger's end"],
        "tile" => vec!["tile/"],
        "map_node" => vec!["map node"],
        other => vec![other],
    }
}
