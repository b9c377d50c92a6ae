//! What is done to the agency itself, its keys and its clock: by whoever keeps it, in one transaction with its leaf.

use tacenda_desk::{Refusal, Role, Worker, WorkerState};
use tacenda_store::{Tx, ledger};

use super::{Agency, SignedIn};
use crate::act::{Event, append, worker};
use crate::problem::Problem;

/// Who may.
pub(crate) type May = fn(&Worker) -> Result<(), Refusal>;

/// Whoever is at work here.
pub(crate) fn anybody(worker: &Worker) -> Result<(), Refusal> {
    let at_work = matches!(worker.state, WorkerState::Active | WorkerState::TrainingDue);
    if at_work { Ok(()) } else { Err(Refusal::NotAtWork) }
}

/// Those who keep people, keys and machines.
pub(crate) fn keeper(worker: &Worker) -> Result<(), Refusal> {
    anybody(worker)?;
    if worker.is(Role::Administrator) || worker.is(Role::Director) { Ok(()) } else { Err(Refusal::NotYourWork) }
}

/// Codes of a leaf.
pub(crate) fn codes<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

impl Agency {
    /// Does it, if this worker may, and enters it. A refusal is entered too, and changes nothing else.
    pub(crate) fn office<F>(
        &self,
        who: &SignedIn,
        may: May,
        act: &'static str,
        codes: Vec<(String, String)>,
        mut work: F,
    ) -> Result<u64, Problem>
    where
        F: FnMut(&mut Tx<'_>, &Self) -> Result<(), Problem> + Send + 'static,
    {
        let (agency, who, reading) = (self.clone(), who.clone(), self.reading()?);
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let mut keys = agency.keys(None);
            let Some(worker) = worker(tx, &mut keys, who.worker())? else { return Ok(Err(Refusal::NotAtWork.into())) };
            if let Err(refusal) = may(&worker) {
                let refused = super::office::codes([("refused", act.to_owned()), ("refusal", refusal.code().to_owned())]);
                append(tx, &agency, &mut keys, &mut end, &Event::of_worker("act.refused", &worker, refused, now))?;
                return Ok(Err(refusal.into()));
            }
            work(tx, &agency)?;
            append(tx, &agency, &mut keys, &mut end, &Event::of_worker(act, &worker, codes.clone(), now)).map(Ok)
        })?
    }

    /// Enters what the program itself did, in one transaction with it.
    pub(crate) fn by_itself<F>(&self, act: &'static str, codes: Vec<(String, String)>, mut work: F) -> Result<u64, Problem>
    where
        F: FnMut(&mut Tx<'_>, &Self) -> Result<(), Problem> + Send + 'static,
    {
        let (agency, reading) = (self.clone(), self.reading()?);
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            work(tx, &agency)?;
            append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_system(act, codes.clone(), now))
        })
    }

    /// A person says that the machine's clock is right.
    pub fn accept_clock(&self, who: &SignedIn) -> Result<u64, Problem> {
        let reading = self.reading()?;
        self.office(who, keeper, "clock.accept", Vec::new(), move |tx, agency| agency.believe(tx, &reading))
    }
}
