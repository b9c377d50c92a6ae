//! What goes out to be checked by others: that an entry is in the ledger, and that a client's list is complete.

use std::collections::BTreeSet;

use tacenda_desk::access::Reason;
use tacenda_desk::acts::ReadLooks;
use tacenda_desk::{ClientId, Kind, Now, Refusal, Thing};
use tacenda_ledger::proof::{Entry, Opened, Said, accounting, inclusion};
use tacenda_ledger::{Chain, Checkpoint, Hash, Leaf, Note, ReadError, Slot, map, tree};
use tacenda_store::keys::Keys;
use tacenda_store::ledger::{self, LeafRow, Nodes, Tiles};
use tacenda_store::{Tx, sealed};

use crate::act::{Asked, read_kept, thing};
use crate::agency::{Agency, SignedIn};
use crate::problem::Problem;

/// Which entries of a client's chain a proof holds, and what of them it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Only those after so many, which the client has already.
    pub since: u64,
    /// None is shown: 43 bytes each, so that a long list is proved complete in one file.
    pub closed: bool,
}

/// How many entries of a chain are read at once.
const PIECE: u32 = 1_000;
/// Beginnings of acts that are the house's own affair: a client's account holds them closed.
const INTERNAL: [&str; 10] = [
    "wall.",
    "hold.",
    "task.",
    "glass.review",
    "destruction.",
    "shared.holdback",
    // A file that stays on a telephone does not say that there is a second phrase, or when somebody came in.
    "guest.enter",
    "guest.quiet",
    "guest.lock",
    "guest.password",
];

/// What of a chain is for whoever came in by a portal: the packets of the lines and the permissions that they see, and what they did themselves.
#[derive(Debug, Default)]
pub(crate) struct OfGuest {
    /// Ids of packets and permissions.
    pub(crate) things: BTreeSet<String>,
    /// The id of their own portal.
    pub(crate) portal: BTreeSet<String>,
}

impl OfGuest {
    fn has(&self, act: &str, detail: &str) -> bool {
        touches(detail, if act.starts_with("guest.") { &self.portal } else { &self.things })
    }
}

/// Beginnings of acts that whoever came in by a portal may read of their own list.
const OF_GUESTS: [&str; 7] =
    ["packet.send", "packet.take", "consent.draw", "consent.sign", "consent.stop", "guest.stop", "guest.sign"];

impl Agency {
    /// A proof file that this leaf is in the ledger, under a head signed by the ledger and by the witnesses that cover it. It shows codes
    /// and commitments; what stands sealed beside the leaf stays there.
    ///
    /// # Errors
    /// Where there is no such leaf, or the ledger cannot be read.
    pub fn prove_leaf(&self, place: u64) -> Result<String, Problem> {
        if place >= self.end()?.frontier.size() {
            return Err(Problem::Plainly(format!("the ledger has no leaf {place}")));
        }
        self.checkpoint_over(place.saturating_add(1))?;
        self.db().read(|tx| {
            let note = best_note(tx, place.saturating_add(1))?;
            leaf_proof(tx, place, None, &note)
        })
    }

    /// A proof file that a packet with these bytes left us, under a head signed by the ledger: it shows the codes of the sending, and of what
    /// stands sealed beside it the digest, who sent it and the ids of what it was.
    ///
    /// # Errors
    /// Where no packet with that digest went, or the ledger cannot be read.
    pub(crate) fn prove_sent(&self, client: ClientId, sha256: &str) -> Result<String, Problem> {
        self.publish()?;
        self.db().snapshot(|tx| {
            let mut keys = self.keys(None);
            let slot = self.slot(Some(client))?;
            let (place, said) = sent(tx, &mut keys, slot, sha256)?.ok_or(Refusal::NotFoundOrNotYours)?;
            let note = best_note(tx, place.saturating_add(1))?;
            leaf_proof(tx, place, Some(&said), &note)
        })
    }

    /// All entries of a client's chain, or those that are new, as proof files of at most 64 KB: what the client may see is readable, the
    /// rest is closed, none is left out. Reading it is an act of its own, for which `who` needs leave.
    ///
    /// # Errors
    /// The desk's refusal; where the ledger cannot be read.
    pub fn account(&self, who: &SignedIn, client: ClientId, reason: Reason, extent: Extent) -> Result<Vec<String>, Problem> {
        self.act(who, Asked::new(ReadLooks { client }, reason))?;
        self.publish()?;
        self.db().snapshot(|tx| account(tx, self, client, extent, None))
    }

    /// The same for whoever came in by a portal: the entries of sendings, permissions and their own comings are readable that touch one of
    /// these things, all the rest is closed. The guest's own act gave leave.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub(crate) fn account_of_guest(&self, client: ClientId, theirs: &OfGuest) -> Result<Vec<String>, Problem> {
        self.publish()?;
        self.db().snapshot(|tx| account(tx, self, client, Extent::default(), Some(theirs)))
    }
}

fn read_error(error: ReadError<tacenda_store::Error>) -> Problem {
    match error {
        ReadError::Reader(error) => error.into(),
        ReadError::Ledger(error) => Problem::NotVerified(error.to_string()),
    }
}

fn parse(note: &[u8]) -> Result<(Checkpoint, Note), Problem> {
    let damaged = || Problem::NotVerified("a checkpoint is damaged".to_owned());
    let note: Note = std::str::from_utf8(note).map_err(|_| damaged())?.parse()?;
    Ok((note.text.parse()?, note))
}

/// The newest head that covers `least` leaves and that the most have signed.
fn best_note(tx: &mut Tx<'_>, least: u64) -> Result<Note, Problem> {
    let mut notes = Vec::new();
    for (_, note) in ledger::witnesses(tx)? {
        notes.extend(parse(&note).ok());
    }
    let (_, last) = ledger::last_checkpoint(tx)?.ok_or_else(|| Problem::Plainly("nothing was signed yet".to_owned()))?;
    notes.push(parse(&last)?);
    notes.retain(|(checkpoint, _)| checkpoint.head.size >= least);
    let mut best: Option<(usize, u64, Note)> = None;
    for (checkpoint, note) in &notes {
        let mut all = note.clone();
        for line in notes.iter().filter(|(_, other)| other.text == note.text).flat_map(|(_, other)| &other.signatures) {
            if !all.signatures.contains(line) {
                all.signatures.push(line.clone());
            }
        }
        let rank = (all.signatures.len(), checkpoint.head.size);
        if best.as_ref().is_none_or(|(count, size, _)| rank > (*count, *size)) {
            best = Some((rank.0, rank.1, all));
        }
    }
    best.map(|(_, _, note)| note).ok_or_else(|| Problem::Plainly("no signed head covers that entry".to_owned()))
}

fn leaf_proof(tx: &mut Tx<'_>, place: u64, said: Option<&Said>, note: &Note) -> Result<String, Problem> {
    let checkpoint: Checkpoint = note.text.parse()?;
    let row = ledger::leaf(tx, place)?.ok_or_else(|| Problem::NotVerified(format!("leaf {place} is missing")))?;
    let leaf =
        Leaf::parse(&row.bytes).map_err(|_| Problem::NotVerified(format!("leaf {place} is not in the form of the ledger")))?;
    let beside = tree::inclusion(&mut Tiles(tx), place, checkpoint.head.size).map_err(read_error)?;
    Ok(inclusion::write(&leaf, said, place, &beside, note)?)
}

/// Where in that chain stands what sent these bytes, and what it says.
fn sent(tx: &mut Tx<'_>, keys: &mut Keys<'_>, slot: Slot, sha256: &str) -> Result<Option<(u64, Said)>, Problem> {
    let (mut length, mut found) = (0, None);
    loop {
        let piece = ledger::of_chain(tx, slot, length, PIECE)?;
        length += piece.len() as u64;
        if piece.is_empty() {
            return Ok(found);
        }
        let is_sending = |row: &LeafRow| Leaf::parse(&row.bytes).is_ok_and(|leaf| leaf.act == "packet.send");
        for row in piece.iter().filter(|row| is_sending(row)) {
            let kept = read_kept(tx, keys, row)?;
            if digest_of(&kept.detail).as_deref() == Some(sha256) {
                found = Some((row.place, Said { salt: kept.salts().detail, text: kept.detail }));
            }
        }
    }
}

/// The digest of what left, as the readable part of an entry says it.
pub(crate) fn digest_of(detail: &str) -> Option<String> {
    let detail: serde_json::Value = serde_json::from_str(detail).ok()?;
    detail.get("sha256")?.as_str().map(str::to_owned)
}

fn account(
    tx: &mut Tx<'_>,
    agency: &Agency,
    client: ClientId,
    extent: Extent,
    only: Option<&OfGuest>,
) -> Result<Vec<String>, Problem> {
    let Extent { since, closed } = extent;
    let end = ledger::read_end(tx)?;
    let slot = agency.slot(Some(client))?;
    let proof = map::prove(&mut Nodes(tx), end.map_root, &slot).map_err(read_error)?;
    let note = best_note(tx, end.map_size.saturating_add(1))?;
    let root = leaf_proof(tx, end.map_size, None, &note)?;
    let mut keys = agency.keys(None);
    let held = held_back(tx, &mut keys, client, agency.moment()?)?;
    let (mut from, mut chain, mut entries) = (Chain::start(slot), Chain::start(slot), Vec::new());
    'chain: loop {
        let piece = ledger::of_chain(tx, slot, chain.length, PIECE)?;
        if piece.is_empty() {
            break;
        }
        for row in piece {
            if row.place >= end.map_size {
                break 'chain;
            }
            let hash = Hash::leaf(&row.bytes);
            if chain.length >= since {
                entries.push(if closed { Entry::Closed(hash) } else { entry(tx, &mut keys, &row, (&held, only))? });
            }
            chain.push(&hash);
            if chain.length <= since {
                from = chain;
            }
        }
    }
    if entries.is_empty() {
        return Err(Problem::Plainly(format!("nothing stands after the first {since} entries")));
    }
    Ok(accounting::write(&from, &entries, &proof, &root)?)
}

/// The client's matters of which nothing may stand in their list yet, by id.
fn held_back(tx: &mut Tx<'_>, keys: &mut Keys<'_>, client: ClientId, now: Now) -> Result<BTreeSet<String>, Problem> {
    let mut held = BTreeSet::new();
    let today = now.time.day_in(&jiff::tz::TimeZone::system());
    for line in sealed::of_client(tx, &client.to_string(), Kind::Matter.word())? {
        if let Some(Thing::Matter(matter)) = thing(tx, keys, Kind::Matter, &line)?
            && matter.waits_until(today).is_some()
        {
            held.insert(matter.id.to_string());
        }
    }
    Ok(held)
}

/// Whether what stands sealed beside a leaf touches one of those matters.
fn touches(detail: &str, matters: &BTreeSet<String>) -> bool {
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    let things = detail.get("things").and_then(serde_json::Value::as_array);
    things.into_iter().flatten().filter_map(|pair| pair.get(1)?.as_str()).any(|id| matters.contains(id))
}

/// One entry as far as the client may see it.
fn entry(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    row: &LeafRow,
    (held, only): (&BTreeSet<String>, Option<&OfGuest>),
) -> Result<Entry, Problem> {
    let closed = Entry::Closed(Hash::leaf(&row.bytes));
    let leaf = Leaf::parse(&row.bytes)
        .map_err(|_| Problem::NotVerified(format!("leaf {} is not in the form of the ledger", row.place)))?;
    let begins = |all: &[&str]| all.iter().any(|beginning| leaf.act.starts_with(beginning));
    if begins(&INTERNAL) || (only.is_some() && !begins(&OF_GUESTS)) {
        return Ok(closed);
    }
    match read_kept(tx, keys, row) {
        Ok(kept) if kept.dummy || touches(&kept.detail, held) => Ok(closed),
        Ok(kept) if only.is_some_and(|theirs| !theirs.has(&leaf.act, &kept.detail)) => Ok(closed),
        Ok(kept) => {
            let salts = kept.salts();
            let said = Some(Said { salt: salts.detail, text: kept.detail });
            Ok(Entry::Open(Box::new(Opened { leaf, place: salts.chain, said })))
        }
        Err(Problem::Store(error)) if error.is_no_key() => Ok(closed),
        Err(problem) => Err(problem),
    }
}
