//! Sealed rows, keys, attachments and marks.

use tacenda_store::accounts::{self, AccountRow, Tries};
use tacenda_store::errand::{self, ErrandRow};
use tacenda_store::keys::people;
use tacenda_store::keys::{self, Destroyed, KekWrap, Keys};
use tacenda_store::outbox;
use tacenda_store::sealed::{self, Line};
use tacenda_store::sessions::{self, SessionRow};
use tacenda_store::stays::{self, StayRow};
use tacenda_store::{Db, Error, Sql, blind, chunk};
use tacenda_vault::{Class, Kek, KeyProvider as _, PersonKey, PublicKey, Purpose, SystemEntropy};

use crate::agency::{Agency, columns};
use crate::stories;

const CHANGES: [(Sql, Sql); 6] = [
    (Sql("UPDATE sealed SET client = 'c2'"), Sql("UPDATE sealed SET client = 'c1'")),
    (Sql("UPDATE sealed SET class = 'legal'"), Sql("UPDATE sealed SET class = 'general'")),
    (Sql("UPDATE sealed SET state = 'ended'"), Sql("UPDATE sealed SET state = 'open'")),
    (Sql("UPDATE sealed SET due = NULL"), Sql("UPDATE sealed SET due = 1001")),
    (Sql("UPDATE sealed SET worker = 'w2'"), Sql("UPDATE sealed SET worker = 'w1'")),
    (Sql("UPDATE sealed SET version = 2"), Sql("UPDATE sealed SET version = 1")),
];
const MOVED: Sql = Sql("UPDATE sealed SET id = 'r2'");
const BOX: Sql = Sql("UPDATE sealed SET id = 'r1', blob = $1");
const SWAP: Sql = Sql("UPDATE chunk SET number = 5 WHERE number = 1");

/// Saves a version by an act of its own.
fn save(db: &Db, agency: &Agency, kind: &str, id: &str, version: i64, class: Class, text: &'static [u8]) -> Result<u64, Error> {
    let (agency, columns) = (agency.clone(), columns(kind, id, version, class));
    db.write(move |tx| agency.act(tx, &columns, text))
}

/// Opens the latest version.
fn open(db: &Db, agency: &Agency, kind: &str, id: &str) -> Result<Vec<u8>, Error> {
    db.read(|tx| {
        let line = sealed::latest(tx, kind, id)?.unwrap();
        Ok(line.open(tx, &mut agency.keys())?.expose(Purpose::Show).to_vec())
    })
}

fn ids(lines: &[Line]) -> Vec<(&str, i64)> {
    lines.iter().map(|line| (line.columns.id.as_str(), line.columns.version)).collect()
}

stories! {
    fn a_thing_saved_is_opened_again(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        save(&stage.db, &agency, "record", "r1", 1, Class::General, b"she moved").unwrap();
        assert_eq!(open(&stage.db, &agency, "record", "r1").unwrap(), b"she moved");
        let again = agency.again(&stage.db);
        assert_eq!(open(&stage.db, &again, "record", "r1").unwrap(), b"she moved", "by another process too");
    }

    fn versions_are_never_overwritten(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        for (version, text) in [(1, b"one".as_slice()), (2, b"two"), (3, b"three")] {
            save(&stage.db, &agency, "record", "r1", version, Class::General, text).unwrap();
        }
        let all = stage.db.read(|tx| sealed::versions(tx, "record", "r1")).unwrap();
        assert_eq!(ids(&all), [("r1", 1), ("r1", 2), ("r1", 3)]);
        assert_eq!(all.iter().map(|line| (line.latest, line.leaf)).collect::<Vec<_>>(), [(false, 0), (false, 1), (true, 2)]);
        assert_eq!(open(&stage.db, &agency, "record", "r1").unwrap(), b"three");
        let first = stage.db.read(|tx| sealed::version(tx, "record", "r1", 1)).unwrap().unwrap();
        assert_eq!(first, all[0]);
        assert!(stage.db.read(|tx| sealed::version(tx, "record", "r1", 4)).unwrap().is_none());
    }

    fn of_two_who_change_the_same_version_one_is_told(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        save(&stage.db, &agency, "record", "r1", 1, Class::General, b"one").unwrap();
        save(&stage.db, &agency, "record", "r1", 2, Class::General, b"mine").unwrap();
        let late = save(&stage.db, &agency, "record", "r1", 2, Class::General, b"yours").unwrap_err();
        assert!(late.is_stale());
        assert!(save(&stage.db, &agency, "record", "r1", 1, Class::General, b"again").unwrap_err().is_duplicate());
        assert!(save(&stage.db, &agency, "record", "r9", 2, Class::General, b"none before").unwrap_err().is_stale());
        assert_eq!(open(&stage.db, &agency, "record", "r1").unwrap(), b"mine");
    }

    fn things_are_found_by_client_worker_state_and_time(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        for id in ["t1", "t2", "t3"] {
            save(&stage.db, &agency, "task", id, 1, Class::General, b"task").unwrap();
        }
        save(&stage.db, &agency, "task", "t2", 2, Class::General, b"changed").unwrap();
        save(&stage.db, &agency, "worker", "w1", 1, Class::Agency, b"worker").unwrap();
        stage.db.read(|tx| {
            let expected = [("t1", 1), ("t2", 2), ("t3", 1)];
            assert_eq!(ids(&sealed::of_client(tx, "c1", "task")?), expected);
            assert_eq!(ids(&sealed::of_worker(tx, "w1", "task")?), expected);
            assert_eq!(ids(&sealed::of_client(tx, "", "worker")?), [], "what is in nobody's file is found by its kind");
            assert_eq!(ids(&sealed::due_before(tx, "task", "open", 1_002, 10)?), [("t1", 1), ("t3", 1)]);
            assert_eq!(ids(&sealed::due_before(tx, "task", "open", 1_003, 10)?), [("t1", 1), ("t3", 1), ("t2", 2)]);
            assert_eq!(ids(&sealed::due_before(tx, "task", "done", 9_999, 10)?), []);
            assert_eq!(ids(&sealed::of_kind(tx, "task", "t1", 1)?), [("t2", 2)]);
            assert_eq!(ids(&sealed::walk(tx, ("task", "t2", 1), 2)?), [("t2", 2), ("t3", 1)]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_row_with_any_column_changed_does_not_open(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        let db = &stage.db;
        save(db, &agency, "record", "r1", 1, Class::General, b"secret").unwrap();
        db.write({
            let agency = agency.clone();
            move |tx| keys::make_client(tx, &agency.ring, "c2", &mut SystemEntropy)
        }).unwrap();
        for (change, back) in CHANGES {
            db.write(move |tx| tx.run(change, &[])).unwrap();
            assert!(open(db, &agency, "record", "r1").unwrap_err().is_damaged(), "{}", change.0);
            db.write(move |tx| tx.run(back, &[])).unwrap();
            assert_eq!(open(db, &agency, "record", "r1").unwrap(), b"secret");
        }
        db.write(|tx| tx.run(MOVED, &[])).unwrap();
        assert!(open(db, &agency, "record", "r2").unwrap_err().is_damaged());
        db.write(|tx| tx.run(BOX, &[&[1_u8; 60]])).unwrap();
        assert!(open(db, &agency, "record", "r1").is_err());
    }

    fn a_person_wrapped_class_opens_for_those_it_is_wrapped_to_alone(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        let class = Class::PsychotherapyNotes;
        let fails = save(&stage.db, &agency, "record", "r1", 1, class, b"note").unwrap_err();
        assert!(fails.is_no_key());
        let wrap = |holder: &'static str, public: PublicKey| {
            let agency = agency.clone();
            stage.db.write(move |tx| people::wrap_to(tx, &mut agency.keys(), ("c1", class), (holder, &public), &mut SystemEntropy))
        };
        let own = stage.db.read(|tx| people::get(tx, "w1")).unwrap().unwrap().public;
        wrap("w1", PublicKey::from_bytes(&own).unwrap()).unwrap();
        save(&stage.db, &agency, "record", "r1", 1, class, b"note").unwrap();
        assert_eq!(open(&stage.db, &agency, "record", "r1").unwrap(), b"note");
        assert_eq!(stage.db.read(|tx| people::holders(tx, "c1", class)).unwrap(), ["recovery", "w1"]);

        let program = stage.db.read(|tx| {
            let line = sealed::latest(tx, "record", "r1")?.unwrap();
            line.open(tx, &mut Keys::new(&agency.ring))
        });
        assert!(program.unwrap_err().is_no_key(), "the running program alone does not open it");

        let colleague = PersonKey::generate(&mut SystemEntropy).unwrap();
        let public = PublicKey::from_bytes(&colleague.public().to_bytes()).unwrap();
        agency.ring.hold_person("s2", colleague).unwrap();
        let theirs = |tx: &mut tacenda_store::Tx<'_>| {
            let line = sealed::latest(tx, "record", "r1")?.unwrap();
            let keys = &mut Keys::of_person(&agency.ring, keys::Person { session: "s2", holder: "w2" });
            line.open(tx, keys).map(|note| note.expose(Purpose::Show).to_vec())
        };
        assert!(stage.db.read(theirs).unwrap_err().is_no_key());
        wrap("w2", public).unwrap();
        assert_eq!(stage.db.read(theirs).unwrap(), b"note");
        assert_eq!(stage.db.read(|tx| people::held_by(tx, "w2")).unwrap(), [("c1".to_owned(), class)]);
        stage.db.write(|tx| people::unwrap_all(tx, "w2")).unwrap();
        assert!(stage.db.read(theirs).unwrap_err().is_no_key());
        stage.db.write(move |tx| people::unwrap(tx, "c1", Some(class), "w1")).unwrap();
        assert!(open(&stage.db, &agency, "record", "r1").unwrap_err().is_no_key());
    }

    fn what_is_destroyed_never_opens_again_not_even_after_a_restore(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        save(&stage.db, &agency, "record", "r1", 1, Class::General, b"gone").unwrap();
        save(&stage.db, &agency, "record", "r2", 1, Class::Billing, b"stays").unwrap();
        let elsewhere = agency.again(&stage.db);
        assert_eq!(open(&stage.db, &elsewhere, "record", "r1").unwrap(), b"gone");
        let destroy = |class| {
            let (agency, what) = (agency.clone(), Destroyed { client: "c1".to_owned(), class, leaf: 2 });
            stage.db.write(move |tx| keys::destroy(tx, &agency.ring, &what)).unwrap();
        };
        destroy(Some(Class::General));
        assert!(open(&stage.db, &agency, "record", "r1").unwrap_err().is_no_key());
        assert!(open(&stage.db, &elsewhere, "record", "r1").unwrap_err().is_no_key(), "though its ring still remembers the key");
        assert_eq!(open(&stage.db, &agency, "record", "r2").unwrap(), b"stays");
        destroy(None);
        assert!(open(&stage.db, &agency, "record", "r2").unwrap_err().is_no_key());
        stage.db.scour().unwrap();
        let list = stage.db.read(keys::destroyed).unwrap();
        assert_eq!(list.iter().map(|gone| gone.class).collect::<Vec<_>>(), [None, Some(Class::General)]);
        let again = agency.clone();
        let made = stage.db.write(move |tx| keys::make_client(tx, &again.ring, "c1", &mut SystemEntropy));
        assert!(made.unwrap_err().is_no_key());
    }

    fn a_new_key_encryption_key_takes_over(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        save(&stage.db, &agency, "record", "r1", 1, Class::General, b"kept").unwrap();
        save(&stage.db, &agency, "worker", "w1", 1, Class::Agency, b"kept too").unwrap();
        let first = stage.db.read(keys::keks).unwrap().remove(0);
        let old = agency.root.unwrap_kek(&first.wrap).unwrap();
        let new = old.successor(&mut SystemEntropy).unwrap();
        let wrap = agency.root.wrap_kek(&new, &mut SystemEntropy).unwrap();
        let done = stage.db.write(move |tx| {
            keys::put_kek(tx, &KekWrap { version: 2, provider: "file".to_owned(), wrap: wrap.clone() })?;
            let done = keys::rewrap(tx, &old, &new, 100, &mut SystemEntropy)?;
            keys::remove_kek(tx, 1)?;
            Ok::<_, Error>(done)
        }).unwrap();
        assert_eq!(done, 3);
        let again = agency.again(&stage.db);
        assert_eq!(open(&stage.db, &again, "record", "r1").unwrap(), b"kept");
        assert_eq!(open(&stage.db, &again, "worker", "w1").unwrap(), b"kept too");
        stage.db.read(|tx| keys::open_index(tx, &again.ring, "find")).unwrap();
        let _: &Kek = &agency.root.unwrap_kek(&first.wrap).unwrap();
    }

    fn sealed_keys_open_nothing(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        save(&stage.db, &agency, "record", "r1", 1, Class::General, b"text").unwrap();
        save(&stage.db, &agency, "worker", "w1", 1, Class::Agency, b"text").unwrap();
        agency.ring.seal();
        for (kind, id) in [("record", "r1"), ("worker", "w1")] {
            assert!(open(&stage.db, &agency, kind, id).unwrap_err().is_sealed());
        }
        assert!(save(&stage.db, &agency, "record", "r2", 1, Class::General, b"text").unwrap_err().is_sealed());
    }

    fn an_attachment_comes_back_piece_by_piece(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        let whole = vec![42; chunk::LONGEST];
        let put = || {
            let (uploader, parts) = (agency.clone(), [whole.clone(), b"end".to_vec()]);
            stage.db.write(move |tx| {
                for (number, part) in (0..).zip(&parts) {
                    chunk::add(tx, &mut uploader.keys(), ("c1", Class::Legal), ("a1", number), part, &mut SystemEntropy)?;
                }
                chunk::count(tx, "a1")
            }).unwrap()
        };
        put();
        let piece = |number| {
            let opened = stage.db.read(|tx| chunk::open(tx, &mut agency.keys(), "a1", number)).unwrap();
            opened.map(|piece| piece.expose(Purpose::Show).to_vec())
        };
        assert_eq!((piece(0), piece(1), piece(2)), (Some(whole.clone()), Some(b"end".to_vec()), None));
        assert_eq!(stage.db.read(chunk::loose).unwrap(), ["a1"]);
        stage.db.write(|tx| chunk::remove_loose(tx, "a1")).unwrap();
        assert_eq!(stage.db.read(|tx| chunk::count(tx, "a1")).unwrap(), 0, "what nothing keeps is taken out");
        put();
        assert_eq!(stage.db.write(|tx| chunk::keep(tx, "a1")).unwrap(), 2);
        assert!(stage.db.read(chunk::loose).unwrap().is_empty());
        stage.db.write(|tx| tx.run(SWAP, &[])).unwrap();
        assert!(stage.db.read(|tx| chunk::open(tx, &mut agency.keys(), "a1", 5)).unwrap_err().is_damaged());
        stage.db.write(|tx| chunk::remove_loose(tx, "a1")).unwrap();
        assert_eq!(stage.db.read(|tx| chunk::count(tx, "a1")).unwrap(), 2, "what is kept stays");
    }

    fn a_thing_is_found_by_its_marks_and_by_no_others(stage: &Stage) {
        const ANA: [u8; 16] = *b"ana             ";
        const LOPEZ: [u8; 16] = *b"lopez           ";
        const MARIA: [u8; 16] = *b"maria           ";
        let set = |id: &'static str, marks: &'static [[u8; 16]]| {
            stage.db.write(move |tx| blind::set(tx, "name", id, marks)).unwrap();
        };
        set("c1", &[LOPEZ, ANA, ANA]);
        set("c2", &[ANA]);
        let find = |label: &str, mark: [u8; 16]| {
            stage.db.read(|tx| blind::search(tx, label, |_, marks| marks.chunks(16).any(|there| there == mark))).unwrap()
        };
        assert_eq!(find("name", ANA), ["c1", "c2"]);
        set("c1", &[MARIA]);
        assert_eq!((find("name", ANA), find("name", LOPEZ), find("name", MARIA)), (vec!["c2".to_owned()], vec![], vec!["c1".to_owned()]));
        assert!(find("other", MARIA).is_empty());
        set("c1", &[]);
        assert!(find("name", MARIA).is_empty());
    }

    fn an_account_is_found_by_its_mark_and_costs_the_same_to_miss(stage: &Stage) {
        let account = |worker: &str, mark: &[u8]| AccountRow { worker: worker.into(), mark: mark.into(), blob: b"sealed".into() };
        let put = |row: AccountRow| stage.db.write(move |tx| accounts::put(tx, &row));
        put(account("w1", b"ana")).unwrap();
        put(account("w2", b"ben")).unwrap();
        assert!(put(account("w3", b"ana")).unwrap_err().is_duplicate());
        put(account("w1", b"anna")).unwrap();
        let find = |mark: &'static [u8]| stage.db.read(|tx| accounts::find(tx, mark)).unwrap();
        let worker = |row: Option<AccountRow>| row.map(|row| row.worker);
        let (found, first) = find(b"ben");
        assert_eq!((worker(found), worker(first)), (Some("w2".into()), Some("w1".into())));
        let (found, first) = find(b"ana");
        assert_eq!((found, worker(first)), (None, Some("w1".into())));
        stage.db.write(|tx| accounts::remove(tx, "w1")).unwrap();
        assert_eq!(stage.db.read(|tx| accounts::get(tx, "w1")).unwrap(), None);
        assert_eq!(stage.db.read(|tx| accounts::get(tx, "w2")).unwrap(), Some(account("w2", b"ben")));
    }

    fn tries_are_counted_and_forgotten(stage: &Stage) {
        let tries = |mark: &'static [u8]| stage.db.read(|tx| accounts::tries(tx, mark)).unwrap();
        let (one, two) = (Tries { fails: 3, until: 9, last: 5 }, Tries { fails: 1, until: 0, last: 8 });
        stage.db.write(move |tx| {
            accounts::put_tries(tx, b"one", Tries::default())?;
            accounts::put_tries(tx, b"one", one)?;
            accounts::put_tries(tx, b"two", two)
        }).unwrap();
        assert_eq!((tries(b"one"), tries(b"two"), tries(b"none")), (one, two, Tries::default()));
        stage.db.write(|tx| accounts::forget_tries_before(tx, 8)).unwrap();
        assert_eq!((tries(b"one"), tries(b"two")), (Tries::default(), two));
        stage.db.write(|tx| accounts::forget_tries(tx, b"two")).unwrap();
        assert_eq!(tries(b"two"), Tries::default());
    }

    fn whom_a_provider_vouches_for_is_found_by_its_mark_and_nobody_twice(stage: &Stage) {
        for (worker, mark) in [("w1", b"ana"), ("w2", b"ben")] {
            let row = AccountRow { worker: worker.into(), mark: mark.to_vec(), blob: b"sealed".into() };
            stage.db.write(move |tx| accounts::put(tx, &row)).unwrap();
        }
        let vouch = |worker: &'static str, mark: &'static [u8]| stage.db.write(move |tx| accounts::vouch(tx, worker, mark));
        let find = |mark: &'static [u8]| {
            let (found, first) = stage.db.read(|tx| accounts::find_vouched(tx, mark)).unwrap();
            (found.map(|row| row.worker), first.map(|row| row.worker))
        };
        vouch("w2", b"at home").unwrap();
        vouch("w2", b"at work").unwrap();
        assert_eq!(find(b"at home"), (None, Some("w1".into())), "another takes its place");
        assert_eq!(find(b"at work"), (Some("w2".into()), Some("w1".into())));
        assert!(vouch("w1", b"at work").unwrap_err().is_duplicate());
        let mark = |worker: &'static str| stage.db.read(|tx| accounts::vouched_mark(tx, worker)).unwrap();
        assert_eq!((mark("w1"), mark("w2")), (None, Some(b"at work".to_vec())));
        stage.db.write(|tx| accounts::unvouch(tx, "w2")).unwrap();
        assert_eq!((find(b"at work").0, mark("w2")), (None, None));
    }

    fn of_what_waits_in_the_outbox_one_has_the_turn_until_it_ends(stage: &Stage) {
        let claim = |next: i64, now: i64| stage.db.write(move |tx| outbox::claim(tx, "m", next, now)).unwrap();
        assert_eq!([claim(20, 10), claim(29, 19), claim(30, 20)], [Some(1), None, Some(2)], "and how often it was tried");
        stage.db.write(|tx| outbox::later(tx, "m", 50)).unwrap();
        assert_eq!([claim(59, 49), claim(60, 50)], [None, Some(3)]);
        stage.db.write(|tx| outbox::end(tx, "m")).unwrap();
        assert_eq!(claim(70, 1), Some(1), "what is over begins anew");
    }

    fn an_errand_ends_once(stage: &Stage) {
        let row = |n: u8, made: i64| ErrandRow { mark: [n; 32], made, blob: vec![n] };
        for row in [row(1, 10), row(2, 20)] {
            stage.db.write(move |tx| errand::add(tx, &row)).unwrap();
        }
        assert_eq!(stage.db.read(|tx| errand::get(tx, &[2; 32])).unwrap(), Some(row(2, 20)));
        stage.db.write(|tx| errand::end_before(tx, 20)).unwrap();
        assert_eq!(stage.db.read(|tx| errand::get(tx, &[1; 32])).unwrap(), None);
        assert!(stage.db.write(|tx| errand::end(tx, &[2; 32])).unwrap());
        assert!(!stage.db.write(|tx| errand::end(tx, &[2; 32])).unwrap(), "once");
    }

    fn sessions_are_seen_changed_and_ended(stage: &Stage) {
        let session = |n: u8, worker: &str, made: i64| SessionRow {
            mark: [n; 32], worker: worker.into(), made, seen: made, proved: made, blob: vec![n],
        };
        for row in [session(1, "w1", 10), session(2, "w1", 20), session(3, "w1", 30), session(4, "w2", 40)] {
            stage.db.write(move |tx| sessions::add(tx, &row)).unwrap();
        }
        let again = session(1, "w2", 1);
        assert!(stage.db.write(move |tx| sessions::add(tx, &again)).unwrap_err().is_duplicate());
        stage.db.write(|tx| { sessions::seen(tx, &[2; 32], 99)?; sessions::change(tx, &[2; 32], b"new") }).unwrap();
        let changed = SessionRow { seen: 99, blob: b"new".into(), ..session(2, "w1", 20) };
        assert_eq!(stage.db.read(|tx| sessions::get(tx, &[2; 32])).unwrap(), Some(changed.clone()));
        let of = |worker: &'static str| {
            let rows = stage.db.read(|tx| sessions::of_worker(tx, worker)).unwrap();
            rows.iter().map(|row| row.mark[0]).collect::<Vec<_>>()
        };
        assert_eq!((of("w1"), of("w2")), (vec![1, 2, 3], vec![4]));
        stage.db.write(|tx| sessions::end_before(tx, 20)).unwrap();
        assert_eq!(of("w1"), [2, 3]);
        assert_eq!(stage.db.write(|tx| sessions::end_of(tx, "w1", Some(&[3; 32]))).unwrap(), 1);
        assert_eq!((of("w1"), of("w2")), (vec![3], vec![4]));
        assert!(stage.db.write(|tx| sessions::end(tx, &[3; 32])).unwrap());
        assert!(!stage.db.write(|tx| sessions::end(tx, &[3; 32])).unwrap(), "once");
        stage.db.write(sessions::end_all).unwrap();
        assert_eq!(of("w2"), Vec::<u8>::new());
    }

    fn stays_are_seen_and_ended(stage: &Stage) {
        let stay = |n: u8, portal: &str, made: i64| StayRow { mark: [n; 32], portal: portal.into(), made, seen: made, blob: vec![n] };
        for row in [stay(1, "p1", 10), stay(2, "p1", 20), stay(3, "p2", 30)] {
            stage.db.write(move |tx| stays::add(tx, &row)).unwrap();
        }
        let there = |n: u8| stage.db.read(move |tx| stays::get(tx, &[n; 32])).unwrap();
        stage.db.write(|tx| stays::seen(tx, &[2; 32], 99)).unwrap();
        assert_eq!(there(2), Some(StayRow { seen: 99, ..stay(2, "p1", 20) }));
        stage.db.write(|tx| stays::end_before(tx, 20)).unwrap();
        assert!(there(1).is_none() && there(2).is_some());
        assert_eq!(stage.db.write(|tx| stays::end_of(tx, "p1")).unwrap(), 1);
        assert!(there(2).is_none() && there(3).is_some());
        assert!(stage.db.write(|tx| stays::end(tx, &[3; 32])).unwrap() && there(3).is_none());
        let last = stay(4, "p3", 40);
        stage.db.write(move |tx| { stays::add(tx, &last)?; stays::end_all(tx) }).unwrap();
        assert!(there(4).is_none());
    }
}
