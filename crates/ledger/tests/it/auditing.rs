//! Whatever is done to a ledger behind its back is found, and the first bad leaf is named.

use std::collections::BTreeMap;

use tacenda_ledger::{Audit, Audited, Chain, Fault, Frontier, Hash, Opening, Stopped, Tile};

use crate::support::{AGENCY, Ledger, Tiles, slot};

fn fault<E: std::fmt::Debug>(result: Result<Audited, Stopped<E>>) -> Fault {
    match result.unwrap_err() {
        Stopped::Fault(fault) => fault,
        Stopped::Reader(error) => panic!("{error:?}"),
    }
}

fn leaves(ledger: &Ledger) -> Vec<Vec<u8>> {
    ledger.texts.iter().map(|t| t.clone().into_bytes()).collect()
}

/// Audits leaves against the ledger's heads and tiles.
fn audit(ledger: &Ledger, leaves: &[Vec<u8>]) -> Result<Audited, Stopped<std::convert::Infallible>> {
    let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(ledger.tiles.clone());
    leaves.iter().try_for_each(|leaf| audit.leaf(leaf))?;
    audit.finish_with(Some(&ledger.frontier), None)
}

/// Audits leaves against the heads alone.
fn audit_heads(ledger: &Ledger, leaves: &[Vec<u8>]) -> Result<Audited, Stopped<std::convert::Infallible>> {
    let mut audit = Audit::against(ledger.heads.iter().copied());
    leaves.iter().try_for_each(|leaf| audit.leaf(leaf))?;
    audit.finish()
}

/// Audits with openings.
fn audit_openings(
    ledger: &Ledger,
    openings: &[Option<Opening>],
    chains: &[Chain],
) -> Result<Audited, Stopped<std::convert::Infallible>> {
    let mut audit = Audit::against(ledger.heads.last().copied()).with_openings();
    ledger.texts.iter().zip(openings).try_for_each(|(text, opening)| audit.opened_leaf(text.as_bytes(), opening.as_ref()))?;
    audit.finish_with(None, Some(chains))
}

fn openings(ledger: &Ledger) -> Vec<Option<Opening>> {
    (0..ledger.texts.len()).map(|i| Some(ledger.opening(i))).collect()
}

fn chains(ledger: &Ledger) -> Vec<Chain> {
    ledger.chains.values().copied().collect()
}

#[test]
fn a_sound_ledger_passes() {
    for size in [1, 2, 255, 256, 257, 700] {
        let ledger = Ledger::of(size, 9);
        let audited = audit(&ledger, &leaves(&ledger)).unwrap();
        assert_eq!((audited.head, audited.heads), (ledger.frontier.head(), ledger.heads.len()));
        assert_eq!(audit_heads(&ledger, &leaves(&ledger)).unwrap(), audited);
        let audited = audit_openings(&ledger, &openings(&ledger), &chains(&ledger)).unwrap();
        assert_eq!((audited.chains, audited.map_roots), (ledger.chains.len() as u64, ledger.heads.len() as u64));
    }
    let nothing = Audit::against([Frontier::default().head()]).finish().unwrap();
    assert_eq!((nothing.head.size, nothing.heads), (0, 1));
}

#[test]
fn every_changed_byte_of_a_leaf_names_the_leaf() {
    let ledger = Ledger::of(300, 9);
    let sound = leaves(&ledger);
    for index in [0, 1, 150, 255, 256, 299] {
        let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(ledger.tiles.clone());
        sound[..index].iter().for_each(|leaf| audit.leaf(leaf).unwrap());
        for place in 0..sound[index].len() {
            let mut audit = audit.clone();
            let mut changed = sound[index].clone();
            changed[place] ^= 1 << (place % 8);
            let rest = std::iter::once(&changed).chain(&sound[index + 1..]);
            let result = rest.into_iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
            assert_eq!(fault(result), Fault::Leaves(index as u64..index as u64 + 1));
        }
    }
}

#[test]
fn every_deleted_doubled_or_swapped_leaf_is_named() {
    let ledger = Ledger::of(290, 9);
    let sound = leaves(&ledger);
    let named = |index: usize| Fault::Leaves(index as u64..index as u64 + 1);
    for index in 0..sound.len() {
        let mut deleted = sound.clone();
        deleted.remove(index);
        let expected = if index == 289 { Fault::Missing(289..290) } else { named(index) };
        assert_eq!(fault(audit(&ledger, &deleted)), expected);

        let mut doubled = sound.clone();
        doubled.insert(index, sound[index].clone());
        let expected = if index == 289 { Fault::Extra(290) } else { named(index + 1) };
        assert_eq!(fault(audit(&ledger, &doubled)), expected);

        let mut swapped = sound.clone();
        let other = (index * 7 + 1) % sound.len();
        swapped.swap(index, other);
        if index != other {
            assert_eq!(fault(audit(&ledger, &swapped)), named(index.min(other)));
        }
        if index > 0 {
            assert_eq!(fault(audit(&ledger, &sound[..index])), Fault::Missing(index as u64..290));
        }
    }
}

#[test]
fn without_tiles_a_bad_leaf_is_named_between_two_heads() {
    let ledger = Ledger::of(290, 9);
    let mut changed = leaves(&ledger);
    let text = ledger.texts[100].replace("reason=appointment", "reason=emergencies");
    changed[100] = text.into_bytes();
    assert_eq!(fault(audit_heads(&ledger, &changed)), Fault::Leaves(97..194));
    assert_eq!(Fault::Leaves(97..194).to_string(), "among leaves 97 to 193 one is not what it was");
    assert_eq!(Fault::Leaves(97..98).to_string(), "leaf 97 is not what it was");
    changed[100] = b"not a leaf\n".to_vec();
    assert_eq!(fault(audit_heads(&ledger, &changed)), Fault::Malformed(100));
}

#[test]
fn a_past_rewritten_with_all_its_tiles_is_found_by_the_heads_that_others_hold() {
    let ledger = Ledger::of(400, 9);
    let mut rewritten = Ledger::default();
    while rewritten.texts.len() < 400 {
        let index = rewritten.texts.len();
        match ledger.slots[index] {
            AGENCY => rewritten.log_map_root(),
            other => {
                let client = (0..9).find(|c| slot(*c) == other).unwrap();
                rewritten.write(client, if index == 210 { "record.made" } else { "record.read" });
            }
        }
    }
    let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(rewritten.tiles.clone());
    let result = leaves(&rewritten).iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
    assert_eq!(fault(result), Fault::Leaves(194..291), "between the heads around leaf 210");
    assert!(audit_heads(&rewritten, &leaves(&rewritten)).is_ok(), "alone it looks sound");
}

#[test]
fn a_damaged_tile_is_told_from_a_damaged_leaf() {
    let ledger = Ledger::of(700, 9);
    let damage = |level: u8, index: u64, byte: usize| {
        let mut tiles = ledger.tiles.clone();
        tiles.stored.get_mut(&(level, index)).unwrap()[byte] ^= 4;
        let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(tiles);
        let result = leaves(&ledger).iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
        fault(result)
    };
    let tile = |level, index, width| Tile { level, index, width };
    assert_eq!(damage(0, 1, 32 * 5 + 7), Fault::Tile { tile: tile(0, 1, 256), position: 5 });
    assert_eq!(damage(1, 0, 40), Fault::Tile { tile: tile(1, 0, 2), position: 1 });
    let mut short = Tiles { stored: BTreeMap::new(), ..ledger.tiles.clone() };
    short.stored.insert((0, 0), vec![0; 31]);
    let mut audit = Audit::against(ledger.heads.iter().copied()).with_tiles(short);
    let result = leaves(&ledger).iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
    assert_eq!(fault(result), Fault::Tile { tile: tile(0, 0, 256), position: 0 });
    let mut other = Frontier::default();
    (0..700u64).for_each(|n| other.append(Hash::leaf(&n.to_be_bytes())));
    let mut audit = Audit::against(ledger.heads.iter().copied());
    leaves(&ledger).iter().for_each(|leaf| audit.leaf(leaf).unwrap());
    assert_eq!(fault(audit.finish_with(Some(&other), None)), Fault::Frontier);
}

#[test]
fn two_heads_of_one_size_cannot_both_be_true() {
    let ledger = Ledger::of(50, 3);
    let mut heads = ledger.heads.clone();
    heads.push(tacenda_ledger::Head { root: Hash([3; 32]), ..heads[0] });
    let mut audit = Audit::against(heads);
    let result = leaves(&ledger).iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
    assert_eq!(fault(result), Fault::Leaves(0..50));
}

#[test]
fn time_never_goes_back() {
    let mut ledger = Ledger::of(20, 3);
    let frontier = &mut ledger.frontier;
    let late = ledger.texts[19].replace("time 17", "time 16");
    frontier.append(Hash::leaf(late.as_bytes()));
    let head = frontier.head();
    let mut audit = Audit::against([head]);
    let all = ledger.texts.iter().map(String::as_bytes).chain([late.as_bytes()]);
    let result = all.into_iter().try_for_each(|leaf| audit.leaf(leaf)).and_then(|()| audit.finish());
    assert_eq!(fault(result), Fault::Time(20));
}

#[test]
fn each_leaf_stands_in_one_chain_and_the_logged_roots_are_those_of_all_chains() {
    let ledger = Ledger::of(200, 4);
    let (sound, kept) = (openings(&ledger), chains(&ledger));
    let with = |index: usize, opening: Option<Opening>| {
        let mut openings = sound.clone();
        openings[index] = opening;
        fault(audit_openings(&ledger, &openings, &kept))
    };
    let moved = Opening { slot: slot(99), ..sound[50].unwrap() };
    assert_eq!(with(50, Some(moved)), Fault::Chain(50));
    assert_eq!(with(50, None), Fault::Chain(50), "a leaf in no chain");
    let unsalted = |slot| Some(Opening { slot, salt: None });
    let moved_unsalted = with(150, unsalted(slot(99)));
    assert!(matches!(moved_unsalted, Fault::Chain(n) if n > 150) || moved_unsalted == Fault::MapRoot(193), "{moved_unsalted:?}");

    let mut shredded = sound.clone();
    let of_client = (0..200).filter(|i| ledger.slots[*i] == slot(1));
    of_client.for_each(|i| shredded[i] = unsalted(slot(1)));
    assert!(audit_openings(&ledger, &shredded, &kept).unwrap().unsalted > 10, "destroyed keys do not stop the audit");

    let mut shorter = kept.clone();
    let dropped = shorter.pop().unwrap();
    assert_eq!(fault(audit_openings(&ledger, &sound, &shorter)), Fault::StoredChain(dropped.slot.0));
    let foreign: Vec<Chain> = kept.iter().copied().chain([Chain::start(slot(77))]).collect();
    assert_eq!(fault(audit_openings(&ledger, &sound, &foreign)), Fault::StoredChain(slot(77).0));
}

#[test]
fn a_leaf_that_logs_a_wrong_root_of_the_map_is_named() {
    let mut ledger = Ledger::of(50, 4);
    ledger.write(1, "record.read");
    ledger.root = Hash::default();
    ledger.nodes.clear();
    ledger.mapped.clear();
    ledger.log_map_root();
    assert!(audit_openings(&ledger, &openings(&ledger), &chains(&ledger)).is_ok(), "built anew it is the same map");
    ledger.write(1, "record.read");
    let hidden = ledger.chains.insert(slot(1), ledger.mapped[&slot(1)]).unwrap();
    ledger.log_map_root();
    ledger.chains.insert(slot(1), hidden);
    assert_eq!(fault(audit_openings(&ledger, &openings(&ledger), &chains(&ledger))), Fault::MapRoot(53));
}
