//! A judge's order: it opens what it names, and nothing more.

#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Outcome, Response};

/// The workflow. Nobody waits for a release where a judge commands.
#[derive(Debug, Clone, Copy)]
pub(super) struct CourtOrder;

impl Ways for CourtOrder {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Narrow, Object, Quash};
        &[Comply, Narrow, Quash, Object]
    }

    fn ends(&self) -> &'static [Outcome] {
        Outcome::ALL
    }

    /// Nothing outside its list can go.
    fn list_first(&self, _matter: &Matter) -> bool {
        true
    }
}
