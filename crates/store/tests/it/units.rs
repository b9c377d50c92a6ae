//! One unit of work: kept whole or not at all.

use tacenda_store::{Break, Db, Error, Settings, Sql, Value};

use crate::stage::{ALL, GET, PUT, RAISE, names, put};
use crate::stories;

/// An error of the caller's own.
#[derive(Debug, PartialEq)]
enum Refusal {
    NotToday,
    Store(String),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Store(error.to_string())
    }
}

stories! {
    fn what_is_written_is_read_back(stage: &Stage) {
        put(&stage.db, "origin").unwrap();
        let value = stage.db.read(|tx| tx.one(GET, &[&"origin"])?.unwrap().blob()).unwrap();
        assert_eq!(value, b"x");
    }

    fn what_is_not_there_is_none(stage: &Stage) {
        assert!(stage.db.read(|tx| tx.one(GET, &[&"nobody"])).unwrap().is_none());
    }

    fn numbers_text_bytes_and_nothing_come_back_as_they_went(stage: &Stage) {
        const ECHO: Sql = Sql("SELECT CAST($1 AS INTEGER), CAST($2 AS TEXT)");
        if !stage.is_sqlite() {
            return; // PostgreSQL's INTEGER is shorter; the tables' own stories cover it
        }
        let mut row = stage.db.read(|tx| tx.one(ECHO, &[&i64::MIN, &"María 🌱"])).unwrap().unwrap();
        assert_eq!((row.i64().unwrap(), row.text().unwrap().as_str()), (i64::MIN, "María 🌱"));
        let mut row = stage.db.read(|tx| tx.one(ECHO, &[&None::<i64>, &Value::Null])).unwrap().unwrap();
        assert_eq!((row.maybe_i64().unwrap(), row.maybe_text().unwrap()), (None, None));
    }

    fn a_column_of_another_type_is_an_error_and_no_panic(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        let error = stage.db.read(|tx| tx.one(GET, &[&"a"])?.unwrap().i64()).unwrap_err();
        assert!(error.is_damaged());
        let error = stage.db.read(|tx| {
            let mut row = tx.one(GET, &[&"a"])?.unwrap();
            row.blob()?;
            row.blob()
        });
        assert!(error.unwrap_err().is_damaged());
    }

    fn numbers_too_large_and_text_with_nul_are_refused(stage: &Stage) {
        assert!(stage.db.write(|tx| tx.run(PUT, &[&"n", &u64::MAX])).is_err());
        assert!(put(&stage.db, "a\0b").is_err());
        assert!(names(&stage.db).is_empty());
    }

    fn a_refusal_keeps_nothing(stage: &Stage) {
        let refused = stage.db.write(|tx| {
            tx.run(PUT, &[&"half", &b"x".as_slice()])?;
            Err::<(), _>(Refusal::NotToday)
        });
        assert_eq!(refused, Err(Refusal::NotToday));
        assert!(names(&stage.db).is_empty());
    }

    fn a_panic_keeps_nothing_and_the_writer_lives_on(stage: &Stage) {
        let result: Result<(), Error> = stage.db.write(|tx| {
            tx.run(PUT, &[&"half", &b"x".as_slice()])?;
            panic!("on purpose")
        });
        assert!(result.is_err());
        put(&stage.db, "next").unwrap();
        assert_eq!(names(&stage.db), ["next"]);
    }

    fn a_panic_while_reading_costs_one_connection_only(stage: &Stage) {
        for _ in 0..10 {
            let look = || stage.db.read(|_| -> Result<(), Error> { panic!("on purpose") });
            assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(look)).is_err());
        }
        assert!(names(&stage.db).is_empty());
    }

    fn a_second_row_of_the_same_key_is_a_duplicate(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        assert!(put(&stage.db, "a").unwrap_err().is_duplicate());
    }

    fn a_failed_statement_ends_the_unit_even_if_its_closure_goes_on(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        let result: Result<(), Error> = stage.db.write(|tx| {
            tx.run(PUT, &[&"before", &b"x".as_slice()])?;
            let _ = tx.run(PUT, &[&"a", &b"x".as_slice()]);
            let _ = tx.run(PUT, &[&"after", &b"x".as_slice()]);
            Ok(())
        });
        assert!(result.unwrap_err().is_duplicate());
        assert_eq!(names(&stage.db), ["a"]);
    }

    fn a_write_inside_a_write_is_refused(stage: &Stage) {
        let inner = stage.db.clone();
        let result = stage.db.write(move |_| put(&inner, "a"));
        assert!(result.is_err());
        assert!(names(&stage.db).is_empty());
    }

    fn readers_cannot_write(stage: &Stage) {
        assert!(stage.db.read(|tx| tx.run(PUT, &[&"a", &b"x".as_slice()])).is_err());
        assert!(stage.db.snapshot(|tx| tx.run(PUT, &[&"a", &b"x".as_slice()])).is_err());
        put(&stage.db, "b").unwrap();
        assert_eq!(names(&stage.db), ["b"]);
    }

    fn a_reader_sees_one_moment(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        let db = stage.db.clone();
        let mut first = true;
        let (before, after) = stage.db.read(|tx| {
            let before = tx.rows(ALL, &[])?.len();
            if std::mem::take(&mut first) {
                std::thread::scope(|scope| scope.spawn(|| put(&db, "b").unwrap()).join().unwrap());
            }
            Ok::<_, Error>((before, tx.rows(ALL, &[])?.len()))
        }).unwrap();
        assert_eq!(before, after);
        assert_eq!(names(&stage.db), ["a", "b"]);
    }

    fn steps_in_one_journey_are_all_kept_or_none(stage: &Stage) {
        stage.db.write(|tx| tx.run_all(&[(PUT, &[&"a", &b"1".as_slice()]), (PUT, &[&"b", &b"2".as_slice()])])).unwrap();
        let again = stage.db.write(|tx| tx.run_all(&[(PUT, &[&"c", &b"1".as_slice()]), (PUT, &[&"b", &b"2".as_slice()])]));
        assert!(again.unwrap_err().is_duplicate());
        assert_eq!(names(&stage.db), ["a", "b"]);
    }

    fn every_statement_broken_in_turn_leaves_no_half_state(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        let act = |db: &Db| db.write(|tx| {
            tx.run(PUT, &[&"b", &b"x".as_slice()])?;
            tx.run_all(&[(PUT, &[&"c", &b"x".as_slice()]), (RAISE, &[&b"y".as_slice(), &"a"])])?;
            tx.one(GET, &[&"a"])?.unwrap().blob()
        });
        for how in [Break::Refused, Break::Full] {
            for n in 1..=4 {
                stage.faults.break_statement(n, how);
                let error = act(&stage.db).unwrap_err();
                assert_eq!(error.is_full(), how == Break::Full);
                assert!(!stage.faults.mend(), "statement {n} was reached");
                assert_eq!(names(&stage.db), ["a"]);
            }
        }
        assert_eq!(act(&stage.db).unwrap(), b"y");
        assert_eq!(names(&stage.db), ["a", "b", "c"]);
    }

    fn conflicts_and_broken_connections_are_tried_again(stage: &Stage) {
        for (name, how) in [("a", Break::Conflict), ("b", Break::Lost)] {
            stage.faults.break_statement(1, how);
            put(&stage.db, name).unwrap();
            assert!(!stage.faults.mend());
            stage.faults.break_statement(1, how);
            assert!(names(&stage.db).contains(&name.to_owned()));
        }
        assert_eq!(names(&stage.db), ["a", "b"]);
    }

    fn a_closed_database_is_opened_again_as_it_was(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        let second = Db::open(&stage.place, Settings::default()).unwrap();
        assert_eq!(names(&second), ["a"]);
        put(&second, "b").unwrap();
        assert_eq!(names(&stage.db), ["a", "b"]);
    }

    fn a_database_newer_than_the_program_is_refused(stage: &Stage) {
        const NEWER: Sql = Sql("INSERT INTO migration (number, digest) VALUES ($1, $2)");
        stage.db.write(|tx| tx.run(NEWER, &[&9_999_i64, &[0_u8; 32]])).unwrap();
        let error = Db::open(&stage.place, Settings::default()).unwrap_err();
        assert!(error.is_place());
        assert!(error.to_string().contains("newer than this program"));
    }

    fn a_database_of_another_history_is_refused(stage: &Stage) {
        const OTHER: Sql = Sql("UPDATE migration SET digest = $1 WHERE number = 1");
        stage.db.write(|tx| tx.run(OTHER, &[&[0_u8; 32]])).unwrap();
        assert!(Db::open(&stage.place, Settings::default()).unwrap_err().is_place());
    }

    fn an_error_tells_nothing_of_a_row(stage: &Stage) {
        put(&stage.db, "canary").unwrap();
        let error = put(&stage.db, "canary").unwrap_err();
        assert!(!format!("{error} {error:?} {:?}", stage.place).contains("canary"));
        let mut rows = stage.db.read(|tx| tx.rows(ALL, &[])).unwrap();
        assert!(!format!("{rows:?} {:?}", Value::Text("canary")).contains("canary"));
        assert_eq!(rows.remove(0).text().unwrap(), "canary");
    }
}
