//! What may be done with a subpoena, in the order in which a frightened clerk should see it.

use crate::flows::{Form, Matter, Response, paper};

/// How one answers it. To comply is last: few laws let a subpoena alone open anything, and then only to what it names.
pub(super) const RESPONSES: &[Response] =
    &[Response::Object, Response::Quash, Response::Narrow, Response::CannotConfirm, Response::Consent, Response::Comply];

/// Where the law says yes, the list is what is still to be typed.
pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    paper::forms(matter, RESPONSES, matter.ruling.as_ref().is_some_and(crate::flows::Ruled::is_yes))
}
