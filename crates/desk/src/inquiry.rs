//! A question put to the law and its answer: what a decision sheet is printed from. It is kept also where the answer was no.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::client::ClientId;
use crate::id::Id;
use crate::plain::quiet;
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// Where an inquiry stands.
    pub enum InquiryState {
        /// The law answered, and nobody was asked beside it.
        Answered = "answered",
        /// Waits for the privacy officer.
        Asked = "asked",
        /// The privacy officer replied.
        Replied = "replied",
    }
}

words! {
    /// What the privacy officer says.
    pub enum Decision {
        /// Share what the sheet lists.
        Share = "share",
        /// Do something first.
        Wait = "wait",
        /// Do not share.
        Withhold = "withhold",
    }
}

words! {
    /// Who said a fact.
    pub enum Source {
        /// The person who asked, for this inquiry.
        Person = "person",
        /// A paper that came.
        Paper = "paper",
        /// The client's card.
        File = "file",
        /// The program in whose work it happens.
        Program = "program",
        /// The role in which the asker works here.
        Role = "role",
    }
}

/// A law pack that an answer rests on, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackUsed {
    /// `us-nm`
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files.
    pub digest: String,
}

/// What the privacy officer was asked, and replied.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consult {
    /// In the asker's words.
    pub words: String,
    /// When.
    pub at: Time,
    /// The reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

/// A reply.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Whose.
    pub by: WorkerId,
    /// By the name they had.
    pub who: String,
    /// What they say.
    pub decision: Decision,
    /// In their words.
    pub words: String,
    /// When.
    pub at: Time,
}

/// An inquiry. Sealed at the client's `general` level, or, where it is about nobody, under the agency's key.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Its id.
    pub id: Id<Self>,
    /// About whom; none where the asker would rather not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Who asked.
    pub by: WorkerId,
    /// By the name they had.
    pub who: String,
    /// When.
    pub at: Time,
    /// The day whose law decided.
    pub day: Date,
    /// Every fact, `null` where nobody knew.
    pub facts: Map<String, Json>,
    /// Who said which.
    pub sources: BTreeMap<String, Source>,
    /// The law.
    pub packs: Vec<PackUsed>,
    /// SHA-256 of the ruling's canonical JSON, hexadecimal.
    pub ruling: String,
    /// Which of the five answers.
    pub answer: String,
    /// What is typed to check the sheet.
    pub code: String,
    /// Where it stands.
    pub state: InquiryState,
    /// What the privacy officer was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consult: Option<Consult>,
}
quiet!(Inquiry, Consult, Reply);
