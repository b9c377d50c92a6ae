//! What may be done with a release: send what it names, or send it back with what it lacks.

use crate::flows::paper::{self, Ways};
use crate::flows::{Form, Matter, Outcome, Response, Ruled};

/// How one answers it, and how it ends.
pub(super) const WAYS: Ways = Ways {
    responses: &[Response::Comply, Response::SendBack, Response::Consent, Response::CannotConfirm, Response::Narrow],
    outcomes: &[Outcome::Complied, Outcome::Answered, Outcome::Withdrawn, Outcome::NotOurs, Outcome::Moved],
};

/// Where the law says yes, the list is what is still to be typed.
pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    paper::forms(matter, WAYS, matter.ruling.as_ref().is_some_and(Ruled::is_yes))
}
