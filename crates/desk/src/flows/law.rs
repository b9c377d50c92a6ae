//! The law as a matter asks it. What was answered once is kept, since the same facts on the same day get the same answer: so an act can
//! be rehearsed before it takes its turn at the one writer, and nobody waits there for a search over what is not known.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};
use tacenda_law::{Absence, Drawn, Facts, Packs, Paper};

use crate::consent::FILLED;
use crate::flows::{Fact, Ruled};
use crate::refusal::Refusal;
use crate::time::Now;

/// The packs, and what they answered so far.
#[derive(Debug)]
pub struct Law {
    packs: Arc<Packs>,
    zone: TimeZone,
    answered: Mutex<BTreeMap<(Date, String), Ruled>>,
}

impl Law {
    /// These packs.
    pub fn new(packs: Arc<Packs>) -> Self {
        Self { packs, zone: TimeZone::UTC, answered: Mutex::default() }
    }

    /// Days begin and end where the agency is.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// Where days begin and end.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The words.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// What the papers are that show these facts.
    pub fn paper(&self, facts: &BTreeMap<String, Fact>, now: Now) -> Result<Option<&Paper>, Refusal> {
        Ok(self.packs.paper(&self.read(&object(facts), now)?))
    }

    /// What the law says on these facts, as of that moment.
    pub fn ask(&self, facts: &BTreeMap<String, Fact>, now: Now) -> Result<Ruled, Refusal> {
        let object = object(facts);
        let key = (self.day(now), object.to_string());
        let known = |law: &Self| law.answered.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(ruled) = known(self) {
            return Ok(Ruled { at: now.time, ..ruled });
        }
        let ruled = Ruled::of(&self.packs.decide(&self.read(&object, now)?), now.time);
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).insert(key, ruled.clone());
        Ok(ruled)
    }

    /// Which papers a permission needs by which these facts would go, and what is printed on them; none where no paper opens anything.
    pub fn draw_up(&self, facts: Map<String, Json>, now: Now) -> Result<Option<Drawn>, Refusal> {
        Ok(tacenda_law::draw_up(&self.packs, &self.read(&Json::Object(facts), now)?, &FILLED))
    }

    /// The day that it is where the agency is.
    pub fn day(&self, now: Now) -> Date {
        now.time.day_in(&self.zone)
    }

    /// What nobody said is unknown.
    fn read(&self, object: &Json, now: Now) -> Result<Facts, Refusal> {
        Facts::from_json(&self.packs.vocabulary, object, self.day(now), Absence::Unknown).map_err(|_| Refusal::BadValue)
    }
}

fn object(facts: &BTreeMap<String, Fact>) -> Json {
    facts.iter().map(|(name, fact)| (name.clone(), fact.value.clone())).collect()
}
