//! `tacenda worker …`: who works here.

mod account;
mod change;
mod join;

use anyhow::Result;
use tacenda_desk::Seen;
use tacenda_desk::acts::ReadWorkers;

use super::Ended;
use super::at::At;
use super::out::{self, Table};
use crate::view::WorkerView;

/// Who works here: asked in by one, confirmed by another, trained, and gone at once when they go.
///
/// Examples:
///   tacenda worker invite --name "Ben Ortiz" --role clinician --program Counselling    prints a code for Ben
///   tacenda worker confirm "Ben Ortiz" --as "Ana Lucero"                               somebody else confirms
///   tacenda worker train "Ben Ortiz" --until 2027-03-01
///   tacenda worker join --as "Ben Ortiz"                                               Ben, with the code
///   tacenda worker account --as "Ben Ortiz"                                            Ben's password at the pages
///   tacenda worker leave "Ben Ortiz"                                                   at once, for good
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Worker {
    /// Ask somebody in, and print the code by which they enter a key of their own
    Invite(join::Invite),
    /// Use the code: choose a passphrase, get a key
    Join(join::Join),
    /// Confirm somebody whom another asked in
    Confirm(change::Confirm),
    /// Say that training is done, or by when it is due
    Train(change::Train),
    /// Keep somebody from work, at once
    Suspend(change::Suspend),
    /// Let somebody back to work
    Restore(change::Restore),
    /// End somebody's work here, at once and for good
    Leave(change::Leave),
    /// Set what somebody does, and where
    Roles(change::Roles),
    /// Enter who answers for whose work, or end it
    Supervise(change::Supervise),
    /// List who works here
    List,
    /// Enter your public key again
    Key,
    /// Change your passphrase
    Passphrase(join::NewPassphrase),
    /// Set the password by which you sign in at the pages
    Account(account::Account),
    /// End every session of a colleague at the pages
    SignOut(account::SignOut),
    /// Take a colleague's account at the identity provider off: they sign in by password again
    Unbind(account::Unbind),
    /// Make a code by which a colleague gets back in at the pages
    Recover(account::Recover),
}

impl Worker {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Invite(command) => command.run(at),
            Self::Join(command) => command.run(at),
            Self::Confirm(command) => command.run(at),
            Self::Train(command) => command.run(at),
            Self::Suspend(command) => command.run(at),
            Self::Restore(command) => command.run(at),
            Self::Leave(command) => command.run(at),
            Self::Roles(command) => command.run(at),
            Self::Supervise(command) => command.run(at),
            Self::List => list(at),
            Self::Key => key(at),
            Self::Passphrase(command) => command.run(at),
            Self::Account(command) => command.run(at),
            Self::SignOut(command) => command.run(at),
            Self::Unbind(command) => command.run(at),
            Self::Recover(command) => command.run(at),
        }
    }
}

fn list(at: &At) -> Result<Ended> {
    let desk = at.desk()?;
    let (_, seen) = desk.see(ReadWorkers)?;
    let Seen::Workers(workers) = seen else { return Ok(Ended::Failed) };
    let views: &[WorkerView] = &workers;
    out::show(at.json, views, || {
        let mut table = Table::default();
        for worker in views {
            let roles: Vec<&str> = worker.roles.iter().map(|role| role.word()).collect();
            table.row([&worker.id.to_string(), &worker.name, worker.state.word(), worker.kind.word(), &roles.join(" ")]);
        }
        table.text()
    })
}

fn key(at: &At) -> Result<Ended> {
    let desk = at.desk()?;
    let leaf = desk.enter_key()?;
    let view = crate::view::Done { id: Some(desk.worker.id), leaf };
    out::show(at.json, &view, || format!("entered  (leaf {leaf})\n"))
}
