//! The law's leave for what goes by a matter. Only an answer of the law gives it, at the moment at which it is used; it is never kept.

use std::collections::BTreeSet;

use crate::acts::ensure;
use crate::flows::{Fate, Item, Law, Matter, MatterState, Outcome, WHOLE};
use crate::refusal::Refusal;

/// Leave to let something go by a matter. There is no other way to one than [`Permit::of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    lines: Vec<(Item, BTreeSet<String>)>,
}

impl Permit {
    /// Of a matter as the law answers it now, where it was decided to comply.
    pub(crate) fn of(matter: &Matter, law: &Law) -> Result<Self, Refusal> {
        // What is closed lets nothing go any more, however it was decided.
        ensure(matter.state == MatterState::Open, Refusal::NothingGoes)?;
        Self::of_sent(matter, law)
    }

    /// Of what went already and waits to be taken: that the matter ended by it is no reason to keep it here.
    pub(crate) fn of_sent(matter: &Matter, law: &Law) -> Result<Self, Refusal> {
        let stands = matter.state == MatterState::Open || matter.outcome == Some(Outcome::Complied);
        ensure(stands && !matter.goes().is_empty(), Refusal::NothingGoes)?;
        let lines = matter.items.iter().map(|item| (item.clone(), kinds(matter, item, law)));
        Ok(Self { lines: lines.collect() })
    }

    /// What may go to answer that line.
    pub fn kinds(&self, item: &Item) -> BTreeSet<String> {
        self.lines.iter().find(|(line, _)| line == item).map(|(_, kinds)| kinds.clone()).unwrap_or_default()
    }
}

/// Of the whole chart what is not highly protected; the rest by its own name alone.
fn kinds(matter: &Matter, item: &Item, law: &Law) -> BTreeSet<String> {
    let named = match matter.fate(item) {
        Fate::Withheld => Vec::new(),
        Fate::Partly(kinds) => kinds,
        Fate::Goes if item.category.word() == WHOLE => matter.ruling.iter().flat_map(|ruled| ruled.may.clone()).collect(),
        Fate::Goes => vec![item.category.word().to_owned()],
    };
    let mut kinds: BTreeSet<String> = named.into_iter().collect();
    if kinds.remove(WHOLE) {
        kinds.extend(law.ordinary_chart().map(str::to_owned));
    }
    kinds
}
