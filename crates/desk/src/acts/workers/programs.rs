//! The agency's programs.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::opened::Need;
use crate::program::Program;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;

/// Adds a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddProgram {
    /// The program.
    pub program: Program,
}

impl Doing for AddProgram {
    const ACT: &'static str = "program.add";
    const RIGHT: Right = Right::KeepPrograms;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.program.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.program.id)?;
        filled(&self.program.name)?;
        filled(&self.program.jurisdiction)?;
        Ok(Case::done(case.entry().about(Kind::Program, &self.program.id), vec![Effect::add(self.program.clone())]))
    }
}

/// Changes a program's name, state or natures. What the law keeps apart stays apart: Part 2 and victim-service natures are never taken
/// away from a program whose records were made under them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendProgram {
    /// The program as it is to be.
    pub program: Program,
    /// The version that was seen.
    pub over: i64,
}

impl Doing for AmendProgram {
    const ACT: &'static str = "program.amend";
    const RIGHT: Right = Right::KeepPrograms;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.program.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (program, version) = case.the::<Program>(self.program.id)?;
        ensure(version == self.over, Refusal::StaleVersion)?;
        filled(&self.program.name)?;
        let keeps_apart = (!program.is_apart() || self.program.is_apart()) && (!program.is_part2() || self.program.is_part2());
        ensure(keeps_apart, Refusal::WrongState)?;
        let entry = case.entry().code("to", self.program.state).about(Kind::Program, &program.id);
        Ok(Case::done(entry, vec![Effect::amend(self.program.clone(), version)]))
    }
}
