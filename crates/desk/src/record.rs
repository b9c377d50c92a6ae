//! An item in a client's file. A record is never overwritten; what is to be said later is an addendum.

use serde::{Deserialize, Serialize};

use crate::acts::filled;
use crate::class::{Category, Class};
use crate::client::ClientId;
use crate::id::Id;
use crate::plain::quiet;
use crate::program::ProgramId;
use crate::time::Time;
use crate::worker::WorkerId;

/// A record's id.
pub type RecordId = Id<Record>;

/// A file that belongs to a record; its bytes stand beside it in sealed chunks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id, under which the chunks are kept.
    pub id: Id<Self>,
    /// As it was named.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    pub sha256: String,
}

impl Attachment {
    /// Whether it has pages that a machine can show: what else there is, such as a recording, goes by no packet.
    pub fn has_pages(&self) -> bool {
        matches!(self.media_type.as_str(), "application/pdf" | "image/jpeg" | "image/png" | "image/tiff")
    }

    /// Whether it has a name, and a digest that is one.
    pub(crate) fn is_sound(&self) -> bool {
        let is_digest = self.sha256.len() == 64 && self.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_digest && filled(&self.name).is_ok()
    }
}

/// A record. Sealed at its own level under the client's key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Whose file.
    pub client: ClientId,
    /// What kind of information, in the law's words.
    pub category: Category,
    /// At which level it is sealed.
    pub class: Class,
    /// The program in whose work it was made.
    pub program: ProgramId,
    /// Who wrote it.
    pub author: WorkerId,
    /// A few words.
    pub title: String,
    /// When it happened.
    pub happened: Time,
    /// When it was written.
    pub written: Time,
    /// The text.
    pub text: String,
    /// Files.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// It adds to, or corrects, that record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<RecordId>,
    /// Written more than a day after it happened.
    #[serde(default)]
    pub late: bool,
    /// It came from, or tells of, somebody who is not the client.
    #[serde(default)]
    pub third_party: bool,
    /// Whom it names who is not the client, as its writer says: what leaves is freed of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}
quiet!(Attachment, Record);
