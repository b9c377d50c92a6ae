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

    fn write(&self) -> Result<String, Error> {
        match self {
            Self::Closed(hash) => Ok(format!("closed {}\n", hash.to_base64url())),
            Self::Open(opened) => {
                let said = opened.said.as_ref().map(write_said).transpose()?.unwrap_or_default();
                let text = opened.leaf.to_text()?;
                let hash = Hash::leaf(text.as_bytes()).to_base64url();
                Ok(format!("open {hash} {}\n{text}{said}", opened.place.to_base64url()))
            }
        }
    }
}

/// Writes the files of an account: from where it goes on, the leaves since, the map's proof of the chain's head
/// ([`map::prove`](crate::map::prove)), and the proof file of the leaf that logs the map's root ([`inclusion::write`]).
///
/// ```text
/// tacenda/accounting/1
/// slot <slot>
/// from <length> <head>
/// closed <hash of the leaf>
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
/// Every file but the last ends with `continues` after `to`.
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
    for entry in entries {
        let text = entry.write()?;
        if file.len() + text.len() + FRAME > PROOF_LIMIT {
            files.push(file + &to_line(&chain) + "continues\n");
            file = head_lines(&chain);
        }
        file.push_str(&text);
        if let Entry::Open(opened) = entry
            && !chain.is_next(&opened.place, &opened.leaf.chain)
        {
            return Err(Error::Account);
        }
        chain.push(&entry.hash()?);
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
    while let Some(entry) = entry(lines, &mut to)? {
        entries.push(entry);
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

/// Takes the chain's next leaf, or `None` where the entries end.
fn entry(lines: &mut Lines<'_>, chain: &mut Chain) -> Result<Option<Entry>, Failure> {
    let next = lines.peek().unwrap_or_default();
    if next.starts_with("to ") {
        return Ok(None);
    }
    lines.leaf = Some(chain.length.saturating_add(1));
    let (entry, hash) = if next.starts_with("closed ") {
        let hash = lines.value("closed")?;
        let hash = lines.need(Hash::from_base64url(hash))?;
        (Entry::Closed(hash), hash)
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
        (Entry::Open(Box::new(Opened { leaf, place, said })), hash)
    };
    if chain.length >= i64::MAX.unsigned_abs() {
        return Err(lines.fail(Why::Form));
    }
    chain.push(&hash);
    lines.leaf = None;
    Ok(Some(entry))
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
