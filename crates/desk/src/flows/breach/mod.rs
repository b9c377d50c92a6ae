//! Something got into hands that it was not meant for: it is stopped, weighed, told to those whom it is about, and mended.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Outcome, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Breach;

impl Ways for Breach {
    /// Nobody asks for anything: what is owed is the whole of it.
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        &[]
    }

    fn ends(&self) -> &'static [Outcome] {
        &[Outcome::Mended]
    }

    fn list_first(&self, _matter: &Matter) -> bool {
        false
    }
}
