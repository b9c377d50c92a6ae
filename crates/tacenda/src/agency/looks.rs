//! Who looked at a file: the readable part of a chain's leaves, held against what each leaf commits to.

use serde::Deserialize;
use tacenda_desk::{ClientId, Time, WorkerId};
use tacenda_ledger::{Label, Leaf};
use tacenda_store::Tx;
use tacenda_store::keys::Keys;
use tacenda_store::ledger::{self, LeafRow};
use tacenda_vault::{Class, Purpose};

use super::Agency;
use crate::act::{Kept, place_of};
use crate::problem::Problem;

/// Leaves in one reading.
const BATCH: u32 = 1_000;
/// The same where the newest few may be enough.
const FEW: u32 = 60;
/// So many readings for one page.
const WINDOW: usize = 2;

/// One entry of a file's chain, as those may read it who may see who looked.
#[derive(Clone, PartialEq, Eq)]
pub struct Look {
    /// The leaf's place.
    pub leaf: u64,
    /// Whose file, if it is still there; empty of the agency's own chain.
    pub client: String,
    /// When.
    pub time: Time,
    /// What was done.
    pub act: String,
    /// The worker's id.
    pub worker: String,
    /// Who, by the name they had.
    pub who: String,
    /// Reason, way, level and other codes.
    pub codes: Vec<(String, String)>,
    /// Which things: kind and id.
    pub things: Vec<(String, String)>,
    /// Why, as the worker put it.
    pub words: Option<String>,
}

impl Look {
    fn blank(place: u64, leaf: &Leaf) -> Self {
        Self {
            leaf: place,
            client: String::new(),
            time: Time(leaf.time),
            act: leaf.act.clone(),
            worker: String::new(),
            who: String::new(),
            codes: Vec::new(),
            things: Vec::new(),
            words: None,
        }
    }
}

impl std::fmt::Debug for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Look({})", self.leaf)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detail {
    who: String,
    things: Vec<(String, String)>,
    words: Option<String>,
}

impl Agency {
    /// The entries of a client's chain, or of the agency's own, oldest first; what stands for nothing is left out. The act that gives
    /// leave to read them stands among them.
    pub fn looks(&self, client: Option<ClientId>) -> Result<Vec<Look>, Problem> {
        let slot = self.slot(client)?;
        let (mut looks, mut after) = (Vec::new(), 0);
        loop {
            let rows = self.db().read(|tx| ledger::of_chain(tx, slot, after, BATCH))?;
            let Some(last) = rows.last() else { return Ok(looks) };
            after = last.number;
            let some = self.db().read(|tx| {
                let mut keys = self.keys(None);
                rows.iter().map(|row| look(tx, &mut keys, row)).collect::<Result<Vec<_>, _>>()
            })?;
            looks.extend(some.into_iter().flatten());
        }
    }

    /// The newest entries of a client's chain before a number of it, at most `most` of them, oldest first; and the number before which the
    /// next ones stand, if there are any.
    pub(crate) fn looks_before(&self, client: ClientId, before: u64, most: usize) -> Result<(Vec<Look>, Option<u64>), Problem> {
        let slot = self.slot(Some(client))?;
        self.db().read(|tx| {
            let (mut keys, mut looks, mut before) = (self.keys(None), Vec::new(), before);
            // Where nearly all stands for nothing, a page ends before it is full.
            for _ in 0..WINDOW {
                let rows = ledger::of_chain_back(tx, slot, before, FEW)?;
                if rows.is_empty() {
                    before = 1;
                }
                for row in &rows {
                    if looks.len() == most {
                        break;
                    }
                    before = row.number;
                    looks.extend(look(tx, &mut keys, row)?);
                }
                if before <= 1 || looks.len() == most {
                    break;
                }
            }
            looks.reverse();
            Ok((looks, Some(before).filter(|number| *number > 1)))
        })
    }

    /// What one worker did and looked at from one moment until another, newest first: so many after the first `skip`, and whether there
    /// is more.
    pub(crate) fn looks_of(
        &self,
        worker: WorkerId,
        (from, until): (Time, Time),
        (skip, most): (usize, usize),
    ) -> Result<(Vec<Look>, bool), Problem> {
        let own = worker.to_string();
        self.db().read(|tx| {
            let end = ledger::read_end(tx)?.frontier.size();
            let (first, mut before) = (first_since(tx, end, from)?, first_since(tx, end, until)?);
            let (actor, mut keys, mut looks, mut met) = (self.actor(&own)?, self.keys(None), Vec::new(), 0);
            let last = skip.saturating_add(most);
            while before > first {
                let start = before.saturating_sub(BATCH.into()).max(first);
                for (place, mark) in ledger::actors(tx, start, before)?.into_iter().rev() {
                    if mark != actor.mark(place)? {
                        continue;
                    }
                    if met == last {
                        return Ok((looks, true));
                    }
                    met += 1;
                    if met > skip
                        && let Some(row) = ledger::leaf(tx, place)?
                    {
                        // Of so short a mark two may be alike.
                        looks.extend(look(tx, &mut keys, &row)?.filter(|look| look.worker == own));
                    }
                }
                before = start;
            }
            Ok((looks, false))
        })
    }
}

/// The place of the first leaf that is not older than that moment. No leaf is older than the one before it. What is sought is mostly
/// near the end: from there one goes back by steps that double, and halves only the last.
fn first_since(tx: &mut Tx<'_>, end: u64, moment: Time) -> Result<u64, Problem> {
    let mut is_older = |place: u64| {
        let row = ledger::leaf(tx, place)?.ok_or_else(|| Problem::NotVerified(format!("leaf {place} is missing")))?;
        Ok::<_, Problem>(Time(Leaf::parse(&row.bytes)?.time) < moment)
    };
    let (mut low, mut high, mut step) = (0, end, 1);
    while high > 0 {
        let back = end.saturating_sub(step);
        if is_older(back)? {
            low = back + 1;
            break;
        }
        (high, step) = (back, step.saturating_mul(2));
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if is_older(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// An entry, held against what its leaf commits to; nothing where it stands for nothing.
fn look(tx: &mut Tx<'_>, keys: &mut Keys<'_>, row: &LeafRow) -> Result<Option<Look>, Problem> {
    let wrong = || Problem::NotVerified(format!("leaf {}: its entry is not what it commits to", row.place));
    let leaf = Leaf::parse(&row.bytes)?;
    let class = Class::from_word(&row.class).ok_or_else(wrong)?;
    let sealed = row.detail.as_ref().ok_or_else(wrong)?;
    let codes = leaf.codes.iter().map(|code| (code.key().to_owned(), code.value().to_owned())).collect();
    let opened = match keys.open(tx, &row.client, class, &place_of(row.place), sealed) {
        // Destroyed with the file: what is left is when, what and why, in codes.
        Err(error) if error.is_no_key() => return Ok(Some(Look { codes, ..Look::blank(row.place, &leaf) })),
        other => other?,
    };
    let kept: Kept = serde_json::from_slice(opened.expose(Purpose::Show)).map_err(|_| wrong())?;
    let salts = kept.salts();
    let said = salts.detail.commit(Label::Detail, kept.detail.as_bytes()) == leaf.detail;
    let by = salts.actor.commit(Label::Actor, kept.actor.as_bytes()) == leaf.actor;
    if !said || !by {
        return Err(wrong());
    }
    if kept.dummy {
        return Ok(None);
    }
    let detail: Detail = serde_json::from_str(&kept.detail).map_err(|_| wrong())?;
    let (who, things, words, client) = (detail.who, detail.things, detail.words, row.client.clone());
    Ok(Some(Look { client, worker: kept.actor, who, codes, things, words, ..Look::blank(row.place, &leaf) }))
}
