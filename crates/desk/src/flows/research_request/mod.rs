//! Somebody wants data for a study: without an approval, a waiver or the client's yes nothing that points at anybody goes.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct ResearchRequest;

impl Ways for ResearchRequest {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Consent, Narrow, Refuse};
        &[Narrow, Comply, Consent, Refuse]
    }
}
