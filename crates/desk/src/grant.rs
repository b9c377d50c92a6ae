//! Breaking the glass: leave for one worker, one client, one level and so many minutes. Its terms never change.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::client::ClientId;
use crate::id::Id;
use crate::plain::quiet;
use crate::time::{Now, Time};
use crate::words::words;
use crate::worker::WorkerId;

/// The longest a grant lasts.
pub const LONGEST_GRANT: u16 = 60;

words! {
    /// Why the glass was broken.
    pub enum GrantReason {
        /// Emergency treatment (45 CFR 164.522(a)(1)(iii), 42 CFR 2.51).
        MedicalEmergency = "medical_emergency",
        /// Somebody is in danger.
        Danger = "danger",
        /// Nobody of the team can be reached and the client needs help now.
        TeamAbsent = "team_absent",
        /// An incident is looked into.
        Incident = "incident",
    }
}

/// A grant. There is no act that changes one: other terms are another grant, and a review stands beside it as a task.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: Id<Self>,
    /// Who broke the glass.
    pub worker: WorkerId,
    /// Whose file.
    pub client: ClientId,
    /// Which level; never a person-wrapped one.
    pub class: Class,
    /// From when.
    pub from: Time,
    /// For how long, at most [`LONGEST_GRANT`].
    pub minutes: u16,
    /// Why, from the list.
    pub reason: GrantReason,
    /// Why, in their own words.
    pub words: String,
}
quiet!(Grant);

impl Grant {
    /// When it ends.
    pub fn until(&self) -> Time {
        self.from.plus_minutes(self.minutes.min(LONGEST_GRANT).into())
    }

    /// Whether it is in force; never while the clock is in doubt.
    pub fn holds(&self, now: Now) -> bool {
        now.trusted && self.from <= now.time && now.time < self.until()
    }
}
