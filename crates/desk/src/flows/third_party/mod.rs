//! Family, employers, landlords, schools, the press, police without a paper: neither yes nor no, and the sentence to say it with.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow. What the client wants told they say in writing; the few cases in which the law lets somebody hear more it says itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct ThirdParty;

impl Ways for ThirdParty {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{CannotConfirm, Comply, Consent, Refuse};
        &[Refuse, CannotConfirm, Consent, Comply]
    }
}
