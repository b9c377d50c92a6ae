//! The law as a matter asks it. The packs keep what they searched for once: so an act can be rehearsed before it takes its turn at the
//! one writer, and nobody waits there for a search over what is not known.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};
use tacenda_law::{Absence, Drawn, Facts, Listed, Packs, Paper, Text};

use crate::consent::FILLED;
use crate::flows::ruled::Why;
use crate::flows::{Fact, OwedByLaw, Ruled};
use crate::refusal::Refusal;
use crate::time::{Now, Time};

/// The packs, and where they are asked.
#[derive(Debug)]
pub struct Law {
    packs: Arc<Packs>,
    zone: TimeZone,
}

impl Law {
    /// These packs.
    pub fn new(packs: Arc<Packs>) -> Self {
        Self { packs, zone: TimeZone::UTC }
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
        Ok(self.ask_and_why(facts, now)?.0)
    }

    /// The same, and what stands behind a yes.
    pub(super) fn ask_and_why(&self, facts: &BTreeMap<String, Fact>, now: Now) -> Result<(Ruled, Why), Refusal> {
        let facts = self.read(&object(facts), now)?;
        let ruling = self.packs.decide(&facts);
        Ok((Ruled::of(&ruling, now.time), Why::of(&ruling)))
    }

    /// Which papers a permission needs by which these facts would go, and what is printed on them; none where no paper opens anything.
    pub fn draw_up(&self, facts: Map<String, Json>, now: Now) -> Result<Option<Drawn>, Refusal> {
        Ok(tacenda_law::draw_up(&self.packs, &self.read(&Json::Object(facts), now)?, &FILLED))
    }

    /// Until when a clock that ends then may be made to run, where its law gives more time.
    pub fn longer(&self, owed: &OwedByLaw, ends: Time) -> Option<Time> {
        let more = self.packs.extensions.iter().find(|more| more.duty == owed.duty && more.pack == owed.pack)?;
        let day = ends.day_in(&self.zone).checked_add(Span::new().months(more.months).days(more.days)).ok()?;
        Time::end_of(day, &self.zone)
    }

    /// Whether a category is highly protected: it goes by its own name, never with the rest of a chart.
    pub fn is_special(&self, category: &str) -> bool {
        self.named(self.packs.vocabulary.known.special).any(|word| word == category)
    }

    /// What of a chart is not highly protected.
    pub(crate) fn ordinary_chart(&self) -> impl Iterator<Item = &str> {
        let known = &self.packs.vocabulary.known;
        self.named(known.chart & !known.special & !known.whole)
    }

    fn named(&self, categories: u64) -> impl Iterator<Item = &str> {
        self.packs.vocabulary.categories().names(categories)
    }

    /// Whether the packet that leaves performs that duty by itself.
    pub fn is_by_packet(&self, duty: &str) -> bool {
        self.packs.vocabulary.find_duty(duty).is_some_and(|duty| duty.by_packet)
    }

    /// Whether by that duty somebody tells the client in person.
    pub fn tells_client(&self, duty: &str) -> bool {
        self.packs.vocabulary.find_duty(duty).is_some_and(|duty| duty.tells_client)
    }

    /// Whether that duty wants something to stand in the list of who got what.
    pub fn is_on_list(&self, duty: &str) -> bool {
        self.listed(duty).is_some()
    }

    /// How it stands there, if it does.
    fn listed(&self, duty: &str) -> Option<&Listed> {
        self.packs.vocabulary.find_duty(duty)?.listed.as_ref()
    }

    /// Until when what went to such a recipient may be held back from the list by their word of that day, if it may: spoken, or in writing.
    pub fn held_back(&self, recipient: &str, spoken: bool, said: Date) -> Option<Date> {
        let all = self.packs.vocabulary.duties.iter().filter_map(|duty| duty.listed.as_ref());
        let held = { all }.find(|listed| listed.held_by.iter().any(|word| word == recipient))?;
        if !spoken {
            return Some(Date::MAX);
        }
        said.checked_add(Span::new().days(i64::from(held.spoken_days?))).ok()
    }

    /// Until when another list may cost something, after one that was given then; none where no law speaks of it.
    pub fn may_cost_until(&self, given: Time) -> Option<Date> {
        let months = self.packs.vocabulary.duties.iter().find_map(|duty| duty.listed.as_ref()?.free_months)?;
        given.day_in(&self.zone).checked_add(Span::new().months(i64::from(months))).ok()
    }

    /// What the packet that leaves says on its cover, where that duty is owed by that law.
    pub fn notice(&self, duty: &str, cite: &str) -> Option<&Text> {
        let duty = self.packs.vocabulary.find_duty(duty)?;
        let own = duty.notices.iter().find(|notice| cite.starts_with(&notice.by)).map(|notice| &notice.text);
        own.or(duty.notice.as_ref())
    }

    /// By what law something may or must go on these facts, a command first.
    pub(crate) fn cited(&self, facts: &BTreeMap<String, Fact>, now: Now) -> Result<Vec<String>, Refusal> {
        let (_, why) = self.ask_and_why(facts, now)?;
        let mut cited: Vec<String> = Vec::new();
        for cite in why.by.into_iter().flat_map(|ground| ground.cite) {
            if !cited.contains(&cite) {
                cited.push(cite);
            }
        }
        Ok(cited)
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
