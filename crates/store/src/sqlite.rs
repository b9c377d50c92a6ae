//! SQLite: one file, one writing connection, readers beside it.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql, ffi};

use crate::error::{Error, Kind};
use crate::faults::Faults;
use crate::migrate;
use crate::value::{Cell, Row, Value};

/// Older ones may lose pages when the write-ahead log starts anew.
const OLDEST: i32 = 3_051_003;
/// "tcnd", in the header of the file, so that no foreign file is taken for ours.
const APPLICATION: i32 = 0x7463_6e64;
/// The write-ahead log is brought into the file at this many pages of 4 KiB.
const WAL_PAGES: i32 = 1_000;
/// From here on readers are asked to let go of it for a moment.
const WAL_LONG: i32 = 8_000;

/// The writing connection.
#[derive(Debug)]
pub(crate) struct Writer {
    connection: Connection,
    patience: Duration,
    wal: Arc<AtomicI32>,
    next_checkpoint: i32,
    /// Whether the unit of work that runs has a savepoint.
    saved: bool,
}

/// Opens the file for writing; creates it, for its owner's eyes only, if it is not there.
pub(crate) fn open(path: &Path, patience: Duration, faults: &Faults) -> Result<Writer, Error> {
    if rusqlite::version_number() < OLDEST {
        return Err(Error::place(format!("SQLite {} is too old; 3.51.3 or later is needed", rusqlite::version())));
    }
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|fault| Error::place(format!("cannot open {}: {fault}", path.display())))?;
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, patience)?;
    claim(&connection, path)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(|e| error(&e))?;
    if mode != "wal" {
        return Err(Error::place("this file system cannot hold a write-ahead log: use a local disk"));
    }
    connection.execute_batch(synchronous(faults)).map_err(|e| error(&e))?;
    connection
        .execute_batch("PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -8000")
        .map_err(|e| error(&e))?;
    let wal = Arc::new(AtomicI32::new(0));
    let pages = Arc::clone(&wal);
    // In place of SQLite's own checkpoints, whose failure it would not tell.
    connection
        .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, count| {
            pages.store(count, Ordering::Relaxed);
            Ok(())
        }))
        .map_err(|e| error(&e))?;
    Ok(Writer { connection, patience, wal, next_checkpoint: WAL_PAGES, saved: false })
}

#[cfg(not(feature = "faults"))]
fn synchronous(_: &Faults) -> &'static str {
    "PRAGMA synchronous = FULL"
}

#[cfg(feature = "faults")]
fn synchronous(faults: &Faults) -> &'static str {
    match faults.sync() {
        crate::Sync::Full => "PRAGMA synchronous = FULL",
        crate::Sync::Normal => "PRAGMA synchronous = NORMAL",
        crate::Sync::Off => "PRAGMA synchronous = OFF",
    }
}

/// A connection that can only read.
pub(crate) fn open_reader(path: &Path, patience: Duration) -> Result<Connection, Error> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, patience)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -1000").map_err(|e| error(&e))?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags, patience: Duration) -> Result<Connection, Error> {
    let plain = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(patience)?;
        connection.set_prepared_statement_cache_capacity(256);
        // A plan that hangs on bound values is made anew for each of them.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY",
        )?;
        Ok(connection)
    };
    plain().map_err(|e| error(&e))
}

/// Marks an empty file as ours; refuses a file of somebody else.
fn claim(connection: &Connection, path: &Path) -> Result<(), Error> {
    let read = |sql| connection.query_row(sql, [], |row| row.get::<_, i32>(0)).map_err(|e| error(&e));
    let foreign = || Error::place(format!("{} is not a database of Tacenda", path.display()));
    match read("PRAGMA application_id").map_err(|e| if e.is_damaged() { foreign() } else { e })? {
        APPLICATION => Ok(()),
        0 if read("SELECT COUNT(*) FROM sqlite_schema")? == 0 => {
            connection.pragma_update(None, "application_id", APPLICATION).map_err(|e| error(&e))
        }
        _ => Err(foreign()),
    }
}

impl Writer {
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn step(&self, sql: &str) -> Result<(), Error> {
        run(&self.connection, sql, &[]).map(drop)
    }

    /// Begins a transaction, and in it the first unit of work. That one has no savepoint yet: for it alone the engine would have to keep
    /// every page as it was.
    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        self.saved = false;
        self.step("BEGIN IMMEDIATE")
    }

    /// Keeps the unit of work and begins the next.
    pub(crate) fn next(&mut self) -> Result<(), Error> {
        if self.saved {
            self.step("RELEASE job")?;
        }
        self.step("SAVEPOINT job")?;
        self.saved = true;
        Ok(())
    }

    /// Takes the unit of work back; another may follow in its place.
    pub(crate) fn undo(&mut self) -> Result<(), Error> {
        if self.saved {
            return self.step("ROLLBACK TO job");
        }
        self.abandon()?;
        self.begin()
    }

    pub(crate) fn commit(&self) -> Result<(), Error> {
        self.step("COMMIT")
    }

    /// Leaves the transaction, if SQLite has not left it by itself.
    pub(crate) fn abandon(&self) -> Result<(), Error> {
        if self.connection.is_autocommit() { Ok(()) } else { self.step("ROLLBACK") }
    }

    /// After the disk failed nothing more is written, not even on closing.
    pub(crate) fn poison(&self) {
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// Brings the write-ahead log into the file when it has become long.
    pub(crate) fn tidy(&mut self) -> Result<(), Error> {
        let pages = self.wal.load(Ordering::Relaxed);
        if pages < WAL_PAGES {
            self.next_checkpoint = WAL_PAGES; // it was started anew
        }
        if pages < self.next_checkpoint {
            return Ok(());
        }
        self.next_checkpoint = pages.saturating_add(WAL_PAGES); // in case a reader holds it
        let done = if pages < WAL_LONG {
            self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)")
        } else {
            let _ = self.connection.busy_timeout(Duration::from_millis(100));
            let done = self.checkpoint("PRAGMA wal_checkpoint(RESTART)");
            let _ = self.connection.busy_timeout(self.patience);
            done
        };
        // No room now is no harm: what was committed stands in the log.
        done.or_else(|e| if e.is_fatal() { Err(e) } else { Ok(()) })
    }

    fn checkpoint(&self, sql: &str) -> Result<(), Error> {
        self.connection.query_row(sql, [], |_| Ok(())).map_err(|e| error(&e))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null | Self::Unfit => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn prepare<'c>(connection: &'c Connection, sql: &str, with: &[Value<'_>]) -> rusqlite::Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql)?;
    if statement.parameter_count() != with.len() {
        return Err(rusqlite::Error::InvalidParameterCount(with.len(), statement.parameter_count()));
    }
    for (at, value) in (1..).zip(with) {
        statement.raw_bind_parameter(at, value)?;
    }
    Ok(statement)
}

/// Runs a statement that answers no rows.
pub(crate) fn run(connection: &Connection, sql: &str, with: &[Value<'_>]) -> Result<u64, Error> {
    let touched = prepare(connection, sql, with).and_then(|mut statement| statement.raw_execute());
    touched.map(|n| n as u64).map_err(|e| error(&e))
}

/// Runs a statement and takes its rows.
pub(crate) fn rows(connection: &Connection, sql: &str, with: &[Value<'_>]) -> Result<Vec<Row>, Error> {
    let mut statement = prepare(connection, sql, with).map_err(|e| error(&e))?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(|e| error(&e))? {
        let mut cells = Vec::with_capacity(columns);
        for at in 0..columns {
            let value = row.get_ref(at).map_err(|e| error(&e))?;
            let cell = cell(value).ok_or_else(|| unread(sql, cells.first()))?;
            cells.push(cell);
        }
        found.push(Row::new(cells));
    }
    Ok(found)
}

/// A column holds what none of ours holds: in which table, and in which row where that is a number.
fn unread(sql: &str, first: Option<&Cell>) -> Error {
    let table = sql.split_once("FROM ").and_then(|(_, rest)| rest.split(' ').next()).unwrap_or("the database");
    let row = if let Some(Cell::Int(n)) = first { format!(" {n}") } else { String::new() };
    Error::damaged(format!("{table}{row}: a column does not hold what it must"))
}

/// What the engine's own check says, but for its "ok"; then which tables are not declared as this program declares them.
pub(crate) fn faults_of_file(connection: &Connection, limit: u32) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({limit})")).map_err(|e| error(&e))?;
    let (mut found, mut lines) = (statement.raw_query(), Vec::new());
    loop {
        match found.next() {
            Ok(Some(row)) => lines.extend(row.get::<_, String>(0).ok().filter(|line| line != "ok")),
            Ok(None) => break,
            // A page that cannot be read ends the look. What was said before names it.
            Err(fault) if lines.is_empty() => lines.push(error(&fault).to_string()),
            Err(_) => return Ok(lines),
        }
    }
    let declared = declared(connection)?;
    let due = Connection::open_in_memory().map_err(|e| error(&e))?;
    for text in migrate::texts() {
        due.execute_batch(text).map_err(|e| error(&e))?;
    }
    let due = self::declared(&due)?;
    let strange = declared.symmetric_difference(&due).map(|(name, _)| format!("{name} is not declared as it was"));
    lines.extend(strange.take(limit as usize));
    Ok(lines)
}

/// The tables and indexes, each with its declaration. What the engine counts for its own plans is not among them.
fn declared(connection: &Connection) -> Result<BTreeSet<(String, Option<String>)>, Error> {
    let sql = "SELECT type || ' ' || name || ' of ' || tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
    rows(connection, sql, &[])?.into_iter().map(|mut row| Ok((row.text()?, row.maybe_text()?))).collect()
}

/// How many parameters and columns a statement has.
#[cfg(feature = "faults")]
pub(crate) fn describe(connection: &Connection, sql: &str) -> Result<(Vec<String>, Vec<String>), Error> {
    let statement = connection.prepare(sql).map_err(|e| error(&e))?;
    // The dialect's rule: numbered in the order in which they first appear.
    if (1..=statement.parameter_count()).any(|at| statement.parameter_name(at) != Some(&format!("${at}"))) {
        return Err(Error::refused("parameters are not numbered in the order in which they appear"));
    }
    let any = |count| vec!["any".to_owned(); count];
    Ok((any(statement.parameter_count()), any(statement.column_count())))
}

/// None for what no column of ours holds.
fn cell(value: ValueRef<'_>) -> Option<Cell> {
    Some(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(_) => return None,
        ValueRef::Text(text) => Cell::Text(std::str::from_utf8(text).ok()?.to_owned()),
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
    })
}

/// What an error of SQLite means. Its own words may quote a statement, so only its code is kept.
pub(crate) fn error(fault: &rusqlite::Error) -> Error {
    let Some(code) = fault.sqlite_error() else {
        return Error::refused("SQLite: the statement, its parameters or its columns do not fit");
    };
    let extended = code.extended_code;
    let kind = match (code.code, extended) {
        // The shared-memory file cannot grow: a full disk under another name.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => Kind::Full,
        (ErrorCode::SystemIoFailure, _) => Kind::Fatal,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Kind::Busy,
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => Kind::Damaged,
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => Kind::Duplicate,
        (ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::OutOfMemory | ErrorCode::PermissionDenied, _) => {
            Kind::Unavailable
        }
        _ => Kind::Refused,
    };
    Error::new(kind, format!("SQLite says {extended}"))
}

/// Brings the whole write-ahead log into the file and empties it.
pub(crate) fn scour(path: &Path, patience: Duration) -> Result<(), Error> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, patience)?;
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(|e| error(&e))?;
    if busy == 0 { Ok(()) } else { Err(Error::new(Kind::Busy, "readers still hold the write-ahead log")) }
}

/// Copies the whole file as of now, while others write. `progress` hears (pages done, pages in all).
pub(crate) fn backup(from: &Path, to: &Path, patience: Duration, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Error> {
    let source = open_reader(from, patience)?;
    // An open read transaction holds the picture still; else every write of others would start the copy anew.
    rows(&source, "BEGIN", &[])?;
    rows(&source, "SELECT COUNT(*) FROM sqlite_schema", &[])?;
    OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(to)
        .map_err(|fault| Error::place(format!("cannot create {}: {fault}", to.display())))?;
    let mut target = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|e| error(&e))?;
    let copy = rusqlite::backup::Backup::new(&source, &mut target).map_err(|e| error(&e))?;
    loop {
        let step = copy.step(1_024).map_err(|e| error(&e))?;
        let state = copy.progress();
        let count = |pages: std::ffi::c_int| u64::try_from(pages).unwrap_or(0);
        progress(count(state.pagecount - state.remaining), count(state.pagecount));
        match step {
            rusqlite::backup::StepResult::Done => return Ok(()),
            rusqlite::backup::StepResult::More => {}
            _ => return Err(Error::new(Kind::Busy, "the database is locked by another program")),
        }
    }
}
