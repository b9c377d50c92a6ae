//! Making the ledger's present end known: the map of all chains is brought up to date and logged, and the end is signed.

use std::sync::Arc;

use tacenda_desk::ClientId;
use tacenda_ledger::{Checkpoint, Head, Leaf, SignerKey, rows_hash};
use tacenda_store::{Tx, ledger, survey};
use tacenda_vault::{Entropy as _, SystemEntropy};

use crate::act::{Event, RowWritten, When, append};
use crate::agency::Agency;
use crate::check::past;
use crate::clock::Reading;
use crate::problem::Problem;

/// The kind that a dummy's row has: nothing of that kind is ever kept.
pub(crate) const NO_ROW: &str = "none";
/// One dummy in about so many leaves, beside up to three more.
const RARELY: u64 = 16;
/// The most dummies at once.
const MOST: u64 = 64;
/// How often a model for a dummy is looked for.
const TRIES: u32 = 16;

/// A signed end of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Size and root.
    pub head: Head,
    /// The checkpoint's note.
    pub note: String,
}

impl Agency {
    /// Logs the map of all chains and signs the end of the ledger. `None` if nothing came since the last time.
    ///
    /// # Errors
    /// As of any write.
    pub fn publish(&self) -> Result<Option<Published>, Problem> {
        let size = self.end()?.frontier.size();
        let last = self.last_checkpoint()?.map_or(0, |(size, _)| size);
        if last == size {
            return Ok(None);
        }
        self.chaff((size.saturating_sub(last) / RARELY + below(4)?).min(MOST))?;
        let (agency, reading, signer) = (self.clone(), self.reading()?, Arc::new(self.signer()?));
        let published = self.db().write(move |tx| publish(tx, &agency, &reading, &signer))?;
        past::remember(self.home(), past::PUBLISHED, &published.note)?;
        Ok(Some(published))
    }

    /// The last checkpoint and its size; signs a first one if there is none, or if it must cover more than `least` leaves.
    ///
    /// # Errors
    /// As of any write.
    pub fn checkpoint_over(&self, least: u64) -> Result<String, Problem> {
        match self.last_checkpoint()? {
            Some((size, note)) if size >= least => Ok(note),
            _ => match self.publish()? {
                Some(published) => Ok(published.note),
                None => Err(Problem::Plainly("the ledger has no such entry".to_owned())),
            },
        }
    }

    pub(crate) fn last_checkpoint(&self) -> Result<Option<(u64, String)>, Problem> {
        let last = self.db().read(ledger::last_checkpoint)?;
        let text = |(size, note): (u64, Vec<u8>)| {
            String::from_utf8(note)
                .map(|note| (size, note))
                .map_err(|_| Problem::NotVerified(format!("checkpoint of {size} leaves is damaged")))
        };
        last.map(text).transpose()
    }

    /// Appends so many entries that stand for nothing, each to the chain of a client taken at random, so that an entry that is not shown
    /// tells nobody that there is something to hide. From outside they look like acts that really occur. How many were appended.
    ///
    /// # Errors
    /// As of any write.
    pub fn chaff(&self, count: u64) -> Result<u64, Problem> {
        self.chaff_when(count, When::Read(self.reading()?))
    }

    pub(crate) fn chaff_when(&self, count: u64, when: When) -> Result<u64, Problem> {
        if count == 0 {
            return Ok(0);
        }
        let agency = self.clone();
        self.db().write(move |tx| {
            // Once for all of them: there may be ten thousand.
            let clients = survey::clients_after(tx, "", u32::MAX)?;
            let mut appended = 0;
            for _ in 0..count {
                appended += u64::from(dummy(tx, &agency, &clients, &when)?);
            }
            Ok(appended)
        })
    }
}

fn publish(tx: &mut Tx<'_>, agency: &Agency, reading: &Reading, signer: &SignerKey) -> Result<Published, Problem> {
    let mut end = ledger::lock(tx)?;
    let now = agency.now(tx, reading, &end)?;
    let root = ledger::update_map(tx, &mut end)?;
    let (act, code) = Leaf::map_root_code(&root);
    let event = Event::of_system(act, vec![(code.key().to_owned(), code.value().to_owned())], now);
    append(tx, agency, &mut agency.keys(None), &mut end, &event)?;
    let head = end.frontier.head();
    let note = Checkpoint::sign(head, signer, 0).to_string();
    ledger::put_checkpoint(tx, head.size, note.as_bytes())?;
    Ok(Published { head, note })
}

/// A number below `bound`, which is not 0.
fn below(bound: u64) -> Result<u64, Problem> {
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes)?;
    Ok(u64::from_be_bytes(bytes) % bound.max(1))
}

fn dummy(tx: &mut Tx<'_>, agency: &Agency, clients: &[String], when: &When) -> Result<bool, Problem> {
    let mut end = ledger::lock(tx)?;
    let at = usize::try_from(below(clients.len() as u64)?).unwrap_or_default();
    let client: Option<ClientId> = clients.get(at).and_then(|id| id.parse().ok());
    let (Some(client), Some(model)) = (client, model(tx, end.frontier.size())?) else { return Ok(false) };
    let mut event = Event::of_system(&model.act, Vec::new(), when.now(tx, agency, &end)?);
    event.client = Some(client);
    event.codes =
        model.codes.iter().filter(|code| code.key() != "clock").map(|c| (c.key().to_owned(), c.value().to_owned())).collect();
    event.detail = " ".repeat(usize::try_from(60 + below(160)?).unwrap_or(60));
    event.dummy = true;
    if model.rows != rows_hash(&[]) {
        let mut hash = [0; 32];
        SystemEntropy.fill(&mut hash)?;
        event.rows.push(RowWritten { kind: NO_ROW.to_owned(), id: String::new(), version: 0, hash });
    }
    append(tx, agency, &mut agency.keys(None), &mut end, &event)?;
    Ok(true)
}

/// An entry of some client's, taken at random, whose act and codes a dummy borrows.
fn model(tx: &mut Tx<'_>, size: u64) -> Result<Option<Leaf>, Problem> {
    for _ in 0..TRIES {
        let leaf = ledger::leaf(tx, below(size)?)?;
        if let Some(row) = leaf.filter(|row| !row.client.is_empty()) {
            return Ok(Leaf::parse(&row.bytes).ok());
        }
    }
    Ok(None)
}
