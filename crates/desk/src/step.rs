//! What an act changes: effects, one entry, and what was opened. The entry is not optional.

use crate::acts::{Assembly, Going};
use crate::appointment::Appointment;
use crate::billing::{Bill, Billable, Charge, Paying};
use crate::card::{Card, Colleague, Heading, Meeting, Name};
use crate::class::Class;
use crate::client::ClientId;
use crate::consent::{Consent, Permission};
use crate::disclosure::{Shared, SharedList};
use crate::entry::Entry;
use crate::flows::Matter;
use crate::id::Id;
use crate::inquiry::Inquiry;
use crate::message::Message;
use crate::plain::Plain;
use crate::policy::{Readiness, Sanction};
use crate::portal::Portal;
use crate::record::{Attachment, Record};
use crate::task::Task;
use crate::thing::Thing;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// Names by which things are found again, each through a keyed blind index of its own.
    pub enum Index {
        /// Chosen and legal names of a client.
        ClientName = "client_name",
        /// Birth date of a client, as `2001-02-03`.
        ClientBorn = "client_born",
    }
}

/// One change. The caller applies them in order, in one transaction, in one exhaustive match.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make the client's key and the keys of the levels that are not person-wrapped.
    KeyFor(ClientId),
    /// Write a version of a thing: the first one (`over` is none), or the one after the version that was opened.
    Save {
        /// The thing.
        thing: Box<Thing>,
        /// The version that was opened; another one there now is a conflict.
        over: Option<i64>,
    },
    /// Seal the client's key of a person-wrapped level to that worker's public key, and to the recovery set. Makes the key if the client
    /// has none yet; else it must be open in the acting worker's session.
    WrapClassTo {
        /// Whose key.
        client: ClientId,
        /// Of which level.
        class: Class,
        /// To whom.
        worker: WorkerId,
        /// Their public key.
        public_key: Vec<u8>,
    },
    /// Take away that worker's wrap of one level of a client, or of all.
    Unwrap {
        /// Whose key.
        client: ClientId,
        /// Which level; none is all.
        class: Option<Class>,
        /// From whom.
        worker: WorkerId,
    },
    /// Take away every wrap of that worker: they left, or their key pair changed.
    UnwrapAll(WorkerId),
    /// End the worker's sessions and tokens.
    EndSessions(WorkerId),
    /// Keep the chunks that were uploaded for this attachment: they now belong to the thing of this step that names it. Their digest must
    /// be the attachment's.
    KeepChunks(Id<Attachment>),
    /// Find the thing under these texts, and under no others, in that index.
    IndexNames {
        /// The client to be found.
        client: ClientId,
        /// In which index.
        index: Index,
        /// The texts; none takes the client out.
        texts: Plain<Vec<String>>,
    },
    /// Destroy the key of one level of a client.
    DestroyClass {
        /// Whose.
        client: ClientId,
        /// Which level.
        class: Class,
    },
    /// Destroy all keys of a client, and take them out of every index. The entry of this act is the last of the client's chain, and its
    /// sealed part goes with the keys; what was decided stands in the [`Destruction`](crate::Destruction).
    DestroyClient(ClientId),
}

impl Effect {
    /// Writes a thing's first version.
    pub(crate) fn add(thing: impl Into<Thing>) -> Self {
        Self::Save { thing: Box::new(thing.into()), over: None }
    }

    /// Writes the version after the one that was opened, or the first where there was none.
    pub(crate) fn put(opened: Option<i64>, thing: impl Into<Thing>) -> Self {
        Self::Save { thing: Box::new(thing.into()), over: opened }
    }

    /// Writes the version after the one that was opened.
    pub(crate) fn amend(thing: impl Into<Thing>, opened: i64) -> Self {
        Self::Save { thing: Box::new(thing.into()), over: Some(opened) }
    }
}

/// What an act changes and leaves. Reads are acts too: they change nothing, leave an entry and give what was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Changes, in order.
    pub effects: Vec<Effect>,
    /// The entry.
    pub entry: Entry,
    /// What the worker gets to see.
    pub seen: Plain<Seen>,
}

/// What an act shows, cut to what the worker's roles may see.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// Nothing but that it is done.
    Done,
    /// A card.
    Card(Box<Card>),
    /// Clients, by the names to use.
    Names(Vec<Name>),
    /// The one client who matches, if one alone does.
    Matched(Option<ClientId>),
    /// A record.
    Record(Box<Record>),
    /// What a file holds.
    Records(Vec<Heading>),
    /// An attachment, whose chunks the caller may now stream.
    Attachment(Box<Attachment>),
    /// Appointments, in order of time.
    Appointments(Vec<Appointment>),
    /// Appointments of several clients, with the names to use, in order of time.
    Diary(Vec<Meeting>),
    /// Tasks, in order of when they are due.
    Tasks(Vec<Task>),
    /// Colleagues, by name.
    Workers(Vec<Colleague>),
    /// A decision sheet.
    Inquiry(Box<Inquiry>),
    /// Who has agreed to what, and learned it.
    Readiness(Vec<Readiness>),
    /// What was entered about somebody, the newest first.
    Sanctions(Vec<Sanction>),
    /// Decision sheets, the newest first.
    Inquiries(Vec<Inquiry>),
    /// A matter, its tasks, and what goes by it, the oldest first.
    Matter(Box<Matter>, Vec<Task>, Vec<Going>),
    /// Matters, by when they fall due.
    Matters(Vec<Matter>),
    /// A packet, and what is around it.
    Packet(Box<Assembly>),
    /// Who got what, the newest first.
    Shared(SharedList),
    /// What went, each line with whose record it was of; the newest first.
    SharedOfAll(Vec<(ClientId, Shared)>),
    /// A permission, and what is around it.
    Consent(Box<Permission>),
    /// A client's permissions, the newest first.
    Consents(Vec<Consent>),
    /// A client's own doors, the newest first, and what was written in them, the oldest first.
    Portals(Vec<Portal>, Vec<Message>),
    /// Who pays for a client's care.
    Paying(Box<Paying>),
    /// What a client's visits were, by their codes.
    Charges(Vec<Charge>),
    /// Visits to be billed, and claims, the oldest first.
    Billables(Vec<Billable>),
    /// A visit as whoever bills sees it.
    Bill(Box<Bill>),
    /// The caller may show the entries of this client's chain.
    Looks(ClientId),
    /// The caller may show the ledger's codes.
    Log,
}
