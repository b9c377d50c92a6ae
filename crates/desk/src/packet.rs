//! What leaves the house of a client's record: chosen line by line of the request, freed of other people, set on paper, read by a second
//! person where that is wanted, and sent once.

mod choice;
mod others;
mod pages;
mod permit;
mod way;

pub use choice::{Certificate, Offer, offers};
pub use others::{Found, find, hide, with_spotted};
pub use pages::{Area, Looked, MOST_PAGES, Pages, WHOLE};
pub use permit::Permit;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::client::ClientId;
use crate::contact::Contact;
use crate::flows::{Item, Matter, Served};
use crate::id::Id;
use crate::plain::quiet;
use crate::record::{Attachment, RecordId};
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// Where a packet stands.
    pub enum PacketState {
        /// It is put together.
        Open = "open",
        /// It is set: these bytes and no others can go.
        Made = "made",
        /// It went.
        Sent = "sent",
    }
}

words! {
    /// Why records that a line asks for stay.
    pub enum Left {
        /// What goes answers the line already.
        Answered = "answered",
        /// They are of another time than the one named.
        Time = "time",
        /// They tell mostly of somebody else.
        Others = "others",
        /// They are of that kind, and are not what is asked for.
        NotAsked = "not_asked",
    }
}

words! {
    /// What stands in the place of words that name, or lead to, somebody who is not the client.
    pub enum Stead {
        /// Somebody of the client's family.
        Relative = "relative",
        /// A member of the same group.
        Member = "member",
        /// Somebody else who comes here.
        Client = "client",
        /// Anybody else.
        Person = "person",
        /// Where somebody lives, works or learns.
        Place = "place",
        /// A number or an address by which somebody is reached.
        Reach = "reach",
    }
}

/// What goes to answer one line of the request, and why the rest of its kind stays.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketLine {
    /// The line, as it stood when one chose.
    pub item: Item,
    /// The records that go.
    pub picks: Vec<RecordId>,
    /// The line asks for each of them: without that, one more than it needs is too much.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each: bool,
    /// Why the others stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Left>,
}

/// Words that are not the client's own, wherever they stand in what goes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// As they are written.
    pub words: String,
    /// What stands there instead.
    pub stead: Stead,
}

/// Whom a packet goes to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressed {
    /// By name.
    pub to: String,
    /// Out of the address book, where they stand there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Id<Contact>>,
    /// How it gets there.
    pub way: Served,
}

/// The paper as it is set. Its bytes are not kept before it goes: the same packet gives the same ones.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// So many pages.
    pub pages: u32,
    /// Whom it names on its cover, and how it gets there.
    pub addressed: Addressed,
    /// Where to, where it is not handed over: the number or the address that was checked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// In which language its frame speaks: `en` or `es`.
    pub language: String,
    /// So many records of the file stay, by level.
    pub stay: BTreeMap<Class, u32>,
    /// The ledger's head that stands at the foot of each page.
    pub head: String,
    /// When it was set.
    pub at: Time,
    /// By whom.
    pub by: WorkerId,
    /// SHA-256 of the names that the file told by then, where pictures go: what is on those no machine here holds against a name that is told later.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub named: String,
    /// So many pages of files go in it, as pictures.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pictures: u32,
    /// For so many of those no machine answers: people read every word of them, or all that stood on them is black.
    #[serde(default, skip_serializing_if = "is_none")]
    pub by_eye: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
const fn is_none(count: &u32) -> bool {
    *count == 0
}

/// Somebody else read it as whoever gets it will.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Who.
    pub by: WorkerId,
    /// By the name they had.
    pub who: String,
    /// When.
    pub at: Time,
    /// SHA-256 of the paper that they read.
    pub sha256: String,
    /// Whether it may go as it is.
    pub fine: bool,
    /// What they say of it.
    pub words: String,
}

/// That it came where it should.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When.
    pub at: Time,
    /// Who entered it; or who took it, as they gave their name.
    pub who: String,
    /// What shows it.
    pub words: String,
    /// They took it from a link themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_link: bool,
}

/// That it was taken back before anybody had it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recalled {
    /// When.
    pub at: Time,
    /// By whom.
    pub who: String,
    /// Why.
    pub words: String,
}

/// That it went.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The very bytes that went.
    pub file: Attachment,
    /// To whom, and how.
    pub addressed: Addressed,
    /// Where to: the number or the address that was checked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What opens the locked copy that goes by mail: told another way. Nothing where it went otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub passphrase: String,
    /// The public key to which the copy that goes by mail is encrypted instead, where one was checked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// When.
    pub at: Time,
    /// Who sent it.
    pub by: WorkerId,
    /// By the name they had.
    pub who: String,
    /// By what law, as it answered at that moment.
    pub cite: Vec<String>,
    /// That it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// A packet. Sealed at the level of what it may hold.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Its id.
    pub id: Id<Self>,
    /// Which matter it answers.
    pub matter: Id<Matter>,
    /// Whose record.
    pub client: ClientId,
    /// At which level it is sealed, paper and all: it holds nothing that is more private.
    pub level: Class,
    /// Where it stands.
    pub state: PacketState,
    /// Who puts it together.
    pub by: WorkerId,
    /// Who had a hand in it: none of them is the second person.
    #[serde(default)]
    pub hands: BTreeSet<WorkerId>,
    /// Since when.
    pub began: Time,
    /// What goes, line by line; none: it is empty still.
    #[serde(default)]
    pub lines: Vec<PacketLine>,
    /// What is hidden.
    #[serde(default)]
    pub hidden: Vec<Hidden>,
    /// What looked like somebody else, and stays as it is.
    #[serde(default)]
    pub shown: BTreeSet<String>,
    /// What of the records' files goes, page by page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Pages>,
    /// The paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Copy>,
    /// Who read it.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// That it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// That it had gone, and was taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recalled: Vec<(Sent, Recalled)>,
}
quiet!(PacketLine, Hidden, Addressed, Copy, Check, Receipt, Recalled, Sent, Packet);

/// A packet's id.
pub type PacketId = Id<Packet>;

impl Packet {
    /// An empty one.
    pub const fn new(id: PacketId, matter: Id<Matter>, client: ClientId, level: Class, (by, began): (WorkerId, Time)) -> Self {
        Self {
            id,
            matter,
            client,
            level,
            state: PacketState::Open,
            by,
            hands: BTreeSet::new(),
            began,
            lines: Vec::new(),
            hidden: Vec::new(),
            shown: BTreeSet::new(),
            pages: Vec::new(),
            copy: None,
            checks: Vec::new(),
            sent: None,
            recalled: Vec::new(),
        }
    }

    /// The records that go, in order.
    pub fn picks(&self) -> impl Iterator<Item = RecordId> {
        self.lines.iter().flat_map(|line| line.picks.iter().copied())
    }

    /// What stands in the place of those words, where they are hidden.
    pub fn hides(&self, words: &str) -> Option<Stead> {
        let small = words.to_lowercase();
        self.hidden.iter().find(|hidden| hidden.words.to_lowercase() == small).map(|hidden| hidden.stead)
    }

    /// Whether somebody looked at those words, and leaves them as they are.
    pub fn leaves(&self, words: &str) -> bool {
        let small = words.to_lowercase();
        self.shown.iter().any(|shown| shown.to_lowercase() == small)
    }

    /// Whether somebody else read the paper as it is now, and lets it go.
    pub fn is_checked(&self) -> bool {
        let read = |copy: &Copy| self.checks.iter().any(|check| check.fine && check.sha256 == copy.sha256);
        self.copy.as_ref().is_some_and(read)
    }
}
