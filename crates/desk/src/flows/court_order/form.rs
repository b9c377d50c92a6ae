//! What may be done with an order: its list first, since nothing outside it can go.

use crate::flows::{Form, Matter, Response, paper};

/// How one answers it. Nobody waits for a release where a judge commands.
pub(super) const RESPONSES: &[Response] = &[Response::Comply, Response::Narrow, Response::Quash, Response::Object];

pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    paper::forms(matter, RESPONSES, true)
}
