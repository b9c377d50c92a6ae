//! What a thing looks like to those who may see it: one shape for each, the same for every way out.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use tacenda_desk::{Appointment, Client, Colleague, Id, Program, ProgramId, Task, Time, WorkerId};
use tacenda_store::keys::Counts;

use crate::agency::{Keyed, Look, Standing};

pub use file::{AttachmentView, ClientView, EnrolmentView, HeadingView, RecordView};

/// Views that tell something about a person: their `Debug` shows none of it.
macro_rules! quiet {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " [plain]"))
            }
        }
    )+};
}
quiet!(LookView);

mod file;

/// A moment, as RFC 3339 writes it, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When(pub Time);

impl Serialize for When {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&Timestamp::from_microsecond(self.0.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

/// That something was done.
#[derive(Debug, Serialize)]
pub struct Done<K: 'static> {
    /// What was made or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<K>>,
    /// The place of its leaf.
    pub leaf: u64,
}

/// A part of an agency.
#[derive(Debug, Serialize)]
pub struct ProgramView<'a> {
    /// Which.
    pub id: ProgramId,
    /// Its name.
    pub name: &'a str,
    /// What it is to the law.
    pub natures: &'a [tacenda_desk::Nature],
    /// Whose law applies.
    pub jurisdiction: &'a str,
    /// Whether it runs.
    pub state: &'static str,
}

impl<'a> ProgramView<'a> {
    /// Of a program.
    pub fn of(program: &'a Program) -> Self {
        let Program { id, name, natures, jurisdiction, state } = program;
        Self { id: *id, name, natures, jurisdiction, state: state.word() }
    }
}

/// A colleague.
pub type WorkerView = Colleague;

/// A meeting.
#[derive(Debug, Serialize)]
pub struct AppointmentView<'a> {
    /// Which.
    pub id: Id<Appointment>,
    /// With whom.
    pub client: Id<Client>,
    /// Who meets them.
    pub workers: &'a [WorkerId],
    /// In which program.
    pub program: ProgramId,
    /// When.
    pub at: When,
    /// How long.
    pub minutes: u16,
    /// What kind.
    pub kind: &'static str,
    /// Where it stands.
    pub state: &'static str,
    /// Without one made before.
    pub walk_in: bool,
}

impl<'a> AppointmentView<'a> {
    /// Of an appointment.
    pub fn of(appointment: &'a Appointment) -> Self {
        Self {
            id: appointment.id,
            client: appointment.client,
            workers: &appointment.workers,
            program: appointment.program,
            at: When(appointment.at),
            minutes: appointment.minutes,
            kind: appointment.kind.word(),
            state: appointment.state.word(),
            walk_in: appointment.walk_in,
        }
    }
}

/// Something to do.
#[derive(Debug, Serialize)]
pub struct TaskView {
    /// Which.
    pub id: Id<Task>,
    /// What.
    pub kind: &'static str,
    /// About whom.
    pub client: Id<Client>,
    /// Who is to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker: Option<WorkerId>,
    /// Who gave it.
    pub by: WorkerId,
    /// The grant it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<Id<tacenda_desk::Grant>>,
    /// By when.
    pub due: When,
    /// Where it stands.
    pub state: &'static str,
}

impl TaskView {
    /// Of a task.
    pub fn of(task: &Task) -> Self {
        let (kind, state) = (task.kind.word(), task.state.word());
        Self {
            id: task.id,
            kind,
            client: task.client,
            worker: task.worker,
            by: task.by,
            grant: task.grant,
            due: When(task.due),
            state,
        }
    }
}

/// A line of who looked.
#[derive(Serialize)]
pub struct LookView<'a> {
    /// The leaf's place.
    pub leaf: u64,
    /// When.
    pub time: When,
    /// What was done.
    pub act: &'a str,
    /// Who, by id.
    pub worker: &'a str,
    /// Who, by the name they had.
    pub who: &'a str,
    /// Reason, way, level and other codes.
    pub codes: std::collections::BTreeMap<&'a str, &'a str>,
    /// Kind and id of what it was about.
    pub things: &'a [(String, String)],
    /// Why, as they put it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<&'a str>,
}

impl<'a> LookView<'a> {
    /// Of an entry.
    pub fn of(look: &'a Look) -> Self {
        Self {
            leaf: look.leaf,
            time: When(look.time),
            act: &look.act,
            worker: &look.worker,
            who: &look.who,
            codes: look.codes.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
            things: &look.things,
            words: look.words.as_deref(),
        }
    }
}

/// How an agency stands.
#[derive(Debug, Serialize)]
pub struct StatusView {
    /// `open` or `sealed`.
    pub state: &'static str,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Those who work here, or are about to.
    pub workers: u64,
    /// Programs that run.
    pub programs: u64,
    /// Clients whose files stand.
    pub clients: u64,
    /// Tasks that are open.
    pub tasks: u64,
    /// Leaves of the ledger.
    pub leaves: u64,
    /// Time of the last one.
    pub last: When,
}

impl StatusView {
    /// Of an open agency.
    pub fn of(agency: &str, standing: &Standing) -> Self {
        Self {
            state: "open",
            agency: Some(agency.to_owned()),
            workers: standing.count("worker", "left"),
            programs: standing.count("program", "closed"),
            clients: standing.count("client", "destroyed"),
            tasks: standing.count("task", "done"),
            leaves: standing.leaves,
            last: When(Time(standing.last_time)),
        }
    }
}

/// Which keys there are; nothing secret.
#[derive(Debug, Serialize)]
pub struct KeysView {
    /// Key-encryption keys: version and source.
    pub kek: Vec<(u32, String)>,
    /// Keys of the agency: name, version, wrapped by which key-encryption key.
    pub agency: Vec<(String, u32, u32)>,
    /// Clients' keys, by the key-encryption key that wraps them.
    pub clients: Vec<(u32, u64)>,
    /// Class keys, by class.
    pub classes: Vec<(String, u64)>,
    /// Wraps to people, by class.
    pub wraps: Vec<(String, u64)>,
    /// People with a key pair.
    pub people: u64,
    /// Keys that were destroyed.
    pub destroyed: u64,
}

impl KeysView {
    /// Of what was counted.
    pub fn of(keyed: Keyed) -> Self {
        let Counts { agency, clients, classes, wraps, people, destroyed } = keyed.counts;
        Self { kek: keyed.keks, agency, clients, classes, wraps, people, destroyed }
    }
}
