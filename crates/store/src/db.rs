//! The database: opened once, shared by all threads.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{Builder, JoinHandle};

use crate::error::{Error, Kind};
use crate::line::Line;
use crate::pg::{self, Address};
use crate::place::{Place, Settings};
use crate::pool::Pool;
use crate::tx::{Engine, Tx};
use crate::writer::{Pen, Shared, Task, Writer, at_once, is_inside, work};
use crate::{migrate, sqlite};

/// How PostgreSQL begins to read a moment.
const MOMENT: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY";
/// How it begins to read much. Writers take turns, so each of its pictures is one that stood between two of them.
const LONG: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '30min'";

/// A connection that reads.
#[derive(Debug)]
enum Reader {
    Sqlite(rusqlite::Connection),
    Pg(Box<pg::Session>),
}

/// Where readers come from.
#[derive(Debug, Clone)]
enum Source {
    Sqlite(std::path::PathBuf),
    Pg(Address),
}

struct Inner {
    source: Source,
    settings: Settings,
    readers: Pool<Reader>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    writer: Arc<Mutex<Writer>>,
}

/// An open database. Clones are the same database; it is closed when the last one goes.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db").field("source", &self.inner.source).finish_non_exhaustive()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.readers.clear(); // so that the writer is the last to leave, and brings the write-ahead log in
        self.shared.line.close();
        // The last clone may go inside the writer's own thread, with a unit of work that held it.
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }
}

impl Db {
    /// Opens a database, creates it if nothing is there, and brings it up to this program.
    ///
    /// # Errors
    /// `is_place()` for a wrong address, a foreign file, an engine that is too old or a database that is newer than the program;
    /// `is_unavailable()` if no host answers.
    pub fn open(place: &Place, settings: Settings) -> Result<Self, Error> {
        let (source, mut pen) = match place {
            Place::Sqlite(path) => {
                let writer = sqlite::open(path, settings.patience, &settings.faults()).map_err(at_the_head)?;
                (Source::Sqlite(path.clone()), Pen::Sqlite(writer))
            }
            Place::Postgres(text) => {
                let address = Address::parse(text, settings.connect, settings.patience)?;
                (Source::Pg(address.clone()), Pen::Pg(Box::new(pg::Writer::new(address))))
            }
        };
        let is_file = matches!(source, Source::Sqlite(_));
        migrate::migrate(&mut pen).map_err(|error| if is_file { at_the_head(error) } else { error })?;
        let line = Line::new(settings.queue.max(1));
        let shared = Arc::new(Shared { fatal: OnceLock::new(), commits: AtomicU64::new(0), line });
        let batch = settings.batch.max(1);
        let writer = Arc::new(Mutex::new(Writer { pen, batch, faults: settings.faults(), shared: Arc::clone(&shared) }));
        let (for_line, of_line) = (Arc::clone(&writer), Arc::clone(&shared));
        let thread = Builder::new()
            .name("writer".to_owned())
            .spawn(move || work(&for_line, &of_line.line))
            .map_err(|fault| Error::unavailable(format!("cannot start the writer: {}", fault.kind())))?;
        let readers = Pool::new(settings.readers);
        Ok(Self { inner: Arc::new(Inner { source, settings, readers, shared, thread: Some(thread), writer }) })
    }

    /// Runs a unit of work that writes, and returns when it is durable. It is run again, from its beginning, if another transaction
    /// came first or the connection broke before the commit; so it must do nothing but use its `Tx`. If it returns an error, or
    /// panics, nothing of it is kept.
    ///
    /// # Errors
    /// The closure's own; or the store's: busy, unavailable, unknown, full, fatal.
    pub fn write<T, E, F>(&self, act: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        if is_inside() {
            return Err(Error::refused("a write inside a write").into());
        }
        if let Some(error) = self.fault() {
            return Err(error.into());
        }
        let (caller, answer) = sync_channel(1);
        let line = &self.inner.shared.line;
        if let Some(job) = at_once(&self.inner.writer, line, Box::new(Task { act, result: None, caller })) {
            line.join(job)?;
        }
        answer.recv().unwrap_or_else(|_| Err(Error::new(Kind::Unknown, "the writer is gone").into()))
    }

    /// Runs a unit of work that reads; all its statements see the same moment. It may be run again, like one that writes.
    ///
    /// # Errors
    /// The closure's own; or the store's: busy, unavailable, damaged.
    pub fn read<T, E>(&self, mut look: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Error>,
    {
        let mut tries = 1;
        loop {
            let mut lent = self.inner.readers.take(self.inner.settings.patience, || self.inner.open_reader())?;
            match self.inner.look(lent.get()?, MOMENT, &mut look) {
                Ok(answer) => {
                    lent.give_back();
                    return answer;
                }
                Err(error) if error.may_pass(tries) => {
                    drop(lent);
                    self.inner.readers.clear();
                    tries += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Runs a unit of work that reads much, over one moment, on a connection of its own; it is run once. Others may write meanwhile.
    ///
    /// # Errors
    /// The closure's own; or the store's: unavailable, damaged.
    pub fn snapshot<T, E: From<Error>>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut reader = self.inner.open_reader()?;
        let mut look = Some(look);
        self.inner.look(&mut reader, LONG, &mut |tx| match look.take() {
            Some(look) => look(tx),
            None => Err(Error::unavailable("the picture was lost").into()),
        })?
    }

    /// How many commits were made since the database was opened: acts that share one count once.
    pub fn commits(&self) -> u64 {
        self.inner.shared.commits.load(Ordering::Relaxed)
    }

    /// How many writes wait for their turn.
    pub fn waiting(&self) -> usize {
        self.inner.shared.line.len()
    }

    /// The failure of the disk that ended all writing, if there was one.
    pub fn fault(&self) -> Option<Error> {
        self.inner.shared.fatal.get().cloned()
    }

    /// Copies a database on SQLite into a new file, as of now, while others write. `progress` hears (pages done, pages in all).
    ///
    /// # Errors
    /// `is_place()` if the file is there already or the database is not on SQLite; `is_full()`.
    pub fn backup_to(&self, path: &Path, mut progress: impl FnMut(u64, u64)) -> Result<(), Error> {
        match &self.inner.source {
            Source::Sqlite(from) => sqlite::backup(from, path, self.inner.settings.patience, &mut progress),
            Source::Pg(_) => Err(Error::place("only a database on SQLite is one file: use a dump")),
        }
    }

    /// Makes an engine let go of what was deleted, after keys were destroyed: SQLite empties its write-ahead log, PostgreSQL writes the
    /// tables of keys anew. What the disk itself, older backups or archived logs still hold is not in its power.
    ///
    /// # Errors
    /// `is_busy()` if readers do not let go in time; call it again.
    pub fn scour(&self) -> Result<(), Error> {
        match &self.inner.source {
            Source::Sqlite(path) => sqlite::scour(path, self.inner.settings.patience),
            Source::Pg(address) => address.connect()?.script("VACUUM FULL client_key, class_key, class_wrap"),
        }
    }

    /// What the engine itself finds wrong with the file, at most `limit` lines; nothing on PostgreSQL, which looks after its own.
    pub fn faults_of_file(&self, limit: u32) -> Result<Vec<String>, Error> {
        match self.inner.open_reader()? {
            Reader::Sqlite(connection) => sqlite::faults_of_file(&connection, limit),
            Reader::Pg(_) => Ok(Vec::new()),
        }
    }

    /// The types of a statement's parameters and columns, as PostgreSQL names them; on SQLite only how many there are.
    #[cfg(feature = "faults")]
    pub fn describe(&self, sql: &str) -> Result<(Vec<String>, Vec<String>), Error> {
        let mut lent = self.inner.readers.take(self.inner.settings.patience, || self.inner.open_reader())?;
        let described = match lent.get()? {
            Reader::Sqlite(connection) => sqlite::describe(connection, sql),
            Reader::Pg(session) => session.describe(sql),
        };
        lent.give_back();
        described
    }
}

/// A file that does not even open is damaged where every look at it begins.
fn at_the_head(error: Error) -> Error {
    let text = "the database file: its first page, its list of tables or its list of migrations is damaged";
    if error.is_damaged() || error.is_refused() { Error::damaged(text) } else { error }
}

impl Inner {
    fn open_reader(&self) -> Result<Reader, Error> {
        match &self.source {
            Source::Sqlite(path) => sqlite::open_reader(path, self.settings.patience).map(Reader::Sqlite),
            Source::Pg(address) => address.connect().map(Box::new).map(Reader::Pg),
        }
    }

    /// One transaction that reads. The outer error is the connection's or the transaction's, the inner result the closure's.
    fn look<T, E: From<Error>>(
        &self,
        reader: &mut Reader,
        begin: &'static str,
        look: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, Error> {
        reader.begin(begin)?;
        let faults = self.settings.faults();
        let mut tx = Tx::new(reader.engine(), &faults);
        let answer = look(&mut tx);
        let fault = tx.fault();
        let ended = reader.end(fault.is_some());
        match fault {
            Some(fault) if fault.may_pass(0) => return Err(fault),
            Some(fault) if fault.is_fatal() => return Err(Error::damaged(format!("the disk cannot be read: {fault}"))),
            Some(fault) if answer.is_ok() => return Err(fault),
            _ => {}
        }
        ended.map(|()| answer)
    }
}

impl Reader {
    fn engine(&mut self) -> Engine<'_> {
        match self {
            Self::Sqlite(connection) => Engine::Sqlite(connection),
            Self::Pg(session) => Engine::Pg(session),
        }
    }

    fn begin(&mut self, postgres: &'static str) -> Result<(), Error> {
        match self {
            Self::Sqlite(connection) => sqlite::run(connection, "BEGIN", &[]).map(drop),
            Self::Pg(session) if session.is_broken() => Err(Error::unavailable("the connection broke")),
            Self::Pg(session) => {
                session.ahead(&[postgres]);
                Ok(())
            }
        }
    }

    /// Ends the transaction. Only a commit says that what was read was consistent.
    fn end(&mut self, failed: bool) -> Result<(), Error> {
        let text = if failed { "ROLLBACK" } else { "COMMIT" };
        match self {
            Self::Sqlite(connection) => sqlite::run(connection, text, &[]).map(drop),
            Self::Pg(session) => session.end(text),
        }
    }
}
