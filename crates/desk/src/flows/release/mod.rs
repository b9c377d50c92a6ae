//! Somebody asks with the client's release: what it names goes, to whom it names, until its last day; what it lacks is told to whoever
//! sent it, and nothing goes meanwhile.

#[cfg(test)]
mod story;

use crate::flows::request::{ORDINARY, Ways};
use crate::flows::{Matter, Outcome, Response};

/// The workflow: send what it names, or send it back with what it lacks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Release;

impl Ways for Release {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{CannotConfirm, Comply, Consent, Narrow, SendBack};
        &[Comply, SendBack, Consent, CannotConfirm, Narrow]
    }

    fn ends(&self) -> &'static [Outcome] {
        ORDINARY
    }
}
