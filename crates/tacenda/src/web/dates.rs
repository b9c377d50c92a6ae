//! Days and times as people read them: `21 Nov 2026`, with the month in their language.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tacenda_desk::Time;

use super::words::say;
use crate::language::Language;

/// The day, where this machine stands.
pub(crate) fn day(language: Language, time: Time) -> String {
    date(language, local(time).date())
}

/// A day of the calendar.
pub(crate) fn date(language: Language, date: Date) -> String {
    let month = say(language, &format!("month-{}", date.month()), &[]);
    format!("{} {month} {}", date.day(), date.year())
}

/// A day or a moment as the law's clocks write it, `2026-11-25` or `2026-11-25T14:30:00`, as people read it; any other text as it is.
pub(crate) fn written(language: Language, text: &str) -> String {
    match (text.parse::<Date>(), text.parse::<DateTime>()) {
        (_, Ok(at)) if text.contains('T') => format!("{}, {:02}:{:02}", date(language, at.date()), at.hour(), at.minute()),
        (Ok(day), _) => date(language, day),
        _ => text.to_owned(),
    }
}

/// The day and the time of day.
pub(crate) fn moment(language: Language, time: Time) -> String {
    let local = local(time);
    format!("{}, {:02}:{:02}", date(language, local.date()), local.hour(), local.minute())
}

/// The day of the calendar, where this machine stands.
pub(crate) fn today(time: Time) -> Date {
    local(time).date()
}

/// The time of day, to the minute.
pub(crate) fn hour(time: Time) -> String {
    let local = local(time);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn local(time: Time) -> jiff::Zoned {
    Timestamp::from_microsecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::system())
}

/// The time of day, to the second.
pub(crate) fn clock(time: Time) -> String {
    let local = local(time);
    format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_law_is_read_as_people_write_it() {
        assert_eq!(written(Language::En, "2026-11-25"), "25 Nov 2026");
        assert_eq!(written(Language::Es, "2026-01-02T09:05:00"), "2 ene 2026, 09:05");
        for other in ["—", "14", "New Mexico", "2026-13-41"] {
            assert_eq!(written(Language::En, other), other);
        }
    }
}
