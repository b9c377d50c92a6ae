//! The tree is RFC 6962's, to the bit.

use std::cell::RefCell;

use proptest::prelude::*;
use tacenda_ledger::{Error, Frontier, Hash, Head, ReadError, tree};
use tlog_tiles::{Hash as TheirHash, HashReader, stored_hash_index, stored_hashes};

use crate::support::Tiles;

/// The leaves of the test that every implementation of RFC 6962 knows, and the roots of the trees over the first of them.
const LEAVES: [&str; 8] = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

/// A tree of leaves 0, 1, 2, … with its tiles, and the head at every size.
fn grown(size: u64) -> (Tiles, Vec<Head>) {
    let (mut tiles, mut frontier) = (Tiles::default(), Frontier::default());
    let mut heads = vec![frontier.head()];
    for n in 0..size {
        let hash = Hash::leaf(&n.to_be_bytes());
        for grown in tacenda_ledger::tile::append(&mut tiles, &mut frontier, [hash]).unwrap() {
            tiles.stored.insert((grown.tile.level, grown.tile.index), grown.bytes);
        }
        tiles.leaves.push(hash);
        heads.push(frontier.head());
    }
    (tiles, heads)
}

/// The peer's store of hashes.
#[derive(Default)]
struct Peer(RefCell<Vec<TheirHash>>);

impl HashReader for Peer {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<TheirHash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|i| self.0.borrow()[*i as usize]).collect())
    }
}

fn peer(size: u64) -> Peer {
    let peer = Peer::default();
    for n in 0..size {
        let hashes = stored_hashes(n, &n.to_be_bytes(), &peer).unwrap();
        peer.0.borrow_mut().extend(hashes);
    }
    assert_eq!(peer.0.borrow().len() as u64, stored_hash_index(0, size));
    peer
}

#[test]
fn the_classic_eight_leaves_have_the_known_roots() {
    let mut frontier = Frontier::default();
    assert_eq!(frontier.root().to_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (leaf, root) in LEAVES.iter().zip(ROOTS) {
        frontier.append(Hash::leaf(&bytes(leaf)));
        assert_eq!(frontier.root().to_hex(), root);
    }
}

#[test]
fn a_stored_frontier_goes_on_as_if_it_had_never_been_put_away() {
    let mut frontier = Frontier::default();
    for n in 0..600u64 {
        frontier = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
        assert_eq!(frontier.size(), n);
        frontier.append(Hash::leaf(&n.to_be_bytes()));
    }
    let stored = frontier.to_bytes();
    for length in 0..stored.len() {
        assert_eq!(Frontier::from_bytes(&stored[..length]), Err(Error::Frontier));
    }
}

#[test]
fn every_leaf_of_every_small_tree_is_proved_and_proves_nothing_else() {
    let (mut tiles, heads) = grown(70);
    for size in 1..=70u64 {
        let head = heads[size as usize];
        for index in 0..size {
            let proof = tree::inclusion(&mut tiles, index, size).unwrap();
            let leaf = Hash::leaf(&index.to_be_bytes());
            tree::verify_inclusion(&leaf, index, &head, &proof).unwrap();
            let other = Hash::leaf(&(index + 1).to_be_bytes());
            assert!(tree::verify_inclusion(&other, index, &head, &proof).is_err());
            for wrong in (0..size + 2).filter(|wrong| *wrong != index) {
                assert!(tree::verify_inclusion(&leaf, wrong, &head, &proof).is_err());
            }
            if let Some((_, short)) = proof.split_last() {
                assert!(tree::verify_inclusion(&leaf, index, &head, short).is_err());
            }
            let long: Vec<Hash> = proof.iter().copied().chain([leaf]).collect();
            assert!(tree::verify_inclusion(&leaf, index, &head, &long).is_err());
        }
    }
}

#[test]
fn every_small_tree_is_proved_to_grow_into_every_larger_one_and_into_no_other() {
    let (mut tiles, heads) = grown(70);
    for new in 0..=70u64 {
        for old in 0..=new {
            let proof = tree::consistency(&mut tiles, old, new).unwrap();
            let (a, b) = (heads[old as usize], heads[new as usize]);
            tree::verify_consistency(&a, &b, &proof).unwrap();
            let forged = Head { root: Hash([7; 32]), ..a };
            assert!(tree::verify_consistency(&forged, &b, &proof).is_err());
            assert!(tree::verify_consistency(&a, &Head { root: Hash([7; 32]), ..b }, &proof).is_err() || old == 0);
            let long: Vec<Hash> = proof.iter().copied().chain([b.root]).collect();
            assert!(tree::verify_consistency(&a, &b, &long).is_err());
        }
    }
    assert!(matches!(tree::consistency(&mut tiles, 5, 4), Err(ReadError::Ledger(Error::Range))));
    assert!(matches!(tree::inclusion(&mut tiles, 4, 4), Err(ReadError::Ledger(Error::Range))));
}

#[test]
fn a_tree_over_three_levels_of_tiles_agrees_with_the_peer() {
    let size = 66_000;
    let (mut tiles, heads) = grown(size);
    let peer = peer(size);
    for size in [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000] {
        let root = tlog_tiles::tree_hash(size, &peer).unwrap();
        assert_eq!(heads[size as usize].root.0, root.0);
        assert_eq!(tree::root(&mut tiles, size).unwrap().0, root.0);
        for index in [0, size / 3, size / 2, size - 1] {
            let ours = tree::inclusion(&mut tiles, index, size).unwrap();
            let theirs = tlog_tiles::prove_record(size, index, &peer).unwrap();
            assert_eq!(ours.iter().map(|h| h.0).collect::<Vec<_>>(), theirs.iter().map(|h| h.0).collect::<Vec<_>>());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_are_those_of_the_peer(new in 1u64..3000, old in 0u64..3000, index in 0u64..3000) {
        static GROWN: std::sync::LazyLock<(Tiles, Vec<Head>)> = std::sync::LazyLock::new(|| grown(3000));
        thread_local!(static PEER: Peer = peer(3000));
        let (old, index) = (1 + old % new, index % new);
        let (mut tiles, heads) = (GROWN.0.clone(), &GROWN.1);
        PEER.with(|peer| {
            let (a, b) = (heads[old as usize], heads[new as usize]);
            let record = tree::inclusion(&mut tiles, index, new).unwrap();
            let record: Vec<TheirHash> = record.into_iter().map(|h| TheirHash(h.0)).collect();
            let leaf = TheirHash(Hash::leaf(&index.to_be_bytes()).0);
            tlog_tiles::check_record(&record, new, TheirHash(b.root.0), index, leaf).unwrap();
            let ours = tree::consistency(&mut tiles, old, new).unwrap();
            let theirs = tlog_tiles::prove_tree(new, old, peer).unwrap();
            assert_eq!(ours.iter().map(|h| h.0).collect::<Vec<_>>(), theirs.iter().map(|h| h.0).collect::<Vec<_>>());
            tree::verify_consistency(&a, &b, &ours).unwrap();
        });
    }
}
