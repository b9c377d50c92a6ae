//! The desk: clients, workers, programs, records; who may see what and why; and what each act changes.

#![deny(missing_docs)]

pub mod access;
pub mod acts;
mod appointment;
mod card;
mod class;
mod client;
mod entry;
mod grant;
mod id;
mod keeping;
mod opened;
mod plain;
mod program;
mod record;
mod refusal;
mod step;
mod task;
mod thing;
mod ties;
mod time;
mod words;
mod worker;

pub use appointment::{Appointment, AppointmentKind, AppointmentState, Session};
pub use card::{Card, Colleague, Heading, Name};
pub use class::{Category, Class};
pub use client::*;
pub use entry::{Detail, Entry, Words};
pub use grant::{Grant, GrantReason, LONGEST_GRANT};
pub use id::{Id, NotAnId};
pub use keeping::{Destruction, DestructionState, Hold};
pub use opened::{Need, Opened};
pub use plain::{Plain, Purpose};
pub use program::{Nature, Program, ProgramId, ProgramState};
pub use record::{Attachment, Record, RecordId};
pub use refusal::{Refusal, Saying};
pub use step::{Effect, Index, Seen, Step};
pub use task::{Task, TaskKind, TaskState};
pub use thing::{BLOB_VERSION, BlobError, Columns, Kept, Kind, Thing};
pub use ties::{Assignment, Function, Share, Supervision, Wall, WallReason};
pub use time::{Now, Span, Time};
pub use worker::{Role, Worker, WorkerId, WorkerKind, WorkerState};
