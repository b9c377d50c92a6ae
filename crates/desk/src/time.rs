//! Time as an argument: microseconds of UTC, and whether the clock that told it is to be trusted.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A moment: microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);

const MINUTE: i64 = 60_000_000;

impl Time {
    /// The start of a calendar day, UTC. A day outside the calendar's range is the first moment of 1970.
    pub fn start_of(day: Date) -> Self {
        let start = day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp());
        Self(start.as_microsecond())
    }

    /// The calendar day, UTC.
    pub fn day(self) -> Date {
        let moment = Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        TimeZone::UTC.to_datetime(moment).date()
    }

    /// The calendar day there.
    pub fn day_in(self, zone: &TimeZone) -> Date {
        zone.to_datetime(Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)).date()
    }

    /// The last minute of a calendar day there. None outside the calendar's range.
    pub fn end_of(day: Date, zone: &TimeZone) -> Option<Self> {
        let next = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
        Some(Self(next.timestamp().as_microsecond()).plus_minutes(-1))
    }

    /// So many minutes later, or earlier if negative.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE)))
    }

    /// So many times 24 hours later, or earlier if negative.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(24 * 60))
    }
}

/// The moment of an act. The caller gives the later of the wall clock and the ledger's last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The moment.
    pub time: Time,
    /// False while the clock is in doubt; then nothing that rests on a term (a grant, an appointment) is honoured.
    pub trusted: bool,
}

impl Now {
    /// A moment told by a clock that nobody doubts.
    pub const fn trusted(time: Time) -> Self {
        Self { time, trusted: true }
    }
}

/// From a moment, until a moment if it has an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first moment that counts.
    pub from: Time,
    /// The first moment that no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

impl Span {
    /// Open at its end.
    pub const fn since(from: Time) -> Self {
        Self { from, until: None }
    }

    /// Whether it holds at that moment. One with a set end holds only by a trusted clock.
    pub fn holds(self, now: Now) -> bool {
        self.from <= now.time && self.until.is_none_or(|end| now.trusted && now.time < end)
    }

    /// Ended at that moment, unless it ended before.
    #[must_use]
    pub fn ended(self, at: Time) -> Self {
        Self { until: Some(self.until.map_or(at, |end| end.min(at))), ..self }
    }
}
