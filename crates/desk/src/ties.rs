//! What ties a worker to a client, or keeps them apart: assignments, supervision, walls, shared keys.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::client::ClientId;
use crate::id::Id;
use crate::plain::quiet;
use crate::time::Span;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// As what somebody stands on a client's team.
    pub enum Function {
        /// Answers for the care.
        Primary = "primary",
        /// Part of the care.
        Care = "care",
        /// The client's advocate.
        Advocate = "advocate",
        /// Leads a group that the client is in.
        Facilitator = "facilitator",
        /// Helps, within their role.
        Support = "support",
    }
}

/// A worker on a client's team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Its id.
    pub id: Id<Self>,
    /// The client.
    pub client: ClientId,
    /// The worker.
    pub worker: WorkerId,
    /// As what.
    pub function: Function,
    /// While it lasts.
    pub span: Span,
    /// By whom: not by themselves, except at the client's own intake.
    pub by: WorkerId,
}

/// One worker answers for another's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    /// Its id.
    pub id: Id<Self>,
    /// Who supervises.
    pub supervisor: WorkerId,
    /// Whose work.
    pub supervisee: WorkerId,
    /// While it lasts.
    pub span: Span,
    /// By whom.
    pub by: WorkerId,
}

words! {
    /// Why a worker is kept from a client's file.
    pub enum WallReason {
        /// A conflict of interest.
        Conflict = "conflict",
        /// The client works here too.
        Colleague = "colleague",
        /// A relative, a neighbour, a former partner.
        Relative = "relative",
        /// The client asked for it.
        ClientRequest = "client_request",
    }
}

/// Keeps one worker from one client's file. It beats everything, the breaking of the glass too.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    /// Its id.
    pub id: Id<Self>,
    /// The client.
    pub client: ClientId,
    /// The worker kept out.
    pub worker: WorkerId,
    /// Why.
    pub why: WallReason,
    /// While it stands. A wall has no term: it ends when somebody takes it down.
    pub span: Span,
    /// By whom.
    pub by: WorkerId,
}
quiet!(Wall);

/// The author of person-wrapped notes lets a colleague read them: the class key is sealed to that colleague too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Its id.
    pub id: Id<Self>,
    /// Whose file.
    pub client: ClientId,
    /// Which level.
    pub class: Class,
    /// Whose notes.
    pub author: WorkerId,
    /// Who may read them.
    pub to: WorkerId,
    /// While it lasts.
    pub span: Span,
}
