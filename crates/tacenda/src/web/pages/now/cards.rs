//! What the cards say of each place: taken from the law packs once, so that a page can be shown while everything else is down.

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use tacenda_law::{Effect, Enumeration, Packs, Rule, day_number};

use crate::language::Language;
use crate::sheet::label;

/// Rules that are named for a place.
const MOST: usize = 4;
/// By which a rule is known to speak of a danger.
const DANGER: [&str; 3] = ["serious_imminent_danger", "threat_severity", "threat_imminent"];
/// Those who can help, or are in danger.
const HELPERS: [&str; 3] = ["law_enforcement", "potential_victim", "crisis_services"];

/// One place and its rules, in one language.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

/// One rule.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) must: bool,
    pub(super) title: String,
    pub(super) cite: String,
    pub(super) who: String,
    pub(super) what: String,
}

/// A number of the agency's own, from `lines.toml` in its folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Local {
    /// Who answers.
    pub(in crate::web) name: String,
    /// What is dialled.
    pub(in crate::web) number: String,
    /// For which card: `danger`, `abuse` or `colleague`.
    #[serde(rename = "for")]
    pub(in crate::web) card: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    line: Vec<Local>,
}

/// All that the cards say beside their own words.
#[derive(Debug)]
pub(in crate::web) struct Cards {
    by_language: Vec<(Language, Vec<Place>)>,
    local: Vec<Local>,
}

impl Cards {
    /// From the packs in force on that day, and the agency's own numbers. A file that does not read leaves them out: the cards must be there.
    pub(in crate::web) fn of(packs: &Packs, home: &Path, today: Date) -> Self {
        let by_language = Language::ALL.iter().map(|language| (*language, places(packs, *language, today))).collect();
        let text = std::fs::read_to_string(home.join("lines.toml")).unwrap_or_default();
        Self { by_language, local: toml::from_str::<File>(&text).unwrap_or_default().line }
    }

    /// The agency's own numbers.
    pub(in crate::web) fn local(&self) -> &[Local] {
        &self.local
    }

    pub(super) fn places(&self, language: Language) -> &[Place] {
        self.by_language.iter().find(|(l, _)| *l == language).map_or(&[], |(_, places)| places)
    }
}

fn places(packs: &Packs, language: Language, today: Date) -> Vec<Place> {
    let day = day_number(today);
    let mut places = Vec::new();
    for pack in packs.packs.iter().filter(|pack| pack.days.0 <= day && day <= pack.days.1) {
        let Some(id) = &pack.jurisdiction else { continue };
        let rules = packs.rules_of(pack).filter(|(_, rule)| rule.in_force(day) && speaks_of_danger(packs, rule));
        let lines: Vec<Line> = rules.take(MOST).map(|(_, rule)| line(packs, language, rule)).collect();
        let places_list =
            packs.vocabulary.find("jurisdictions").and_then(|f| packs.vocabulary.enumeration(packs.vocabulary.fact(f).kind));
        let name = places_list.and_then(|list| list.members.iter().find(|m| m.id == *id)).map(|m| label(m, language).to_owned());
        if !lines.is_empty() {
            places.push(Place { name: name.unwrap_or_else(|| pack.title.clone()), lines });
        }
    }
    places.sort_by(|a, b| a.name.cmp(&b.name));
    places
}

fn speaks_of_danger(packs: &Packs, rule: &Rule) -> bool {
    let gives = matches!(rule.effect, Effect::Permit | Effect::Require);
    let helpers = packs.vocabulary.recipients().mask_of(&HELPERS);
    gives && DANGER.iter().any(|word| rule.when.text.contains(word)) && rule.recipients.is_some_and(|set| set & helpers != 0)
}

fn line(packs: &Packs, language: Language, rule: &Rule) -> Line {
    Line {
        must: rule.effect == Effect::Require,
        title: rule.title.clone(),
        cite: rule.cite.join("; "),
        who: labels(packs.vocabulary.recipients(), rule.recipients.unwrap_or_default(), language),
        what: if rule.names_categories {
            labels(packs.vocabulary.categories(), rule.categories, language)
        } else {
            String::new()
        },
    }
}

fn labels(list: &Enumeration, set: u64, language: Language) -> String {
    let named = list.members.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
    named.map(|(_, member)| label(member, language)).collect::<Vec<_>>().join(" · ")
}

trait Masked {
    fn mask_of(&self, words: &[&str]) -> u64;
}

impl Masked for Enumeration {
    fn mask_of(&self, words: &[&str]) -> u64 {
        let named = self.members.iter().enumerate().filter(|(_, member)| words.contains(&member.id.as_str()));
        named.fold(0, |bits, (at, _)| bits | 1 << at)
    }
}
