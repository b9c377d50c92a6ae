//! Witnesses that a person can read: only the facts on which the finding rests, the rest at their defaults.

use crate::facts::{Facts, Said, Value};
use crate::pack::Packs;
use crate::vocabulary::Absent;

/// Puts fact after fact back to its default, or makes a set smaller, as long as the finding stands.
pub(super) fn simplest(packs: &Packs, facts: &Facts, stands: impl Fn(&Facts) -> bool) -> Facts {
    let vocabulary = &packs.vocabulary;
    let mut best = facts.clone();
    for id in vocabulary.stated().filter(|id| *id != vocabulary.known.event_date) {
        let (now, said) = (best.get(id), best.said(id));
        if let Absent::Value(usual) = vocabulary.fact(id).absent
            && usual != Value::Unknown
        {
            best.put(id, usual, Said::Assumed);
            if stands(&best) {
                continue;
            }
            best.put(id, now, said);
        } else if !matches!(vocabulary.fact(id).absent, Absent::Ask) {
            best.put(id, Value::Unknown, Said::Open);
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

fn shrink(best: &mut Facts, id: crate::vocabulary::FactId, has: u64, least: u32, stands: &impl Fn(&Facts) -> bool) {
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
