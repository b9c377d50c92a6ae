//! What goes out: calm, aligned text, or JSON. Text from a file never steers the terminal.

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use tacenda_desk::Time;

use super::{Ended, print};
use crate::calm::calm;

/// Prints a view as one line of JSON, or its text.
pub(crate) fn show<T: Serialize + ?Sized>(json: bool, view: &T, text: impl FnOnce() -> String) -> Result<Ended> {
    if json {
        print(&format!("{}\n", serde_json::to_string(view)?))?;
    } else {
        print(&text())?;
    }
    Ok(Ended::Done)
}

/// Columns, each as wide as its widest cell; the last one as long as it is.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.iter().map(|cell| calm(cell).replace('\n', " ")).collect());
    }

    pub(crate) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width =
            |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            format!("{}\n", cells.join("  ").trim_end())
        };
        self.rows.iter().map(line).collect()
    }
}

/// A moment as it is read here.
pub(crate) fn when(time: Time) -> String {
    let moment = Timestamp::from_microsecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Words of an enumeration, as a command takes them.
macro_rules! word {
    ($name:ty) => {
        clap::builder::TypedValueParser::try_map(
            clap::builder::PossibleValuesParser::new(<$name>::ALL.iter().map(|member| member.word())),
            |word: String| <$name>::from_word(&word).ok_or("not one of the words"),
        )
    };
}
pub(crate) use word;

/// A moment as it is typed: `2026-03-02`, or `2026-03-02T14:00`, by this machine's clock on the wall.
pub(crate) fn moment(text: &str) -> Result<Time, String> {
    let wrong = |_| format!("`{text}` is no day or moment, such as 2026-03-02 or 2026-03-02T14:00");
    let civil: jiff::civil::DateTime = text.parse().map_err(wrong)?;
    let zoned = civil.to_zoned(TimeZone::system()).map_err(wrong)?;
    Ok(Time(zoned.timestamp().as_microsecond()))
}

/// `1 worker`, `2 workers`.
pub(crate) fn count(number: u64, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_and_nothing_steers_the_terminal() {
        let mut table = Table::default();
        table.row(["a", "first"]);
        table.row(["long", "\u{1b}[31mred\u{202E}\nline"]);
        assert_eq!(table.text(), "a     first\nlong  [31mred line\n");
    }

    #[test]
    fn a_day_or_a_moment_is_understood_and_nothing_else() {
        assert!(moment("2026-03-02").is_ok());
        assert!(moment("2026-03-02T14:00").is_ok());
        assert!(moment("tomorrow").is_err());
    }
}
