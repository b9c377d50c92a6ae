//! The chains and the map, kept anew from the leaves' openings.

use std::collections::{BTreeMap, BTreeSet};

use super::Fault;
use crate::map::{EMPTY_MAP, Node, Path, update};
use crate::{Chain, Hash, Leaf, Salt, Slot};

/// Says into which chain a leaf belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Whose chain.
    pub slot: Slot,
    /// Opens the leaf's `chain` commitment; `None` where it was destroyed with the client's key.
    pub salt: Option<Salt>,
}

/// All chains so far, and the map as the last logged root has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Books {
    chains: BTreeMap<Slot, Chain>,
    changed: BTreeSet<Slot>,
    nodes: BTreeMap<Path, Node>,
    root: Hash,
    unsalted: u64,
    map_roots: u64,
}

impl Books {
    /// Enters a leaf. Its chain must be at the place to which it commits, and a root it logs must be that of all leaves
    /// before it.
    pub(super) fn enter(&mut self, index: u64, leaf: &Leaf, hash: Hash, opening: Option<&Opening>) -> Result<(), Fault> {
        let opening = opening.ok_or(Fault::Chain(index))?;
        if leaf.is_map_root() {
            self.root_of_all().filter(|root| leaf.map_root() == Some(*root)).ok_or(Fault::MapRoot(index))?;
            self.map_roots += 1;
        }
        let chain = self.chains.entry(opening.slot).or_insert_with(|| Chain::start(opening.slot));
        match &opening.salt {
            Some(salt) if !chain.is_next(salt, &leaf.chain) => return Err(Fault::Chain(index)),
            Some(_) => (),
            None => self.unsalted += 1,
        }
        chain.push(&hash);
        self.changed.insert(opening.slot);
        Ok(())
    }

    /// Brings the map up to date and tells its root.
    fn root_of_all(&mut self) -> Option<Hash> {
        let changed = std::mem::take(&mut self.changed);
        let values = changed.into_iter().filter_map(|slot| Some((slot, self.chains.get(&slot)?.value()))).collect();
        let root = if self.nodes.is_empty() { EMPTY_MAP } else { self.root };
        let updated = update(&mut self.nodes, root, &values).ok()?;
        self.nodes.extend(updated.nodes);
        self.root = updated.root;
        Some(self.root)
    }

    /// Holds stored chains against those that the leaves made: the same slots, lengths and heads.
    pub(super) fn close(&self, stored: &[Chain]) -> Result<(), Fault> {
        let stored: BTreeMap<Slot, &Chain> = stored.iter().map(|chain| (chain.slot, chain)).collect();
        let wrong = self.chains.iter().find(|(slot, chain)| stored.get(slot) != Some(chain)).map(|(slot, _)| slot);
        let foreign = || stored.keys().find(|slot| !self.chains.contains_key(slot));
        wrong.or_else(foreign).map_or(Ok(()), |slot| Err(Fault::StoredChain(slot.0)))
    }

    /// Chains, leaves without a salt, roots recomputed.
    pub(super) fn counts(&self) -> (u64, u64, u64) {
        (u64::try_from(self.chains.len()).unwrap_or(u64::MAX), self.unsalted, self.map_roots)
    }
}
