//! The calendar of the agency: days from its first, office hours, no weekends.

use jiff::civil::{Date, Weekday};

use crate::time::Time;

/// The mountains' standard time, all year: hours behind UTC.
const BEHIND: i64 = 7;

/// Days counted from the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    first: Time,
}

impl Days {
    /// The first is the day after that moment.
    pub(super) fn after(start: Time) -> Self {
        Self { first: Time::start_of(start.day()).plus_days(1).plus_minutes(BEHIND * 60) }
    }

    /// That hour and minute of a day; on a weekend, of the Monday after it.
    pub(super) fn at(self, day: i64, hour: i64, minute: i64) -> Time {
        let noon = self.first.plus_days(day).plus_minutes(5 * 60);
        let later = match noon.day().weekday() {
            Weekday::Saturday => 2,
            Weekday::Sunday => 1,
            _ => 0,
        };
        self.first.plus_days(day + later).plus_minutes(hour * 60 + minute)
    }

    /// Which day a moment falls on.
    pub(super) const fn of(self, time: Time) -> i64 {
        (time.0 - self.first.0).div_euclid(24 * 60 * 60_000_000)
    }

    /// The same hour some days later, moved on if it falls on a weekend.
    pub(super) fn later(self, time: Time, days: i64) -> Time {
        let minute = (time.0 - self.first.0).rem_euclid(24 * 60 * 60_000_000) / 60_000_000;
        self.at(self.of(time) + days, minute / 60, minute % 60)
    }
}

/// The calendar day, where the agency is.
pub(super) fn date(time: Time) -> Date {
    time.plus_minutes(-BEHIND * 60).day()
}
