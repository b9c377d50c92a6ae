//! The packs as Cedar policies (<https://www.cedarpolicy.com>): one policy per rule, over a context that holds the facts.
//!
//! A policy says *this rule's condition holds*; how rules combine is the engine's work and is not exported.

use std::fmt::Write as _;

use crate::atoms::{Atom, Test};
use crate::condition::Expr;
use crate::pack::{Effect, Packs};
use crate::vocabulary::Kind;

/// Every rule as a policy. Derived facts are context attributes like stated ones.
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
            packs.cedar_condition(&rule.when.expr)
        );
    }
    text
}

impl Packs {
    /// A condition in Cedar's expression language, over `context.<fact>`.
    pub fn cedar_condition(&self, expr: &Expr) -> String {
        let joined = |xs: &[Expr], sign: &str| xs.iter().map(|x| self.cedar_condition(x)).collect::<Vec<_>>().join(sign);
        match expr {
            Expr::Always(b) => b.to_string(),
            Expr::Atom(id) => self.atoms().get(*id).map_or_else(|| "false".to_owned(), |a| self.cedar_atom(a)),
            Expr::Not(x) => format!("!({})", self.cedar_condition(x)),
            Expr::And(xs) => format!("({})", joined(xs, " && ")),
            Expr::Or(xs) => format!("({})", joined(xs, " || ")),
        }
    }

    fn cedar_atom(&self, atom: Atom) -> String {
        let fact = self.vocabulary.fact(atom.fact);
        let name = format!("context.{}", fact.name);
        let list = self.vocabulary.enumeration(fact.kind);
        let words =
            |set: u64| list.map(|l| l.names(set).map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")).unwrap_or_default();
        match atom.test {
            Test::True => name,
            Test::In(set) => format!("[{}].contains({name})", words(set)),
            Test::Has(i) => format!("{name}.contains({})", words(1 << i)),
            Test::Empty => format!("{name} == []"),
            // Days are numbers since 1 January 1970 on both sides.
            Test::Below(n) => format!("{name} < {n}"),
            Test::Before(other) => format!("{name} < context.{}", self.vocabulary.fact(other).name),
        }
    }

    /// A condition in the Common Expression Language, as the `cel` crate reads it.
    pub fn cel_condition(&self, expr: &Expr) -> String {
        let joined = |xs: &[Expr], sign: &str| xs.iter().map(|x| self.cel_condition(x)).collect::<Vec<_>>().join(sign);
        match expr {
            Expr::Always(b) => b.to_string(),
            Expr::Atom(id) => self.atoms().get(*id).map_or_else(|| "false".to_owned(), |a| self.cel_atom(a)),
            Expr::Not(x) => format!("!({})", self.cel_condition(x)),
            Expr::And(xs) => format!("({})", joined(xs, " && ")),
            Expr::Or(xs) => format!("({})", joined(xs, " || ")),
        }
    }

    fn cel_atom(&self, atom: Atom) -> String {
        let fact = self.vocabulary.fact(atom.fact);
        let name = &fact.name;
        let list = self.vocabulary.enumeration(fact.kind);
        let words =
            |set: u64| list.map(|l| l.names(set).map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")).unwrap_or_default();
        match atom.test {
            Test::True => name.clone(),
            Test::In(set) => format!("{name} in [{}]", words(set)),
            Test::Has(i) => format!("{} in {name}", words(1 << i)),
            Test::Empty => format!("{name} == []"),
            Test::Below(n) if fact.kind == Kind::Date => format!("{name} < {n}"),
            Test::Below(n) => format!("{name} < {n}"),
            Test::Before(other) => format!("{name} < {}", self.vocabulary.fact(other).name),
        }
    }
}
