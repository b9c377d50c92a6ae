//! Every table with its columns, and the copying of all rows from one database into another.

mod digest;
mod dump;
mod load;

pub use digest::{Undigested, undigested};
pub(crate) use digest::{digest, kept_digest};
pub use dump::dump;
pub(crate) use load::is_unfinished;
pub use load::{Loaded, load, take_back, unload};

/// A table: its columns, of which the first `key` are its primary key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) key: usize,
}

const fn table(name: &'static str, key: usize, columns: &'static [&'static str]) -> Table {
    Table { name, columns, key }
}

/// All tables but the runner's own. A test holds the list against the engine's.
pub(crate) const TABLES: &[Table] = &[
    table("meta", 1, &["name", "value", "digest"]),
    table("kek", 2, &["version", "provider", "wrap", "digest"]),
    table("agency_key", 2, &["name", "version", "kek", "wrap", "digest"]),
    table("client_key", 1, &["client", "kek", "wrap", "digest"]),
    table("class_key", 3, &["client", "class", "version", "wrap", "digest"]),
    table("class_wrap", 4, &["client", "class", "version", "holder", "wrap", "digest"]),
    table("person_key", 2, &["holder", "version", "public", "locked", "digest"]),
    table("destroyed_key", 2, &["client", "class", "leaf", "digest"]),
    table("sealed", 3, &["kind", "id", "version", "latest", "client", "class", "state", "due", "worker", "leaf", "blob"]),
    table("blind", 2, &["label", "id", "marks"]),
    table("chunk", 2, &["id", "number", "client", "class", "kept", "blob", "digest"]),
    table("draft", 1, &["id", "worker", "kind", "client", "state", "at", "blob"]),
    table("account", 1, &["worker", "mark", "blob"]),
    table("attempt", 1, &["mark", "fails", "until", "last"]),
    table("vouched", 1, &["worker", "mark"]),
    table("errand", 1, &["mark", "made", "blob"]),
    table("outbox", 1, &["id", "tries", "next"]),
    table("stay", 1, &["mark", "portal", "made", "seen", "blob"]),
    table("session", 1, &["mark", "worker", "made", "seen", "proved", "blob"]),
    table("leaf", 1, &["place", "hash", "bytes", "client", "class", "detail", "actor", "act_key", "slot", "number"]),
    table("chain", 1, &["slot", "length", "head"]),
    table("tile", 2, &["level", "place", "hashes"]),
    table("map_node", 1, &["path", "node"]),
    table("checkpoint", 1, &["size", "note"]),
    table("witness_head", 1, &["name", "note", "digest"]),
    table("ledger_head", 1, &["one", "size", "frontier", "last_time", "map_size", "map_root"]),
];

/// `$first, $first+1, …`, `count` of them.
fn marks(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

impl Table {
    /// The first rows by key.
    fn first(&self) -> String {
        let (columns, key) = (self.columns.join(", "), self.key_columns());
        format!("SELECT {columns} FROM {} ORDER BY {key} LIMIT $1", self.name)
    }

    /// The rows after a key.
    fn next(&self) -> String {
        let (columns, key, after) = (self.columns.join(", "), self.key_columns(), marks(1, self.key));
        format!("SELECT {columns} FROM {} WHERE ({key}) > ({after}) ORDER BY {key} LIMIT ${}", self.name, self.key + 1)
    }

    fn insert(&self) -> String {
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.columns.join(", "), marks(1, self.columns.len()))
    }

    fn key_columns(&self) -> String {
        self.columns.iter().take(self.key).copied().collect::<Vec<_>>().join(", ")
    }
}
