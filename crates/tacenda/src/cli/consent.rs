//! `tacenda consent check`: what is wrong with a signed release, and which rule asks for what is missing.

use std::fs;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::civil::Date;
use tacenda_law::{Absence, check_release};

use super::case::{Reading, single};
use super::{Ended, Language, Misuse, today};
use crate::packs;
use crate::release::Release;
use crate::sheet::words::{NOT_REVIEWED, say};

/// Signed releases.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Consent {
    /// Say what a release lacks for what is asked; exit code 1 if it lacks anything
    ///
    /// The case names the situation (jurisdictions, holder, recipient, purpose, what is asked) and the paper: which kind it is, what it
    /// shows, who signed, how it stands, what it covers, when it ends; `tacenda facts` has the words. What is not said of what it
    /// shows, covers, how it stands and who signed counts as missing; that it was a condition of help, or joined with something else, is
    /// to be said.
    Check(Check),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The case with the paper: a JSON file, or - for standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// The day whose law decides, where the case has no `event_date`
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

impl Consent {
    pub(crate) fn run(self, folder: Option<&Path>, language: Language) -> Result<Ended> {
        let Self::Check(check) = self;
        check.run(folder, language)
    }
}

impl Check {
    fn run(self, folder: Option<&Path>, language: Language) -> Result<Ended> {
        let packs = packs::load(&packs::files(folder)?)?;
        let mut text = Vec::new();
        if self.file.as_os_str() == "-" {
            std::io::stdin().lock().read_to_end(&mut text)?;
        } else {
            text = fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        }
        let reading = Reading { on: self.on, today: today(), absence: Absence::Default };
        let facts = single(&packs, reading, &text).facts.map_err(|fault| Misuse(fault.to_string()))?;
        let release = Release::of(&packs, &check_release(&packs, &facts), language);
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&release)?)?;
        } else {
            tell(&mut out, &release, language)?;
        }
        Ok(if release.sound { Ended::Done } else { Ended::Failed })
    }
}

fn tell(out: &mut impl Write, release: &Release, language: Language) -> Result<()> {
    if release.sound {
        let none = ("Nothing is missing. By this paper may go", "No falta nada. Con este papel puede salir");
        writeln!(out, "{}: {}", say(none, language), release.lets.join(", "))?;
        return Ok(());
    }
    for finding in &release.findings {
        writeln!(out, "✗ {}", finding.what)?;
        for rule in &finding.asked_by {
            let review = if rule.reviewed { String::new() } else { format!(" · {}", say(NOT_REVIEWED, language)) };
            writeln!(out, "    {} ({}){review}", rule.title, rule.cite.join("; "))?;
        }
    }
    Ok(())
}
