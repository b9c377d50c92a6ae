//! A big ledger: `cargo test -p tacenda --release -- --ignored --nocapture million`. The number of leaves stands in `TACENDA_LEAVES`.

#![expect(clippy::disallowed_methods, clippy::cast_precision_loss, clippy::print_stdout, reason = "it measures")]

use std::collections::BTreeMap;
use std::time::Instant;

use tacenda::restore::{Order, restore};
use tacenda::{backup, check, export};
use tacenda_ledger::{Code, Hash, Label, Leaf, Salts, Slot, rows_hash};
use tacenda_store::ledger::{self, Append};
use tacenda_store::{Error, Tx};

use crate::keep::{House, house};

/// Leaves in one transaction.
const PIECE: u64 = 5_000;
const CLIENTS: u64 = 2_000;

fn slot(n: u64) -> Slot {
    Slot(Hash::of(&n.to_be_bytes()).0)
}

/// Appends leaves as acts make them, with 400 bytes sealed beside each; nothing opens them.
fn fill(tx: &mut Tx<'_>, first: u64, count: u64) -> Result<(), Error> {
    let mut end = ledger::lock(tx)?;
    let mut chains = BTreeMap::new();
    for n in first..first + count {
        let slot = slot(n % CLIENTS);
        let mut chain = match chains.get(&slot) {
            Some(chain) => *chain,
            None => ledger::chain(tx, slot)?,
        };
        let salts = Salts::from_seed(&Hash::of(&n.to_be_bytes()).0);
        let leaf = Leaf {
            time: end.last_time + 1,
            act: "record.read".to_owned(),
            actor: salts.actor.commit(Label::Actor, b"somebody"),
            chain: chain.commit(&salts.chain),
            codes: [Code::new("reason", "care_team")?, Code::new("way", "own")?].into(),
            detail: salts.detail.commit(Label::Detail, b"{}"),
            rows: rows_hash(&[]),
        };
        let (text, detail) = (leaf.to_text()?, [7; 400]);
        let append = Append {
            bytes: text.as_bytes(),
            time: leaf.time,
            client: "",
            class: "agency",
            detail: &detail,
            actor: &[0; 8],
            act_key: None,
        };
        ledger::append(tx, &mut end, &mut chain, &append)?;
        chains.insert(slot, chain);
    }
    Ok(())
}

fn grown(leaves: u64) -> House {
    let house = house();
    let mut done = 0;
    while done < leaves {
        let count = PIECE.min(leaves - done);
        house.agency.db().write(move |tx| fill(tx, done, count)).unwrap();
        house.agency.publish().unwrap();
        done += count;
    }
    house
}

#[test]
#[ignore = "takes a minute"]
fn a_million_leaves_are_verified_in_three_seconds() {
    let leaves = std::env::var("TACENDA_LEAVES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let start = Instant::now();
    let house = grown(leaves);
    println!("{leaves} leaves appended in {:.1} s", start.elapsed().as_secs_f64());
    let mut best = f64::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let head = check::log(&house.agency, &mut |_, _, _| ()).unwrap();
        best = best.min(start.elapsed().as_secs_f64());
        println!("{} leaves verified in {:.2} s", head.size, start.elapsed().as_secs_f64());
    }
    let start = Instant::now();
    let proofs: usize = (0..100).map(|n| house.agency.prove_leaf(n * leaves / 101).unwrap().len()).sum();
    println!("a proof of one leaf: {:.2} ms, {} bytes", start.elapsed().as_secs_f64() * 10.0, proofs / 100);
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let exported = export::export(&house.agency, folder.path(), &mut |_, _| ()).unwrap();
    println!("exported in {:.1} s, {} files", start.elapsed().as_secs_f64(), exported.files);
    let keys = tacenda_ledger::Keys::all(house.agency.verifier_key().unwrap(), vec![]);
    let start = Instant::now();
    export::fsck(folder.path(), &keys, &mut |_, _| ()).unwrap();
    println!("the folder checked in {:.2} s", start.elapsed().as_secs_f64());
    drop(folder);
    copied(&house);
    assert!(best / (leaves as f64 / 1e6) <= 3.0, "{best} s");
}

/// How fast a backup is made, read, and brought back.
fn copied(house: &House) {
    let start = Instant::now();
    let made = backup::create(&house.agency, &mut |_| ()).unwrap();
    let (megabytes, rate) = (made.bytes as f64 / 1e6, |start: Instant| made.bytes as f64 / 1e6 / start.elapsed().as_secs_f64());
    println!("backup of {megabytes:.0} MB, {} rows: made at {:.0} MB/s", made.rows, rate(start));
    let start = Instant::now();
    backup::verify(&house.root, &made.path, &mut |_, _| ()).unwrap();
    println!("read to its end at {:.0} MB/s", rate(start));
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("back");
    let config = tacenda::config::Config::read(house.folder.path()).unwrap();
    let order =
        Order { file: &made.path, home: &home, config, root: &house.root, daily: None, destroyed: None, remembered: Vec::new() };
    let start = Instant::now();
    let back = restore(&order, &mut |_, _| ()).unwrap();
    println!("restored at {:.0} MB/s", rate(start));
    let start = Instant::now();
    check::log(&back.agency, &mut |_, _, _| ()).unwrap();
    println!("and its ledger verified in {:.1} s", start.elapsed().as_secs_f64());
}

#[test]
#[ignore = "takes a minute"]
fn everything_of_a_lived_in_agency_is_walked() {
    let (house, _) = crate::proofs::lived_in();
    let start = Instant::now();
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let agency = house.agency.clone();
            std::thread::spawn(move || agency.chaff(2_000).unwrap())
        })
        .collect();
    threads.into_iter().for_each(|thread| drop(thread.join()));
    let size = house.agency.end().unwrap().frontier.size();
    println!("{size} entries in {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let report = check::all(&house.agency, true, &mut |_, _, _| ()).unwrap();
    assert_eq!(report.bad, []);
    println!("{size} entries opened and held in {:.2} s", start.elapsed().as_secs_f64());
}
