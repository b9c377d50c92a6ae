//! By when: every clock of a report runs from the first suspicion, as it was entered, and not from when it was typed.
//!
//! Hours are hours that pass: 36 hours are 36 hours also in the night in which the clocks are put back, since the statutes count from a
//! moment. Days and working days are days of the calendar where the agency is, and last until midnight there.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::flows::{Matter, OwedByLaw};
use crate::time::Time;

/// The fact from which the law's clocks run.
pub(super) const FROM: &str = "event_date";

/// The first suspicion as the law's clocks read it: the day and the time of day where the agency is.
pub(super) fn began(received: Time, zone: &TimeZone) -> String {
    let moment = Timestamp::from_microsecond(received.0).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// By when that is owed. What the law only wants soon is wanted by the same time on the next day.
pub(in crate::flows) fn due(matter: &Matter, owed: &OwedByLaw, zone: &TimeZone) -> Time {
    let by_law = owed.due.as_deref().and_then(|text| match text.parse::<Date>() {
        Ok(day) if !text.contains('T') => Time::end_of(day, zone),
        _ => after(matter, text),
    });
    by_law.unwrap_or_else(|| matter.received.plus_days(1))
}

/// As long after the first suspicion as the clock's end is after its beginning.
fn after(matter: &Matter, end: &str) -> Option<Time> {
    let begins: DateTime = matter.facts.get(FROM)?.value.as_str()?.parse().ok()?;
    let ends: DateTime = end.parse().ok()?;
    let passes: SignedDuration = ends.duration_since(begins);
    Some(Time(matter.received.0.saturating_add(i64::try_from(passes.as_micros()).ok()?)))
}
