//! Keys: what is stored of them opens, stands for somebody, and what was destroyed was decided.

use tacenda_ledger::Leaf;
use tacenda_store::keys::{self, people};
use tacenda_store::{Tx, ledger, meta, survey, undigested};

use super::{Found, Halt, past};
use crate::agency::{AGENCY, CLOCK, NAMES, SLOTS};
use crate::backup::{LAST, PROVED};

/// Acts after which keys are gone.
const DESTROYING: [&str; 2] = ["destruction.decide", crate::restore::ACT];

/// Small things that stand in the clear.
const PLAIN: [&str; 4] = [AGENCY, CLOCK, LAST, PROVED];

/// Walks the keys, and the notes of witnesses that the database keeps.
pub(super) fn walk(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    let ring = found.agency.ring();
    let agency_keys = [
        (keys::CONTENT, keys::open_agency(tx, ring, keys::CONTENT)),
        (NAMES, keys::open_index(tx, ring, NAMES)),
        (SLOTS, keys::open_index(tx, ring, SLOTS)),
    ];
    for (name, opened) in agency_keys {
        if opened.is_err() {
            found.bad(format!("agency_key {name}"), "it does not open: wrong key or damaged data")?;
        }
    }
    if meta::get(tx, AGENCY)?.as_deref() != Some(found.agency.id().as_bytes()) {
        found.bad("meta agency", "it is not the agency that was opened")?;
    }
    for name in survey::small_names(tx)? {
        if !PLAIN.contains(&name.as_str()) && found.agency.small(tx, &name).is_err() {
            found.bad(format!("meta {name}"), "it does not open: wrong key or damaged data")?;
        }
    }
    if found.agency.hold_recovery(tx).is_err() {
        found.bad("person_key recovery", "it is not the recovery set's key that was sealed in when the agency began")?;
    }
    for orphan in survey::orphans(tx, 100)? {
        found.bad(format!("class_key {orphan}"), "there is no client's key above it")?;
    }
    for holder in survey::holders(tx)? {
        if people::get(tx, &holder)?.is_none() {
            found.bad(format!("class_wrap {holder}"), "it is wrapped to somebody who is not known")?;
        }
    }
    destroyed(tx, found)?;
    witnesses(tx, found)?;
    let every = found.every;
    for row in undigested(tx, None, |count| !every && count > 0)? {
        found.bad(format!("{} {}", row.table, row.key), "it is not what was written")?;
    }
    Ok(())
}

/// Each mark of destruction points at the entry that decided it.
fn destroyed(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    for destroyed in found.destroyed.clone() {
        let act = ledger::leaf(tx, destroyed.leaf)?.and_then(|row| Leaf::parse(&row.bytes).ok()).map(|leaf| leaf.act);
        if !act.is_some_and(|act| DESTROYING.contains(&act.as_str())) {
            found.bad(
                format!("destroyed_key {}", destroyed.client),
                format!("leaf {} decided nothing of the kind", destroyed.leaf),
            )?;
        }
    }
    Ok(())
}

/// What witnesses signed is this ledger.
fn witnesses(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    let Some(key) = found.key.clone() else { return Ok(()) };
    for (name, note) in ledger::witnesses(tx)? {
        if past::head_of(&note, &key).is_none() {
            found.bad(format!("witness_head {name}"), "it is not what the ledger signed")?;
        }
    }
    Ok(())
}
