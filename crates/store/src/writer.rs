//! The one writer. Units of work that wait together share one transaction and one commit; each after the first has a savepoint of its
//! own, so that one that is refused harms none of its neighbours. Nobody is answered before the commit.
//!
//! It works on a thread of its own for those who wait in the line. Who comes when nobody writes and nobody waits writes on their own
//! thread: to wake another, and be woken by it, cost a quarter of an act's time.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use crate::error::{Error, Kind};
use crate::faults::Faults;
use crate::line::Line;
use crate::tx::{Engine, Tx};
use crate::{pg, sqlite};

/// The connection that writes.
#[derive(Debug)]
pub(crate) enum Pen {
    Sqlite(sqlite::Writer),
    Pg(Box<pg::Writer>),
}

impl Pen {
    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(writer) => writer.begin(),
            Self::Pg(writer) => writer.begin(),
        }
    }

    fn next(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(writer) => writer.next(),
            Self::Pg(writer) => writer.next(),
        }
    }

    fn undo(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(writer) => writer.undo(),
            Self::Pg(writer) => writer.undo(),
        }
    }

    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(writer) => writer.commit(),
            Self::Pg(writer) => writer.commit(),
        }
    }

    /// Leaves the transaction after a failure. An error means that the connection is of no use any more.
    pub(crate) fn abandon(&mut self, lost: bool) -> Result<(), Error> {
        match self {
            Self::Sqlite(writer) => writer.abandon(),
            Self::Pg(writer) if lost => {
                writer.drop_session();
                Ok(())
            }
            Self::Pg(writer) => {
                writer.abandon();
                Ok(())
            }
        }
    }

    pub(crate) fn tx<'a>(&'a mut self, faults: &'a Faults) -> Result<Tx<'a>, Error> {
        let engine = match self {
            Self::Sqlite(writer) => Engine::Sqlite(writer.connection()),
            Self::Pg(writer) => Engine::Pg(writer.session()?),
        };
        Ok(Tx::new(engine, faults))
    }

    fn tidy(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(writer) => writer.tidy(),
            Self::Pg(_) => Ok(()),
        }
    }

    /// Waits a little longer after each try. SQLite waits inside its own calls.
    fn pause(&self, tries: u32) {
        if let Self::Pg(_) = self {
            pg::pause(Duration::from_millis(5 << tries.min(6)));
        }
    }
}

/// A unit of work that waits for its turn.
pub(crate) trait Job: Send {
    /// Runs it. Whether what it did is to be kept; the error is one that ends the whole transaction.
    fn run(&mut self, tx: Tx<'_>) -> Result<bool, Error>;
    /// Tells the caller how it ended: with its own result, or with the failure of the whole.
    fn answer(self: Box<Self>, outcome: Result<(), Error>);
}

/// A closure, its result so far, and where that goes.
pub(crate) struct Task<T, E, F> {
    pub(crate) act: F,
    pub(crate) result: Option<Result<T, E>>,
    pub(crate) caller: SyncSender<Result<T, E>>,
}

impl<T, E, F> Job for Task<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, mut tx: Tx<'_>) -> Result<bool, Error> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.act)(&mut tx)))
            .unwrap_or_else(|_| Err(Error::refused("the unit of work panicked").into()));
        let fault = tx.fault();
        if let Some(fault) = fault.as_ref().filter(|fault| fault.ends_batch()) {
            return Err(fault.clone());
        }
        // A closure that goes on after a failed statement is not kept either.
        let result = match fault {
            Some(fault) if result.is_ok() => Err(fault.into()),
            _ => result,
        };
        let kept = result.is_ok();
        self.result = Some(result);
        Ok(kept)
    }

    fn answer(self: Box<Self>, outcome: Result<(), Error>) {
        let result = match (outcome, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(Error::refused("the unit of work was not run").into()),
            (Err(error), _) => Err(error.into()),
        };
        let _ = self.caller.send(result); // a caller that is gone needs no answer
    }
}

/// What the writer and everybody else share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Set once, when the disk failed: from then on nothing is written.
    pub(crate) fatal: OnceLock<Error>,
    pub(crate) commits: AtomicU64,
    pub(crate) line: Line,
}

thread_local! {
    /// Whether this thread is inside a unit of work.
    static WRITES: Cell<bool> = const { Cell::new(false) };
}

/// Whether whoever asks is inside a unit of work: to wait for another from there would be to wait for oneself.
pub(crate) fn is_inside() -> bool {
    WRITES.get()
}

/// Whoever holds it writes.
pub(crate) struct Writer {
    pub(crate) pen: Pen,
    pub(crate) batch: usize,
    pub(crate) faults: Faults,
    pub(crate) shared: Arc<Shared>,
}

/// The writer's thread: works for the line until nobody can ask any more.
pub(crate) fn work(writer: &Mutex<Writer>, line: &Line) {
    while line.wait() {
        // They stand in the line until it is their turn, so that nobody who comes alone goes first.
        let Ok(mut writer) = writer.lock() else { return line.give_up() };
        if let Some(first) = line.next() {
            writer.turn(first);
        }
    }
}

/// Runs it here and now if nobody writes and nobody waits; otherwise gives it back.
pub(crate) fn at_once(writer: &Mutex<Writer>, line: &Line, job: Box<dyn Job>) -> Option<Box<dyn Job>> {
    if !line.is_empty() {
        return Some(job);
    }
    match writer.try_lock() {
        Ok(mut writer) => {
            writer.turn(job);
            None
        }
        Err(_) => Some(job),
    }
}

impl Writer {
    fn turn(&mut self, first: Box<dyn Job>) {
        WRITES.set(true);
        self.settle(vec![first], self.batch);
        WRITES.set(false);
        if self.shared.fatal.get().is_none()
            && let Err(error) = self.pen.tidy()
        {
            self.poison(&error);
        }
    }

    /// Brings a batch to its end, and answers everybody in it.
    fn settle(&mut self, mut batch: Vec<Box<dyn Job>>, most: usize) {
        let mut tries = 1;
        let outcome = loop {
            match self.attempt(&mut batch, most) {
                Err(error) if error.may_pass(tries) => self.pen.pause(tries),
                outcome => break outcome,
            }
            tries += 1;
        };
        if let Err(error) = &outcome
            && error.may_be_of_one()
            && batch.len() > 1
        {
            return batch.into_iter().for_each(|job| self.settle(vec![job], 1));
        }
        for job in batch {
            job.answer(outcome.clone());
        }
    }

    fn attempt(&mut self, batch: &mut Vec<Box<dyn Job>>, most: usize) -> Result<(), Error> {
        if let Some(error) = self.shared.fatal.get() {
            return Err(error.clone());
        }
        let result = self.transaction(batch, most);
        if let Err(error) = &result {
            let lost = error.is_unavailable() || error.is_unknown() || error.is_fatal();
            let left = self.pen.abandon(lost);
            if let Some(fatal) = left.as_ref().err().or(Some(error).filter(|error| error.is_fatal())) {
                self.poison(fatal);
            }
        }
        result
    }

    /// One transaction: what waits, what comes in meanwhile, one commit.
    fn transaction(&mut self, batch: &mut Vec<Box<dyn Job>>, most: usize) -> Result<(), Error> {
        self.pen.begin()?;
        let mut done = 0;
        let mut kept = true;
        let mut worth = false;
        loop {
            if done == batch.len() && done < most {
                batch.extend(self.shared.line.next());
            }
            let Some(job) = batch.get_mut(done) else { break };
            if done > 0 && kept {
                self.pen.next()?;
            }
            kept = job.run(self.pen.tx(&self.faults)?)?;
            worth |= kept;
            if !kept {
                self.pen.undo()?;
            }
            done += 1;
        }
        self.faults.commit()?;
        self.pen.commit()?;
        self.shared.commits.fetch_add(u64::from(worth), Ordering::Relaxed);
        self.faults.reply()
    }

    fn poison(&self, error: &Error) {
        if let Pen::Sqlite(writer) = &self.pen {
            writer.poison();
        }
        let _ = self.shared.fatal.set(Error::new(Kind::Fatal, format!("the disk failed under a write: {error}")));
    }
}
