//! A claim or a complaint against the agency or one of its people: what the defence needs goes to those who defend, and the file is kept.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Outcome, Response};

/// The workflow. To ask for less comes first: what is charged bounds what may go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Defence;

impl Ways for Defence {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Narrow, Refuse};
        &[Narrow, Comply, Refuse]
    }

    fn ends(&self) -> &'static [Outcome] {
        Outcome::ALL
    }
}
