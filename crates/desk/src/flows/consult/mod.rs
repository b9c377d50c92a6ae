//! Advice from somebody outside: the question goes, and nobody's name.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Consult;

impl Ways for Consult {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Refuse};
        &[Comply, Refuse]
    }
}
