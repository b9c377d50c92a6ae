//! The desk: clients, workers, programs, records; who may see what and why; and what each act changes.
//!
//! ```
//! use tacenda_desk::access::{Reason, Right, Target, Ties, may};
//! use tacenda_desk::{Client, Id, Now, Refusal, Role, Time, Worker};
//!
//! let now = Now::trusted(Time(1_772_445_600_000_000));
//! let ana = Worker::founder(Id::new(now, [1; 10]), "Ana", &[Role::Clinician], now);
//! let rosa = Client::new(Id::new(now, [2; 10]), "Rosa");
//! // Nothing ties Ana to this client, so there is nothing here for her: the same answer as for a client who is not there.
//! let answer = may(&ana, Right::ReadCard, Target::Client(&rosa), &Ties::default(), Reason::CareTeam, now);
//! assert_eq!(answer, Err(Refusal::NotFoundOrNotYours));
//! assert_eq!(may(&ana, Right::ReadCard, Target::Nothing, &Ties::default(), Reason::CareTeam, now), answer);
//! ```
//!
//! The three types to know: [`acts::Act`] (what a worker asks: it says what to open and takes the step), [`access::Leave`] (only
//! [`access::may`] gives it, and no act runs without it), [`Step`] (effects, one entry, what is shown).
//!
//! The life of an act: open [`acts::Act::needs`] into [`Opened`], call [`acts::Act::take`], apply the [`Effect`]s in order, append the
//! [`Entry`], commit, and only then show [`Seen`]. A refusal leaves [`acts::Act::refused`].
//!
//! This crate does no I/O, reads no clock and makes no chance: time and ids come as arguments. It encrypts nothing; it says at which
//! [`Class`] a [`Thing`] is sealed and to whom a class is wrapped.

#![deny(missing_docs)]

pub mod access;
pub mod acts;
mod appointment;
mod billing;
mod card;
mod class;
mod client;
mod consent;
mod contact;
mod delivery;
mod disclosure;
mod entry;
pub mod flows;
mod gates;
mod grant;
mod id;
mod inquiry;
mod keeping;
mod mail;
mod message;
mod opened;
mod packet;
mod plain;
mod policy;
mod portal;
pub mod practice;
mod program;
mod record;
mod refusal;
mod scan;
mod step;
mod task;
mod thing;
mod ties;
mod time;
mod wording;
mod words;
mod worker;

pub use appointment::{Appointment, AppointmentKind, AppointmentState, Session};
pub use billing::*;
pub use card::{Card, Colleague, Heading, Meeting, Name};
pub use class::{Category, Class};
pub use client::*;
pub use consent::*;
pub use contact::*;
pub use delivery::{Delivery, DeliveryState, Link, Take};
pub use disclosure::{Disclosure, Shared, SharedList, Sort};
pub use entry::{Detail, Entry, Words};
pub use flows::{Matter, MatterState};
pub use gates::{Ask, Asked, Stand, asked};
pub use grant::{Grant, GrantReason, LONGEST_GRANT};
pub use id::{Id, NotAnId};
pub use inquiry::{Consult, Decision, Inquiry, InquiryState, PackUsed, Reply, Source};
pub use keeping::{Destruction, DestructionState, Hold};
pub use mail::{Addressee, Letter, Mail, MailState, is_mail_address};
pub use message::{Message, Writer};
pub use opened::{Need, Opened};
pub use packet::*;
pub use plain::{Plain, Purpose};
pub use policy::{
    Agreed, CourseRule, Edition, Gates, Measure, Policy, PolicyKind, PolicyRule, PolicyState, PolicyText, Readiness, Rule,
    Sanction, TEMPLATES, Template, Tried,
};
pub use portal::{CODES, FEW_CODES, Guest, Portal, PortalState, Slip, code_mark, may_enter};
pub use program::{Nature, Program, ProgramId, ProgramState};
pub use record::{Attachment, Record, RecordId};
pub use refusal::{Refusal, Saying};
pub use scan::{Scan, Scans};
pub use step::{Effect, Index, Seen, Step};
pub use task::{Lawful, Task, TaskKind, TaskState};
pub use thing::{BLOB_VERSION, BlobError, Columns, Kept, Kind, Thing};
pub use ties::{Assignment, Function, Share, Supervision, Wall, WallReason};
pub use time::{Now, Span, Time};
pub use wording::*;
pub use worker::{Role, Worker, WorkerId, WorkerKind, WorkerState};
