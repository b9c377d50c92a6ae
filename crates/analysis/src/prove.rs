//! Invariants: what must hold over every possible case.

use serde::Deserialize;
use tacenda_law::inside::{Problems, Survey, bits};
use tacenda_law::{Atom, Condition, Expr, Facts, Origin, PackError, Packs, Source, Test, Tri, Value, Verdict};
use toml::Spanned;

use crate::diagram::{BooleanFunction, Result, Set, TooLarge};
use crate::regimes::World;
use crate::witness::simplest;

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
    /// Whether the engine breaks the invariant too. If not, diagram and engine disagree: a fault of ours, not of the packs.
    pub confirmed: bool,
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
        let given = packs.read_condition(file, &row.given, &mut problems);
        let list = packs.vocabulary.categories();
        let categories = row.categories.map_or(packs.vocabulary.known.chart, |words| problems.mask(file, list, &words));
        let ids = packs.packs.iter().map(|p| p.id.as_str());
        let forbidden_by = row.forbidden_by.and_then(|id| problems.find(file, &id, ids, "there is no pack `{}`"));
        let (id, title, never) = (row.id, row.title, row.never);
        found.extend(given.map(|given| Invariant { id, title, given, categories, never, forbidden_by }));
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
    let recipient = packs.vocabulary.known.recipient_kind;
    let mut among = conjuncts(packs, given).filter(|(atom, holds)| *holds && atom.fact == recipient);
    let Some((Atom { test: Test::In(set), .. }, _)) = among.next() else { return vec![fixed] };
    let with = |member: u8| {
        let mut facts = fixed.clone();
        facts.state(recipient, Value::One(member));
        facts
    };
    bits(set).map(with).collect()
}

/// Facts that the condition settles become constants: the diagrams stay small.
fn fix(packs: &Packs, given: &Expr, fixed: &mut Facts) {
    for (atom, holds) in conjuncts(packs, given).filter(|(a, _)| packs.vocabulary.fact(a.fact).origin == Origin::Stated) {
        let (has, lacks) = fixed.get(atom.fact).members();
        let value = match atom.test {
            Test::True => Value::Bool(holds),
            Test::In(set) if holds && set.is_power_of_two() => Value::One(u8::try_from(set.trailing_zeros()).unwrap_or(0)),
            Test::Empty if holds => Value::set(0),
            Test::Has(i) if holds => Value::Set { has: has | 1 << i, lacks },
            Test::Has(i) => Value::Set { has, lacks: lacks | 1 << i },
            _ => continue,
        };
        fixed.state(atom.fact, value);
    }
}

/// The literals that must hold for the condition to hold, as far as they stand on the surface.
fn conjuncts<'a>(packs: &'a Packs, given: &'a Expr) -> impl Iterator<Item = (Atom, bool)> + 'a {
    let parts = if let Expr::And(parts) = given { parts } else { std::slice::from_ref(given) };
    parts.iter().filter_map(|part| match part {
        Expr::Atom(id) => Some((packs.atoms().get(*id)?, true)),
        Expr::Not(inner) => match **inner {
            Expr::Atom(id) => Some((packs.atoms().get(id)?, false)),
            _ => None,
        },
        _ => None,
    })
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
        invariant.given.expr.truth(&survey.bits) == Tri::True && goes >> category & 1 == 1 && forbidden
    };
    let confirmed = breaks(&facts);
    let facts = if confirmed { simplest(packs, &facts, breaks) } else { facts };
    let verdict = packs.outcome(&facts).0;
    let category = packs.vocabulary.categories().word(category).unwrap_or_default().to_owned();
    Counterexample { facts, category, verdict, confirmed }
}
