//! Who looked at a file: the readable part of a chain's leaves, held against what each leaf commits to.

use serde::Deserialize;
use tacenda_desk::{ClientId, Time, WorkerId};
use tacenda_ledger::{Label, Leaf};
use tacenda_store::Tx;
use tacenda_store::ledger::{self, LeafRow};
use tacenda_vault::{Class, Purpose};

use super::Agency;
use crate::act::{Kept, place_of};
use crate::problem::Problem;

/// Leaves in one reading.
const BATCH: u32 = 1_000;
/// The same where the newest few may be enough.
const FEW: u64 = 125;

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
            let some = self.db().read(|tx| rows.iter().map(|row| self.look(tx, row)).collect::<Result<Vec<_>, _>>())?;
            looks.extend(some.into_iter().flatten());
        }
    }

    fn look(&self, tx: &mut Tx<'_>, row: &LeafRow) -> Result<Option<Look>, Problem> {
        self.look_by(tx, row, &Leaf::parse(&row.bytes)?, None)
    }

    /// The same, where it is of that worker.
    fn look_by(&self, tx: &mut Tx<'_>, row: &LeafRow, leaf: &Leaf, by: Option<&str>) -> Result<Option<Look>, Problem> {
        let wrong = || Problem::NotVerified(format!("leaf {}: its entry is not what it commits to", row.place));
        let class = Class::from_word(&row.class).ok_or_else(wrong)?;
        let sealed = row.detail.as_ref().ok_or_else(wrong)?;
        let codes = leaf.codes.iter().map(|code| (code.key().to_owned(), code.value().to_owned())).collect();
        let opened = match self.keys(None).open(tx, &row.client, class, &place_of(row.place), sealed) {
            // Destroyed with the file: what is left is when, what and why, in codes.
            Err(error) if error.is_no_key() => {
                return Ok(Some(Look { codes, ..Look::blank(row.place, leaf) }).filter(|_| by.is_none()));
            }
            other => other?,
        };
        let kept: Kept = serde_json::from_slice(opened.expose(Purpose::Show)).map_err(|_| wrong())?;
        if by.is_some_and(|by| by != kept.actor) {
            return Ok(None);
        }
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
        Ok(Some(Look { client, worker: kept.actor, who, codes, things, words, ..Look::blank(row.place, leaf) }))
    }

    /// What one worker did and looked at from one moment until another, newest first.
    pub(crate) fn looks_of(&self, worker: WorkerId, from: Time, until: Time) -> Result<Vec<Look>, Problem> {
        let (mut end, own, mut looks) = (self.end()?.frontier.size(), worker.to_string(), Vec::new());
        let mut batch = FEW;
        while end > 0 {
            let start = end.saturating_sub(batch);
            batch = (batch * 2).min(BATCH.into());
            let rows = self.db().read(|tx| ledger::leaves(tx, start, u32::try_from(end - start).unwrap_or(BATCH)))?;
            // Of one transaction, so that the same client's keys are fetched once.
            let some = self.db().read(|tx| {
                let mut some = Vec::new();
                for row in rows.iter().rev() {
                    let leaf = Leaf::parse(&row.bytes)?;
                    if Time(leaf.time) < from {
                        return Ok::<_, Problem>((some, true));
                    }
                    if Time(leaf.time) < until {
                        some.extend(self.look_by(tx, row, &leaf, Some(&own))?);
                    }
                }
                Ok((some, false))
            });
            let (some, older) = some?;
            looks.extend(some);
            if older {
                break;
            }
            end = start;
        }
        Ok(looks)
    }
}
