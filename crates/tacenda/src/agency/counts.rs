//! Figures for `status` and `key inventory`: how much there is, and nothing of what it says.

use tacenda_desk::Kind;
use tacenda_store::keys::{self, Counts};
use tacenda_store::{Sql, ledger, sealed};

use super::Agency;
use crate::problem::Problem;

/// How an open agency stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Things by kind and state.
    pub things: Vec<(String, String, u64)>,
    /// Leaves of the ledger.
    pub leaves: u64,
    /// Time of the last leaf, microseconds since 1970, UTC.
    pub last_time: i64,
}

impl Standing {
    /// How many there are of a kind, but for those in a state.
    pub fn count(&self, kind: &str, but: &str) -> u64 {
        self.things.iter().filter(|(k, state, _)| k == kind && state != but).map(|(_, _, count)| count).sum()
    }
}

/// Which keys there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// Key-encryption keys: version, and by which source they are wrapped.
    pub keks: Vec<(u32, String)>,
    /// All others.
    pub counts: Counts,
}

impl Agency {
    /// How it stands.
    pub fn standing(&self) -> Result<Standing, Problem> {
        self.db().read(|tx| {
            let end = ledger::read_end(tx)?;
            Ok(Standing { things: sealed::counts(tx)?, leaves: end.frontier.size(), last_time: end.last_time })
        })
    }

    /// How many holds stand.
    pub(crate) fn holds(&self) -> Result<u64, Problem> {
        Ok(self.db().read(|tx| sealed::count(tx, Kind::Hold.word(), "ended"))?)
    }

    /// The version of the database's engine.
    pub fn engine(&self) -> Result<String, Problem> {
        const VERSION: Sql = Sql("SELECT sqlite_version()");
        let row = self.db().read(|tx| tx.one(VERSION, &[]))?;
        Ok(row.map_or_else(|| Ok(String::new()), |mut row| row.text())?)
    }

    /// Which keys there are.
    pub fn keyed(&self) -> Result<Keyed, Problem> {
        self.db().read(|tx| {
            let keks = keys::keks(tx)?.into_iter().map(|kek| (kek.version, kek.provider)).collect();
            Ok(Keyed { keks, counts: keys::counts(tx)? })
        })
    }
}
