//! Tiles are laid out and named as c2sp.org/tlog-tiles says.

use proptest::prelude::*;
use tacenda_ledger::{Error, Frontier, Hash, ReadTiles as _, Tile, tile};

use crate::support::Tiles;

#[test]
fn tiles_are_named_without_height_and_in_groups_of_three() {
    let path = |level, index, width| Tile { level, index, width }.path();
    assert_eq!(path(0, 0, 256), "tile/0/000");
    assert_eq!(path(0, 273, 112), "tile/0/273.p/112");
    assert_eq!(path(1, 1_234_067, 256), "tile/1/x001/x234/067");
    assert_eq!(path(2, 1000, 1), "tile/2/x001/000.p/1");
    assert_eq!(Tile { level: 0, index: 1067, width: 5 }.bundle_path(), "tile/entries/x001/067.p/5");
    for wrong in [
        "tile/0/0",
        "tile/00/000",
        "tile/8/000",
        "tile/0/x000/001",
        "tile/0/001/067",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/8/0/000",
        "tile/-1/000",
        "tile/0/",
        "tile/0/x001",
        "tile/0/00a",
        "tile/0/000/",
    ] {
        assert_eq!(Tile::parse(wrong), Err(Error::Tile), "{wrong}");
    }
}

#[test]
fn a_tree_of_seventy_thousand_has_the_tiles_of_the_standard() {
    let tiles: Vec<Tile> = Tile::of_tree(70_000).collect();
    let count = |level: u8, full: bool| tiles.iter().filter(|t| t.level == level && t.is_full() == full).count();
    assert_eq!((count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)), (273, 1, 1, 1, 1));
    let widths: Vec<u16> = tiles.iter().filter(|t| !t.is_full()).map(|t| t.width).collect();
    assert_eq!(widths, [112, 17, 1]);
    let theirs = tlog_tiles::Tile::new_tiles(8, 0, 70_000);
    let theirs: Vec<(u8, u64, u32)> = theirs.iter().map(|t| (t.level(), t.level_index(), t.width())).collect();
    let ours: Vec<(u8, u64, u32)> = tiles.iter().map(|t| (t.level, t.index, u32::from(t.width))).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn a_bundle_gives_back_its_leaves_and_refuses_to_be_cut() {
    let leaves: [&[u8]; 3] = [b"one", b"", b"three"];
    let bundle = tile::write_bundle(leaves).unwrap();
    assert_eq!(tile::read_bundle(&bundle).unwrap(), leaves);
    assert_eq!(tile::read_bundle(&bundle[..bundle.len() - 1]), Err(Error::Leaf));
}

proptest! {
    #[test]
    fn every_path_is_read_back(level in 0u8..8, index in 0u64..1 << 40, width in 1u16..=256) {
        let tile = Tile { level, index, width };
        prop_assert_eq!(Tile::parse(&tile.path()), Ok(tile));
        let theirs = tlog_tiles::Tile::new(8, level, index, u32::from(width), false).path();
        prop_assert_eq!(tile.path(), theirs.replacen("tile/8/", "tile/", 1));
    }

    #[test]
    fn leaves_appended_in_groups_store_the_tiles_that_single_ones_do(groups in prop::collection::vec(0usize..400, 1..12)) {
        let (mut one, mut many) = (Tiles::default(), Tiles::default());
        let (mut by_one, mut by_many) = (Frontier::default(), Frontier::default());
        let mut next = 0u64;
        for group in groups {
            let hashes: Vec<Hash> = (next..).take(group).map(|n| Hash::leaf(&n.to_be_bytes())).collect();
            next += group as u64;
            let grown = tile::append(&mut many, &mut by_many, hashes.iter().copied()).unwrap();
            many.stored.extend(grown.into_iter().map(|g| ((g.tile.level, g.tile.index), g.bytes)));
            many.leaves.extend(&hashes);
            for hash in hashes {
                let grown = tile::append(&mut one, &mut by_one, [hash]).unwrap();
                one.stored.extend(grown.into_iter().map(|g| ((g.tile.level, g.tile.index), g.bytes)));
                one.leaves.push(hash);
            }
        }
        prop_assert_eq!(by_one, by_many);
        prop_assert_eq!(&one.stored, &many.stored);
        for tile in Tile::of_tree(next) {
            prop_assert!(many.hashes(tile).unwrap().len() >= 32 * usize::from(tile.width));
        }
    }
}
