//! The map says of each slot what it holds, or that it holds nothing, and cannot say two things.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tacenda_ledger::map::{self, EMPTY_MAP, Node, Path, ReadNodes};
use tacenda_ledger::{Error, Hash, ReadError, Slot};

/// A map in memory that counts what is asked of it.
#[derive(Default, Clone)]
struct Map {
    nodes: BTreeMap<Path, Node>,
    root: Hash,
    reads: usize,
    writes: usize,
}

impl ReadNodes for Map {
    type Error = std::convert::Infallible;

    fn node(&mut self, path: &Path) -> Result<Option<Node>, Self::Error> {
        self.reads += 1;
        Ok(self.nodes.get(path).copied())
    }
}

impl Map {
    fn set(&mut self, changes: &BTreeMap<Slot, Hash>) {
        let root = self.root;
        let updated = map::update(self, root, changes).unwrap();
        self.writes += updated.nodes.len();
        self.nodes.extend(updated.nodes);
        self.root = updated.root;
    }
}

fn slot(n: u64) -> Slot {
    Slot(Hash::of(&n.to_be_bytes()).0)
}

fn value(n: u64) -> Hash {
    Hash::of_parts(&[b"value", &n.to_be_bytes()])
}

fn filled(count: u64) -> Map {
    let mut map = Map::default();
    map.set(&(0..count).map(|n| (slot(n), value(n))).collect());
    map
}

/// The root by its definition: over all slots, bit by bit.
fn root_by_definition(slots: &[(Slot, Hash)], depth: usize) -> Hash {
    match slots {
        [] => EMPTY_MAP,
        [(slot, value)] => Hash::of_parts(&[&[4], &slot.0, &value.0]),
        _ => {
            let right = |slot: &Slot| slot.0[depth / 8] >> (7 - depth % 8) & 1 == 1;
            let (a, b): (Vec<_>, Vec<_>) = slots.iter().partition(|(slot, _)| !right(slot));
            Hash::of_parts(&[&[5], &root_by_definition(&a, depth + 1).0, &root_by_definition(&b, depth + 1).0])
        }
    }
}

#[test]
fn every_slot_is_proved_present_and_every_other_absent() {
    let mut map = filled(300);
    let root = map.root;
    for n in 0..600 {
        let proof = map::prove(&mut map, root, &slot(n)).unwrap();
        let held = (n < 300).then(|| value(n));
        assert_eq!(proof.verify(&slot(n), &root), Ok(held));
        assert_eq!(proof.verify(&slot(n), &Hash([1; 32])), Err(Error::Proof));
        let mut forged = proof.clone();
        forged.end = Some((slot(n), value(n + 1)));
        assert_eq!(forged.verify(&slot(n), &root), Err(Error::Proof));
        let other = proof.verify(&slot(n + 1), &root);
        assert!(
            other == Err(Error::Proof) || other == Ok((n + 1 < 300).then(|| value(n + 1))),
            "no proof lies about another slot"
        );
        if n < 300 {
            let hidden = map::MapProof { end: None, ..proof };
            assert_eq!(hidden.verify(&slot(n), &root), Err(Error::Proof), "what is there cannot be proved absent");
        }
    }
}

#[test]
fn an_empty_map_proves_everything_absent() {
    let proof = map::prove(&mut Map::default(), EMPTY_MAP, &slot(1)).unwrap();
    assert_eq!((proof.siblings.len(), proof.verify(&slot(1), &EMPTY_MAP)), (0, Ok(None)));
}

#[test]
fn updating_a_few_slots_of_many_touches_few_nodes() {
    let mut map = filled(100_000);
    (map.reads, map.writes) = (0, 0);
    let changes: BTreeMap<Slot, Hash> = (0..10).map(|n| (slot(n * 7919), value(1))).collect();
    map.set(&changes);
    assert!(map.reads <= 10 * 26 && map.writes <= 10 * 26, "{} reads, {} writes", map.reads, map.writes);
    let proof = map::prove(&mut map.clone(), map.root, &slot(7919)).unwrap();
    assert!(proof.siblings.len() <= 40);
}

#[test]
fn a_damaged_or_missing_node_is_found_when_it_is_read() {
    let map = filled(50);
    for path in map.nodes.keys() {
        let mut damaged = map.clone();
        damaged.nodes.insert(*path, Node::Branch(Hash([1; 32]), Hash([2; 32])));
        let mut missing = map.clone();
        missing.nodes.remove(path);
        for mut map in [damaged, missing] {
            let root = map.root;
            let found = (0..50).filter(|n| map::prove(&mut map, root, &slot(*n)).is_err()).count();
            assert!(found > 0);
            let everything = (0..50).map(|n| (slot(n), value(n + 1))).collect();
            assert!(matches!(map::update(&mut map, root, &everything), Err(ReadError::Ledger(Error::MapNode))));
        }
    }
}

#[test]
fn nodes_are_stored_in_one_form() {
    for node in filled(20).nodes.values() {
        assert_eq!(Node::from_bytes(&node.to_bytes()), Ok(*node));
        assert_eq!(Node::from_bytes(&node.to_bytes()[..64]), Err(Error::MapNode));
    }
    assert_eq!(Node::from_bytes(&[6; 65]), Err(Error::MapNode));
    assert_eq!(Path::ROOT.to_bytes(), [0, 0]);
    let keys: std::collections::BTreeSet<Vec<u8>> = filled(500).nodes.keys().map(Path::to_bytes).collect();
    assert_eq!(keys.len(), filled(500).nodes.len(), "each place has a key of its own");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_root_depends_on_what_is_held_and_not_on_how_it_came(
        batches in prop::collection::vec(prop::collection::btree_map(0u64..200, any::<u64>(), 0..40), 1..6)
    ) {
        let (mut map, mut held) = (Map::default(), BTreeMap::new());
        for batch in &batches {
            let changes: BTreeMap<Slot, Hash> = batch.iter().map(|(n, v)| (slot(*n), value(*v))).collect();
            map.set(&changes);
            held.extend(changes);
        }
        let all: Vec<(Slot, Hash)> = held.into_iter().collect();
        prop_assert_eq!(map.root, root_by_definition(&all, 0));
        let mut at_once = Map::default();
        at_once.set(&all.into_iter().collect());
        prop_assert_eq!(at_once.root, map.root);
    }

    #[test]
    fn slots_that_differ_late_lie_deep_and_are_proved_all_the_same(bit in 0usize..256) {
        let mut near = [0u8; 32];
        near[bit / 8] ^= 0x80 >> (bit % 8);
        let (a, b) = (Slot([0; 32]), Slot(near));
        let mut map = Map::default();
        map.set(&[(a, value(1)), (b, value(2))].into());
        let root = map.root;
        let proof = map::prove(&mut map, root, &b).unwrap();
        prop_assert_eq!(proof.siblings.len(), bit + 1);
        prop_assert_eq!(proof.verify(&b, &root), Ok(Some(value(2))));
    }
}
