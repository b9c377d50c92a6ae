//! Who meets whom: much of who had a reason to look rests on it.

use serde::{Deserialize, Serialize};

use crate::client::ClientId;
use crate::id::Id;
use crate::program::ProgramId;
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// What kind of meeting.
    pub enum AppointmentKind {
        /// The first one.
        Intake = "intake",
        /// One to one.
        Individual = "individual",
        /// A couple or a family.
        Family = "family",
        /// A group.
        Group = "group",
        /// By phone or video.
        Remote = "remote",
        /// In a crisis.
        Crisis = "crisis",
    }
}

words! {
    /// Where it stands.
    pub enum AppointmentState {
        /// To come, or being held.
        Booked = "booked",
        /// Held.
        Held = "held",
        /// The client did not come.
        DidNotCome = "did_not_come",
        /// Called off.
        CalledOff = "called_off",
    }
}

/// The meeting that several appointments share.
#[derive(Debug, Clone, Copy)]
pub struct Session;

/// One client's part in a meeting. A couple or a group shares a `session`, one appointment each: no file names another client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its id.
    pub id: Id<Self>,
    /// The client.
    pub client: ClientId,
    /// The meeting, where several share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id<Session>>,
    /// Who meets them.
    pub workers: Vec<WorkerId>,
    /// In which program.
    pub program: ProgramId,
    /// When it starts.
    pub at: Time,
    /// How long.
    pub minutes: u16,
    /// What kind.
    pub kind: AppointmentKind,
    /// Where it stands.
    pub state: AppointmentState,
    /// When it was made: one made after a look does not explain it.
    pub made: Time,
    /// Who made it.
    pub made_by: WorkerId,
    /// The client came without one.
    #[serde(default)]
    pub walk_in: bool,
}
