//! A fictional agency from a seed: who works there, who comes, and a year of acts, as real people would do them.
//!
//! The same seed gives the same agency, byte for byte. Everything is invented: no person, place of work or number of it exists.
//! The caller founds the agency with [`Agency::founding`], then takes one [`Event`] after the other through its one writer.
//! Chance here comes from the seed and is never used for keys: where a worker enters a public key, the caller puts in a real one.
//!
//! ```
//! use tacenda_desk::acts::{Act, found};
//! use tacenda_desk::practice::{Agency, Size};
//! use tacenda_desk::{Refusal, Time};
//!
//! let agency = Agency::new(1, Size::Tiny, Time(1_772_470_800_000_000));
//! let first = found(agency.founding().workers.clone(), agency.founding().programs.clone())?;
//! assert_eq!(first.entry.act, "agency.found");
//! let clients = agency.filter(|event| matches!(event.act, Act::AddClient(_))).count();
//! assert_eq!(clients, 5);
//! # Ok::<(), Refusal>(())
//! ```
//!
//! For each event: upload what it brings, open [`Act::needs`], [`Act::take`] at the event's own time, apply. Things count their versions
//! from 1. Where the desk answers otherwise than [`Event::expect_refusal`] says, one of the two is wrong.

mod cast;
mod chance;
mod days;
mod file;
mod grammar;
mod house;
mod pen;
mod scenes;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::access::Reason;
use crate::acts::Act;
use crate::client::ClientId;
use crate::id::Id;
use crate::program::Program;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::time::Time;
use crate::worker::{Worker, WorkerId};

use chance::Chance;
use days::Days;
use file::File;
use grammar::Grammar;
use house::House;
pub use pen::Canary;
use pen::Pen;
use scenes::Scene;

/// How large an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Three workers, five clients, some weeks: for tests.
    Tiny,
    /// Twelve on staff, some others, sixty clients, a year. Every kind of thing that the desk keeps occurs in it.
    Practice,
    /// So many clients, and the people and sites they need, a year.
    Agency(usize),
}

impl Size {
    /// How many clients.
    pub const fn clients(self) -> usize {
        match self {
            Self::Tiny => 5,
            Self::Practice => 60,
            Self::Agency(clients) => clients,
        }
    }
}

/// Bytes that are to be uploaded before the act that keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// For which attachment.
    pub attachment: Id<Attachment>,
    /// The bytes; the attachment of the act has their length and digest.
    pub bytes: Vec<u8>,
}

/// One thing that somebody does.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When. Never before the event before it.
    pub at: Time,
    /// Who.
    pub by: WorkerId,
    /// The reason given.
    pub reason: Reason,
    /// What. The public key of an [`Act::RegisterKey`] is no key: the caller makes a pair for the worker and puts the public half in.
    pub act: Act,
    /// What is uploaded for it beforehand.
    pub uploads: Vec<Upload>,
    /// The desk refuses it, so. Every other event is taken.
    pub expect_refusal: Option<Refusal>,
    /// The canaries that stand in it, if they are planted.
    pub canaries: Vec<Canary>,
}

/// How an agency begins, before anybody is there to ask: what [`crate::acts::found`] takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// The founders.
    pub workers: Vec<Worker>,
    /// The first programs.
    pub programs: Vec<Program>,
    /// The canaries that stand in them.
    pub canaries: Vec<Canary>,
}

/// Something in a queue: ordered by time, and then by when it was put in.
#[derive(Debug)]
struct Due<T> {
    at: Time,
    turn: u64,
    what: T,
}

impl<T> PartialEq for Due<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.turn) == (other.at, other.turn)
    }
}
impl<T> Eq for Due<T> {}
impl<T> PartialOrd for Due<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Due<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.turn).cmp(&(other.at, other.turn))
    }
}

/// The agency: an iterator over a year of events, in time order. It holds some hundred bytes for each client and what is due next.
#[derive(Debug)]
pub struct Agency {
    seed: u64,
    size: Size,
    days: Days,
    house: House,
    files: Vec<Option<File>>,
    groups: Vec<scenes::Group>,
    pen: Pen,
    chance: Chance,
    agenda: BinaryHeap<Reverse<Due<Scene>>>,
    told: BinaryHeap<Reverse<Due<Event>>>,
    turn: u64,
    /// Files so far in which something out of the ordinary happens.
    plain: usize,
    /// A client whom a volunteer helps.
    volunteered: Option<ClientId>,
    founding: Founding,
}

impl Agency {
    /// The agency of that seed, which opens the day after `start`.
    pub fn new(seed: u64, size: Size, start: Time) -> Self {
        Self::build(seed, size, start, false)
    }

    /// The same agency, with a marker that occurs nowhere else in every text of every thing.
    pub fn with_canaries(seed: u64, size: Size, start: Time) -> Self {
        Self::build(seed, size, start, true)
    }

    fn build(seed: u64, size: Size, start: Time, canaries: bool) -> Self {
        let mut pen = Pen::new(Grammar::shipped(), seed, canaries);
        let days = Days::after(start);
        let mut chance = Chance::stream(seed, 0, 0);
        let (house, workers, programs) = House::build(size, days, start, &mut chance, &mut pen);
        let founding = Founding { workers, programs, canaries: pen.planted() };
        let mut agency = Self {
            seed,
            size,
            days,
            house,
            files: Vec::with_capacity(size.clients()),
            groups: Vec::new(),
            pen,
            chance,
            agenda: BinaryHeap::new(),
            told: BinaryHeap::new(),
            turn: 0,
            plain: 0,
            volunteered: None,
            founding,
        };
        agency.set_the_scenes();
        agency
    }

    /// How it begins.
    pub const fn founding(&self) -> &Founding {
        &self.founding
    }

    /// Puts a scene on the agenda.
    fn plan(&mut self, at: Time, what: Scene) {
        self.turn += 1;
        self.agenda.push(Reverse(Due { at, turn: self.turn, what }));
    }

    /// Tells that somebody does something, some seconds after that minute, with the canaries written since the last one.
    fn tell(&mut self, at: Time, by: WorkerId, reason: Reason, act: impl Into<Act>) {
        self.tell_all(at, by, reason, act.into(), Vec::new(), None);
    }

    /// Tells of something that the desk refuses. In the tiny agency one person does the work of many, and little is refused.
    fn refused(&mut self, at: Time, by: WorkerId, reason: Reason, act: impl Into<Act>, refusal: Refusal) {
        if self.size == Size::Tiny {
            self.pen.planted();
            return;
        }
        self.tell_all(at, by, reason, act.into(), Vec::new(), Some(refusal));
    }

    fn tell_all(
        &mut self,
        at: Time,
        by: WorkerId,
        reason: Reason,
        act: Act,
        uploads: Vec<Upload>,
        expect_refusal: Option<Refusal>,
    ) {
        let at = Time(at.0 + self.chance.within(0, 59_000_000));
        let mut canaries = self.pen.planted();
        canaries.iter_mut().for_each(|c| c.kept = expect_refusal.is_none());
        self.turn += 1;
        let what = Event { at, by, reason, act, uploads, expect_refusal, canaries };
        self.told.push(Reverse(Due { at, turn: self.turn, what }));
    }
}

impl Iterator for Agency {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        // What is told may go out once no scene begins before it: a scene tells of nothing earlier than itself.
        while let Some(Reverse(scene)) = self.agenda.peek() {
            if self.told.peek().is_some_and(|Reverse(event)| event.at < scene.at) {
                break;
            }
            if let Some(Reverse(scene)) = self.agenda.pop() {
                self.play(scene.what, scene.at);
            }
        }
        self.told.pop().map(|Reverse(event)| event.what)
    }
}

/// Every canary that is planted in the agency of that seed: so that whoever holds what was kept, or what leaked, can look for them.
pub fn canaries(seed: u64, size: Size, start: Time) -> impl Iterator<Item = Canary> {
    let agency = Agency::with_canaries(seed, size, start);
    let first = agency.founding().canaries.clone();
    first.into_iter().chain(agency.flat_map(|event| event.canaries))
}
