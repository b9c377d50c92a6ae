//! `tacenda facts`: the vocabulary.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value as Json, json};
use tacenda_law::{Absent, Fact, Kind, Origin, Vocabulary};

use super::{Ended, Language, print, talk};
use crate::packs;
use crate::sheet::words::pick;

/// Lists the facts a case may hold; with a name, one of them with all its words.
#[derive(Debug, clap::Args)]
pub(crate) struct ListFacts {
    /// Only this fact
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListFacts {
    pub(crate) fn run(self, folder: Option<&Path>, language: Language) -> Result<Ended> {
        let packs = packs::load(&packs::files(folder)?)?;
        let vocabulary = &packs.vocabulary;
        if let Some(name) = &self.name
            && vocabulary.find(name).is_none()
        {
            let names = vocabulary.facts.iter().map(|f| f.name.as_str());
            talk(&format!("tacenda: there is no fact `{name}`{}", tacenda_law::hint(name, names)))?;
            return Ok(Ended::Usage);
        }
        let wanted = |f: &&Fact| self.name.as_ref().is_none_or(|n| *n == f.name);
        if self.json {
            let list: Vec<Json> = vocabulary.facts.iter().filter(wanted).map(|f| row(vocabulary, f)).collect();
            print(&format!("{}\n", serde_json::to_string_pretty(&list)?))?;
            return Ok(Ended::Done);
        }
        let mut text = String::new();
        let mut group = "";
        for fact in vocabulary.facts.iter().filter(wanted) {
            if fact.group != group {
                group = &fact.group;
                writeln!(text, "\n{}", group.to_uppercase())?;
            }
            writeln!(text, "  {:<42} {:<24} {}", fact.name, kind(vocabulary, fact), absent(vocabulary, fact))?;
            if self.name.is_some() {
                writeln!(
                    text,
                    "\n  {}\n  {}\n  {}\n",
                    fact.definition,
                    pick(&fact.question, language),
                    pick(&fact.why, language)
                )?;
                for member in vocabulary.enumeration(fact.kind).map(|e| e.members.as_slice()).unwrap_or_default() {
                    writeln!(text, "    {:<34} {}", member.id, if language == Language::En { &member.en } else { &member.es })?;
                }
            }
        }
        print(text.trim_start_matches('\n'))?;
        Ok(Ended::Done)
    }
}

fn kind(vocabulary: &Vocabulary, fact: &Fact) -> String {
    let list = vocabulary.enumeration(fact.kind).map_or("", |e| e.name.as_str());
    match fact.kind {
        Kind::Bool => "bool".to_owned(),
        Kind::Int => "int".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Enum(_) => format!("enum {list}"),
        Kind::Set(_) => format!("set<{list}>"),
    }
}

fn absent(vocabulary: &Vocabulary, fact: &Fact) -> String {
    match (&fact.origin, &fact.absent) {
        (Origin::Stated, Absent::Ask) => "ask".to_owned(),
        (Origin::Stated, Absent::Today) => "today".to_owned(),
        (Origin::Stated, Absent::Value(tacenda_law::Value::NotStated)) => "none stated".to_owned(),
        (Origin::Stated, Absent::Value(value)) => {
            let id = vocabulary.find(&fact.name);
            id.map_or_else(String::new, |id| vocabulary.show(id, *value).to_string().replace('"', "").replace("null", "unknown"))
        }
        _ => "derived".to_owned(),
    }
}

fn row(vocabulary: &Vocabulary, fact: &Fact) -> Json {
    let words: Vec<&str> =
        vocabulary.enumeration(fact.kind).into_iter().flat_map(|e| &e.members).map(|m| m.id.as_str()).collect();
    json!({
        "name": fact.name, "group": fact.group, "type": kind(vocabulary, fact), "absent": absent(vocabulary, fact),
        "definition": fact.definition, "words": words,
        "question": { "en": fact.question.en, "es": fact.question.es }, "why": { "en": fact.why.en, "es": fact.why.es },
    })
}
