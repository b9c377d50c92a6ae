//! Whom the agency deals with outside, and how each is reached. A number that came with a request is what a pretender sends too: before
//! anything goes by it, somebody checks it by another way (45 CFR 164.514(h)).

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// How somebody outside is reached.
    pub enum ContactWay {
        /// By telephone.
        Phone = "phone",
        /// By fax.
        Fax = "fax",
        /// By electronic mail.
        Mail = "mail",
        /// By a letter.
        Post = "post",
        /// By a public key of theirs, `age1…`: what is encrypted to it opens to them alone. Nothing goes by it alone.
        Key = "key",
    }
}

words! {
    /// By what it was checked.
    pub enum CheckedBy {
        /// A call to a number that we had before, or that is public.
        CalledBack = "called_back",
        /// They were here, and showed who they are.
        InPerson = "in_person",
        /// A list that an authority or a profession keeps.
        OfficialList = "official_list",
    }
}

words! {
    /// Whether it is used.
    pub enum ContactState {
        /// It is.
        Kept = "kept",
        /// Not any more.
        Gone = "gone",
    }
}

/// That a way leads to whom it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// By what.
    pub how: CheckedBy,
    /// When.
    pub at: Time,
    /// By whom.
    pub by: WorkerId,
}

/// One way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Which.
    pub way: ContactWay,
    /// A number or an address.
    pub to: String,
    /// Whether somebody checked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
}

/// Somebody outside: an office, or a person of a profession. No client stands here, and nobody of a client's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: Id<Self>,
    /// The name.
    pub name: String,
    /// What they are, in the law's word.
    pub recipient: String,
    /// How they are reached, each way once.
    pub reached: Vec<Reached>,
    /// Whether it is used.
    pub state: ContactState,
}

impl Contact {
    /// Where they are reached that way, where somebody checked it.
    pub fn checked(&self, way: ContactWay) -> Option<&str> {
        let reached = self.reached.iter().find(|reached| reached.way == way && reached.checked.is_some());
        reached.map(|reached| reached.to.as_str())
    }

    /// Takes over what is known now. Of the same office what is as it was stays checked; what is new or other is not, nor anything of
    /// whoever was put away.
    #[must_use]
    pub fn with(mut self, name: String, recipient: String, ways: Vec<(ContactWay, String)>) -> Self {
        let same = self.name == name && self.recipient == recipient && self.state == ContactState::Kept;
        let as_it_was = |way: ContactWay, to: &str| {
            let before = self.reached.iter().find(|one| same && one.way == way && one.to == to);
            before.and_then(|one| one.checked.clone())
        };
        let reached = ways.into_iter().map(|(way, to)| Reached { way, checked: as_it_was(way, &to), to }).collect();
        (self.name, self.recipient, self.reached, self.state) = (name, recipient, reached, ContactState::Kept);
        self
    }
}
