//! The exact difference of two versions of a pack, or of one pack on two days.

use oxidd::BooleanFunction;

use super::diagram::{Result, Set, TooLarge};
use super::regimes::{RegimeSets, World};
use super::witness::simplest;
use crate::facts::{Facts, Said, Value, day_number};
use crate::pack::{Pack, Packs, Rule, Verdict};
use crate::survey::Survey;

/// A rule that decides on one side only, or differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedRule {
    /// Only the second side has it.
    New(usize),
    /// Only the first side has it.
    Gone(usize),
    /// Both have it under one id, and it says something else.
    Other(usize, usize),
}

/// One kind of change, with a concrete case.
#[derive(Debug)]
pub struct Change {
    /// The categories or the duty concerned.
    pub about: Vec<String>,
    /// The regime's own answer on the first side.
    pub before: String,
    /// On the second.
    pub after: String,
    /// The share of all cases that change so, between 0 and 1.
    pub share: f64,
    /// One of them, as simple as possible.
    pub case: Facts,
}

/// What changed.
#[derive(Debug)]
pub struct Difference {
    /// Rules that came, went or differ.
    pub rules: Vec<ChangedRule>,
    /// Kinds of change in the answers.
    pub answers: Vec<Change>,
    /// Duties owed in other cases than before.
    pub duties: Vec<Change>,
}

/// Compares pack `before.0` on day `before.1` with pack `after.0` on day `after.1`. Both must stand in `packs`.
///
/// # Errors
/// The question is too large for the memory set aside.
pub fn diff(packs: &Packs, before: (usize, jiff::civil::Date), after: (usize, jiff::civil::Date)) -> std::result::Result<Difference, TooLarge> {
    let mut fixed = Facts::empty(&packs.vocabulary, after.1);
    fix_jurisdiction(packs, after.0, &mut fixed);
    let only = |at: usize| packs.packs.iter().enumerate().map(|(i, _)| i == at).collect::<Vec<_>>();
    let sides = [before, after].map(|(pack, date)| (pack, day_number(date)));
    let [first, second] = sides;
    let mut world = World::new(packs, &fixed, |p: &Pack| packs.packs.get(first.0).is_some_and(|own| own.id == p.id))?.turn(first.1, only(first.0))?;
    let count = u8::try_from(packs.vocabulary.categories().members.len()).unwrap_or(64);
    let mut one = Vec::new();
    for category in 0..count {
        one.push(world.regime(first.0, category)?);
    }
    let duties_before = duties(&mut world, first.0)?;
    let mut world = world.turn(second.1, only(second.0))?;
    let mut found: Vec<(Set, &'static str, &'static str, Vec<u8>)> = Vec::new();
    for (category, old) in (0..count).zip(&one) {
        let new = world.regime(second.0, category)?;
        for (name, from) in answers(&world, old)? {
            for (other, to) in answers(&world, &new)? {
                let changed = from.and(&to)?.and(&world.d.domain)?;
                if name == other || !changed.satisfiable() {
                    continue;
                }
                match found.iter_mut().find(|(set, b, a, _)| *set == changed && *b == name && *a == other) {
                    Some((.., categories)) => categories.push(category),
                    None => found.push((changed, name, other, vec![category])),
                }
            }
        }
    }
    let mut answers = Vec::new();
    for (set, name, other, categories) in found {
        let about = categories.iter().filter_map(|c| packs.vocabulary.categories().names(1 << c).next()).map(str::to_owned).collect();
        let case = case(packs, &world, &set, &categories, sides);
        answers.push(Change { about, before: name.to_owned(), after: other.to_owned(), share: world.d.share(&set)?, case });
    }
    let duties_after = duties(&mut world, second.0)?;
    let mut changed = Vec::new();
    for (duty, (old, new)) in packs.vocabulary.duties.iter().zip(duties_before.iter().zip(&duties_after)) {
        for (set, name, other) in [(new.and(&old.not()?)?, "not owed", "owed"), (old.and(&new.not()?)?, "owed", "not owed")] {
            let set = set.and(&world.d.domain)?;
            if set.satisfiable() {
                let case = world.d.pick(&set).unwrap_or_else(|| fixed.clone());
                let share = world.d.share(&set)?;
                let case = simplest(packs, &case, |facts| owes(packs, facts, first, &duty.id) != owes(packs, facts, second, &duty.id));
                changed.push(Change { about: vec![duty.id.clone()], before: name.to_owned(), after: other.to_owned(), share, case });
            }
        }
    }
    Ok(Difference { rules: rules(packs, first, second), answers, duties: changed })
}

/// A state's pack is compared where the state's law governs.
fn fix_jurisdiction(packs: &Packs, pack: usize, fixed: &mut Facts) {
    let place = packs.packs.get(pack).and_then(|p| p.jurisdiction.as_deref());
    let fact = packs.vocabulary.find("jurisdictions");
    if let (Some(place), Some(fact)) = (place, fact)
        && let Some(at) = packs.vocabulary.enumeration(packs.vocabulary.fact(fact).kind).and_then(|e| e.position(place))
    {
        fixed.put(fact, Value::set(1 << at), Said::Stated);
    }
}

/// The regime's own answer, as four sets that do not overlap.
fn answers(world: &World, regime: &RegimeSets) -> Result<[(&'static str, Set); 4]> {
    let [statute, order, other] = &regime.commands;
    let required = statute.or(order)?.or(other)?;
    let permitted = regime.gives.and(&required.not()?)?;
    let prohibited = regime.blocked.or(&regime.withheld)?.and(&regime.gives.not()?)?;
    let silent = world.d.all().and(&required.or(&permitted)?.or(&prohibited)?.not()?)?;
    Ok([("required", required), ("permitted", permitted), ("prohibited", prohibited), ("silent", silent)])
}

/// Per duty the cases in which some rule of the pack attaches it.
fn duties(world: &mut World, pack: usize) -> Result<Vec<Set>> {
    let packs = world.d.packs;
    let mut sets = vec![world.d.none(); packs.vocabulary.duties.len()];
    let Some(range) = packs.packs.get(pack).map(|p| p.rules.clone()) else { return Ok(sets) };
    let applies = world.applies(pack)?;
    for at in range {
        let condition = world.condition(at)?.and(&applies)?;
        let Some(rule) = packs.rules.get(at) else { continue };
        for duty in rule.before.iter().chain(&rule.after) {
            if let Some(slot) = sets.get_mut(*duty) {
                *slot = slot.or(&condition)?;
            }
        }
    }
    Ok(sets)
}

/// The regime's own answer by the engine, for one category.
fn own_answer(packs: &Packs, facts: &Facts, (pack, day): (usize, i32), category: u8) -> Option<Verdict> {
    let mut dated = facts.clone();
    dated.put(packs.vocabulary.known.event_date, Value::Day(day), Said::Stated);
    let survey = Survey::new(packs, &dated);
    let regime = survey.regimes.get(pack)?;
    let has = |span: crate::span::Span| span.sure >> category & 1 == 1;
    if regime.commands.iter().any(|c| has(*c)) {
        Some(Verdict::Required)
    } else if has(regime.gives) {
        Some(Verdict::Permitted)
    } else if has(regime.blocked) || has(regime.withheld) {
        Some(Verdict::Prohibited)
    } else {
        None
    }
}

fn owes(packs: &Packs, facts: &Facts, (pack, day): (usize, i32), duty: &str) -> bool {
    let mut dated = facts.clone();
    dated.put(packs.vocabulary.known.event_date, Value::Day(day), Said::Stated);
    let survey = Survey::new(packs, &dated);
    let at = packs.vocabulary.duties.iter().position(|d| d.id == duty);
    let rules = packs.packs.get(pack).map(|p| p.rules.clone()).unwrap_or_default();
    rules.filter_map(|r| survey.rule(r)).any(|(rule, fired)| {
        fired.truth == crate::atoms::Tri::True && at.is_some_and(|d| rule.before.contains(&d) || rule.after.contains(&d))
    })
}

fn case(packs: &Packs, world: &World, set: &Set, categories: &[u8], [first, second]: [(usize, i32); 2]) -> Facts {
    let mut facts = world.d.pick(set).unwrap_or_else(|| world.d.fixed.clone());
    let asked = categories.iter().fold(0, |bits, c| bits | 1 << c);
    facts.state(packs.vocabulary.known.requested, Value::set(asked));
    let Some(category) = categories.first().copied() else { return facts };
    let answers = |facts: &Facts| (own_answer(packs, facts, first, category), own_answer(packs, facts, second, category));
    let wanted = answers(&facts);
    if wanted.0 == wanted.1 { facts } else { simplest(packs, &facts, |f| answers(f) == wanted) }
}

fn rules(packs: &Packs, before: (usize, i32), after: (usize, i32)) -> Vec<ChangedRule> {
    let list = |(pack, day): (usize, i32)| {
        let range = packs.packs.get(pack).map(|p| p.rules.clone()).unwrap_or_default();
        range.filter_map(move |at| packs.rules.get(at).filter(|r| r.in_force(day)).map(|r| (at, r)))
    };
    let mut found: Vec<ChangedRule> = list(before).filter(|(_, r)| !list(after).any(|(_, o)| o.id == r.id)).map(|(at, _)| ChangedRule::Gone(at)).collect();
    for (at, rule) in list(after) {
        match list(before).find(|(_, r)| r.id == rule.id) {
            None => found.push(ChangedRule::New(at)),
            Some((old, other)) if old != at && says_other(rule, other) => found.push(ChangedRule::Other(old, at)),
            Some(_) => {}
        }
    }
    found
}

/// Whether two records of one id differ in anything that can change an answer or a duty.
fn says_other(a: &Rule, b: &Rule) -> bool {
    let text = |c: &crate::pack::Condition| c.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let key = |r: &Rule| (text(&r.when), r.recipients, r.categories, r.scope, r.effect, r.general, r.mandate);
    let more = |r: &Rule| (r.authorises_report, r.prevails_over.clone(), r.before.clone(), r.after.clone(), r.on.clone(), r.cite.clone(), r.unless_rules.len());
    key(a) != key(b) || more(a) != more(b)
}
