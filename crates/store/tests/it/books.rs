//! The ledger's tables hold a tree, chains and a map that the ledger's own proofs accept.

use tacenda_ledger::map::{EMPTY_MAP, prove};
use tacenda_ledger::tree::{consistency, inclusion, verify_consistency, verify_inclusion};
use tacenda_ledger::{Chain, Frontier, Hash, Head, Slot};
use tacenda_store::ledger::{self, Append, Nodes, Tiles};
use tacenda_store::{Db, Error, Tx};

use crate::stories;

fn add(tx: &mut Tx<'_>, n: u64, act_key: Option<[u8; 32]>) -> Result<u64, Error> {
    let (mut end, mut chain) = ledger::lock_with(tx, slot(n))?;
    let bytes = format!("leaf {n}");
    let time = i64::try_from(n).unwrap();
    let leaf = Append {
        bytes: bytes.as_bytes(),
        time,
        client: "c",
        class: "general",
        detail: b"",
        actor: &[0; 8],
        act_key: act_key.as_ref(),
    };
    ledger::append(tx, &mut end, &mut chain, &leaf)
}

fn slot(n: u64) -> Slot {
    Slot([u8::try_from(n % 5).unwrap() * 37; 32])
}

fn append(db: &Db, range: std::ops::Range<u64>) {
    db.write(move |tx| range.clone().try_for_each(|n| add(tx, n, None).map(|place| assert_eq!(place, n)))).unwrap();
}

fn hashes(size: u64) -> Vec<Hash> {
    (0..size).map(|n| Hash::leaf(format!("leaf {n}").as_bytes())).collect()
}

fn expected(size: u64) -> Frontier {
    let mut frontier = Frontier::default();
    hashes(size).into_iter().for_each(|hash| frontier.append(hash));
    frontier
}

stories! {
    fn leaves_make_the_tree_and_the_chains_that_the_ledger_says(stage: &Stage) {
        let db = &stage.db;
        db.write(ledger::begin).unwrap();
        for step in [0..1, 1..200, 200..255, 255..257, 257..600] {
            append(db, step);
        }
        let end = db.read(ledger::read_end).unwrap();
        assert_eq!((&end.frontier, end.last_time), (&expected(600), 599));
        for n in 0..5 {
            let mut chain = Chain::start(slot(n));
            hashes(600).iter().zip(0_u64..).filter(|(_, at)| at % 5 == n).for_each(|(hash, _)| chain.push(hash));
            assert_eq!(db.read(|tx| ledger::chain(tx, slot(n))).unwrap(), chain);
            let leaves = db.read(|tx| ledger::of_chain(tx, slot(n), 100, 50)).unwrap();
            assert_eq!(leaves.iter().map(|leaf| leaf.place).collect::<Vec<_>>(), (100..120).map(|at| at * 5 + n).collect::<Vec<_>>());
        }
        assert_eq!(db.read(|tx| ledger::chains(tx, slot(0), 10)).unwrap().len(), 4);
        assert_eq!(db.read(|tx| ledger::leaf(tx, 300)).unwrap().unwrap().bytes, b"leaf 300");
        assert_eq!(db.read(|tx| ledger::leaves(tx, 598, 10)).unwrap().len(), 2);
        assert!(db.read(|tx| ledger::leaf(tx, 600)).unwrap().is_none());
    }

    fn proofs_are_made_from_the_tables(stage: &Stage) {
        let db = &stage.db;
        db.write(ledger::begin).unwrap();
        append(db, 0..600);
        let all = hashes(600);
        for size in [1_u64, 255, 256, 257, 512, 599, 600] {
            let head = expected(size).head();
            for index in [0, size / 2, size - 1] {
                let proof = db.read(|tx| Ok::<_, Error>(inclusion(&mut Tiles(tx), index, size).unwrap())).unwrap();
                verify_inclusion(&all[usize::try_from(index).unwrap()], index, &head, &proof).unwrap();
                assert_eq!(inclusion(&mut &*db, index, size).unwrap(), proof);
            }
            let proof = db.read(|tx| Ok::<_, Error>(consistency(&mut Tiles(tx), size, 600).unwrap())).unwrap();
            verify_consistency(&head, &Head { size: 600, root: expected(600).root() }, &proof).unwrap();
        }
    }

    fn the_map_covers_every_chain(stage: &Stage) {
        let db = &stage.db;
        db.write(ledger::begin).unwrap();
        let update = || db.write(|tx| {
            let mut end = ledger::lock(tx)?;
            ledger::update_map(tx, &mut end)
        }).unwrap();
        assert_eq!(update(), EMPTY_MAP);
        append(db, 0..3);
        update();
        append(db, 3..44);
        let root = update();
        assert_eq!(update(), root, "nothing has changed since");
        let end = db.read(ledger::read_end).unwrap();
        assert_eq!((end.map_size, end.map_root), (44, root));
        for n in 0..5 {
            let chain = db.read(|tx| ledger::chain(tx, slot(n))).unwrap();
            let proof = db.read(|tx| Ok::<_, Error>(prove(&mut Nodes(tx), root, &slot(n)).unwrap())).unwrap();
            assert_eq!(proof.verify(&slot(n), &root).unwrap(), Some(chain.value()));
        }
        let nobody = Slot([250; 32]);
        let proof = db.read(|tx| Ok::<_, Error>(prove(&mut Nodes(tx), root, &nobody).unwrap())).unwrap();
        assert_eq!(proof.verify(&nobody, &root).unwrap(), None);
    }

    fn an_act_that_is_sent_twice_is_done_once(stage: &Stage) {
        let db = &stage.db;
        db.write(ledger::begin).unwrap();
        let act = || db.write(|tx| add(tx, 0, Some([9; 32])));
        assert_eq!(db.read(|tx| ledger::of_act(tx, &[9; 32])).unwrap(), None);
        act().unwrap();
        assert!(act().unwrap_err().is_duplicate());
        assert_eq!(db.read(|tx| ledger::of_act(tx, &[9; 32])).unwrap(), Some(0));
        assert_eq!(db.read(ledger::read_end).unwrap().frontier.size(), 1);
    }

    fn time_never_runs_backwards(stage: &Stage) {
        stage.db.write(ledger::begin).unwrap();
        append(&stage.db, 0..3);
        assert!(stage.db.write(|tx| add(tx, 1, None)).is_err());
        assert_eq!(stage.db.read(ledger::read_end).unwrap().frontier.size(), 3);
    }

    fn sixteen_callers_append_without_a_gap(stage: &Stage) {
        let db = &stage.db;
        db.write(ledger::begin).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| for _ in 0..10 {
                    db.write(|tx| {
                        let n = ledger::lock(tx)?.frontier.size();
                        add(tx, n, None)
                    }).unwrap();
                });
            }
        });
        assert_eq!(db.read(ledger::read_end).unwrap().frontier, expected(160));
    }

    fn heads_of_log_and_witnesses_are_kept(stage: &Stage) {
        let db = &stage.db;
        db.write(|tx| {
            ledger::put_checkpoint(tx, 5, b"five")?;
            ledger::put_checkpoint(tx, 9, b"nine")?;
            ledger::put_checkpoint(tx, 9, b"nine, signed")?;
            ledger::put_witness(tx, "w", b"old")?;
            ledger::put_witness(tx, "w", b"new")
        }).unwrap();
        assert_eq!(db.read(ledger::last_checkpoint).unwrap(), Some((9, b"nine, signed".to_vec())));
        assert_eq!(db.read(|tx| ledger::checkpoints(tx, 0, 10)).unwrap().len(), 2);
        assert_eq!(db.read(ledger::witnesses).unwrap(), [("w".to_owned(), b"new".to_vec())]);
    }

    fn a_database_without_a_ledger_says_so(stage: &Stage) {
        assert!(stage.db.write(ledger::lock).unwrap_err().is_damaged());
    }
}
