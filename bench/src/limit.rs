//! The limit: the same rules as a native Rust `match` over a flat struct, what no interpreter can beat.
//!
//! `generated.rs` is written by `cargo run --release -- --write-limit > src/limit/generated.rs`; every run holds it against the engine.

mod generated;

use std::fmt::Write as _;

use tacenda_law::{Atom, Expr, Packs, Test};

pub use generated::{Case, decide};

/// The source text of `generated.rs`.
pub fn code(packs: &Packs, subset: &str) -> String {
    let rules: Vec<usize> = (0..packs.rules.len()).filter(|at| packs.rule_name(*at).starts_with(&format!("{subset}."))).collect();
    let mut atoms: Vec<Atom> = Vec::new();
    for at in &rules {
        atoms.extend(packs.rules[*at].when.expr.literals().into_iter().filter_map(|id| packs.atoms().get(id)));
    }
    let mut facts: Vec<_> = atoms.iter().map(|a| a.fact).collect();
    facts.extend(atoms.iter().filter_map(|a| if let Test::Before(other) = a.test { Some(other) } else { None }));
    facts.sort();
    facts.dedup();
    let mut text = String::from(
        "//! Written by `--write-limit`; do not edit.\n\nuse crate::cases::Input;\n\n/// A case, flat: a number, a bit, a word's place or a set of bits per fact.\n#[derive(Default)]\npub struct Case {\n",
    );
    for fact in &facts {
        let _ = writeln!(text, "    {}: {},", packs.vocabulary.fact(*fact).name, kind(packs, *fact));
    }
    text.push_str("}\n\nimpl Case {\n    pub fn new(input: &Input) -> Self {\n        let get = |name: &str| &input.json[name];\n        Self {\n");
    for fact in &facts {
        let row = packs.vocabulary.fact(*fact);
        let words = packs
            .vocabulary
            .enumeration(row.kind)
            .map(|e| e.members.iter().map(|m| format!("\"{}\"", m.id)).collect::<Vec<_>>().join(", "))
            .unwrap_or_default();
        let read = match kind(packs, *fact) {
            "bool" => format!("get(\"{}\").as_bool().unwrap_or_default()", row.name),
            "i64" => format!("get(\"{}\").as_i64().unwrap_or_default()", row.name),
            "u8" => format!("[{words}].iter().position(|w| get(\"{}\").as_str() == Some(w)).unwrap_or(255) as u8", row.name),
            _ => format!(
                "[{words}].iter().enumerate().filter(|(_, w)| get(\"{}\").as_array().is_some_and(|a| a.iter().any(|x| x.as_str() == Some(w)))).fold(0, |b, (i, _)| b | 1 << i)",
                row.name
            ),
        };
        let _ = writeln!(text, "            {}: {read},", row.name);
    }
    let _ = writeln!(
        text,
        "        }}\n    }}\n}}\n\n/// Which rules hold.\n#[inline(never)]\npub fn decide(c: &Case) -> [bool; {}] {{\n    [",
        rules.len()
    );
    for at in &rules {
        let _ = writeln!(text, "        // {}\n        {},", packs.rule_name(*at), rust(packs, &packs.rules[*at].when.expr));
    }
    text.push_str("    ]\n}\n");
    text
}

fn kind(packs: &Packs, fact: tacenda_law::FactId) -> &'static str {
    match packs.vocabulary.fact(fact).kind {
        tacenda_law::Kind::Bool => "bool",
        tacenda_law::Kind::Int | tacenda_law::Kind::Date => "i64",
        tacenda_law::Kind::Enum(_) => "u8",
        tacenda_law::Kind::Set(_) => "u64",
    }
}

fn rust(packs: &Packs, expr: &Expr) -> String {
    let joined = |xs: &[Expr], sign: &str| xs.iter().map(|x| rust(packs, x)).collect::<Vec<_>>().join(sign);
    match expr {
        Expr::Always(b) => b.to_string(),
        Expr::Not(x) => format!("!({})", rust(packs, x)),
        Expr::And(xs) => format!("({})", joined(xs, " && ")),
        Expr::Or(xs) => format!("({})", joined(xs, " || ")),
        Expr::Atom(id) => packs.atoms().get(*id).map_or_else(String::new, |atom| {
            let name = format!("c.{}", packs.vocabulary.fact(atom.fact).name);
            match atom.test {
                Test::True => name,
                Test::In(set) => {
                    let places: Vec<String> = (0..64).filter(|i| set >> i & 1 == 1).map(|i| i.to_string()).collect();
                    format!("matches!({name}, {})", places.join(" | "))
                }
                Test::Has(i) => format!("{name} >> {i} & 1 == 1"),
                Test::Empty => format!("{name} == 0"),
                Test::Below(n) => format!("{name} < {n}"),
                Test::Before(other) => format!("{name} < c.{}", packs.vocabulary.fact(other).name),
            }
        }),
    }
}
