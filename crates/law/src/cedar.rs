//! The packs as Cedar policies (<https://www.cedarpolicy.com>): one policy per rule, over a context that holds the facts.
//!
//! A policy says *this rule's condition holds*; how rules combine is the engine's work and is not exported.

use std::fmt::Write as _;

use crate::atoms::{Atom, Test};
use crate::condition::Expr;
use crate::pack::{Effect, Packs};
use crate::vocabulary::FactId;

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
        self.written(expr, &|atom| {
            let name = format!("context.{}", self.vocabulary.fact(atom.fact).name);
            match atom.test {
                Test::True => name,
                Test::In(set) => format!("[{}].contains({name})", self.quoted(atom.fact, set)),
                Test::Has(i) => format!("{name}.contains({})", self.quoted(atom.fact, 1 << i)),
                Test::Empty => format!("{name} == []"),
                // Days are numbers since 1 January 1970 on both sides.
                Test::Below(n) => format!("{name} < {n}"),
                Test::Before(other) => format!("{name} < context.{}", self.vocabulary.fact(other).name),
            }
        })
    }

    /// A condition in the Common Expression Language, as the `cel` crate reads it; days are numbers here too.
    pub fn cel_condition(&self, expr: &Expr) -> String {
        self.written(expr, &|atom| {
            let name = &self.vocabulary.fact(atom.fact).name;
            match atom.test {
                Test::True => name.clone(),
                Test::In(set) => format!("{name} in [{}]", self.quoted(atom.fact, set)),
                Test::Has(i) => format!("{} in {name}", self.quoted(atom.fact, 1 << i)),
                Test::Empty => format!("{name} == []"),
                Test::Below(n) => format!("{name} < {n}"),
                Test::Before(other) => format!("{name} < {}", self.vocabulary.fact(other).name),
            }
        })
    }

    /// The signs that both languages share, round atoms as `atom` writes them.
    fn written(&self, expr: &Expr, atom: &dyn Fn(Atom) -> String) -> String {
        let joined = |xs: &[Expr], sign: &str| xs.iter().map(|x| self.written(x, atom)).collect::<Vec<_>>().join(sign);
        match expr {
            Expr::Always(b) => b.to_string(),
            Expr::Atom(id) => self.atoms().get(*id).map_or_else(|| "false".to_owned(), atom),
            Expr::Not(x) => format!("!({})", self.written(x, atom)),
            Expr::And(xs) => format!("({})", joined(xs, " && ")),
            Expr::Or(xs) => format!("({})", joined(xs, " || ")),
        }
    }

    /// Members of a fact's enumeration, quoted, with commas.
    pub(crate) fn quoted(&self, fact: FactId, set: u64) -> String {
        let list = self.vocabulary.enumeration(self.vocabulary.fact(fact).kind);
        list.map(|l| l.names(set).map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")).unwrap_or_default()
    }
}
