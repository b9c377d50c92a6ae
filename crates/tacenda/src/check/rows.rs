//! Rows: each in its order, named by the entry that wrote it, and open to the keys at hand with every column beside it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use tacenda_desk::{Client, Index, Kind, Thing, Worker};
use tacenda_ledger::Hash;
use tacenda_store::keys::{Keys, people};
use tacenda_store::ledger;
use tacenda_store::sealed::{self, Line};
use tacenda_store::survey::{self, ClientKeys};
use tacenda_store::{Tx, blind, chunk};
use tacenda_vault::{Class, Purpose};

use super::{Found, Halt, Progress, Walk, entries};
use crate::act::{RowWritten, read_kept};

/// How many rows are read at once.
const PIECE: u32 = 256;

/// How a row is called.
pub(super) fn name(kind: &str, id: &str, version: i64) -> String {
    format!("sealed {kind} {id} version {version}")
}

fn name_of(line: &Line) -> String {
    name(&line.columns.kind, &line.columns.id, line.columns.version)
}

/// Walks all rows.
pub(super) fn walk(tx: &mut Tx<'_>, found: &mut Found<'_>, progress: Progress<'_>) -> Result<(), Halt> {
    let mut rows = Rows {
        keys: Keys::new(found.agency.ring()),
        before: None,
        silent: BTreeMap::new(),
        claimed: 0,
        attachments: BTreeSet::new(),
        marks: 0,
        clients: 0,
    };
    each(tx, |tx, line| {
        rows.row(tx, found, line)?;
        if found.report.rows.is_multiple_of(u64::from(PIECE)) {
            progress(Walk::Rows, found.report.rows, 0);
        }
        Ok(())
    })?;
    rows.last_of_its_kind(found)?;
    if rows.claimed != found.named {
        unnamed(tx, found)?;
    }
    entries::silent(found, &rows.silent)?;
    rows.leftovers(tx, found)
}

/// Every row in order.
fn each(tx: &mut Tx<'_>, mut look: impl FnMut(&mut Tx<'_>, Line) -> Result<(), Halt>) -> Result<(), Halt> {
    let (mut kind, mut id, mut version) = (String::new(), String::new(), 0);
    loop {
        let piece = sealed::walk(tx, (&kind, &id, version), PIECE)?;
        let Some(last) = piece.last() else { return Ok(()) };
        (kind, id, version) = (last.columns.kind.clone(), last.columns.id.clone(), last.columns.version);
        for line in piece {
            look(tx, line)?;
        }
    }
}

struct Rows<'r> {
    keys: Keys<'r>,
    before: Option<Line>,
    /// Rows under entries whose sealed part is gone.
    silent: BTreeMap<u64, Vec<RowWritten>>,
    /// Rows under all other entries.
    claimed: u64,
    /// Attachments that records name.
    attachments: BTreeSet<String>,
    marks: u64,
    clients: u64,
}

impl Rows<'_> {
    fn row(&mut self, tx: &mut Tx<'_>, found: &mut Found<'_>, line: Line) -> Result<(), Halt> {
        found.report.rows += 1;
        self.in_order(found, &line)?;
        if found.silent.contains_key(&line.leaf) {
            let (kind, id) = (line.columns.kind.clone(), line.columns.id.clone());
            let written = RowWritten { kind, id, version: line.columns.version, hash: line.hash() };
            self.silent.entry(line.leaf).or_default().push(written);
        } else {
            self.claimed += 1;
        }
        if line.columns.kind == Kind::Client.word() && line.latest {
            self.client_keys(tx, found, &line.columns.id)?;
        }
        self.open(tx, found, &line)?;
        self.before = Some(line);
        Ok(())
    }

    /// Versions follow each other, and the last one alone is the latest.
    fn in_order(&mut self, found: &mut Found<'_>, line: &Line) -> Result<(), Halt> {
        let before = self.before.as_ref();
        let same = before.filter(|b| b.columns.kind == line.columns.kind && b.columns.id == line.columns.id);
        let expected = same.map_or(1, |before| before.columns.version + 1);
        if line.columns.version != expected {
            found.bad(name_of(line), format!("version {expected} is missing before it"))?;
        }
        match same {
            None => self.last_of_its_kind(found),
            Some(before) if before.latest => found.bad(name_of(before), "it stands as the latest, and a later one is there"),
            Some(_) => Ok(()),
        }
    }

    fn last_of_its_kind(&self, found: &mut Found<'_>) -> Result<(), Halt> {
        match &self.before {
            Some(last) if !last.latest => found.bad(name_of(last), "no later one is there, and it does not stand as the latest"),
            _ => Ok(()),
        }
    }

    fn open(&mut self, tx: &mut Tx<'_>, found: &mut Found<'_>, line: &Line) -> Result<(), Halt> {
        let class = line.columns.class;
        let opened = match line.open(tx, &mut self.keys) {
            Ok(opened) => opened,
            Err(error) if error.is_no_key() && may_be_closed(found, &line.columns.client, class) => {
                found.report.closed += 1;
                return Ok(());
            }
            Err(error) if error.is_no_key() => return found.bad(name_of(line), "its key is missing and was not destroyed"),
            Err(error) if error.is_damaged() => return found.bad(name_of(line), "it does not open: wrong key or damaged data"),
            Err(error) => return Err(error.into()),
        };
        *found.report.opened.entry(class.word()).or_insert(0) += 1;
        let thing = Kind::from_word(&line.columns.kind).map(|kind| Thing::from_blob(kind, opened.expose(Purpose::Prove)));
        match thing {
            Some(Ok(Thing::Client(client))) if line.latest => self.client(tx, found, &client),
            Some(Ok(Thing::Worker(worker))) if line.latest => person(tx, found, &worker),
            Some(Ok(thing @ (Thing::Record(_) | Thing::Matter(_) | Thing::Consent(_)))) => self.files(tx, found, &thing),
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => found.bad(name_of(line), error.to_string()),
            None => found.bad(name_of(line), "no thing of that kind is known"),
        }
    }

    fn client_keys(&mut self, tx: &mut Tx<'_>, found: &mut Found<'_>, id: &str) -> Result<(), Halt> {
        let destroyed =
            found.destroyed.iter().filter(|d| d.client == id && d.class.is_some_and(|c| !c.is_person_wrapped())).count();
        let whole = Class::ALL.iter().filter(|class| !class.is_person_wrapped() && **class != Class::Agency).count();
        match survey::client_keys(tx, found.agency.ring(), id)? {
            ClientKeys::None if found.is_destroyed(id) => return Ok(()),
            ClientKeys::None => return found.bad(format!("client_key {id}"), "it is missing and was not destroyed"),
            ClientKeys::Damaged(class) => {
                let of = class.map_or_else(|| format!("client_key {id}"), |class| format!("class_key {id} {}", class.word()));
                found.bad(of, "it does not open: wrong key or damaged data")?;
            }
            ClientKeys::Stand(_) if found.is_destroyed(id) => {
                found.bad(format!("client_key {id}"), "it was destroyed and is there again")?;
            }
            ClientKeys::Stand(count) if count + destroyed < whole => {
                found.bad(format!("class_key {id}"), "one is missing and was not destroyed")?;
            }
            ClientKeys::Stand(_) | ClientKeys::Older => found.report.clients += 1,
        }
        self.clients += 1;
        Ok(())
    }

    /// The marks by which a client is found are those of the names on the card.
    fn client(&mut self, tx: &mut Tx<'_>, found: &mut Found<'_>, client: &Client) -> Result<(), Halt> {
        let id = client.id.to_string();
        let born = client.born.iter().map(ToString::to_string).collect();
        for (index, texts) in [(Index::ClientName, client.names()), (Index::ClientBorn, born)] {
            let due = found.agency.marks(index, &texts, &id)?;
            let there = survey::marks(tx, index.word(), &id)?;
            self.marks += u64::from(there.is_some());
            if blind::packed(&due) != there.unwrap_or_default() {
                found.bad(format!("blind {} of client {id}", index.word()), "the marks are not those of the card")?;
            }
        }
        Ok(())
    }

    /// The pieces of a thing's files are what it says.
    fn files(&mut self, tx: &mut Tx<'_>, found: &mut Found<'_>, thing: &Thing) -> Result<(), Halt> {
        for attachment in thing.files() {
            let id = attachment.id.to_string();
            if self.attachments.contains(&id) {
                continue;
            }
            let (mut digest, mut number) = (Sha256::new(), 0);
            loop {
                match chunk::open(tx, &mut self.keys, &id, number) {
                    Ok(Some(piece)) => digest.update(piece.expose(Purpose::Prove)),
                    Ok(None) => break,
                    Err(error) if error.is_damaged() || error.is_no_key() => {
                        found.bad(format!("chunk {id} number {number}"), "it does not open: wrong key or damaged data")?;
                        break;
                    }
                    Err(error) => return Err(error.into()),
                }
                number += 1;
            }
            let hash = Hash(digest.finalize().into());
            if hash.to_hex() == attachment.sha256 {
                found.report.attachments += 1;
            } else {
                found.bad(format!("chunk {id}"), "its pieces are not what was said of it")?;
            }
            self.attachments.insert(id);
        }
        Ok(())
    }

    /// Nothing stands that nobody names: pieces of attachments, marks, keys.
    fn leftovers(&self, tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
        let mut after = String::new();
        loop {
            let piece = survey::attachments(tx, &after, 1_000)?;
            let Some(last) = piece.last() else { break };
            after.clone_from(&last.id);
            for attachment in piece {
                let known = self.attachments.contains(&attachment.id) || attachment.class.is_person_wrapped();
                if attachment.pieces != attachment.last + 1 {
                    found.bad(format!("chunk {}", attachment.id), "a piece is missing")?;
                } else if !known && found.destroyed.is_empty() {
                    found.bad(format!("chunk {}", attachment.id), "nothing names it")?;
                }
            }
        }
        if survey::all_marks(tx)? != self.marks {
            found.bad("blind", "there are marks of nobody")?;
        }
        if survey::clients(tx)? != self.clients {
            found.bad("client_key", "there are keys of nobody")?;
        }
        Ok(())
    }
}

/// Whether that level of that client opens to people alone, or to nobody any more.
fn may_be_closed(found: &Found<'_>, client: &str, class: Class) -> bool {
    let destroyed = || found.destroyed.iter().any(|d| d.client == client && d.class == Some(class));
    class.is_person_wrapped() || found.is_destroyed(client) || destroyed()
}

/// The public key kept for a worker is the one on the worker's card: what is most private is wrapped to it.
fn person(tx: &mut Tx<'_>, found: &mut Found<'_>, worker: &Worker) -> Result<(), Halt> {
    let id = worker.id.to_string();
    let kept = people::get(tx, &id)?;
    let public = kept.map(|row| row.public).unwrap_or_default();
    if worker.public_key.is_empty() || public == worker.public_key {
        return Ok(());
    }
    found.bad(format!("person_key {id}"), "it is not the key that the worker registered")
}

/// Rows that no entry names.
fn unnamed(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    let mut keys = Keys::new(found.agency.ring());
    each(tx, |tx, line| {
        if found.silent.contains_key(&line.leaf) {
            return Ok(());
        }
        let Some(row) = ledger::leaf(tx, line.leaf)? else { return found.bad(name_of(&line), "no entry wrote it") };
        // An entry that does not open was named before.
        let Ok(kept) = read_kept(tx, &mut keys, &row) else { return Ok(()) };
        let c = &line.columns;
        if kept.rows.iter().any(|r| r.kind == c.kind && r.id == c.id && r.version == c.version) {
            return Ok(());
        }
        found.bad(name_of(&line), "no entry wrote it")
    })
}
