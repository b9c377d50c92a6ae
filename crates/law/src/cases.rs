//! Worked cases: the packs' own tests, the training quiz and the examples of the law library.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value as Json;
use toml::Spanned;

use crate::atoms::Tri;
use crate::condition::Expr;
use crate::error::{PackError, Problems, Source};
use crate::facts::{Absence, Facts};
use crate::formula::Formula;
use crate::nearest::hint;
use crate::pack::{Condition, Packs, Verdict};
use crate::ruling::{Part, Ruling};
use crate::survey::Survey;

/// A near miss leaves at most this many conditions of a rule unmet.
const NEAR: usize = 3;

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
        for pair in found.windows(2) {
            if let [first, second] = pair
                && first.name == second.name
            {
                problems.0.push(PackError {
                    file: second.place.0.clone(),
                    line: second.place.1,
                    message: format!("the case `{}` stands twice", second.name),
                });
            }
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
        let span = row.id.span();
        let mut rules = |names: &[Spanned<String>]| -> Vec<usize> {
            let mut found = Vec::new();
            for name in names {
                match self.find_rule(&format!("{folder}.{}", name.get_ref())).or_else(|| self.find_rule(name.get_ref())) {
                    Some(at) => found.push(at),
                    None => {
                        let ids = self.rules.iter().map(|r| r.id.as_str());
                        problems.at(
                            file,
                            Some(name.span()),
                            format!("there is no rule `{}`{}", name.get_ref(), hint(name.get_ref(), ids)),
                        );
                    }
                }
            }
            found
        };
        let (decides, near_miss) = (rules(&row.decides), rules(&row.near_miss));
        self.known_words(file, &row.id, &row.expect, problems);
        let mut table = given.clone();
        let facts_span = row.facts.span();
        table.extend(row.facts.into_inner());
        let json: Json = table.into_iter().map(|(k, v)| (k, json(v))).collect();
        match Facts::from_json(&self.vocabulary, &json, on, Absence::Default) {
            Ok(facts) => Some(WorkedCase {
                name: format!("{folder}/{}", row.id.get_ref()),
                place: (file.path.clone(), file.line_at(span.start)),
                title: row.title,
                story: row.story,
                why: row.why,
                decides,
                near_miss,
                json,
                facts,
                expect: row.expect,
            }),
            Err(error) => {
                problems.at(file, Some(facts_span), error.to_string());
                None
            }
        }
    }

    fn known_words(&self, file: &Source, id: &Spanned<String>, expect: &Expect, problems: &mut Problems) {
        let categories = self.vocabulary.categories();
        let words = expect.may_include.iter().flatten().chain(&expect.must_exclude);
        for word in words.filter(|w| categories.position(w).is_none()) {
            problems.at(
                file,
                Some(id.span()),
                format!("`{word}` is no category{}", hint(word, categories.members.iter().map(|m| m.id.as_str()))),
            );
        }
        for word in expect.duties.iter().filter(|d| self.vocabulary.duty(d).is_none()) {
            problems.at(
                file,
                Some(id.span()),
                format!("there is no duty `{word}`{}", hint(word, self.vocabulary.duties.iter().map(|d| d.id.as_str()))),
            );
        }
        for word in expect.missing.iter().filter(|f| self.vocabulary.find(f).is_none()) {
            problems.at(file, Some(id.span()), format!("there is no fact `{word}`"));
        }
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

impl Expect {
    /// What differs between the ruling and this expectation; nothing if it is met.
    pub fn differences(&self, ruling: &Ruling) -> Vec<String> {
        let mut found = Vec::new();
        if ruling.verdict != self.verdict {
            found.push(format!("verdict is {}, expected {}", ruling.verdict.word(), self.verdict.word()));
        }
        let may = ruling.may_words();
        if let Some(expected) = &self.may_include {
            let sorted = |words: &[&str]| {
                let mut words: Vec<String> = words.iter().map(ToString::to_string).collect();
                words.sort();
                words
            };
            let wanted: Vec<&str> = expected.iter().map(String::as_str).collect();
            if sorted(&may) != sorted(&wanted) {
                found.push(format!("may_include is {may:?}, expected {wanted:?}"));
            }
        }
        let leaks = self.must_exclude.iter().filter(|c| may.contains(&c.as_str()));
        found.extend(leaks.map(|c| format!("`{c}` may go, and must not")));
        let vocabulary = &ruling.packs().vocabulary;
        let owed: Vec<&str> = ruling.duties.iter().filter_map(|o| vocabulary.duties.get(o.duty)).map(|d| d.id.as_str()).collect();
        found.extend(
            self.duties
                .iter()
                .filter(|d| !owed.contains(&d.as_str()))
                .map(|d| format!("duty `{d}` is not owed; owed are {owed:?}")),
        );
        let cited = ruling.citations();
        found.extend(
            self.by
                .iter()
                .filter(|c| !cited.iter().any(|own| covers(own, c)))
                .map(|c| format!("`{c}` is not cited; cited are {cited:?}")),
        );
        let missing: Vec<&str> = ruling.missing.iter().map(|f| vocabulary.fact(*f).name.as_str()).collect();
        found.extend(
            self.missing
                .iter()
                .filter(|f| !missing.contains(&f.as_str()))
                .map(|f| format!("`{f}` is not asked for; missing are {missing:?}")),
        );
        if self.recipient_ok.is_some_and(|ok| ok != ruling.recipient_ok()) {
            found.push(format!("recipient_ok is {}", ruling.recipient_ok()));
        }
        found
    }
}

/// Whether one citation stands for another: the same section, or a narrower part of it, whatever the formatting.
fn covers(own: &str, wanted: &str) -> bool {
    let section = |text: &str| -> String {
        text.split(" (").next().unwrap_or(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
    };
    let (own, wanted) = (section(own), section(wanted));
    own.starts_with(&wanted)
}

impl WorkedCase {
    /// What is wrong with the packs, if this case is right; nothing if they agree.
    pub fn differences(&self, packs: &Packs) -> Vec<String> {
        let ruling = packs.decide(&self.facts);
        let mut found = self.expect.differences(&ruling);
        let part = |at: usize| ruling.reasons.iter().find(|r| r.rule == at).map(|r| r.part);
        let acts = |at: usize| part(at).is_some_and(|p| !matches!(p, Part::Weighed | Part::Open));
        let idle = self.decides.iter().filter(|at| !acts(**at));
        found.extend(idle.map(|at| format!("`{}` does not decide: {}", packs.rule_name(*at), packs.why_not(&self.facts, *at))));
        let survey = Survey::new(packs, &self.facts);
        let fires = |at: usize| survey.rule(at).is_some_and(|(_, f)| f.truth == Tri::True);
        for at in &self.near_miss {
            let Some(rule) = packs.rules.get(*at) else { continue };
            if fires(*at) {
                found.push(format!("`{}` fires, and should only come close", packs.rule_name(*at)));
            } else if !survey.is_live(rule) || packs.unmet(&survey, &rule.when).len() > NEAR {
                found.push(format!("`{}` is not near: {}", packs.rule_name(*at), packs.why_not(&self.facts, *at)));
            }
        }
        found
    }
}

impl Packs {
    /// Why a rule does not decide a case, for the author of rule or case.
    pub fn why_not(&self, facts: &Facts, at: usize) -> String {
        let survey = Survey::new(self, facts);
        let Some((rule, fired)) = survey.rule(at) else { return "no such rule".to_owned() };
        if !rule.in_force(survey.day) {
            return "it is not in force on that day".to_owned();
        }
        if !survey.is_live(rule) {
            return "its pack does not apply".to_owned();
        }
        match fired.truth {
            Tri::True if fired.cover.sure & survey.asked.sure == 0 => "its condition holds, and it covers none of the categories asked for".to_owned(),
            Tri::True => "its condition holds, and nothing is left for it to do (a general prohibition may be lifted, a limit may narrow nothing, its duties may belong to another verdict)".to_owned(),
            _ => format!("not met: {}", self.unmet(&survey, &rule.when).join(", ")),
        }
    }

    /// The literals that keep a condition from holding, in its nearest alternative.
    fn unmet(&self, survey: &Survey, condition: &Condition) -> Vec<String> {
        let holds = |l: &crate::formula::Literal| survey.bits.get(l.atom) == Tri::from_bool(l.holds);
        let open = condition.formula.alternatives().iter().map(|a| a.iter().filter(|l| !holds(l)).collect::<Vec<_>>());
        let nearest = open.min_by_key(Vec::len).unwrap_or_default();
        nearest.into_iter().filter_map(|l| Some(self.literal_words(self.atoms.get(l.atom)?, l.holds))).collect()
    }

    /// A literal as it is written in a condition.
    pub fn literal_words(&self, atom: crate::atoms::Atom, holds: bool) -> String {
        use crate::atoms::Test;
        let fact = self.vocabulary.fact(atom.fact);
        let words = |set: u64| self.quoted(atom.fact, set);
        let text = match atom.test {
            Test::True => fact.name.clone(),
            Test::In(set) if set.is_power_of_two() => {
                return format!("{} {} {}", fact.name, if holds { "==" } else { "!=" }, words(set));
            }
            Test::In(set) => format!("{} in [{}]", fact.name, words(set)),
            Test::Has(i) => format!("{} in {}", words(1 << i), fact.name),
            Test::Empty => return format!("{} {} []", fact.name, if holds { "==" } else { "!=" }),
            Test::Below(n) if fact.kind == crate::vocabulary::Kind::Date => format!(
                "{} < date(\"{}\")",
                fact.name,
                i32::try_from(n).map_or_else(|_| String::new(), |d| crate::facts::day(d).to_string())
            ),
            Test::Below(n) => return format!("{} {} {n}", fact.name, if holds { "<" } else { ">=" }),
            Test::Before(other) => format!("{} < {}", fact.name, self.vocabulary.fact(other).name),
        };
        match (holds, atom.test) {
            (true, _) => text,
            (false, Test::True) => format!("!{text}"),
            (false, _) => format!("!({text})"),
        }
    }

    /// Literals of conditions that no worked case watches: turned round, every case would still pass. `(where, literal)`.
    pub fn unwatched_literals(&self, cases: &[WorkedCase]) -> Vec<(String, String)> {
        let mut watchers: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
        for (number, case) in cases.iter().enumerate() {
            case.decides.iter().for_each(|at| watchers.entry(*at).or_default().push((number, true)));
            case.near_miss.iter().for_each(|at| watchers.entry(*at).or_default().push((number, false)));
        }
        let surveys: Vec<Survey> = cases.iter().map(|c| Survey::new(self, &c.facts)).collect();
        // A case that fails already watches nothing.
        let sound: Vec<&WorkedCase> = cases.iter().filter(|c| c.differences(self).is_empty()).collect();
        let all_pass = |mutant: &Self| sound.iter().all(|c| c.differences(mutant).is_empty());
        let mut found = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let watched = |expr: &Expr| {
                watchers.get(&at).into_iter().flatten().any(|(case, decides)| {
                    surveys.get(*case).is_some_and(|s| s.is_live(rule) && (expr.truth(&s.bits) == Tri::True) != *decides)
                })
            };
            found.extend(
                self.flips(&rule.when).filter(|(_, expr)| !watched(expr)).map(|(literal, _)| (self.rule_name(at), literal)),
            );
        }
        for (at, derived) in self.derived.iter().enumerate() {
            let survives = |expr: Expr| {
                self.with(|p| p.derived.get_mut(at).map(|d| &mut d.when), expr).is_none_or(|mutant| all_pass(&mutant))
            };
            let name = &self.vocabulary.fact(derived.fact).name;
            found.extend(
                self.flips(&derived.when).filter(|(_, expr)| survives(expr.clone())).map(|(literal, _)| (name.clone(), literal)),
            );
        }
        for (at, pack) in self.packs.iter().enumerate() {
            let survives = |expr: Expr| {
                self.with(|p| p.packs.get_mut(at).map(|p| &mut p.applies), expr).is_none_or(|mutant| all_pass(&mutant))
            };
            found.extend(
                self.flips(&pack.applies)
                    .filter(|(_, expr)| survives(expr.clone()))
                    .map(|(literal, _)| (pack.id.clone(), literal)),
            );
        }
        found
    }

    fn flips<'a>(&'a self, condition: &'a Condition) -> impl Iterator<Item = (String, Expr)> + 'a {
        let mut literals = Vec::new();
        condition.expr.literals(&mut |atom| literals.push(atom));
        literals.into_iter().enumerate().map(move |(n, atom)| {
            let words = self.atoms.get(atom).map(|a| self.literal_words(a, true)).unwrap_or_default();
            (words, condition.expr.flipped(n))
        })
    }

    /// These packs with one condition replaced.
    fn with(&self, pick: impl Fn(&mut Self) -> Option<&mut Condition>, expr: Expr) -> Option<Self> {
        let mut mutant = self.clone();
        let condition = pick(&mut mutant)?;
        condition.formula = Formula::compile(&expr)?;
        condition.expr = expr;
        Some(mutant)
    }
}
