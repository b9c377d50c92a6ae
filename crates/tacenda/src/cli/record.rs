//! `tacenda record …`: what a file holds. Text comes on standard input, never as an argument.

mod add;
mod read;

use anyhow::Result;

use super::Ended;
use super::at::At;

/// What a file holds.
///
/// Examples:
///   tacenda record add CLIENT --category diagnosis --title "First impression" < note.txt
///   tacenda record add CLIENT --category correspondence --title "A letter" --attach letter.pdf < about.txt
///   tacenda record list CLIENT
///   tacenda record read RECORD --client CLIENT
///   tacenda record addendum RECORD --client CLIENT < more.txt
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Record {
    /// Write a record
    Add(add::Add),
    /// List the records that you may read
    List(read::List),
    /// Read a record
    Read(read::Read),
    /// Get a file that belongs to a record
    AttachGet(read::AttachGet),
    /// Add to a record, or correct it: the record itself is never changed
    Addendum(add::Addendum),
}

impl Record {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Add(command) => command.run(at),
            Self::List(command) => command.run(at),
            Self::Read(command) => command.run(at),
            Self::AttachGet(command) => command.run(at),
            Self::Addendum(command) => command.run(at),
        }
    }
}
