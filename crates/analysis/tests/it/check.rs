//! What is odd in the packs, exactly.

use jiff::civil::date;
use tacenda_analysis::{Finding, check};

use crate::packs::PACKS;

#[test]
fn no_rule_of_any_pack_is_dead_or_always_overruled_by_its_own_pack() {
    let mut odd = Vec::new();
    for at in 0..PACKS.packs.len() {
        for finding in check(&PACKS, at, date(2026, 11, 21)).unwrap() {
            if let Finding::Dead { rule } | Finding::Shadowed { rule } = finding {
                odd.push(PACKS.rule_name(rule));
            }
        }
    }
    assert!(odd.is_empty(), "{odd:?}");
}
