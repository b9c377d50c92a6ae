//! Who got what of a file: written by the very act by which it goes, and read by whoever answers for it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::client::ClientId;
use crate::consent::Consent;
use crate::flows::{Call, Law, Matter, Served, Taken, Told};
use crate::id::Id;
use crate::packet::PacketId;
use crate::plain::quiet;
use crate::time::Time;
use crate::worker::WorkerId;

/// A line of the accounting that a packet left (45 CFR 164.528(b)(2), 42 CFR 2.25): when, to whom, what in a few words, why. It holds
/// nothing of what went.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Its id.
    pub id: Id<Self>,
    /// Whose record.
    pub client: ClientId,
    /// By which matter.
    pub matter: Id<Matter>,
    /// By which packet.
    pub packet: PacketId,
    /// When.
    pub at: Time,
    /// To whom.
    pub to: String,
    /// Where to, where that is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// How.
    pub way: Served,
    /// What kinds of information.
    pub kinds: BTreeSet<String>,
    /// So many pages.
    pub pages: u32,
    /// For what, in the law's word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// By what law, as it answered at that moment.
    pub cite: Vec<String>,
    /// What the law then owed, by its words: on which lists it has to stand.
    pub owed: BTreeSet<String>,
    /// Who sent it.
    pub by: WorkerId,
    /// By the name they had.
    pub who: String,
    /// SHA-256 of the bytes that went.
    pub sha256: String,
    /// When it was taken back before anybody had it: then nothing left the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalled: Option<Time>,
    /// It came into hands that nobody meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub astray: bool,
}

/// A line of the accounting, whatever left it.
#[derive(Clone, PartialEq, Eq)]
pub struct Shared {
    /// When.
    pub at: Time,
    /// To whom.
    pub to: String,
    /// Where to, where that is known.
    pub address: String,
    /// What it was.
    pub what: Sort,
    /// What kinds of information, where that is known.
    pub kinds: BTreeSet<String>,
    /// For what, in the law's word.
    pub purpose: String,
    /// By what law.
    pub cite: Vec<String>,
    /// Whether the list that the law owes the client has to name it.
    pub owed: bool,
    /// The matter that it belongs to.
    pub matter: Id<Matter>,
    /// The permission that the matter rests on.
    pub consent: Option<Id<Consent>>,
    /// The packet, where one went.
    pub packet: Option<PacketId>,
    /// When it was taken back before anybody had it.
    pub recalled: Option<Time>,
    /// Whom the law was asked about as getting it.
    pub recipient: String,
    /// Until which day it is held back from the list that the client gets.
    pub held_back: Option<Date>,
    /// It stands behind a link, and nobody took it yet.
    pub unfetched: bool,
}

/// Who got what of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedList {
    /// The newest first.
    pub lines: Vec<Shared>,
    /// When the client was given their list last.
    pub given: Option<Time>,
    /// Whether nothing is left out that is not the asker's to see.
    pub whole: bool,
}
quiet!(Disclosure, Shared, SharedList);

crate::words::words! {
    /// How something came out.
    pub enum Sort {
        /// A packet went.
        Packet = "packet",
        /// It came into hands that nobody meant.
        Astray = "astray",
        /// It was reported.
        Report = "report",
        /// Somebody was told of a danger.
        Warning = "warning",
        /// Officers took it.
        Taken = "taken",
    }
}

impl Disclosure {
    /// Its line.
    pub(crate) fn line(&self, matter: Option<&Matter>, law: &Law, today: Date) -> Shared {
        Shared {
            recipient: matter.map(|matter| matter.word("recipient_kind").to_owned()).unwrap_or_default(),
            held_back: matter.and_then(|matter| matter.waits_until(today)),
            unfetched: false,
            at: self.at,
            to: self.to.clone(),
            address: self.address.clone(),
            what: if self.astray { Sort::Astray } else { Sort::Packet },
            kinds: self.kinds.clone(),
            purpose: self.purpose.clone(),
            cite: self.cite.clone(),
            owed: self.recalled.is_none() && self.owed.iter().any(|duty| law.is_on_list(duty)),
            matter: self.matter,
            consent: matter.and_then(|matter| matter.consent),
            packet: Some(self.packet).filter(|_| !self.astray),
            recalled: self.recalled,
        }
    }
}

/// What a matter let out without a packet: what was reported, whom somebody warned, what officers took.
pub(crate) fn without_packet(matter: &Matter, law: &Law, today: Date) -> Vec<Shared> {
    let owed = matter.owed().any(|owed| law.is_on_list(&owed.duty));
    let line = |what: Sort, at: Time, to: &str, address: &str| Shared {
        at,
        to: to.to_owned(),
        address: address.to_owned(),
        what,
        kinds: BTreeSet::new(),
        purpose: matter.word("purpose").to_owned(),
        cite: Vec::new(),
        owed,
        matter: matter.id,
        consent: matter.consent,
        packet: None,
        recalled: None,
        recipient: matter.word("recipient_kind").to_owned(),
        held_back: matter.waits_until(today),
        unfetched: false,
    };
    let called = |call: &Call| line(Sort::Report, call.at, &call.whom, &call.number);
    let told = |told: &Told| line(Sort::Warning, told.at, &told.name, &told.way);
    let kinds = |taken: &Taken| BTreeSet::from([taken.item.category.word().to_owned()]);
    let taken = |taken: &Taken| Shared { kinds: kinds(taken), owed: true, ..line(Sort::Taken, taken.at, &taken.by, "") };
    let calls = matter.report.iter().flat_map(|report| &report.calls).map(called);
    let warned = matter.warning.iter().flat_map(|warning| &warning.told).map(told);
    calls.chain(warned).chain(matter.taken.iter().map(taken)).collect()
}
