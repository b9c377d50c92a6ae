//! R23: sixty-four callers at once. One wins where only one can; what was acknowledged first stands first; everybody reads what they wrote.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AddRecord, ReadRecord};
use tacenda_desk::{Purpose, Seen};

use crate::house::House;
use crate::{Form, Found, books, desk_acts, wait};

const CALLERS: u64 = 64;

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let rounds = if form.long { 100 } else { 8 };
    let home = tempfile::tempdir()?;
    let house = House::create(home.path(), "sqlite")?;
    let winners = (0..rounds).map(|round| one_winner(&house, 1_000_000 + round)).collect::<Result<Vec<_>>>()?;
    let single = winners.iter().filter(|w| **w == 1).count();
    // The control: the same callers, each with a record of their own.
    let control = winners_of(&house, |caller| house.note(2_000_000 + caller, "One's own."))?;
    let before = house.agency.db().commits();
    let start = wait::now();
    let history = all_at_once(&house, rounds)?;
    let (took, commits) = (start.elapsed(), house.agency.db().commits() - before);
    let turned = in_order(&history);
    let acked: Vec<(u64, u64)> = history.iter().map(|done| (done.number, done.leaf)).collect();
    let leaves: BTreeSet<u64> = acked.iter().map(|(_, leaf)| *leaf).collect();
    let held = books::hold(&house.agency, &acked, desk_acts::text).map(drop);
    let why = held.as_ref().err().map(|error| format!(", {error:#}")).unwrap_or_default();
    Ok(Found {
        figures: format!(
            "one winner among {CALLERS} in {single} of {rounds} races (control, records of their own: {control}); {} acts at once, {turned} out of order, each on a leaf of its own: {}, \
             {commits} commits for {} acts with their looks, {:.0} acts/s{why}",
            acked.len(),
            leaves.len() == acked.len(),
            acked.len() * 2,
            f64::from(u32::try_from(acked.len() * 2)?) / took.as_secs_f64()
        ),
        holds: u64::try_from(single)? == rounds && control > 1 && turned == 0 && leaves.len() == acked.len() && held.is_ok(),
    })
}

/// How many of those who write the same record succeed.
fn one_winner(house: &House, number: u64) -> Result<usize> {
    winners_of(house, |_| house.note(number, "One of sixty-four."))
}

/// How many of all callers succeed, each with their record.
fn winners_of(house: &House, record: impl Fn(u64) -> Result<AddRecord>) -> Result<usize> {
    let records = (0..CALLERS).map(record).collect::<Result<Vec<_>>>()?;
    let callers: Vec<_> = records
        .into_iter()
        .map(|record| {
            let house = house.clone();
            std::thread::spawn(move || house.agency.act(&house.rosa, Asked::new(record, Reason::CareTeam)).is_ok())
        })
        .collect();
    Ok(callers.into_iter().map(|c| c.join().unwrap_or(false)).filter(|won| *won).count())
}

/// An act as its caller saw it.
#[derive(Debug, Clone)]
struct Act {
    number: u64,
    leaf: u64,
    asked: Instant,
    answered: Instant,
}

/// Everybody writes notes of their own and reads each at once.
fn all_at_once(house: &House, rounds: u64) -> Result<Vec<Act>> {
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let house = house.clone();
            std::thread::spawn(move || {
                (0..rounds).map(|round| write_and_read(&house, caller * 10_000 + round)).collect::<Result<Vec<_>>>()
            })
        })
        .collect();
    let mut history = Vec::new();
    for caller in callers {
        history.extend(caller.join().ok().context("a caller panicked")??);
    }
    Ok(history)
}

fn write_and_read(house: &House, number: u64) -> Result<Act> {
    let text = desk_acts::text(number);
    let asked = wait::now();
    let leaf = again(|| house.write(number, &text))?;
    let answered = wait::now();
    let look = ReadRecord { client: house.client, record: house.note(number, "")?.id };
    let done = again(|| Ok(house.agency.act(&house.rosa, Asked::new(look, Reason::CareTeam))?))?;
    match done.seen.expose(Purpose::Show) {
        Seen::Record(record) if record.text == text => Ok(Act { number, leaf, asked, answered }),
        _ => bail!("note {number} was acknowledged, and its writer reads something else"),
    }
}

/// A full queue says so; the caller comes again.
fn again<T>(mut ask: impl FnMut() -> Result<T>) -> Result<T> {
    let mut tries = 0;
    loop {
        match ask() {
            Err(_) if tries < 100 => tries += 1,
            answer => return answer,
        }
        wait::pause(Duration::from_millis(5));
    }
}

/// Pairs in which one was answered before the other was asked, and yet stands behind it in the ledger.
fn in_order(history: &[Act]) -> usize {
    history
        .iter()
        .map(|first| history.iter().filter(|second| first.answered < second.asked && first.leaf > second.leaf).count())
        .sum()
}
