//! The gates between somebody and the first file: confirmed by a second person, agreements made, courses passed. One function says what
//! is still to be done: [`asked`]; access asks it before everything else, and so does every page.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use crate::id::Id;
use crate::policy::{Agreed, Gates, Policy, Readiness, Rule};
use crate::time::{Now, Time};
use crate::worker::{Worker, WorkerState};

/// Something that is asked of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// That a second person says who they are.
    Confirmation,
    /// That somebody says that they were trained.
    Training,
    /// That they agree to this.
    Policy(Id<Policy>),
    /// That they pass this course.
    Course(String),
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Done; until that day, where it is asked again.
    Done(Option<Date>),
    /// To be done by that day; until then work goes on.
    Due(Date),
    /// Not done.
    Open,
}

/// What is asked of somebody, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What.
    pub ask: Ask,
    /// How it stands.
    pub stand: Stand,
    /// Nothing opens before it is done.
    pub gate: bool,
}

impl Asked {
    /// Whether it keeps somebody from every file.
    pub fn shuts(&self) -> bool {
        self.gate && self.stand == Stand::Open
    }
}

/// The day so many months later; the last one there is where the calendar ends.
fn months_after(day: Date, months: u32) -> Date {
    let span = Span::new().try_months(i64::from(months)).unwrap_or_default();
    day.saturating_add(span)
}

fn days_after(day: Date, days: u32) -> Date {
    day.saturating_add(i64::from(days).min(36_500).days())
}

/// How a rule stands for somebody who did it then, or never.
fn stand(rule: &Rule, done: Option<Time>, worker: &Worker, now: Now) -> Stand {
    let today = now.time.day();
    let until = |day: Date| {
        let last = days_after(day, rule.grace_days);
        if today <= last { Stand::Due(last) } else { Stand::Open }
    };
    match (done, rule.months) {
        (Some(_), None) => Stand::Done(None),
        (Some(done), Some(months)) => {
            let due = months_after(done.day(), months);
            if today < due { Stand::Done(Some(due)) } else { until(due) }
        }
        // Who worked here when it came has the days of grace; who comes later does it first.
        (None, _) if rule.grace_days > 0 && worker.state.is_at_work() && worker.since <= rule.since => until(rule.since.day()),
        (None, _) => Stand::Open,
    }
}

/// Everything that is asked of somebody, and how it stands. None of what they were given: they have done nothing yet.
pub fn asked(worker: &Worker, gates: Option<&Gates>, readiness: Option<&Readiness>, now: Now) -> Vec<Asked> {
    let mut all = Vec::new();
    if worker.state == WorkerState::Invited {
        all.push(Asked { ask: Ask::Confirmation, stand: Stand::Open, gate: true });
    }
    let concerns = |rule: &Rule| rule.who.contains(&worker.kind);
    let given = readiness.filter(|readiness| readiness.worker == worker.id);
    for one in gates.iter().flat_map(|gates| &gates.policies).filter(|one| concerns(&one.rule)) {
        let is_it = |agreed: &&Agreed| agreed.edition == one.edition && agreed.sha256 == one.sha256;
        let done = given.and_then(|readiness| readiness.agreed_to(one.policy)).filter(is_it).map(|agreed| agreed.at);
        let stand = stand(&one.rule, done, worker, now);
        all.push(Asked { ask: Ask::Policy(one.policy), stand, gate: one.rule.gate });
    }
    for one in gates.iter().flat_map(|gates| &gates.courses).filter(|one| concerns(&one.rule)) {
        let done = given.and_then(|readiness| readiness.passed(&one.course)).map(|passed| passed.at);
        let stand = stand(&one.rule, done, worker, now);
        all.push(Asked { ask: Ask::Course(one.course.clone()), stand, gate: one.rule.gate });
    }
    // Who was confirmed and not yet let to work, and of whom no course is asked here: somebody says that they were trained.
    if worker.state == WorkerState::Confirmed && !all.iter().any(Asked::shuts) {
        all.push(Asked { ask: Ask::Training, stand: Stand::Open, gate: true });
    }
    all
}

/// Whether something keeps them from every file.
pub(crate) fn is_shut(worker: &Worker, gates: Option<&Gates>, readiness: Option<&Readiness>, now: Now) -> bool {
    asked(worker, gates, readiness, now).iter().any(Asked::shuts)
}

/// Whether somebody who was confirmed may begin to work: a course is a gate for them, and everything is done. Where the agency asks for
/// no course, somebody else says that they were trained.
pub(crate) fn may_begin(worker: &Worker, gates: &Gates, readiness: &Readiness, now: Now) -> bool {
    let at_work = Worker { state: WorkerState::Active, since: now.time, ..worker.clone() };
    let has_course = gates.courses.iter().any(|one| one.rule.gate && one.rule.who.contains(&worker.kind));
    has_course && !is_shut(&at_work, Some(gates), Some(readiness), now)
}
