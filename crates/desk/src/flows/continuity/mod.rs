//! Whoever treats the client asks, or is about to: what care needs goes where the law says so, and where a stricter law wants a
//! yes in writing it waits for one.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow. What is said in an emergency is written down afterwards: the law's own duty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Continuity;

impl Ways for Continuity {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Consent, Refuse};
        &[Comply, Consent, Refuse]
    }
}
