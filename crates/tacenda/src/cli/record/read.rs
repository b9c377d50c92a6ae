//! `tacenda record list`, `read`, `attach-get`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use tacenda_desk::acts::{ListRecords, ReadAttachment, ReadRecord};
use tacenda_desk::{Attachment, ClientId, Id, Record, RecordId, Seen};

use crate::calm::calm;
use crate::cli::at::{At, Desk};
use crate::cli::out::{self, Table};
use crate::cli::{Ended, kit};
use crate::view::{AttachmentView, HeadingView, RecordView};

/// Lists what a file holds, as far as you may read it.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Whose
    client: ClientId,
}

impl List {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let (_, seen) = desk.see(ListRecords { client: self.client })?;
        let Seen::Records(headings) = seen else { return Ok(Ended::Failed) };
        let views: Vec<HeadingView<'_>> = headings.iter().map(HeadingView::of).collect();
        out::show(at.json, &views, || {
            let mut table = Table::default();
            for heading in &headings {
                let mut marks = Vec::new();
                marks.extend(heading.amends.map(|id| format!("adds to {id}")));
                marks.extend(heading.late.then(|| "written late".to_owned()));
                marks.extend((heading.attachments > 0).then(|| out::count(heading.attachments as u64, "file")));
                table.row([
                    &heading.id.to_string(),
                    &out::when(heading.happened),
                    heading.category.word(),
                    &heading.title,
                    &marks.join(", "),
                ]);
            }
            table.text()
        })
    }
}

/// Reads a record.
#[derive(Debug, clap::Args)]
pub(crate) struct Read {
    /// Which one
    record: RecordId,
    /// Whose file
    #[arg(long)]
    client: ClientId,
}

impl Read {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let (leaf, seen) = desk.see(ReadRecord { client: self.client, record: self.record })?;
        let Seen::Record(record) = seen else { return Ok(Ended::Failed) };
        out::show(at.json, &RecordView::of(&record), || text(&desk, &record, leaf))
    }
}

fn text(desk: &Desk<'_>, record: &Record, leaf: u64) -> String {
    let mut marks = vec![record.category.word().to_owned(), out::when(record.happened), desk.name_of(record.author)];
    marks.extend(record.late.then(|| format!("written late, {}", out::when(record.written))));
    marks.extend(record.amends.map(|id| format!("adds to {id}")));
    marks.extend(record.third_party.then(|| "from or about somebody else".to_owned()));
    marks.push(format!("leaf {leaf}"));
    let mut files = Table::default();
    for file in record.attachments.iter().map(AttachmentView::of) {
        files.row([&file.id.to_string(), file.name, file.media_type, &format!("{} bytes", file.size)]);
    }
    let files = files.text();
    let files = if files.is_empty() { files } else { format!("\n{files}") };
    calm(&format!("{}\n{}\n\n{}\n{files}", record.title, marks.join(" · "), record.text))
}

/// Gets a file that belongs to a record, into a new file that only you may read.
#[derive(Debug, clap::Args)]
pub(crate) struct AttachGet {
    /// Of which record
    record: RecordId,
    /// Which file, as `record read` names it
    attachment: Id<Attachment>,
    /// Whose file
    #[arg(long)]
    client: ClientId,
    /// Where to write it
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl AttachGet {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let act = ReadAttachment { client: self.client, record: self.record, attachment: self.attachment };
        let (leaf, seen) = desk.see(act)?;
        let Seen::Attachment(attachment) = seen else { return Ok(Ended::Failed) };
        let mut file = kit::new_private(&self.to)?;
        let written = desk.agency.download(&desk.who, &attachment, &mut file).map_err(anyhow::Error::from);
        let written = written.and_then(|()| file.sync_all().context("the file could not be written to the end"));
        if written.is_err() {
            let _ = std::fs::remove_file(&self.to); // half a file is none
        }
        written?;
        out::show(at.json, &AttachmentView::of(&attachment), || format!("{} bytes  (leaf {leaf})\n", attachment.size))
    }
}
