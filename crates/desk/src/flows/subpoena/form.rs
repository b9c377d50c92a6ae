//! What may be done with a subpoena, in the order in which a frightened clerk should see it.

use crate::flows::paper::{self, Ways};
use crate::flows::{Form, Matter, Outcome, Response, Ruled};

/// How one answers it, and how it ends. To comply is last: few laws let a subpoena alone open anything, and then only to what it names.
pub(super) const WAYS: Ways = Ways {
    responses: &[
        Response::Object,
        Response::Quash,
        Response::Narrow,
        Response::CannotConfirm,
        Response::Consent,
        Response::Comply,
    ],
    outcomes: Outcome::ALL,
};

/// Where the law says yes, the list is what is still to be typed.
pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    paper::forms(matter, WAYS, matter.ruling.as_ref().is_some_and(Ruled::is_yes))
}
