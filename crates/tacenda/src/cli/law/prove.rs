//! `law prove`: invariants over every possible case.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use jiff::civil::Date;
use serde_json::json;
use tacenda_analysis::{Proof, invariants, prove};
use tacenda_law::Source;

use super::unknown;
use crate::cli::{Ended, print, talk, today};
use crate::packs;

/// Proves invariants.
#[derive(Debug, clap::Args)]
pub(crate) struct Prove {
    /// Only this invariant
    id: Option<String>,
    /// The day whose law is meant
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Read the invariants from this file instead of packs/invariants.toml
    #[arg(long, value_name = "FILE")]
    invariants: Option<PathBuf>,
}

impl Prove {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        let mut packs = packs::load(files)?;
        let file = match &self.invariants {
            Some(path) => Source::new(path.display().to_string(), std::fs::read_to_string(path)?),
            None => files
                .iter()
                .find(|f| f.path == "invariants.toml")
                .cloned()
                .ok_or_else(|| anyhow!("the packs folder has no invariants.toml"))?,
        };
        let list = match invariants(&mut packs, &file) {
            Ok(list) => list,
            Err(errors) => {
                for error in errors {
                    talk(&error.to_string())?;
                }
                return Ok(Ended::Failed);
            }
        };
        if let Some(id) = &self.id
            && !list.iter().any(|i| i.id == *id)
        {
            return unknown("invariant", id, list.iter().map(|i| i.id.as_str()));
        }
        let day = self.on.unwrap_or_else(today);
        let (mut passed, mut failed) = (0, 0);
        for invariant in list.iter().filter(|i| self.id.as_ref().is_none_or(|id| *id == i.id)) {
            match prove(&packs, invariant, day) {
                Proof::Holds => {
                    passed += 1;
                    print(&format!("holds    {:<34} {}\n", invariant.id, invariant.title))?;
                }
                Proof::Fails(found) => {
                    failed += 1;
                    let case = json!({ "id": invariant.id, "facts": found.facts.to_json(&packs.vocabulary) });
                    print(&format!(
                        "FAILS    {:<34} {}\n         {} would go ({}); the case:\n{case}\n",
                        invariant.id,
                        invariant.title,
                        found.category,
                        found.verdict.word()
                    ))?;
                    if !found.confirmed {
                        print(
                            "         the engine does not confirm this case: analysis and engine disagree, please report it\n",
                        )?;
                    }
                }
                Proof::TooLarge(error) => {
                    failed += 1;
                    print(&format!("UNPROVED {:<34} {error}\n", invariant.id))?;
                }
            }
        }
        print(&format!("{passed} passed, {failed} failed\n"))?;
        Ok(if failed == 0 { Ended::Done } else { Ended::Failed })
    }
}
