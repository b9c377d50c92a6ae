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

mod db;
mod error;
mod faults;
mod migrate;
mod pg;
mod place;
mod pool;
#[cfg(feature = "faults")]
pub mod rig;
mod sqlite;
mod tx;
mod value;
mod writer;

pub use db::Db;
pub use error::Error;
#[cfg(feature = "faults")]
pub use faults::{Break, Faults, Sync};
pub use place::{Place, Settings};
pub use tx::{Sql, Step, Tx};
pub use value::{Bind, Row, Value};
