//! `law diff`: one pack on two days, or two pack folders.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;
use serde_json::json;
use tacenda_analysis::{Change, ChangedRule, diff};
use tacenda_law::{Packs, Source};

use super::unknown;
use crate::cli::{Ended, print, today};
use crate::packs;

/// Compares.
///
/// Examples:
///   tacenda law diff us-co --from 2025-08-31 --to 2025-09-01
///   tacenda law diff us-nm drafts/us-nm
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Diff {
    /// A pack's id or a pack folder
    a: String,
    /// Another pack's id or folder; with --from and --to the same pack is meant
    b: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<Date>,
    /// The second day
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

impl Diff {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        let to = self.to.unwrap_or_else(today);
        let from = self.from.unwrap_or(to);
        let mut files = files.to_vec();
        let a = side(&mut files, &self.a, "before")?;
        let b = match &self.b {
            Some(b) => side(&mut files, b, "after")?,
            None if self.from.is_some() => a.clone(),
            None => bail!("compare with a second pack, or on two days with --from and --to"),
        };
        let packs = packs::load(&files)?;
        let find = |id: &str| packs.packs.iter().position(|p| p.id == id);
        let names = || packs.packs.iter().map(|p| p.id.as_str());
        let (Some(first), Some(second)) = (find(&a), find(&b)) else {
            return unknown("pack", if find(&a).is_none() { &a } else { &b }, names());
        };
        let found = diff(&packs, (first, from), (second, to))?;
        let mut text = format!("{a} on {from} → {b} on {to}\n\n");
        for rule in &found.rules {
            writeln!(text, "{}", rule_line(&packs, rule))?;
        }
        if found.rules.is_empty() {
            text.push_str("no rule differs\n");
        }
        for change in found.answers.iter().chain(&found.duties) {
            text.push_str(&change_lines(&packs, change)?);
        }
        let kinds = found.answers.len() + found.duties.len();
        writeln!(
            text,
            "\n{} rules differ, {kinds} kinds of change, {}",
            found.rules.len(),
            if found.answers.is_empty() { "no case changes its answer" } else { "major: cases change their answer" }
        )?;
        print(&text)?;
        Ok(Ended::Done)
    }
}

/// A side given as a folder is read and stands beside the packs under an id of its own.
fn side(files: &mut Vec<Source>, name: &str, side: &str) -> Result<String> {
    let folder = Path::new(name);
    if !folder.join("pack.toml").is_file() {
        return Ok(name.to_owned());
    }
    let own = folder.file_name().map_or_else(|| side.to_owned(), |n| n.to_string_lossy().into_owned());
    let id = format!("{own}@{side}");
    for mut file in packs::files(Some(folder))? {
        if file.path == "pack.toml" {
            let line = file
                .text
                .lines()
                .find(|l| l.trim_start().starts_with("id ") || l.trim_start().starts_with("id="))
                .unwrap_or_default()
                .to_owned();
            file.text = file.text.replacen(&line, &format!("id = \"{id}\""), 1);
        }
        files.push(Source::new(format!("{id}/{}", file.path), file.text));
    }
    Ok(id)
}

fn rule_line(packs: &Packs, rule: &ChangedRule) -> String {
    let line = |sign: &str, at: usize| {
        let cite = packs.rules.get(at).map_or_else(String::new, |r| format!("{} ({})", r.title, r.cite.join("; ")));
        format!("{sign} {:<34} {cite}", packs.rule_name(at))
    };
    match rule {
        ChangedRule::New(at) => line("+", *at),
        ChangedRule::Gone(at) => line("−", *at),
        ChangedRule::Other(_, at) => line("±", *at),
    }
}

fn change_lines(packs: &Packs, change: &Change) -> Result<String> {
    let mut text = String::new();
    writeln!(
        text,
        "\n{} → {}: {} (at most {:.1e} of all cases)",
        change.before,
        change.after,
        change.about.join(", "),
        change.share
    )?;
    for case in &change.cases {
        let case = json!({ "id": format!("{}→{}", change.before, change.after), "facts": case.to_json(&packs.vocabulary) });
        writeln!(text, "  {case}")?;
    }
    Ok(text)
}
