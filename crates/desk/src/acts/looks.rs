//! Who looked: the ledger's own readers. The act gives leave and its own entry; the caller reads the ledger.

use crate::access::Right;
use crate::acts::{Case, Doing};
use crate::client::ClientId;
use crate::refusal::Refusal;
use crate::step::{Seen, Step};
use crate::thing::Kind;

/// Reads who looked at a file: who, when, why, what kind of thing; no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLooks {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadLooks {
    const ACT: &'static str = "looks.read";
    const RIGHT: Right = Right::ReadLooks;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        Ok(Case::shown(case.entry().about(Kind::Client, &self.client), Seen::Looks(self.client)))
    }
}

/// Reads the ledger's codes and times, of the whole agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLog;

impl Doing for ReadLog {
    const ACT: &'static str = "log.read";
    const RIGHT: Right = Right::ReadLog;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        Ok(Case::shown(case.entry(), Seen::Log))
    }
}
