//! How long things are kept: holds, and destructions that two people decide.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::client::ClientId;
use crate::id::Id;
use crate::plain::quiet;
use crate::time::{Span, Time};
use crate::words::words;
use crate::worker::WorkerId;

/// Nothing of this client is destroyed while it lasts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its id.
    pub id: Id<Self>,
    /// Whose file.
    pub client: ClientId,
    /// Why: the paper, the suit, the audit.
    pub why: String,
    /// Until it is released.
    pub span: Span,
    /// By whom.
    pub by: WorkerId,
}

words! {
    /// Where a destruction stands.
    pub enum DestructionState {
        /// One person asked for it.
        Proposed = "proposed",
        /// A second one approved, and the keys are gone.
        Done = "done",
        /// Turned down.
        TurnedDown = "turned_down",
    }
}

/// A destruction, proposed by one and approved by another. Sealed under the agency's key, since it outlives the client's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// Its id.
    pub id: Id<Self>,
    /// Whose file.
    pub client: ClientId,
    /// One level, or the whole file. The general level goes only with the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// The rule by which its time is over, in codes of the retention schedule.
    pub rule: String,
    /// Who asked.
    pub proposed_by: WorkerId,
    /// When.
    pub proposed: Time,
    /// Who approved or turned it down: somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<WorkerId>,
    /// Where it stands.
    pub state: DestructionState,
}
quiet!(Hold, Destruction);
