//! A search warrant: officers stand in the room. Nobody stands in their way; what the warrant names may go, and what they take beside it
//! they take against our word. Each thing that leaves is written down, with who took it.

#[cfg(test)]
mod story;

use serde::{Deserialize, Serialize};

use crate::acts::{ensure, filled};
use crate::flows::matter::WHOLE;
use crate::flows::request::Ways;
use crate::flows::{Around, Item, Matter, Outcome, Response, What};
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::task::Task;
use crate::time::Time;

/// The most things that one writes down.
const MOST_TAKEN: usize = 200;

/// The workflow. Nobody waits for a release while officers are in the room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Warrant;

impl Ways for Warrant {
    fn answers(&self, _matter: &Matter) -> &'static [Response] {
        use Response::{Comply, Narrow, Object, Quash};
        &[Object, Comply, Narrow, Quash]
    }

    fn ends(&self) -> &'static [Outcome] {
        Outcome::ALL
    }

    /// Nothing outside its list can go by our hand.
    fn list_first(&self, _matter: &Matter) -> bool {
        true
    }
}

/// Something that officers took.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// What it is, and which kind of information is in it.
    pub item: Item,
    /// Whether it was copied, and we still have it.
    pub copied: bool,
    /// When.
    pub at: Time,
    /// By whom: name, badge, office.
    pub by: String,
    /// Who wrote it down.
    pub who: String,
}
quiet!(Taken);

impl Matter {
    /// Whether officers came to search: then things can leave that nobody here hands over, whatever their paper is worth.
    pub fn is_searched(&self) -> bool {
        let papers = self.facts.get("legal_process").and_then(|fact| fact.value.as_array());
        papers.is_some_and(|papers| papers.iter().any(|paper| paper == "search_warrant"))
    }

    /// Whether its list names that kind of information; none where the list is not typed yet.
    pub fn names(&self, taken: &Taken) -> Option<bool> {
        let named = |item: &Item| item.category == taken.item.category || item.category.word() == WHOLE;
        (!self.items.is_empty()).then(|| self.items.iter().any(named))
    }

    /// Something was taken.
    pub(super) fn loses(&mut self, taken: &Taken, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(self.is_searched() && self.taken.len() < MOST_TAKEN, Refusal::WrongState)?;
        filled(&taken.item.words).and_then(|()| filled(&taken.by))?;
        ensure(taken.at <= around.now.time, Refusal::BadValue)?;
        self.taken.push(Taken { who: around.who.to_owned(), ..taken.clone() });
        self.note(around, What::Take, Some(taken.item.category.word().to_owned()), Some(&taken.item.words));
        Ok(Vec::new())
    }
}
