//! Measures the ledger: `cargo run --release -p tacenda-ledger --example measure [LEAVES]` (default 1,000,000).

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it measures and prints"
)]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::panic,
    reason = "figures for people"
)]

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "shared with the tests, which use the rest")]
mod support;

use std::time::Instant;

use support::{Ledger, keys};
use tacenda_ledger::{Audit, Chain, Frontier, Hash, Leaf, Remembered, Salt, Slot, map, standing_in, tile, tree, verify};

/// Seconds of processor time that this program has used, where the system tells it: others may be using the machine too.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

/// Runs work `times` times and prints what one costs, by the clock and in processor time.
fn each(name: &str, times: usize, mut work: impl FnMut(usize)) {
    let (start, used) = (Instant::now(), processor());
    (0..times).for_each(&mut work);
    let one = |seconds: f64| seconds * 1e6 / times as f64;
    let processor = processor().zip(used).map_or(f64::NAN, |(now, before)| one(now - before));
    println!("{name:<52}{:>10.2} µs {processor:>10.2} µs of processor", one(start.elapsed().as_secs_f64()));
}

fn main() {
    let size = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(1_000_000);
    let start = Instant::now();
    let ledger = Ledger::of(size, 250);
    println!("{size} leaves written, with {} roots of the map, in {:.1} s", ledger.heads.len(), start.elapsed().as_secs_f64());
    let bytes: usize = ledger.texts.iter().map(String::len).sum();
    println!("a leaf has {} bytes", bytes / size);
    appending(&ledger);
    auditing(&ledger);
    proving(&ledger);
    mapping(size as u64);
}

fn appending(ledger: &Ledger) {
    let (mut chain, salt, leaf) = (Chain::start(support::slot(1)), Salt([1; 32]), ledger.leaf(0));
    each("commit to a place in a chain", 100_000, |_| assert!(!chain.is_next(&salt, &leaf.rows)));
    each("add a leaf to a chain", 100_000, |_| chain.push(&leaf.rows));
    each("read a leaf", 100_000, |_| drop(Leaf::parse(ledger.texts[0].as_bytes())));
    each("hash a leaf", 100_000, |_| assert!(Hash::leaf(ledger.texts[0].as_bytes()) != leaf.rows));
    let hashes = &ledger.tiles.leaves;
    let mut frontier = Frontier::default();
    each("append to the frontier", hashes.len(), |i| frontier.append(hashes[i]));
    let (mut tiles, mut frontier) = (support::Tiles::default(), Frontier::default());
    each("append with tiles", hashes.len(), |i| {
        for grown in tile::append(&mut tiles, &mut frontier, [hashes[i]]).unwrap() {
            tiles.stored.insert((grown.tile.level, grown.tile.index), grown.bytes);
        }
        tiles.leaves.push(hashes[i]);
    });
}

fn auditing(ledger: &Ledger) {
    let texts = &ledger.texts;
    let mut audit = Audit::against(ledger.heads.last().copied()).with_tiles(ledger.tiles.clone());
    each("verify a leaf, against tiles", texts.len(), |i| audit.leaf(texts[i].as_bytes()).unwrap());
    audit.finish_with(Some(&ledger.frontier), None).unwrap();
    let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(ledger.tiles.clone());
    each("verify a leaf, against tiles and every head", texts.len(), |i| audit.leaf(texts[i].as_bytes()).unwrap());
    audit.finish().unwrap();
    let openings: Vec<_> = (0..texts.len()).map(|i| ledger.opening(i)).collect();
    let mut audit = Audit::against(ledger.heads.last().copied()).with_tiles(ledger.tiles.clone()).with_openings();
    each("verify a leaf, with openings and the map", texts.len(), |i| {
        audit.opened_leaf(texts[i].as_bytes(), Some(&openings[i])).unwrap();
    });
    println!("{:?}", audit.finish().unwrap());
}

fn proving(ledger: &Ledger) {
    let (mut tiles, head) = (ledger.tiles.clone(), ledger.frontier.head());
    let size = head.size;
    each("prove inclusion, from tiles", 1000, |i| {
        tree::inclusion(&mut tiles, i as u64 * 997 % size, size).unwrap();
    });
    let proof = tree::inclusion(&mut tiles, size / 3, size).unwrap();
    let leaf = ledger.tiles.leaves[size as usize / 3];
    each("check inclusion", 1000, |_| tree::verify_inclusion(&leaf, size / 3, &head, &proof).unwrap());
    each("prove consistency, from tiles", 1000, |i| {
        tree::consistency(&mut tiles, 1 + i as u64 * 997 % size, size).unwrap();
    });
    let remembered = Remembered::Head(ledger.heads[ledger.heads.len() / 2]);
    each("hold against a remembered head, from tiles", 100, |_| {
        standing_in(&mut tiles, &head, &remembered).unwrap();
    });
    let file = ledger.inclusion(size as usize / 3, true);
    each("check a proof file of inclusion, three signatures", 1000, |_| {
        verify(file.as_bytes(), &keys()).unwrap();
    });
    println!("a proof file of inclusion has {} bytes, {} hashes", file.len(), proof.len());
    let chain = ledger.mapped[&support::slot(7)].length;
    let files = ledger.account(7, chain.saturating_sub(100));
    println!("an account of {} entries has {} bytes", chain.min(100), files.iter().map(String::len).sum::<usize>());
    each("check an account of 100 entries", 100, |_| {
        verify(files.last().unwrap().as_bytes(), &keys()).unwrap();
    });
}

/// A map of as many slots as there are leaves.
fn mapping(slots: u64) {
    let slot = |n: u64| Slot(Hash::of(&n.to_be_bytes()).0);
    let mut nodes = std::collections::BTreeMap::new();
    let first = map::update(&mut nodes, map::EMPTY_MAP, &(0..slots).map(|n| (slot(n), Hash::default())).collect()).unwrap();
    nodes.extend(first.nodes);
    let mut root = first.root;
    each("change a slot of the map, one of as many", 1000, |i| {
        let updated = map::update(&mut nodes, root, &[(slot(i as u64 * 31 % slots), Hash([1; 32]))].into()).unwrap();
        nodes.extend(updated.nodes);
        root = updated.root;
    });
    each("prove a slot of the map", 1000, |i| {
        map::prove(&mut nodes, root, &slot(i as u64)).unwrap();
    });
}
