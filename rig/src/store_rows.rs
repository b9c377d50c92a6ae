//! The product's own store: three callers at once, whose acts share commits; each act writes two lines that belong together.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tacenda_store::{Db, Error, Faults, Place, Settings, Sql, Sync};

use crate::workload::{Workload, acks};
use crate::{say, wait};

pub(crate) const STORE: Workload = Workload { name: "store", prepare, run: |p, n| write(p, n, Sync::Full, SMALL, 3), check };
/// One caller: what it acknowledges behind a fault cannot stem from before it.
pub(crate) const ALONE: Workload =
    Workload { name: "store-alone", prepare, run: |p, n| write(p, n, Sync::Full, SMALL, 1), check };
/// Large rows, so that the write-ahead log is brought into the file on the way.
pub(crate) const LARGE: Workload = Workload { name: "store-large", prepare, run: |p, n| write(p, n, Sync::Full, BIG, 3), check };
/// The controls: the same program, told to sync less.
pub(crate) const LESS: Workload =
    Workload { name: "store-normal", prepare, run: |p, n| write(p, n, Sync::Normal, SMALL, 3), check };
pub(crate) const NEVER: Workload = Workload { name: "store-off", prepare, run: |p, n| write(p, n, Sync::Off, SMALL, 3), check };

const SMALL: usize = 700;
const BIG: usize = 120_000;
const ADD: Sql = Sql("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2");
const ALL: Sql = Sql("SELECT name FROM meta WHERE name >= 'rig.' AND name < 'rig/' ORDER BY name");

/// A folder, or the address of a cluster.
pub(crate) fn open(place: &str, sync: Sync) -> Result<Db> {
    let faults = Faults::default();
    faults.wait_for_disk(sync);
    let settings = Settings { faults, ..Settings::default() };
    let place = if place.starts_with("postgres:") {
        Place::Postgres(place.to_owned())
    } else {
        Place::Sqlite(Path::new(place).join("tacenda.db"))
    };
    Ok(Db::open(&place, settings)?)
}

fn prepare(place: &str) -> Result<()> {
    open(place, Sync::Full).map(drop)
}

fn write(place: &str, times: usize, sync: Sync, size: usize, callers: usize) -> Result<bool> {
    let db = open(place, sync)?;
    let of_cluster = place.starts_with("postgres:");
    let running: Vec<_> = (0..callers)
        .map(|caller| {
            let db = db.clone();
            std::thread::spawn(move || (0..times).filter(|n| n % callers == caller).all(|n| act(&db, n, size, of_cluster)))
        })
        .collect();
    Ok(running.into_iter().all(|c| c.join().unwrap_or(false)))
}

/// One act; behind a cluster it is asked again until it is done, as a caller with a key of its own would.
fn act(db: &Db, number: usize, size: usize, again: bool) -> bool {
    let value = vec![u8::try_from(number % 251).unwrap_or(0); size];
    loop {
        let value = value.clone();
        let written = db.write(move |tx| {
            tx.run(ADD, &[&format!("rig.{number}.a").as_str(), &value.as_slice()])?;
            tx.run(ADD, &[&format!("rig.{number}.b").as_str(), &value.as_slice()]).map(drop)
        });
        match written {
            Ok(()) => {
                say(&format!("ack {number}"));
                return true;
            }
            Err(_) if again => wait::pause(Duration::from_millis(50)),
            Err(_) => {
                say(&format!("refused {number}"));
                return false;
            }
        }
    }
}

/// The store held open across a fault.
#[derive(Debug)]
pub(crate) struct Open(Db);

impl Open {
    pub(crate) fn at(place: &str) -> Result<Self> {
        Ok(Self(open(place, Sync::Full)?))
    }

    pub(crate) fn act(&self, number: usize) -> bool {
        act(&self.0, number, SMALL, false)
    }

    /// Acts until one is refused, and some more, for the disk may take small ones yet. What was acknowledged.
    pub(crate) fn until_refused(&self, most: usize) -> Vec<String> {
        let (mut said, mut refused) = (Vec::new(), 0);
        for number in 0..most {
            if self.act(number) {
                said.push(format!("ack {number}"));
            } else {
                refused += 1;
            }
            if refused == 5 {
                break;
            }
        }
        said
    }

    /// Reads all, and that what was acknowledged is among it.
    pub(crate) fn read_all(&self, said: &[String]) -> Result<()> {
        whole(&self.0, said)
    }
}

/// Opens it as a start after the fault would.
fn check(place: &str, said: &[String]) -> Result<()> {
    let db = open(place, Sync::Full)?;
    whole(&db, said)?;
    // Writing must go on.
    db.write(|tx| tx.run(ADD, &[&"after", &b"".as_slice()]).map(drop))?;
    Ok(())
}

/// All that was said is there, and no act is there by half.
fn whole(db: &Db, said: &[String]) -> Result<()> {
    let names: BTreeSet<String> =
        db.read(|tx| tx.rows(ALL, &[])?.into_iter().map(|mut row| row.text()).collect::<Result<_, Error>>())?;
    for number in acks(said) {
        if !names.contains(&format!("rig.{number}.a")) {
            bail!("{number} was acknowledged and is gone");
        }
    }
    for name in &names {
        let (act, part) = name.rsplit_once('.').context("a strange name")?;
        if !names.contains(&format!("{act}.{}", if part == "a" { "b" } else { "a" })) {
            bail!("{name} is half an act");
        }
    }
    Ok(())
}
