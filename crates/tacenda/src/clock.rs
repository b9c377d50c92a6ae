//! Whether the machine's clock is to be believed. A wrong clock ends releases for good or keeps ended ones alive, so a jump is
//! noticed by holding the wall clock against the time since the machine started, which nobody sets.

use serde::{Deserialize, Serialize};
use tacenda_desk::{Now, Time};

/// How far the wall clock may drift from the machine's own count between two readings: 2 s.
const DRIFT: i64 = 2_000_000;
/// A machine that was off longer than this, or whose clock leapt while it was off, is asked about: 400 days.
const LONGEST_ABSENCE: i64 = 400 * 24 * 3600 * 1_000_000;

/// What the machine's clocks said at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Microseconds since 1970, UTC, by the wall clock, which anybody may set.
    pub wall: i64,
    /// Microseconds since the machine started.
    pub uptime: i64,
    /// Which start of the machine this is.
    pub boot: String,
}

/// The time of an act: never before the ledger's last time, and in doubt where the wall clock jumped since the last reading that was
/// believed.
pub fn judge(reading: &Reading, believed: Option<&Reading>, ledger: Time) -> Now {
    let (time, trusted) = match believed {
        None => (reading.wall, true),
        Some(before) if before.boot == reading.boot => {
            let expected = before.wall.saturating_add(reading.uptime.saturating_sub(before.uptime));
            if reading.wall.abs_diff(expected) <= drift(before, reading) { (reading.wall, true) } else { (expected, false) }
        }
        Some(before) => {
            let away = reading.wall.saturating_sub(before.wall);
            if (0..=LONGEST_ABSENCE).contains(&away) { (reading.wall, true) } else { (before.wall, false) }
        }
    };
    Now { time: Time(time.max(ledger.0)), trusted: trusted && reading.wall >= ledger.0.saturating_sub(DRIFT) }
}

/// Two seconds, and as much again for every hour: clocks that are kept in step by slewing stay far below.
fn drift(before: &Reading, reading: &Reading) -> u64 {
    let hours = reading.uptime.saturating_sub(before.uptime) / 3_600_000_000;
    DRIFT.saturating_mul(hours.saturating_add(1)).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const DAY: i64 = 24 * 3600 * SECOND;

    fn reading(wall: i64, uptime: i64, boot: &str) -> Reading {
        Reading { wall, uptime, boot: boot.into() }
    }

    #[test]
    fn a_steady_clock_is_believed() {
        let now = judge(&reading(1_000 * DAY + 60 * SECOND, 160 * SECOND, "a"), Some(&reading(1_000 * DAY, 100 * SECOND, "a")), Time(0));
        assert_eq!(now, Now::trusted(Time(1_000 * DAY + 60 * SECOND)));
    }

    #[test]
    fn a_clock_set_ten_years_ahead_is_not_and_the_true_time_is_counted_on() {
        let now = judge(&reading(5_000 * DAY, 160 * SECOND, "a"), Some(&reading(1_000 * DAY, 100 * SECOND, "a")), Time(0));
        assert_eq!(now, Now { time: Time(1_000 * DAY + 60 * SECOND), trusted: false });
    }

    #[test]
    fn a_clock_set_back_an_hour_is_not_and_time_never_runs_back() {
        let ledger = Time(1_000 * DAY + 30 * SECOND);
        let now = judge(&reading(1_000 * DAY - 3600 * SECOND, 160 * SECOND, "a"), Some(&reading(1_000 * DAY, 100 * SECOND, "a")), ledger);
        assert_eq!(now, Now { time: Time(1_000 * DAY + 60 * SECOND), trusted: false });
        let none = judge(&reading(0, 0, "b"), None, ledger);
        assert_eq!(none, Now { time: ledger, trusted: false });
    }

    #[test]
    fn after_a_night_off_the_clock_is_believed_unless_it_ran_back_or_leapt_years() {
        let before = reading(1_000 * DAY, 50 * DAY, "a");
        assert!(judge(&reading(1_001 * DAY, SECOND, "b"), Some(&before), Time(0)).trusted);
        assert!(!judge(&reading(999 * DAY, SECOND, "b"), Some(&before), Time(0)).trusted);
        assert!(!judge(&reading(4_000 * DAY, SECOND, "b"), Some(&before), Time(0)).trusted);
    }
}
