//! How long each page took.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::table::{Goal, Table, say};

/// Times by page, and how often it answered otherwise.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    times: BTreeMap<String, Vec<f64>>,
    others: BTreeMap<(String, u16), usize>,
    asked: usize,
}

/// The most that a page may take, 95 times of 100: milliseconds.
const MOST: f64 = 50.0;
/// What is no page, or is slow because guessing has to be.
const FREE: &[&str] = &["POST /sign-in", "static file"];

impl Tally {
    /// Counts an answer: what was asked for, what came, how long it took.
    pub(crate) fn take(&mut self, what: &str, status: u16, took: Duration) {
        self.asked += 1;
        // A form that was taken leads somewhere; a page that leads elsewhere is not that page.
        let fits = if what.starts_with("POST") { matches!(status, 200 | 303) } else { status == 200 };
        if fits {
            self.times.entry(what.to_owned()).or_default().push(took.as_secs_f64() * 1e3);
        } else {
            *self.others.entry((what.to_owned(), status)).or_default() += 1;
        }
    }

    /// How often a page was asked for, whatever it answered.
    pub(crate) fn seen(&self, what: &str) -> usize {
        let others = self.others.iter().filter(|((other, _), _)| other == what).map(|(_, count)| count);
        self.times.get(what).map_or(0, Vec::len) + others.sum::<usize>()
    }

    pub(crate) fn into_table(mut self, table: &mut Table, lasted: Duration) {
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let rate = self.asked as f64 / lasted.as_secs_f64();
        table.add("requests a second", (rate, "1/s"), None, Goal::AtLeast(15.0));
        for (what, times) in &mut self.times {
            times.sort_by(f64::total_cmp);
            let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1))).copied();
            let [half, most, last] = [50, 95, 100].map(|part| at(part).unwrap_or(f64::NAN));
            let name = format!("{what}  n {}  p50 {half:.1}  max {last:.1}  p95", times.len());
            let goal = if FREE.contains(&what.as_str()) { Goal::None } else { Goal::AtMost(MOST) };
            table.add(&name, (most, "ms"), None, goal);
        }
        for ((what, status), count) in &self.others {
            say(&format!("  answered otherwise: {what}: {status}, {count} times"));
        }
    }
}
