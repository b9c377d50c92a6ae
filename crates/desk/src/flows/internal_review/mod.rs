//! A review, a supervision or a staffing: inside the program only, and only for those with a part in it.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct InternalReview;

impl Ways for InternalReview {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Refuse};
        &[Comply, Refuse]
    }
}
