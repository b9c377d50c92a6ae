//! What a worker sees of a card and of a file's list: views, cut to what leave shows.

use jiff::civil::Date;
use serde::Serialize;

use crate::access::{Field, Leave};
use crate::appointment::Appointment;
use crate::class::{Category, Class};
use crate::client::{
    Client, ClientId, ClientState, Enrolment, InsideConsent, Representative, Restriction, SafeContact, Standing,
};
use crate::plain::quiet;
use crate::record::{Record, RecordId};
use crate::time::Time;
use crate::worker::{Role, Worker, WorkerId, WorkerKind, WorkerState};

/// A client's card as one worker sees it. What the worker may not see is absent, and so is what is not known: the two look the same.
#[derive(Clone, PartialEq, Serialize)]
pub struct Card {
    /// Whose.
    pub id: ClientId,
    /// The version it was opened at, to be given back with a change.
    pub version: i64,
    /// The name to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_name: Option<String>,
    /// The name for papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// Pronouns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// Birth date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// How to reach them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<SafeContact>,
    /// Where they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Said only to those who see the address although it is protected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_protected: Option<bool>,
    /// Who may act for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representatives: Option<Vec<Representative>>,
    /// Who acts for them by age or guardianship.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Who is unsafe for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsafe_people: Option<Vec<String>>,
    /// Day of death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub died: Option<Date>,
    /// Programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolments: Option<Vec<Enrolment>>,
    /// Whose law applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdictions: Option<Vec<String>>,
    /// Survivor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survivor: Option<bool>,
    /// Restrictions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<Vec<Restriction>>,
    /// Consents between programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside_consents: Option<Vec<InsideConsent>>,
    /// Where the file stands.
    pub state: ClientState,
}

impl Card {
    /// Uncut, for the desk's own reckoning; it is shown to nobody.
    pub(crate) fn whole(client: &Client) -> Self {
        Self {
            id: client.id,
            version: 0,
            chosen_name: Some(client.chosen_name.clone()),
            legal_name: client.legal_name.clone(),
            pronouns: client.pronouns.clone(),
            born: client.born,
            reach: Some(client.reach.clone()),
            address: client.address.clone(),
            address_protected: Some(client.address_protected),
            representatives: Some(client.representatives.clone()),
            standing: Some(client.standing),
            unsafe_people: Some(client.unsafe_people.clone()),
            died: client.died,
            enrolments: Some(client.enrolments.clone()),
            jurisdictions: Some(client.jurisdictions.clone()),
            survivor: Some(client.survivor),
            restrictions: Some(client.restrictions.clone()),
            inside_consents: Some(client.inside_consents.clone()),
            state: client.state,
        }
    }

    /// Cut to what leave shows. Of programs, those are shown that `knows` says the asker may know of: the name of a program can tell
    /// what it treats.
    pub(crate) fn cut(client: &Client, version: i64, leave: &Leave, knows: impl Fn(&Enrolment) -> bool) -> Self {
        let open = |field: Field| leave.shows(field).then_some(client);
        let address = open(Field::Address).filter(|c| !c.address_protected || leave.shows(Field::ProtectedAddress));
        let programs = |c: &Client| c.enrolments.iter().copied().filter(&knows).collect();
        Self {
            id: client.id,
            version,
            chosen_name: open(Field::ChosenName).map(|c| c.chosen_name.clone()),
            legal_name: open(Field::LegalName).and_then(|c| c.legal_name.clone()),
            pronouns: open(Field::Pronouns).and_then(|c| c.pronouns.clone()),
            born: open(Field::Born).and_then(|c| c.born),
            reach: open(Field::Reach).map(|c| reach(&c.reach, leave)),
            address: address.and_then(|c| c.address.clone()),
            address_protected: open(Field::ProtectedAddress).map(|c| c.address_protected),
            representatives: open(Field::Representatives).map(|c| c.representatives.clone()),
            standing: open(Field::Representatives).map(|c| c.standing),
            unsafe_people: open(Field::UnsafePeople).map(|c| c.unsafe_people.clone()),
            died: open(Field::Died).and_then(|c| c.died),
            enrolments: open(Field::Programs).map(programs),
            jurisdictions: open(Field::Programs).map(|c| c.jurisdictions.clone()),
            survivor: open(Field::Survivor).map(|c| c.survivor),
            restrictions: open(Field::Restrictions).map(|c| c.restrictions.clone()),
            inside_consents: open(Field::Restrictions).map(|c| c.inside_consents.clone()),
            state: client.state,
        }
    }
}

fn reach(card: &SafeContact, leave: &Leave) -> SafeContact {
    let code_word = card.code_word.clone().filter(|_| leave.shows(Field::CodeWord));
    SafeContact { code_word, ..card.clone() }
}

/// A line of a caseload.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Who.
    pub id: ClientId,
    /// The name to use.
    pub chosen_name: String,
}

/// A line of a diary.
#[derive(Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The appointment.
    pub appointment: Appointment,
    /// The name to use.
    pub chosen_name: String,
}

impl Meeting {
    pub(crate) fn of(appointment: &Appointment, client: &Client) -> Self {
        Self { appointment: appointment.clone(), chosen_name: client.chosen_name.clone() }
    }
}

/// A line of a file's list.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Which.
    pub id: RecordId,
    /// What kind.
    pub category: Category,
    /// At which level.
    pub class: Class,
    /// A few words.
    pub title: String,
    /// Who wrote it.
    pub author: WorkerId,
    /// When it happened.
    pub happened: Time,
    /// What it adds to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amends: Option<RecordId>,
    /// Written late.
    pub late: bool,
    /// How many files belong to it.
    pub attachments: usize,
    /// How many of them have pages that can go as pictures.
    pub scans: usize,
}
quiet!(Card, Name, Meeting, Heading);

impl Heading {
    pub(crate) fn of(record: &Record) -> Self {
        Self {
            id: record.id,
            category: record.category,
            class: record.class,
            title: record.title.clone(),
            author: record.author,
            happened: record.happened,
            amends: record.amends,
            late: record.late,
            attachments: record.attachments.len(),
            scans: record.attachments.iter().filter(|file| file.has_pages()).count(),
        }
    }
}

/// A colleague as colleagues see each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Colleague {
    /// Who.
    pub id: WorkerId,
    /// Name.
    pub name: String,
    /// In what standing.
    pub kind: WorkerKind,
    /// What they do.
    pub roles: Vec<Role>,
    /// Where they stand.
    pub state: WorkerState,
}

impl Colleague {
    pub(crate) fn of(worker: &Worker) -> Self {
        Self { id: worker.id, name: worker.name.clone(), kind: worker.kind, roles: worker.roles.clone(), state: worker.state }
    }
}
