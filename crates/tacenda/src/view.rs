//! What a thing looks like to those who may see it: one shape for each, the same for every way out.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use tacenda_desk::{
    Appointment, Card, Client, Colleague, Heading, Id, Program, ProgramId, Record, SafeContact, Task, Time, WorkerId,
};
use tacenda_store::keys::Counts;

use crate::agency::{Keyed, Look, Standing};

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
quiet!(ClientView, AttachmentView, RecordView, HeadingView, LookView);

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

/// A client's part in a program.
#[derive(Debug, Serialize)]
pub struct EnrolmentView {
    /// Which program.
    pub program: ProgramId,
    /// Since when.
    pub from: When,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
}

/// A card, cut to what the one who opened it may see.
#[derive(Serialize)]
pub struct ClientView<'a> {
    /// Whose.
    pub id: Id<Client>,
    /// To be given back with a change.
    pub version: i64,
    /// Where the file stands.
    pub state: &'static str,
    /// The name to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_name: Option<&'a str>,
    /// The name for papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<&'a str>,
    /// Pronouns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<&'a str>,
    /// Birth date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<jiff::civil::Date>,
    /// Day of death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub died: Option<jiff::civil::Date>,
    /// How to reach them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<&'a SafeContact>,
    /// Where they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<&'a str>,
    /// Whether the address is protected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_protected: Option<bool>,
    /// Of age, under age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'static str>,
    /// Who is unsafe for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsafe_people: Option<&'a [String]>,
    /// A survivor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survivor: Option<bool>,
    /// Programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programs: Option<Vec<EnrolmentView>>,
    /// Whose law applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdictions: Option<&'a [String]>,
    /// Who may act for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representatives: Option<&'a [tacenda_desk::Representative]>,
    /// Limits they asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<&'a [tacenda_desk::Restriction]>,
}

impl<'a> ClientView<'a> {
    /// Of a card.
    pub fn of(card: &'a Card) -> Self {
        let enrolment = |e: &tacenda_desk::Enrolment| EnrolmentView {
            program: e.program,
            from: When(e.span.from),
            until: e.span.until.map(When),
        };
        Self {
            id: card.id,
            version: card.version,
            state: card.state.word(),
            chosen_name: card.chosen_name.as_deref(),
            legal_name: card.legal_name.as_deref(),
            pronouns: card.pronouns.as_deref(),
            born: card.born,
            died: card.died,
            reach: card.reach.as_ref(),
            address: card.address.as_deref(),
            address_protected: card.address_protected,
            standing: card.standing.map(tacenda_desk::Standing::word),
            unsafe_people: card.unsafe_people.as_deref(),
            survivor: card.survivor,
            programs: card.enrolments.as_ref().map(|all| all.iter().map(enrolment).collect()),
            jurisdictions: card.jurisdictions.as_deref(),
            representatives: card.representatives.as_deref(),
            restrictions: card.restrictions.as_deref(),
        }
    }
}

/// A file that belongs to a record.
#[derive(Serialize)]
pub struct AttachmentView<'a> {
    /// Which.
    pub id: Id<tacenda_desk::Attachment>,
    /// As it was named.
    pub name: &'a str,
    /// Such as `application/pdf`.
    pub media_type: &'a str,
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: &'a str,
}

impl<'a> AttachmentView<'a> {
    /// Of an attachment.
    pub fn of(attachment: &'a tacenda_desk::Attachment) -> Self {
        let tacenda_desk::Attachment { id, name, media_type, size, sha256 } = attachment;
        Self { id: *id, name, media_type, size: *size, sha256 }
    }
}

/// A record that was read.
#[derive(Serialize)]
pub struct RecordView<'a> {
    /// Which.
    pub id: Id<Record>,
    /// Whose file.
    pub client: Id<Client>,
    /// What kind of information.
    pub category: &'static str,
    /// At which level.
    pub class: &'static str,
    /// In the work of which program.
    pub program: ProgramId,
    /// Who wrote it.
    pub author: WorkerId,
    /// A few words.
    pub title: &'a str,
    /// When it happened.
    pub happened: When,
    /// When it was written.
    pub written: When,
    /// Written more than a day after.
    pub late: bool,
    /// What it adds to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amends: Option<Id<Record>>,
    /// It tells of, or came from, somebody else.
    pub third_party: bool,
    /// The text.
    pub text: &'a str,
    /// Files.
    pub attachments: Vec<AttachmentView<'a>>,
}

impl<'a> RecordView<'a> {
    /// Of a record.
    pub fn of(record: &'a Record) -> Self {
        Self {
            id: record.id,
            client: record.client,
            category: record.category.word(),
            class: record.class.word(),
            program: record.program,
            author: record.author,
            title: &record.title,
            happened: When(record.happened),
            written: When(record.written),
            late: record.late,
            amends: record.amends,
            third_party: record.third_party,
            text: &record.text,
            attachments: record.attachments.iter().map(AttachmentView::of).collect(),
        }
    }
}

/// A line of a file's list.
#[derive(Serialize)]
pub struct HeadingView<'a> {
    /// Which.
    pub id: Id<Record>,
    /// What kind of information.
    pub category: &'static str,
    /// At which level.
    pub class: &'static str,
    /// A few words.
    pub title: &'a str,
    /// Who wrote it.
    pub author: WorkerId,
    /// When it happened.
    pub happened: When,
    /// Written late.
    pub late: bool,
    /// What it adds to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amends: Option<Id<Record>>,
    /// How many files belong to it.
    pub attachments: usize,
}

impl<'a> HeadingView<'a> {
    /// Of a heading.
    pub fn of(heading: &'a Heading) -> Self {
        Self {
            id: heading.id,
            category: heading.category.word(),
            class: heading.class.word(),
            title: &heading.title,
            author: heading.author,
            happened: When(heading.happened),
            late: heading.late,
            amends: heading.amends,
            attachments: heading.attachments,
        }
    }
}

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
