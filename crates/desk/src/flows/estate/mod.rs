//! Somebody asks for the file of a client who died: what was said in confidence stays so, and only who acts for the estate may ask.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Estate;

impl Ways for Estate {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{CannotConfirm, Comply, Narrow, Refuse};
        &[Refuse, CannotConfirm, Narrow, Comply]
    }
}
