//! `tacenda key …`: the agency's keys and its recovery kit.

mod regain;
mod rotate;

use std::path::PathBuf;

use anyhow::Result;
use tacenda_vault::Cost;
use tacenda_vault::recovery::Opens;

use super::at::At;
use super::out::{self, Table};
use super::{Ended, Language, Misuse, kit};
use crate::config::KeySource;
use crate::root::Root;
use crate::view::KeysView;

/// The agency's keys and its recovery kit.
///
/// Examples:
///   tacenda key inventory
///   tacenda key prove                          type one printed share back
///   tacenda key rotate --kit new-kit           new keys, and a new kit for the same custodians
///   tacenda key regain "Ben Ortiz"             Ben lost his passphrase: he and two custodians are in the room
///   tacenda key split --custodian Rosa --custodian Ben --custodian Counsel --kit new-kit
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Key {
    /// List which keys there are; nothing secret
    Inventory,
    /// Put a new key-encryption key in place of the old one, with a new recovery kit
    Rotate(rotate::Rotate),
    /// Prove that a page was printed right: type its share back
    Prove(Prove),
    /// Give somebody who lost their passphrase a new one, with shares of the recovery kit
    Regain(regain::Regain),
    /// Print a new recovery kit; the old pages that start the system are void
    Split(rotate::Split),
    /// Change the passphrase of the agency's keys
    Passphrase(NewRoot),
}

impl Key {
    pub(crate) fn run(self, at: &At, language: Language) -> Result<Ended> {
        match self {
            Self::Inventory => inventory(at),
            Self::Rotate(command) => command.run(at, language),
            Self::Prove(command) => command.run(at),
            Self::Regain(command) => command.run(at),
            Self::Split(command) => command.run(at, language),
            Self::Passphrase(command) => command.run(at),
        }
    }
}

fn inventory(at: &At) -> Result<Ended> {
    let agency = at.open()?;
    let view = KeysView::of(agency.keyed()?);
    out::show(at.json, &view, || {
        let mut table = Table::default();
        for (version, source) in &view.kek {
            table.row(["key-encryption key", &format!("version {version}"), &format!("wrapped by {source}"), ""]);
        }
        for (name, version, kek) in &view.agency {
            table.row([&format!("agency key {name}"), &format!("version {version}"), &format!("under key {kek}"), ""]);
        }
        for (kek, count) in &view.clients {
            table.row(["client keys", &count.to_string(), &format!("under key {kek}"), ""]);
        }
        for (class, count) in &view.classes {
            table.row([&format!("class keys {class}"), &count.to_string(), "under client keys", ""]);
        }
        for (class, count) in &view.wraps {
            table.row([&format!("class keys {class}"), &count.to_string(), "wraps to people", ""]);
        }
        table.row(["people with a key", &view.people.to_string(), "", ""]);
        table.row(["destroyed", &view.destroyed.to_string(), "", ""]);
        table.text()
    })
}

/// Proves that a page was printed right. Either share of a page will do, and each is worth proving once.
#[derive(Debug, clap::Args)]
pub(crate) struct Prove {
    /// The share, from this file; without it you are asked, line by line
    #[arg(long, value_name = "FILE")]
    share_file: Option<PathBuf>,
}

impl Prove {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let typed = kit::typed(at, self.share_file.as_ref(), "One share, its six lines:")?;
        let (opens, index) = desk.agency.prove(&desk.who, &typed)?;
        let what = if opens == Opens::Root { "starts the record system" } else { "opens the most private notes" };
        let word = if opens == Opens::Root { "root" } else { "people" };
        let view = serde_json::json!({ "kit": word, "share": index });
        out::show(at.json, &view, || format!("Share {index} of the kit that {what} is right.\n"))
    }
}

/// Changes the passphrase of the agency's keys; the one in force is asked for first.
#[derive(Debug, clap::Args)]
pub(crate) struct NewRoot {
    /// The new passphrase, from this file; without it you are asked twice
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewRoot {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        if desk.agency.config().key != KeySource::Passphrase {
            return Err(Misuse(
                "the agency's keys do not open by a passphrase; `tacenda worker passphrase` changes yours".to_owned(),
            )
            .into());
        }
        let typed = at.new_passphrase("of the agency's keys", self.new_passphrase_file.as_ref())?;
        let leaf = desk.agency.wrap_by(&desk.who, &Root::passphrase(&typed, Cost::DEFAULT))?;
        out::show(at.json, &serde_json::json!({ "leaf": leaf }), || format!("changed  (leaf {leaf})\n"))
    }
}
