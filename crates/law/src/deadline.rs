//! Deadlines: clocks of duties, run from the event.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

use crate::vocabulary::Clock;

/// When a duty is due: a moment (`2026-03-02T14:30:00`) where the event's time of day is known and the clock runs
/// in hours, else a day. Without a time of day hours are cut to whole days, the earlier side.
pub(crate) fn due(clock: Clock, day: Date, moment: Option<DateTime>) -> String {
    let after = |span: Span| day.saturating_add(span).to_string();
    match (clock, moment) {
        (Clock::AtOnce(_), Some(moment)) => moment.to_string(),
        (Clock::AtOnce(_), None) => day.to_string(),
        (Clock::Hours(n), Some(moment)) => moment.saturating_add(n.hours()).to_string(),
        (Clock::Hours(n), None) => after((n / 24).days()),
        (Clock::Days(n), _) => after(n.days()),
        (Clock::Months(n), _) => after(n.months()),
        (Clock::WorkingDays(n), _) => working_days(day, n).to_string(),
    }
}

/// The `n`-th day after `day` on which federal offices are open.
fn working_days(mut day: Date, n: i64) -> Date {
    let mut left = n;
    while left > 0 {
        let next = day.saturating_add(1.day());
        if next == day {
            return day;
        }
        day = next;
        if is_working_day(day) {
            left -= 1;
        }
    }
    day
}

fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_federal_holiday(day)
}

/// Legal public holidays of 5 USC 6103(a), with the day on which one that falls on a weekend is kept.
fn is_federal_holiday(day: Date) -> bool {
    let kept = |month: i8, date: i8| {
        let near = [-1i64, 0, 1].map(|d| day.saturating_add(d.days()));
        let [before, same, after] = near;
        let is = |d: Date| d.month() == month && d.day() == date;
        is(same) || day.weekday() == Weekday::Friday && is(after) || day.weekday() == Weekday::Monday && is(before)
    };
    let nth =
        |month: i8, weekday: Weekday, n: i8| day.month() == month && day.weekday() == weekday && (day.day() - 1) / 7 + 1 == n;
    let last_monday_of_may = day.month() == 5 && day.weekday() == Weekday::Monday && day.day() > 24;
    let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)];
    fixed.into_iter().any(|(m, d)| kept(m, d))
        || nth(1, Weekday::Monday, 3)
        || nth(2, Weekday::Monday, 3)
        || last_monday_of_may
        || nth(9, Weekday::Monday, 1)
        || nth(10, Weekday::Monday, 2)
        || nth(11, Weekday::Thursday, 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn hours_run_to_the_minute_where_the_time_is_known_and_else_to_the_earlier_day() {
        let moment = date(2026, 3, 2).at(14, 30, 0, 0);
        assert_eq!(due(Clock::Hours(36), date(2026, 3, 2), Some(moment)), "2026-03-04T02:30:00");
        assert_eq!(due(Clock::Hours(36), date(2026, 3, 2), None), "2026-03-03");
        assert_eq!(due(Clock::AtOnce(true), date(2026, 3, 2), None), "2026-03-02");
    }

    #[test]
    fn working_days_step_over_weekends_and_holidays() {
        // Friday 3 July 2026 keeps Independence Day, which falls on a Saturday.
        assert_eq!(due(Clock::WorkingDays(2), date(2026, 7, 2), None), "2026-07-07");
        assert_eq!(due(Clock::WorkingDays(2), date(2026, 11, 25), None), "2026-11-30");
    }

    #[test]
    fn a_month_from_the_end_of_january_ends_with_february() {
        assert_eq!(due(Clock::Months(1), date(2026, 1, 31), None), "2026-02-28");
    }
}
