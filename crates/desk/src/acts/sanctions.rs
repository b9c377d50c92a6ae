//! What followed when somebody broke a rule: between the privacy officer and that person, and nobody else's to read.

use jiff::civil::Date;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::id::Id;
use crate::opened::Need;
use crate::policy::{Measure, Readiness, Sanction};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::worker::{Worker, WorkerId};

/// Enters it. Nobody enters one about themselves. It is never changed: what turns out otherwise is entered beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterSanction {
    /// Its id.
    pub id: Id<Sanction>,
    /// Whom it is about.
    pub worker: WorkerId,
    /// When it happened.
    pub day: Date,
    /// What happened.
    pub what: String,
    /// Which rule was broken.
    pub rule: String,
    /// What followed.
    pub measure: Measure,
}

impl Doing for EnterSanction {
    const ACT: &'static str = "sanction.enter";
    const RIGHT: Right = Right::KeepSanctions;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id), Need::one(self.worker), Need::one(Readiness::id_of(self.worker))]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        case.the::<Worker>(self.worker)?;
        ensure(self.worker != case.asker.id, Refusal::NeedsSecondPerson)?;
        filled(&self.rule)?;
        ensure(!self.what.trim().is_empty() && self.what.len() <= 8_000, Refusal::BadValue)?;
        ensure(self.day <= case.today(), Refusal::BadValue)?;
        let sanction = Sanction {
            id: self.id,
            worker: self.worker,
            day: self.day,
            what: self.what.clone(),
            rule: self.rule.clone(),
            measure: self.measure,
            at: case.now.time,
            by: case.asker.id,
        };
        let mut effects = vec![Effect::add(sanction)];
        if self.measure == Measure::Retraining {
            let found = case.opened.get(Readiness::id_of(self.worker));
            let (readiness, over) = found.map_or_else(|| (Readiness::none(self.worker), None), |(s, v)| (s.clone(), Some(v)));
            effects.push(Effect::put(over, Readiness { anew: Some(case.now.time), ..readiness }));
        }
        // The entry names the thing and no person, and no code says what followed: the agency's chain is read by more than two.
        Ok(Case::done(case.entry().about(Kind::Sanction, &self.id), effects))
    }
}

fn about(case: &Case<'_>, worker: WorkerId) -> Seen {
    let mut list: Vec<Sanction> = case.opened.all::<Sanction>().filter(|one| one.worker == worker).cloned().collect();
    list.sort_by_key(|one| std::cmp::Reverse((one.day, one.at)));
    Seen::Sanctions(list)
}

/// Reads what was entered about a colleague.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSanctions {
    /// About whom; never about oneself, which is another act.
    pub worker: WorkerId,
}

impl Doing for ReadSanctions {
    const ACT: &'static str = "sanction.read";
    const RIGHT: Right = Right::KeepSanctions;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.worker), Need::All(Kind::Sanction)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.the::<Worker>(self.worker)?;
        Ok(Case::shown(case.entry(), about(case, self.worker)))
    }
}

/// Reads what was entered about oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOwnSanctions;

impl Doing for ReadOwnSanctions {
    const ACT: &'static str = "sanction.own";
    const RIGHT: Right = Right::Learn;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::All(Kind::Sanction)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        Ok(Case::shown(case.entry(), about(case, case.asker.id)))
    }
}
