//! Acts that share a commit, and commits that go wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use tacenda_store::{Break, Db, Error, Settings};

use crate::stage::{PUT, names, put};
use crate::stories;

/// Holds the writer inside a unit of work until `meet` is reached from outside.
fn hold(db: &Db) -> (std::thread::JoinHandle<Result<(), Error>>, Arc<Barrier>) {
    let (inside, outside) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (db, entered, leave) = (db.clone(), Arc::clone(&inside), Arc::clone(&outside));
    let mut first = true;
    let thread = std::thread::spawn(move || {
        db.write(move |_| {
            if std::mem::take(&mut first) {
                entered.wait();
                leave.wait();
            }
            Ok::<_, Error>(())
        })
    });
    inside.wait();
    (thread, outside)
}

/// Writes `n` rows from as many threads, all of them waiting before the first is carried out.
fn together(db: &Db, n: usize, before: impl FnOnce()) -> Vec<Result<u64, Error>> {
    let (holder, release) = hold(db);
    let done = Arc::new(AtomicUsize::new(0));
    before();
    let threads: Vec<_> = (0..n)
        .map(|i| {
            let (db, done) = (db.clone(), Arc::clone(&done));
            std::thread::spawn(move || {
                let result = put(&db, &format!("r{i:03}"));
                done.fetch_add(1, Ordering::SeqCst);
                result
            })
        })
        .collect();
    while db.waiting() + done.load(Ordering::SeqCst) < n {
        std::thread::yield_now();
    }
    release.wait();
    holder.join().unwrap().ok();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

stories! {
    fn acts_that_wait_together_share_a_commit(stage: &Stage) {
        let before = stage.db.commits();
        assert!(together(&stage.db, 60, || ()).iter().all(Result::is_ok));
        assert_eq!(names(&stage.db).len(), 60);
        assert!(stage.db.commits() - before <= 3, "{} commits for 61 acts", stage.db.commits() - before);
    }

    fn one_that_is_refused_harms_none_of_its_neighbours(stage: &Stage) {
        put(&stage.db, "r007").unwrap();
        let results = together(&stage.db, 20, || ());
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
        assert!(results[7].as_ref().unwrap_err().is_duplicate());
        assert_eq!(names(&stage.db).len(), 20);
    }

    fn one_for_which_there_is_no_room_harms_none_of_its_neighbours(stage: &Stage) {
        let faults = stage.faults.clone();
        let results = together(&stage.db, 20, move || faults.break_statement(9, Break::Full));
        // The batch is carried out anew, one by one; the fault was there once only, so all are kept.
        assert!(results.iter().all(Result::is_ok));
        assert_eq!(names(&stage.db).len(), 20);
    }

    fn a_conflict_runs_the_whole_batch_again_and_nothing_twice(stage: &Stage) {
        let faults = stage.faults.clone();
        assert!(together(&stage.db, 20, move || faults.break_statement(13, Break::Conflict)).iter().all(Result::is_ok));
        assert_eq!(names(&stage.db).len(), 20);
    }

    fn nobody_is_answered_before_the_commit(stage: &Stage) {
        let faults = stage.faults.clone();
        let results = together(&stage.db, 20, move || faults.break_commit(Break::Full));
        // The commit failed for all; each was then carried out alone.
        assert!(results.iter().all(Result::is_ok));
        assert_eq!(names(&stage.db).len(), 20);
        stage.faults.break_commit(Break::Full);
        assert!(put(&stage.db, "alone").unwrap_err().is_full());
        assert_eq!(names(&stage.db).len(), 20);
        put(&stage.db, "room again").unwrap();
    }

    fn a_commit_without_an_answer_is_unknown(stage: &Stage) {
        stage.faults.break_commit(Break::Lost);
        assert!(put(&stage.db, "a").unwrap_err().is_unknown());
        assert!(names(&stage.db).is_empty());
        stage.faults.break_commit(Break::ReplyLost);
        assert!(put(&stage.db, "a").unwrap_err().is_unknown());
        assert_eq!(names(&stage.db), ["a"]);
        assert!(put(&stage.db, "a").unwrap_err().is_duplicate(), "a retry with the same key finds it done");
    }

    fn a_failing_disk_ends_all_writing(stage: &Stage) {
        put(&stage.db, "a").unwrap();
        let faults = stage.faults.clone();
        let results = together(&stage.db, 20, move || faults.break_commit(Break::Disk));
        assert!(results.iter().all(|result| result.as_ref().unwrap_err().is_fatal()), "nobody is told yes");
        assert!(put(&stage.db, "b").unwrap_err().is_fatal());
        assert!(stage.db.fault().unwrap().is_fatal());
        assert_eq!(names(&stage.db), ["a"]);
        let again = Db::open(&stage.place, Settings::default()).unwrap();
        put(&again, "b").unwrap();
        assert_eq!(names(&again), ["a", "b"]);
    }

    fn more_than_the_queue_holds_is_refused_as_busy(stage: &Stage) {
        let settings = Settings { queue: 4, ..Settings::default() };
        let db = Db::open(&stage.place, settings).unwrap();
        let results = together(&db, 20, || ());
        let (kept, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!(kept.len(), 4);
        assert!(refused.into_iter().all(|result| result.unwrap_err().is_busy()));
        assert_eq!(names(&stage.db).len(), 4);
    }

    fn sixty_four_callers_count_to_the_same_number(stage: &Stage) {
        const ADD: tacenda_store::Sql = tacenda_store::Sql("UPDATE meta SET value = $1 WHERE name = $2");
        stage.db.write(|tx| tx.run(PUT, &[&"n", &0_u64.to_be_bytes()])).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| for _ in 0..5 {
                    stage.db.write(|tx| {
                        let n = u64::from_be_bytes(tx.one(crate::stage::GET, &[&"n"])?.unwrap().bytes()?);
                        tx.run(ADD, &[&(n + 1).to_be_bytes(), &"n"])
                    }).unwrap();
                });
            }
        });
        let n = stage.db.read(|tx| tx.one(crate::stage::GET, &[&"n"])?.unwrap().bytes()).unwrap();
        assert_eq!(u64::from_be_bytes(n), 320);
    }
}
