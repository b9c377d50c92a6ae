//! `law list` and `law show`.

use std::fmt::Write as _;

use anyhow::Result;
use tacenda_law::{Packs, ReviewStatus, Rule, Source};

use super::unknown;
use crate::cli::{Ended, print, today};
use crate::packs;

/// Lists packs, or the rules of one pack.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// A pack's id, such as us-nm
    pack: Option<String>,
}

/// Shows one rule.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// A rule's name, such as us-nm.danger
    rule: String,
}

impl List {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        let packs = packs::load(files)?;
        let mut text = String::new();
        match &self.pack {
            None => {
                for pack in &packs.packs {
                    let review =
                        if pack.review.status == ReviewStatus::Reviewed { "reviewed" } else { "not reviewed by counsel" };
                    writeln!(
                        text,
                        "{:<18} {:<9} {:>4} rules  {:<24} {}",
                        pack.id,
                        pack.version,
                        pack.rules.len(),
                        review,
                        pack.title
                    )?;
                }
                writeln!(text, "{} packs, {} rules", packs.packs.len(), packs.rules.len())?;
            }
            Some(id) => {
                let Some(pack) = packs.find_pack(id) else {
                    return unknown("pack", id, packs.packs.iter().map(|p| p.id.as_str()));
                };
                for rule in packs.rules.get(pack.rules.clone()).unwrap_or_default() {
                    writeln!(text, "{:<34} {:<8} {} ({})", rule.id, effect(rule), rule.title, rule.cite.join("; "))?;
                }
            }
        }
        print(&text)?;
        Ok(Ended::Done)
    }
}

fn effect(rule: &Rule) -> String {
    format!("{:?}", rule.effect).to_lowercase()
}

impl Show {
    pub(crate) fn run(self, files: &[Source]) -> Result<Ended> {
        let packs = packs::load(files)?;
        let names: Vec<String> = (0..packs.rules.len()).map(|at| packs.rule_name(at)).collect();
        let Some((at, rule)) = packs.find_rule(&self.rule).and_then(|at| Some((at, packs.rules.get(at)?))) else {
            return unknown("rule", &self.rule, names.iter().map(String::as_str));
        };
        print(&page(&packs, at, rule, files)?)?;
        Ok(Ended::Done)
    }
}

fn page(packs: &Packs, at: usize, rule: &Rule, files: &[Source]) -> Result<String> {
    let vocabulary = &packs.vocabulary;
    let mut text = String::new();
    let mut row = |title: &str, value: &str| if value.is_empty() { Ok(()) } else { writeln!(text, "{title:<12} {value}") };
    row("", &packs.rule_name(at))?;
    row("title", &rule.title)?;
    row("effect", &effect(rule))?;
    row("when", &rule.when.text.split_whitespace().collect::<Vec<_>>().join(" "))?;
    let recipients =
        rule.recipients.map_or_else(String::new, |set| vocabulary.recipients().names(set).collect::<Vec<_>>().join(", "));
    row("recipients", &recipients)?;
    if rule.names_categories && rule.categories != u64::MAX {
        row("categories", &vocabulary.categories().names(rule.categories).collect::<Vec<_>>().join(", "))?;
    }
    row("scope", &rule.scope.map_or_else(String::new, |s| format!("{s:?}").to_lowercase()))?;
    let duties = |ids: &[usize]| {
        ids.iter().filter_map(|d| vocabulary.duties.get(*d)).map(|d| d.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    row("before", &duties(&rule.before))?;
    row("after", &duties(&rule.after))?;
    row("unless", &rule.unless_rules.iter().map(|u| packs.rule_name(*u)).collect::<Vec<_>>().join(", "))?;
    row("cite", &rule.cite.join("; "))?;
    if let Some(source) = packs.source_of(rule) {
        row("source", &format!("{} (checked {})", source.title, source.checked))?;
        row("to confirm", source.note.as_deref().unwrap_or_default())?;
    }
    row("sure", &format!("{:?}", rule.sure).to_lowercase())?;
    row("in force", &days(rule.days))?;
    row("note", rule.note.as_deref().unwrap_or_default())?;
    row("file", &format!("{}:{}", rule.place.0, rule.place.1))?;
    let cases = packs.cases(files, today()).unwrap_or_default();
    for case in cases.iter().filter(|c| c.decides.contains(&at)) {
        writeln!(text, "\ndecides      {} ({})\n             {}", case.title, case.name, case.story)?;
    }
    for case in cases.iter().filter(|c| c.near_miss.contains(&at)) {
        writeln!(text, "\nnear miss    {} ({})\n             {}", case.title, case.name, case.story)?;
    }
    Ok(text)
}

fn days((from, to): (i32, i32)) -> String {
    let day = |n: i32| (n != i32::MIN && n != i32::MAX).then(|| tacenda_law::day(n).to_string());
    match (day(from), day(to)) {
        (None, None) => String::new(),
        (from, to) => format!("{} to {}", from.unwrap_or_else(|| "ever".to_owned()), to.unwrap_or_else(|| "now".to_owned())),
    }
}
