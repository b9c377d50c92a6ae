//! The one place where anything changes.
//!
//! One act is one unit of work: open what it needs, ask for leave, take the step, apply its effects, append exactly one entry. A refusal
//! changes nothing and is an entry too. Nobody is answered before the disk has it.

mod append;
mod apply;
mod guest;
mod open;
mod outside;
mod posting;
mod ready;

use std::sync::Arc;

use tacenda_desk::access::Reason;
use tacenda_desk::acts::Act;
use tacenda_desk::flows::Law;
use tacenda_desk::{Now, Plain, Refusal, Seen, Step, Time};
use tacenda_store::Tx;
use tacenda_store::ledger::{self, End};

use crate::agency::{Agency, SignedIn};
use crate::clock::Reading;
use crate::problem::Problem;
use ready::Uploaded;

pub(crate) use append::read_kept;
pub(crate) use append::{Event, append, place_of};
pub use append::{Kept, RowWritten, SYSTEM};
pub(crate) use apply::{save, sealing};
pub(crate) use open::{gates_of, latest, shared_ties, thing, things_of, ties, ties_now, worker};
pub(crate) use posting::Turn;

/// What somebody asks, why, and under which key: asked again under the same key, it is not done again.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What.
    pub act: Act,
    /// Why.
    pub reason: Reason,
    /// Minted by the caller, who asks again under the same key when an answer was lost on its way.
    pub key: Option<[u8; 32]>,
    /// The law that it asks, where it asks any.
    pub law: Option<Arc<Law>>,
}

impl Asked {
    /// For this reason, under no key.
    pub fn new(act: impl Into<Act>, reason: Reason) -> Self {
        Self { act: act.into(), reason, key: None, law: None }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Done {
    /// The place of its leaf in the ledger.
    pub leaf: u64,
    /// What the worker gets to see.
    pub seen: Plain<Seen>,
}

/// When an act happens: by the machine's clock, or as told.
#[derive(Debug, Clone)]
pub(crate) enum When {
    Read(Reading),
    Told(Time),
}

impl When {
    pub(crate) fn now(&self, tx: &mut Tx<'_>, agency: &Agency, end: &End) -> Result<Now, Problem> {
        match self {
            Self::Read(reading) => agency.now(tx, reading, end),
            Self::Told(time) => Ok(Now::trusted((*time).max(Time(end.last_time)))),
        }
    }
}

impl Agency {
    /// Does what somebody asks, if they may.
    ///
    /// # Errors
    /// The desk's refusal; or why it could not be done. Then nothing changed, but that a refusal stands in the ledger.
    pub fn act(&self, who: &SignedIn, asked: Asked) -> Result<Done, Problem> {
        self.act_when(who, asked, When::Read(self.reading()?))
    }

    /// The same at a time that is told: of a fictional agency alone, whose year has to pass in a minute.
    pub(crate) fn act_when(&self, who: &SignedIn, asked: Asked, when: When) -> Result<Done, Problem> {
        let (agency, who) = (self.clone(), who.clone());
        let may_destroy = matches!(asked.act, Act::DecideDestruction(_));
        let uploads = ready::uploads(self, &who, &asked.act)?;
        ready::rehearse(self, &who, &asked)?;
        let is_open = who.is_open();
        let done = self.db().write(move |tx| act(tx, &agency, &who, &asked, &uploads, &when));
        let done = match done {
            Err(Problem::Store(error)) if error.is_no_key() && !is_open => return Err(Problem::Shut),
            other => other?,
        };
        if may_destroy && done.is_ok() {
            // What is destroyed must not come back from an older backup. If the list cannot be written now the next backup writes it,
            // and until then `destroyed::is_behind` says so.
            let _ = crate::backup::destroyed::write(self);
        }
        done
    }

    /// Many acts at the times that are told, in one commit: of a fictional agency alone, and none that uploads or destroys. What came of
    /// each.
    pub(crate) fn acts_told(&self, all: Vec<(SignedIn, Asked, Time)>) -> Result<Vec<Result<Done, Problem>>, Problem> {
        let agency = self.clone();
        self.db()
            .write(move |tx| all.iter().map(|(who, asked, at)| act(tx, &agency, who, asked, &[], &When::Told(*at))).collect())
    }

    /// Sets the desk up: the one step that nobody is there to ask for.
    pub(crate) fn found(&self, step: Step, when: When) -> Result<Done, Problem> {
        let agency = self.clone();
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = when.now(tx, &agency, &end)?;
            let mut keys = agency.keys(None);
            let rows = apply::all(tx, &agency, &mut keys, &step.effects, &[], end.frontier.size())?;
            let leaf = append(tx, &agency, &mut keys, &mut end, &Event::of(&step.entry, rows, now))?;
            Ok(Done { leaf, seen: Plain::new(Seen::Done) })
        })
    }
}

/// The outer result is kept or undone by the database; a refusal is kept.
fn act(
    tx: &mut Tx<'_>,
    agency: &Agency,
    who: &SignedIn,
    asked: &Asked,
    uploads: &[Uploaded],
    when: &When,
) -> Result<Result<Done, Problem>, Problem> {
    if let Some(leaf) = asked.key.map(|key| ledger::of_act(tx, &key)).transpose()?.flatten() {
        return Ok(Ok(Done { leaf, seen: Plain::new(Seen::Done) }));
    }
    let mut end = ledger::lock(tx)?;
    let now = when.now(tx, agency, &end)?;
    let mut keys = agency.keys(Some(who));
    let Some(asker) = open::worker(tx, &mut keys, who.worker())? else { return Ok(Err(Refusal::NotAtWork.into())) };
    if !who.is_open() && open::is_shut(tx, &asker, &asked.act)? {
        return Ok(Err(Problem::Shut));
    }
    let opened = open::all(tx, &mut keys, &asker, asked)?;
    match asked.act.take(&asker, asked.reason, &opened, now) {
        Ok(step) => {
            let rows = apply::all(tx, agency, &mut keys, &step.effects, uploads, end.frontier.size())?;
            let event = Event { key: asked.key, ..Event::of(&step.entry, rows, now) };
            let leaf = append(tx, agency, &mut keys, &mut end, &event)?;
            Ok(Ok(Done { leaf, seen: step.seen }))
        }
        Err(refusal) => {
            let entry = asked.act.refused(&asker, refusal);
            append(tx, agency, &mut keys, &mut end, &Event::of(&entry, Vec::new(), now))?;
            Ok(Err(refusal.into()))
        }
    }
}
