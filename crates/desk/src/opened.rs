//! What an act asks the caller to open, and what was opened.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::client::ClientId;
use crate::flows::Law;
use crate::id::Id;
use crate::thing::{Kept, Kind, Thing};
use crate::worker::WorkerId;

/// Something to be opened before an act runs. What is not there is left out; the act then refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// That thing.
    One {
        /// Its kind.
        kind: Kind,
        /// Its id, as text.
        id: String,
    },
    /// All that ties workers to this client or keeps them apart: the latest versions of the client's assignments, walls, shares, grants,
    /// tasks and appointments, the asker's supervision lines, and all programs.
    Ties(ClientId),
    /// Every thing of that kind in a client's file that the session's keys open.
    OfClient(ClientId, Kind),
    /// Every thing of that kind that is open and about that worker: what is done grows with the years.
    OfWorker(WorkerId, Kind),
    /// Every thing of that kind that is open and that no worker has taken on.
    OfNobody(Kind),
    /// Every thing of that kind; the agency's own only.
    All(Kind),
    /// What is asked of the asker before a file opens, and what of it they did. Every act needs it.
    Gates,
}

impl Need {
    /// That thing.
    pub fn one<T: Kept>(id: Id<T>) -> Self {
        Self::One { kind: T::KIND, id: id.to_string() }
    }
}

/// What was opened, each with its version.
#[derive(Debug, Clone, Default)]
pub struct Opened {
    things: Vec<(Thing, i64)>,
    /// Which those are: there may be thousands.
    known: BTreeSet<(Kind, String)>,
    destroyed: Vec<ClientId>,
    law: Option<Arc<Law>>,
}

impl Opened {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in a thing and the version it was opened at. The same thing put in twice counts once.
    pub fn put(&mut self, thing: Thing, version: i64) {
        if self.known.insert((thing.kind(), thing.id())) {
            self.things.push((thing, version));
        }
    }

    /// Whether that thing was put in already.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.known.contains(&(kind, id.to_owned()))
    }

    /// Puts in the law that acts ask.
    pub fn put_law(&mut self, law: Arc<Law>) {
        self.law = Some(law);
    }

    /// The law.
    pub fn law(&self) -> Option<&Law> {
        self.law.as_deref()
    }

    /// Says that this client's keys are gone.
    pub fn put_destroyed(&mut self, client: ClientId) {
        self.destroyed.push(client);
    }

    /// Whether this client's keys are gone.
    pub fn is_destroyed(&self, client: ClientId) -> bool {
        self.destroyed.contains(&client)
    }

    /// A thing and its version.
    pub fn get<T: Kept>(&self, id: Id<T>) -> Option<(&T, i64)> {
        self.versions::<T>().find(|(thing, _)| thing.id() == id)
    }

    /// A thing.
    pub fn one<T: Kept>(&self, id: Id<T>) -> Option<&T> {
        self.get(id).map(|(thing, _)| thing)
    }

    /// All things of a kind.
    pub fn all<T: Kept>(&self) -> impl Iterator<Item = &T> {
        self.versions::<T>().map(|(thing, _)| thing)
    }

    /// All that was opened.
    pub fn things(&self) -> impl Iterator<Item = &Thing> {
        self.things.iter().map(|(thing, _)| thing)
    }

    fn versions<T: Kept>(&self) -> impl Iterator<Item = (&T, i64)> {
        self.things.iter().filter_map(|(thing, version)| T::of(thing).map(|t| (t, *version)))
    }
}
