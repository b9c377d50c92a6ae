//! From what was read to what decides: atoms arranged, conditions compiled, the rules of each pass laid out.

use crate::atoms::{Atom, Atoms, Test};
use crate::condition::Expr;
use crate::drawn::Releases;
use crate::error::PackError;
use crate::formula::Formula;
use crate::pack::{ALWAYS, Condition, Derived, Effect, Pack, Packs, Rule};
use crate::paper::{Letter, Paper};
use crate::program::{Lines, Program, Sieve};
use crate::searched::Searched;
use crate::vocabulary::Vocabulary;

impl Packs {
    /// Gives atoms their final numbers, recompiles, and finds the rules of each pass.
    pub(crate) fn compile(
        vocabulary: Vocabulary,
        mut atoms: Atoms,
        derived: Vec<Derived>,
        packs: Vec<Pack>,
        rules: Vec<Rule>,
        (papers, letters, releases): (Vec<Paper>, Vec<Letter>, Releases),
    ) -> Result<Self, Vec<PackError>> {
        let new = atoms.arrange(&vocabulary);
        let known = vocabulary.known;
        let first_pass_atoms =
            [known.required_by_law, known.report_authorised].map(|fact| atoms.find(Atom { fact, test: Test::True }));
        let select = |keep: fn(&Rule) -> bool| Lines::new(rules.iter().map(keep));
        let mut packs = Self {
            first_pass: select(Rule::is_of_first_pass),
            deciding: select(|r| r.effect != Effect::Limit || r.names_categories),
            every: select(|_| true),
            vocabulary,
            packs,
            rules,
            derived,
            papers,
            letters,
            releases,
            extensions: Vec::new(),
            hotlines: Vec::new(),
            atoms,
            sieve: Sieve::default(),
            conditions: Program::default(),
            consider: Program::default(),
            first_pass_atoms,
            searched: Searched::default(),
        };
        for condition in packs.conditions_mut() {
            condition.expr.renumber(&new);
            let formula = Formula::compile(&condition.expr);
            condition.formula = formula.ok_or_else(|| PackError::of_packs("a condition has too many alternatives"))?;
        }
        packs.lay_out();
        packs.refuse_circles().map_err(PackError::of_packs)?;
        Ok(packs)
    }

    fn conditions_mut(&mut self) -> impl Iterator<Item = &mut Condition> {
        let rules = self.rules.iter_mut().flat_map(|r| std::iter::once(&mut r.when).chain(&mut r.consider));
        let derived = self.derived.iter_mut().map(|d| &mut d.when);
        let papers = self.papers.iter_mut().map(|p| &mut p.when);
        let releases = self.releases.papers.iter_mut().map(|p| &mut p.when);
        derived.chain(self.packs.iter_mut().map(|p| &mut p.applies)).chain(rules).chain(papers).chain(releases)
    }

    fn lay_out(&mut self) {
        for at in self.rules.iter().flat_map(|r| r.unless_rules.clone()).collect::<Vec<_>>() {
            if let Some(rule) = self.rules.get_mut(at) {
                rule.lifts = true;
            }
        }
        for derived in &mut self.derived {
            derived.atom = self.atoms.find(Atom { fact: derived.fact, test: Test::True });
        }
        self.sieve = Sieve::new(&self.rules, &self.atoms);
        self.lay_conditions();
        for rule in &self.rules {
            self.consider.push(rule.days, rule.consider.as_ref().map(|c| &c.formula));
        }
    }

    /// Lays out the conditions of rules, derived facts and packs, one behind the other.
    fn lay_conditions(&mut self) {
        let rules = self.rules.iter().map(|r| (r.days, &r.when.formula));
        let derived = self.derived.iter().map(|d| (ALWAYS, &d.when.formula));
        let applies = self.packs.iter().map(|p| (p.days, &p.applies.formula));
        self.conditions = Program::default();
        rules.chain(derived).chain(applies).for_each(|(days, formula)| self.conditions.push(days, Some(formula)));
    }

    /// These packs with one condition replaced: what a change of law would do. Nothing if it has too many alternatives.
    pub fn with(&self, pick: impl Fn(&mut Self) -> Option<&mut Condition>, expr: Expr) -> Option<Self> {
        let mut changed = self.clone();
        let condition = pick(&mut changed)?;
        condition.formula = Formula::compile(&expr)?;
        condition.expr = expr;
        changed.lay_conditions();
        Some(changed)
    }

    /// A command cannot rest on the facts that commands set, nor can a regime's reach.
    fn refuse_circles(&self) -> Result<(), String> {
        let set_later = |expr: &Expr| expr.literals().iter().any(|atom| self.first_pass_atoms.contains(&Some(*atom)));
        if let Some(at) = self.first_pass.all().find(|at| set_later(&self.rule(*at).when.expr)) {
            let name = self.rule_name(at);
            return Err(format!(
                "`{name}` commands or authorises a report, so it cannot rest on `required_by_law` or `report_authorised_by_statute`"
            ));
        }
        match self.packs.iter().find(|p| set_later(&p.applies.expr)) {
            Some(pack) => Err(format!("`{}`: whether a regime applies cannot rest on what the first pass finds", pack.id)),
            None => Ok(()),
        }
    }
}
