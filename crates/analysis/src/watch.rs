//! Worked cases as watchmen over the packs: what none of them watches.

use tacenda_law::inside::Survey;
use tacenda_law::{Condition, Expr, Packs, Tri, WorkedCase};

/// Literals of conditions that no worked case watches: turned round, every case would still pass. `(where, literal)`.
pub fn unwatched_literals(packs: &Packs, cases: &[WorkedCase]) -> Vec<(String, String)> {
    let surveys: Vec<Survey> = cases.iter().map(|c| Survey::new(packs, &c.facts)).collect();
    let mut found = Vec::new();
    for (at, rule) in packs.rules.iter().enumerate() {
        let told: Vec<(&Survey, bool)> = (cases.iter().zip(&surveys))
            .filter(|(case, survey)| (case.decides.contains(&at) || case.near_miss.contains(&at)) && survey.is_live(rule))
            .map(|(case, survey)| (survey, case.decides.contains(&at)))
            .collect();
        let watched = |expr: &Expr| told.iter().any(|(s, decides)| (expr.truth(&s.bits) == Tri::True) != *decides);
        let flips = flips(packs, &rule.when).filter(|(_, expr)| !watched(expr));
        found.extend(flips.map(|(literal, _)| (packs.rule_name(at), literal)));
    }
    // A case that fails already watches nothing.
    let sound: Vec<&WorkedCase> = cases.iter().filter(|c| c.differences(packs).is_empty()).collect();
    let passes = |mutant: &Packs| sound.iter().all(|c| c.differences(mutant).is_empty());
    let mut survivors = |name: &str, condition: &Condition, pick: &dyn Fn(&mut Packs) -> Option<&mut Condition>| {
        let flips = flips(packs, condition).filter(|(_, expr)| packs.with(pick, expr.clone()).is_none_or(|p| passes(&p)));
        found.extend(flips.map(|(literal, _)| (name.to_owned(), literal)));
    };
    for (at, derived) in packs.derived.iter().enumerate() {
        let name = &packs.vocabulary.fact(derived.fact).name;
        survivors(name, &derived.when, &|p| p.derived.get_mut(at).map(|d| &mut d.when));
    }
    for (at, pack) in packs.packs.iter().enumerate() {
        survivors(&pack.id, &pack.applies, &|p| p.packs.get_mut(at).map(|p| &mut p.applies));
    }
    found
}

/// A condition with each of its literals turned round, and that literal in words.
fn flips<'a>(packs: &'a Packs, condition: &'a Condition) -> impl Iterator<Item = (String, Expr)> + 'a {
    condition.expr.literals().into_iter().enumerate().map(move |(n, atom)| {
        let words = packs.atoms().get(atom).map(|a| packs.literal_words(a, true)).unwrap_or_default();
        (words, condition.expr.flipped(n))
    })
}
