//! Somebody at the desk: signed in, and asking.

use anyhow::Result;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Act, RegisterKey};
use tacenda_desk::{ClientId, Id, Program, ProgramState, Purpose, Seen, Worker, WorkerId};

use super::At;
use crate::act::{Asked, Done};
use crate::agency::{Agency, SignedIn};
use crate::cli::{Misuse, talk};

/// Somebody signed in.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    pub(crate) at: &'a At,
    pub(crate) agency: Agency,
    pub(crate) who: SignedIn,
    pub(crate) worker: Worker,
}

impl Desk<'_> {
    /// Whoever joined before they might work enters the public half of their key once they may.
    pub(crate) fn register_key(&self) -> Result<()> {
        let may = self.worker.state.is_at_work();
        if may && self.worker.public_key.is_empty() {
            self.enter_key()?;
        }
        Ok(())
    }

    /// Enters the public half of one's own key.
    pub(crate) fn enter_key(&self) -> Result<u64> {
        let public_key = self.agency.own_public(&self.who)?;
        Ok(self.act_because(RegisterKey { worker: self.worker.id, public_key }, Reason::OwnDuty)?.leaf)
    }

    /// Does it, for the reason given or the one that goes without saying.
    pub(crate) fn act(&self, act: impl Into<Act>) -> Result<Done> {
        let act = act.into();
        let reason = self.reason(&act)?;
        self.act_because(act, reason)
    }

    /// Does it for that reason.
    pub(crate) fn act_because(&self, act: impl Into<Act>, reason: Reason) -> Result<Done> {
        Ok(self.agency.act(&self.who, Asked::new(act, reason))?)
    }

    /// The same, and what it shows.
    pub(crate) fn see(&self, act: impl Into<Act>) -> Result<(u64, Seen)> {
        let done = self.act(act)?;
        Ok((done.leaf, done.seen.into_exposed(Purpose::Show)))
    }

    /// An id that was never given before.
    pub(crate) fn mint<K>(&self) -> Result<Id<K>> {
        Ok(self.agency.mint()?)
    }

    /// A worker by name or id.
    pub(crate) fn colleague(&self, text: &str) -> Result<WorkerId> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        named(&self.agency.workers()?, text, |w| (w.id.to_string(), &w.name)).map(|w| w.id)
    }

    /// What the workers are called.
    pub(crate) fn name_of(&self, id: WorkerId) -> String {
        let found = self.agency.worker(id).ok().flatten();
        found.map_or_else(|| id.to_string(), |worker| worker.name)
    }

    /// A program by name or id; without one the only open one that the worker is in.
    pub(crate) fn program(&self, text: Option<&str>) -> Result<Program> {
        let all = self.agency.programs()?;
        if let Some(text) = text {
            return named(&all, text, |p| (p.id.to_string(), &p.name)).cloned();
        }
        let mut mine = all.into_iter().filter(|p| p.state == ProgramState::Open && self.worker.programs.contains(&p.id));
        match (mine.next(), mine.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(Misuse("you are in no program that runs".to_owned()).into()),
            _ => Err(Misuse("you are in several programs: say which with --program".to_owned()).into()),
        }
    }

    /// The program in whose work a record is made: the one named, or the only one that the worker shares with the client.
    pub(crate) fn program_of(&self, client: ClientId, named: Option<&str>) -> Result<Program> {
        if named.is_some() {
            return self.program(named);
        }
        let theirs = self.agency.programs_of(client)?;
        let mut shared =
            self.agency.programs()?.into_iter().filter(|p| self.worker.programs.contains(&p.id) && theirs.contains(&p.id));
        match (shared.next(), shared.next()) {
            (Some(only), None) => Ok(only),
            // The answer to a client who is not there is the act's to give.
            _ => self.program(None),
        }
    }

    /// Programs by name or id.
    pub(crate) fn programs(&self, texts: &[String]) -> Result<Vec<tacenda_desk::ProgramId>> {
        texts.iter().map(|text| self.program(Some(text)).map(|p| p.id)).collect()
    }
}

/// Whatever was done or refused, the ledger's new end is signed before the command is over, so that the newest head is always there to be
/// offered. What was done stands even if it cannot be signed now; the next command signs it.
impl Drop for Desk<'_> {
    fn drop(&mut self) {
        if self.agency.ring().is_sealed() || self.agency.missing().is_some() {
            return;
        }
        if let Err(problem) = self.agency.publish() {
            let _ = talk(&format!("tacenda: the ledger's new end is not signed yet: {problem}"));
        }
    }
}

/// The one of that name or id.
pub(crate) fn named<'t, T>(all: &'t [T], text: &str, of: impl Fn(&T) -> (String, &String)) -> Result<&'t T> {
    let same = |item: &&T| {
        let (id, name) = of(item);
        id == text || name.to_lowercase() == text.to_lowercase()
    };
    let mut found = all.iter().filter(same);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(Misuse(format!("there are several `{text}`: give the id")).into()),
        (None, _) => {
            let hint = tacenda_law::hint(text, all.iter().map(|item| of(item).1.as_str()));
            Err(Misuse(format!("there is no `{text}`{hint}")).into())
        }
    }
}
