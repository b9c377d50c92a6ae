//! What a warning is made of: what was heard, what was weighed, what the law says of each who might be told, and who was. Sealed with the
//! matter.

use serde::{Deserialize, Serialize};

use crate::flows::Ground;
use crate::plain::quiet;
use crate::time::Time;
use crate::words::words;

words! {
    /// What may be done short of telling.
    pub enum Short {
        /// A safety plan, gone over together.
        SafetyPlan = "safety_plan",
        /// Pills, guns and ropes out of reach.
        OutOfReach = "out_of_reach",
        /// To a hospital or a crisis team, together and of the client's own will.
        Hospital = "hospital",
        /// Meetings sooner and more often.
        MeetSooner = "meet_sooner",
        /// Somebody stays with them, as the client wants it.
        SomebodyStays = "somebody_stays",
        /// A colleague was asked.
        Colleague = "colleague",
    }
}

/// What a warning is made of.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Warning {
    /// What was said and by whom, in the worker's words.
    pub account: String,
    /// What short of telling was thought of.
    #[serde(default)]
    pub considered: Vec<Short>,
    /// Why it was set aside, or does not do, in the worker's words.
    #[serde(default)]
    pub set_aside: String,
    /// Who was told, in order.
    #[serde(default)]
    pub told: Vec<Told>,
    /// What was done without telling, in order.
    #[serde(default)]
    pub done: Vec<Done>,
    /// What the law says of each who might be told, who must before who may.
    #[serde(default)]
    pub receivers: Vec<Receiver>,
}

/// Somebody was told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When.
    pub at: Time,
    /// Who, in the law's word.
    pub who: String,
    /// By the name they have, or gave.
    pub name: String,
    /// How: the number, or that it was in person.
    pub way: String,
    /// What was said.
    pub said: String,
}

/// Something was done without telling.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When.
    pub at: Time,
    /// What.
    pub what: Short,
    /// In the worker's words.
    pub words: String,
}

/// What the law says of one who might be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Who, in the law's word.
    pub who: String,
    /// `required`, `permitted`, `prohibited`, `conflict` or `needs_more_facts`.
    pub verdict: String,
    /// Which kinds of information may be said, and no other.
    #[serde(default)]
    pub may: Vec<String>,
    /// Facts that could still turn it.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Whether one of these could turn it into a command.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub could_be_must: bool,
    /// The rules that say so.
    #[serde(default)]
    pub by: Vec<Ground>,
}
quiet!(Warning, Told, Done);

impl Warning {
    /// Whether somebody was told.
    pub const fn was_told(&self) -> bool {
        !self.told.is_empty()
    }

    /// What the law says of that one.
    pub fn receiver(&self, who: &str) -> Option<&Receiver> {
        self.receivers.iter().find(|there| there.who == who)
    }

    /// Those who may be told, and those who must.
    pub fn may_hear(&self) -> impl Iterator<Item = &Receiver> {
        self.receivers.iter().filter(|there| there.is_yes())
    }

    /// When one of these was first told.
    pub(super) fn first_told(&self, whom: &[&str]) -> Option<Time> {
        self.told.iter().find(|told| whom.contains(&told.who.as_str())).map(|told| told.at)
    }
}

impl Receiver {
    /// Whether the law commands that they are told.
    pub fn is_must(&self) -> bool {
        self.verdict == "required"
    }

    /// Whether they may be told, be it that they must.
    pub fn is_yes(&self) -> bool {
        self.is_must() || self.verdict == "permitted"
    }

    /// Whether nobody can tell yet.
    pub fn is_open(&self) -> bool {
        self.verdict == "needs_more_facts"
    }
}
