//! An older or another past is found against any head that somebody remembers.

use tacenda_ledger::{Frontier, Hash, Head, HeadCode, Remembered, Standing, standing, standing_in, tile, worst};

use crate::support::Tiles;

/// A tree and its head at every size.
fn grown(size: u64, fork_at: u64) -> (Tiles, Vec<Head>) {
    let (mut tiles, mut frontier) = (Tiles::default(), Frontier::default());
    let mut heads = vec![frontier.head()];
    for n in 0..size {
        let hash = Hash::leaf(&[n.to_be_bytes(), u64::from(n >= fork_at).to_be_bytes()].concat());
        for grown in tile::append(&mut tiles, &mut frontier, [hash]).unwrap() {
            tiles.stored.insert((grown.tile.level, grown.tile.index), grown.bytes);
        }
        tiles.leaves.push(hash);
        heads.push(frontier.head());
    }
    (tiles, heads)
}

/// Whole and as printed.
fn both(head: Head) -> [Remembered; 2] {
    [Remembered::Head(head), Remembered::Code(HeadCode::of(&head))]
}

#[test]
fn a_ledger_that_grew_extends_every_head_it_ever_had() {
    let (mut tiles, heads) = grown(1000, u64::MAX);
    let present = heads[1000];
    for head in &heads {
        for remembered in both(*head) {
            let found = standing_in(&mut tiles, &present, &remembered).unwrap();
            assert_eq!(found, Standing::Extends { by: 1000 - head.size });
        }
    }
}

#[test]
fn a_restored_past_is_older_by_exactly_what_is_missing() {
    let (_, heads) = grown(1000, u64::MAX);
    for missing in 1..=1000u64 {
        let present = heads[1000 - missing as usize];
        let (mut tiles, _) = grown(0, 0);
        for remembered in both(heads[1000]) {
            let found = standing_in(&mut tiles, &present, &remembered).unwrap();
            assert_eq!(found, Standing::Older { missing: 1000 - missing..1000 });
        }
    }
}

#[test]
fn a_fork_is_found_by_every_head_after_it_and_by_none_before() {
    let (_, true_heads) = grown(600, u64::MAX);
    for fork_at in [0, 1, 255, 256, 300, 511, 599] {
        let (mut tiles, heads) = grown(600, fork_at);
        for head in &true_heads {
            for remembered in both(*head) {
                let found = standing_in(&mut tiles, &heads[600], &remembered).unwrap();
                let agrees = head.size <= fork_at;
                let expected =
                    if agrees { Standing::Extends { by: 600 - head.size } } else { Standing::Forked { size: head.size } };
                assert_eq!(found, expected);
            }
        }
    }
}

#[test]
fn what_is_offered_without_a_proof_is_a_fork() {
    let (_, heads) = grown(9, u64::MAX);
    let remembered = Remembered::Head(heads[5]);
    assert_eq!(standing(&heads[9], &remembered, None), Standing::Forked { size: 5 });
    assert_eq!(standing(&heads[9], &remembered, Some((heads[5].root, &[]))), Standing::Forked { size: 5 });
}

#[test]
fn the_worst_of_all_is_told_first() {
    let (extends, fork) = (Standing::Extends { by: 1 }, |size| Standing::Forked { size });
    let older = |end| Standing::Older { missing: 5..end };
    assert_eq!(worst([extends.clone(), older(7), older(9)]), Some(older(9)));
    assert_eq!(worst([older(9), fork(8), fork(3), extends.clone()]), Some(fork(3)));
    assert_eq!(worst([extends.clone()]), Some(extends));
    assert_eq!(worst([]), None);
}
