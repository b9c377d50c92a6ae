//! `tacenda doctor`: what endangers the agency's files, each with what mends it.

mod disk;
mod keys;
mod machine;
mod mail;
mod sign_in;
mod uploads;

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::at::At;
use super::out::{self, Table};
use super::{Ended, talk};
use crate::config::Config;
use crate::packs;
use crate::problem::Problem;

/// Looks for what endangers the agency's files: who may read them, whether the disk keeps its word, the clock, backups, the kit.
///
/// Examples:
///   tacenda doctor
///   tacenda doctor --accept-clock      you have looked at the clock, and it is right
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Doctor {
    /// The machine's clock is right, although it leapt
    #[arg(long)]
    accept_clock: bool,
    /// The word CLOCK, instead of typing it
    #[arg(long, value_name = "WORD", requires = "accept_clock")]
    confirm: Option<String>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grade {
    Well,
    Warning,
    Fault,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    check: &'static str,
    grade: Grade,
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

impl Finding {
    pub(crate) fn well(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, grade: Grade::Well, says: says.into(), mend: None }
    }

    pub(crate) fn warning(check: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, grade: Grade::Warning, says: says.into(), mend: Some(mend.into()) }
    }

    pub(crate) fn fault(check: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { grade: Grade::Fault, ..Self::warning(check, says, mend) }
    }
}

impl Doctor {
    pub(crate) fn run(self, at: &At, folder: Option<&Path>) -> Result<Ended> {
        if self.accept_clock {
            return self.accept(at);
        }
        let home = at.home()?;
        let config = Config::read(&home)?;
        let mut findings = disk::look(&home, &config)?;
        findings.extend(machine::look());
        findings.extend(sign_in::look(&home, &config)?);
        findings.extend(mail::look(&home, &config));
        findings.extend(uploads::look(&config));
        findings.push(uploads::read(&config));
        findings.extend(uploads::names(&config, &home));
        findings.push(uploads::locks());
        findings.push(law(folder)?);
        match at.open() {
            Ok(agency) => findings.extend(keys::look(&agency)?),
            Err(error) if matches!(error.downcast_ref(), Some(Problem::Sealed)) => {
                findings.push(Finding::warning(
                    "keys",
                    "the keys are sealed: what needs them was not looked at",
                    "tacenda unseal",
                ));
            }
            Err(error) => findings.push(Finding::fault("keys", format!("{error:#}"), "tacenda restore, into another folder")),
        }
        out::show(at.json, &findings, || text(&findings))?;
        let worst = findings.iter().map(|f| f.grade).max();
        let clock = findings.iter().any(|f| f.check == "clock" && f.grade == Grade::Fault);
        Ok(match worst {
            _ if clock => Ended::Clock,
            Some(Grade::Fault) => Ended::Failed,
            _ => Ended::Done,
        })
    }

    fn accept(&self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        talk(&format!("This machine's clock says {}.", out::when(tacenda_desk::Time(crate::edge::clock()?.wall))))?;
        at.confirm("CLOCK", self.confirm.as_deref(), "If that is right, it is believed from now on.")?;
        let leaf = desk.agency.accept_clock(&desk.who)?;
        let trusted = desk.agency.moment()?.trusted;
        out::show(at.json, &serde_json::json!({ "leaf": leaf, "trusted": trusted }), || {
            let but = "The ledger's last entry lies in the future: what has a time limit waits until then.";
            if trusted { format!("believed  (leaf {leaf})\n") } else { format!("noted  (leaf {leaf})\n{but}\n") }
        })
    }
}

fn text(findings: &[Finding]) -> String {
    let mut table = Table::default();
    for finding in findings {
        let mark = match finding.grade {
            Grade::Well => "well",
            Grade::Warning => "warning",
            Grade::Fault => "FAULT",
        };
        table.row([mark, finding.check, &finding.says]);
        if let Some(mend) = &finding.mend {
            table.row(["", "", &format!("→ {mend}")]);
        }
    }
    table.text()
}

/// Whether counsel has reviewed the law that answers come from.
fn law(folder: Option<&Path>) -> Result<Finding> {
    let packs = packs::load(&packs::files(folder)?)?;
    let not = packs.packs.iter().filter(|pack| pack.review.status != tacenda_law::ReviewStatus::Reviewed).count();
    let all = packs.packs.len();
    if not == 0 {
        return Ok(Finding::well("law", format!("{all} packs, reviewed by counsel")));
    }
    Ok(Finding::warning(
        "law",
        format!("{not} of {all} law packs were not reviewed by counsel"),
        "ask counsel to review those you use: `tacenda law list`",
    ))
}
