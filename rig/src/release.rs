//! What leaves leaves whole, and once: the program is killed at every durable call of a release, its answer is lost and asked for again
//! thousands of times, somebody takes it back while somebody takes it, and the client stops it while it is sent.

use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tacenda_store::{Break, Faults, Sync};

use crate::books::Books;
use crate::chance::Chance;
use crate::house::{House, faulty};
use crate::kill::sweep;
use crate::releases::{Releases, key};
use crate::workload::{Workload, acks};
use crate::{Form, Found, say, wait};

pub(crate) const RELEASE: Workload = Workload { name: "release", prepare, run, check };

const SEND: u8 = 5;
const RECALL: u8 = 6;

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let killed = sweep(&RELEASE, 2)?;
    let lost = lost(if form.long { 10_000 } else { 300 })?;
    let back = recalled(form, if form.long { 600 } else { 40 })?;
    let stopped = stopped(form, if form.long { 100 } else { 8 })?;
    let (figures, holds): (Vec<String>, Vec<bool>) =
        [(killed.to_string(), killed.bad == 0 && killed.points > 0), lost, back, stopped].into_iter().unzip();
    Ok(Found { figures: figures.join("; "), holds: holds.into_iter().all(|held| held) })
}

fn prepare(place: &str) -> Result<()> {
    Releases::of(House::create(Path::new(place), "sqlite")?)?.prepare()?;
    wait::until(Duration::from_secs(10), || !Path::new(place).join("tacenda.db-wal").exists())
}

fn open(place: &str) -> Result<Releases> {
    Releases::of(House::open(Path::new(place), Sync::Full)?)
}

/// Whole releases: every other one is taken back before anybody has it.
fn run(place: &str, times: usize) -> Result<bool> {
    let releases = open(place)?;
    for number in 0..u64::try_from(times)? {
        releases.makes(number)?;
        releases.sends(number, Some(key(number, SEND)))?;
        say(&format!("ack sent {number}"));
        if number % 2 == 0 {
            ensure!(releases.takes(number)?.is_some(), "the code was right");
            say(&format!("ack taken {number}"));
        } else {
            releases.recalls(number, Some(key(number, RECALL)))?;
            say(&format!("ack back {number}"));
        }
    }
    Ok(true)
}

/// Whatever was acknowledged stands, nothing stands by halves, and what was begun is ended by asking again: once.
fn check(place: &str, said: &[String]) -> Result<()> {
    let releases = open(place)?;
    let number = |word: &str| acks(said).filter_map(|ack| ack.strip_prefix(word)?.trim().parse::<u64>().ok()).collect::<Vec<_>>();
    let (sent, taken, back) = (number("sent"), number("taken"), number("back"));
    for number in 0..2 {
        let stands = releases.stands(number)?;
        ensure!(stands.is_whole(), "packet {number} stands by halves: {stands:?}");
        let went = sent.contains(&number) && !back.contains(&number);
        // Killed between the recall and its word, it is back, and nobody was told so.
        ensure!(!went || stands.sent || number % 2 == 1, "packet {number} went and is gone: {stands:?}");
        ensure!(!taken.contains(&number) || stands.takes == 1, "packet {number} was taken, and that is gone: {stands:?}");
        ensure!(!back.contains(&number) || !stands.sent, "packet {number} was taken back and is gone out: {stands:?}");
    }
    if back.is_empty() && releases.stands(1)?.link.is_none() {
        let number = u64::from(releases.stands(0)?.sent);
        // One is open at a time: it is gone on with.
        releases.makes(number)?;
        releases.sends(number, Some(key(number, SEND)))?;
        releases.sends(number, Some(key(number, SEND)))?;
        let stands = releases.stands(number)?;
        ensure!(stands.sent && stands.is_whole(), "asked again, packet {number} does not stand: {stands:?}");
    }
    Books::read(&releases.house.agency).map(drop)
}

/// The send is done and its answer is lost; it is asked for again and again, under its key and as somebody who tries anew.
fn lost(times: u64) -> Result<(String, bool)> {
    let home = tempfile::tempdir()?;
    Releases::of(House::create(home.path(), "sqlite")?)?.prepare()?;
    let faults = Faults::default();
    let releases = Releases::of(House::of(faulty(home.path(), faults.clone())?, home.path())?)?;
    releases.makes(0)?;
    let (mut unknown, mut refused) = (0, 0);
    for number in 0..times {
        let send = releases.ready(0)?;
        faults.break_commit(if number % 2 == 0 { Break::ReplyLost } else { Break::Lost });
        unknown += u64::from(releases.lets_go(send, Some(key(0, SEND))).is_err());
        faults.mend();
        refused += u64::from(releases.sends(0, None).is_err());
    }
    let stands = releases.stands(0)?;
    let lines = stands.lines;
    let figures = format!(
        "reply lost and asked again {times} times ({unknown} told as unknown, {refused} tried anew and refused): {lines} line in the list, whole: {}",
        stands.is_whole()
    );
    Books::read(&releases.house.agency)?;
    Ok((figures, stands.sent && stands.is_whole() && unknown > 0 && refused == times))
}

/// One takes it back while another takes it: exactly one of them has it.
fn recalled(form: &Form, rounds: u64) -> Result<(String, bool)> {
    let home = tempfile::tempdir()?;
    let releases = Releases::of(House::create(home.path(), "sqlite")?)?;
    releases.prepare()?;
    let mut chance = Chance::new(form.seed);
    let (mut won, mut lost, mut both) = (0, 0, 0);
    for number in 0..rounds {
        releases.makes(number)?;
        releases.sends(number, None)?;
        let (early, late) = (chance.below(8_000), chance.below(8_000));
        let (back, taken) = at_once(
            || after(early, || releases.recalls(number, None).is_ok()),
            || after(late, || matches!(releases.takes(number), Ok(Some(_)))),
        )?;
        let stands = releases.stands(number)?;
        let one = back != taken && stands.is_whole() && stands.sent == taken && stands.takes == usize::from(taken);
        both += u64::from(!one);
        if back {
            won += 1;
            releases.sends_again(number)?;
        } else {
            lost += 1;
        }
    }
    let figures = format!("taken back while it is taken {rounds} times: back {won}, taken {lost}, both or neither {both}");
    Ok((figures, both == 0 && won > 0 && lost > 0))
}

/// The client stops it while it is sent and taken: what was acknowledged after the stop is nothing.
fn stopped(form: &Form, rounds: u64) -> Result<(String, bool)> {
    let mut chance = Chance::new(form.seed + 1);
    let (mut went, mut held, mut left) = (0, 0, 0);
    for round in 0..rounds {
        let home = tempfile::tempdir()?;
        let releases = Releases::of(House::create(home.path(), "sqlite")?)?;
        releases.prepare()?;
        releases.makes(0)?;
        // Each of them is first once, whatever chance says.
        let (early, late) = match round {
            0 => (0, 200_000),
            1 => (200_000, 0),
            _ => (chance.below(12_000), chance.below(12_000)),
        };
        let ((stop, stopped), (begun, sent)) = at_once(
            || after(early, || (releases.stops().is_ok(), wait::now())),
            || after(late, || (wait::now(), releases.sends(0, None).is_ok())),
        )?;
        ensure!(stop, "a spoken word is enough");
        // Whoever asked after the word was acknowledged gets a no.
        left += u64::from(sent && begun > stopped);
        let stands = releases.stands(0)?;
        ensure!(stands.is_whole() && stands.sent == sent, "{stands:?}");
        // And what went before stays behind its link.
        left += u64::from(sent && releases.takes(0).is_ok_and(|file| file.is_some()));
        *(if sent { &mut went } else { &mut held }) += 1;
    }
    let figures = format!(
        "stopped while it is sent {rounds} times: {went} went first and nobody could take it, {held} held, {left} left after the stop"
    );
    Ok((figures, left == 0 && went > 0 && held > 0))
}

/// So many microseconds later.
fn after<T>(micros: usize, act: impl FnOnce() -> T) -> T {
    wait::pause(Duration::from_micros(u64::try_from(micros).unwrap_or_default()));
    act()
}

/// Both, begun at one moment.
fn at_once<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> Result<(A, B)> {
    let gate = Barrier::new(2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            gate.wait();
            one()
        });
        gate.wait();
        let second = other();
        Ok((first.join().ok().context("a caller panicked")?, second))
    })
}
