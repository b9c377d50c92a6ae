//! The client, or who acts for them by law, asks for the file, or that it be corrected, that less of it be shared, or that they be reached
//! in another way. The clock runs from the day on which it came; a no says why, and who looks at it again.

#[cfg(test)]
mod story;

use crate::flows::request::Ways;
use crate::flows::{Matter, Response};

/// The one of these requests by which something of the file goes.
const FOR_A_COPY: &str = "own_record";

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClientAccess;

impl Ways for ClientAccess {
    fn answers(&self, matter: &Matter) -> &'static [Response] {
        use Response::{Agree, Comply, Extend, Refuse};
        match matter.paper.as_deref() {
            Some(FOR_A_COPY) | None => &[Comply, Refuse, Extend],
            // Another way to be reached is nobody's to refuse.
            Some("safer_contact") => &[Agree],
            Some(_) => &[Agree, Refuse, Extend],
        }
    }

    fn list_first(&self, matter: &Matter) -> bool {
        matter.paper.as_deref() == Some(FOR_A_COPY)
    }
}
