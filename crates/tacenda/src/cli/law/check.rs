//! `law check`: what is odd in the packs, exactly.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::civil::Date;
use tacenda_analysis::{Finding, check};
use tacenda_law::{Packs, Source, Sure};

use super::unknown;
use crate::cli::{Ended, print, today};
use crate::packs;

/// Checks packs.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Only this pack
    pack: Option<String>,
    /// The day whose law is checked
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Also list the rules and sources that are still to be confirmed
    #[arg(long)]
    doubts: bool,
}

impl Check {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        let packs = packs::load(files)?;
        if let Some(id) = &self.pack
            && packs.find_pack(id).is_none()
        {
            return unknown("pack", id, packs.packs.iter().map(|p| p.id.as_str()));
        }
        let day = self.on.unwrap_or_else(today);
        let mut faults = 0;
        for (at, pack) in packs.packs.iter().enumerate() {
            if self.pack.as_ref().is_some_and(|id| *id != pack.id) {
                continue;
            }
            let mut text = String::new();
            let mut released = Vec::new();
            for finding in check(&packs, at, day)? {
                match finding {
                    Finding::Dead { rule } => {
                        faults += 1;
                        writeln!(text, "  {} can never apply: no case meets its condition", packs.rule_name(rule))?;
                    }
                    Finding::Shadowed { rule } => {
                        faults += 1;
                        writeln!(
                            text,
                            "  {} can never decide: its own pack always takes back what it gives",
                            packs.rule_name(rule)
                        )?;
                    }
                    Finding::Contradiction { command, prohibition } => {
                        writeln!(
                            text,
                            "  note: {} takes back some of what {} commands",
                            packs.rule_name(prohibition),
                            packs.rule_name(command)
                        )?;
                    }
                    Finding::NeverReleased { category, .. } => released.push(category),
                }
            }
            if !released.is_empty() {
                writeln!(text, "  note: nothing in this pack ever releases {}", released.join(", "))?;
            }
            if self.doubts {
                doubts(&packs, at, &mut text)?;
            }
            print(&format!(
                "{} ({} rules){}\n{text}",
                pack.id,
                pack.rules.len(),
                if text.is_empty() { ": nothing odd" } else { "" }
            ))?;
        }
        print(&format!("{faults} rules that never decide\n"))?;
        Ok(if faults == 0 { Ended::Done } else { Ended::Failed })
    }
}

fn doubts(packs: &Packs, at: usize, text: &mut String) -> Result<()> {
    let Some(pack) = packs.packs.get(at) else { return Ok(()) };
    for source in pack.sources.iter().filter(|s| s.sure != Sure::High) {
        writeln!(text, "  to confirm: {} ({})", source.title, source.note.as_deref().unwrap_or("no note"))?;
    }
    for rule in packs.rules.get(pack.rules.clone()).unwrap_or_default().iter().filter(|r| r.sure != Sure::High) {
        writeln!(text, "  to confirm: {} ({})", rule.id, rule.cite.join("; "))?;
    }
    Ok(())
}
