//! Worked cases: the packs' own tests, the training quiz and the examples of the law library.

mod held;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value as Json;
use toml::Spanned;

use crate::error::{PackError, Problems, Source};
use crate::facts::{Absence, Facts};
use crate::pack::{Packs, Verdict};

/// A case with the answer that the law gives.
#[derive(Debug, Clone)]
pub struct WorkedCase {
    /// `us-nm/goodbye-letters`
    pub name: String,
    /// Where it stands.
    pub place: (String, usize),
    /// In a few words.
    pub title: String,
    /// As a counsellor would tell it.
    pub story: String,
    /// The law in one sentence.
    pub why: String,
    /// Rules that must fire, as positions in [`Packs::rules`].
    pub decides: Vec<usize>,
    /// Rules that come close and must not fire.
    pub near_miss: Vec<usize>,
    /// The facts as a case file holds them.
    pub json: Json,
    /// The facts.
    pub facts: Facts,
    /// The answer.
    pub expect: Expect,
}

/// What a worked case expects of the ruling. What is left out is not checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The verdict.
    pub verdict: Verdict,
    /// Exactly this may go.
    pub may_include: Option<Vec<String>>,
    /// None of these may go.
    #[serde(default)]
    pub must_exclude: Vec<String>,
    /// At least these are owed.
    #[serde(default)]
    pub duties: Vec<String>,
    /// At least these are cited.
    #[serde(default)]
    pub by: Vec<String>,
    /// At least these are missing.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Whether something may go to this recipient.
    pub recipient_ok: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasesFile {
    #[serde(default)]
    given: toml::Table,
    #[serde(default, rename = "case")]
    cases: Vec<CaseRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseRow {
    id: Spanned<String>,
    title: String,
    story: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    decides: Vec<Spanned<String>>,
    #[serde(default)]
    near_miss: Vec<Spanned<String>>,
    facts: Spanned<toml::Table>,
    expect: Expect,
}

impl Packs {
    /// Reads every `<pack>/cases/*.toml` of the packs folder.
    ///
    /// # Errors
    /// Every fault found, with file, line and the nearest right word.
    pub fn cases(&self, files: &[Source], on: Date) -> Result<Vec<WorkedCase>, Vec<PackError>> {
        let mut problems = Problems::default();
        let mut found = Vec::new();
        for file in files {
            let Some((folder, _)) = file.path.split_once("/cases/").filter(|(_, f)| f.ends_with(".toml")) else { continue };
            let Some(read) = problems.toml::<CasesFile>(file) else { continue };
            for row in read.cases {
                found.extend(self.case(folder, file, &read.given, row, on, &mut problems));
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        for (first, second) in found.iter().zip(found.iter().skip(1)).filter(|(a, b)| a.name == b.name) {
            problems.line(&second.place.0, second.place.1, format!("the case `{}` stands twice", first.name));
        }
        problems.into_result().map(|()| found)
    }

    fn case(
        &self,
        folder: &str,
        file: &Source,
        given: &toml::Table,
        row: CaseRow,
        on: Date,
        problems: &mut Problems,
    ) -> Option<WorkedCase> {
        let mut rules = |names: &[Spanned<String>]| -> Vec<usize> {
            let ids = self.rules.iter().map(|r| r.id.as_str());
            let own = |name: &str| self.find_rule(&format!("{folder}.{name}")).or_else(|| self.find_rule(name));
            let mut find = |name: &Spanned<String>| problems.find(file, name, ids.clone(), "there is no rule `{}`");
            names.iter().filter_map(|name| own(name.get_ref()).or_else(|| find(name))).collect()
        };
        let (decides, near_miss) = (rules(&row.decides), rules(&row.near_miss));
        let mut table = given.clone();
        let facts_at = row.facts.span();
        table.extend(row.facts.into_inner());
        let json: Json = table.into_iter().map(|(k, v)| (k, json(v))).collect();
        let facts = Facts::from_json(&self.vocabulary, &json, on, Absence::Default);
        let facts = facts.map_err(|error| problems.at(file, Some(facts_at), error.to_string())).ok();
        self.known_words(file, &row.id, &row.expect, problems);
        Some(WorkedCase {
            name: format!("{folder}/{}", row.id.get_ref()),
            place: (file.path.clone(), file.line_at(row.id.span().start)),
            title: row.title,
            story: row.story,
            why: row.why,
            decides,
            near_miss,
            json,
            facts: facts?,
            expect: row.expect,
        })
    }

    fn known_words(&self, file: &Source, id: &Spanned<String>, expect: &Expect, problems: &mut Problems) {
        let v = &self.vocabulary;
        let mut check = |words: &mut dyn Iterator<Item = &String>, list: Vec<&str>, complaint: &str| {
            for word in words {
                problems.find(file, &Spanned::new(id.span(), word.clone()), list.iter().copied(), complaint);
            }
        };
        let categories = &mut expect.may_include.iter().flatten().chain(&expect.must_exclude);
        check(categories, v.categories().words().collect(), "`{}` is no category");
        check(&mut expect.duties.iter(), v.duties.iter().map(|d| d.id.as_str()).collect(), "there is no duty `{}`");
        check(&mut expect.missing.iter(), v.facts.iter().map(|f| f.name.as_str()).collect(), "there is no fact `{}`");
    }
}

fn json(value: toml::Value) -> Json {
    match value {
        toml::Value::String(s) if s == "?" => Json::Null,
        toml::Value::String(s) => Json::String(s),
        toml::Value::Integer(n) => Json::from(n),
        toml::Value::Float(n) => Json::from(n),
        toml::Value::Boolean(b) => Json::Bool(b),
        toml::Value::Datetime(d) => Json::String(d.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, json(v))).collect(),
    }
}
