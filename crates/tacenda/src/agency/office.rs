//! What is done to the agency itself, its keys and its clock: by whoever keeps it, in one transaction with its leaf.

use tacenda_desk::access::{Reason, Right, Target, may};
use tacenda_desk::{Refusal, Worker, WorkerId};
use tacenda_store::{Tx, ledger};

use super::accounts::Entered;
use super::{Agency, SignedIn};
use crate::act::{Event, RowWritten, append, gates_of, worker};
use crate::problem::Problem;

/// Codes of a leaf.
pub(crate) fn codes<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

impl Agency {
    /// Does it, if the access table gives this worker the right, and enters it. A refusal is entered too, and changes nothing else.
    pub(crate) fn office<F>(
        &self,
        who: &SignedIn,
        right: Right,
        act: &'static str,
        codes: Vec<(String, String)>,
        mut work: F,
    ) -> Result<u64, Problem>
    where
        F: FnMut(&mut Tx<'_>, &Self) -> Result<(), Problem> + Send + 'static,
    {
        self.office_about(who, right, (act, codes), None, move |tx, agency, _| work(tx, agency))
    }

    /// The same about a colleague, who is named in what is sealed beside the leaf alone; the work hears who does it.
    pub(crate) fn office_about<F>(
        &self,
        who: &SignedIn,
        right: Right,
        (act, codes): Entered,
        about: Option<WorkerId>,
        mut work: F,
    ) -> Result<u64, Problem>
    where
        F: FnMut(&mut Tx<'_>, &Self, &Worker) -> Result<(), Problem> + Send + 'static,
    {
        self.office_rows(who, right, (act, codes), about, move |tx, agency, by, _| work(tx, agency, by).map(|()| Vec::new()))
    }

    /// The same where sealed rows are written: the work hears the place of the leaf, and tells which.
    pub(crate) fn office_rows<F>(
        &self,
        who: &SignedIn,
        right: Right,
        (act, codes): Entered,
        about: Option<WorkerId>,
        mut work: F,
    ) -> Result<u64, Problem>
    where
        F: FnMut(&mut Tx<'_>, &Self, &Worker, u64) -> Result<Vec<RowWritten>, Problem> + Send + 'static,
    {
        let (agency, who, reading) = (self.clone(), who.clone(), self.reading()?);
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let mut keys = agency.keys(None);
            let Some(worker) = worker(tx, &mut keys, who.worker())? else { return Ok(Err(Refusal::NotAtWork.into())) };
            let ties = gates_of(tx, &mut keys, worker.id)?;
            if let Err(refusal) = may(&worker, right, Target::Agency, &ties, Reason::OwnDuty, now) {
                let refused = self::codes([("refused", act.to_owned()), ("refusal", refusal.code().to_owned())]);
                append(tx, &agency, &mut keys, &mut end, &Event::of_worker("act.refused", &worker, refused, now))?;
                return Ok(Err(refusal.into()));
            }
            let rows = work(tx, &agency, &worker, end.frontier.size())?;
            let event = Event { rows, ..Event::of_worker(act, &worker, codes.clone(), now).about(&worker, about) };
            append(tx, &agency, &mut keys, &mut end, &event).map(Ok)
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
        self.office(who, Right::AcceptClock, "clock.accept", Vec::new(), move |tx, agency| agency.believe(tx, &reading))
    }
}
