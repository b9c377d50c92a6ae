//! What the file holds: the list, and one of it to read with what was added later.

use askama::Template;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{ListRecords, ReadRecord};
use tacenda_desk::{Heading, Record, RecordId, Refusal, Seen};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::values::Values;

/// Lines on a page of a list.
pub(super) const PAGE: usize = 25;

/// A line of the list: a record, or what was added to one.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) category: &'static str,
    pub(super) class: &'static str,
    pub(super) by: String,
    pub(super) on: String,
    pub(super) late: bool,
    pub(super) adds: bool,
    pub(super) files: usize,
}

impl Row {
    pub(super) fn of(c: &Chrome<'_>, file: &File<'_>, heading: &Heading) -> Self {
        Self {
            id: heading.id.to_string(),
            title: heading.title.clone(),
            category: heading.category.word(),
            class: heading.class.word(),
            by: file.name(heading.author).to_owned(),
            on: c.day(&heading.happened),
            late: heading.late,
            adds: heading.amends.is_some(),
            files: heading.attachments,
        }
    }
}

/// Where a list goes on.
pub(super) struct Pager {
    pub(super) newer: Option<usize>,
    pub(super) older: Option<usize>,
    pub(super) count: usize,
}

/// The lines of a page that was asked for, and where the list goes on.
pub(super) fn paged<T>(ask: &Ask<'_>, all: Vec<T>) -> (Vec<T>, Pager) {
    let page: usize = ask.query.text("page").parse().unwrap_or(1).max(1);
    let count = all.len();
    let older = (page.saturating_mul(PAGE) < count).then_some(page + 1);
    let some = all.into_iter().skip((page - 1).saturating_mul(PAGE)).take(PAGE).collect();
    (some, Pager { newer: (page > 1).then(|| page - 1), older, count })
}

/// What the asker may read of the file, newest first.
pub(super) fn headings(file: &File<'_>) -> Result<Vec<Heading>, Problem> {
    let Seen::Records(mut headings) = file.see(ListRecords { client: file.id })? else {
        return Err(Refusal::NotFoundOrNotYours.into());
    };
    headings.reverse();
    Ok(headings)
}

#[derive(Template)]
#[template(path = "file/notes.html")]
struct List<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
    pager: Pager,
    may_write: bool,
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let c = file.chrome("notes-title");
        let mine = headings(file)?.into_iter().filter(|heading| !heading.class.is_person_wrapped()).collect();
        let (some, pager) = paged(ask, mine);
        let rows = some.iter().map(|heading| Row::of(&c, file, heading)).collect();
        let may_write = file.has(Right::AddRecord);
        Answer::page(&List { f: file.head(Tab::Notes), rows, pager, may_write, c })
    })
}

#[derive(Template)]
#[template(path = "file/note.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    note: &'a Record,
    by: &'a str,
    program: &'a str,
    added: Vec<Row>,
    files: Vec<(String, String, String)>,
    may_add: bool,
    v: Values,
}

/// The record of the address.
pub(super) fn opened(file: &File<'_>) -> Result<Record, Problem> {
    let record: RecordId = file.ask.id("note")?;
    let Seen::Record(record) = file.see(ReadRecord { client: file.id, record })? else {
        return Err(Refusal::NotFoundOrNotYours.into());
    };
    Ok(*record)
}

pub(super) fn read(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| show(file, &opened(file)?, Values::default(), Vec::new()))
}

/// The note, what was added to it, and the form to add more.
pub(super) fn show(file: &File<'_>, note: &Record, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let private = note.class.is_person_wrapped();
    let back = file.path(if private { "/private" } else { "/notes" });
    let c = file.chrome("note-title").back(back).with_faults(faults);
    let all = headings(file)?;
    let added = all.iter().rev().filter(|heading| heading.amends == Some(note.id)).map(|heading| Row::of(&c, file, heading));
    let files = note.attachments.iter().map(|attachment| {
        (file.path(&format!("/files/{}/{}", note.id, attachment.id)), attachment.name.clone(), size(attachment.size))
    });
    let page = Page {
        f: file.head(if private { Tab::Private } else { Tab::Notes }),
        by: file.name(note.author),
        program: file.program(note.program),
        added: added.collect(),
        files: files.collect(),
        may_add: file.has(Right::AddRecord) && note.amends.is_none(),
        note,
        v,
        c,
    };
    Answer::page(&page)
}

/// A size as people say it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
