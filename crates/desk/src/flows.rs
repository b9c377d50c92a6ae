//! What comes in becomes a matter; a flow says what follows. A flow is a folder: what it asks (`form`), what it does (`mod`), its story.
//!
//! A flow is pure. It gets a matter, what happened, and what is around it (the law, the moment, the file's facts, the tasks given so
//! far), and gives a [`Turn`]: the matter as it stands now, and the tasks that changed. No rule of law stands here: what is owed, what
//! may go and why comes with the ruling, what a paper is comes with the packs.

mod common;
mod court_order;
pub mod file;
mod law;
mod mandated_report;
mod matter;
mod owed;
mod paper;
mod release;
mod ruled;
#[cfg(test)]
mod stage;
mod subpoena;

pub use court_order::CourtOrder;
pub use law::Law;
pub use mandated_report::{Call, Due, FOLLOW_UP, MandatedReport, Report, is_fixed, nothing_else};
pub use matter::*;
pub use owed::TELL_OFFICER;
pub use paper::NOTES;
pub use release::Release;
pub use ruled::{Ground, OwedByLaw, Ruled, digest};
pub use subpoena::Subpoena;

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
    /// The workflows. A new one is a member here, a folder, and a line in [`open`], [`step`] and [`forms`].
    pub enum FlowKind {
        /// A subpoena, or any other paper that no judge signed.
        Subpoena = "subpoena",
        /// A judge's order or warrant.
        CourtOrder = "court_order",
        /// Somebody asks with the client's release in hand, or without one.
        Release = "release",
        /// A child or an adult may be abused, and somebody here has to say so, or may.
        MandatedReport = "mandated_report",
    }
}

impl FlowKind {
    /// Whether it is a legal paper: then the file is kept from being destroyed, and those who answer for privacy know of it.
    pub const fn is_legal(self) -> bool {
        matches!(self, Self::Subpoena | Self::CourtOrder)
    }
}

/// One workflow.
pub trait Flow {
    /// Something came in.
    fn open(intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal>;

    /// Something happened.
    fn step(matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal>;

    /// What may be done next, the most needed first: for any page, API or command line.
    fn forms(matter: &Matter) -> Vec<Form>;
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
    /// What is asked beside the law: see [`NOTES`].
    pub notes: BTreeMap<String, String>,
    /// The client's permission on file that it rests on, if any.
    pub consent: Option<Id<Consent>>,
    /// Why nothing of the file is destroyed from now on, in the worker's words.
    pub hold: String,
    /// What a report is made of.
    pub report: Option<Report>,
}
quiet!(Intake);

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
        /// Enter to whom the report was made.
        Call = "call",
        /// Change the day by which to answer.
        Clock = "clock",
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

/// Opens a matter by what the papers are; where that cannot be told yet it is taken for the lesser paper.
pub fn open(intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
    if intake.flow == FlowKind::MandatedReport {
        return MandatedReport::open(intake, around);
    }
    match paper::kind_of(intake, around)? {
        FlowKind::Subpoena => Subpoena::open(intake, around),
        FlowKind::CourtOrder => CourtOrder::open(intake, around),
        FlowKind::Release => Release::open(intake, around),
        FlowKind::MandatedReport => MandatedReport::open(intake, around),
    }
}

/// Takes a matter on by what happened.
pub fn step(matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal> {
    match matter.kind {
        FlowKind::Subpoena => Subpoena::step(matter, event, around),
        FlowKind::CourtOrder => CourtOrder::step(matter, event, around),
        FlowKind::Release => Release::step(matter, event, around),
        FlowKind::MandatedReport => MandatedReport::step(matter, event, around),
    }
}

/// The matter as it is now: the day, the file and a permission may be others than when something last happened in it.
pub fn again(matter: &Matter, around: &Around<'_>) -> Result<Turn, Refusal> {
    match matter.kind {
        FlowKind::Subpoena | FlowKind::CourtOrder | FlowKind::Release => paper::again(matter, around),
        // What was suspected stays what it was when it was suspected.
        FlowKind::MandatedReport => Ok(Turn { matter: matter.clone(), tasks: Vec::new(), hold: None }),
    }
}

/// What may be done next.
pub fn forms(matter: &Matter) -> Vec<Form> {
    match matter.kind {
        FlowKind::Subpoena => Subpoena::forms(matter),
        FlowKind::CourtOrder => CourtOrder::forms(matter),
        FlowKind::Release => Release::forms(matter),
        FlowKind::MandatedReport => MandatedReport::forms(matter),
    }
}
