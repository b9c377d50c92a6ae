//! The log: every leaf against the tiles and against every head that was signed.

use std::sync::mpsc::sync_channel;

use tacenda_ledger::{Audit, Audited, Error, Fault, Head, Keys, Stopped, TILE_WIDTH, VerifierKey, open, tree};
use tacenda_store::ledger::{self, End};
use tacenda_store::survey::{self, Text};
use tacenda_store::{Db, Tx};

use super::{Bad, Found, Halt, Progress, Walk};
use crate::problem::Problem;

/// How many leaves are read at once.
const PIECE: u32 = 4_096;

/// What is wrong, or why it cannot be told.
pub(super) enum Wrong {
    Bad(Bad),
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Wrong {
    fn from(problem: E) -> Self {
        Self::Problem(problem.into())
    }
}

fn bad<T>(place: impl Into<String>, why: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong::Bad(Bad { place: place.into(), why: why.into() }))
}

/// What was found right.
pub(super) struct Looked {
    pub(super) head: Head,
    pub(super) checkpoints: usize,
}

/// Walks the log. Whether it is whole.
pub(super) fn walk(tx: &mut Tx<'_>, found: &mut Found<'_>, progress: Progress<'_>) -> Result<bool, Halt> {
    let Some(key) = found.key.clone() else {
        found.bad("meta ledger.seed", "the key that signs the ledger does not open")?;
        return Ok(false);
    };
    match audit(tx, found.agency.db(), &key, progress) {
        Ok(looked) => {
            found.report.head = looked.head;
            found.report.checkpoints = looked.checkpoints;
            Ok(true)
        }
        Err(Wrong::Bad(bad)) => found.bad(bad.place, bad.why).map(|()| false),
        Err(Wrong::Problem(problem)) => Err(problem.into()),
    }
}

/// Holds all leaves against tiles, signed heads and the stored end.
pub(super) fn audit(tx: &mut Tx<'_>, db: &Db, key: &VerifierKey, progress: Progress<'_>) -> Result<Looked, Wrong> {
    let end = match ledger::read_end(tx) {
        Err(error) if error.is_damaged() => return bad("the ledger's end", error.to_string()),
        end => end?,
    };
    let heads = checkpoints(tx, key)?;
    // Where the stored edge and the tiles disagree about the root, one of them is damaged: leaves that fit the tiles clear those.
    let by_tiles = tree::root(&mut { db }, end.frontier.size()).ok();
    let present = end.frontier.head();
    if let Some(root) = by_tiles.filter(|root| *root != present.root) {
        let other = Head { root, ..present };
        if let Err(Wrong::Bad(bad)) = against(tx, db, &end, heads.iter().copied().chain([other]).collect(), progress)
            && bad.place == Bad::from(&Fault::Frontier).place
        {
            return Err(Wrong::Bad(bad));
        }
    }
    let checkpoints = heads.len();
    let audited = against(tx, db, &end, heads.into_iter().chain([present]).collect(), progress)?;
    if audited.last_time != end.last_time {
        return bad("the ledger's end", "its time is not that of the last leaf");
    }
    Ok(Looked { head: audited.head, checkpoints })
}

/// Every head that was signed, by its signature.
fn checkpoints(tx: &mut Tx<'_>, key: &VerifierKey) -> Result<Vec<Head>, Wrong> {
    let keys = Keys::all(key.clone(), Vec::new());
    let mut heads: Vec<Head> = Vec::new();
    loop {
        let after = heads.last().map_or(0, |head| head.size);
        let notes = ledger::checkpoints(tx, after, 1_000)?;
        if notes.is_empty() {
            return Ok(heads);
        }
        for (size, note) in notes {
            let signed = std::str::from_utf8(&note).ok().map(|note| open(note, &keys));
            match signed {
                Some(Ok(signed)) if signed.head.size == size => heads.push(signed.head),
                Some(Err(Error::Origin)) => return bad("meta agency", "it is not the name that the ledger's heads bear"),
                Some(Err(error)) => return bad(format!("checkpoint of {size} leaves"), error.to_string()),
                _ => return bad(format!("checkpoint of {size} leaves"), "it is not what was signed"),
            }
        }
    }
}

fn against(tx: &mut Tx<'_>, db: &Db, end: &End, heads: Vec<Head>, progress: Progress<'_>) -> Result<Audited, Wrong> {
    let of = end.frontier.size();
    let mut audit = Audit::against(heads).with_tiles(db);
    // One thread reads while another hashes.
    let (sender, pieces) = sync_channel::<Vec<Text>>(2);
    std::thread::scope(|scope| {
        let auditor = scope.spawn(move || {
            for (next, text) in (0..).zip(pieces.into_iter().flatten()) {
                if text.place != next {
                    return Err(Wrong::Bad(Bad::from(&Fault::Missing(next..text.place))));
                }
                audit.leaf(&text.bytes).map_err(named)?;
            }
            audit.finish_with(Some(&end.frontier), None).map_err(named)
        });
        let read = read(tx, &sender, of, progress);
        drop(sender);
        let audited = auditor.join().unwrap_or_else(|_| Err(Problem::Plainly("the check broke off".to_owned()).into()));
        match (audited, read) {
            (Err(wrong), _) | (Ok(_), Err(wrong)) => Err(wrong),
            (Ok(audited), Ok(())) => Ok(audited),
        }
    })
}

/// Sends all leaves; stops where nobody takes them any more.
fn read(tx: &mut Tx<'_>, to: &std::sync::mpsc::SyncSender<Vec<Text>>, of: u64, progress: Progress<'_>) -> Result<(), Wrong> {
    let mut from = 0;
    loop {
        let piece = survey::texts(tx, from, PIECE)?;
        let Some(last) = piece.last() else { return Ok(()) };
        from = last.place + 1;
        if to.send(piece).is_err() {
            return Ok(());
        }
        progress(Walk::Log, from, of);
    }
}

fn named(stopped: Stopped<tacenda_store::Error>) -> Wrong {
    match stopped {
        // Below a full tile the hashes stored beside the leaves are the tile.
        Stopped::Fault(Fault::Tile { tile, position }) if tile.level == 0 && !tile.is_full() => {
            let leaf = tile.index * u64::from(TILE_WIDTH) + position;
            Wrong::Bad(Bad { place: format!("leaf {leaf}"), why: "its stored hash is not that of its text".to_owned() })
        }
        Stopped::Fault(fault) => Wrong::Bad(Bad::from(&fault)),
        Stopped::Reader(error) => Wrong::Problem(error.into()),
    }
}
