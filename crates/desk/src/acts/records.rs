//! Writing and reading what a file holds. Nothing is overwritten: what is to be said later is an addendum.

use crate::access::{Right, Target, may};
use crate::acts::{Case, Doing, LONGEST_TEXT, ensure, filled};
use crate::card::Heading;
use crate::class::{Category, Class};
use crate::client::{Client, ClientId};
use crate::id::Id;
use crate::opened::{Need, Opened};
use crate::plain::quiet;
use crate::program::{Program, ProgramId};
use crate::record::{Attachment, Record, RecordId};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::time::Time;
use crate::worker::Worker;

/// So many others a note names, at most.
pub const MOST_OTHERS: usize = 100;

/// Whether a note can name those.
pub fn are_names(names: &[String]) -> bool {
    names.len() <= MOST_OTHERS && names.iter().all(|name| filled(name).is_ok())
}

/// Writes a record, or an addendum to one.
#[derive(Clone, PartialEq, Eq)]
pub struct AddRecord {
    /// Its id, made by the caller.
    pub id: RecordId,
    /// Whose file.
    pub client: ClientId,
    /// What kind of information.
    pub category: Category,
    /// At which level, at least as private as its category and program ask for.
    pub class: Class,
    /// In the work of which program.
    pub program: ProgramId,
    /// A few words.
    pub title: String,
    /// The text.
    pub text: String,
    /// When it happened.
    pub happened: Time,
    /// Files that were uploaded for it.
    pub attachments: Vec<Attachment>,
    /// The record it adds to, of the same level.
    pub amends: Option<RecordId>,
    /// It came from, or tells of, somebody who is not the client.
    pub third_party: bool,
    /// Whom it names who is not the client.
    pub others: Vec<String>,
}
quiet!(AddRecord);

impl AddRecord {
    /// A record of what happened now, at the level that its category asks for in that program.
    pub fn of(id: RecordId, client: ClientId, category: Category, program: &Program, happened: Time) -> Self {
        Self {
            id,
            client,
            category,
            class: category.class_in(program.is_part2()),
            program: program.id,
            title: category.word().replace('_', " "),
            text: String::new(),
            happened,
            attachments: Vec::new(),
            amends: None,
            third_party: false,
            others: Vec::new(),
        }
    }

    fn is_sound(&self, case: &Case<'_>) -> Result<(), Refusal> {
        filled(&self.title)?;
        let says_something = !self.text.trim().is_empty() || !self.attachments.is_empty();
        ensure(says_something && self.text.len() <= LONGEST_TEXT, Refusal::BadValue)?;
        ensure(self.happened <= case.now.time.plus_days(1), Refusal::BadValue)?;
        ensure(are_names(&self.others), Refusal::BadValue)?;
        ensure(self.attachments.iter().all(Attachment::is_sound), Refusal::BadValue)
    }

    fn is_of_the_right_level(&self, case: &Case<'_>, client: &Client) -> Result<(), Refusal> {
        let (program, _) = case.opened.get::<Program>(self.program).ok_or(Refusal::WrongProgram)?;
        ensure(client.programs(case.now).any(|e| e.program == self.program), Refusal::WrongProgram)?;
        ensure(self.category.is_kind_of_record(), Refusal::WrongLevel)?;
        ensure(self.class.holds(self.category.class_in(program.is_part2())), Refusal::WrongLevel)?;
        let is_sud = matches!(self.class, Class::Sud | Class::SudCounselingNotes);
        ensure(!is_sud || program.is_part2(), Refusal::WrongLevel)
    }

    /// An addendum stands at the level of what it adds to, and only who may read that may add to it.
    fn may_amend(&self, case: &Case<'_>, client: &Client) -> Result<(), Refusal> {
        let Some(id) = self.amends else { return Ok(()) };
        let (record, _) = case.the::<Record>(id)?;
        let target = of_record(client, record);
        let may_read = || may(case.asker, Right::ReadRecord, target, &case.ties, case.reason, case.now);
        if record.client != self.client || (record.author != case.asker.id && may_read().is_err()) {
            return Err(Refusal::NotFoundOrNotYours);
        }
        ensure(record.class == self.class && record.program == self.program, Refusal::WrongLevel)
    }

    fn record(&self, case: &Case<'_>) -> Record {
        Record {
            id: self.id,
            client: self.client,
            category: self.category,
            class: self.class,
            program: self.program,
            author: case.asker.id,
            title: self.title.clone(),
            happened: self.happened,
            written: case.now.time,
            text: self.text.clone(),
            attachments: self.attachments.clone(),
            amends: self.amends,
            late: self.happened.plus_days(1) < case.now.time,
            third_party: self.third_party || !self.others.is_empty(),
            others: self.others.iter().map(|name| name.trim().to_owned()).collect(),
        }
    }
}

impl Doing for AddRecord {
    const ACT: &'static str = "record.add";
    const RIGHT: Right = Right::AddRecord;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        [Need::one(self.id)].into_iter().chain(self.amends.map(Need::one)).collect()
    }

    fn target<'a>(&self, opened: &'a Opened, asker: &Worker) -> Target<'a> {
        let written = |client| Target::Record { client, class: self.class, program: self.program, author: asker.id };
        opened.one(self.client).map_or(Target::Nothing, written)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        case.is_new(self.id)?;
        self.is_sound(case)?;
        self.is_of_the_right_level(case, client)?;
        self.may_amend(case, client)?;
        let mut effects = Vec::new();
        if self.class.is_person_wrapped() {
            ensure(!case.asker.public_key.is_empty(), Refusal::NoKey)?;
            let public_key = case.asker.public_key.clone();
            effects.push(Effect::WrapClassTo { client: client.id, class: self.class, worker: case.asker.id, public_key });
        }
        let record = self.record(case);
        let entry = case.entry().code("class", record.class).code("category", record.category.word());
        let entry = entry.code("late", if record.late { "yes" } else { "no" }).about(Kind::Record, &self.id);
        let entry = self.amends.iter().fold(entry, |e, id| e.code("addendum", "yes").about(Kind::Record, id));
        effects.push(Effect::add(record));
        effects.extend(self.attachments.iter().map(|a| Effect::KeepChunks(a.id)));
        Ok(Case::done(entry, effects))
    }
}

const fn of_record<'a>(client: &'a Client, record: &Record) -> Target<'a> {
    Target::Record { client, class: record.class, program: record.program, author: record.author }
}

/// The record of that file, or nothing.
fn target(opened: &Opened, client: ClientId, record: RecordId) -> Target<'_> {
    match (opened.one(client), opened.one(record)) {
        (Some(there), Some(found)) if found.client == client => of_record(there, found),
        _ => Target::Nothing,
    }
}

/// Reads a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadRecord {
    /// Whose file.
    pub client: ClientId,
    /// Which record.
    pub record: RecordId,
}

impl Doing for ReadRecord {
    const ACT: &'static str = "record.read";
    const RIGHT: Right = Right::ReadRecord;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.record)]
    }

    fn target<'a>(&self, opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        target(opened, self.client, self.record)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (record, _) = case.the::<Record>(self.record)?;
        let entry = case.entry().code("class", record.class).code("category", record.category.word());
        Ok(Case::shown(entry.about(Kind::Record, &record.id), Seen::Record(Box::new(record.clone()))))
    }
}

/// Opens an attachment: the answer names it, and the caller streams its chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadAttachment {
    /// Whose file.
    pub client: ClientId,
    /// Of which record.
    pub record: RecordId,
    /// Which one.
    pub attachment: Id<Attachment>,
}

impl Doing for ReadAttachment {
    const ACT: &'static str = "attachment.read";
    const RIGHT: Right = Right::ReadRecord;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.record)]
    }

    fn target<'a>(&self, opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        target(opened, self.client, self.record)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (record, _) = case.the::<Record>(self.record)?;
        let found = record.attachments.iter().find(|a| a.id == self.attachment).ok_or(Refusal::NotFoundOrNotYours)?;
        let entry = case.entry().code("class", record.class).about(Kind::Record, &record.id);
        Ok(Case::shown(entry, Seen::Attachment(Box::new(found.clone()))))
    }
}

/// Lists the records that the asker may read for the reason given. The others leave no trace in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRecords {
    /// Whose file.
    pub client: ClientId,
}

impl Doing for ListRecords {
    const ACT: &'static str = "record.list";
    const RIGHT: Right = Right::ReadCard;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Record)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        let may_read = |r: &&Record| {
            r.client == client.id
                && may(case.asker, Right::ReadRecord, of_record(client, r), &case.ties, case.reason, case.now).is_ok()
        };
        let mut list: Vec<Heading> = case.opened.all::<Record>().filter(may_read).map(Heading::of).collect();
        list.sort_by_key(|h| (h.happened, h.id));
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        Ok(Case::shown(case.entry().number("count", count).about(Kind::Client, &client.id), Seen::Records(list)))
    }
}
