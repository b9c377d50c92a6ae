//! Where everything stands. One SQL text on SQLite (bundled, the default) and PostgreSQL (several servers); one writer whose callers
//! share commits; no answer before the disk has it.
//!
//! ```no_run
//! # use tacenda_store::{Db, Error, Place, Settings, Sql};
//! const ADD: Sql = Sql("INSERT INTO meta (name, value) VALUES ($1, $2)");
//! let db = Db::open(&Place::Sqlite("/var/lib/tacenda/tacenda.db".into()), Settings::default())?;
//! db.write(|tx| tx.run(ADD, &[&"origin", &b"tacenda.example".as_slice()]))?;
//! # Ok::<(), Error>(())
//! ```
//!
//! **The dialect.** `INTEGER` (64 bits; booleans 0 and 1; times in microseconds UTC), `TEXT`, `BLOB`. Parameters `$1…$n`, numbered as
//! they first appear. `ON CONFLICT … DO UPDATE`, `RETURNING` and common table expressions, yes; `LIKE`, `FOR UPDATE`, arrays, JSON and
//! dates, no. Every `ORDER BY` is total. A file's statements stand in one `statements!` list, and a test prepares and breaks each.
//!
//! **What an act does**, in one [`Db::write`]: [`ledger::lock_with`] its client's chain, open rows ([`sealed::latest`],
//! [`sealed::Line::open`]), [`sealed::save`] new versions, [`ledger::append`] one leaf.

#![deny(missing_docs)]

pub mod accounts;
pub mod blind;
pub mod chunk;
mod db;
pub mod draft;
pub mod errand;
mod error;
mod faults;
pub mod keys;
pub mod ledger;
mod line;
pub mod meta;
mod migrate;
pub mod outbox;
mod pg;
mod place;
mod pool;
#[cfg(feature = "faults")]
pub mod rig;
pub mod sealed;
pub mod sessions;
mod sqlite;
pub mod stays;
pub mod survey;
mod tables;
mod tx;
mod value;
mod writer;

pub use db::Db;
pub use error::Error;
#[cfg(feature = "faults")]
pub use faults::{Break, Faults, Sync};
pub use place::{Place, Settings};
pub use tables::{Loaded, Undigested, dump, load, take_back, undigested, unload};
pub use tx::{Sql, Step, Tx};
pub use value::{Bind, Row, Value};

/// Every statement of this crate's tables, so that each can be prepared and broken in turn.
#[cfg(feature = "faults")]
pub fn statements() -> Vec<Sql> {
    let files = [
        accounts::ALL,
        blind::ALL,
        chunk::ALL,
        draft::ALL,
        errand::ALL,
        keys::ALL,
        keys::people::ALL,
        ledger::ALL,
        meta::ALL,
        migrate::ALL,
        outbox::ALL,
        sealed::ALL,
        sessions::ALL,
        stays::ALL,
        survey::ALL,
    ];
    files.concat()
}
