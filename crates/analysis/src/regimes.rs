//! What each regime gives, commands and withholds per category, as sets of cases. Mirrors the engine's `survey.rs`.

use std::collections::BTreeMap;

use tacenda_law::inside::bits;
use tacenda_law::{Effect, Facts, Mandate, Pack, Packs, Role, Rule, Scope, day_number};

use crate::diagram::{BooleanFunction, Diagrams, Result, Set};

/// One regime's answer about one category.
#[derive(Clone)]
pub(crate) struct RegimeSets {
    pub gives: Set,
    pub commands: [Set; 3],
    pub blocked: Set,
    pub withheld: Set,
    pub outside: Set,
}

/// The packs on one day, as sets of cases.
pub(crate) struct World<'p> {
    pub d: Diagrams<'p>,
    pub day: i32,
    /// Packs that take part, by position.
    takes_part: Vec<bool>,
    conditions: BTreeMap<usize, Set>,
    lifted: BTreeMap<(usize, u8), Set>,
    mandates: Vec<(usize, Set)>,
    /// One regime is looked at alone: what other regimes command is open.
    alone: bool,
}

impl<'p> World<'p> {
    pub(crate) fn new(packs: &'p Packs, fixed: &Facts, takes_part: impl Fn(&Pack) -> bool) -> Result<Self> {
        let day = day_number(fixed.event_day(&packs.vocabulary));
        Self::blank(Diagrams::new(packs, fixed)?, day, packs.packs.iter().map(takes_part).collect()).with_first_pass()
    }

    /// One regime alone; whether another commands or authorises is a variable of its own.
    pub(crate) fn alone(packs: &'p Packs, fixed: &Facts, pack: usize) -> Result<Self> {
        let day = day_number(fixed.event_day(&packs.vocabulary));
        let mut d = Diagrams::new(packs, fixed)?;
        d.leave_first_pass_open();
        Ok(Self { alone: true, ..Self::blank(d, day, (0..packs.packs.len()).map(|at| at == pack).collect()) })
    }

    /// The same facts and variables on another day or with other packs taking part.
    pub(crate) fn turn(self, day: i32, takes_part: Vec<bool>) -> Result<Self> {
        Self::blank(self.d, day, takes_part).with_first_pass()
    }

    fn blank(d: Diagrams<'p>, day: i32, takes_part: Vec<bool>) -> Self {
        Self { d, day, takes_part, conditions: BTreeMap::new(), lifted: BTreeMap::new(), mandates: Vec::new(), alone: false }
    }

    fn with_first_pass(mut self) -> Result<Self> {
        self.first_pass()?;
        Ok(self)
    }

    fn first_pass(&mut self) -> Result<()> {
        let packs = self.d.packs;
        let (mut required, mut authorised) = (self.d.constant(false), self.d.constant(false));
        for (at, rule) in packs.rules.iter().enumerate().filter(|(_, r)| r.is_of_first_pass()) {
            let set = self.condition(at)?.and(&self.applies(rule.pack)?)?;
            if rule.mandate.is_some() {
                required = required.or(&set)?;
                self.mandates.push((at, set));
            } else {
                authorised = authorised.or(&set)?;
            }
        }
        let known = packs.vocabulary.known;
        self.d.define(known.required_by_law, required);
        self.d.define(known.report_authorised, authorised);
        Ok(())
    }

    pub(crate) fn applies(&mut self, pack: usize) -> Result<Set> {
        let takes_part = self.takes_part.get(pack).copied().unwrap_or(false);
        match self.d.packs.packs.get(pack) {
            Some(p) if takes_part && p.days.0 <= self.day && self.day <= p.days.1 => self.d.expr(&p.applies.expr),
            _ => Ok(self.d.constant(false)),
        }
    }

    /// The cases in which a rule's condition holds; none if it is not in force.
    pub(crate) fn condition(&mut self, at: usize) -> Result<Set> {
        if let Some(set) = self.conditions.get(&at) {
            return Ok(set.clone());
        }
        let rule = self.d.packs.rule(at);
        let set = if rule.in_force(self.day) { self.d.expr(&rule.when.expr)? } else { self.d.constant(false) };
        self.conditions.insert(at, set.clone());
        Ok(set)
    }

    /// The cases in which a rule's cover holds the category.
    fn cover(&self, rule: &Rule, category: u8) -> Result<Set> {
        if rule.categories >> category & 1 == 0 {
            return Ok(self.d.constant(false));
        }
        let known = self.d.packs.vocabulary.known;
        match rule.scope {
            None => Ok(self.d.constant(true)),
            Some(Scope::Consent) => self.d.names_category(known.consent_scope, category),
            Some(Scope::Order) => self.d.names_category(known.order_scope, category),
            Some(Scope::Mandate) if self.alone => Ok(self.d.constant(true)),
            Some(Scope::Mandate) => {
                self.d.any(self.mandates.iter().map(|(at, set)| Ok(set.and(&self.cover(self.d.packs.rule(*at), category)?)?)))
            }
        }
    }

    /// The cases in which a rule fires on the category, less those in which other rules lift it.
    pub(crate) fn fires(&mut self, at: usize, category: u8) -> Result<Set> {
        if let Some(set) = self.lifted.get(&(at, category)) {
            return Ok(set.clone());
        }
        let rule = self.d.packs.rule(at);
        let cover = self.cover(rule, category)?;
        let reach = if rule.effect == Effect::Limit { cover.not()? } else { cover };
        let mut set = self.condition(at)?.and(&reach)?;
        for lift in &rule.unless_rules {
            set = set.and(&self.fires(*lift, category)?.not()?)?;
        }
        self.lifted.insert((at, category), set.clone());
        Ok(set)
    }

    /// What one regime says about one category.
    pub(crate) fn regime(&mut self, pack: usize, category: u8) -> Result<RegimeSets> {
        let none = self.d.constant(false);
        let packs = self.d.packs;
        let (mut gives, mut general, mut blocked, mut outside) = (none.clone(), none.clone(), none.clone(), none.clone());
        let mut commands = [none.clone(), none.clone(), none];
        for (at, rule) in packs.packs.get(pack).into_iter().flat_map(|p| packs.rules_of(p)) {
            if rule.effect == Effect::Limit && !rule.names_categories {
                continue;
            }
            let fires = self.fires(at, category)?;
            match rule.effect {
                Effect::Permit => gives = gives.or(&fires)?,
                Effect::Require => {
                    gives = gives.or(&fires)?;
                    if let Some(slot) = commands.get_mut(Mandate::slot(rule.mandate)) {
                        *slot = slot.or(&fires)?;
                    }
                }
                Effect::Forbid if rule.general => general = general.or(&fires)?,
                Effect::Forbid => blocked = blocked.or(&fires)?,
                Effect::Limit => outside = outside.or(&fires)?,
            }
        }
        let applies = self.applies(pack)?;
        let free = blocked.or(&outside)?.not()?.and(&applies)?;
        let withheld = general.and(&gives.not()?)?.or(&outside)?.and(&applies)?;
        (gives, blocked, outside) = (gives.and(&free)?, blocked.and(&applies)?, outside.and(&applies)?);
        for set in &mut commands {
            *set = set.and(&free)?;
        }
        Ok(RegimeSets { gives, commands, blocked, withheld, outside })
    }

    /// The cases in which the recipient belongs to the class that the law which gives more protects.
    pub(crate) fn gets_more(&self) -> Result<Set> {
        let known = self.d.packs.vocabulary.known;
        self.d.one_of(known.recipient_kind, known.gets_more)
    }

    /// The cases among `within` in which the category may go, or must where only commands count.
    ///
    /// Regime after regime takes its share away, those that apply in every case first: most questions are settled by one.
    pub(crate) fn may_go(&mut self, category: u8, within: &Set, commands_only: bool) -> Result<Set> {
        let normal = self.gets_more()?.not()?;
        let mut left = within.clone();
        if commands_only {
            left = left.and(&self.commanded(category)?)?;
        }
        for at in self.regimes_by_reach(&left)? {
            let regime = self.regime(at, category)?;
            left = left.and(&regime.blocked.or(&regime.withheld.and(&normal)?)?.not()?)?;
            if !left.satisfiable() {
                return Ok(left);
            }
        }
        if commands_only {
            return Ok(left);
        }
        let none = self.d.constant(false);
        let (mut given, mut commanded, mut advised) = (none.clone(), none.clone(), none);
        let packs = self.d.packs;
        for (at, pack) in packs.packs.iter().enumerate().filter(|(_, p)| p.role != Role::Code) {
            let regime = self.regime(at, category)?;
            if pack.role != Role::Law {
                advised = advised.or(&regime.blocked.and(&left)?)?.or(&regime.outside.and(&normal)?.and(&left)?)?;
            }
            given = given.or(&regime.gives.and(&left)?)?;
            for commands in &regime.commands {
                commanded = commanded.or(&commands.and(&left)?)?;
            }
        }
        Ok(commanded.or(&given.and(&advised.not()?)?)?)
    }

    /// The cases in which some rule commands the category.
    fn commanded(&mut self, category: u8) -> Result<Set> {
        let packs = self.d.packs;
        let mut any = self.d.constant(false);
        let commands = |r: &Rule| r.effect == Effect::Require && packs.pack_of(r).role != Role::Code;
        for (at, rule) in packs.rules.iter().enumerate().filter(|(_, r)| commands(r)) {
            any = any.or(&self.fires(at, category)?.and(&self.applies(rule.pack)?)?)?;
        }
        Ok(any)
    }

    /// Law packs that apply in some case of the set; those that apply in all of them first, small before large.
    fn regimes_by_reach(&mut self, within: &Set) -> Result<Vec<usize>> {
        let mut found = Vec::new();
        for (at, pack) in self.d.packs.packs.iter().enumerate().filter(|(_, p)| p.role == Role::Law) {
            let applies = self.applies(at)?;
            if within.and(&applies)?.satisfiable() {
                let everywhere = !within.and(&applies.not()?)?.satisfiable();
                found.push((!everywhere, pack.rules.len(), at));
            }
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(.., at)| at).collect())
    }

    /// Categories in classes that no rule of these and no scope tells apart where the fixed facts hold: what is true of one
    /// is true of all of its class.
    pub(crate) fn alike(&mut self, categories: u64, rules: std::ops::Range<usize>) -> Result<Vec<Vec<u8>>> {
        let packs = self.d.packs;
        let mut masks = std::collections::BTreeSet::from([packs.vocabulary.known.chart]);
        for at in rules {
            let rule = packs.rule(at);
            if rule.categories != u64::MAX && self.condition(at)?.satisfiable() {
                masks.insert(rule.categories);
            }
        }
        let mut classes: BTreeMap<Vec<bool>, Vec<u8>> = BTreeMap::new();
        for category in bits(categories) {
            let class = masks.iter().map(|m| m >> category & 1 == 1).collect();
            classes.entry(class).or_default().push(category);
        }
        Ok(classes.into_values().collect())
    }
}
