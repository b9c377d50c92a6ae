//! By when. Where the law's clocks run from the moment at which something was suspected or came, that is a fact of the matter, and they
//! run from it and not from when it was typed.
//!
//! Hours are hours that pass: 36 hours are 36 hours also in the night in which the clocks are put back, since the statutes count from a
//! moment. Days and working days are days of the calendar where the agency is, and last until midnight there.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::flows::{Around, Matter, OwedByLaw};
use crate::inquiry::Source;
use crate::time::Time;

/// The fact from which the law's clocks run.
pub(super) const FROM: &str = "event_date";

/// A moment as the law's clocks read it: the day and the time of day where the agency is.
fn began(received: Time, zone: &TimeZone) -> String {
    let moment = Timestamp::from_microsecond(received.0).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

impl Matter {
    /// The law's clocks run from the moment that it came.
    pub(super) fn starts_its_clock(&mut self, around: &Around<'_>) {
        self.put(around, FROM, json!(began(self.received, around.law.zone())), Source::Person);
    }

    /// They run from another day again: what somebody said themselves stays.
    pub(super) fn stops_its_clock(&mut self, around: &Around<'_>) {
        let ours = json!(began(self.received, around.law.zone()));
        if self.facts.get(FROM).is_some_and(|there| there.value == ours) {
            self.facts.remove(FROM);
        }
    }
}

/// By when the law wants it; none where it names no time.
pub(super) fn by_law(matter: &Matter, owed: &OwedByLaw, zone: &TimeZone) -> Option<Time> {
    let text = owed.due.as_deref()?;
    // A day alone; what names an hour could be read as one, too.
    if !text.contains('T') {
        return Time::end_of(text.parse::<Date>().ok()?, zone);
    }
    let ends: DateTime = text.parse().ok()?;
    let began = matter.facts.get(FROM).and_then(|fact| fact.value.as_str()?.parse::<DateTime>().ok());
    let Some(began) = began else {
        return ends.to_zoned(zone.clone()).ok().map(|zoned| Time(zoned.timestamp().as_microsecond()));
    };
    let passes: SignedDuration = ends.duration_since(began);
    Some(Time(matter.received.0.saturating_add(i64::try_from(passes.as_micros()).ok()?)))
}
