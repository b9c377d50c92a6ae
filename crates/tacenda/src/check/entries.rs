//! Entries: what stands sealed beside each leaf, its chain, and the rows that it wrote.

use std::collections::{BTreeMap, BTreeSet};

use tacenda_desk::Kind;
use tacenda_ledger::{Audit, Chain, Hash, Label, Leaf, Opening, Row, Slot, Stopped, map, rows_hash};
use tacenda_store::keys::Keys;
use tacenda_store::ledger::{self, LeafRow, Nodes};
use tacenda_store::{Tx, sealed, survey};

use super::{Found, Halt, Progress, Walk};
use crate::act::{Kept, RowWritten, SYSTEM, read_kept};
use crate::agency::Agency;
use crate::agency::accounts::Actor;
use crate::problem::Problem;

/// How many entries are read at once.
const PIECE: u32 = 512;

/// Walks all entries. `whole` says whether the log held: only then the chains can be followed.
pub(super) fn walk(tx: &mut Tx<'_>, found: &mut Found<'_>, whole: bool, progress: Progress<'_>) -> Result<(), Halt> {
    let mut of = Entries {
        keys: Keys::new(found.agency.ring()),
        audit: whole.then(|| Audit::against([found.report.head]).with_openings()),
        numbers: BTreeMap::new(),
        slots: BTreeMap::new(),
        asked: BTreeMap::new(),
        actors: actors(tx, found.agency)?,
    };
    let size = found.report.head.size;
    let mut from = 0;
    loop {
        let piece = ledger::leaves(tx, from, PIECE)?;
        let Some(last) = piece.last().map(|row| row.place) else { break };
        of.asked = survey::act_keys(tx, from, last)?.into_iter().collect();
        for row in &piece {
            of.entry(tx, found, row)?;
        }
        from = last + 1;
        progress(Walk::Entries, from, size);
    }
    let chains = chains(tx)?;
    if let Some(audit) = of.audit {
        match audit.finish_with(None, Some(&chains)) {
            Ok(audited) => {
                found.report.chains = audited.chains;
                found.report.unsalted = audited.unsalted;
            }
            Err(Stopped::Fault(fault)) => found.fault(&fault)?,
            Err(Stopped::Reader(never)) => match never {},
        }
    }
    map_of(tx, found, &chains)
}

struct Entries<'r> {
    keys: Keys<'r>,
    audit: Option<Audit<tacenda_ledger::audit::NoTiles>>,
    numbers: BTreeMap<Slot, u64>,
    slots: BTreeMap<String, Option<Slot>>,
    /// Everybody who works or worked here, and the program itself.
    actors: BTreeMap<String, Actor>,
    /// The keys under which the entries at hand were asked.
    asked: BTreeMap<u64, Vec<u8>>,
}

impl Entries<'_> {
    fn entry(&mut self, tx: &mut Tx<'_>, found: &mut Found<'_>, row: &LeafRow) -> Result<(), Halt> {
        let place = format!("leaf {}", row.place);
        if row.hash != Hash::leaf(&row.bytes) {
            found.bad(&place, "its stored hash is not that of its text")?;
        }
        let number = self.numbers.entry(row.slot).or_insert(0);
        *number += 1;
        if row.number != *number || self.slot(found, &row.client).is_some_and(|slot| slot != row.slot) {
            found.bad(&place, "it is kept under another place of a chain than its own")?;
        }
        let Ok(leaf) = Leaf::parse(&row.bytes) else { return Ok(()) }; // the log has said so
        let kept = match read_kept(tx, &mut self.keys, row) {
            Ok(kept) => Some(kept),
            Err(Problem::Store(error)) if error.is_no_key() && found.is_destroyed(&row.client) => None,
            Err(Problem::Store(error)) if !(error.is_no_key() || error.is_damaged()) => return Err(error.into()),
            Err(Problem::Store(_) | Problem::NotVerified(_)) => {
                found.bad(&place, "what stands sealed beside it does not open: wrong key or damaged data")?;
                None
            }
            Err(problem) => return Err(problem.into()),
        };
        match &kept {
            Some(kept) => opened(&self.asked, tx, found, row, &leaf, kept)?,
            None => {
                found.silent.insert(row.place, leaf.rows);
            }
        }
        self.actor(found, row, kept.as_ref())?;
        self.chain(found, row, kept.map(|kept| kept.salts().chain))
    }

    /// The mark is of who acted, by the entry; where that is destroyed, of somebody who works or worked here.
    fn actor(&self, found: &mut Found<'_>, row: &LeafRow, kept: Option<&Kept>) -> Result<(), Halt> {
        let is_of = |actor: &Actor| actor.mark(row.place).is_ok_and(|mark| mark == row.actor);
        let holds = match kept {
            Some(kept) => match self.actors.get(&kept.actor) {
                Some(actor) => is_of(actor),
                None => is_of(&found.agency.actor(&kept.actor)?), // their own row is damaged, and said so elsewhere
            },
            None => self.actors.values().any(is_of),
        };
        if holds { Ok(()) } else { found.bad(format!("leaf {}", row.place), "its mark is not that of who acted") }
    }

    fn slot(&mut self, found: &Found<'_>, client: &str) -> Option<Slot> {
        if client.is_empty() {
            return None; // the agency's own chain, or that of a client whose last entry the agency's key sealed
        }
        if let Some(slot) = self.slots.get(client) {
            return *slot;
        }
        let slot = client.parse().ok().and_then(|id| found.agency.slot(Some(id)).ok());
        self.slots.insert(client.to_owned(), slot);
        slot
    }

    /// Puts the leaf into its chain.
    fn chain(&mut self, found: &mut Found<'_>, row: &LeafRow, salt: Option<tacenda_ledger::Salt>) -> Result<(), Halt> {
        let Some(audit) = &mut self.audit else { return Ok(()) };
        match audit.opened_leaf(&row.bytes, Some(&Opening { slot: row.slot, salt })) {
            Ok(()) => Ok(()),
            Err(Stopped::Fault(fault)) => {
                self.audit = None; // it cannot go on
                found.fault(&fault)
            }
            Err(Stopped::Reader(never)) => match never {},
        }
    }
}

fn actors(tx: &mut Tx<'_>, agency: &Agency) -> Result<BTreeMap<String, Actor>, Halt> {
    let workers = sealed::of_kind(tx, Kind::Worker.word(), "", u32::MAX)?.into_iter().map(|line| line.columns.id);
    let all = workers.chain([SYSTEM.to_owned()]).map(|id| Ok((agency.actor(&id)?, id)).map(|(actor, id)| (id, actor)));
    all.collect::<Result<_, Problem>>().map_err(Halt::from)
}

/// Whether a row that an entry names stands as it was written.
fn stands(tx: &mut Tx<'_>, found: &mut Found<'_>, leaf: u64, written: &RowWritten) -> Result<(), Halt> {
    let name = super::rows::name(&written.kind, &written.id, written.version);
    match sealed::version(tx, &written.kind, &written.id, written.version) {
        Ok(None) => return found.bad(name, format!("it is missing; leaf {leaf} wrote it")),
        Ok(Some(line)) if line.hash() != written.hash => found.bad(name, format!("it is not what leaf {leaf} wrote"))?,
        Ok(Some(line)) if line.leaf != leaf => {
            found.bad(name, format!("it says that leaf {} wrote it: that was leaf {leaf}", line.leaf))?;
        }
        Ok(Some(_)) => {}
        Err(error) if error.is_damaged() => found.bad(name, error.to_string())?,
        Err(error) => return Err(error.into()),
    }
    found.named += 1;
    Ok(())
}

fn chains(tx: &mut Tx<'_>) -> Result<Vec<Chain>, Halt> {
    let mut all: Vec<Chain> = Vec::new();
    loop {
        let after = all.last().map_or(Slot([0; 32]), |chain| chain.slot);
        let mut next = ledger::chains(tx, after, 4_096)?;
        if next.is_empty() {
            return Ok(all);
        }
        all.append(&mut next);
    }
}

/// The stored map leads from its root to every chain that it covers, and its root is the one that was logged last.
fn map_of(tx: &mut Tx<'_>, found: &mut Found<'_>, chains: &[Chain]) -> Result<(), Halt> {
    let end = ledger::read_end(tx)?;
    let logged = match ledger::leaf(tx, end.map_size)?.map(|row| Leaf::parse(&row.bytes)) {
        Some(Ok(leaf)) => leaf.map_root(),
        _ => None,
    };
    if end.map_size > 0 && logged != Some(end.map_root) {
        found.bad("the ledger's end", "its map is not the one that was logged last")?;
    }
    for chain in chains {
        let proved = map::prove(&mut Nodes(tx), end.map_root, &chain.slot);
        match proved.map(|proof| proof.verify(&chain.slot, &end.map_root)) {
            Ok(Ok(_)) => {}
            _ => found.bad(format!("map node above chain {}", chain.slot.to_base64url()), "it is missing or damaged")?,
        }
    }
    Ok(())
}

/// Entries whose sealed part is gone commit to other rows than those that stand under them. Where none stands nothing can be told: it
/// may be a dummy, and what was destroyed is not read again anyway.
pub(super) fn silent(found: &mut Found<'_>, rows: &BTreeMap<u64, Vec<RowWritten>>) -> Result<(), Halt> {
    for (place, committed) in std::mem::take(&mut found.silent) {
        let Some(rows) = rows.get(&place) else { continue };
        let list: Vec<Row<'_>> =
            rows.iter().map(|r| Row { kind: &r.kind, id: &r.id, version: r.version, blob: Hash(r.hash) }).collect();
        if rows_hash(&list) != committed {
            let names: BTreeSet<String> = rows.iter().map(|r| super::rows::name(&r.kind, &r.id, r.version)).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            found.bad(format!("leaf {place}"), format!("the rows that stand under it are not those that it wrote ({names})"))?;
        }
    }
    Ok(())
}

fn opened(
    asked: &BTreeMap<u64, Vec<u8>>,
    tx: &mut Tx<'_>,
    found: &mut Found<'_>,
    row: &LeafRow,
    leaf: &Leaf,
    kept: &Kept,
) -> Result<(), Halt> {
    let place = format!("leaf {}", row.place);
    let salts = kept.salts();
    let rows: Vec<Row<'_>> =
        kept.rows.iter().map(|r| Row { kind: &r.kind, id: &r.id, version: r.version, blob: Hash(r.hash) }).collect();
    let holds = salts.detail.commit(Label::Detail, kept.detail.as_bytes()) == leaf.detail
        && salts.actor.commit(Label::Actor, kept.actor.as_bytes()) == leaf.actor
        && rows_hash(&rows) == leaf.rows;
    if !holds {
        found.bad(&place, "what stands sealed beside it is not what it commits to")?;
    }
    if asked.get(&row.place).map(Vec::as_slice) != kept.key.as_ref().map(<[u8; 32]>::as_slice) {
        found.bad(&place, "it was asked under another key than stands beside it")?;
    }
    if !kept.dummy {
        for written in &kept.rows {
            stands(tx, found, row.place, written)?;
        }
    }
    Ok(())
}
