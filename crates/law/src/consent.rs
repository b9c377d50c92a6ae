//! What a signed release lacks, as the law itself says: the engine is asked about the paper as it is, and about the paper as it should be.
//!
//! Nothing here knows what an authorization must contain. Of a paper that is whole in everything the engine says what may go; then one
//! thing after another is taken away as it is missing from the real paper. Where less may go, or no more, that thing is a defect, and the
//! rules that then speak are the ones that ask for it.

use crate::condition::Expr;
use crate::facts::{Facts, Said, Value, day_number};
use crate::pack::Packs;
use crate::ruling::{Part, Ruling};
use crate::span::bits;
use crate::vocabulary::FactId;

/// What is wrong with a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The fact about the paper that is not as it must be.
    pub fact: FactId,
    /// Of a set, the member that is missing: an element, a kind of form.
    pub member: Option<u8>,
    /// The rules that ask for it, as positions in [`Packs::rules`].
    pub rules: Vec<usize>,
}

/// A release as it was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong with it, in the order of the vocabulary.
    pub defects: Vec<Defect>,
    /// The categories asked for that may go by the paper as it is.
    pub lets: u64,
    /// The same if nothing were wrong with it.
    pub could: u64,
    /// The categories that may go without any paper.
    pub anyway: u64,
}

impl Checked {
    /// Whether something may go by it, and nothing is wrong with it.
    pub fn is_sound(&self) -> bool {
        self.defects.is_empty() && self.lets != 0
    }
}

/// The facts about a paper, by their names in the vocabulary. A vocabulary without them has no releases, and nothing is found.
pub(crate) struct Paper {
    pub(crate) forms: FactId,
    signer: FactId,
    status: FactId,
    pub(crate) elements: FactId,
    scope: FactId,
    /// What must be so, and what must not.
    rest: [(FactId, bool); 3],
    expiry: FactId,
}

impl Paper {
    pub(crate) fn of(packs: &Packs) -> Option<Self> {
        let find = |name| packs.vocabulary.find(name);
        Some(Self {
            forms: find("consent_forms")?,
            signer: find("consent_signed_by")?,
            status: find("consent_status")?,
            elements: find("consent_elements")?,
            scope: packs.vocabulary.known.consent_scope,
            rest: [
                (find("recipient_named_in_instrument")?, true),
                (find("consent_conditioned_on_services")?, false),
                (find("consent_compound")?, false),
            ],
            expiry: find("consent_expiry")?,
        })
    }
}

/// Holds the release in the facts against the law of the day. What is not known of the paper counts as missing.
pub fn check_release(packs: &Packs, facts: &Facts) -> Checked {
    let anyway = without_paper(packs, facts);
    let Some(paper) = Paper::of(packs) else { return Checked { defects: Vec::new(), lets: anyway, could: anyway, anyway } };
    let whole = whole(packs, &paper, facts);
    let could = packs.decide(&whole);
    let tried = |fact: FactId, member: Option<u8>, value: Value| {
        let mut one = whole.clone();
        one.state(fact, value);
        let ruling = packs.decide(&one);
        is_worse(&ruling, &could).then(|| Defect { fact, member, rules: asking(&could, &ruling, fact) })
    };
    let mut defects = Vec::new();
    let (has, _) = facts.get(paper.elements).members();
    for element in bits(packs.atoms().used_members(paper.elements)).filter(|at| has & 1 << at == 0) {
        defects.extend(tried(paper.elements, Some(element), Value::set(!(1 << element))));
    }
    for fact in [paper.signer, paper.status, paper.expiry, paper.scope] {
        let (value, usual) = (facts.get(fact), packs.vocabulary.fact(fact).absent.usual());
        defects.extend(tried(fact, None, if value == Value::Unknown { usual.unwrap_or(Value::NotStated) } else { value }));
    }
    for (fact, must) in paper.rest.into_iter().filter(|(fact, must)| facts.get(*fact) != Value::Bool(*must)) {
        defects.extend(tried(fact, None, Value::Bool(!must)));
    }
    defects.extend(other_forms(packs, &paper, &whole, &could));
    defects.sort_by_key(|defect| (defect.fact.index(), defect.member));
    Checked { defects, lets: packs.decide(facts).may_include, could: could.may_include, anyway }
}

/// What may go if nobody had signed anything.
fn without_paper(packs: &Packs, facts: &Facts) -> u64 {
    let mut none = facts.clone();
    for fact in packs.vocabulary.stated().filter(|id| packs.vocabulary.fact(*id).name.starts_with("consent_")) {
        let usual = packs.vocabulary.fact(fact).absent.usual();
        none.put(fact, usual.unwrap_or(Value::NotStated), Said::Stated);
    }
    packs.decide(&none).may_include
}

/// The same paper without a fault: everything on its face, signed by whoever may, valid, free, alone, and for what is asked.
pub(crate) fn whole(packs: &Packs, paper: &Paper, facts: &Facts) -> Facts {
    let mut whole = facts.clone();
    whole.state(paper.elements, Value::set(u64::MAX));
    let valid = packs.vocabulary.enumeration(packs.vocabulary.fact(paper.status).kind).and_then(|list| list.position("valid"));
    whole.state(paper.status, valid.map_or(Value::Unknown, Value::One));
    paper.rest.iter().for_each(|(fact, must)| whole.state(*fact, Value::Bool(*must)));
    whole.state(paper.expiry, Value::Day(day_number(facts.event_day(&packs.vocabulary)).saturating_add(1)));
    let (asked, _) = facts.get(packs.vocabulary.known.requested).members();
    whole.state(paper.scope, Value::set(asked));
    if let Some(signer) = best_signer(packs, paper, &whole) {
        whole.state(paper.signer, signer);
    }
    whole
}

/// Whoever's signature lets the most go; the one on the paper, where another's would do no more.
fn best_signer(packs: &Packs, paper: &Paper, whole: &Facts) -> Option<Value> {
    let list = packs.vocabulary.enumeration(packs.vocabulary.fact(paper.signer).kind)?;
    let all = (0..u8::try_from(list.members.len()).unwrap_or(u8::MAX)).map(Value::One);
    let mut best: Option<(usize, Value)> = None;
    for signer in std::iter::once(whole.get(paper.signer)).chain(all).filter(|value| *value != Value::Unknown) {
        let mut signed = whole.clone();
        signed.state(paper.signer, signer);
        let (verdict, goes) = packs.outcome(&signed);
        let weight = usize::from(verdict.is_yes()) * 64 + goes.count_ones() as usize;
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, signer));
        }
    }
    best.map(|(_, signer)| signer)
}

fn is_worse(ruling: &Ruling<'_>, could: &Ruling<'_>) -> bool {
    could.may_include & !ruling.may_include != 0 || (could.verdict.is_yes() && !ruling.verdict.is_yes())
}

/// Kinds of form that are not there, each of which would let more go: the one in hand is whole, and it is not enough.
fn other_forms(packs: &Packs, paper: &Paper, whole: &Facts, could: &Ruling<'_>) -> Vec<Defect> {
    let (asked, _) = whole.get(packs.vocabulary.known.requested).members();
    if could.may_include & asked == asked && could.verdict.is_yes() {
        return Vec::new();
    }
    let (has, _) = whole.get(paper.forms).members();
    let more = |form: u8| {
        let mut with = whole.clone();
        with.state(paper.forms, Value::set(has | 1 << form));
        let ruling = packs.decide(&with);
        is_worse(could, &ruling).then(|| Defect {
            fact: paper.forms,
            member: Some(form),
            rules: asking(&ruling, could, paper.forms),
        })
    };
    bits(packs.atoms().used_members(paper.forms)).filter(|at| has & 1 << at == 0).filter_map(more).collect()
}

/// The rules that ask for it: those that speak against the paper without it, and where none does, those that no longer give.
fn asking(could: &Ruling<'_>, ruling: &Ruling<'_>, fact: FactId) -> Vec<usize> {
    let said = |of: &Ruling<'_>, parts: &[Part]| -> Vec<usize> {
        of.reasons.iter().filter(|reason| parts.contains(&reason.part)).map(|reason| reason.rule).collect()
    };
    let against = |of: &Ruling<'_>| said(of, &[Part::Forbids, Part::Narrows, Part::Binds]);
    let gives = |of: &Ruling<'_>| said(of, &[Part::Gives, Part::Commands]);
    let new = minus(against(ruling), &against(could));
    let lost = minus(gives(could), &gives(ruling));
    let packs = ruling.packs();
    let of_paper = |rules: &[usize]| -> Vec<usize> {
        rules.iter().copied().filter(|at| asks(packs, &packs.rule(*at).when.expr, fact)).collect()
    };
    [of_paper(&new), of_paper(&lost), lost, new].into_iter().find(|rules| !rules.is_empty()).unwrap_or_default()
}

fn minus(all: Vec<usize>, other: &[usize]) -> Vec<usize> {
    all.into_iter().filter(|rule| !other.contains(rule)).collect()
}

/// Whether a condition asks for that fact, by itself or through one that is derived from it.
fn asks(packs: &Packs, expr: &Expr, fact: FactId) -> bool {
    expr.literals().into_iter().filter_map(|atom| packs.atoms().get(atom)).any(|atom| {
        let derived = packs.derived.iter().find(|derived| derived.fact == atom.fact);
        atom.fact == fact || derived.is_some_and(|derived| asks(packs, &derived.when.expr, fact))
    })
}
