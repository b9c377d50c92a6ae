//! The packs as other engines read them, and what those must find: Cedar (<https://www.cedarpolicy.com>) and the Common
//! Expression Language (<https://cel.dev>).
//!
//! A policy says *this rule's condition holds*; how rules combine is the engine's work and is not exported.

use std::fmt::Write as _;

use tacenda_law::inside::Survey;
use tacenda_law::{Atom, Effect, Expr, FactId, Facts, Packs, Test, Tri};

/// Every rule as a Cedar policy, over a context that holds the facts. Derived facts are context attributes like stated ones.
pub fn cedar(packs: &Packs) -> String {
    let mut text = String::new();
    for (at, rule) in packs.rules.iter().enumerate() {
        let effect = if rule.effect == Effect::Forbid { "forbid" } else { "permit" };
        let title = format!("{} ({})", rule.title, rule.cite.join("; ")).replace(['"', '\\'], "'");
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "@id(\"{}\")\n@title(\"{title}\")\n@effect(\"{:?}\")\n{effect} (principal, action, resource)\nwhen {{ {} }};\n",
            packs.rule_name(at),
            rule.effect,
            cedar_condition(packs, &rule.when.expr)
        );
    }
    text
}

/// A condition in Cedar's expression language, over `context.<fact>`.
pub fn cedar_condition(packs: &Packs, expr: &Expr) -> String {
    let vocabulary = &packs.vocabulary;
    written(packs, expr, &|atom| {
        let name = format!("context.{}", vocabulary.fact(atom.fact).name);
        match atom.test {
            Test::True => name,
            Test::In(set) => format!("[{}].contains({name})", vocabulary.quoted(atom.fact, set)),
            Test::Has(i) => format!("{name}.contains({})", vocabulary.quoted(atom.fact, 1 << i)),
            Test::Empty => format!("{name} == []"),
            // Days are numbers since 1 January 1970 on both sides.
            Test::Below(n) => format!("{name} < {n}"),
            Test::Before(other) => format!("{name} < context.{}", vocabulary.fact(other).name),
        }
    })
}

/// A condition in the Common Expression Language, as the `cel` crate reads it; days are numbers here too.
pub fn cel_condition(packs: &Packs, expr: &Expr) -> String {
    let vocabulary = &packs.vocabulary;
    written(packs, expr, &|atom| {
        let name = &vocabulary.fact(atom.fact).name;
        match atom.test {
            Test::True => name.clone(),
            Test::In(set) => format!("{name} in [{}]", vocabulary.quoted(atom.fact, set)),
            Test::Has(i) => format!("{} in {name}", vocabulary.quoted(atom.fact, 1 << i)),
            Test::Empty => format!("{name} == []"),
            Test::Below(n) => format!("{name} < {n}"),
            Test::Before(other) => format!("{name} < {}", vocabulary.fact(other).name),
        }
    })
}

/// The signs that both languages share, round atoms as `atom` writes them.
fn written(packs: &Packs, expr: &Expr, atom: &dyn Fn(Atom) -> String) -> String {
    let joined = |xs: &[Expr], sign: &str| xs.iter().map(|x| written(packs, x, atom)).collect::<Vec<_>>().join(sign);
    match expr {
        Expr::Always(b) => b.to_string(),
        Expr::Atom(id) => packs.atoms().get(*id).map_or_else(|| "false".to_owned(), atom),
        Expr::Not(x) => format!("!({})", written(packs, x, atom)),
        Expr::And(xs) => format!("({})", joined(xs, " && ")),
        Expr::Or(xs) => format!("({})", joined(xs, " || ")),
    }
}

/// What every engine must find in a case: the truth of each rule's condition, and of each derived fact, whatever the packs
/// then make of it.
pub fn truths(packs: &Packs, facts: &Facts) -> (Vec<Tri>, Vec<(FactId, Tri)>) {
    let survey = Survey::new(packs, facts);
    let rules = packs.rules.iter().map(|r| r.when.formula.truth(&survey.bits)).collect();
    let known = packs.vocabulary.known;
    let derived = packs.derived.iter().map(|d| d.fact).chain([known.required_by_law, known.report_authorised]);
    let truth = |fact| packs.atoms().find(Atom { fact, test: Test::True }).map_or(Tri::Unknown, |atom| survey.bits.get(atom));
    (rules, derived.map(|fact| (fact, truth(fact))).collect())
}
