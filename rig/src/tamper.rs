//! R7: every byte of a ledger changed; leaves deleted, doubled, swapped, put in, cut off; its past forked and rolled back. Each is found, and where.

use std::cell::Cell;

use anyhow::{Context, Result};
use tacenda_ledger::{
    Audit, Audited, Fault, Frontier, HeadCode, Leaf, Remembered, Standing, Stopped, standing, standing_in, worst,
};

use crate::chance::Chance;
use crate::past::{Past, Reader, Turned};
use crate::{Form, Found};

const SIZE: usize = 1_000;

type Judge<'a> = Audit<Reader<'a>>;

/// How many were tried, found, and named as what they are.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    tried: usize,
    found: usize,
    named: usize,
}

impl Count {
    fn add(&mut self, found: bool, named: bool) {
        self.tried += 1;
        self.found += usize::from(found);
        self.named += usize::from(named);
    }

    fn holds(self) -> bool {
        self.tried > 0 && self.found == self.tried && self.named == self.tried
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.found, self.tried)?;
        if self.named < self.found { write!(f, " ({} not named)", self.found - self.named) } else { Ok(()) }
    }
}

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let past = Past::of(SIZE)?;
    let turned = Cell::new(None);
    let stages = stages(&past, &turned)?;
    let (bytes, parsed) = change_bytes(&past, &stages, form.long);
    let moved = move_leaves(&past, &stages, &mut Chance::new(form.seed));
    let tiles = change_tiles(&past, &stages, &turned, if form.long { 1 } else { 9 });
    let stored = change_stored(&past, &stages)?;
    let signed = change_signed(&past)?;
    let past_itself = change_past(&past, if form.long { 1 } else { 13 })?;
    // The control: a check of the form alone must miss most of what the tree finds.
    let holds = [bytes, moved, tiles, stored, signed, past_itself].into_iter().all(Count::holds) && parsed > bytes.tried / 4;
    Ok(Found {
        figures: format!(
            "{SIZE} leaves; found and named: changed bytes {bytes}, leaves moved {moved}, tiles {tiles}, stored edge and chains {stored}, \
             heads and proofs {signed}, forks and rollbacks {past_itself}; control without the tree misses {parsed}"
        ),
        holds,
    })
}

/// The audit before each leaf and after the last, so that each attack begins where it differs.
fn stages<'a>(past: &'a Past, turned: &'a Cell<Turned>) -> Result<Vec<Judge<'a>>> {
    let mut audit = Audit::against(past.heads.iter().copied()).with_tiles(Reader::new(&past.tiles, turned)).with_openings();
    let mut stages = vec![audit.clone()];
    for (leaf, opening) in past.leaves.iter().zip(&past.openings) {
        audit.opened_leaf(leaf, Some(opening)).context("the true ledger is refused")?;
        stages.push(audit.clone());
    }
    let chains: Vec<_> = past.chains.values().copied().collect();
    audit.finish_with(Some(&past.frontier), Some(&chains)).context("the true ledger is refused")?;
    Ok(stages)
}

/// Goes on from a stage with these leaves (by index, or bytes of their own) to the end, and says what is found.
fn judge<'l>(stage: &Judge<'_>, past: &'l Past, leaves: impl Iterator<Item = (&'l [u8], usize)>) -> Option<Fault> {
    let mut audit = stage.clone();
    for (leaf, opening) in leaves {
        match audit.opened_leaf(leaf, past.openings.get(opening)) {
            Ok(()) => {}
            Err(Stopped::Fault(fault)) => return Some(fault),
        }
    }
    fault(audit.finish())
}

fn fault(result: Result<Audited, Stopped<std::convert::Infallible>>) -> Option<Fault> {
    match result {
        Ok(_) => None,
        Err(Stopped::Fault(fault)) => Some(fault),
    }
}

fn names(fault: Option<&Fault>, index: usize) -> bool {
    let index = u64::try_from(index).unwrap_or(u64::MAX);
    matches!(fault, Some(Fault::Leaves(range)) if *range == (index..index + 1))
}

fn true_leaves(past: &Past, from: usize) -> impl Iterator<Item = (&[u8], usize)> {
    past.leaves.iter().enumerate().skip(from).map(|(index, leaf)| (leaf.as_slice(), index))
}

/// Every byte of every leaf: one bit of it, or all eight. Also counts those that are still well-formed leaves.
fn change_bytes(past: &Past, stages: &[Judge<'_>], every_bit: bool) -> (Count, usize) {
    let (mut count, mut parsed) = (Count::default(), 0);
    for (index, (leaf, stage)) in past.leaves.iter().zip(stages).enumerate() {
        for at in 0..leaf.len() {
            for bit in if every_bit { 0..8 } else { at % 8..at % 8 + 1 } {
                let mut changed = leaf.clone();
                changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << bit);
                parsed += usize::from(Leaf::parse(&changed).is_ok());
                let fault = judge(stage, past, std::iter::once((changed.as_slice(), index)).chain(true_leaves(past, index + 1)));
                count.add(fault.is_some(), names(fault.as_ref(), index));
            }
        }
    }
    (count, parsed)
}

/// Each leaf deleted, doubled, swapped with its neighbour and with a distant one, and put in elsewhere; the ledger cut off at each length.
fn move_leaves(past: &Past, stages: &[Judge<'_>], chance: &mut Chance) -> Count {
    let mut count = Count::default();
    let mut tried = |first: usize, order: Vec<usize>| {
        let Some(stage) = stages.get(first) else { return };
        let leaves = order.iter().filter_map(|i| Some((past.leaves.get(*i)?.as_slice(), *i)));
        let fault = judge(stage, past, leaves);
        let end = match &fault {
            Some(Fault::Missing(range)) => usize::try_from(range.start) == Ok(first),
            Some(Fault::Extra(index)) => usize::try_from(*index) == Ok(first),
            _ => false,
        };
        count.add(fault.is_some(), end || names(fault.as_ref(), first));
    };
    for index in 0..SIZE {
        let distant = chance.below(SIZE);
        tried(index, (index + 1..SIZE).collect());
        tried(index + 1, std::iter::once(index).chain(index + 1..SIZE).collect());
        tried(index, Vec::new());
        for other in [index + 1, distant].into_iter().filter(|other| *other < SIZE && *other != index) {
            let (low, high) = (index.min(other), index.max(other));
            tried(
                low,
                (low..SIZE)
                    .map(|i| {
                        if i == low {
                            high
                        } else if i == high {
                            low
                        } else {
                            i
                        }
                    })
                    .collect(),
            );
        }
        if distant != index {
            tried(index, std::iter::once(distant).chain(index..SIZE).collect());
        }
    }
    count
}

/// Every byte (or each ninth) of every stored tile.
fn change_tiles(past: &Past, stages: &[Judge<'_>], turned: &Cell<Turned>, step: usize) -> Count {
    let mut count = Count::default();
    for (tile, bytes) in past.all_tiles() {
        let first = if tile.level == 0 { usize::try_from(tile.index).unwrap_or(0) * 256 } else { 0 };
        let Some(stage) = stages.get(first) else { continue };
        for at in (0..bytes).step_by(step) {
            turned.set(Some((tile.level, tile.index, at, 1 << (at % 8))));
            let fault = judge(stage, past, true_leaves(past, first));
            let named = matches!(&fault, Some(Fault::Tile { tile: found, position })
                if (found.level, found.index) == (tile.level, tile.index) && usize::try_from(*position) == Ok(at / 32));
            count.add(fault.is_some(), named);
        }
    }
    turned.set(None);
    count
}

/// Every byte of the stored edge of the tree, and of the stored chains; a chain left out, and one of nobody.
fn change_stored(past: &Past, stages: &[Judge<'_>]) -> Result<Count> {
    let mut count = Count::default();
    let end = stages.last().context("no stages")?;
    let edge = past.frontier.to_bytes();
    for at in 0..edge.len() {
        let mut changed = edge.clone();
        changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x10);
        let found = Frontier::from_bytes(&changed)
            .map_or(Some(Fault::Frontier), |stored| fault(end.clone().finish_with(Some(&stored), None)));
        count.add(found.is_some(), found == Some(Fault::Frontier));
    }
    let chains: Vec<_> = past.chains.values().copied().collect();
    for (number, chain) in chains.iter().enumerate() {
        for at in 0..40 {
            let mut bytes = chain.to_bytes();
            bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x10);
            let mut stored = chains.clone();
            stored
                .iter_mut()
                .skip(number)
                .take(1)
                .for_each(|c| *c = tacenda_ledger::Chain::from_bytes(c.slot, &bytes).unwrap_or(*c));
            let found = fault(end.clone().finish_with(None, Some(&stored)));
            count.add(found.is_some(), found == Some(Fault::StoredChain(chain.slot.0)));
        }
        let stored: Vec<_> = chains.iter().filter(|c| c.slot != chain.slot).copied().collect();
        let found = fault(end.clone().finish_with(None, Some(&stored)));
        count.add(found.is_some(), found == Some(Fault::StoredChain(chain.slot.0)));
    }
    Ok(count)
}

/// Every bit of a signed head, and of the proof that an outsider holds.
fn change_signed(past: &Past) -> Result<Count> {
    let mut count = Count::default();
    let (checkpoint, keys) = past.checkpoint()?;
    tacenda_ledger::open(&checkpoint, &keys).context("the true head is refused")?;
    let (proof, _) = past.inclusion(SIZE / 3)?;
    tacenda_ledger::verify(proof.as_bytes(), &keys).ok().context("the true proof is refused")?;
    for (text, is_proof) in [(checkpoint, false), (proof, true)] {
        for bit in 0..text.len() * 8 {
            let mut changed = text.clone().into_bytes();
            changed.iter_mut().skip(bit / 8).take(1).for_each(|byte| *byte ^= 1 << (bit % 8));
            let refused = if is_proof {
                tacenda_ledger::verify(&changed, &keys).is_err()
            } else {
                std::str::from_utf8(&changed).map_or(true, |text| tacenda_ledger::open(text, &keys).is_err())
            };
            count.add(refused, refused);
        }
    }
    Ok(count)
}

/// Another past from each leaf on, made by somebody who holds all keys; and an older past put in the place of the present one.
fn change_past(past: &Past, step: usize) -> Result<Count> {
    let mut count = Count::default();
    let turned = Cell::new(None);
    let remembered: Vec<Remembered> =
        past.heads.iter().flat_map(|head| [Remembered::Head(*head), Remembered::Code(HeadCode::of(head))]).collect();
    for length in (1..SIZE).step_by(step) {
        let mut forked = Past::of(length)?;
        let older = remembered.iter().map(|r| {
            if r.size() > forked.frontier.size() {
                standing(&forked.frontier.head(), r, None)
            } else {
                Standing::Extends { by: 0 }
            }
        });
        let found = worst(older);
        let size = u64::try_from(SIZE)?;
        count.add(found.is_some(), found == Some(Standing::Older { missing: u64::try_from(length)?..size }));
        forked.grow(SIZE + 5, "record.write")?;
        if forked.leaves.starts_with(&past.leaves) {
            continue; // Only the map's root was left to write, and it is the same: the true past, grown.
        }
        let mut reader = Reader::new(&forked.tiles, &turned);
        let standings =
            remembered.iter().map(|r| standing_in(&mut reader, &forked.frontier.head(), r)).collect::<Result<Vec<_>, _>>()?;
        let common = past.leaves.iter().zip(&forked.leaves).take_while(|(a, b)| a == b).count();
        let first = past.heads.iter().map(|head| head.size).find(|size| usize::try_from(*size).is_ok_and(|size| size > common));
        let found = worst(standings);
        count.add(matches!(found, Some(Standing::Forked { .. })), found == first.map(|size| Standing::Forked { size }));
    }
    Ok(count)
}
