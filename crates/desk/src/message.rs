//! What client and worker write to each other in the portal. It never leaves it: a mail says at most that something waits.

use serde::{Deserialize, Serialize};

use crate::client::ClientId;
use crate::id::Id;
use crate::plain::quiet;
use crate::portal::Portal;
use crate::time::Time;
use crate::worker::WorkerId;

/// Who wrote it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// Whoever the portal is for.
    Guest,
    /// A worker, by the name they had.
    Worker(WorkerId, String),
}

/// A message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: Id<Self>,
    /// Whose file.
    pub client: ClientId,
    /// In which portal: what one of a client's guests writes no other reads.
    pub portal: Id<Portal>,
    /// When.
    pub at: Time,
    /// Who wrote it.
    pub from: Writer,
    /// What.
    pub text: String,
}
quiet!(Writer, Message);

impl Writer {
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Worker(..) => "worker",
        }
    }

    pub(crate) const fn worker(&self) -> Option<WorkerId> {
        match self {
            Self::Guest => None,
            Self::Worker(id, _) => Some(*id),
        }
    }
}
