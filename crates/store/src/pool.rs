//! A few connections for readers, opened when needed and used again.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::{Error, Kind};

#[derive(Debug)]
struct Stock<C> {
    idle: Vec<C>,
    out: usize,
}

/// At most `most` connections at a time.
#[derive(Debug)]
pub(crate) struct Pool<C> {
    stock: Mutex<Stock<C>>,
    freed: Condvar,
    most: usize,
}

/// A connection that is out. Dropped, it is closed; only `give_back` keeps it.
pub(crate) struct Lent<'p, C> {
    pool: &'p Pool<C>,
    connection: Option<C>,
}

impl<C> Pool<C> {
    pub(crate) fn new(most: usize) -> Self {
        Self { stock: Mutex::new(Stock { idle: Vec::new(), out: 0 }), freed: Condvar::new(), most: most.max(1) }
    }

    fn stock(&self) -> MutexGuard<'_, Stock<C>> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One that is idle, or a new one; waits while too many are out.
    pub(crate) fn take(&self, patience: Duration, open: impl FnOnce() -> Result<C, Error>) -> Result<Lent<'_, C>, Error> {
        let (mut stock, waited) = self
            .freed
            .wait_timeout_while(self.stock(), patience, |stock| stock.out >= self.most)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && stock.out >= self.most {
            return Err(Error::new(Kind::Busy, "too many read at once"));
        }
        stock.out += 1;
        let idle = stock.idle.pop();
        drop(stock);
        let mut lent = Lent { pool: self, connection: None }; // counts itself out again if opening fails
        lent.connection = Some(idle.map_or_else(open, Ok)?);
        Ok(lent)
    }

    /// Closes all that are idle: after one broke, the others are likely broken too.
    pub(crate) fn clear(&self) {
        let idle = std::mem::take(&mut self.stock().idle);
        drop(idle);
    }
}

impl<C> Lent<'_, C> {
    pub(crate) fn get(&mut self) -> Result<&mut C, Error> {
        self.connection.as_mut().ok_or_else(|| Error::unavailable("no connection"))
    }

    pub(crate) fn give_back(mut self) {
        let connection = self.connection.take();
        self.pool.stock().idle.extend(connection);
    }
}

impl<C> Drop for Lent<'_, C> {
    fn drop(&mut self) {
        self.pool.stock().out -= 1;
        self.pool.freed.notify_one();
    }
}
