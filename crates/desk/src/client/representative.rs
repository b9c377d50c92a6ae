//! Who may lawfully act for a client, and how far.

use serde::{Deserialize, Serialize};

use crate::class::Category;
use crate::id::Id;
use crate::plain::quiet;
use crate::time::Span;
use crate::words::words;

words! {
    /// What the authority rests on.
    pub enum Authority {
        /// Parent of a minor.
        Parent = "parent",
        /// Guardian appointed by a court.
        Guardian = "guardian",
        /// Guardian for one case.
        GuardianAdLitem = "guardian_ad_litem",
        /// Power of attorney for health care.
        PowerOfAttorney = "power_of_attorney",
        /// Executor or administrator of the estate.
        Estate = "estate",
        /// The client named them, in writing.
        Named = "named",
    }
}

/// Somebody who may act for a client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Its id.
    pub id: Id<Self>,
    /// Name.
    pub name: String,
    /// On what the authority rests.
    pub authority: Authority,
    /// The paper that was seen, in a few words.
    pub proof: String,
    /// What they may not have, by category.
    #[serde(default)]
    pub never: Vec<Category>,
    /// In a few words, how far the authority reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<String>,
    /// While it lasts.
    pub span: Span,
}
quiet!(Representative);
