//! Witnesses that a person can read: only the facts on which the finding rests, the rest at their defaults.

use tacenda_law::inside::{Literal, usual, values, ways_to_fire};
use tacenda_law::{Absent, FactId, Facts, Packs, Rule, Said, Test, Tri, Value};

/// Puts fact after fact back to its default, or makes a set smaller, as long as the finding stands.
pub(crate) fn simplest(packs: &Packs, facts: &Facts, stands: impl Fn(&Facts) -> bool) -> Facts {
    let vocabulary = &packs.vocabulary;
    let mut best = facts.clone();
    for id in vocabulary.stated().filter(|id| *id != vocabulary.known.event_date) {
        let (now, said) = (best.get(id), best.said(id));
        let absent = &vocabulary.fact(id).absent;
        if *absent != Absent::Ask {
            match absent.usual() {
                Some(usual) => best.put(id, usual, Said::Assumed),
                None => best.put(id, Value::Unknown, Said::Open),
            }
            if stands(&best) {
                continue;
            }
            best.put(id, now, said);
        }
        if let Value::Set { has, .. } = now {
            // A list that names nothing would say nothing.
            let least = u32::from(vocabulary.fact(id).empty_is_unknown);
            shrink(&mut best, id, has, least, &stands);
        }
    }
    best
}

fn shrink(best: &mut Facts, id: FactId, has: u64, least: u32, stands: &impl Fn(&Facts) -> bool) {
    let mut left = has;
    for bit in (0..64).map(|i| 1u64 << i).filter(|bit| has & bit != 0) {
        if left.count_ones() <= least {
            break;
        }
        best.state(id, Value::set(left & !bit));
        if stands(best) {
            left &= !bit;
        }
    }
    best.state(id, Value::set(left));
}

/// A case for each alternative of a rule's condition, otherwise as usual, in which the instruments name everything.
/// A quick try, not a proof: literals that contradict each other through derived facts may leave the condition unmet.
pub(crate) fn typical<'p>(packs: &'p Packs, rule: &'p Rule, day: jiff::civil::Date) -> impl Iterator<Item = Facts> + 'p {
    let known = packs.vocabulary.known;
    ways_to_fire(packs, rule).map(move |way| {
        let mut facts = Facts::defaults(&packs.vocabulary, day);
        for scope in [known.requested, known.consent_scope, known.order_scope] {
            facts.state(scope, Value::set(u64::MAX));
        }
        for literal in way {
            satisfy(packs, &mut facts, literal);
        }
        usual(packs, facts)
    })
}

fn satisfy(packs: &Packs, facts: &mut Facts, literal: Literal) {
    let Some(atom) = packs.atoms().get(literal.atom) else { return };
    let now = facts.get(atom.fact);
    let fits = |value: &Value| atom.ask(*value, |other| facts.get(other)) == Tri::from_bool(literal.holds);
    let value = match atom.test {
        Test::Has(i) => Some(Value::set(now.members().0 & !(1 << i) | u64::from(literal.holds) << i)),
        Test::Empty => literal.holds.then_some(Value::set(0)),
        _ if fits(&now) => None,
        _ => values(packs, facts, atom.fact).into_iter().find(fits),
    };
    if let Some(value) = value {
        facts.state(atom.fact, value);
    }
}
