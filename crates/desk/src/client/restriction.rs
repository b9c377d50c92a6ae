//! Limits that a client asked for, and consents by which programs of one agency share.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::id::Id;
use crate::plain::quiet;
use crate::program::ProgramId;
use crate::time::{Now, Span};
use crate::worker::{Role, WorkerId};

/// Against whom a restriction stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Everybody but the assigned team.
    OutsideTeam,
    /// The people of a program.
    Program(ProgramId),
    /// Those who hold a role.
    Role(Role),
    /// A health plan, by name: the service was paid out of pocket (45 CFR 164.522(a)(1)(vi)).
    Payer(String),
    /// Somebody outside, by name.
    Outsider(String),
}

/// A restriction that the agency agreed to (45 CFR 164.522(a)).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Its id.
    pub id: Id<Self>,
    /// Whom it keeps out.
    pub against: Against,
    /// Of which levels; empty is all.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// In the client's words.
    pub words: String,
    /// Who agreed for the agency.
    pub agreed_by: WorkerId,
    /// While it lasts.
    pub span: Span,
}

/// The client's written consent that another program of this agency opens what the law keeps apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsideConsent {
    /// Its id.
    pub id: Id<Self>,
    /// Whose records.
    pub from: ProgramId,
    /// Who may open them.
    pub to: ProgramId,
    /// Until it ends or is stopped.
    pub span: Span,
}
quiet!(Against, Restriction);

impl Restriction {
    /// Whether it speaks of that level at that moment. One that has ended by a clock in doubt still stands.
    pub fn stands(&self, class: Class, now: Now) -> bool {
        let ended = self.span.until.is_some_and(|end| now.trusted && end <= now.time);
        !ended && (self.classes.is_empty() || self.classes.contains(&class))
    }
}
