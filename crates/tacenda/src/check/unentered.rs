//! What no entry names, and the keys at hand open: accounts, and what somebody has begun and not yet done. Sessions and failed tries
//! are not gone through: they are of the hour, and one that is damaged is made again by signing in.

use tacenda_store::{Tx, accounts, draft};

use super::{Found, Halt};
use crate::problem::Problem;

/// How many rows are read at once.
const PIECE: u32 = 256;
const UNVOUCHED: &str = "the table of whom an identity provider vouches for says something else";
const CLOSED: &str = "it does not open: wrong key or damaged data";

pub(super) fn walk(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    accounts(tx, found)?;
    drafts(tx, found)
}

fn accounts(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    let mut after = String::new();
    loop {
        let piece = accounts::walk(tx, &after, PIECE)?;
        let Some(last) = piece.last() else { return Ok(()) };
        after.clone_from(&last.worker);
        for row in piece {
            let Ok(account) = found.agency.open_account(tx, &row) else {
                found.bad(format!("account {}", row.worker), CLOSED)?;
                continue;
            };
            if !found.agency.is_vouched_as_written(tx, &row.worker, &account)? {
                found.bad(format!("account {}", row.worker), UNVOUCHED)?;
            }
        }
    }
}

fn drafts(tx: &mut Tx<'_>, found: &mut Found<'_>) -> Result<(), Halt> {
    let (mut after, mut keys) = (String::new(), found.agency.keys(None));
    loop {
        let piece = draft::walk(tx, &after, PIECE)?;
        let Some(last) = piece.last() else { return Ok(()) };
        after.clone_from(&last.columns.id);
        for line in piece {
            match line.open(tx, &mut keys) {
                Ok(_) => {}
                Err(error) if error.is_no_key() && found.is_destroyed(&line.columns.client) => {}
                Err(error) if error.is_no_key() || error.is_damaged() => {
                    found.bad(format!("draft {}", line.columns.id), CLOSED)?;
                }
                Err(error) => return Err(Problem::from(error).into()),
            }
        }
    }
}
