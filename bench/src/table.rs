//! One table, on the screen and in `target/bench.json`.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

pub struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    baseline: String,
    baseline_value: Option<f64>,
    ratio: Option<f64>,
    goal: String,
    holds: bool,
}

impl Row {
    /// A time, with the most it may be in microseconds.
    pub fn time(name: &str, time: Duration, goal: f64) -> Self {
        let value = time.as_secs_f64() * 1e6;
        let text = if goal.is_finite() { format!("≤ {goal} µs") } else { String::new() };
        Self {
            name: name.to_owned(),
            value,
            unit: "µs",
            baseline: String::new(),
            baseline_value: None,
            ratio: None,
            goal: text,
            holds: value <= goal,
        }
    }

    pub fn rate(name: &str, value: f64) -> Self {
        Self {
            name: name.to_owned(),
            value,
            unit: "1/s",
            baseline: String::new(),
            baseline_value: None,
            ratio: None,
            goal: String::new(),
            holds: true,
        }
    }

    pub fn ratio(name: &str, baseline: &str, theirs: Duration, ours: Duration, goal: f64) -> Self {
        let (theirs, value) = (theirs.as_secs_f64() * 1e6, ours.as_secs_f64() * 1e6);
        let ratio = theirs / value;
        Self {
            name: name.to_owned(),
            value,
            unit: "µs",
            baseline: baseline.to_owned(),
            baseline_value: Some(theirs),
            ratio: Some(ratio),
            goal: format!("≥ {goal} times"),
            holds: ratio >= goal,
        }
    }

    pub fn count(name: &str, value: usize, goal: usize) -> Self {
        Self {
            name: name.to_owned(),
            value: value as f64,
            unit: "",
            baseline: String::new(),
            baseline_value: None,
            ratio: None,
            goal: format!("= {goal}"),
            holds: value == goal,
        }
    }
}

#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    pub fn add(&mut self, row: Row) {
        let ratio = row.ratio.map_or_else(String::new, |r| format!("{r:.0} × {}", row.baseline));
        println!(
            "{:<78} {:>12.2} {:<4} {ratio:<16} {:<12} {}",
            row.name,
            row.value,
            row.unit,
            row.goal,
            if row.holds { "" } else { "MISSED" }
        );
        self.0.push(row);
    }

    pub fn holds(&self) -> bool {
        self.0.iter().all(|r| r.holds)
    }

    pub fn write(&self) -> Result<()> {
        let rows: Vec<_> = self
            .0
            .iter()
            .map(|r| json!({"name": r.name, "value": r.value, "unit": r.unit, "baseline": r.baseline, "baseline_value": r.baseline_value, "ratio": r.ratio, "goal": r.goal, "holds": r.holds}))
            .collect();
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench.json");
        std::fs::create_dir_all(path.parent().unwrap_or(std::path::Path::new(".")))?;
        std::fs::write(&path, serde_json::to_string_pretty(&rows)?)?;
        println!("written to target/bench.json");
        Ok(())
    }
}
