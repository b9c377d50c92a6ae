//! The agency's own words on what it sends.

use std::collections::BTreeMap;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::opened::Need;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;
use crate::wording::{Own, Wording};

/// The longest that one says at one place, in bytes.
const LONGEST: usize = 8_000;

/// Enters or changes the own words of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepWording {
    /// Which letter, by its word.
    pub letter: String,
    /// By language.
    pub own: BTreeMap<String, Own>,
    /// The version that was seen; none: nothing was said yet.
    pub over: Option<i64>,
}

impl Doing for KeepWording {
    const ACT: &'static str = "wording.keep";
    const RIGHT: Right = Right::KeepWording;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(Wording::id_of(&self.letter))]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        filled(&self.letter)?;
        let fits = |own: &Own| own.before.len().max(own.after.len()) <= LONGEST;
        ensure(self.letter.len() <= 64 && self.own.len() <= 16 && self.own.values().all(fits), Refusal::BadValue)?;
        let id = Wording::id_of(&self.letter);
        let next = Wording { id, letter: self.letter.clone(), own: self.own.clone() };
        let effect = if let Some(over) = self.over {
            let (_, version) = case.the::<Wording>(id)?;
            ensure(version == over, Refusal::StaleVersion)?;
            Effect::amend(next, over)
        } else {
            case.is_new(id).map_err(|_| Refusal::StaleVersion)?; // somebody else was first
            Effect::add(next)
        };
        Ok(Case::done(case.entry().about(Kind::Wording, &id), vec![effect]))
    }
}
