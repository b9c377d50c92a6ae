//! An auditor, an inspector, a board or a funder: who they are and by what law they ask comes first, totals before people.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oversight;

impl Ways for Oversight {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Narrow, Refuse};
        &[Narrow, Comply, Refuse]
    }
}
