//! Tampers with a ledger in every way and counts what is found: `cargo run --release -p tacenda-ledger --example tamper
//! [LEAVES]` (default 1,000, with every byte of every leaf). Prints one line of figures for each kind of tampering.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, clippy::panic, reason = "it tampers and prints")]
#![expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "sizes are small")]

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "shared with the tests, which use the rest")]
mod support;

use std::process::ExitCode;

use support::{Ledger, Tiles};
use tacenda_ledger::{Audit, Fault, Hash, Head, Remembered, Standing, Stopped, standing_in};

/// Found and rightly named, of how many.
#[derive(Default)]
struct Count {
    named: usize,
    of: usize,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.of += 1;
        self.named += usize::from(right);
    }
}

fn main() -> ExitCode {
    let size = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(1000);
    let ledger = Ledger::of(size, 40);
    let leaves: Vec<&[u8]> = ledger.texts.iter().map(String::as_bytes).collect();
    let (deleted, doubled, swapped) = moved(&ledger, &leaves);
    let (forked, older) = other_pasts(&ledger);
    let kinds = [
        ("every byte changed", bytes(&ledger, &leaves)),
        ("a bit of a stored tile changed (sampled)", tiles(&ledger, &leaves)),
        ("every leaf deleted", deleted),
        ("every leaf doubled", doubled),
        ("every two leaves swapped", swapped),
        ("cut after every leaf", cut(&ledger, &leaves)),
        ("forked before every leaf, tiles and all", forked),
        ("rolled back by every number of leaves", older),
    ];
    for (kind, count) in &kinds {
        println!("{kind:<42}{:>9} found and named of {}", count.named, count.of);
    }
    let failed = kinds.iter().filter(|(_, count)| count.named < count.of).count();
    println!("{} passed, {failed} failed", kinds.len() - failed);
    ExitCode::from(u8::from(failed > 0))
}

/// What an audit of the rest of the leaves finds.
fn go_on<'a>(mut audit: Audit<Tiles>, rest: impl IntoIterator<Item = &'a [u8]>) -> Option<Fault> {
    let result = rest.into_iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
    match result {
        Ok(_) => None,
        Err(Stopped::Fault(fault)) => Some(fault),
        Err(Stopped::Reader(never)) => match never {},
    }
}

/// An audit that stands before each leaf in turn.
fn before_each<'a>(ledger: &Ledger, leaves: &[&'a [u8]], mut visit: impl FnMut(usize, &Audit<Tiles>, &'a [u8])) {
    let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(ledger.tiles.clone());
    for (index, leaf) in leaves.iter().enumerate() {
        visit(index, &audit, leaf);
        audit.leaf(leaf).unwrap();
    }
}

fn named(index: usize) -> Fault {
    Fault::Leaves(index as u64..index as u64 + 1)
}

fn bytes(ledger: &Ledger, leaves: &[&[u8]]) -> Count {
    let mut count = Count::default();
    before_each(ledger, leaves, |index, audit, leaf| {
        for place in 0..leaf.len() {
            let mut changed = leaf.to_vec();
            changed[place] ^= 1 << ((index + place) % 8);
            let rest = std::iter::once(changed.as_slice()).chain(leaves[index + 1..].iter().copied());
            count.add(go_on(audit.clone(), rest) == Some(named(index)));
        }
    });
    count
}

fn tiles(ledger: &Ledger, leaves: &[&[u8]]) -> Count {
    let mut count = Count::default();
    for (key, bytes) in &ledger.tiles.stored {
        for bit in (0..bytes.len() * 8).step_by(if bytes.len() > 512 { 61 } else { 1 }) {
            let mut tiles = ledger.tiles.clone();
            tiles.stored.get_mut(key).unwrap()[bit / 8] ^= 1 << (bit % 8);
            let audit = Audit::against(ledger.heads.iter().copied()).with_tiles(tiles);
            let found = go_on(audit, leaves.iter().copied());
            let right = |t: tacenda_ledger::Tile, position: u64| (t.level, t.index) == *key && position == bit as u64 / 256;
            count.add(matches!(found, Some(Fault::Tile { tile, position }) if right(tile, position)));
        }
    }
    count
}

fn moved(ledger: &Ledger, leaves: &[&[u8]]) -> (Count, Count, Count) {
    let (mut deleted, mut doubled, mut swapped) = (Count::default(), Count::default(), Count::default());
    let last = leaves.len() - 1;
    before_each(ledger, leaves, |index, audit, leaf| {
        let rest = &leaves[index + 1..];
        let missing = Fault::Missing(last as u64..last as u64 + 1);
        let expected = if index == last { missing } else { named(index) };
        deleted.add(go_on(audit.clone(), rest.iter().copied()) == Some(expected));
        let twice = [leaf, leaf].into_iter().chain(rest.iter().copied());
        let expected = if index == last { Fault::Extra(last as u64 + 1) } else { named(index + 1) };
        doubled.add(go_on(audit.clone(), twice) == Some(expected));
        for other in 0..rest.len() {
            let between = rest[..other].iter().chain([&leaf]).chain(&rest[other + 1..]).copied();
            swapped.add(go_on(audit.clone(), std::iter::once(rest[other]).chain(between)) == Some(named(index)));
        }
    });
    (deleted, doubled, swapped)
}

fn cut(ledger: &Ledger, leaves: &[&[u8]]) -> Count {
    let mut count = Count::default();
    before_each(ledger, leaves, |index, audit, _| {
        let expected = Some(Fault::Missing(index as u64..leaves.len() as u64));
        count.add(go_on(audit.clone(), []) == expected);
    });
    count
}

/// Rewritten from a leaf on, or restored from before it: held against the heads that witnesses keep.
fn other_pasts(ledger: &Ledger) -> (Count, Count) {
    let (mut forked, mut older) = (Count::default(), Count::default());
    let present = ledger.frontier.head();
    for start in 0..present.size {
        let mut tiles = Tiles::default();
        let mut frontier = tacenda_ledger::Frontier::default();
        for (index, hash) in ledger.tiles.leaves.iter().enumerate() {
            let hash = if index as u64 >= start { Hash::leaf(&hash.0) } else { *hash };
            for grown in tacenda_ledger::tile::append(&mut tiles, &mut frontier, [hash]).unwrap() {
                tiles.stored.insert((grown.tile.level, grown.tile.index), grown.bytes);
            }
            tiles.leaves.push(hash);
        }
        let judge = |tiles: &mut Tiles, now: &Head, head: &Head| standing_in(tiles, now, &Remembered::Head(*head)).unwrap();
        let right = ledger.heads.iter().all(|head| {
            let found = judge(&mut tiles, &frontier.head(), head);
            (found == Standing::Forked { size: head.size }) == (head.size > start)
        });
        forked.add(right);
        let root = tacenda_ledger::tree::root(&mut ledger.tiles.clone(), start).unwrap();
        let found = judge(&mut ledger.tiles.clone(), &Head { size: start, root }, &present);
        older.add(found == Standing::Older { missing: start..present.size });
    }
    (forked, older)
}
