//! One table, on the screen and in a file.

use std::io::Write as _;

use anyhow::Result;
use serde_json::{Value, json};

/// Rows with their goals.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<(Value, bool)>);

/// What a figure must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    None,
    AtLeast(f64),
    AtMost(f64),
}

impl Table {
    /// A figure; beside a baseline the goal is of their ratio (ours to the baseline's).
    pub(crate) fn add(&mut self, name: &str, (value, unit): (f64, &str), baseline: Option<(&str, f64)>, goal: Goal) {
        let ratio = baseline.map(|(_, theirs)| value / theirs);
        let judged = ratio.unwrap_or(value);
        let (holds, text) = match goal {
            Goal::None => (true, String::new()),
            Goal::AtLeast(least) => (judged >= least, format!("≥ {least}")),
            Goal::AtMost(most) => (judged <= most, format!("≤ {most}")),
        };
        let row = json!({
            "name": name, "value": value, "unit": unit, "baseline": baseline.map(|(name, _)| name),
            "baseline_value": baseline.map(|(_, theirs)| theirs), "ratio": ratio, "goal": text, "holds": holds,
        });
        let beside = baseline.map(|(name, theirs)| format!("  {name}: {theirs:.1}")).unwrap_or_default();
        let ratio = ratio.map(|r| format!("  ratio {r:.2}")).unwrap_or_default();
        let mark = if holds { ' ' } else { '✗' };
        say(&format!("{mark} {name:<66} {value:>12.2} {unit:<6}{beside}{ratio}  {text}"));
        self.0.push((row, holds));
    }

    pub(crate) fn holds(&self) -> bool {
        self.0.iter().all(|(_, holds)| *holds)
    }

    pub(crate) fn write(&self, path: &str) -> Result<()> {
        let rows: Vec<&Value> = self.0.iter().map(|(row, _)| row).collect();
        std::fs::write(path, serde_json::to_string_pretty(&rows)?)?;
        Ok(())
    }
}

pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
