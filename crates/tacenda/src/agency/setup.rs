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
        self.db().read(|tx| {
            if tacenda_store::meta::get(tx, SAID)?.is_none() {
                return Ok(Said::default());
            }
            serde_json::from_slice(&self.small(tx, SAID)?)
                .map_err(|_| Problem::NotVerified("the list of set-up is damaged".to_owned()))
        })
    }

    /// Says it, and enters who did.
    pub(crate) fn say_set_up(&self, who: &SignedIn, what: &str) -> Result<Time, Problem> {
        let (now, mut said) = (self.moment()?.time, self.set_up()?);
        said.insert(what.to_owned(), now.0);
        let bytes = serde_json::to_vec(&said).map_err(|_| Problem::Plainly("the list of set-up cannot be kept".to_owned()))?;
        self.office(who, Right::KeepKeys, "setup.said", codes([("what", what.to_owned())]), move |tx, agency| {
            agency.put_small(tx, SAID, &bytes)
        })?;
        Ok(now)
    }
}
