//! Worked cases as watchmen over the packs: what is wrong with a pack, if a case is right, and what no case watches.

use crate::atoms::{Atom, Test, Tri};
use crate::cases::WorkedCase;
use crate::condition::Expr;
use crate::facts::{Facts, day};
use crate::formula::{Formula, Literal};
use crate::pack::{Condition, Packs};
use crate::ruling::Part;
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
        let words = |set: u64| self.quoted(atom.fact, set);
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

    /// Literals of conditions that no worked case watches: turned round, every case would still pass. `(where, literal)`.
    pub fn unwatched_literals(&self, cases: &[WorkedCase]) -> Vec<(String, String)> {
        let surveys: Vec<Survey> = cases.iter().map(|c| Survey::new(self, &c.facts)).collect();
        let mut found = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let told: Vec<(&Survey, bool)> = (cases.iter().zip(&surveys))
                .filter(|(case, survey)| (case.decides.contains(&at) || case.near_miss.contains(&at)) && survey.is_live(rule))
                .map(|(case, survey)| (survey, case.decides.contains(&at)))
                .collect();
            let watched = |expr: &Expr| told.iter().any(|(s, decides)| (expr.truth(&s.bits) == Tri::True) != *decides);
            let flips = self.flips(&rule.when).filter(|(_, expr)| !watched(expr));
            found.extend(flips.map(|(literal, _)| (self.rule_name(at), literal)));
        }
        // A case that fails already watches nothing.
        let sound: Vec<&WorkedCase> = cases.iter().filter(|c| c.differences(self).is_empty()).collect();
        let mut survivors = |name: &str, condition: &Condition, pick: &dyn Fn(&mut Self) -> Option<&mut Condition>| {
            let survives = |expr: Expr| self.with(pick, expr).is_none_or(|p| sound.iter().all(|c| c.differences(&p).is_empty()));
            let flips = self.flips(condition).filter(|(_, expr)| survives(expr.clone()));
            found.extend(flips.map(|(literal, _)| (name.to_owned(), literal)));
        };
        for (at, derived) in self.derived.iter().enumerate() {
            let name = &self.vocabulary.fact(derived.fact).name;
            survivors(name, &derived.when, &|p| p.derived.get_mut(at).map(|d| &mut d.when));
        }
        for (at, pack) in self.packs.iter().enumerate() {
            survivors(&pack.id, &pack.applies, &|p| p.packs.get_mut(at).map(|p| &mut p.applies));
        }
        found
    }

    fn flips<'a>(&'a self, condition: &'a Condition) -> impl Iterator<Item = (String, Expr)> + 'a {
        condition.expr.literals().into_iter().enumerate().map(move |(n, atom)| {
            let words = self.atoms.get(atom).map(|a| self.literal_words(a, true)).unwrap_or_default();
            (words, condition.expr.flipped(n))
        })
    }

    /// These packs with one condition replaced.
    fn with(&self, pick: &dyn Fn(&mut Self) -> Option<&mut Condition>, expr: Expr) -> Option<Self> {
        let mut mutant = self.clone();
        let condition = pick(&mut mutant)?;
        condition.formula = Formula::compile(&expr)?;
        condition.expr = expr;
        mutant.lay_conditions();
        Some(mutant)
    }
}
