//! What is remembered of a client between scenes: little, so that there may be many.

use super::cast::Path;
use super::chance::Chance;
use crate::Id;
use crate::appointment::Appointment;
use crate::class::Class;
use crate::client::ClientId;
use crate::record::{Attachment, RecordId};
use crate::ties::Assignment;
use crate::time::Time;
use crate::worker::WorkerId;

/// A record that was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    /// When; some notes come late, and nobody reads them before.
    pub at: Time,
    pub id: RecordId,
    pub class: Class,
    pub category: &'static str,
    pub attachment: Option<Id<Attachment>>,
}

/// A client's file, as far as the next scenes need to know.
#[derive(Debug)]
pub(super) struct File {
    pub number: usize,
    pub site: usize,
    pub path: Path,
    pub client: ClientId,
    /// The first name to use.
    pub name: String,
    /// Spanish is spoken.
    pub spanish: bool,
    pub chance: Chance,
    /// Who hurt, or may have hurt, them.
    pub unsafe_people: Vec<String>,
    /// Who answers for the care.
    pub primary: WorkerId,
    pub assignment: Id<Assignment>,
    /// The version of the card.
    pub version: i64,
    /// Nobody but the team is let in: a colleague's file, a restriction.
    pub only_team: bool,
    pub open: bool,
    pub destroyed: bool,
    /// The primary worker keeps notes of their own, and so holds their key.
    pub own_notes: bool,
    /// Somebody has asked who pays.
    pub covered: bool,
    /// A hold stands on it.
    pub held: bool,
    /// Meetings held.
    pub meetings: u32,
    /// Ordinary record written last by the present primary worker.
    pub last: Option<Written>,
    /// Whoever is kept out.
    pub walled: Option<WorkerId>,
    /// The appointment that comes next.
    pub next: Option<Id<Appointment>>,
    /// With whom it was made.
    pub booked_with: WorkerId,
}

impl File {
    /// The record written last, if it is there by then.
    pub(super) fn last(&self, by: Time) -> Option<Written> {
        self.last.filter(|written| written.at.plus_minutes(1) <= by)
    }

    /// Whether the whole site may be in scenes with this client.
    pub(super) const fn is_plain(&self) -> bool {
        self.open && !self.only_team
    }
}
