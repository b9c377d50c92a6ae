//! How somebody who is asked in gets a key of their own.

use std::path::PathBuf;

use anyhow::Result;
use tacenda_desk::acts::InviteWorker;
use tacenda_desk::{Role, WorkerId, WorkerKind, WorkerState};
use tacenda_vault::{Cost, Passphrase};

use crate::cli::at::{At, Desk};
use crate::cli::out::{self, word};
use crate::cli::{Ended, Misuse};
use crate::view::Done;

/// Asks somebody in. Prints a code, once: hand it to them; it is good for seven days. Somebody else must confirm them.
#[derive(Debug, clap::Args)]
pub(crate) struct Invite {
    /// Their name
    #[arg(long, required_unless_present = "again")]
    name: Option<String>,
    /// In what standing
    #[arg(long, default_value = "staff", value_parser = word!(WorkerKind))]
    kind: WorkerKind,
    /// What they will do
    #[arg(long = "role", value_delimiter = ',', value_parser = word!(Role))]
    roles: Vec<Role>,
    /// Where
    #[arg(long = "program", value_name = "PROGRAM")]
    programs: Vec<String>,
    /// Another code for somebody who was asked in and has not joined
    #[arg(long, value_name = "WORKER", conflicts_with_all = ["name", "roles", "programs"])]
    again: Option<String>,
}

impl Invite {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        if let Some(worker) = &self.again {
            let id = desk.colleague(worker)?;
            return Self::code(at, &desk, id, None);
        }
        let (id, name) = (desk.mint()?, self.name.unwrap_or_default());
        if desk.agency.workers()?.iter().any(|w| w.name.to_lowercase() == name.to_lowercase() && w.state != WorkerState::Left) {
            return Err(Misuse(format!("somebody called {name} works here: give a name that tells them apart")).into());
        }
        let programs = desk.programs(&self.programs)?;
        let leaf = desk.act(InviteWorker { id, name, kind: self.kind, roles: self.roles, programs })?.leaf;
        Self::code(at, &desk, id, Some(leaf))
    }

    fn code(at: &At, desk: &Desk<'_>, id: WorkerId, leaf: Option<u64>) -> Result<Ended> {
        let code = desk.agency.invite_code(&desk.who, id)?;
        let view = serde_json::json!({ "id": id, "leaf": leaf, "code": code });
        out::show(at.json, &view, || {
            let leaf = leaf.map(|leaf| format!("  (leaf {leaf})")).unwrap_or_default();
            format!("{id}{leaf}\nCode for {}, shown once, good for seven days: {code}\n", desk.name_of(id))
        })
    }
}

/// Uses the code that you were handed: you choose a passphrase and get a key of your own. Say who you are with --as.
#[derive(Debug, clap::Args)]
pub(crate) struct Join {
    /// The code, from this file; without it you are asked
    #[arg(long, value_name = "FILE")]
    code_file: Option<PathBuf>,
}

impl Join {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        if at.who.is_none() {
            return Err(Misuse("say who you are: --as NAME".to_owned()).into());
        }
        let agency = at.open()?;
        let worker = at.worker(&agency)?;
        let code = at.secret("Code: ", self.code_file.as_ref())?;
        let passphrase = at.new_passphrase(&format!("of {}", worker.name), at.passphrase_file.as_ref())?;
        let who = agency.join(worker.id, &code, &Passphrase::new(&passphrase), Cost::DEFAULT)?;
        let desk = Desk { at, agency, who, worker };
        desk.register_key()?;
        let state = desk.worker.state;
        out::show(at.json, &serde_json::json!({ "id": desk.worker.id, "state": state }), || {
            let next = match state {
                WorkerState::Invited => {
                    "Somebody else than the one who asked you in confirms you next (`tacenda worker confirm`)."
                }
                WorkerState::Confirmed => "Your training opens work to you (`tacenda worker train`).",
                _ => "You can work.",
            };
            format!("You have a key. Nobody can reset its passphrase.\n{next}\n")
        })
    }
}

/// Changes your passphrase. What is sealed to you stays as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct NewPassphrase {
    /// The new passphrase, from this file; without it you are asked twice
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewPassphrase {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let passphrase = at.new_passphrase(&format!("of {}", desk.worker.name), self.new_passphrase_file.as_ref())?;
        let leaf = desk.agency.change_passphrase(&desk.who, &Passphrase::new(&passphrase), Cost::DEFAULT)?;
        out::show(at.json, &Done { id: Some(desk.worker.id), leaf }, || format!("changed  (leaf {leaf})\n"))
    }
}
