//! Something somebody has to do by a time; a task about a client is also a reason to look.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::client::ClientId;
use crate::flows::Matter;
use crate::grant::Grant;
use crate::id::Id;
use crate::plain::quiet;
use crate::portal::Portal;
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// What is to be done.
    pub enum TaskKind {
        /// Answer a request for information.
        Request = "request",
        /// Answer a legal paper.
        Paper = "paper",
        /// Make a report or a warning.
        Report = "report",
        /// Check somebody else's packet.
        SecondCheck = "second_check",
        /// Bill.
        BillingRun = "billing_run",
        /// Review a breaking of the glass.
        GrantReview = "grant_review",
        /// Give the client the receipt of a breaking of the glass, by a safe way and when it is safe.
        GrantReceipt = "grant_receipt",
        /// Approve a destruction.
        Destruction = "destruction",
        /// Answer what a client wrote in the portal.
        Message = "message",
        /// A client says that somebody else may know their password: reach them by a safe way.
        Locked = "locked",
    }
}

words! {
    /// Where it stands.
    pub enum TaskState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
    }
}

words! {
    /// Why something owed may wait, or is not owed.
    pub enum Lawful {
        /// An order says that nobody may be told.
        SecrecyOrder = "secrecy_order",
        /// It would endanger somebody.
        Danger = "danger",
        /// A law lets it wait.
        LawLets = "law_lets",
        /// Counsel says so.
        Counsel = "counsel",
        /// It is not owed, or not any more.
        NotOwed = "not_owed",
    }
}

/// A task.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: Id<Self>,
    /// What.
    pub kind: TaskKind,
    /// About whom.
    pub client: ClientId,
    /// Who is to do it; nobody yet: the office that reviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<WorkerId>,
    /// Who gave it. A task one gave oneself is no reason to look.
    pub by: WorkerId,
    /// The levels it needs; empty is none but the card.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// The grant it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<Id<Grant>>,
    /// The matter that it belongs to; it is closed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Id<Matter>>,
    /// The duty that it performs, by its word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<String>,
    /// The portal that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<Id<Portal>>,
    /// Why it waits, or was not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Lawful>,
    /// When it was given.
    pub made: Time,
    /// By when.
    pub due: Time,
    /// Where it stands.
    pub state: TaskState,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}
quiet!(Task);
