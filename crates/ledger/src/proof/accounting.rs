//! All leaves of one client, none left out: the chain of them, the map that holds the chain's head, and the proof that
//! the map's root is in the ledger. A long chain comes in several files; one of a later day goes on from an earlier one.

use std::fmt::Write as _;

use super::inclusion::{self, Included};
use super::lines::{Lines, write_said};
use super::{Entry, Failure, Opened, PROOF_LIMIT, Why};
use crate::{Chain, Error, Hash, Keys, MapProof, Salt, Slot, encoding};

const FIRST_LINE: &str = "tacenda/accounting/1";
/// Room for the lines that stand in every part: `slot`, `from`, `to`.
const FRAME: usize = 256;
/// No map is deeper.
const MOST_SIBLINGS: u64 = 256;
/// How many closed leaves stand in one line: 24 hashes are 1,024 characters.
const RUN: usize = 24;

/// A client's chain, or the part of it that a file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Where it goes on from; length 0 is the beginning.
    pub from: Chain,
    /// Each leaf in order.
    pub entries: Vec<Entry>,
    /// Where it has come to.
    pub to: Chain,
    /// The leaf that logs the map's root, proven. `None` if the file is a part that others follow: it then proves nothing
    /// without them.
    pub anchor: Option<Box<Included>>,
}

impl Account {
    /// Whether this account goes on from an earlier one: the same chain, which has only grown since.
    pub fn extends(&self, earlier: &Self) -> bool {
        let mut chain = self.from;
        for entry in &self.entries {
            if chain.length == earlier.to.length {
                break;
            }
            let Ok(hash) = entry.hash() else { return false };
            chain.push(&hash);
        }
        chain == earlier.to && not_older(self, earlier)
    }
}

/// Whether the later account, where both are bound to the ledger, is bound to no smaller one.
fn not_older(later: &Account, earlier: &Account) -> bool {
    let size = |account: &Account| account.anchor.as_ref().map(|anchor| anchor.signed.head.size);
    size(later).zip(size(earlier)).is_none_or(|(now, then)| now >= then)
}

impl Entry {
    /// The leaf's hash in the tree.
    ///
    /// # Errors
    /// [`Error::Leaf`].
    pub fn hash(&self) -> Result<Hash, Error> {
        match self {
            Self::Closed(hash) => Ok(*hash),
            Self::Open(opened) => opened.leaf.hash(),
        }
    }

    /// The entry with nothing of it shown.
    ///
    /// # Errors
    /// [`Error::Leaf`].
    pub fn closed(&self) -> Result<Self, Error> {
        self.hash().map(Self::Closed)
    }

    fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

impl Opened {
    fn write(&self) -> Result<String, Error> {
        let said = self.said.as_ref().map(write_said).transpose()?.unwrap_or_default();
        let text = self.leaf.to_text()?;
        let hash = Hash::leaf(text.as_bytes()).to_base64url();
        Ok(format!("open {hash} {}\n{text}{said}", self.place.to_base64url()))
    }
}

/// Entries as they are written together: one that is open, or a run of closed ones.
fn runs(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|a, b| a.is_closed() && b.is_closed()).flat_map(|run| run.chunks(RUN))
}

fn write_run(run: &[Entry]) -> Result<String, Error> {
    if let [Entry::Open(opened)] = run {
        return opened.write();
    }
    let hashes = run.iter().map(|entry| entry.hash().map(|hash| hash.0)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("closed {}\n", encoding::base64url_run(&hashes)))
}

/// Writes the files of an account: from where it goes on, the leaves since, the map's proof of the chain's head
/// ([`map::prove`](crate::map::prove)), and the proof file of the leaf that logs the map's root ([`inclusion::write`]).
///
/// ```text
/// tacenda/accounting/1
/// slot <slot>
/// from <length> <head>
/// closed <hashes of up to 24 leaves that follow each other>
/// open <hash of the leaf> <salt of its place>
/// tacenda/leaf/1 …            the leaf's own lines
/// said <salt of its detail>
/// | the readable text
/// to <length> <head>
/// map <number of siblings>
/// <sibling>                   from the top
/// c2sp.org/tlog-proof@v1 …    the proof file of the leaf that logs the map's root
/// ```
///
/// Every file but the last ends with `continues` after `to`. **How long it is:** a closed leaf takes 43 bytes, one that is shown about
/// 400 and its text, and what binds the list to the ledger at most 5,000 in all. So that a list of 1,000 leaves is complete is proved in
/// one file of 47 KB, of 1,400 in one of 64 KB, if all are closed ([`Entry::closed`]); shown, they come in several.
///
/// # Errors
/// [`Error::Account`] if a leaf does not fit in its place of the chain, the chain is empty, or one entry or the end of the
/// file is too long; [`Error::Leaf`], [`Error::Text`].
pub fn write(from: &Chain, entries: &[Entry], proof: &MapProof, root: &str) -> Result<Vec<String>, Error> {
    let mut end = format!("map {}\n", proof.siblings.len());
    proof.siblings.iter().for_each(|hash| {
        let _ = writeln!(end, "{}", hash.to_base64url());
    });
    end.push_str(root);
    let mut files = Vec::new();
    let (mut chain, mut file) = (*from, head_lines(from));
    for run in runs(entries) {
        let text = write_run(run)?;
        if file.len() + text.len() + FRAME > PROOF_LIMIT {
            files.push(file + &to_line(&chain) + "continues\n");
            file = head_lines(&chain);
        }
        file.push_str(&text);
        for entry in run {
            if let Entry::Open(opened) = entry
                && !chain.is_next(&opened.place, &opened.leaf.chain)
            {
                return Err(Error::Account);
            }
            chain.push(&entry.hash()?);
        }
    }
    if file.len() + end.len() + FRAME > PROOF_LIMIT {
        files.push(file + &to_line(&chain) + "continues\n");
        file = head_lines(&chain);
    }
    files.push(file + &to_line(&chain) + &end);
    let fits = chain.length > 0 && files.iter().all(|file| file.len() <= PROOF_LIMIT);
    if fits { Ok(files) } else { Err(Error::Account) }
}

fn head_lines(from: &Chain) -> String {
    format!("{FIRST_LINE}\nslot {}\nfrom {} {}\n", from.slot.to_base64url(), from.length, from.head.to_base64url())
}

fn to_line(chain: &Chain) -> String {
    format!("to {} {}\n", chain.length, chain.head.to_base64url())
}

/// Checks the lines of an account.
pub(crate) fn verify(lines: &mut Lines<'_>, keys: &Keys) -> Result<Account, Failure> {
    if lines.take()? != FIRST_LINE {
        return Err(lines.fail(Why::Form));
    }
    let slot = lines.value("slot")?;
    let slot = lines.need(Slot::from_base64url(slot))?;
    let (length, head) = state(lines, "from")?;
    let from = Chain { slot, length, head };
    if length == 0 && from != Chain::start(slot) {
        return Err(lines.fail(Why::Head));
    }
    let mut to = from;
    let mut entries = Vec::new();
    while !lines.peek().unwrap_or_default().starts_with("to ") {
        next(lines, &mut to, &mut entries)?;
    }
    if state(lines, "to")? != (to.length, to.head) {
        return Err(lines.fail(Why::Head));
    }
    let anchor = anchor(lines, &to, keys)?;
    Ok(Account { from, entries, to, anchor })
}

/// Takes a line that states a chain's length and head.
fn state(lines: &mut Lines<'_>, name: &str) -> Result<(u64, Hash), Failure> {
    let line = lines.value(name)?;
    let read = || {
        let (length, head) = line.split_once(' ')?;
        Some((encoding::decimal(length)?, Hash::from_base64url(head)?))
    };
    lines.need(read())
}

/// Takes the chain's next leaf, or a run of closed ones.
fn next(lines: &mut Lines<'_>, chain: &mut Chain, entries: &mut Vec<Entry>) -> Result<(), Failure> {
    lines.leaf = Some(chain.length.saturating_add(1));
    if lines.peek().unwrap_or_default().starts_with("closed ") {
        let hashes = lines.value("closed")?;
        for hash in lines.need(encoding::from_base64url_run(hashes, RUN))? {
            push(lines, chain, &Hash(hash))?;
            entries.push(Entry::Closed(Hash(hash)));
        }
    } else {
        let stated = lines.value("open")?.split_once(' ');
        let stated = stated.and_then(|(hash, place)| Some((Hash::from_base64url(hash)?, Salt::from_base64url(place)?)));
        let (stated, place) = lines.need(stated)?;
        let (leaf, hash) = lines.leaf()?;
        if hash != stated {
            return Err(lines.fail(Why::Entry));
        }
        if !chain.is_next(&place, &leaf.chain) {
            return Err(lines.fail(Why::Place));
        }
        let said = lines.said(&leaf)?;
        push(lines, chain, &hash)?;
        entries.push(Entry::Open(Box::new(Opened { leaf, place, said })));
    }
    lines.leaf = None;
    Ok(())
}

fn push(lines: &Lines<'_>, chain: &mut Chain, hash: &Hash) -> Result<(), Failure> {
    if chain.length >= i64::MAX.unsigned_abs() {
        return Err(lines.fail(Why::Form));
    }
    chain.push(hash);
    Ok(())
}

/// Takes what binds the chain to the ledger, or `continues`.
fn anchor(lines: &mut Lines<'_>, chain: &Chain, keys: &Keys) -> Result<Option<Box<Included>>, Failure> {
    if lines.peek() == Some("continues") {
        lines.take()?;
        return lines.end().map(|()| None);
    }
    let count = lines.value("map")?;
    let count = lines.need(encoding::decimal(count).filter(|count| *count <= MOST_SIBLINGS))?;
    let mut siblings = Vec::new();
    for _ in 0..count {
        let hash = Hash::from_base64url(lines.take()?);
        siblings.push(lines.need(hash)?);
    }
    let proof = MapProof { siblings, end: Some((chain.slot, chain.value())) };
    let root = inclusion::verify_leaf(lines, keys, |leaf| {
        let root = leaf.map_root().filter(|root| chain.length > 0 && proof.verify(&chain.slot, root).is_ok());
        root.map(|_| ()).ok_or(Why::Map)
    })?;
    Ok(Some(Box::new(root)))
}

/// Checks several files of one account and puts them together: each begins where the one before ends, and the last one is
/// bound to the ledger. So a proof of a later day is checked with those of earlier days. They must stand in order.
///
/// # Errors
/// [`Failure`] names the file too.
pub fn verify_parts(files: &[&[u8]], keys: &Keys) -> Result<Account, Failure> {
    let mut whole: Option<Account> = None;
    for (place, file) in files.iter().enumerate() {
        let part = Some(place + 1);
        let mut lines = Lines::of_file(file).map_err(|f| Failure { part, ..f })?;
        let next = verify(&mut lines, keys).map_err(|f| Failure { part, ..f })?;
        whole = Some(match whole {
            None => next,
            Some(mut so_far) if so_far.to == next.from && not_older(&next, &so_far) => {
                so_far.entries.extend(next.entries);
                Account { to: next.to, anchor: next.anchor, ..so_far }
            }
            Some(_) => return Err(Failure { part, line: 0, leaf: None, why: Why::Part }),
        });
    }
    let unfinished = Failure { part: Some(files.len()), line: 0, leaf: None, why: Why::Part };
    whole.filter(|account| account.anchor.is_some()).ok_or(unfinished)
}
