//! Every thing the desk keeps, as one type: its clear columns, and the blob that is sealed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::appointment::Appointment;
use crate::billing::{Charge, Claim, Coverage};
use crate::class::Class;
use crate::client::{Client, ClientId};
use crate::consent::{Consent, ConsentState};
use crate::contact::Contact;
use crate::delivery::Delivery;
use crate::disclosure::Disclosure;
use crate::flows::{Matter, MatterState};
use crate::grant::Grant;
use crate::id::Id;
use crate::inquiry::{Inquiry, InquiryState};
use crate::keeping::{Destruction, DestructionState, Hold};
use crate::mail::{Mail, MailState};
use crate::message::Message;
use crate::packet::Packet;
use crate::policy::{Gates, Policy, PolicyState, Readiness, Sanction};
use crate::portal::Portal;
use crate::program::Program;
use crate::record::{Attachment, Record};
use crate::task::Task;
use crate::ties::{Assignment, Share, Supervision, Wall};
use crate::time::{Span, Time};
use crate::wording::Wording;
use crate::words::words;
use crate::worker::{Worker, WorkerId};

/// The columns that stand in the clear beside a sealed blob, and are bound to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Whose file; none for the agency's own things.
    pub client: Option<ClientId>,
    /// The level whose key seals the blob.
    pub class: Class,
    /// A word.
    pub state: &'static str,
    /// When it falls due, starts or ends: what lists are ordered by.
    pub due: Option<Time>,
    /// The worker it is about.
    pub worker: Option<WorkerId>,
}

/// The blob is of no version that this program reads, or is not what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// Written by a later program.
    #[error("the blob's version is not known here")]
    Version,
    /// Not a thing of that kind.
    #[error("the blob is not what its row says")]
    Shape,
}

macro_rules! things {
    ($($(#[$about:meta])* $name:ident = $word:literal,)+) => {
        words! {
            /// Kinds of things; the word is the sealed row's `kind`.
            pub enum Kind { $($(#[$about])* $name = $word,)+ }
        }

        /// A thing.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Thing { $($(#[$about])* $name($name),)+ }

        impl Thing {
            /// Its kind.
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name,)+ }
            }

            /// Its id, as text.
            pub fn id(&self) -> String {
                match self { $(Self::$name(thing) => thing.id.to_string(),)+ }
            }

            /// Its clear columns.
            pub fn columns(&self) -> Columns {
                match self { $(Self::$name(thing) => thing.columns(),)+ }
            }

            /// The files that belong to it.
            pub fn files(&self) -> Vec<&Attachment> {
                match self {
                    Self::Record(record) => record.attachments.iter().collect(),
                    Self::Consent(consent) => consent.papers.iter().map(|scan| &scan.file).collect(),
                    Self::Matter(matter) => matter.scans.iter().map(|scan| &scan.file).collect(),
                    Self::Packet(packet) => {
                        packet.sent.iter().chain(packet.recalled.iter().map(|(sent, _)| sent)).map(|sent| &sent.file).collect()
                    }
                    _ => Vec::new(),
                }
            }

            /// The blob to be sealed: JSON of `v`, the blob's version, and `thing`.
            pub fn to_blob(&self) -> Vec<u8> {
                match self { $(Self::$name(thing) => blob(thing),)+ }
            }

            /// Reads an opened blob of that kind, of this or any earlier version.
            pub fn from_blob(kind: Kind, bytes: &[u8]) -> Result<Self, BlobError> {
                match kind { $(Kind::$name => read(bytes).map(Self::$name),)+ }
            }
        }

        $(
            impl From<$name> for Thing {
                fn from(thing: $name) -> Self {
                    Self::$name(thing)
                }
            }

            impl Kept for $name {
                const KIND: Kind = Kind::$name;

                fn id(&self) -> Id<Self> {
                    self.id
                }

                fn of(thing: &Thing) -> Option<&Self> {
                    match thing { Thing::$name(thing) => Some(thing), _ => None }
                }
            }
        )+
    };
}

things! {
    /// Whom a file is about.
    Client = "client",
    /// An item of a file.
    Record = "record",
    /// A meeting.
    Appointment = "appointment",
    /// A worker on a team.
    Assignment = "assignment",
    /// A worker kept out.
    Wall = "wall",
    /// Notes shared by their author.
    Share = "share",
    /// A breaking of the glass.
    Grant = "grant",
    /// Something to do.
    Task = "task",
    /// Not to be destroyed.
    Hold = "hold",
    /// Who works here.
    Worker = "worker",
    /// A part of the agency.
    Program = "program",
    /// Whom the agency deals with outside.
    Contact = "contact",
    /// Its own words on a letter.
    Wording = "wording",
    /// What everybody here agrees to.
    Policy = "policy",
    /// What is asked of everybody before a file opens.
    Gates = "gates",
    /// What somebody agreed to and learned.
    Readiness = "readiness",
    /// That somebody broke a rule, and what followed.
    Sanction = "sanction",
    /// Who answers for whose work.
    Supervision = "supervision",
    /// To be destroyed, or destroyed.
    Destruction = "destruction",
    /// A question put to the law, and its answer.
    Inquiry = "inquiry",
    /// Something that came in, and what follows.
    Matter = "matter",
    /// A client's permission.
    Consent = "consent",
    /// What leaves.
    Packet = "packet",
    /// Who got what.
    Disclosure = "disclosure",
    /// A sealed link to what went.
    Delivery = "delivery",
    /// A mail in the outbox.
    Mail = "mail",
    /// A client's own door.
    Portal = "portal",
    /// Something that was written in it.
    Message = "message",
    /// Who pays for a client's care.
    Coverage = "coverage",
    /// What a visit was, by its codes.
    Charge = "charge",
    /// What a plan is told of a visit.
    Claim = "claim",
}

/// A thing that is kept as sealed rows.
pub trait Kept: Sized + 'static {
    /// Its kind.
    const KIND: Kind;

    /// Its id.
    fn id(&self) -> Id<Self>;

    /// It, if the thing is one.
    fn of(thing: &Thing) -> Option<&Self>;
}

/// The version that is written. A change of shape raises it and teaches `upgrade` the step from the one before.
pub const BLOB_VERSION: u64 = 1;

fn blob<T: Serialize>(thing: &T) -> Vec<u8> {
    #[derive(Serialize)]
    struct Blob<'a, T> {
        v: u64,
        thing: &'a T,
    }
    // Every thing is text, numbers and lists with text keys, which JSON can always hold.
    serde_json::to_vec(&Blob { v: BLOB_VERSION, thing }).unwrap_or_default()
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BlobError> {
    #[derive(serde::Deserialize)]
    struct Blob<T> {
        v: u64,
        thing: T,
    }
    // Nearly all are of this version, and are read in one go.
    if let Ok(Blob { v: BLOB_VERSION, thing }) = serde_json::from_slice(bytes) {
        return Ok(thing);
    }
    let mut json: Json = serde_json::from_slice(bytes).map_err(|_| BlobError::Shape)?;
    let version = json.get("v").and_then(Json::as_u64).ok_or(BlobError::Shape)?;
    let thing = json.get_mut("thing").map(Json::take).ok_or(BlobError::Shape)?;
    serde_json::from_value(upgrade(version, thing)?).map_err(|_| BlobError::Shape)
}

/// Brings a thing of an earlier version to this one, step by step.
fn upgrade(version: u64, thing: Json) -> Result<Json, BlobError> {
    match version {
        BLOB_VERSION => Ok(thing),
        _ => Err(BlobError::Version),
    }
}

/// Columns of what stands in a client's file at the general level.
const fn of_client(client: ClientId, state: &'static str, due: Option<Time>, worker: Option<WorkerId>) -> Columns {
    Columns { client: Some(client), class: Class::General, state, due, worker }
}

/// Columns of what whoever bills sees.
const fn of_billing(client: ClientId, state: &'static str, due: Option<Time>, worker: Option<WorkerId>) -> Columns {
    Columns { client: Some(client), class: Class::Billing, state, due, worker }
}

/// Columns of what is the agency's own.
const fn of_agency(state: &'static str, due: Option<Time>, worker: Option<WorkerId>) -> Columns {
    Columns { client: None, class: Class::Agency, state, due, worker }
}

const fn word(span: Span) -> &'static str {
    if span.until.is_none() { "open" } else { "ended" }
}

impl Client {
    fn columns(&self) -> Columns {
        of_client(self.id, self.state.word(), None, None)
    }
}
impl Record {
    fn columns(&self) -> Columns {
        let state = if self.amends.is_some() { "addendum" } else { "record" };
        Columns { class: self.class, ..of_client(self.client, state, Some(self.happened), Some(self.author)) }
    }
}
impl Appointment {
    fn columns(&self) -> Columns {
        of_client(self.client, self.state.word(), Some(self.at), self.workers.first().copied())
    }
}
impl Assignment {
    const fn columns(&self) -> Columns {
        of_client(self.client, word(self.span), self.span.until, Some(self.worker))
    }
}
impl Wall {
    const fn columns(&self) -> Columns {
        of_client(self.client, word(self.span), self.span.until, Some(self.worker))
    }
}
impl Share {
    const fn columns(&self) -> Columns {
        of_client(self.client, word(self.span), self.span.until, Some(self.to))
    }
}
impl Grant {
    fn columns(&self) -> Columns {
        of_client(self.client, "granted", Some(self.until()), Some(self.worker))
    }
}
impl Task {
    const fn columns(&self) -> Columns {
        of_client(self.client, self.state.word(), Some(self.due), self.worker)
    }
}
impl Hold {
    const fn columns(&self) -> Columns {
        of_client(self.client, word(self.span), self.span.until, Some(self.by))
    }
}
impl Worker {
    fn columns(&self) -> Columns {
        let due = self.training_due.map(Time::start_of);
        of_agency(self.state.word(), due, Some(self.id))
    }
}
impl Program {
    const fn columns(&self) -> Columns {
        of_agency(self.state.word(), None, None)
    }
}
impl Contact {
    const fn columns(&self) -> Columns {
        of_agency(self.state.word(), None, None)
    }
}
impl Wording {
    fn columns(&self) -> Columns {
        of_agency(if self.is_said() { "kept" } else { "gone" }, None, None)
    }
}
// Beside these boxes stands nobody's id: who has not agreed, and who broke a rule, is nothing for whoever only holds the database.
impl Policy {
    fn columns(&self) -> Columns {
        of_agency(if self.state == PolicyState::Kept { "kept" } else { "gone" }, None, None)
    }
}
impl Gates {
    #[expect(clippy::unused_self, reason = "each thing is asked for its columns")]
    const fn columns(&self) -> Columns {
        of_agency("kept", None, None)
    }
}
impl Readiness {
    #[expect(clippy::unused_self, reason = "each thing is asked for its columns")]
    const fn columns(&self) -> Columns {
        of_agency("kept", None, None)
    }
}
impl Sanction {
    #[expect(clippy::unused_self, reason = "each thing is asked for its columns")]
    const fn columns(&self) -> Columns {
        of_agency("kept", None, None)
    }
}
impl Supervision {
    const fn columns(&self) -> Columns {
        of_agency(word(self.span), self.span.until, Some(self.supervisor))
    }
}
impl Destruction {
    fn columns(&self) -> Columns {
        let due = (self.state == DestructionState::Proposed).then_some(self.proposed);
        Columns { client: Some(self.client), ..of_agency(self.state.word(), due, Some(self.proposed_by)) }
    }
}
impl Inquiry {
    fn columns(&self) -> Columns {
        let due = (self.state == InquiryState::Asked).then_some(self.at);
        let class = if self.client.is_some() { Class::General } else { Class::Agency };
        Columns { client: self.client, class, state: self.state.word(), due, worker: Some(self.by) }
    }
}
impl Disclosure {
    fn columns(&self) -> Columns {
        Columns { class: Class::Legal, ..of_client(self.client, self.way.word(), Some(self.at), Some(self.by)) }
    }
}
impl Delivery {
    fn columns(&self) -> Columns {
        Columns { class: self.level, ..of_client(self.client, self.state.word(), Some(self.ends), Some(self.by)) }
    }
}
impl Mail {
    fn columns(&self) -> Columns {
        let due = if self.state == MailState::Waiting { self.due } else { self.ended.unwrap_or(self.until) };
        Columns { class: self.level, ..of_client(self.client, self.state.word(), Some(due), Some(self.by)) }
    }
}
impl Packet {
    fn columns(&self) -> Columns {
        Columns { class: self.level, ..of_client(self.client, self.state.word(), Some(self.began), Some(self.by)) }
    }
}
impl Matter {
    /// The level at which it and its papers are sealed.
    pub const fn class(&self) -> Class {
        if self.client.is_some() { Class::Legal } else { Class::Agency }
    }

    fn columns(&self) -> Columns {
        let due = (self.state == MatterState::Open).then(|| self.due());
        Columns { client: self.client, class: self.class(), state: self.state.word(), due, worker: self.owner }
    }
}
impl Consent {
    fn columns(&self) -> Columns {
        let due = (self.state == ConsentState::Signed).then(|| Time::start_of(self.terms.until).plus_days(1));
        of_client(self.client, self.state.word(), due, Some(self.by))
    }
}
impl Portal {
    fn columns(&self) -> Columns {
        of_client(self.client, self.state.word(), Some(self.over.unwrap_or(self.made)), Some(self.by))
    }
}
impl Message {
    fn columns(&self) -> Columns {
        of_client(self.client, self.from.word(), Some(self.at), self.from.worker())
    }
}
impl Coverage {
    const fn columns(&self) -> Columns {
        of_billing(self.client, "entered", Some(self.at), Some(self.by))
    }
}
impl Charge {
    fn columns(&self) -> Columns {
        of_billing(self.client, self.state.word(), Some(self.visit), Some(self.rendering))
    }
}
impl Claim {
    fn columns(&self) -> Columns {
        of_billing(self.client, self.state.word(), Some(self.made), Some(self.by))
    }
}
