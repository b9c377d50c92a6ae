//! The whole: every statement, every table, copies of everything.

use std::collections::BTreeSet;

use tacenda_store::keys::{self, Destroyed};
use tacenda_store::{Break, Db, Error, Place, Settings, Sql, dump, load, sealed, statements};
use tacenda_vault::Purpose;

use crate::agency::Agency;
use crate::stage::Stage;
use crate::stories;

/// All rows, as bytes.
fn rows(db: &Db) -> Vec<u8> {
    let mut bytes = Vec::new();
    db.snapshot(|tx| dump(tx, &mut bytes, &mut |_| ())).unwrap();
    bytes
}

fn fill(db: &Db) -> Agency {
    let agency = Agency::found(db);
    let act = agency.clone();
    db.write(move |tx| act.everything(tx)).unwrap();
    agency
}

stories! {
    fn every_statement_is_sound_on_this_engine(stage: &Stage) {
        let known = ["any", "int8", "text", "bytea"];
        for Sql(text) in statements() {
            let (parameters, columns) = stage.db.describe(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(parameters.iter().chain(&columns).all(|kind| known.contains(&kind.as_str())), "{text}: {parameters:?} {columns:?}");
            let limited = ["LIKE", "FOR UPDATE", "NOW(", "ARRAY", "JSON"].iter().all(|word| !text.contains(word));
            assert!(limited, "{text}");
        }
    }

    fn every_statement_broken_in_turn_leaves_everything_as_it_was(stage: &Stage) {
        let agency = Agency::found(&stage.db);
        let before = rows(&stage.db);
        let act = |agency: &Agency| {
            let agency = agency.clone();
            stage.db.write(move |tx| {
                agency.everything(tx)?;
                Err::<(), Error>(tx.run(Sql("INSERT INTO meta (name, value) VALUES ('agency', $1)"), &[&[0_u8]]).unwrap_err())
            })
        };
        assert!(act(&agency).unwrap_err().is_duplicate());
        let first = stage.faults.statements(); // once more, now that the ring holds the keys
        assert!(act(&agency).unwrap_err().is_duplicate());
        let count = stage.faults.statements() - first - 1;
        assert!(count > 50, "{count} statements");
        assert_eq!(rows(&stage.db), before);
        for n in 1..=count {
            stage.faults.break_statement(n, Break::Refused);
            let agency = agency.clone();
            let error = stage.db.write(move |tx| agency.everything(tx)).unwrap_err();
            assert_eq!(error.to_string(), "broken on command", "statement {n}");
        }
        assert!(!stage.faults.mend());
        assert_eq!(rows(&stage.db), before);
        let act = agency.clone();
        stage.db.write(move |tx| act.everything(tx)).unwrap();
        assert_ne!(rows(&stage.db), before);
    }

    fn everything_is_copied_into_an_empty_database(stage: &Stage) {
        let agency = fill(&stage.db);
        let copied = rows(&stage.db);
        let other = Stage::sqlite();
        let mut heard = 0;
        let loaded = load(&other.db, &mut copied.as_slice(), &mut |rows| heard = rows).unwrap();
        assert_eq!(loaded.rows, heard);
        assert_eq!(rows(&other.db), copied);
        let again = agency.again(&other.db);
        let text = other.db.read(|tx| {
            let line = sealed::latest(tx, "record", "r1")?.unwrap();
            Ok::<_, Error>(line.open(tx, &mut again.keys())?.expose(Purpose::Show).to_vec())
        });
        assert_eq!(text.unwrap(), b"second");
    }

    fn a_copy_from_sqlite_is_taken_in(stage: &Stage) {
        let from = Stage::sqlite();
        fill(&from.db);
        load(&stage.db, &mut rows(&from.db).as_slice(), &mut |_| ()).unwrap();
        assert_eq!(rows(&stage.db), rows(&from.db));
        let full = load(&stage.db, &mut rows(&from.db).as_slice(), &mut |_| ()).unwrap_err();
        assert!(full.is_place(), "only into an empty one");
    }

    fn a_copy_that_is_cut_or_damaged_is_refused(stage: &Stage) {
        let from = Stage::sqlite();
        fill(&from.db);
        let whole = rows(&from.db);
        let cut = &whole[..whole.len() - 1];
        assert!(load(&stage.db, &mut &cut[..], &mut |_| ()).unwrap_err().is_damaged());
        let again = Db::open(&stage.place, Settings::default());
        assert!(again.unwrap_err().to_string().contains("broken off"), "half a database is not opened");
        let mut other = whole.clone();
        other[3] ^= 1;
        assert!(load(&Stage::sqlite().db, &mut other.as_slice(), &mut |_| ()).unwrap_err().is_damaged());
    }

    fn the_list_of_tables_is_the_engines(stage: &Stage) {
        const LITE: Sql = Sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('migration') ORDER BY name");
        const POST: Sql = Sql("SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name NOT IN ('migration') ORDER BY 1");
        fill(&stage.db);
        stage
            .db
            .write(|tx| {
                let one: &[u8] = b"1";
                tx.run(Sql("INSERT INTO account (worker, mark, blob) VALUES ($1, $2, $3)"), &[&"w", &one, &one])?;
                tx.run(Sql("INSERT INTO attempt (mark, fails, until, last) VALUES ($1, 1, 1, 1)"), &[&one])?;
                tx.run(
                    Sql("INSERT INTO session (mark, worker, made, seen, proved, blob) VALUES ($1, $2, 1, 1, 1, $3)"),
                    &[&one, &"w", &one],
                )?;
                tx.run(Sql("INSERT INTO stay (mark, portal, made, seen, blob) VALUES ($1, $2, 1, 1, $3)"), &[&one, &"p", &one])?;
                tx.run(Sql("INSERT INTO vouched (worker, mark) VALUES ($1, $2)"), &[&"w", &one])?;
                tx.run(Sql("INSERT INTO outbox (id, tries, next) VALUES ($1, 1, 1)"), &[&"m"])?;
                tx.run(Sql("INSERT INTO errand (mark, made, blob) VALUES ($1, 1, $1)"), &[&one])?;
                let draft = Sql("INSERT INTO draft (id, worker, kind, client, state, at, blob) VALUES ($1, $1, $1, $1, $1, 1, $2)");
                tx.run(draft, &[&"d", &one]).map(drop)
            })
            .unwrap();
        let sql = if stage.is_sqlite() { LITE } else { POST };
        let there: BTreeSet<String> =
            stage.db.read(|tx| tx.rows(sql, &[])?.iter_mut().map(tacenda_store::Row::text).collect::<Result<_, Error>>()).unwrap();
        // Nearly each table has rows by now, so it stands in the stream; and a table that the list forgot does not.
        let stream = rows(&stage.db);
        let named = |name: &String| {
            let mut tag = vec![b'T'];
            tag.extend(u32::try_from(name.len()).unwrap().to_be_bytes());
            tag.extend(name.as_bytes());
            stream.windows(tag.len()).any(|window| window == tag)
        };
        let missing: Vec<_> = there.iter().filter(|name| !named(name) && !["destroyed_key", "tile"].contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(there.len(), 26);
    }
}

#[test]
fn a_file_of_sqlite_is_copied_while_others_write() {
    let stage = Stage::sqlite();
    fill(&stage.db);
    let to = stage.folder.path().join("copy.db");
    let mut heard = Vec::new();
    stage.db.backup_to(&to, |done, all| heard.push((done, all))).unwrap();
    assert!(heard.last().is_some_and(|(done, all)| done == all));
    assert!(stage.db.backup_to(&to, |_, _| ()).unwrap_err().is_place(), "nothing is overwritten");
    let copy = Db::open(&Place::Sqlite(to), Settings::default()).unwrap();
    assert_eq!(rows(&copy), rows(&stage.db));
}

#[test]
fn a_destroyed_key_is_in_no_file_any_more() {
    let stage = Stage::sqlite();
    let agency = fill(&stage.db);
    let wrap = stage.db.read(|tx| tx.one(Sql("SELECT wrap FROM client_key WHERE client = 'c1'"), &[])?.unwrap().blob()).unwrap();
    let files_with_it = || {
        let files = std::fs::read_dir(stage.folder.path()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.filter(|bytes| bytes.windows(wrap.len()).any(|window| window == wrap)).count()
    };
    assert!(files_with_it() > 0);
    let ring = std::sync::Arc::clone(&agency.ring);
    let what = Destroyed { client: "c1".to_owned(), class: None, leaf: 1 };
    stage.db.write(move |tx| keys::destroy(tx, &ring, &what)).unwrap();
    stage.db.scour().unwrap();
    assert_eq!(files_with_it(), 0);
}

#[test]
fn a_foreign_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(&path, "Dear Ana, this is no database at all, however long it may be.".repeat(100)).unwrap();
    let error = Db::open(&Place::Sqlite(path.clone()), Settings::default()).unwrap_err();
    assert!(error.is_place() && error.to_string().contains("not a database of Tacenda"));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("Dear Ana"));
}

#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::sqlite();
    fill(&stage.db);
    for entry in std::fs::read_dir(stage.folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", entry.path().display());
    }
}

#[test]
fn on_a_full_disk_nothing_is_lost_and_writing_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let mount = |word: &str, rest: &[&str]| {
        std::process::Command::new(word)
            .args(rest)
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    if !mount("mount", &["-t", "tmpfs", "-o", "size=2m", "tmpfs"]) {
        println!("no small disk can be made here: skipped");
        return;
    }
    let db = Db::open(&Place::Sqlite(folder.path().join("tacenda.db")), Settings::default()).unwrap();
    let mut kept = 0;
    let put = |n: u32| db.write(move |tx| tacenda_store::meta::put(tx, &format!("{n}"), &vec![7; 20_000]));
    let full = loop {
        match put(kept) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(full.is_full(), "{full:?}");
    assert!(kept > 5);
    let there = |n: u32| db.read(|tx| tacenda_store::meta::get(tx, &format!("{n}"))).unwrap().is_some();
    assert!((0..kept).all(there) && !there(kept));
    assert!(mount("mount", &["-o", "remount,size=8m"]));
    put(kept).unwrap();
    assert!((0..=kept).all(there));
    drop(db);
    assert!(mount("umount", &[]));
}
