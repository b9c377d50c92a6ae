//! What a story is told on: an empty database on one of the engines.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tacenda_store::rig::Server;
use tacenda_store::{Db, Error, Faults, Place, Settings, Sql, Sync};
use tempfile::TempDir;

/// An empty database, and the means to break it.
pub(crate) struct Stage {
    pub(crate) db: Db,
    pub(crate) faults: Faults,
    pub(crate) place: Place,
    pub(crate) folder: TempDir,
}

pub(crate) type Story = (&'static str, fn(&Stage));

impl Stage {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().join("tacenda.db"));
        Self::new(folder, place)
    }

    fn postgres(server: &Server) -> Self {
        Self::new(tempfile::tempdir().unwrap(), server.database().unwrap())
    }

    fn new(folder: TempDir, place: Place) -> Self {
        let faults = Faults::default();
        faults.wait_for_disk(Sync::Off); // stories about durability open their own
        let db = Db::open(&place, Settings { faults: faults.clone(), ..Settings::default() }).unwrap();
        Self { db, faults, place, folder }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.place, Place::Sqlite(_))
    }
}

/// Defines stories: a test on SQLite for each, and the list of them for PostgreSQL.
#[macro_export]
macro_rules! stories {
    ($( $(#[$note:meta])* fn $name:ident($stage:ident: &Stage) $body:block )*) => {
        pub(crate) const STORIES: &[$crate::stage::Story] = &[$((concat!(module_path!(), "::", stringify!($name)), $name)),*];
        $( $(#[$note])* fn $name($stage: &$crate::stage::Stage) $body )*
        mod on_sqlite {
            $( #[test] fn $name() { super::$name(&$crate::stage::Stage::sqlite()); } )*
        }
    };
}

/// Tells all stories on PostgreSQL; says which one failed.
pub(crate) fn tell_on_postgres(server: &Server, stories: &[Story]) {
    let failed: Vec<_> = stories
        .iter()
        .filter(|(_, story)| catch_unwind(AssertUnwindSafe(|| story(&Stage::postgres(server)))).is_err())
        .map(|(name, _)| name)
        .collect();
    assert!(failed.is_empty(), "on PostgreSQL fail: {failed:?}");
}

pub(crate) const PUT: Sql = Sql("INSERT INTO meta (name, value) VALUES ($1, $2)");
pub(crate) const RAISE: Sql = Sql("UPDATE meta SET value = $1 WHERE name = $2");
pub(crate) const GET: Sql = Sql("SELECT value FROM meta WHERE name = $1");
pub(crate) const ALL: Sql = Sql("SELECT name, value FROM meta ORDER BY name");

/// The names that stand in the table.
pub(crate) fn names(db: &Db) -> Vec<String> {
    db.read(|tx| tx.rows(ALL, &[])?.iter_mut().map(tacenda_store::Row::text).collect::<Result<_, Error>>()).unwrap()
}

/// A write of one row.
pub(crate) fn put(db: &Db, name: &str) -> Result<u64, Error> {
    let name = name.to_owned();
    db.write(move |tx| tx.run(PUT, &[&name, &b"x".as_slice()]))
}
