//! Who gets through to a page: the row that every route has.

use tacenda_desk::access::{Right, row};
use tacenda_desk::{Role, Worker};

use super::ask::Ask;
use crate::problem::Problem;
use tacenda_desk::Refusal;

/// Who gets through to a page. What is behind it, an act decides by the access table; the door only keeps out those whom the table
/// opens nothing to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Anybody, signed in or not. Nothing of the agency's stands behind it.
    Open,
    /// Whoever holds a sealed link: at the links' own address alone, where no session counts.
    Link,
    /// Whoever is signed in, for what is their own.
    In,
    /// Whoever is signed in, be it that a gate keeps them from every file: for what opens it.
    Gate,
    /// Whoever is signed in, or has still to set up how they sign in.
    Half,
    /// Whoever is signed in and has just shown that it is they: for what is grave.
    Proved,
    /// Anybody, of a fictional agency alone.
    Practice,
    /// Whoever is signed in and has a role for which the access table opens this right.
    Right(Right),
}

/// Whether the table opens this right to any of these roles, in any way.
pub(super) fn opens(roles: &[Role], right: Right) -> bool {
    let mut rows = tacenda_desk::access::table().iter().filter(|row| row.right == right);
    rows.any(|row| roles.iter().any(|role| row.ways(*role).next().is_some()))
}

impl Door {
    /// Lets the asker through, or says why not.
    pub(crate) fn check(self, ask: &Ask<'_>) -> Result<(), Problem> {
        match self {
            Self::Open | Self::Link => Ok(()),
            Self::In => ask.who().map(drop),
            Self::Gate => ask.mine().map(drop),
            Self::Half => ask.me().map(drop),
            Self::Proved => ask.stepped_up().map(drop),
            Self::Practice if ask.site.settings.practice => Ok(()),
            Self::Practice => Err(Refusal::NotFoundOrNotYours.into()),
            Self::Right(right) => {
                let worker = &ask.who()?.worker;
                debug_assert!(row(right, None).is_some() || tacenda_desk::access::table().iter().any(|r| r.right == right));
                if opens(&worker.roles, right) { Ok(()) } else { Err(Refusal::NotFoundOrNotYours.into()) }
            }
        }
    }

    /// Whether a worker would get through.
    pub(crate) fn lets(self, worker: &Worker) -> bool {
        match self {
            Self::Open | Self::Link | Self::In | Self::Gate | Self::Half | Self::Proved | Self::Practice => true,
            Self::Right(right) => opens(&worker.roles, right),
        }
    }
}
