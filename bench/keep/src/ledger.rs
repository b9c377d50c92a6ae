//! The ledger by its size: appending, verifying and proving at ten thousand leaves and a hundred, a thousand times as many.

use std::collections::BTreeMap;

use anyhow::Result;
use tacenda::check;
use tacenda::proofs::Extent;
use tacenda_desk::access::Reason;
use tacenda_ledger::{Code, Hash, Label, Leaf, Salts, Slot, rows_hash};
use tacenda_store::ledger::{self, Append};
use tacenda_store::{Error, Tx};

use crate::house::{self, House};
use crate::table::{Goal, Table};
use crate::{median, seconds};

/// Leaves in one transaction.
const PIECE: u64 = 5_000;
const CLIENTS: u64 = 2_000;
/// What stands sealed beside each.
const SEALED: usize = 400;

fn slot(n: u64) -> Slot {
    Slot(Hash::of(&n.to_be_bytes()).0)
}

/// Appends leaves as acts make them; nothing opens what stands beside them. How many bytes the last one has.
fn fill(tx: &mut Tx<'_>, first: u64, count: u64) -> Result<usize, Error> {
    let mut end = ledger::lock(tx)?;
    let mut chains = BTreeMap::new();
    let mut bytes = 0;
    for n in first..first + count {
        let slot = slot(n % CLIENTS);
        let mut chain = match chains.get(&slot) {
            Some(chain) => *chain,
            None => ledger::chain(tx, slot)?,
        };
        let salts = Salts::from_seed(&Hash::of(&n.to_be_bytes()).0);
        let leaf = Leaf {
            time: end.last_time + 1,
            act: "record.read".to_owned(),
            actor: salts.actor.commit(Label::Actor, b"somebody"),
            chain: chain.commit(&salts.chain),
            codes: [Code::new("reason", "care_team")?, Code::new("way", "own")?].into(),
            detail: salts.detail.commit(Label::Detail, b"{}"),
            rows: rows_hash(&[]),
        };
        let (text, detail) = (leaf.to_text()?, [7; SEALED]);
        bytes = text.len() + SEALED;
        let append = Append {
            bytes: text.as_bytes(),
            time: leaf.time,
            client: "",
            class: "agency",
            detail: &detail,
            actor: &[0; 8],
            act_key: None,
        };
        ledger::append(tx, &mut end, &mut chain, &append)?;
        chains.insert(slot, chain);
    }
    Ok(bytes)
}

/// One leaf and one commit, turn about with a bare transaction of the same bytes.
pub(crate) fn one_by_one(short: bool, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), "sqlite")?;
    let bytes = house.agency.db().write(|tx| fill(tx, 0, 1))?;
    let bare = crate::acts::Bare::open(&folder.path().join("bare.db"), bytes)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 1..if short { 100 } else { 1_000 } {
        ours.push(seconds(|| Ok(house.agency.db().write(move |tx| fill(tx, round, 1)).map(drop)?))?);
        theirs.push(seconds(|| bare.commit())?);
    }
    let (ours, theirs) = (1.0 / median(ours), 1.0 / median(theirs));
    let bare = Some(("bare transaction of the same bytes", theirs));
    table.add("leaves a second, one commit each", (ours, "1/s"), bare, Goal::AtLeast(0.7));
    Ok(())
}

/// The same agency, grown from size to size.
pub(crate) fn by_size(short: bool, long: bool, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), "sqlite")?;
    let sizes: &[u64] = match (short, long) {
        (true, _) => &[10_000, 100_000],
        (_, false) => &[10_000, 100_000, 1_000_000],
        (_, true) => &[10_000, 100_000, 1_000_000, 10_000_000],
    };
    for _ in 0..100 {
        house.write()?; // a file with a hundred entries, whose account is proved
    }
    let mut done = 0;
    for size in sizes {
        let grown = seconds(|| grow(&house, done, *size))?;
        at_size(&house, *size, grown * 1e6 / count(*size - done), table)?;
        done = *size;
    }
    Ok(())
}

fn grow(house: &House, mut done: u64, size: u64) -> Result<()> {
    while done < size {
        let piece = PIECE.min(size - done);
        house.agency.db().write(move |tx| fill(tx, done, piece))?;
        house.agency.publish()?;
        done += piece;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn count(n: u64) -> f64 {
    n as f64
}

fn at_size(house: &House, size: u64, grown: f64, table: &mut Table) -> Result<()> {
    let name = |what: &str| format!("{what}, at {size} leaves");
    table.add(&name("append, many in one commit, with the map"), (grown, "µs"), None, Goal::AtMost(1_000.0));
    let verify = seconds(|| Ok(check::log(&house.agency, &mut |_, _, _| ()).map(drop)?))?;
    table.add(&name("verify, a leaf"), (verify * 1e6 / count(size), "µs"), None, Goal::AtMost(3.0));
    let step = size / 101;
    let mut times = Vec::new();
    for n in 0..100 {
        times.push(seconds(|| Ok(house.agency.prove_leaf(n * step).map(drop)?))?);
    }
    table.add(&name("proof of inclusion"), (median(times) * 1e3, "ms"), None, Goal::AtMost(1.0));
    let mut bytes = 0;
    let account = seconds(|| {
        let files = house.agency.account(&house.who, house.client, Reason::CareTeam, Extent::default())?;
        bytes = files.iter().map(String::len).max().unwrap_or_default();
        Ok(())
    })?;
    table.add(&name("account of 100 entries, with its act and signature"), (account * 1e3, "ms"), None, Goal::None);
    table.add(&name("its largest file"), (count(bytes as u64) / 1024.0, "KB"), None, Goal::AtMost(64.0));
    Ok(())
}

/// One file's list proved complete with nothing shown, by how many entries it has.
pub(crate) fn complete(short: bool, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), "sqlite")?;
    let mut written = 0;
    for entries in [10, 100, 1_000] {
        if short && entries > 100 {
            break;
        }
        (written..entries).try_for_each(|_| house.write())?;
        written = entries;
        let extent = Extent { closed: true, ..Extent::default() };
        let files = house.agency.account(&house.who, house.client, Reason::CareTeam, extent)?;
        let longest = files.iter().map(String::len).max().unwrap_or_default();
        let name = format!("proof that a list is complete, about {entries} entries, {} file", files.len());
        table.add(&name, (count(longest as u64) / 1024.0, "KB"), None, Goal::AtMost(64.0));
    }
    Ok(())
}
