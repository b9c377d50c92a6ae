//! What each line of a request asks for of what the file holds, and whether what was chosen is the least that answers it.

use std::collections::BTreeSet;

use crate::class::Class;
use crate::flows::{Item, Matter};
use crate::packet::PacketLine;
use crate::record::Record;

/// A line of the request, and the records that it asks for.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    /// The line.
    pub item: &'a Item,
    /// The records, the oldest first.
    pub records: Vec<&'a Record>,
}

/// Whether a packet of that level takes a record of this one. What is sealed to people alone goes by itself, and counsel's papers go by no packet.
fn takes(level: Class, class: Class) -> bool {
    let ordinary = matches!(class, Class::General | Class::Billing);
    match level {
        Class::Legal => ordinary,
        Class::Sud | Class::Group => ordinary || class == level,
        Class::SudCounselingNotes | Class::PsychotherapyNotes | Class::Privileged => class == level,
        Class::Agency | Class::General | Class::Billing => false,
    }
}

/// What the lines ask for, of these records, for a packet of that level. A record that two lines ask for stands under the first. Nothing
/// is offered that the law does not let go.
pub fn offers<'a>(
    matter: &'a Matter,
    level: Class,
    records: &[&'a Record],
    kinds: impl Fn(&Item) -> BTreeSet<String>,
) -> Vec<Offer<'a>> {
    let mut left: Vec<&Record> = records.iter().copied().filter(|record| takes(level, record.class)).collect();
    left.sort_by_key(|record| (record.happened, record.id));
    let offer = |item| {
        let kinds = kinds(item);
        let (records, rest) = std::mem::take(&mut left).into_iter().partition(|record| kinds.contains(record.category.word()));
        left = rest;
        Offer { item, records }
    };
    matter.items.iter().map(offer).collect()
}

/// Whether a packet is the least that answers its request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Every record lies within what its line asks for, and what the law lets go.
    pub bounded: bool,
    /// Every line that may be answered has a record, or the reason why there is none.
    pub covering: bool,
    /// No line has more than it needs, but where it asks for each.
    pub irredundant: bool,
    /// Of so many records that the lines ask for,
    pub asked: usize,
    /// so many go.
    pub going: usize,
}

impl Certificate {
    /// Of what was chosen, held against what is offered.
    pub fn of(lines: &[PacketLine], offers: &[Offer<'_>]) -> Self {
        let offer = |line: &PacketLine| offers.iter().find(|offer| *offer.item == line.item);
        let bounded = |line: &PacketLine| {
            let there = |id| offer(line).is_some_and(|offer| offer.records.iter().any(|record| record.id == id));
            line.picks.iter().all(|id| there(*id))
        };
        let line_of = |offer: &Offer<'_>| lines.iter().find(|line| line.item == *offer.item);
        let answered = |offer: &Offer<'_>| match line_of(offer) {
            Some(line) => offer.records.len() == line.picks.len() || line.left.is_some(),
            None => offer.records.is_empty(),
        };
        let once: BTreeSet<_> = lines.iter().flat_map(|line| &line.picks).collect();
        let going = lines.iter().map(|line| line.picks.len()).sum();
        Self {
            bounded: lines.iter().all(bounded) && once.len() == going,
            covering: offers.iter().all(answered),
            irredundant: lines.iter().all(|line| line.picks.len() <= 1 || line.each),
            asked: offers.iter().map(|offer| offer.records.len()).sum(),
            going,
        }
    }

    /// Whether all three hold, and something goes.
    pub const fn holds(&self) -> bool {
        self.bounded && self.covering && self.irredundant && self.going > 0
    }
}
