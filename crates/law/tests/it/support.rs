//! What the stories share: a day, and cases drawn at random.

use jiff::civil::{Date, date};
use tacenda_law::{Facts, Ruling};

use crate::packs::PACKS;

pub(crate) const DAY: Date = date(2026, 3, 2);

pub(crate) fn decide(facts: &Facts) -> Ruling<'_> {
    PACKS.decide(facts)
}

/// A pseudo-random generator, seeded: a failure comes back.
pub(crate) struct Chance(pub u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % limit.max(1)
    }
}

/// A random complete case: most facts as usual, some drawn.
pub(crate) fn random_case(chance: &mut Chance, drawn: usize) -> Facts {
    use tacenda_law::{Kind, Value};
    let vocabulary = &PACKS.vocabulary;
    let mut facts = Facts::defaults(vocabulary, DAY);
    let stated: Vec<_> = vocabulary.stated().collect();
    let open: Vec<_> = stated.iter().copied().filter(|id| facts.get(*id).is_open()).collect();
    let more: Vec<_> = (0..drawn).map(|_| stated[chance.below(stated.len())]).collect();
    for id in open.into_iter().chain(more) {
        if vocabulary.fact(id).name == "event_date" {
            continue;
        }
        let members = vocabulary.enumeration(vocabulary.fact(id).kind).map_or(0, |e| e.members.len());
        let value = match vocabulary.fact(id).kind {
            Kind::Bool => Value::Bool(chance.below(2) == 1),
            Kind::Int => Value::Int(chance.below(100) as i64),
            Kind::Date => Value::Day(20_000 + chance.below(1_000) as i32),
            Kind::Enum(_) => Value::One(chance.below(members) as u8),
            Kind::Set(_) => Value::set((0..=chance.below(4)).fold(0, |bits, _| bits | 1 << chance.below(members))),
        };
        facts.state(id, value);
    }
    facts
}
