//! Somebody may do serious harm. Whoever heard of it weighs it, tells those whom the law names or keeps people safe without telling, and
//! nobody stands between: no approval is asked, nobody else can stop it or end it, and the office hears of it once somebody was told.

mod form;
mod kept;
#[cfg(test)]
mod story;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

pub use form::no_more;
pub(super) use form::{is_fixed, is_telling};
pub use kept::{Done, Receiver, Short, Told, Warning};

use crate::acts::{ensure, filled};
use crate::flows::common::{self, Notes, does_own_task, is_of, perform, worded};
use crate::flows::whom::{self, Answered};
use crate::flows::{
    Around, Due, Event, Flow, Form, Ground, Intake, Matter, MatterState, Outcome, OwedByLaw, Ruled, Turn, What, owed,
};
use crate::inquiry::Source;
use crate::refusal::Refusal;
use crate::task::{Lawful, Task};

/// Nothing is asked beside the law.
const NOTES: Notes = &[];
/// The rules that are named for each who might be told.
const MOST_RULES: usize = 3;
/// The most that one enters.
const MOST_ENTRIES: usize = 200;

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Warn;

impl Flow for Warn {
    fn open(&self, intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
        let heard = intake.warning.as_ref().ok_or(Refusal::BadValue)?;
        worded(&heard.account)?;
        ensure(heard.set_aside.is_empty() || worded(&heard.set_aside).is_ok(), Refusal::BadValue)?;
        ensure(heard.considered.len() == heard.considered.iter().collect::<BTreeSet<_>>().len(), Refusal::BadValue)?;
        // What was done comes as an event, and what the law says from the law.
        ensure(!heard.was_told() && heard.done.is_empty() && heard.receivers.is_empty(), Refusal::BadValue)?;
        let mut matter = common::begin(intake, around, NOTES)?;
        matter.starts_its_clock(around);
        for (name, value) in form::always(intake.client.is_some()) {
            matter.put(around, name, value, Source::Person);
        }
        matter.owner = Some(around.by);
        matter.asks_of_each(around)?;
        matter.note(around, What::Open, None, None);
        Ok(common::turn(matter, Vec::new(), around))
    }

    fn step(&self, matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal> {
        matter.still_takes(event)?;
        ensure(matter.is_held_by(around) || does_own_task(event, around), Refusal::NotYourWork)?;
        let mut next = matter.clone();
        let tasks = match event {
            Event::Tell { told } => next.tells(told, around)?,
            Event::Protect { done } => next.protects(done, around)?,
            Event::Close { outcome, words } => next.warning_ends(*outcome, words, around)?,
            // The law's clock is nobody's to move.
            Event::Clock { .. } => return Err(Refusal::WrongState),
            Event::Did { task, .. } => {
                // That somebody was told is shown by who was, as long as the law lets them be.
                ensure(!is_of(around, *task, &next.told_duties()), Refusal::WrongState)?;
                next.takes(event, around)?
            }
            Event::Wait { task, why, .. } => {
                // Whom the law commands to be told waits for no reason but the law's own.
                ensure(!is_of(around, *task, &next.told_duties()) || *why == Lawful::LawLets, Refusal::WrongState)?;
                next.takes(event, around)?
            }
            Event::Say { facts, .. } => {
                // What a warning is, and when it was first heard of, was said once.
                ensure(!facts.iter().any(|(name, _)| is_fixed(name)), Refusal::BadValue)?;
                next.takes(event, around)?
            }
            _ => next.takes(event, around)?,
        };
        if next.state == MatterState::Open {
            next.asks_of_each(around)?;
        }
        Ok(common::turn(next, tasks, around))
    }

    fn forms(&self, matter: &Matter) -> Vec<Form> {
        form::forms(matter)
    }
}

/// What the law says of all of them together: the answer that carries farthest, and what is owed for each who must be told or was.
fn together(answers: &[Answered], was_told: impl Fn(&str) -> bool) -> Result<Ruled, Refusal> {
    let best = answers.first().ok_or(Refusal::BadValue)?;
    let mut ruled = best.ruled.clone();
    // What is owed after telling is owed once somebody was told, where the law only lets them be.
    if ruled.verdict == "permitted" && !was_told(best.who) {
        ruled.owed.retain(|owed| owed.before);
    }
    let others = answers.iter().skip(1).filter(|other| other.ruled.verdict == "required" || was_told(other.who));
    for owed in others.flat_map(|other| &other.ruled.owed) {
        if !ruled.owed.iter().any(|there| there.duty == owed.duty && !there.perhaps) {
            ruled.owed.push(owed.clone());
        }
    }
    Ok(ruled)
}

/// What is kept of an answer. Of a no the rules that say it.
fn kept(answer: &Answered) -> Receiver {
    let by: &[Ground] = if answer.ruled.is_yes() { &answer.why.by } else { &answer.ruled.grounds };
    Receiver {
        who: answer.who.to_owned(),
        verdict: answer.ruled.verdict.clone(),
        may: if answer.ruled.is_yes() { answer.ruled.may.clone() } else { Vec::new() },
        missing: answer.ruled.missing.clone(),
        could_be_must: answer.why.could_command,
        by: by.iter().take(MOST_RULES).cloned().collect(),
    }
}

impl Matter {
    /// Reads the file anew and asks the law, for each who might be told.
    fn asks_of_each(&mut self, around: &Around<'_>) -> Result<(), Refusal> {
        self.read_file(around);
        let answers = whom::ask(self, &form::might(self), around)?;
        let warning = self.warning.as_deref_mut().ok_or(Refusal::WrongState)?;
        warning.receivers = answers.iter().map(kept).collect();
        let ruled = together(&answers, |who| warning.told.iter().any(|told| told.who == who))?;
        self.ruling = Some(ruled);
        if let Some(best) = answers.first() {
            whom::put(self, best.who, around);
        }
        let open = self.warning_owes(around.law.zone()).into_iter().filter(|due| due.done.is_none());
        self.answer_by = open.map(|due| due.at).min();
        Ok(())
    }

    /// Somebody was told: only one whom the law lets be told.
    fn tells(&mut self, told: &Told, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        filled(&told.name).and_then(|()| filled(&told.way)).and_then(|()| worded(&told.said))?;
        ensure(told.at <= around.now.time, Refusal::BadValue)?;
        let warning = self.warning.as_mut().ok_or(Refusal::WrongState)?;
        ensure(warning.told.len() < MOST_ENTRIES, Refusal::BadValue)?;
        ensure(warning.receiver(&told.who).is_some_and(Receiver::is_yes), Refusal::WrongState)?;
        warning.told.push(told.clone());
        let words = format!("{}, {}", told.name, told.way);
        self.note(around, What::Tell, Some(told.who.clone()), Some(&words));
        Ok(perform(around, &form::performed_by(&told.who), &words))
    }

    /// Something was done that tells nobody.
    fn protects(&mut self, done: &Done, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        worded(&done.words)?;
        ensure(done.at <= around.now.time, Refusal::BadValue)?;
        let warning = self.warning.as_mut().ok_or(Refusal::WrongState)?;
        ensure(warning.done.len() < MOST_ENTRIES, Refusal::BadValue)?;
        warning.done.push(done.clone());
        self.note(around, What::Protect, Some(done.what.word().to_owned()), Some(&done.words));
        Ok(Vec::new())
    }

    fn warning_ends(&mut self, outcome: Outcome, words: &str, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(form::OUTCOMES.contains(&outcome) && self.warning_may_end(outcome), Refusal::WrongState)?;
        // Where two laws dispute, what they both ask for meanwhile stays owed.
        let disputed = self.ruling.as_ref().is_some_and(|ruled| ruled.verdict == "conflict");
        self.close(outcome, words, around, outcome == Outcome::KeptSafe && !disputed)
    }

    /// Whether it may end so: where the law commands that somebody is told, or could while something was not asked yet, silence is no end.
    fn warning_may_end(&self, outcome: Outcome) -> bool {
        let Some(warning) = &self.warning else { return false };
        let asked = |name: &String| self.facts.get(name).is_some_and(|fact| fact.value.is_null());
        let no_command = |there: &Receiver| !there.is_must() && (!there.could_be_must || there.missing.iter().all(asked));
        // About nobody known there are no tasks: what is owed by telling is seen to here.
        let owes = || self.client.is_none() && self.warning_owes(&TimeZone::UTC).iter().any(|due| due.done.is_none());
        match outcome {
            Outcome::Warned => warning.was_told() && !owes(),
            Outcome::KeptSafe => !warning.was_told() && warning.receivers.iter().all(no_command),
            _ => false,
        }
    }

    /// The duties that are done by telling somebody whom the law lets be told.
    fn told_duties(&self) -> Vec<&'static str> {
        self.warning.as_deref().into_iter().flat_map(Warning::may_hear).flat_map(|there| form::performed_by(&there.who)).collect()
    }

    /// Who has to be told, each with its time and whether it is done.
    pub fn warning_owes(&self, zone: &TimeZone) -> Vec<Due> {
        let Some(warning) = &self.warning else { return Vec::new() };
        let can = self.told_duties();
        let row = |owed: &OwedByLaw| {
            let whom = form::told_for(&owed.duty).filter(|_| can.contains(&owed.duty.as_str()))?;
            Some(Due { duty: owed.duty.clone(), at: owed::due(self, owed, zone), done: warning.first_told(whom) })
        };
        owed::wanted(self).iter().filter_map(row).collect()
    }
}
