//! A transaction as a unit of work sees it: statements with their parameters in, rows out.

use std::fmt;

use crate::error::Error;
use crate::faults::Faults;
use crate::pg::Session;
use crate::sqlite;
use crate::value::{Bind, Row, Value};

/// A statement in the dialect that both engines read. Parameters are `$1`, `$2`, … in the order in which they first appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql(pub &'static str);

/// Defines the statements of a table's file, and the list of them all, so that a test can prepare each on both engines.
macro_rules! statements {
    ($( $(#[$about:meta])* $name:ident = $text:literal; )*) => {
        $( $(#[$about])* const $name: $crate::tx::Sql = $crate::tx::Sql($text); )*
        #[cfg(feature = "faults")]
        pub(crate) const ALL: &[$crate::tx::Sql] = &[$($name),*];
    };
}
pub(crate) use statements;

/// A statement and its parameters.
pub type Step<'a> = (Sql, &'a [&'a dyn Bind]);

pub(crate) enum Engine<'a> {
    Sqlite(&'a rusqlite::Connection),
    Pg(&'a mut Session),
}

/// One transaction. After a statement has failed every later one fails alike, and nothing of the unit of work is kept, even if its
/// closure goes on: so both engines behave the same.
pub struct Tx<'a> {
    engine: Engine<'a>,
    faults: &'a Faults,
    fault: Option<Error>,
}

impl fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("fault", &self.fault).finish_non_exhaustive()
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(engine: Engine<'a>, faults: &'a Faults) -> Self {
        Self { engine, faults, fault: None }
    }

    /// The failure of a statement, if one failed.
    pub(crate) fn fault(self) -> Option<Error> {
        self.fault
    }

    fn statement<T>(&mut self, run: impl FnOnce(&mut Engine<'a>) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let result = self.faults.statement().and_then(|()| run(&mut self.engine));
        if let Err(error) = &result {
            self.fault = Some(error.clone());
        }
        result
    }

    /// Runs a statement that answers no rows. How many rows it touched.
    pub fn run(&mut self, sql: Sql, with: &[&dyn Bind]) -> Result<u64, Error> {
        self.run_text(sql.0, &values(with)?)
    }

    /// Runs statements that do not wait for each other's answers: on PostgreSQL one journey there and back for all of them.
    pub fn run_all(&mut self, steps: &[Step<'_>]) -> Result<(), Error> {
        let steps = steps.iter().map(|(sql, with)| Ok((sql.0, values(with)?))).collect::<Result<Vec<_>, Error>>()?;
        self.run_texts(&steps)
    }

    /// All rows of the answer. A statement says itself, by `LIMIT` or a key, how many that may be.
    pub fn rows(&mut self, sql: Sql, with: &[&dyn Bind]) -> Result<Vec<Row>, Error> {
        self.rows_text(sql.0, &values(with)?)
    }

    /// The rows of statements that do not wait for each other's answers: on PostgreSQL one journey there and back for all of them.
    pub fn rows_all(&mut self, steps: &[Step<'_>]) -> Result<Vec<Vec<Row>>, Error> {
        let steps = steps.iter().map(|(sql, with)| Ok((sql.0, values(with)?))).collect::<Result<Vec<_>, Error>>()?;
        // Each is counted on its own, so that on command each can be broken on its own.
        let mut all = Vec::new();
        for (sql, with) in &steps {
            all.push(self.statement(|engine| match engine {
                Engine::Sqlite(connection) => sqlite::rows(connection, sql, with),
                Engine::Pg(_) => Ok(Vec::new()),
            })?);
        }
        let Engine::Pg(session) = &mut self.engine else { return Ok(all) };
        let result = session.rows_all(&steps);
        self.fault = result.as_ref().err().cloned();
        result
    }

    /// The only row of the answer, or none.
    pub fn one(&mut self, sql: Sql, with: &[&dyn Bind]) -> Result<Option<Row>, Error> {
        let mut rows = self.rows(sql, with)?;
        let row = rows.pop();
        if rows.is_empty() { Ok(row) } else { Err(Error::refused("more than one row where one was asked for")) }
    }

    pub(crate) fn run_text(&mut self, sql: &str, with: &[Value<'_>]) -> Result<u64, Error> {
        self.statement(|engine| match engine {
            Engine::Sqlite(connection) => sqlite::run(connection, sql, with),
            Engine::Pg(session) => session.run(sql, with),
        })
    }

    pub(crate) fn run_texts(&mut self, steps: &[(&str, Vec<Value<'_>>)]) -> Result<(), Error> {
        // Each is counted on its own, so that on command each can be broken on its own.
        for (sql, with) in steps {
            self.statement(|engine| match engine {
                Engine::Sqlite(connection) => sqlite::run(connection, sql, with).map(drop),
                Engine::Pg(_) => Ok(()),
            })?;
        }
        let Engine::Pg(session) = &mut self.engine else { return Ok(()) };
        let result = session.run_all(steps);
        self.fault = result.as_ref().err().cloned();
        result
    }

    pub(crate) fn rows_text(&mut self, sql: &str, with: &[Value<'_>]) -> Result<Vec<Row>, Error> {
        self.statement(|engine| match engine {
            Engine::Sqlite(connection) => sqlite::rows(connection, sql, with),
            Engine::Pg(session) => session.rows(sql, with),
        })
    }

    /// Several statements without parameters: migrations.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), Error> {
        self.statement(|engine| match engine {
            Engine::Sqlite(connection) => connection.execute_batch(text).map_err(|error| sqlite::error(&error)),
            Engine::Pg(session) => session.script(text),
        })
    }
}

fn values<'v>(with: &'v [&'v dyn Bind]) -> Result<Vec<Value<'v>>, Error> {
    with.iter()
        .map(|bind| match bind.value() {
            Value::Unfit => Err(Error::refused("a number above 2^63 - 1")),
            Value::Text(text) if text.contains('\0') => Err(Error::refused("text with a NUL character")),
            value => Ok(value),
        })
        .collect()
}
