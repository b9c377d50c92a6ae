//! What may be done with an order: its list first, since nothing outside it can go.

use crate::flows::paper::{self, Ways};
use crate::flows::{Form, Matter, Outcome, Response};

/// How one answers it, and how it ends. Nobody waits for a release where a judge commands.
pub(super) const WAYS: Ways =
    Ways { responses: &[Response::Comply, Response::Narrow, Response::Quash, Response::Object], outcomes: Outcome::ALL };

pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    paper::forms(matter, WAYS, true)
}
