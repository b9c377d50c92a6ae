//! What the agency says in its own words on what it sends: under its name, before and after what the law asks for. The law's own words
//! stand in the packs; nothing here takes any of them away.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::{Now, Time};

/// Own words in one language; a blank line begins a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// Before the law's words; under the agency's name, where it is the head of all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// After them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// The own words of one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Its id: always the same for the same letter.
    pub id: Id<Self>,
    /// Which letter, by its word; [`HEAD`]: the head of all.
    pub letter: String,
    /// By language, ISO 639-1.
    pub own: BTreeMap<String, Own>,
}

/// The word of the head of all letters.
pub const HEAD: &str = "head";

impl Wording {
    /// The id of that letter's own words.
    pub fn id_of(letter: &str) -> Id<Self> {
        Id::derived(Now::trusted(Time(0)), &format!("wording\n{letter}"))
    }

    /// Whether anything is said.
    pub fn is_said(&self) -> bool {
        self.own.values().any(|own| *own != Own::default())
    }
}
