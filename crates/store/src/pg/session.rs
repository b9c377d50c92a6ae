//! One connection. Its small runtime turns only while somebody waits on it, so everything here is synchronous outside.

use std::collections::BTreeMap;
use std::fmt;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, ready};
use std::time::Duration;

use futures_util::future::{join_all, try_join, try_join_all};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Config, Statement};

use super::tls::Tls;
use crate::error::Error;
use crate::value::{Cell, Row, Value};

/// An open connection.
pub(crate) struct Session {
    runtime: Option<Runtime>,
    client: Client,
    prepared: BTreeMap<String, Statement>,
    patience: Duration,
    warned: Arc<AtomicBool>,
    broken: bool,
    /// What goes ahead of the next statement, in the same journey.
    ahead: Vec<&'static str>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("prepared", &self.prepared.len()).field("broken", &self.broken).finish_non_exhaustive()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background(); // a name that does not resolve must not hold us
        }
    }
}

fn runtime() -> Result<Runtime, Error> {
    Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|fault| Error::unavailable(format!("cannot prepare a connection: {}", fault.kind())))
}

/// Waits.
pub(crate) fn pause(moment: Duration) {
    if let Ok(runtime) = runtime() {
        runtime.block_on(async { tokio::time::sleep(moment).await });
    }
}

async fn within<T>(patience: Duration, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, Error> {
    match tokio::time::timeout(patience, work).await {
        Ok(done) => done.map_err(|fault| super::error(&fault)),
        Err(_) => Err(Error::unavailable("PostgreSQL does not answer")),
    }
}

impl Session {
    /// Connects to one host, and checks that it takes writes.
    pub(super) fn connect(config: &Config, tls: Tls, connect: Duration, patience: Duration) -> Result<Self, Error> {
        let runtime = runtime()?;
        let (client, mut connection) = runtime.block_on(within(connect, config.connect(tls)))?;
        let warned = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&warned);
        runtime.spawn(poll_fn(move |context| {
            loop {
                match ready!(connection.poll_message(context)) {
                    Some(Ok(AsyncMessage::Notice(notice))) if notice.severity() == "WARNING" => {
                        heard.store(true, Ordering::Release);
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Poll::Ready(()),
                }
            }
        }));
        let mut session = Self {
            runtime: Some(runtime),
            client,
            prepared: BTreeMap::new(),
            patience: connect,
            warned,
            broken: false,
            ahead: Vec::new(),
        };
        session.settle(patience)?;
        session.patience = patience;
        Ok(session)
    }

    /// Settings of the session, and the checks without which it is of no use.
    fn settle(&mut self, patience: Duration) -> Result<(), Error> {
        let limit = patience.as_millis();
        self.script(&format!(
            "SET default_transaction_isolation = 'serializable'; SET client_min_messages = 'warning';
             SET statement_timeout = {limit}; SET lock_timeout = {limit}; SET idle_in_transaction_session_timeout = {}",
            limit * 2
        ))?;
        // A commit that need not reach the disk, or not the standby, would be told as done and could be lost.
        self.script(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')",
        )?;
        let rows = self.rows("SELECT current_setting('server_version_num'), current_setting('server_encoding')", &[])?;
        let mut row = rows.into_iter().next().ok_or_else(|| Error::unavailable("PostgreSQL does not say its version"))?;
        if row.text()?.parse::<u32>().unwrap_or(0) < 150_000 {
            return Err(Error::place("PostgreSQL 15 or later is needed"));
        }
        if row.text()? != "UTF8" {
            return Err(Error::place("the database must be created with ENCODING 'UTF8'"));
        }
        Ok(())
    }

    /// Whether it cannot be used again.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken || self.client.is_closed()
    }

    pub(super) fn forget_warning(&self) {
        self.warned.store(false, Ordering::Release);
    }

    pub(super) fn was_warned(&self) -> bool {
        self.warned.load(Ordering::Acquire)
    }

    /// Waits for work of this session, but not for ever.
    fn wait<T>(
        runtime: Option<&Runtime>,
        patience: Duration,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Error> {
        let runtime = runtime.ok_or_else(|| Error::unavailable("not connected"))?;
        runtime.block_on(within(patience, work))
    }

    fn judge<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        self.broken |= result.as_ref().is_err_and(Error::is_unavailable);
        result
    }

    /// Sends these texts, each on its own, ahead of the next statement or script.
    pub(crate) fn ahead(&mut self, texts: &[&'static str]) {
        self.ahead.extend(texts);
    }

    /// Statements without parameters, in one journey.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), Error> {
        self.scripts(&[text])
    }

    /// Texts that are carried out one after the other, each on its own, in one journey. The answer is the first failure.
    pub(crate) fn scripts(&mut self, texts: &[&str]) -> Result<(), Error> {
        let ahead = std::mem::take(&mut self.ahead);
        let all: Vec<&str> = ahead.iter().chain(texts).copied().collect();
        let result = Self::wait(self.runtime.as_ref(), self.patience, forward(&self.client, &all));
        self.judge(result)
    }

    /// Ends a transaction that only read. If no statement was run, none was begun.
    pub(crate) fn end(&mut self, text: &str) -> Result<(), Error> {
        if std::mem::take(&mut self.ahead).is_empty() { self.script(text) } else { Ok(()) }
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if !self.ahead.is_empty() {
            self.scripts(&[])?;
        }
        let result = Self::wait(self.runtime.as_ref(), self.patience, self.client.prepare(sql));
        let statement = self.judge(result)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Runs a statement that answers no rows.
    pub(crate) fn run(&mut self, sql: &str, with: &[Value<'_>]) -> Result<u64, Error> {
        let statement = self.prepare(sql)?;
        let with = parameters(with);
        let (ahead, client) = (std::mem::take(&mut self.ahead), &self.client);
        let work = try_join(forward(client, &ahead), client.execute(&statement, &with));
        let result = Self::wait(self.runtime.as_ref(), self.patience, work);
        self.judge(result).map(|((), touched)| touched)
    }

    /// Runs statements in one journey.
    pub(crate) fn run_all(&mut self, steps: &[(&str, Vec<Value<'_>>)]) -> Result<(), Error> {
        let statements = steps.iter().map(|(sql, _)| self.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
        let with: Vec<_> = steps.iter().map(|(_, with)| parameters(with)).collect();
        let (ahead, client) = (std::mem::take(&mut self.ahead), &self.client);
        let all = try_join_all(statements.iter().zip(&with).map(|(statement, with)| client.execute(statement, with)));
        let result = Self::wait(self.runtime.as_ref(), self.patience, try_join(forward(client, &ahead), all));
        self.judge(result).map(drop)
    }

    /// Runs statements in one journey and takes their rows.
    pub(crate) fn rows_all(&mut self, steps: &[(&str, Vec<Value<'_>>)]) -> Result<Vec<Vec<Row>>, Error> {
        let statements = steps.iter().map(|(sql, _)| self.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
        let with: Vec<_> = steps.iter().map(|(_, with)| parameters(with)).collect();
        let (ahead, client) = (std::mem::take(&mut self.ahead), &self.client);
        let all = try_join_all(statements.iter().zip(&with).map(|(statement, with)| client.query(statement, with)));
        let result = Self::wait(self.runtime.as_ref(), self.patience, try_join(forward(client, &ahead), all));
        let ((), all) = self.judge(result)?;
        all.iter().map(|rows| rows.iter().map(row).collect()).collect()
    }

    /// Runs a statement and takes its rows.
    pub(crate) fn rows(&mut self, sql: &str, with: &[Value<'_>]) -> Result<Vec<Row>, Error> {
        let statement = self.prepare(sql)?;
        let with = parameters(with);
        let (ahead, client) = (std::mem::take(&mut self.ahead), &self.client);
        let work = try_join(forward(client, &ahead), client.query(&statement, &with));
        let result = Self::wait(self.runtime.as_ref(), self.patience, work);
        let ((), rows) = self.judge(result)?;
        rows.iter().map(row).collect()
    }

    /// The types of a statement's parameters and columns.
    #[cfg(feature = "faults")]
    pub(crate) fn describe(&mut self, sql: &str) -> Result<(Vec<String>, Vec<String>), Error> {
        let statement = self.prepare(sql)?;
        let columns = statement.columns().iter().map(|column| column.type_().name().to_owned()).collect();
        Ok((statement.params().iter().map(|kind| kind.name().to_owned()).collect(), columns))
    }
}

async fn forward(client: &Client, texts: &[&str]) -> Result<(), tokio_postgres::Error> {
    join_all(texts.iter().map(|text| client.batch_execute(text))).await.into_iter().collect()
}

fn parameters<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(row: &tokio_postgres::Row) -> Result<Row, Error> {
    let cells = (0..row.len()).map(|at| row.try_get::<_, Cell>(at)).collect::<Result<_, _>>();
    cells.map(Row::new).map_err(|fault| super::error(&fault))
}
