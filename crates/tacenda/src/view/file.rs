//! A client's file: the card, the list of what it holds, a record.

use serde::Serialize;
use tacenda_desk::{Card, Client, Heading, Id, ProgramId, Record, SafeContact, WorkerId};

use super::When;

quiet!(ClientView, AttachmentView, RecordView, HeadingView);

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
    /// Whom it names who is not the client.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub others: &'a [String],
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
            others: &record.others,
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
