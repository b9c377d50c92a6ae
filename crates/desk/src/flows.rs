//! What comes in becomes a matter; a flow says what follows. A flow is a folder: what it asks (`form`), what it does (`mod`), its story.
//!
//! A flow is pure. It gets a matter, what happened, and what is around it (the law, the moment, the file's facts, the tasks given so
//! far), and gives a [`Turn`]: the matter as it stands now, and the tasks that changed. No rule of law stands here: what is owed, what
//! may go and why comes with the ruling, what a paper is comes with the packs.

mod breach;
mod client_access;
mod clock;
mod common;
mod consult;
mod continuity;
mod court_order;
mod crime;
mod defence;
mod estate;
pub mod file;
mod internal_review;
mod law;
mod mandated_report;
mod matter;
mod oversight;
mod owed;
mod payment;
mod release;
mod request;
mod research_request;
mod ruled;
#[cfg(test)]
mod stage;
mod subpoena;
mod third_party;
mod warning;
mod warrant;
mod whom;

pub use law::Law;
pub use mandated_report::{Call, Due, FOLLOW_UP, Report, nothing_else};
pub use matter::*;
pub use owed::TELL_OFFICER;
pub use request::NOTES;
pub use ruled::{Ground, OwedByLaw, Ruled, digest};
pub use warning::{Done, Receiver, Short, Told, Warning, no_more};
pub use warrant::Taken;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::client::ClientId;
use crate::consent::Consent;
use crate::id::Id;
use crate::inquiry::Source;
use crate::keeping::Hold;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::task::Task;
use crate::time::{Now, Time};
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// The workflows. A new one is a member here, a folder, and a line in [`flow`].
    pub enum FlowKind {
        /// A subpoena, or any other paper that no judge signed.
        Subpoena = "subpoena",
        /// A judge's order.
        CourtOrder = "court_order",
        /// Officers with a search warrant.
        Warrant = "warrant",
        /// Somebody asks with the client's release in hand, or without one.
        Release = "release",
        /// The client, or who acts for them, asks for the file, or for what else the law lets them ask for.
        ClientAccess = "client_access",
        /// Who treats the client, or is about to, asks.
        Continuity = "continuity",
        /// Who pays asks for more than the claim.
        Payment = "payment",
        /// A review, a supervision or a staffing inside the program.
        InternalReview = "internal_review",
        /// Advice from somebody outside, without a name.
        Consult = "consult",
        /// A claim or a complaint against the agency or one of its people.
        Defence = "defence",
        /// An auditor, an inspector or a funder.
        Oversight = "oversight",
        /// Somebody wants data for a study.
        ResearchRequest = "research_request",
        /// Somebody asks for the file of a client who died.
        Estate = "estate",
        /// A crime here or against somebody of us, or a wound that a state wants reported.
        Crime = "crime",
        /// Family, employers, landlords, schools, the press, police without a paper.
        ThirdParty = "third_party",
        /// Something got into hands that it was not meant for.
        Breach = "breach",
        /// A child or an adult may be abused, and somebody here has to say so, or may.
        MandatedReport = "mandated_report",
        /// Somebody may do serious harm to themselves or to another, and somebody here has to tell it, or may.
        Warning = "warning",
    }
}

impl FlowKind {
    /// Whether it is a legal paper.
    pub const fn is_legal(self) -> bool {
        matches!(self, Self::Subpoena) || self.is_signed()
    }

    /// Whether a judge signed it: what its list names is the whole of what it opens.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::CourtOrder | Self::Warrant)
    }

    /// Whether nothing of the file is destroyed meanwhile, and those who answer for privacy know of it.
    pub const fn keeps_file(self) -> bool {
        self.is_legal() || matches!(self, Self::Defence | Self::Breach)
    }

    /// Whether somebody answers for it when something goes: a court, a board or a stranger wants it, and the client said nothing.
    pub const fn is_answered_for(self) -> bool {
        self.keeps_file()
            || matches!(self, Self::Oversight | Self::ResearchRequest | Self::Estate | Self::Crime | Self::ThirdParty)
    }

    /// Whether the law's clocks run from the moment that it came, or was suspected: what is owed afterwards is owed from then on too.
    pub const fn runs_from_receipt(self) -> bool {
        matches!(self, Self::MandatedReport | Self::ClientAccess | Self::Warning | Self::Breach)
    }

    /// Whether it is the duty of whoever takes it in: theirs to decide, by their own profession, and nobody else's to stop.
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::MandatedReport | Self::Warning)
    }

    /// Whether that fact says what such a matter is: it is said once, and nobody says otherwise.
    pub fn fixes(self, name: &str) -> bool {
        match self {
            Self::MandatedReport => mandated_report::is_fixed(name),
            Self::Warning => warning::is_fixed(name),
            _ => false,
        }
    }
}

/// One workflow.
pub trait Flow {
    /// Something came in.
    fn open(&self, intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal>;

    /// Something happened.
    fn step(&self, matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal>;

    /// The matter as it is now: the day, the file and a permission may be others than when something last happened in it. What somebody
    /// suspected or heard stays what it was then.
    fn again(&self, matter: &Matter, _around: &Around<'_>) -> Result<Turn, Refusal> {
        Ok(Turn { matter: matter.clone(), tasks: Vec::new(), hold: None })
    }

    /// What may be done next, the most needed first: for any page, API or command line.
    fn forms(&self, matter: &Matter) -> Vec<Form>;
}

/// The workflow of that name. A request is opened by what it is, whatever it was taken in for; what came in with it then goes by its own.
pub fn flow(kind: FlowKind) -> &'static dyn Flow {
    match kind {
        FlowKind::Subpoena => &subpoena::Subpoena,
        FlowKind::CourtOrder => &court_order::CourtOrder,
        FlowKind::Warrant => &warrant::Warrant,
        FlowKind::Release => &release::Release,
        FlowKind::ClientAccess => &client_access::ClientAccess,
        FlowKind::Continuity => &continuity::Continuity,
        FlowKind::Payment => &payment::Payment,
        FlowKind::InternalReview => &internal_review::InternalReview,
        FlowKind::Consult => &consult::Consult,
        FlowKind::Defence => &defence::Defence,
        FlowKind::Oversight => &oversight::Oversight,
        FlowKind::ResearchRequest => &research_request::ResearchRequest,
        FlowKind::Estate => &estate::Estate,
        FlowKind::Crime => &crime::Crime,
        FlowKind::ThirdParty => &third_party::ThirdParty,
        FlowKind::Breach => &breach::Breach,
        FlowKind::MandatedReport => &mandated_report::MandatedReport,
        FlowKind::Warning => &warning::Warn,
    }
}

/// What came in.
#[derive(Clone, PartialEq)]
pub struct Intake {
    /// The matter's id.
    pub id: Id<Matter>,
    /// What it was taken in for. What a paper really is the law tells.
    pub flow: FlowKind,
    /// About whom; none where nobody here could be named.
    pub client: Option<ClientId>,
    /// When it came.
    pub received: Time,
    /// By when they want an answer.
    pub answer_by: Option<Time>,
    /// What is known, in the vocabulary of the law, and who said so.
    pub facts: Vec<(String, Json, Source)>,
    /// What is named, line by line, where that is known already.
    pub items: Vec<Item>,
    /// What officers took, where that is known already.
    pub taken: Vec<Taken>,
    /// What is asked beside the law: see [`NOTES`].
    pub notes: BTreeMap<String, String>,
    /// The client's permission on file that it rests on, if any.
    pub consent: Option<Id<Consent>>,
    /// Why nothing of the file is destroyed from now on, in the worker's words.
    pub hold: String,
    /// What a report is made of.
    pub report: Option<Report>,
    /// What a warning is made of.
    pub warning: Option<Warning>,
}
quiet!(Intake);

impl Intake {
    /// Something of which nothing is known yet but when it came, and about whom.
    pub const fn of(flow: FlowKind, id: Id<Matter>, client: Option<ClientId>, received: Time) -> Self {
        Self {
            id,
            flow,
            client,
            received,
            answer_by: None,
            facts: Vec::new(),
            items: Vec::new(),
            taken: Vec::new(),
            notes: BTreeMap::new(),
            consent: None,
            hold: String::new(),
            report: None,
            warning: None,
        }
    }
}

/// What is around a matter when something happens.
#[derive(Debug)]
pub struct Around<'a> {
    /// The law.
    pub law: &'a Law,
    /// The moment.
    pub now: Now,
    /// Who acts.
    pub by: WorkerId,
    /// By the name they have.
    pub who: &'a str,
    /// What the file says, of what the law asks.
    pub file: BTreeMap<String, (Json, Source)>,
    /// The matter's tasks.
    pub tasks: Vec<Task>,
    /// Who is told.
    pub people: People,
}

/// Those who are told of a legal paper.
#[derive(Debug, Clone, Copy, Default)]
pub struct People {
    /// Who answers for privacy.
    pub officer: Option<WorkerId>,
    /// The agency's lawyer, if one works here.
    pub counsel: Option<WorkerId>,
    /// Who answers for the client's care, and speaks with them.
    pub carer: Option<WorkerId>,
}

/// What follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The matter as it stands now.
    pub matter: Matter,
    /// Tasks that are new or changed.
    pub tasks: Vec<Task>,
    /// Nothing of the file is destroyed from now on.
    pub hold: Option<Hold>,
}

words! {
    /// What may be done in a matter.
    pub enum What {
        /// It came in.
        Open = "open",
        /// Take it on, or hand it over.
        Own = "own",
        /// Say a fact.
        Say = "say",
        /// Type the list of what is named.
        Items = "items",
        /// Say that a duty is done, with the evidence.
        Did = "did",
        /// Let a duty wait, with the law's reason.
        Wait = "wait",
        /// Decide how to answer.
        Respond = "respond",
        /// Enter what was served on whom, and how.
        Serve = "serve",
        /// Put a paper in, as a file.
        Scan = "scan",
        /// Say that a paper was put in by mistake.
        Retract = "retract",
        /// Enter to whom the report was made.
        Call = "call",
        /// Enter who was told of a danger.
        Tell = "tell",
        /// Enter what was done to keep people safe without telling.
        Protect = "protect",
        /// Enter what officers took.
        Take = "take",
        /// Change the day by which to answer.
        Clock = "clock",
        /// A packet went.
        Send = "send",
        /// A packet was taken back before anybody had it.
        Recall = "recall",
        /// A packet came into other hands.
        Astray = "astray",
        /// Close it.
        Close = "close",
    }
}

/// Something that may be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What.
    pub what: What,
    /// Among what one chooses, by word.
    pub choices: Vec<&'static str>,
}

impl Form {
    pub(crate) const fn plain(what: What) -> Self {
        Self { what, choices: Vec::new() }
    }
}
