//! What whoever runs the place has said of setting it up: that they know who takes care of it. It gives no leave to anything.

use std::collections::BTreeMap;

use tacenda_desk::Time;
use tacenda_desk::access::Right;

use super::office::codes;
use super::{Agency, SignedIn};
use crate::problem::Problem;

/// In `meta`, sealed: what was said, and when.
const SAID: &str = "setup.said";

type Said = BTreeMap<String, i64>;

impl Agency {
    /// What was said, and when.
    pub(crate) fn set_up(&self) -> Result<Said, Problem> {
        self.db().read(|tx| self.small_or_default(tx, SAID))
    }

    /// Says it, and enters who did. The list is read where it is written, so that of two who say something at once neither is lost.
    pub(crate) fn say_set_up(&self, who: &SignedIn, what: &str) -> Result<Time, Problem> {
        let (now, said) = (self.moment()?.time, what.to_owned());
        self.office(who, Right::KeepKeys, "setup.said", codes([("what", what.to_owned())]), move |tx, agency| {
            let mut list: Said = agency.small_or_default(tx, SAID)?;
            list.insert(said.clone(), now.0);
            agency.keep_small(tx, SAID, &list)
        })?;
        Ok(now)
    }
}
