//! A crime here or against somebody of us, or a wound that a state wants reported: that it happened, who did it and where they are,
//! and nothing of the file.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crime;

impl Ways for Crime {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Refuse};
        &[Comply, Refuse]
    }
}
