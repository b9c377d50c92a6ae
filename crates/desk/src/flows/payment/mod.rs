//! Whoever pays asks for more than the claim said: the least that the payment needs, or less than they ask.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payment;

impl Ways for Payment {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{CannotConfirm, Comply, Consent, Narrow, Refuse};
        &[Narrow, Comply, Consent, Refuse, CannotConfirm]
    }
}
