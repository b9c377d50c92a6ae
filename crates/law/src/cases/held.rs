//! A worked case held against the packs: what is wrong with them, if the case is right.

use std::collections::BTreeSet;

use super::{Expect, WorkedCase};
use crate::atoms::{Atom, Test, Tri};
use crate::facts::{Facts, day};
use crate::formula::Literal;
use crate::pack::{Condition, Packs};
use crate::ruling::{Part, Ruling};
use crate::survey::Survey;
use crate::vocabulary::Kind;

/// A near miss leaves at most this many conditions of a rule unmet.
const NEAR: usize = 3;

impl WorkedCase {
    /// What is wrong with the packs, if this case is right; nothing if they agree.
    pub fn differences(&self, packs: &Packs) -> Vec<String> {
        let ruling = packs.decide(&self.facts);
        let mut found = self.expect.differences(&ruling);
        let part = |at: usize| ruling.reasons.iter().find(|r| r.rule == at).map(|r| r.part);
        let idle = self.decides.iter().filter(|at| matches!(part(**at), None | Some(Part::Weighed | Part::Open)));
        found.extend(idle.map(|at| format!("`{}` does not decide: {}", packs.rule_name(*at), packs.why_not(&self.facts, *at))));
        let survey = Survey::new(packs, &self.facts);
        for at in &self.near_miss {
            let (rule, fired) = survey.rule(*at);
            if fired.truth == Tri::True {
                found.push(format!("`{}` fires, and should only come close", packs.rule_name(*at)));
            } else if !survey.is_live(rule) || packs.unmet(&survey, &rule.when).len() > NEAR {
                found.push(format!("`{}` is not near: {}", packs.rule_name(*at), packs.why_not(&self.facts, *at)));
            }
        }
        found
    }
}

impl Packs {
    /// Why a rule does not decide a case, for the author of rule or case.
    pub fn why_not(&self, facts: &Facts, at: usize) -> String {
        let survey = Survey::new(self, facts);
        let (rule, fired) = survey.rule(at);
        if !rule.in_force(survey.day) {
            return "it is not in force on that day".to_owned();
        }
        if !survey.is_live(rule) {
            return "its pack does not apply".to_owned();
        }
        match fired.truth {
            Tri::True if fired.cover.sure & survey.asked.sure == 0 => "its condition holds, and it covers none of the categories asked for".to_owned(),
            Tri::True => "its condition holds, and nothing is left for it to do (a general prohibition may be lifted, a limit may narrow nothing, its duties may belong to another verdict)".to_owned(),
            _ => format!("not met: {}", self.unmet(&survey, &rule.when).join(", ")),
        }
    }

    /// The literals that keep a condition from holding, in its nearest alternative.
    fn unmet(&self, survey: &Survey, condition: &Condition) -> Vec<String> {
        let open = |l: &&Literal| survey.bits.get(l.atom) != Tri::from_bool(l.holds);
        let unmet = condition.formula.alternatives().iter().map(|a| a.iter().filter(open).collect::<Vec<_>>());
        let nearest = unmet.min_by_key(Vec::len).unwrap_or_default();
        nearest.into_iter().filter_map(|l| Some(self.literal_words(self.atoms.get(l.atom)?, l.holds))).collect()
    }

    /// A literal as it is written in a condition.
    pub fn literal_words(&self, atom: Atom, holds: bool) -> String {
        let fact = self.vocabulary.fact(atom.fact);
        let name = &fact.name;
        let words = |set: u64| self.vocabulary.quoted(atom.fact, set);
        let sign = |yes: &'static str, no: &'static str| if holds { yes } else { no };
        let text = match atom.test {
            Test::True => return format!("{}{name}", sign("", "!")),
            Test::In(set) if set.is_power_of_two() => return format!("{name} {} {}", sign("==", "!="), words(set)),
            Test::Empty => return format!("{name} {} []", sign("==", "!=")),
            Test::Below(n) if fact.kind != Kind::Date => return format!("{name} {} {n}", sign("<", ">=")),
            Test::In(set) => format!("{name} in [{}]", words(set)),
            Test::Has(i) => format!("{} in {name}", words(1 << i)),
            Test::Below(n) => format!("{name} < date(\"{}\")", day(i32::try_from(n).unwrap_or_default())),
            Test::Before(other) => format!("{name} < {}", self.vocabulary.fact(other).name),
        };
        if holds { text } else { format!("!({text})") }
    }
}

impl Expect {
    /// What differs between the ruling and this expectation; nothing if it is met.
    pub fn differences(&self, ruling: &Ruling) -> Vec<String> {
        let mut found = Vec::new();
        if ruling.verdict != self.verdict {
            found.push(format!("verdict is {}, expected {}", ruling.verdict.word(), self.verdict.word()));
        }
        let may = ruling.may_words();
        if let Some(wanted) = &self.may_include {
            let sorted = |words: &mut dyn Iterator<Item = String>| words.collect::<BTreeSet<_>>();
            if sorted(&mut may.iter().map(ToString::to_string)) != sorted(&mut wanted.iter().cloned()) {
                found.push(format!("may_include is {may:?}, expected {wanted:?}"));
            }
        }
        let leaks = self.must_exclude.iter().filter(|c| may.contains(&c.as_str()));
        found.extend(leaks.map(|c| format!("`{c}` may go, and must not")));
        let v = &ruling.packs().vocabulary;
        let owed: Vec<&str> = ruling.duties.iter().map(|o| v.duty(o.duty).id.as_str()).collect();
        let mut lacks = |wanted: &[String], has: &[&str], told: &str, same: fn(&str, &str) -> bool| {
            let lacking = wanted.iter().filter(|w| !has.iter().any(|own| same(own, w)));
            found.extend(lacking.map(|w| format!("{} {has:?}", told.replace("{}", w))));
        };
        lacks(&self.duties, &owed, "duty `{}` is not owed; owed are", |own, w| own == w);
        lacks(&self.by, &ruling.citations(), "`{}` is not cited; cited are", covers);
        let missing: Vec<&str> = ruling.missing.iter().map(|f| v.fact(*f).name.as_str()).collect();
        lacks(&self.missing, &missing, "`{}` is not asked for; missing are", |own, w| own == w);
        if self.recipient_ok.is_some_and(|ok| ok != ruling.recipient_ok()) {
            found.push(format!("recipient_ok is {}", ruling.recipient_ok()));
        }
        found
    }
}

/// Whether one citation stands for another: the same section, or a narrower part of it, whatever the formatting.
fn covers(own: &str, wanted: &str) -> bool {
    let section = |text: &str| -> String {
        text.split(" (").next().unwrap_or(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
    };
    let (own, wanted) = (section(own), section(wanted));
    own.starts_with(&wanted)
}
