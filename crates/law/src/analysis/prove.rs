//! Invariants: what must hold over every possible case.

use oxidd::BooleanFunction;
use serde::Deserialize;
use toml::Spanned;

use super::diagram::{Result, Set, TooLarge};
use super::regimes::World;
use super::witness::simplest;
use crate::atoms::{Atom, Test};
use crate::condition::Expr;
use crate::error::{PackError, Problems, Source};
use crate::facts::{Facts, Said, Value};
use crate::pack::{Condition, Packs, Verdict};
use crate::survey::Survey;

/// What an invariant says can never be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Never {
    /// Permitted or required.
    Yes,
    /// Required.
    Required,
}

/// A statement over all cases.
#[derive(Debug, Clone)]
pub struct Invariant {
    /// Its name.
    pub id: String,
    /// What it says, for people.
    pub title: String,
    /// In which cases.
    pub given: Condition,
    /// About which categories, one bit each.
    pub categories: u64,
    /// What can never be.
    pub never: Never,
    /// Only cases in which this pack forbids the category.
    pub forbidden_by: Option<usize>,
}

/// How a proof ended.
#[derive(Debug)]
pub enum Proof {
    /// It holds in every case.
    Holds,
    /// It does not: here is a case.
    Fails(Box<Counterexample>),
    /// The memory set aside was not enough: not proved.
    TooLarge(TooLarge),
}

/// A case that breaks an invariant; `tacenda decide` accepts it.
#[derive(Debug)]
pub struct Counterexample {
    /// The facts, as few as possible.
    pub facts: Facts,
    /// The category that goes and must not.
    pub category: String,
    /// What the engine says of it.
    pub verdict: Verdict,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InvariantsFile {
    invariant: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    given: Spanned<String>,
    categories: Option<Vec<Spanned<String>>>,
    never: Never,
    forbidden_by: Option<Spanned<String>>,
}

/// Reads `invariants.toml`. Its conditions may ask only what some rule asks too.
///
/// # Errors
/// Every fault found, with file, line and the nearest right word.
pub fn invariants(packs: &mut Packs, file: &Source) -> std::result::Result<Vec<Invariant>, Vec<PackError>> {
    let mut problems = Problems::default();
    let rows = problems.toml::<InvariantsFile>(file).map(|f| f.invariant).unwrap_or_default();
    let mut found = Vec::new();
    for row in rows {
        let given = crate::load::extra_condition(packs, file, &row.given, &mut problems);
        let mut categories = if row.categories.is_some() { 0 } else { packs.vocabulary.known.chart };
        for word in row.categories.iter().flatten() {
            match packs.vocabulary.categories().position(word.get_ref()) {
                Some(at) => categories |= 1 << at,
                None => problems.at(file, Some(word.span()), format!("`{}` is no category", word.get_ref())),
            }
        }
        let forbidden_by = row.forbidden_by.as_ref().map(|id| {
            let at = packs.packs.iter().position(|p| p.id == *id.get_ref());
            if at.is_none() {
                problems.at(file, Some(id.span()), format!("there is no pack `{}`", id.get_ref()));
            }
            at
        });
        if let Some(given) = given {
            found.push(Invariant {
                id: row.id,
                title: row.title,
                given,
                categories,
                never: row.never,
                forbidden_by: forbidden_by.flatten(),
            });
        }
    }
    problems.into_result().map(|()| found)
}

/// Proves one invariant over every case on the day given by `facts`, or finds a case that breaks it.
pub fn prove(packs: &Packs, invariant: &Invariant, day: jiff::civil::Date) -> Proof {
    match search(packs, invariant, day) {
        Ok(None) => Proof::Holds,
        Ok(Some(found)) => Proof::Fails(Box::new(found)),
        Err(error) => Proof::TooLarge(error),
    }
}

fn search(packs: &Packs, invariant: &Invariant, day: jiff::civil::Date) -> Result<Option<Counterexample>> {
    let mut fixed = Facts::empty(&packs.vocabulary, day);
    fix(packs, &invariant.given.expr, &mut fixed);
    for fixed in by_recipient(packs, &invariant.given.expr, fixed) {
        let mut world = World::new(packs, &fixed, |_| true)?;
        let given = world.d.expr(&invariant.given.expr)?.and(&world.d.domain)?;
        let classes = world.alike(invariant.categories, 0..packs.rules.len())?;
        for category in classes.into_iter().filter_map(|class| class.first().copied()) {
            let within = match invariant.forbidden_by {
                None => given.clone(),
                Some(pack) => {
                    let regime = world.regime(pack, category)?;
                    given.and(&regime.blocked.or(&regime.withheld)?)?
                }
            };
            let broken = world.may_go(category, &within, invariant.never == Never::Required)?;
            if broken.satisfiable() {
                return Ok(Some(counterexample(packs, invariant, &world, &broken, category)));
            }
        }
    }
    Ok(None)
}

/// A condition about several recipients is looked at recipient by recipient: constants keep the diagrams small.
fn by_recipient(packs: &Packs, given: &Expr, fixed: Facts) -> Vec<Facts> {
    let known = packs.vocabulary.known;
    let Expr::And(parts) = given else { return vec![fixed] };
    let among = parts.iter().find_map(|part| match part {
        Expr::Atom(id) => packs.atoms().get(*id).filter(|a| a.fact == known.recipient_kind),
        _ => None,
    });
    let Some(Atom { test: Test::In(set), .. }) = among else { return vec![fixed] };
    let with = |member: u8| {
        let mut facts = fixed.clone();
        facts.put(known.recipient_kind, Value::One(member), Said::Stated);
        facts
    };
    (0u8..64).filter(|m| set >> m & 1 == 1).map(with).collect()
}

/// Facts that the condition settles become constants: the diagrams stay small.
fn fix(packs: &Packs, given: &Expr, fixed: &mut Facts) {
    let mut settle = |atom: Atom, holds: bool| {
        let value = match atom.test {
            Test::True => Value::Bool(holds),
            Test::In(set) if holds && set.is_power_of_two() => Value::One(u8::try_from(set.trailing_zeros()).unwrap_or(0)),
            Test::Empty if holds => Value::set(0),
            Test::Has(i) => match fixed.get(atom.fact) {
                Value::Set { has, lacks } if holds => Value::Set { has: has | 1 << i, lacks },
                Value::Set { has, lacks } => Value::Set { has, lacks: lacks | 1 << i },
                _ if holds => Value::Set { has: 1 << i, lacks: 0 },
                _ => Value::Set { has: 0, lacks: 1 << i },
            },
            _ => return,
        };
        if packs.vocabulary.fact(atom.fact).origin == crate::vocabulary::Origin::Stated {
            fixed.put(atom.fact, value, Said::Stated);
        }
    };
    let parts: &[Expr] = match given {
        Expr::And(parts) => parts,
        one => std::slice::from_ref(one),
    };
    for part in parts {
        match part {
            Expr::Atom(id) => packs.atoms().get(*id).into_iter().for_each(|a| settle(a, true)),
            Expr::Not(inner) => {
                if let Expr::Atom(id) = **inner {
                    packs.atoms().get(id).into_iter().for_each(|a| settle(a, false));
                }
            }
            _ => {}
        }
    }
}

fn counterexample(packs: &Packs, invariant: &Invariant, world: &World, broken: &Set, category: u8) -> Counterexample {
    let mut facts = world.d.pick(broken).unwrap_or_else(|| world.d.fixed.clone());
    let known = packs.vocabulary.known;
    facts.state(known.requested, Value::set(1 << category));
    let breaks = |facts: &Facts| {
        let survey = Survey::new(packs, facts);
        let goes = match invariant.never {
            Never::Yes => survey.allowed.sure,
            Never::Required => survey.required.sure,
        };
        let forbidden = invariant
            .forbidden_by
            .is_none_or(|pack| survey.regimes.get(pack).is_some_and(|r| (r.blocked | r.withheld).sure >> category & 1 == 1));
        invariant.given.expr.truth(&survey.bits) == crate::atoms::Tri::True && goes >> category & 1 == 1 && forbidden
    };
    let facts = if breaks(&facts) { simplest(packs, &facts, breaks) } else { facts };
    let verdict = packs.outcome(&facts).0;
    let category = packs.vocabulary.categories().names(1 << category).next().unwrap_or_default().to_owned();
    Counterexample { facts, category, verdict }
}
