//! Trust in the small compiler: at every load each compiled condition is held against the reference.

use crate::atoms::{AtomId, Bits, Tri};
use crate::error::PackError;
use crate::pack::{Condition, Packs};

/// For each alternative of each condition: a case that satisfies it, and one with each literal turned round.
pub(crate) fn selftest(packs: &Packs) -> Result<(), Vec<PackError>> {
    let mut bits = Bits::all_false(packs.atoms.words());
    let conditions = (packs.packs.iter().map(|p| (p.id.clone(), &p.applies)))
        .chain(packs.derived.iter().map(|d| (packs.vocabulary.fact(d.fact).name.clone(), &d.when)))
        .chain(packs.rules.iter().enumerate().map(|(at, r)| (packs.rule_name(at), &r.when)))
        .chain(packs.rules.iter().enumerate().filter_map(|(at, r)| r.consider.as_ref().map(|c| (packs.rule_name(at), c))));
    let wrong = conditions.filter(|(_, c)| !agrees(c, &mut bits)).flat_map(|(name, _)| {
        PackError::of_packs(format!("the compiled form of `{name}` does not mean what is written: please report this"))
    });
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn agrees(condition: &Condition, bits: &mut Bits) -> bool {
    let same = |bits: &Bits| condition.formula.truth(bits) == condition.expr.truth(bits);
    let put = |bits: &mut Bits, atom: AtomId, holds: bool| bits.set(atom, Tri::from_bool(holds));
    let mut fine = true;
    for alternative in condition.formula.alternatives() {
        alternative.iter().for_each(|l| put(bits, l.atom, l.holds));
        fine &= same(bits) && condition.formula.truth(bits) == Tri::True;
        for literal in alternative {
            put(bits, literal.atom, !literal.holds);
            fine &= same(bits);
            put(bits, literal.atom, literal.holds);
        }
        alternative.iter().for_each(|l| put(bits, l.atom, false));
    }
    fine && same(bits)
}
