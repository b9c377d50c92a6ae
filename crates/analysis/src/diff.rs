//! The exact difference of two versions of a pack, or of one pack on two days.

use std::collections::BTreeMap;

use tacenda_law::inside::{Span, Survey, values};
use tacenda_law::{AtomId, Condition, FactId, Facts, Kind, Origin, Pack, Packs, Rule, Said, Tri, Value, Verdict, day_number};

use crate::diagram::{BooleanFunction, Result, Set, TooLarge};
use crate::regimes::{RegimeSets, World};
use crate::witness::simplest;

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
    /// A few of them with different causes, as simple as possible.
    pub cases: Vec<Facts>,
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

/// Most cases shown per kind of change.
const CASES: usize = 4;

/// Compares pack `before.0` on day `before.1` with pack `after.0` on day `after.1`. Both must stand in `packs`.
///
/// # Errors
/// The question is too large for the memory set aside.
pub fn diff(
    packs: &Packs,
    before: (usize, jiff::civil::Date),
    after: (usize, jiff::civil::Date),
) -> std::result::Result<Difference, TooLarge> {
    let sides = [before, after].map(|(pack, date)| Side { pack, day: day_number(date) });
    let [first, second] = sides;
    let mut fixed = Facts::empty(&packs.vocabulary, after.1);
    fix_jurisdiction(packs, second.pack, &mut fixed);
    let only = |at: usize| packs.packs.iter().enumerate().map(|(i, _)| i == at).collect::<Vec<_>>();
    let world = World::new(packs, &fixed, |p: &Pack| packs.packs.get(first.pack).is_some_and(|own| own.id == p.id))?;
    let mut world = world.turn(first.day, only(first.pack))?;
    let rules = packs.packs.get(first.pack).map_or(0..0, |p| p.rules.clone());
    let others = packs.packs.get(second.pack).map_or(0..0, |p| p.rules.clone());
    let every = rules.start.min(others.start)..rules.end.max(others.end);
    let members = packs.vocabulary.categories().members.len();
    let all = ((1u64 << members) - 1) & !packs.vocabulary.known.whole;
    let classes = world.alike(all, every)?;
    let mut old = Vec::new();
    for class in &classes {
        let regime = world.regime(first.pack, class.first().copied().unwrap_or(0))?;
        old.push(own_answers(&world, &regime)?);
    }
    let duties_before = duties(&mut world, first.pack)?;
    let mut world = world.turn(second.day, only(second.pack))?;
    let rules = changed_rules(packs, first, second);
    let comparison = Comparison { packs, sides, telling: telling_facts(packs, &rules) };
    let mut answers: Vec<Change> = Vec::new();
    for (class, old) in classes.iter().zip(&old) {
        let category = class.first().copied().unwrap_or(0);
        let regime = world.regime(second.pack, category)?;
        let new = own_answers(&world, &regime)?;
        for (name, from) in old {
            for (other, to) in &new {
                let set = from.and(to)?.and(&world.d.domain)?;
                if name != other && set.satisfiable() {
                    comparison.record(&world, &mut answers, (name, other), class, &set)?;
                }
            }
        }
    }
    answers.sort_by(|a, b| b.share.total_cmp(&a.share));
    let duties_after = duties(&mut world, second.pack)?;
    let duties = comparison.duties(&world, &duties_before, &duties_after)?;
    Ok(Difference { rules, answers, duties })
}

/// A pack on a day.
#[derive(Clone, Copy)]
struct Side {
    pack: usize,
    day: i32,
}

struct Comparison<'p> {
    packs: &'p Packs,
    sides: [Side; 2],
    /// Facts of which the changed rules ask something else than before.
    telling: Vec<FactId>,
}

impl Comparison<'_> {
    /// Notes a kind of change; categories that change in the same way stand together.
    fn record(&self, world: &World, found: &mut Vec<Change>, kind: (&str, &str), class: &[u8], set: &Set) -> Result<()> {
        let names = class.iter().filter_map(|c| self.packs.vocabulary.categories().word(*c)).map(str::to_owned);
        let share = world.d.share(set)?;
        let category = class.first().copied().unwrap_or(0);
        match found.iter_mut().find(|c| c.before == kind.0 && c.after == kind.1) {
            Some(change) => {
                change.about.extend(names);
                if share > change.share {
                    change.share = share;
                    change.cases = self.cases(world, set, class, category)?;
                }
            }
            None => found.push(Change {
                about: names.collect(),
                before: kind.0.to_owned(),
                after: kind.1.to_owned(),
                share,
                cases: self.cases(world, set, class, category)?,
            }),
        }
        Ok(())
    }

    /// Cases of the set, each with another cause.
    fn cases(&self, world: &World, set: &Set, class: &[u8], category: u8) -> Result<Vec<Facts>> {
        let asked = class.iter().fold(0, |bits, c| bits | 1 << c);
        let answers = |facts: &Facts| self.sides.map(|side| own_answer(self.packs, facts, side, category));
        let mut left = set.clone();
        let mut found = Vec::new();
        while found.len() < CASES
            && let Some(mut facts) = world.d.pick(&left)
        {
            facts.state(self.packs.vocabulary.known.requested, Value::set(asked));
            let wanted = answers(&facts);
            if wanted.first() == wanted.last() {
                break;
            }
            let facts = simplest(self.packs, &facts, |f| answers(f) == wanted);
            let cause = self.telling.iter().copied().find(|fact| {
                let mut other = facts.clone();
                values(self.packs, &facts, *fact).into_iter().any(|v| {
                    other.state(*fact, v);
                    let [a, b] = answers(&other);
                    a == b
                })
            });
            found.push(facts.clone());
            let Some(cause) = cause else { break };
            left = left.and(&world.d.equals(cause, facts.get(cause))?.not()?)?;
        }
        Ok(found)
    }

    fn duties(&self, world: &World, before: &[Set], after: &[Set]) -> Result<Vec<Change>> {
        let [first, second] = self.sides;
        let mut found = Vec::new();
        for (duty, (old, new)) in self.packs.vocabulary.duties.iter().zip(before.iter().zip(after)) {
            for (set, name, other) in [(new.and(&old.not()?)?, "not owed", "owed"), (old.and(&new.not()?)?, "owed", "not owed")] {
                let set = set.and(&world.d.domain)?;
                let Some(case) = world.d.pick(&set) else { continue };
                let owed = |facts: &Facts, side: Side| owes(self.packs, facts, side, &duty.id);
                let case = simplest(self.packs, &case, |facts| owed(facts, first) != owed(facts, second));
                let share = world.d.share(&set)?;
                found.push(Change {
                    about: vec![duty.id.clone()],
                    before: name.to_owned(),
                    after: other.to_owned(),
                    share,
                    cases: vec![case],
                });
            }
        }
        Ok(found)
    }
}

/// Facts of literals that stand on one side of the changed rules only.
fn telling_facts(packs: &Packs, rules: &[ChangedRule]) -> Vec<FactId> {
    let mut counts: BTreeMap<AtomId, i32> = BTreeMap::new();
    for rule in rules {
        let (gone, new) = match rule {
            ChangedRule::New(at) => (None, Some(*at)),
            ChangedRule::Gone(at) => (Some(*at), None),
            ChangedRule::Other(old, at) => (Some(*old), Some(*at)),
        };
        for (at, sign) in gone.map(|at| (at, -1)).into_iter().chain(new.map(|at| (at, 1))) {
            packs.rule(at).when.expr.literals().into_iter().for_each(|atom| *counts.entry(atom).or_default() += sign);
        }
    }
    let telling = counts.into_iter().filter(|(_, n)| *n != 0).filter_map(|(atom, _)| packs.atoms().get(atom)).map(|a| a.fact);
    let mut found: Vec<_> = telling.filter(|f| packs.vocabulary.fact(*f).origin == Origin::Stated).collect();
    // A yes or no tells more than one of forty words.
    found.sort_unstable_by_key(|f| (packs.vocabulary.fact(*f).kind != Kind::Bool, *f));
    found.dedup();
    found
}

/// A state's pack is compared where the state's law governs.
fn fix_jurisdiction(packs: &Packs, pack: usize, fixed: &mut Facts) {
    let place = packs.packs.get(pack).map(|p| p.jurisdiction.as_deref().unwrap_or("us_federal"));
    let fact = packs.vocabulary.find("jurisdictions");
    if let (Some(place), Some(fact)) = (place, fact)
        && let Some(at) = packs.vocabulary.enumeration(packs.vocabulary.fact(fact).kind).and_then(|e| e.position(place))
    {
        fixed.put(fact, Value::set(1 << at), Said::Stated);
    }
}

/// The regime's own answer, as four sets that do not overlap.
fn own_answers(world: &World, regime: &RegimeSets) -> Result<[(&'static str, Set); 4]> {
    let [statute, order, other] = &regime.commands;
    let required = statute.or(order)?.or(other)?;
    let permitted = regime.gives.and(&required.not()?)?;
    let prohibited = regime.blocked.or(&regime.withheld)?.and(&regime.gives.not()?)?;
    let silent = world.d.constant(true).and(&required.or(&permitted)?.or(&prohibited)?.not()?)?;
    Ok([("required", required), ("permitted", permitted), ("prohibited", prohibited), ("silent", silent)])
}

/// Per duty the cases in which some rule of the pack attaches it.
fn duties(world: &mut World, pack: usize) -> Result<Vec<Set>> {
    let packs = world.d.packs;
    let mut sets = vec![world.d.constant(false); packs.vocabulary.duties.len()];
    let applies = world.applies(pack)?;
    for (at, rule) in packs.packs.get(pack).into_iter().flat_map(|p| packs.rules_of(p)) {
        let condition = world.condition(at)?.and(&applies)?;
        for duty in rule.before.iter().chain(&rule.after) {
            if let Some(slot) = sets.get_mut(*duty) {
                *slot = slot.or(&condition)?;
            }
        }
    }
    Ok(sets)
}

/// The case as the engine sees it on another day.
fn survey<'p>(packs: &'p Packs, facts: &Facts, day: i32) -> Survey<'p> {
    let mut dated = facts.clone();
    dated.put(packs.vocabulary.known.event_date, Value::Day(day), Said::Stated);
    Survey::new(packs, &dated)
}

/// The regime's own answer by the engine, for one category.
fn own_answer(packs: &Packs, facts: &Facts, Side { pack, day }: Side, category: u8) -> Option<Verdict> {
    let survey = survey(packs, facts, day);
    let regime = survey.regimes.get(pack)?;
    let has = |span: Span| span.sure >> category & 1 == 1;
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

fn owes(packs: &Packs, facts: &Facts, Side { pack, day }: Side, duty: &str) -> bool {
    let survey = survey(packs, facts, day);
    let at = packs.vocabulary.duties.iter().position(|d| d.id == duty);
    let rules = packs.packs.get(pack).map(|p| p.rules.clone()).unwrap_or_default();
    rules
        .map(|at| survey.rule(at))
        .any(|(rule, fired)| fired.truth == Tri::True && at.is_some_and(|d| rule.before.contains(&d) || rule.after.contains(&d)))
}

fn changed_rules(packs: &Packs, before: Side, after: Side) -> Vec<ChangedRule> {
    let list = |Side { pack, day }: Side| {
        packs.packs.get(pack).into_iter().flat_map(|p| packs.rules_of(p)).filter(move |(_, r)| r.in_force(day))
    };
    let mut found: Vec<ChangedRule> =
        list(before).filter(|(_, r)| !list(after).any(|(_, o)| o.id == r.id)).map(|(at, _)| ChangedRule::Gone(at)).collect();
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
    let text = |c: &Condition| c.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let key =
        |r: &Rule| (text(&r.when), r.recipients, r.categories, r.scope, r.effect, r.general, r.mandate, r.authorises_report);
    let lists = |r: &Rule| (r.prevails_over.clone(), r.before.clone(), r.after.clone(), r.on.clone(), r.cite.clone());
    key(a) != key(b) || lists(a) != lists(b) || a.unless_rules.len() != b.unless_rules.len()
}
