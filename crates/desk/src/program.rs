//! A part of the agency with a legal nature of its own.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::words::words;

/// A program's id.
pub type ProgramId = Id<Program>;

words! {
    /// What a program is to the law.
    pub enum Nature {
        /// A covered entity, or a covered component of one (HIPAA).
        CoveredEntity = "covered_entity",
        /// A Part 2 program (42 CFR Part 2).
        Part2 = "part2",
        /// Funded for services to victims (VAWA, VOCA, FVPSA).
        VictimServiceFunds = "victim_service_funds",
        /// Part of a school (FERPA).
        School = "school",
        /// Part of the armed forces.
        Military = "military",
    }
}

words! {
    /// Whether a program runs.
    pub enum ProgramState {
        /// It runs.
        Open = "open",
        /// It has ended.
        Closed = "closed",
    }
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its id.
    pub id: ProgramId,
    /// Its name.
    pub name: String,
    /// What it is to the law; any number.
    #[serde(default)]
    pub natures: Vec<Nature>,
    /// Whose law applies: a word of the vocabulary's `jurisdiction`.
    pub jurisdiction: String,
    /// Whether it runs.
    pub state: ProgramState,
}

impl Program {
    /// A program that runs.
    pub fn new(id: ProgramId, name: impl Into<String>, natures: &[Nature], jurisdiction: impl Into<String>) -> Self {
        Self { id, name: name.into(), natures: natures.to_vec(), jurisdiction: jurisdiction.into(), state: ProgramState::Open }
    }

    /// Whether its ordinary content is a Part 2 record.
    pub fn is_part2(&self) -> bool {
        self.natures.contains(&Nature::Part2)
    }

    /// Whether the law keeps its clients apart from the rest of the agency: 42 CFR 2.12(c)(3) inside a Part 2 program;
    /// 34 USC 12291(b)(2) for grantees that serve victims.
    pub fn is_apart(&self) -> bool {
        self.is_part2() || self.natures.contains(&Nature::VictimServiceFunds)
    }
}
