//! What was searched for once. Where facts are unknown an answer costs a search over their completions, and the same facts are asked about
//! again: by the act, by the page that shows its answer, by the sheet. The law of a day does not change, so what was found stands.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::facts::Facts;
use crate::open::Settled;
use crate::vocabulary::FactId;

/// Cases that are remembered; some kilobytes each.
const MOST: usize = 256;

/// What a search found about one case.
#[derive(Debug, Clone, Default)]
struct Found {
    settled: Option<Settled>,
    matters: Option<Vec<FactId>>,
}

/// The cases that were searched. Without it every answer is the same, later.
#[derive(Debug, Clone, Default)]
pub(crate) struct Searched(Arc<Mutex<BTreeMap<Facts, Found>>>);

impl Searched {
    /// What the completions agree on.
    pub(crate) fn settled(&self, facts: &Facts, search: impl FnOnce() -> Settled) -> Settled {
        self.once(facts, |found| found.settled, search, |found, settled| found.settled = Some(settled))
    }

    /// The facts on which it hangs.
    pub(crate) fn matters(&self, facts: &Facts, search: impl FnOnce() -> Vec<FactId>) -> Vec<FactId> {
        self.once(facts, |found| found.matters.clone(), search, |found, matters| found.matters = Some(matters))
    }

    fn once<T: Clone>(
        &self,
        facts: &Facts,
        there: impl FnOnce(&Found) -> Option<T>,
        search: impl FnOnce() -> T,
        keep: impl FnOnce(&mut Found, T),
    ) -> T {
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all().get(facts).and_then(there) {
            return known;
        }
        let new = search(); // nobody waits for it but who asks
        let mut all = all();
        if all.len() >= MOST && !all.contains_key(facts) {
            all.clear();
        }
        keep(all.entry(facts.clone()).or_default(), new.clone());
        new
    }
}
