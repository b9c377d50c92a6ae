//! PostgreSQL: sessions that are synchronous outside, with a deadline on everything they wait for.

mod address;
mod session;
mod tls;
mod value;

pub(crate) use address::Address;
pub(crate) use session::{Session, pause};

use crate::error::{Error, Kind};

/// Servers that write wait for each other here instead of colliding. Correctness does not rest on it: transactions are serializable.
const LOCK: &str = "SELECT pg_advisory_lock(7161680449)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(7161680449)";

/// The writing connection; opened anew after it broke.
#[derive(Debug)]
pub(crate) struct Writer {
    address: Address,
    session: Option<Session>,
}

impl Writer {
    pub(crate) fn new(address: Address) -> Self {
        Self { address, session: None }
    }

    pub(crate) fn session(&mut self) -> Result<&mut Session, Error> {
        self.session.as_mut().ok_or_else(|| Error::unavailable("not connected"))
    }

    /// Lets go of the connection and whatever transaction is open on it.
    pub(crate) fn drop_session(&mut self) {
        self.session = None;
    }

    /// Begins a transaction, and in it the first unit of work. That travels with the first statement.
    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        if self.session.as_ref().is_none_or(Session::is_broken) {
            self.session = None;
            self.session = Some(self.address.connect()?);
        }
        self.session()?.ahead(&[LOCK, "BEGIN ISOLATION LEVEL SERIALIZABLE; SAVEPOINT job"]);
        Ok(())
    }

    /// Keeps the unit of work and begins the next.
    pub(crate) fn next(&mut self) -> Result<(), Error> {
        self.session()?.ahead(&["RELEASE job; SAVEPOINT job"]);
        Ok(())
    }

    /// Takes the unit of work back; another may follow in its place.
    pub(crate) fn undo(&mut self) -> Result<(), Error> {
        self.session()?.script("ROLLBACK TO job")
    }

    /// Commits. Without a clear answer of the server it is unknown whether that took place.
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        let session = self.session()?;
        session.forget_warning();
        // A time limit of the server would end its wait for a standby, and it would then claim success: so it gets none here.
        let done = session.scripts(&["SET LOCAL statement_timeout = 0; COMMIT", UNLOCK]);
        let unclear = || Error::new(Kind::Unknown, "PostgreSQL did not say whether the commit took place");
        match done {
            Ok(()) if session.was_warned() => Err(unclear()),
            Ok(()) => Ok(()),
            // The one refusal that surely undid it; after any other the server may have fallen with the commit done.
            Err(error) if error.is_conflict() => Err(error),
            Err(_) => {
                self.session = None;
                Err(unclear())
            }
        }
    }

    /// Leaves the transaction.
    pub(crate) fn abandon(&mut self) {
        if self.session().and_then(|session| session.scripts(&["ROLLBACK", UNLOCK])).is_err() {
            self.session = None;
        }
    }
}

/// What an error of PostgreSQL means. Its own words may quote values, so only its code is kept.
pub(crate) fn error(fault: &tokio_postgres::Error) -> Error {
    let Some(state) = fault.code() else {
        let cause = std::error::Error::source(fault).and_then(<dyn std::error::Error>::downcast_ref::<std::io::Error>);
        return match cause.map(std::io::Error::kind) {
            Some(std::io::ErrorKind::InvalidData) => Error::unavailable("the server's certificate is not believed"),
            Some(kind) => Error::unavailable(format!("the connection to PostgreSQL broke: {kind}")),
            None if fault.is_closed() => Error::unavailable("the connection to PostgreSQL broke"),
            None => Error::refused("PostgreSQL: the statement, its parameters or its columns do not fit"),
        };
    };
    let code = state.code();
    let class = code.get(..2).unwrap_or_default();
    let kind = match (class, code) {
        (_, "40003") => Kind::Unavailable, // statement completion unknown
        ("40", _) => Kind::Conflict,
        (_, "23505") => Kind::Duplicate,
        (_, "53100") => Kind::Full,
        (_, "55P03") => Kind::Busy,
        ("08" | "53" | "57", _) | (_, "25006" | "25P03" | "28000" | "28P01" | "3D000") => Kind::Unavailable,
        (_, "58030" | "XX001" | "XX002") => Kind::Damaged,
        _ => Kind::Refused,
    };
    Error::new(kind, format!("PostgreSQL says {code}"))
}
