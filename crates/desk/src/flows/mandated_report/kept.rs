//! What a report is made of: the account as the worker wrote it, and to whom it was given. Sealed with the matter.

use serde::{Deserialize, Serialize};

use crate::plain::quiet;
use crate::time::Time;

/// What a report is made of.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Who told it, in the worker's words.
    pub told_by: String,
    /// What was seen or said, in the worker's words and as it was said.
    pub account: String,
    /// To whom it was reported, in order.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// Who may take it, by the law: words of the receivers, who must before who may.
    #[serde(default)]
    pub receivers: Vec<String>,
}

/// The report was made to somebody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// When.
    pub at: Time,
    /// Who took it, by the name they gave.
    pub whom: String,
    /// The number that was called, or the address of the form.
    pub number: String,
    /// What they gave for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}
quiet!(Report, Call);

impl Report {
    /// Whether somebody outside has heard it.
    pub const fn was_made(&self) -> bool {
        !self.calls.is_empty()
    }
}
