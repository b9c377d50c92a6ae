//! What is odd in a pack: rules that can never decide, commands that a prohibition of the same pack takes back,
//! categories that nobody ever releases.

use tacenda_law::inside::{Survey, bits};
use tacenda_law::{Effect, Facts, Pack, Packs, Rule, Tri, day_number};

use crate::diagram::{BooleanFunction, Result, TooLarge};
use crate::regimes::World;
use crate::witness::typical;

/// Something odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The condition can never hold.
    Dead {
        /// The rule.
        rule: usize,
    },
    /// It can hold, and a prohibition or limit of its own pack always takes back what it gives.
    Shadowed {
        /// The rule.
        rule: usize,
    },
    /// In some cases the pack itself takes back what it commands.
    Contradiction {
        /// The command.
        command: usize,
        /// The prohibition.
        prohibition: usize,
    },
    /// No permission of the pack ever reaches this category.
    NeverReleased {
        /// The pack.
        pack: usize,
        /// The category.
        category: String,
    },
}

/// Checks one pack on one day, exactly.
///
/// # Errors
/// The question is too large for the memory set aside.
pub fn check(packs: &Packs, pack: usize, day: jiff::civil::Date) -> std::result::Result<Vec<Finding>, TooLarge> {
    let fixed = Facts::empty(&packs.vocabulary, day);
    let mut world = World::alone(packs, &fixed, pack)?;
    let mut found = Vec::new();
    let Some(own) = packs.packs.get(pack) else { return Ok(found) };
    let applies = world.applies(pack)?.and(&world.d.domain)?;
    for (at, rule) in packs.rules_of(own).filter(|(_, r)| r.in_force(day_number(day))) {
        let holds = world.condition(at)?.and(&applies)?;
        if !holds.satisfiable() {
            found.push(Finding::Dead { rule: at });
        } else if matches!(rule.effect, Effect::Permit | Effect::Require) && is_shadowed(&mut world, pack, at)? {
            found.push(Finding::Shadowed { rule: at });
        }
        if rule.effect == Effect::Require {
            found.extend(contradictions(&mut world, own, at)?);
        }
    }
    found.extend(never_released(&mut world, pack, own)?);
    Ok(found)
}

fn is_shadowed(world: &mut World, pack: usize, at: usize) -> Result<bool> {
    let packs = world.d.packs;
    let rule = packs.rule(at);
    if gives_in_a_typical_case(packs, pack, rule, rule.categories, world.day) {
        return Ok(false);
    }
    for category in bits(packs.vocabulary.known.chart & rule.categories) {
        let fires = world.fires(at, category)?;
        let free = world.regime(pack, category)?.gives;
        if fires.and(&free)?.and(&world.d.domain)?.satisfiable() {
            return Ok(false);
        }
    }
    // A rule about what lies outside a chart (totals, de-identified data) is no shadow.
    Ok(rule.categories & packs.vocabulary.known.chart != 0)
}

/// A quick yes by the engine itself: in some typical case of the rule its pack gives one of the categories.
fn gives_in_a_typical_case(packs: &Packs, pack: usize, rule: &Rule, wanted: u64, day: i32) -> bool {
    typical(packs, rule, tacenda_law::day(day)).any(|facts| {
        let survey = Survey::new(packs, &facts);
        let fires = rule.when.formula.truth(&survey.bits) == Tri::True;
        fires && survey.regimes.get(pack).is_some_and(|r| r.gives.sure & wanted & rule.categories != 0)
    })
}

fn contradictions(world: &mut World, pack: &Pack, command: usize) -> Result<Vec<Finding>> {
    let packs = world.d.packs;
    let mut found = Vec::new();
    for (at, _) in packs.rules_of(pack).filter(|(_, r)| r.effect == Effect::Forbid && !r.general) {
        for category in bits(packs.vocabulary.known.chart) {
            let both = world.fires(command, category)?.and(&world.fires(at, category)?)?;
            if both.and(&world.d.domain)?.satisfiable() {
                found.push(Finding::Contradiction { command, prohibition: at });
                break;
            }
        }
    }
    Ok(found)
}

fn never_released(world: &mut World, pack: usize, own: &Pack) -> Result<Vec<Finding>> {
    let packs = world.d.packs;
    let mut found = Vec::new();
    let giving = |r: &&Rule| matches!(r.effect, Effect::Permit | Effect::Require) && r.in_force(world.day);
    let giving: Vec<&Rule> = packs.rules_of(own).map(|(_, r)| r).filter(giving).collect();
    for category in bits(packs.vocabulary.known.chart) {
        if giving.iter().any(|rule| gives_in_a_typical_case(packs, pack, rule, 1 << category, world.day)) {
            continue;
        }
        let none = !giving.iter().any(|r| r.categories >> category & 1 == 1);
        if none || !world.regime(pack, category)?.gives.and(&world.d.domain)?.satisfiable() {
            let category = packs.vocabulary.categories().word(category).unwrap_or_default().to_owned();
            found.push(Finding::NeverReleased { pack, category });
        }
    }
    Ok(found)
}
