//! `tacenda record add` and `addendum`.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tacenda_desk::acts::{AddRecord, ReadRecord};
use tacenda_desk::{Attachment, Category, Class, ClientId, RecordId, Seen, Time};

use crate::agency::Upload;
use crate::cli::at::{At, Desk};
use crate::cli::out::{self, moment, word};
use crate::cli::{Ended, Misuse, talk};
use crate::edge;
use crate::view::Done;

/// Writes a record. Its text comes on standard input, or is typed and ended with Ctrl-D.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Whose file
    client: ClientId,
    /// What kind of information, a word of `tacenda facts categories`
    #[arg(long, value_parser = category)]
    category: Category,
    /// A few words; without them the category's
    #[arg(long)]
    title: Option<String>,
    /// In the work of which program
    #[arg(long)]
    program: Option<String>,
    /// At which level; without it the one that its category asks for
    #[arg(long, value_parser = word!(Class))]
    class: Option<Class>,
    /// When it happened; without it now
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    happened: Option<Time>,
    /// It came from, or tells of, somebody who is not the client
    #[arg(long)]
    third_party: bool,
    /// Somebody else whom it names: what leaves is freed of them
    #[arg(long, value_name = "NAME")]
    other: Vec<String>,
    /// A file that belongs to it
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
}

/// Adds to a record, at its own level. You must be able to read it.
#[derive(Debug, clap::Args)]
pub(crate) struct Addendum {
    /// Which record
    record: RecordId,
    /// Whose file
    #[arg(long)]
    client: ClientId,
    /// A few words
    #[arg(long, default_value = "addendum")]
    title: String,
    /// Somebody else whom it names, or whom the record names and nobody said so: what leaves is freed of them
    #[arg(long, value_name = "NAME")]
    other: Vec<String>,
    /// A file that belongs to it
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
}

fn category(text: &str) -> Result<Category, String> {
    let words = || Category::all().filter(|c| c.is_kind_of_record()).map(Category::word);
    let hint = || format!("there is no category `{text}`{}", tacenda_law::hint(text, words()));
    Category::from_word(text).filter(|c| c.is_kind_of_record()).ok_or_else(hint)
}

impl Add {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let program = desk.program_of(self.client, self.program.as_deref())?;
        let now = desk.agency.moment()?.time;
        let blank = AddRecord::of(desk.mint()?, self.client, self.category, &program, self.happened.unwrap_or(now));
        let record = AddRecord {
            class: self.class.unwrap_or(blank.class),
            title: self.title.unwrap_or(blank.title),
            text: text(self.attach.is_empty())?,
            third_party: self.third_party,
            others: self.other,
            ..blank
        };
        write(at, &desk, record, &self.attach)
    }
}

impl Addendum {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let (_, seen) = desk.see(ReadRecord { client: self.client, record: self.record })?;
        let Seen::Record(of) = seen else { return Ok(Ended::Failed) };
        let record = AddRecord {
            id: desk.mint()?,
            client: self.client,
            category: of.category,
            class: of.class,
            program: of.program,
            title: self.title,
            text: text(self.attach.is_empty())?,
            happened: desk.agency.moment()?.time,
            attachments: Vec::new(),
            amends: Some(of.id),
            third_party: of.third_party,
            others: self.other,
        };
        write(at, &desk, record, &self.attach)
    }
}

/// The text, from standard input.
fn text(needed: bool) -> Result<String> {
    if edge::is_attended() {
        talk("The text, ended by Ctrl-D on a line of its own:")?;
    }
    let text = edge::input()?.trim_end().to_owned();
    if needed && text.trim().is_empty() { Err(Misuse("there is no text on standard input".to_owned()).into()) } else { Ok(text) }
}

/// Uploads what belongs to it, then asks. What was uploaded for nothing is taken out again.
fn write(at: &At, desk: &Desk<'_>, record: AddRecord, files: &[PathBuf]) -> Result<Ended> {
    let mut attachments: Vec<Attachment> = Vec::new();
    for path in files {
        match upload(desk, &record, path) {
            Ok(attachment) => attachments.push(attachment),
            Err(fault) => {
                give_up(desk, &attachments)?;
                return Err(fault);
            }
        }
    }
    let (id, uploaded) = (record.id, attachments.clone());
    let done = desk.act(AddRecord { attachments, ..record });
    if done.is_err() {
        give_up(desk, &uploaded)?;
    }
    let leaf = done?.leaf;
    out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
}

fn give_up(desk: &Desk<'_>, uploaded: &[Attachment]) -> Result<()> {
    Ok(uploaded.iter().try_for_each(|attachment| desk.agency.drop_upload(attachment.id))?)
}

fn upload(desk: &Desk<'_>, record: &AddRecord, path: &Path) -> Result<Attachment> {
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let media_type = media_type(&name).to_owned();
    let upload = Upload { id: desk.mint()?, client: record.client, class: record.class, name, media_type };
    let done = desk.agency.upload(&desk.who, &upload, &mut file);
    if done.is_err() {
        desk.agency.drop_upload(upload.id)?;
    }
    Ok(done?)
}

/// By the ending of its name; what is not known is bytes.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "tif" | "tiff" => "image/tiff",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}
