//! One pass over all rules for one case: what each regime gives, commands and withholds, and how they combine.

use crate::atoms::{Bits, Tri};
use crate::facts::{Facts, Value};
use crate::pack::{Effect, Mandate, Packs, Role, Rule, Scope, Verdict};
use crate::span::Span;
use crate::vocabulary::FactId;

/// What one regime says, per category.
#[derive(Debug, Clone, Copy, Default)]
pub struct Regime {
    /// Whether it applies.
    pub applies: Tri,
    /// What it gives a basis for, commands included.
    pub gives: Span,
    /// What it commands, by kind of mandate: [`Mandate::slot`].
    pub commands: [Span; 3],
    /// Specific prohibitions.
    pub blocked: Span,
    /// Outside a limit, or under the general prohibition.
    pub withheld: Span,
    /// Outside a limit only.
    pub(crate) outside: Span,
    /// Specific prohibitions that beat a mandate of that kind.
    pub(crate) prevails: [Span; 2],
}

/// A rule's truth and the categories it covers in this case.
#[derive(Debug, Clone, Copy)]
pub struct Fired {
    /// Whether its condition holds.
    pub truth: Tri,
    /// The categories that it speaks of, cut to those of the instrument it rests on.
    pub cover: Span,
}

const SILENT: Fired = Fired { truth: Tri::False, cover: Span::NONE };

/// Verdict and scope: what the facts must settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Outcome {
    pub verdict: Verdict,
    pub may_go: u64,
}

/// The evaluated case.
#[derive(Debug)]
pub struct Survey<'p> {
    pub(crate) packs: &'p Packs,
    pub(crate) day: i32,
    /// What is known of every atom.
    pub bits: Bits,
    /// Rules whose condition holds or is open, by position, in order.
    pub(crate) fired: Vec<(usize, Fired)>,
    /// What each pack says, in the order of [`Packs::packs`].
    pub regimes: Vec<Regime>,
    pub(crate) asked: Span,
    /// Of what is asked: what may go.
    pub allowed: Span,
    /// Of what is asked: what must go.
    pub required: Span,
    pub(crate) conflict: Span,
}

struct Instruments {
    consent: Span,
    order: Span,
    mandate: Span,
}

impl<'p> Survey<'p> {
    /// The whole case, professional codes included.
    pub fn new(packs: &'p Packs, facts: &Facts) -> Self {
        Self::take(packs, facts, true)
    }

    /// The case without the professional codes, which change neither verdict nor scope.
    pub(crate) fn of_law(packs: &'p Packs, facts: &Facts) -> Self {
        Self::take(packs, facts, false)
    }

    fn take(packs: &'p Packs, facts: &Facts, codes: bool) -> Self {
        let known = packs.vocabulary.known;
        let day = if let Value::Day(day) = facts.get(known.event_date) { day } else { 0 };
        let scope = |fact: FactId| categories(facts.get(fact), packs);
        let mut bits = packs.atoms.answer(facts);
        let mut conditions = packs.rules.len()..;
        for (derived, at) in packs.derived.iter().zip(&mut conditions) {
            if let Some(atom) = derived.atom {
                bits.set(atom, packs.conditions.truth(at, day, &bits));
            }
        }
        let regimes = packs.packs.iter().zip(conditions).map(|(pack, at)| {
            let heard = codes || pack.role != Role::Code;
            let applies = if heard { packs.conditions.truth(at, day, &bits) } else { Tri::False };
            Regime { applies, ..Regime::default() }
        });
        let regimes = regimes.collect();
        let instruments =
            Instruments { consent: scope(known.consent_scope), order: scope(known.order_scope), mandate: Span::NONE };
        let asked = scope(known.requested);
        let (allowed, required, conflict) = (Span::NONE, Span::NONE, Span::NONE);
        let mut survey = Self { packs, day, bits, fired: Vec::with_capacity(128), regimes, asked, allowed, required, conflict };
        let instruments = survey.first_pass(instruments, facts);
        survey.second_pass(&instruments, facts, codes);
        survey.combine(facts.get(known.recipient_kind));
        survey
    }

    /// The mandates set `required_by_law` and its scope; statutes that authorise a report set theirs.
    fn first_pass(&mut self, mut instruments: Instruments, facts: &Facts) -> Instruments {
        let packs = self.packs;
        let possible = packs.sieve.possible(&packs.first_pass, facts);
        let mut found = [Tri::False; 2];
        for (pack, regime) in packs.packs.iter().zip(&self.regimes).filter(|(_, r)| r.applies != Tri::False) {
            for at in possible.within(pack.rules.clone()) {
                let truth = packs.conditions.truth(at, self.day, &self.bits).min(regime.applies);
                if truth == Tri::False {
                    continue;
                }
                let rule = packs.rule(at);
                let [mandates, reports] = &mut found;
                if rule.mandate.is_some() {
                    *mandates = (*mandates).max(truth);
                    instruments.mandate |= cover(rule, &instruments).if_true(truth);
                } else {
                    *reports = (*reports).max(truth);
                }
            }
        }
        for (atom, truth) in packs.first_pass_atoms.iter().zip(found) {
            if let Some(atom) = atom {
                self.bits.set(*atom, truth);
            }
        }
        instruments
    }

    /// Without the codes, rules that only attach duties are left out too: neither changes verdict or scope.
    fn second_pass(&mut self, instruments: &Instruments, facts: &Facts, codes: bool) {
        let packs = self.packs;
        let possible = packs.sieve.possible(if codes { &packs.every } else { &packs.deciding }, facts);
        for (pack, regime) in packs.packs.iter().zip(&mut self.regimes).filter(|(_, r)| r.applies != Tri::False) {
            let first = self.fired.len();
            for at in possible.within(pack.rules.clone()) {
                let truth = packs.conditions.truth(at, self.day, &self.bits);
                if truth != Tri::False {
                    self.fired.push((at, Fired { truth, cover: cover(packs.rule(at), instruments) }));
                }
            }
            regime.hear(packs, self.fired.get(first..).unwrap_or_default());
        }
    }

    /// Prohibitions win over permissions, commands collide with prohibitions; for those who get more, general prohibitions yield.
    fn combine(&mut self, recipient: Value) {
        let gets_more = match recipient {
            Value::One(i) => Tri::from_bool(self.packs.vocabulary.known.gets_more >> i & 1 == 1),
            _ => Tri::Unknown,
        };
        let mut forbidden = Span::NONE;
        let mut advised = Span::NONE;
        let mut given = Span::NONE;
        let mut commands = [Span::NONE; 3];
        let mut prevails = [Span::NONE; 2];
        for (pack, regime) in self.packs.packs.iter().zip(&self.regimes) {
            let soft = |span: Span| match gets_more {
                Tri::True => Span::NONE,
                Tri::Unknown => Span { sure: 0, may: span.may },
                Tri::False => span,
            };
            match pack.role {
                Role::Law => forbidden |= regime.blocked | soft(regime.withheld),
                Role::Doctrine | Role::Policy => advised |= regime.blocked | soft(regime.outside),
                Role::Code => continue,
            }
            given |= regime.gives;
            for (all, own) in commands.iter_mut().zip(regime.commands) {
                *all |= own;
            }
            for (all, own) in prevails.iter_mut().zip(regime.prevails) {
                *all |= own;
            }
        }
        let [statute, order, other] = commands;
        let [over_statute, over_order] = prevails;
        let commanded = statute | order | other;
        // A command that is no mandate (a right of access, a process duty) yields to another law's prohibition.
        let collides = (statute - over_statute) | (order - over_order);
        self.required = (commanded - forbidden) & self.asked;
        self.allowed = self.required | ((given - forbidden - advised) & self.asked);
        self.conflict = match gets_more {
            // A right of access that stops at a category does not collide there: it stops.
            Tri::True => Span::NONE,
            Tri::Unknown => Span { sure: 0, may: (collides & forbidden & self.asked).may },
            Tri::False => collides & forbidden & self.asked,
        };
    }

    /// Verdict and scope, if the facts settle them.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        if !self.allowed.is_settled() {
            return None;
        }
        let verdict = if self.required.sure != 0 {
            Verdict::Required
        } else if self.required.may != 0 {
            return None;
        } else if self.allowed.sure != 0 {
            Verdict::Permitted
        } else if self.conflict.sure != 0 {
            Verdict::Conflict
        } else if self.conflict.may != 0 {
            return None;
        } else {
            Verdict::Prohibited
        };
        Some(Outcome { verdict, may_go: self.allowed.sure })
    }

    /// A rule with what it does in this case, if its pack applies and it is in force.
    pub fn rule(&self, at: usize) -> (&'p Rule, Fired) {
        let rule = self.packs.rule(at);
        let fired = find(&self.fired, at);
        let pack = self.applies(rule.pack);
        (rule, Fired { truth: fired.truth.min(pack), cover: fired.cover.if_true(pack) })
    }

    /// Whether a pack applies.
    pub(crate) fn applies(&self, pack: usize) -> Tri {
        self.regimes.get(pack).map_or(Tri::False, |r| r.applies)
    }

    /// Whether a category that is asked for is commanded by one law and forbidden by another.
    pub(crate) fn collides(&self) -> bool {
        self.conflict.sure & !self.allowed.sure != 0
    }

    /// Rules that did something or are worth naming, in order.
    pub(crate) fn worth_naming(&self) -> Vec<usize> {
        let mut found = Vec::with_capacity(192);
        let mut fired = self.fired.iter().map(|(at, _)| *at).peekable();
        for (pack, regime) in self.packs.packs.iter().zip(&self.regimes) {
            if regime.applies == Tri::False {
                continue;
            }
            for at in pack.rules.clone() {
                let acts = fired.next_if_eq(&at).is_some();
                if acts || self.is_considered(at) {
                    found.push(at);
                }
            }
        }
        found
    }

    /// Whether a rule is worth naming although it is not met.
    pub(crate) fn is_considered(&self, at: usize) -> bool {
        self.packs.consider.truth(at, self.day, &self.bits) == Tri::True
    }

    /// Whether a rule's pack applies and the rule is in force.
    pub fn is_live(&self, rule: &Rule) -> bool {
        rule.in_force(self.day) && self.applies(rule.pack) != Tri::False
    }

    /// What a prohibition or limit takes away, after the rules that lift it.
    pub(crate) fn takes_away(&self, rule: &Rule, fired: Fired) -> Span {
        let lifts = lifts(rule, |at| find(&self.fired, at));
        match rule.effect {
            Effect::Forbid if rule.general => {
                let given = self.regimes.get(rule.pack).map_or(Span::NONE, |r| r.gives);
                // Doctrine's own default never takes away what somebody gives.
                let role = self.packs.packs.get(rule.pack).map(|p| p.role);
                let elsewhere = if role == Some(Role::Law) { Span::NONE } else { self.allowed };
                fired.cover.if_true(fired.truth) - lifts - given - elsewhere
            }
            Effect::Forbid => fired.cover.if_true(fired.truth) - lifts,
            Effect::Limit if rule.names_categories => fired.cover.complement().if_true(fired.truth) - lifts,
            _ => Span::NONE,
        }
    }
}

impl Regime {
    fn hear(&mut self, packs: &Packs, fired: &[(usize, Fired)]) {
        let mut gives = Span::NONE;
        let mut general = Span::NONE;
        for (at, f) in fired {
            let rule = packs.rule(*at);
            let own = f.cover.if_true(f.truth);
            let lifts = lifts(rule, |at| find(fired, at));
            match rule.effect {
                Effect::Permit => gives |= own,
                Effect::Require => {
                    gives |= own;
                    if let Some(slot) = self.commands.get_mut(Mandate::slot(rule.mandate)) {
                        *slot |= own;
                    }
                }
                Effect::Forbid if rule.general => general |= own - lifts,
                Effect::Forbid => {
                    self.blocked |= own - lifts;
                    for mandate in &rule.prevails_over {
                        if let Some(slot) = self.prevails.get_mut(Mandate::slot(Some(*mandate))) {
                            *slot |= own - lifts;
                        }
                    }
                }
                Effect::Limit if rule.names_categories => self.outside |= f.cover.complement().if_true(f.truth) - lifts,
                Effect::Limit => {}
            }
        }
        let taken = self.blocked | self.outside;
        self.gives = gives - taken;
        for commands in &mut self.commands {
            *commands = *commands - taken;
        }
        self.withheld = (general - gives) | self.outside;
        if self.applies == Tri::Unknown {
            for span in [&mut self.gives, &mut self.blocked, &mut self.withheld, &mut self.outside]
                .into_iter()
                .chain(&mut self.commands)
                .chain(&mut self.prevails)
            {
                span.sure = 0;
            }
        }
    }
}

/// What a rule did, from the list of those that did something.
fn find(fired: &[(usize, Fired)], at: usize) -> Fired {
    fired.binary_search_by_key(&at, |(at, _)| *at).ok().and_then(|i| fired.get(i)).map_or(SILENT, |(_, f)| *f)
}

fn lifts(rule: &Rule, fired: impl Fn(usize) -> Fired) -> Span {
    rule.unless_rules.iter().map(|at| fired(*at)).fold(Span::NONE, |all, f| all | f.cover.if_true(f.truth))
}

/// The categories of a rule, cut to those of the instrument it rests on.
fn cover(rule: &Rule, instruments: &Instruments) -> Span {
    let own = Span::exactly(rule.categories);
    match rule.scope {
        None => own,
        Some(Scope::Consent) => own & instruments.consent,
        Some(Scope::Order) => own & instruments.order,
        Some(Scope::Mandate) => own & instruments.mandate,
    }
}

/// The categories that a set fact names; the whole record stands for all of a chart.
fn categories(value: Value, packs: &Packs) -> Span {
    let known = packs.vocabulary.known;
    match value {
        Value::Set { has, lacks } => {
            let whole = Tri::from_bool(has & known.whole != 0);
            let open = has | lacks != u64::MAX && lacks & known.whole == 0 && whole == Tri::False;
            let chart = if whole == Tri::True { known.chart } else { 0 };
            Span { sure: has | chart, may: !lacks | chart | if open { known.chart } else { 0 } }
        }
        _ => Span { sure: 0, may: u64::MAX },
    }
}
