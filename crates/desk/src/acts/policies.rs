//! What everybody here agrees to and learns before a file opens.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::gates::may_begin;
use crate::id::Id;
use crate::opened::Need;
use crate::policy::{Agreed, Edition, Gates, Policy, PolicyKind, PolicyState, PolicyText, Readiness, Rule, Tried};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::worker::{Worker, WorkerId, WorkerKind, WorkerState};

/// The longest body in one language, in bytes.
const LONGEST: usize = 40_000;
/// So many versions of one policy are kept in one place.
const MOST_EDITIONS: usize = 100;
/// So many tries of one worker are kept; the oldest that were not passed go first.
const MOST_TRIES: usize = 400;

impl Case<'_> {
    /// What is asked here, and its version if anything was ever asked.
    fn gates(&self) -> (Gates, Option<i64>) {
        self.opened.get(Gates::the_id()).map_or_else(|| (Gates::none(), None), |(gates, version)| (gates.clone(), Some(version)))
    }

    /// What that worker did of it, and its version if they did anything.
    fn readiness(&self, worker: WorkerId) -> (Readiness, Option<i64>) {
        let found = self.opened.get(Readiness::id_of(worker));
        found.map_or_else(|| (Readiness::none(worker), None), |(readiness, version)| (readiness.clone(), Some(version)))
    }

    /// What somebody did now. Who was confirmed, or of whom a refresher is due, and has done everything works from now on.
    fn stands(&self, entry: crate::entry::Entry, readiness: Readiness, over: Option<i64>) -> Step {
        let mut effects = Vec::new();
        let mine = self.opened.get(readiness.worker);
        let waits = |worker: &Worker| {
            matches!(worker.state, WorkerState::Confirmed | WorkerState::TrainingDue)
                || (worker.state == WorkerState::Active && worker.training_is_overdue(self.now))
        };
        if let Some((worker, version)) = mine.filter(|(worker, _)| waits(worker))
            && may_begin(worker, &self.gates().0, &readiness, self.now)
        {
            let begins = Worker { state: WorkerState::Active, since: self.now.time, training_due: None, ..worker.clone() };
            effects.push(Effect::amend(begins, version));
        }
        effects.insert(0, Effect::put(over, readiness));
        let entry = entry.code("begins", if effects.len() > 1 { "yes" } else { "no" });
        Case::done(entry, effects)
    }
}

fn no_months(months: Option<u32>) -> Result<(), Refusal> {
    ensure(months.is_none_or(|months| (1..=120).contains(&months)), Refusal::BadValue)
}

/// The texts of a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEdition {
    /// By language.
    pub texts: BTreeMap<String, PolicyText>,
    /// Days of grace.
    pub grace_days: u32,
}

/// Enters a policy, or what is asked of it now; with new texts its next version, which is asked of everybody anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepPolicy {
    /// Its id.
    pub id: Id<Policy>,
    /// What kind of text it is.
    pub kind: PolicyKind,
    /// Since when the agency has had it.
    pub established: Date,
    /// Who must agree to it.
    pub who: Vec<WorkerKind>,
    /// Nobody of these opens a file before they agreed.
    pub gate: bool,
    /// After so many months it is asked again.
    pub months: Option<u32>,
    /// A new version; none leaves the one in force.
    pub edition: Option<NewEdition>,
    /// The version of the thing that was seen; none: it is new.
    pub over: Option<i64>,
}

impl KeepPolicy {
    fn next(&self, case: &Case<'_>, before: &[Edition]) -> Result<Vec<Edition>, Refusal> {
        let Some(new) = &self.edition else { return Ok(before.to_vec()) };
        let fits = |text: &PolicyText| filled(&text.title).is_ok() && !text.body.trim().is_empty() && text.body.len() <= LONGEST;
        ensure(!new.texts.is_empty() && new.texts.len() <= 16 && new.texts.values().all(fits), Refusal::BadValue)?;
        ensure(new.grace_days <= 365 && before.len() < MOST_EDITIONS, Refusal::BadValue)?;
        let number = before.last().map_or(0, |last| last.number).saturating_add(1);
        let edition = Edition {
            number,
            texts: new.texts.clone(),
            grace_days: new.grace_days,
            sha256: Edition::digest(&new.texts),
            at: case.now.time,
            by: case.asker.id,
        };
        Ok(before.iter().cloned().chain([edition]).collect())
    }
}

impl Doing for KeepPolicy {
    const ACT: &'static str = "policy.keep";
    const RIGHT: Right = Right::KeepPolicies;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        no_months(self.months)?;
        ensure(!self.who.is_empty() && self.established <= case.now.time.day(), Refusal::BadValue)?;
        let before = self.over.map(|over| {
            let (policy, version) = case.the::<Policy>(self.id)?;
            ensure(version == over, Refusal::StaleVersion)?;
            Ok(policy.clone())
        });
        let before = before.transpose()?;
        if before.is_none() {
            case.is_new(self.id)?;
        }
        let editions = self.next(case, before.as_ref().map_or(&[], |policy| &policy.editions))?;
        ensure(!editions.is_empty(), Refusal::BadValue)?;
        let policy = Policy {
            id: self.id,
            kind: self.kind,
            established: self.established,
            who: self.who.clone(),
            gate: self.gate,
            months: self.months,
            editions,
            state: PolicyState::Kept,
        };
        let (gates, over) = case.gates();
        // The leaf names the version by its number and its digest: whoever has the text can be shown that it is that one.
        let edition = policy.edition().ok_or(Refusal::BadValue)?;
        let entry = case.entry().code("kind", self.kind).number("edition", edition.number);
        let entry =
            entry.code("gate", if self.gate { "yes" } else { "no" }).of_bytes(&edition.sha256).about(Kind::Policy, &self.id);
        let effects = vec![Effect::put(over, gates.with_policy(&policy)), Effect::put(self.over, policy)];
        Ok(Case::done(entry, effects))
    }
}

/// Asks a policy of nobody any more. Its versions stay, and who agreed to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndPolicy {
    /// Which.
    pub id: Id<Policy>,
    /// The version that was seen.
    pub over: i64,
}

impl Doing for EndPolicy {
    const ACT: &'static str = "policy.end";
    const RIGHT: Right = Right::KeepPolicies;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (policy, version) = case.the::<Policy>(self.id)?;
        ensure(version == self.over, Refusal::StaleVersion)?;
        ensure(policy.state == PolicyState::Kept, Refusal::WrongState)?;
        let gone = Policy { state: PolicyState::Gone, gate: false, ..policy.clone() };
        let (gates, over) = case.gates();
        let effects = vec![Effect::put(over, gates.with_policy(&gone)), Effect::amend(gone, version)];
        Ok(Case::done(case.entry().about(Kind::Policy, &self.id), effects))
    }
}

/// Says of whom a course is asked, and whether a file opens without it; or of nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCourse {
    /// Which, by its word.
    pub course: String,
    /// Of whom; none: of nobody.
    pub who: Vec<WorkerKind>,
    /// Nobody of these opens a file before they passed it.
    pub gate: bool,
    /// After so many months it is asked again.
    pub months: Option<u32>,
    /// Days of grace.
    pub grace_days: u32,
}

impl Doing for SetCourse {
    const ACT: &'static str = "course.set";
    const RIGHT: Right = Right::KeepPolicies;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        filled(&self.course)?;
        no_months(self.months)?;
        ensure(self.course.len() <= 64 && self.grace_days <= 365, Refusal::BadValue)?;
        let (gates, over) = case.gates();
        // The day from which who works here has the days of grace stays the one on which it was first asked.
        let since = gates.course(&self.course).map_or(case.now.time, |rule| rule.since);
        let rule = Rule { who: self.who.clone(), gate: self.gate, months: self.months, grace_days: self.grace_days, since };
        let rule = (!self.who.is_empty()).then_some(rule);
        let entry = case.entry().code("gate", if self.gate && rule.is_some() { "yes" } else { "no" });
        let entry = entry.code("asked", if rule.is_some() { "yes" } else { "no" });
        Ok(Case::done(entry, vec![Effect::put(over, gates.with_course(&self.course, rule))]))
    }
}

/// Agrees to the version in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agree {
    /// The asker.
    pub worker: WorkerId,
    /// To what.
    pub policy: Id<Policy>,
    /// The version that was read.
    pub edition: u32,
    /// In which language.
    pub language: String,
    /// The words by which they agree.
    pub words: String,
}

impl Doing for Agree {
    const ACT: &'static str = "policy.agree";
    const RIGHT: Right = Right::Learn;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.policy), Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        ensure(self.worker == case.asker.id, Refusal::NotYourWork)?;
        filled(&self.words)?;
        let (policy, _) = case.the::<Policy>(self.policy)?;
        ensure(policy.state == PolicyState::Kept, Refusal::WrongState)?;
        let edition = policy.edition().ok_or(Refusal::WrongState)?;
        ensure(edition.number == self.edition, Refusal::StaleVersion)?; // what they read is no longer in force
        ensure(edition.texts.contains_key(&self.language), Refusal::BadValue)?;
        let (mut readiness, over) = case.readiness(self.worker);
        readiness.agreed.push(Agreed {
            policy: self.policy,
            edition: edition.number,
            sha256: edition.sha256.clone(),
            language: self.language.clone(),
            words: self.words.clone(),
            at: case.now.time,
        });
        let entry = case.entry().code("kind", policy.kind).number("edition", edition.number);
        Ok(case.stands(entry.of_bytes(&edition.sha256).about(Kind::Policy, &self.policy), readiness, over))
    }
}

/// A question of a quiz, and whether it was answered as the law answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The worked case.
    pub case: String,
    /// Whether the answer was the ruling's.
    pub right: bool,
}

/// Enters a try at the quiz of a course. Its questions were marked by the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeQuiz {
    /// The asker.
    pub worker: WorkerId,
    /// Which course.
    pub course: String,
    /// Which of their tries it is, the first is 0: an answer to an earlier one counts for nothing.
    pub number: usize,
    /// Its questions.
    pub answers: Vec<Answered>,
    /// So many of them right are enough.
    pub enough: u32,
}

impl Doing for TakeQuiz {
    const ACT: &'static str = "course.quiz";
    const RIGHT: Right = Right::Learn;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        ensure(self.worker == case.asker.id, Refusal::NotYourWork)?;
        filled(&self.course)?;
        let (mut readiness, over) = case.readiness(self.worker);
        ensure(readiness.tries(&self.course) == self.number, Refusal::StaleVersion)?;
        let right = self.answers.iter().filter(|one| one.right).count();
        ensure(self.enough > 0 && self.answers.len() <= 50, Refusal::BadValue)?;
        let right = u32::try_from(right).unwrap_or_default();
        let passed = right >= self.enough;
        readiness.tried.push(Tried {
            course: self.course.clone(),
            at: case.now.time,
            cases: self.answers.iter().map(|one| one.case.clone()).collect(),
            wrong: self.answers.iter().filter(|one| !one.right).map(|one| one.case.clone()).collect(),
            right,
            passed,
            seen_by: None,
        });
        let first_failed = readiness.tried.iter().position(|tried| !tried.passed);
        if let (true, Some(at)) = (readiness.tried.len() > MOST_TRIES, first_failed) {
            // The number of tries goes on from what is kept: whoever needs so many has a person to talk to.
            let _ = readiness.tried.remove(at);
        }
        let entry = case.entry().code("passed", if passed { "yes" } else { "no" });
        Ok(case.stands(entry, readiness, over))
    }
}

/// Says that somebody took a course elsewhere, such as in a room with a teacher. Never one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertifyCourse {
    /// Who.
    pub worker: WorkerId,
    /// Which.
    pub course: String,
}

impl Doing for CertifyCourse {
    const ACT: &'static str = "course.certify";
    const RIGHT: Right = Right::CertifyTraining;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker), Need::one(Readiness::id_of(self.worker))]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (worker, _) = case.the::<Worker>(self.worker)?;
        ensure(self.worker != case.asker.id, Refusal::NeedsSecondPerson)?;
        ensure(worker.state != WorkerState::Left, Refusal::WrongState)?;
        ensure(case.gates().0.course(&self.course).is_some(), Refusal::BadValue)?;
        let (mut readiness, over) = case.readiness(self.worker);
        readiness.tried.push(Tried {
            course: self.course.clone(),
            at: case.now.time,
            cases: Vec::new(),
            wrong: Vec::new(),
            right: 0,
            passed: true,
            seen_by: Some(case.asker.id),
        });
        Ok(case.stands(case.entry().about(Kind::Worker, &self.worker), readiness, over))
    }
}

/// Lists who has agreed and learned. Who has done nothing yet is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListReadiness;

impl Doing for ListReadiness {
    const ACT: &'static str = "readiness.list";
    const RIGHT: Right = Right::ReviewReadiness;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::All(Kind::Readiness)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        Ok(Case::shown(case.entry(), Seen::Readiness(case.opened.all::<Readiness>().cloned().collect())))
    }
}
