//! `law test`: every worked case of the packs, and what no case watches.

use std::fmt::Write as _;

use anyhow::Result;
use tacenda_analysis::unwatched_literals;
use tacenda_law::{Packs, Source, WorkedCase};

use crate::cli::{Ended, print, talk, today};
use crate::packs;

/// Runs every worked case.
#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// Only cases whose name starts with this, such as us-nm or us-nm/goodbye-letters
    only: Option<String>,
    /// Also turn every literal of every condition round, and say which ones no case watches
    #[arg(long)]
    mutants: bool,
}

impl Test {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        let packs = packs::load(files)?;
        let cases = match packs.cases(files, today()) {
            Ok(cases) => cases,
            Err(errors) => {
                for error in errors {
                    talk(&error.to_string())?;
                }
                return Ok(Ended::Failed);
            }
        };
        let wanted = |c: &&WorkedCase| self.only.as_ref().is_none_or(|o| c.name.starts_with(o.as_str()));
        let mut text = String::new();
        let (mut passed, mut failed) = (0, 0);
        for case in cases.iter().filter(wanted) {
            let differences = case.differences(&packs);
            if differences.is_empty() {
                passed += 1;
                continue;
            }
            failed += 1;
            writeln!(text, "{} ({}:{})", case.name, case.place.0, case.place.1)?;
            for difference in differences {
                writeln!(text, "    {difference}")?;
            }
        }
        if self.only.is_none() {
            failed += lacking(&packs, &cases, &mut text)?;
            if self.mutants {
                for (place, literal) in unwatched_literals(&packs, &cases) {
                    failed += 1;
                    writeln!(text, "{place}: no case watches `{literal}`")?;
                }
            }
        }
        writeln!(text, "{} packs, {} rules, {} cases", packs.packs.len(), packs.rules.len(), cases.len())?;
        writeln!(text, "{passed} passed, {failed} failed")?;
        print(&text)?;
        Ok(if failed == 0 { Ended::Done } else { Ended::Failed })
    }
}

/// Every rule needs a case that it decides and one that it must not.
fn lacking(packs: &Packs, cases: &[WorkedCase], text: &mut String) -> Result<usize> {
    let mut count = 0;
    for (at, rule) in packs.rules.iter().enumerate() {
        let decided = cases.iter().any(|c| c.decides.contains(&at));
        // A rule that always applies has no near miss.
        let always = rule.when.formula.alternatives().iter().any(Vec::is_empty);
        let missed = always || cases.iter().any(|c| c.near_miss.contains(&at));
        let lacks = match (decided, missed) {
            (true, true) => continue,
            (false, true) => "a case that it decides",
            (true, false) => "a near miss",
            (false, false) => "a case that it decides and a near miss",
        };
        count += 1;
        writeln!(text, "{} lacks {lacks}", packs.rule_name(at))?;
    }
    Ok(count)
}
