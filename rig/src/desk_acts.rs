//! The product itself: three workers' sessions write notes through `act`, and check what is left against the ledger.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use tacenda_store::Sync;

use crate::books;
use crate::house::House;
use crate::workload::{Workload, acks};
use crate::{say, wait};

pub(crate) const DESK: Workload = Workload { name: "desk", prepare, run: |p, n| write(p, n, Sync::Full, 3), check };
/// One caller: what it acknowledges behind a fault cannot stem from before it.
pub(crate) const ALONE: Workload = Workload { name: "desk-alone", prepare, run: |p, n| write(p, n, Sync::Full, 1), check };
/// The controls: the same program, told to sync less.
pub(crate) const LESS: Workload = Workload { name: "desk-normal", prepare, run: |p, n| write(p, n, Sync::Normal, 3), check };
pub(crate) const NEVER: Workload = Workload { name: "desk-off", prepare, run: |p, n| write(p, n, Sync::Off, 3), check };
/// Asks again until it is done, as callers behind a cluster do.
pub(crate) const CLUSTER: Workload = Workload { name: "desk-cluster", prepare, run: keep_writing, check };

pub(crate) fn text(number: u64) -> String {
    format!("Note {number}: she slept better and came on time.")
}

fn prepare(place: &str) -> Result<()> {
    drop(House::create(Path::new(place), "sqlite")?);
    // The last to hold the database may be its writer, a moment later; then the log is gone.
    wait::until(Duration::from_secs(10), || !Path::new(place).join("tacenda.db-wal").exists())
}

fn write(place: &str, times: usize, sync: Sync, callers: u64) -> Result<bool> {
    let house = House::open(Path::new(place), sync)?;
    let times = u64::try_from(times)?;
    let running: Vec<_> = (0..callers)
        .map(|caller| {
            let house = house.clone();
            std::thread::spawn(move || (0..times).filter(|n| n % callers == caller).all(|n| one(&house, n)))
        })
        .collect();
    Ok(running.into_iter().all(|c| c.join().unwrap_or(false)))
}

fn one(house: &House, number: u64) -> bool {
    match house.write(number, &text(number)) {
        Ok(leaf) => say(&format!("ack {number} {leaf}")),
        Err(_) => say(&format!("refused {number}")),
    }
    house.agency.db().fault().is_none()
}

fn keep_writing(place: &str, times: usize) -> Result<bool> {
    let house = House::open(Path::new(place), Sync::Full)?;
    for number in 0..u64::try_from(times)? {
        let leaf = loop {
            match house.write(number, &text(number)) {
                Ok(leaf) => break leaf,
                Err(error) => say(&format!("again {number}: {error:#}")),
            }
            wait::pause(Duration::from_millis(100));
        };
        say(&format!("ack {number} {leaf}"));
        wait::pause(Duration::from_millis(10));
    }
    Ok(true)
}

/// Opens it as a start after the fault would; and writing must go on.
fn check(place: &str, said: &[String]) -> Result<()> {
    let house = House::open(Path::new(place), Sync::Full)?;
    books::hold(&house.agency, &acked(said)?, text)?;
    house.write(9_000_000, "After.")?;
    Ok(())
}

/// Number and leaf of each act acknowledged.
pub(crate) fn acked(said: &[String]) -> Result<Vec<(u64, u64)>> {
    let pair = |ack: &str| -> Result<(u64, u64)> {
        let (number, leaf) = ack.split_once(' ').context("an ack without its leaf")?;
        Ok((number.parse()?, leaf.parse()?))
    };
    acks(said).map(pair).collect()
}
