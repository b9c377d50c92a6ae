//! Days and times as people read them: `21 Nov 2026`, with the month in their language.

use jiff::Timestamp;
use jiff::civil::Date;
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
