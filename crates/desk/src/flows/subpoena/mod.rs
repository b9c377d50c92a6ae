//! A subpoena, or any paper that no judge signed. It commands an answer; alone it opens nothing.

#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Outcome, Response};

/// The workflow, in the order in which a frightened clerk should see its answers. To comply is last: few laws let a subpoena alone open
/// anything, and then only to what it names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subpoena;

impl Ways for Subpoena {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{CannotConfirm, Comply, Consent, Narrow, Object, Quash};
        &[Object, Quash, Narrow, CannotConfirm, Consent, Comply]
    }

    fn ends(&self) -> &'static [Outcome] {
        Outcome::ALL
    }
}
