//! A child or an adult may be abused. Whoever suspects it calls, writes it down, and nobody stands between: no approval is asked, nobody
//! else can end it or let it wait, and the office hears of it once the call was made.

mod form;
mod kept;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod story;
mod whom;

use jiff::tz::TimeZone;
use serde_json::json;

pub(super) use form::is_fixed;
pub use form::{FOLLOW_UP, nothing_else};
pub use kept::{Call, Report};

use crate::acts::{ensure, filled};
use crate::flows::common::{self, Notes, does_own_task, is_of, perform, worded};
use crate::flows::{Around, Event, Flow, Form, Intake, Matter, MatterState, Outcome, Ruled, Turn, What, owed, whom as each};
use crate::inquiry::Source;
use crate::refusal::Refusal;
use crate::task::Task;
use crate::time::Time;

/// Nothing is asked beside the law.
const NOTES: Notes = &[];

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct MandatedReport;

/// Something that a report owes, and whether it is done: for a report about nobody known there are no tasks, and this stands for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The duty, by its word.
    pub duty: String,
    /// By when.
    pub at: Time,
    /// When it was done.
    pub done: Option<Time>,
}

impl Flow for MandatedReport {
    fn open(&self, intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
        let told = intake.report.as_ref().ok_or(Refusal::BadValue)?;
        filled(&told.told_by).and_then(|()| worded(&told.account))?;
        // What was done comes as an event, and is answered for.
        ensure(!told.was_made() && told.receivers.is_empty(), Refusal::BadValue)?;
        let says = |name: &str| intake.facts.iter().any(|(fact, value, _)| fact == name && *value == json!(true));
        let (child, adult) = (says("child_abuse_suspected"), says("adult_abuse_suspected"));
        ensure(child != adult, Refusal::BadValue)?;
        let mut matter = common::begin(intake, around, NOTES)?;
        matter.starts_its_clock(around);
        for (name, value) in form::always(child, intake.client.is_some()) {
            matter.put(around, name, value, Source::Person);
        }
        matter.owner = Some(around.by);
        matter.weigh(around)?;
        matter.note(around, What::Open, None, None);
        Ok(common::turn(matter, Vec::new(), around))
    }

    fn step(&self, matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal> {
        matter.still_takes(event)?;
        ensure(matter.is_held_by(around) || does_own_task(event, around), Refusal::NotYourWork)?;
        let mut next = matter.clone();
        let tasks = match event {
            Event::Call { call } => next.called(call, around)?,
            Event::Serve { .. } => next.wrote(event, around)?,
            Event::Close { outcome, words } => next.ends(*outcome, words, around)?,
            // The law's clock is nobody's to move.
            Event::Clock { .. } => return Err(Refusal::WrongState),
            Event::Did { task, .. } => {
                // That somebody called is shown by whom they called, and that they wrote by what was sent.
                ensure(!is_of(around, *task, &form::BY_CALL) && !is_of(around, *task, &form::IN_WRITING), Refusal::WrongState)?;
                next.takes(event, around)?
            }
            Event::Wait { task, .. } => {
                let must = next.ruling.as_ref().is_some_and(must);
                let commanded = is_of(around, *task, &form::BY_CALL) || is_of(around, *task, &form::IN_WRITING);
                ensure(!must || !commanded, Refusal::WrongState)?;
                next.takes(event, around)?
            }
            Event::Say { facts, .. } => {
                // When it was first suspected, and what a report is, was said once.
                ensure(!facts.iter().any(|(name, _)| is_fixed(name)), Refusal::BadValue)?;
                next.takes(event, around)?
            }
            _ => next.takes(event, around)?,
        };
        if next.state == MatterState::Open {
            next.weigh(around)?;
        }
        Ok(common::turn(next, tasks, around))
    }

    fn forms(&self, matter: &Matter) -> Vec<Form> {
        form::forms(matter)
    }
}

/// Whether the law commands it.
fn must(ruled: &Ruled) -> bool {
    ruled.verdict == "required"
}

impl Matter {
    /// Reads the file anew and asks the law, for each who may take the report.
    fn weigh(&mut self, around: &Around<'_>) -> Result<(), Refusal> {
        self.read_file(around);
        let (ruled, who, receivers) = whom::ask(self, around)?;
        each::put(self, who, around);
        self.ruling = Some(ruled);
        if let Some(report) = &mut self.report {
            report.receivers = receivers;
        }
        let soonest = self.report_owes(around.law.zone()).into_iter().filter(|due| due.done.is_none()).map(|due| due.at).min();
        self.answer_by = soonest;
        Ok(())
    }

    fn called(&mut self, call: &Call, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        filled(&call.whom).and_then(|()| filled(&call.number))?;
        call.reference.as_deref().map_or(Ok(()), filled)?;
        ensure(call.at <= around.now.time, Refusal::BadValue)?;
        let parts = [Some(call.whom.as_str()), Some(call.number.as_str()), call.reference.as_deref()];
        let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        self.report.as_mut().ok_or(Refusal::WrongState)?.calls.push(call.clone());
        self.note(around, What::Call, None, Some(&words));
        Ok(perform(around, &form::BY_CALL, &words))
    }

    /// The written follow-up went. Where no law lets it go it is not sent.
    fn wrote(&mut self, event: &Event, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        let Event::Serve { letter, to, .. } = event else { return Ok(Vec::new()) };
        ensure(self.may_write() && letter == FOLLOW_UP, Refusal::WrongState)?;
        self.takes(event, around)?;
        Ok(perform(around, &form::IN_WRITING, to))
    }

    fn ends(&mut self, outcome: Outcome, words: &str, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(form::OUTCOMES.contains(&outcome) && self.report_may_end(outcome), Refusal::WrongState)?;
        let open = |due: &Due| due.done.is_none() && self.client.is_none();
        let owes = self.report_owes(around.law.zone()).iter().any(open);
        ensure(outcome == Outcome::NotOwed || !owes, Refusal::WrongState)?;
        // Where two laws dispute, what they both ask for meanwhile stays owed.
        let disputed = self.ruling.as_ref().is_some_and(|ruled| ruled.verdict == "conflict");
        self.close(outcome, words, around, outcome == Outcome::NotOwed && !disputed)
    }

    /// Whether a written report may go: the law lets somebody have it.
    pub fn may_write(&self) -> bool {
        self.report.is_some() && self.ruling.as_ref().is_some_and(Ruled::is_yes)
    }

    /// Whether it may end so: what the law commands is not closed as not owed, nor while nobody can tell.
    fn report_may_end(&self, outcome: Outcome) -> bool {
        let told = self.report.as_ref().is_some_and(Report::was_made);
        let free = self.ruling.as_ref().is_some_and(|ruled| !must(ruled) && ruled.verdict != "needs_more_facts");
        match outcome {
            Outcome::Reported => told,
            Outcome::NotOwed => free && !told,
            _ => false,
        }
    }

    /// The report's own clocks: the call and the writing, each with its time and whether it is done.
    pub fn report_owes(&self, zone: &TimeZone) -> Vec<Due> {
        let called = self.report.as_ref().and_then(|report| report.calls.first()).map(|call| call.at);
        let wrote = self.served.iter().find(|one| one.letter == FOLLOW_UP).map(|one| one.at);
        let row = |owed: &crate::flows::OwedByLaw| {
            let done = match owed.duty.as_str() {
                duty if form::BY_CALL.contains(&duty) => called,
                duty if form::IN_WRITING.contains(&duty) => wrote,
                _ => return None,
            };
            Some(Due { duty: owed.duty.clone(), at: owed::due(self, owed, zone), done })
        };
        owed::wanted(self).iter().filter_map(row).collect()
    }
}
