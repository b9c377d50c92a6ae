//! What was tried at the doors and did not count: counted as it happens, and entered into the ledger from time to time, by kind and number.
//! Whoever is tried for stands nowhere, and nobody waits for the entry.

use std::sync::{Mutex, PoisonError};

use tacenda_desk::Time;

use crate::agency::Agency;
use crate::problem::Problem;

/// What did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    /// A name and password.
    Password,
    /// A code of an app, or a passkey.
    SecondStep,
    /// A code by which somebody joins, or gets back in.
    Code,
    /// A form from elsewhere, or without its session's token.
    Form,
    /// A page that none of the asker's roles opens.
    Door,
}

const ALL: [(Tried, &str); 5] = [
    (Tried::Password, "password"),
    (Tried::SecondStep, "second_step"),
    (Tried::Code, "code"),
    (Tried::Form, "form"),
    (Tried::Door, "door"),
];

/// One entry of a kind in so many minutes, however many were tried: nobody fills the ledger by guessing.
const APART: i64 = 1;

/// How many of each were not entered yet, and when the last entry was.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    kinds: Mutex<[(u64, Option<Time>); ALL.len()]>,
}

impl Tries {
    pub(crate) fn add(&self, tried: Tried) {
        self.with(|kinds| {
            for ((kind, _), (count, _)) in ALL.iter().zip(kinds) {
                *count += u64::from(*kind == tried);
            }
        });
    }

    /// Enters what was counted, where the last entry of that kind is long enough ago.
    pub(crate) fn enter(&self, agency: &Agency, now: Time) -> Result<(), Problem> {
        let due = self.with(|kinds| {
            let due = |(count, last): &mut (u64, Option<Time>)| {
                let is_due = *count > 0 && last.is_none_or(|last| last.plus_minutes(APART) <= now || now < last);
                if is_due { (*last = Some(now), std::mem::take(count)).1 } else { 0 }
            };
            kinds.each_mut().map(due)
        });
        for ((_, what), count) in ALL.iter().zip(due).filter(|(_, count)| *count > 0) {
            let codes = vec![("count".to_owned(), count.to_string()), ("what".to_owned(), (*what).to_owned())];
            agency.by_itself("session.refused", codes, |_, _| Ok(()))?;
        }
        Ok(())
    }

    fn with<T>(&self, work: impl FnOnce(&mut [(u64, Option<Time>); ALL.len()]) -> T) -> T {
        work(&mut self.kinds.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
