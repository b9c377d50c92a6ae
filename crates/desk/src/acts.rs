//! Everything a worker can ask. An act says what to open, which right it takes, and what it changes; reads are acts too.
//!
//! The caller opens [`Act::needs`], then runs [`Act::take`]: leave first, then the step. There is no way to the step but through leave.

mod appointments;
mod billing;
mod clients;
mod consents;
mod contacts;
mod glass;
mod guests;
mod inquiries;
mod keeping;
mod looks;
mod matters;
mod packets;
mod policies;
mod portals;
mod records;
mod sanctions;
mod shared;
mod tasks;
mod teams;
mod wordings;
mod workers;

pub use appointments::*;
pub use billing::*;
pub use clients::*;
pub use consents::*;
pub use contacts::*;
pub use glass::*;
pub use guests::*;
pub use inquiries::*;
pub use keeping::*;
pub use looks::*;
pub use matters::*;
pub use packets::*;
pub use policies::*;
pub use portals::*;
pub use records::*;
pub use sanctions::*;
pub use shared::*;
pub use tasks::*;
pub use teams::*;
pub use wordings::*;
pub use workers::*;

use jiff::civil::Date;

use crate::access::{Leave, Reason, Right, Target, Ties, may};
use crate::client::{Client, ClientId};
use crate::entry::Entry;
use crate::id::Id;
use crate::opened::{Need, Opened};
use crate::plain::Plain;
use crate::policy::Readiness;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::{Kept, Kind};
use crate::time::{Now, Time};
use crate::worker::Worker;

/// One act: its row of the access table, what it needs, and its step.
pub(crate) trait Doing {
    /// The word in the ledger.
    const ACT: &'static str;
    /// The right it takes.
    const RIGHT: Right;

    /// On whose chain its entry stands.
    fn client(&self) -> Option<ClientId>;

    /// What to open besides the client and the ties.
    fn needs(&self) -> Vec<Need> {
        Vec::new()
    }

    /// What it is about.
    fn target<'a>(&self, opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        match self.client() {
            None => Target::Agency,
            Some(id) if opened.is_destroyed(id) => Target::Destroyed(id),
            Some(id) => opened.one(id).map_or(Target::Nothing, Target::Client),
        }
    }

    /// What follows, once leave is given.
    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal>;
}

/// An act that got leave.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub asker: &'a Worker,
    pub leave: Leave,
    pub reason: Reason,
    pub opened: &'a Opened,
    pub ties: Ties,
    pub now: Now,
    act: &'static str,
    client: Option<ClientId>,
}

impl<'a> Case<'a> {
    /// The entry of this act, with its reason and relation as codes.
    fn entry(&self) -> Entry {
        // What follows a destruction stands on the agency's chain: the client's own key, which would seal it, is gone.
        let chain = self.client.filter(|id| !self.opened.is_destroyed(*id));
        let entry = Entry::new(self.act, chain, self.asker.id, &self.asker.name).code("reason", self.leave.reason());
        entry.code("way", self.leave.way())
    }

    /// The client that leave was given for, and the version of the card.
    fn the_client(&self) -> Result<(&'a Client, i64), Refusal> {
        self.client.and_then(|id| self.opened.get(id)).ok_or(Refusal::NotFoundOrNotYours)
    }

    /// A thing that must be there, and its version.
    fn the<T: Kept>(&self, id: Id<T>) -> Result<(&'a T, i64), Refusal> {
        self.opened.get(id).ok_or(Refusal::NotFoundOrNotYours)
    }

    /// Refuses a thing that is there already.
    fn is_new<T: Kept>(&self, id: Id<T>) -> Result<(), Refusal> {
        if self.opened.get(id).is_some() { Err(Refusal::AlreadyThere) } else { Ok(()) }
    }

    /// The day that it is where the agency is.
    fn today(&self) -> Date {
        self.day_of(self.now.time)
    }

    /// On which day there something was.
    fn day_of(&self, time: Time) -> Date {
        self.opened.law().map_or_else(|| time.day(), |law| time.day_in(law.zone()))
    }

    /// A step that shows nothing.
    fn done(entry: Entry, effects: Vec<Effect>) -> Step {
        Step { effects, entry, seen: Plain::new(Seen::Done) }
    }

    /// A step that shows something and changes nothing.
    fn shown(entry: Entry, seen: Seen) -> Step {
        Step { effects: Vec::new(), entry, seen: Plain::new(seen) }
    }
}

/// Refuses unless it holds.
pub(crate) fn ensure(holds: bool, refusal: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(refusal) }
}

/// The longest text of a field, and of a record, in bytes.
const LONGEST_LINE: usize = 1_000;
const LONGEST_TEXT: usize = 1_000_000;

/// Refuses an empty or overlong field.
pub(crate) fn filled(text: &str) -> Result<(), Refusal> {
    ensure(!text.trim().is_empty() && text.len() <= LONGEST_LINE, Refusal::BadValue)
}

/// Whether a leaf takes that word: small letters, and dots between them.
const fn is_plain(word: &str) -> bool {
    let mut bytes = word.as_bytes();
    while let [first, rest @ ..] = bytes {
        if !first.is_ascii_lowercase() && *first != b'.' {
            return false;
        }
        bytes = rest;
    }
    !word.is_empty()
}

macro_rules! acts {
    ($($(#[$about:meta])* $name:ident,)+) => {
        $(const _: () = assert!(is_plain(<$name as Doing>::ACT), "no leaf takes that word");)+

        /// Everything a worker can ask.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Act { $($(#[$about])* $name($name),)+ }

        impl Act {
            /// The word in the ledger, such as `record.read`.
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$name(_) => <$name as Doing>::ACT,)+ }
            }

            /// The right it takes.
            pub const fn access(&self) -> Right {
                match self { $(Self::$name(_) => <$name as Doing>::RIGHT,)+ }
            }

            /// On whose chain its entry stands.
            pub fn client(&self) -> Option<ClientId> {
                match self { $(Self::$name(act) => act.client(),)+ }
            }

            /// What to open beforehand.
            pub fn needs(&self) -> Vec<Need> {
                let own = match self { $(Self::$name(act) => act.needs(),)+ };
                let client = self.client().into_iter().flat_map(|id| [Need::one(id), Need::Ties(id)]);
                [Need::Gates].into_iter().chain(client).chain(own).collect()
            }

            /// Leave, then what follows. A refusal changes nothing; [`Act::refused`] is its entry.
            pub fn take(&self, asker: &Worker, reason: Reason, opened: &Opened, now: Now) -> Result<Step, Refusal> {
                match self { $(Self::$name(act) => take(act, asker, reason, opened, now),)+ }
            }
        }

        $(impl From<$name> for Act {
            fn from(act: $name) -> Self {
                Self::$name(act)
            }
        })+
    };
}

fn take<D: Doing>(act: &D, asker: &Worker, reason: Reason, opened: &Opened, now: Now) -> Result<Step, Refusal> {
    let ties = Ties::gather(opened.things()).of(asker.id, opened.all::<Readiness>().cloned());
    let leave = may(asker, D::RIGHT, act.target(opened, asker), &ties, reason, now)?;
    act.step(&Case { asker, leave, reason, opened, ties, now, act: D::ACT, client: act.client() })
}

impl Act {
    /// Whether a client's ties of that kind can change what comes of it for that reason. Those that cannot need not be opened: a client
    /// may have had hundreds of appointments.
    pub const fn weighs(&self, kind: Kind, reason: Reason) -> bool {
        let shows_times = matches!(self, Self::ReadAppointments(_) | Self::ReadDiary(_));
        match kind {
            Kind::Appointment => shows_times || matches!(reason, Reason::Appointment(_)),
            Kind::Task => matches!(reason, Reason::Task(_) | Reason::BillingRun(_) | Reason::SecondCheck(_)),
            Kind::Grant => matches!(reason, Reason::Grant(_)),
            _ => true,
        }
    }

    /// The entry of a refused act. It stands on the agency's chain whether or not there is such a client, so that it tells nobody; whom
    /// it was about stands in the sealed part.
    pub fn refused(&self, asker: &Worker, refusal: Refusal) -> Entry {
        let entry = Entry::new("act.refused", None, asker.id, &asker.name);
        let entry = entry.code("refused", self.access()).code("refusal", refusal);
        self.client().into_iter().fold(entry, |e, id| e.about(Kind::Client, &id))
    }
}

acts! {
    /// Takes a client in.
    AddClient,
    /// Opens a client's card.
    OpenClient,
    /// Lists clients, of those found or assigned, that the asker may open.
    ListClients,
    /// Finds the one client that a request is about, by identifiers typed.
    MatchClient,
    /// Changes a card.
    AmendCard,
    /// Changes what keeps a client safe.
    AmendSafety,
    /// Enters a representative.
    AddRepresentative,
    /// Ends a representative's authority.
    EndRepresentative,
    /// Enters a restriction.
    AddRestriction,
    /// Ends a restriction.
    EndRestriction,
    /// Enters a consent between programs.
    AddInsideConsent,
    /// Stops a consent between programs.
    StopInsideConsent,
    /// Closes a file, or opens it again.
    CloseClient,
    /// Writes a record, or an addendum.
    AddRecord,
    /// Reads a record.
    ReadRecord,
    /// Lists the records that the asker may read.
    ListRecords,
    /// Opens an attachment.
    ReadAttachment,
    /// Makes an appointment.
    MakeAppointment,
    /// Moves an appointment, calls it off, says how it went.
    ChangeAppointment,
    /// Lists a client's appointments.
    ReadAppointments,
    /// Lists the appointments of some days.
    ReadDiary,
    /// Puts a worker on a client's team.
    Assign,
    /// Takes a worker off.
    Unassign,
    /// Keeps a worker from a file.
    RaiseWall,
    /// Takes a wall down.
    TakeWallDown,
    /// Lets a colleague read one's own person-wrapped notes.
    ShareNotes,
    /// Stops letting a colleague read them.
    EndShare,
    /// Enters a supervision line.
    Supervise,
    /// Ends a supervision line.
    EndSupervision,
    /// Breaks the glass.
    BreakGlass,
    /// Reads a grant and what was looked at under it.
    ReadGrant,
    /// Reviews a breaking of the glass.
    ReviewGrant,
    /// Gives a task.
    AssignTask,
    /// Closes a task.
    CloseTask,
    /// Lists one's own tasks.
    ReadTasks,
    /// Stops destruction.
    AddHold,
    /// Lets destruction go on.
    ReleaseHold,
    /// Asks for a destruction.
    ProposeDestruction,
    /// Approves or turns down a destruction.
    DecideDestruction,
    /// Keeps a question put to the law, with its answer.
    Inquire,
    /// Reads a decision sheet.
    ReadInquiry,
    /// Lists decision sheets.
    ListInquiries,
    /// Asks the privacy officer about a sheet.
    AskOfficer,
    /// Replies as the privacy officer.
    ReplyToInquiry,
    /// Draws a permission up.
    DrawUpConsent,
    /// Enters its signature.
    SignConsent,
    /// Puts the signed page in.
    KeepSigned,
    /// Says that a signed page was put in by mistake.
    RetractSigned,
    /// Opens the signed page.
    ReadSigned,
    /// Stops it.
    StopConsent,
    /// Reads one of them.
    ReadConsent,
    /// Lists a client's permissions.
    ReadConsents,
    /// Finds the one client whom a paper names, by identifiers typed.
    MatchForMatter,
    /// Takes in something that came.
    OpenMatter,
    /// Takes a matter on by what happened.
    StepMatter,
    /// Begins to put together what leaves by a matter.
    OpenPacket,
    /// Reads a packet.
    ReadPacket,
    /// Says which records go.
    ChoosePacket,
    /// Says what of it is somebody else's.
    ScreenPacket,
    /// Says what of a file goes, page by page.
    LookPacket,
    /// Says what the paper is that was set.
    MakePacket,
    /// Somebody else read it.
    CheckPacket,
    /// Lets it go.
    SendPacket,
    /// Takes it back while nobody has it.
    RecallPacket,
    /// Makes another link to the same bytes.
    RelinkPacket,
    /// Asks that the address of its link is mailed.
    MailLink,
    /// Says that it came into other hands.
    StrayPacket,
    /// Says what shows that it came.
    ReceivePacket,
    /// Turns a client's own door on.
    TurnOnPortal,
    /// Turns it off.
    TurnOffPortal,
    /// Reads where a client's doors stand, and what was written in them.
    ReadPortals,
    /// Writes to whoever one is for.
    WriteMessage,
    /// Reads who got what of a file.
    ReadShared,
    /// Lists what went, of everybody.
    ListShared,
    /// Holds a line back from the list that the client gets.
    HoldBack,
    /// Reads a matter.
    ReadMatter,
    /// Opens a paper that was put into a matter.
    ReadScan,
    /// Lists matters.
    ListMatters,
    /// Enters who pays for a client's care.
    SetCoverage,
    /// Reads who pays for it.
    ReadCoverage,
    /// Says by its codes what a visit was.
    CodeVisit,
    /// Reads what a client's visits were, by their codes.
    ReadCharges,
    /// Lists visits to be billed.
    ListBillables,
    /// Reads what of a visit its payer needs.
    ReadBill,
    /// Makes a claim.
    MakeClaim,
    /// Takes a claim back.
    VoidClaim,
    /// Reads who looked at a file.
    ReadLooks,
    /// Reads the ledger's codes.
    ReadLog,
    /// Asks somebody in.
    InviteWorker,
    /// Confirms somebody.
    ConfirmWorker,
    /// Says that training is done, or by when it must be.
    CertifyTraining,
    /// Suspends or locks somebody, or sends them on leave.
    SuspendWorker,
    /// Lets somebody back to work.
    RestoreWorker,
    /// Ends somebody's work here.
    EndWorker,
    /// Sets roles and programs.
    SetRoles,
    /// Enters one's own public key.
    RegisterKey,
    /// Lists who works here.
    ReadWorkers,
    /// Adds a program.
    AddProgram,
    /// Changes a program.
    AmendProgram,
    /// Enters or changes whom the agency deals with.
    KeepContact,
    /// Says that a way to reach them was checked.
    CheckContact,
    /// Puts them away.
    EndContact,
    /// Enters or changes the agency's own words on a letter.
    KeepWording,
    /// Enters a policy, an agreement or a notice, or its next version.
    KeepPolicy,
    /// Asks it of nobody any more.
    EndPolicy,
    /// Says of whom a course is asked.
    SetCourse,
    /// Agrees to a policy.
    Agree,
    /// Enters a try at the quiz of a course.
    TakeQuiz,
    /// Says that somebody took a course elsewhere.
    CertifyCourse,
    /// Lists who has agreed and learned, and who has not.
    ListReadiness,
    /// Enters that somebody broke a rule, and what followed.
    EnterSanction,
    /// Reads what was entered about somebody.
    ReadSanctions,
    /// Reads what was entered about oneself.
    ReadOwnSanctions,
}
