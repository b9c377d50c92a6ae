//! Cases to measure on: the packs' worked cases, and random complete ones.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::Result;
use serde_json::{Value as Json, json};
use tacenda_law::{Facts, Kind, Packs, Source, Value};

pub static FILES: OnceLock<Vec<Source>> = OnceLock::new();

pub fn files() -> Result<Vec<Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    let mut found = Vec::new();
    walk(&root, &root, &mut found)?;
    found.sort_by(|a: &Source, b: &Source| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, found)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(Source::new(path.strip_prefix(root)?.display().to_string(), std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

pub fn worked(packs: &Packs) -> Vec<Facts> {
    let files = FILES.get().cloned().unwrap_or_default();
    let day = jiff::civil::date(2026, 3, 2);
    packs.cases(&files, day).unwrap_or_default().into_iter().map(|c| c.facts).collect()
}

pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % limit.max(1)
    }
}

/// A complete random case: half of the facts as usual, half drawn.
pub fn complete(packs: &Packs, chance: &mut Chance) -> Facts {
    let vocabulary = &packs.vocabulary;
    let mut facts = Facts::defaults(vocabulary, jiff::civil::date(2026, 3, 2));
    for id in vocabulary.stated().collect::<Vec<_>>() {
        let fact = vocabulary.fact(id);
        if fact.name == "event_date" || (!facts.get(id).is_open() && chance.below(2) == 0) {
            continue;
        }
        let members = vocabulary.enumeration(fact.kind).map_or(0, |e| e.members.len());
        let value = match fact.kind {
            Kind::Bool => Value::Bool(chance.below(2) == 1),
            Kind::Int => Value::Int(chance.below(100) as i64),
            Kind::Date => Value::Day(20_000 + chance.below(1_000) as i32),
            Kind::Enum(_) => Value::One(chance.below(members) as u8),
            Kind::Set(_) => Value::set((0..=chance.below(6)).fold(0, |bits, _| bits | 1 << chance.below(members))),
        };
        facts.state(id, value);
    }
    facts
}

/// A case as the other engines read it, with what our engine holds of every rule.
pub struct Input {
    pub json: Json,
    pub rules: Vec<bool>,
}

impl Input {
    pub fn new(packs: &Packs, facts: &Facts) -> Self {
        let vocabulary = &packs.vocabulary;
        let mut fields = serde_json::Map::new();
        for id in vocabulary.stated() {
            let value = match facts.get(id) {
                Value::Day(d) => json!(d),
                // A day that is not stated is before no other.
                Value::NotStated | Value::Unknown => json!(i32::MAX),
                other => vocabulary.show(id, other),
            };
            fields.insert(vocabulary.fact(id).name.clone(), value);
        }
        let (rules, derived) = tacenda_analysis::truths(packs, facts);
        for (id, truth) in derived {
            fields.insert(vocabulary.fact(id).name.clone(), json!(crate::holds(truth)));
        }
        Self { json: Json::Object(fields), rules: rules.into_iter().map(crate::holds).collect() }
    }
}
