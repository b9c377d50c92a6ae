//! The address book: entered, changed, checked, put away.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::contact::{Checked, CheckedBy, Contact, ContactState, ContactWay};
use crate::id::Id;
use crate::mail::is_mail_address;
use crate::opened::Need;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::thing::Kind;

/// Enters somebody, or takes over what is known now: what changed has to be checked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepContact {
    /// Its id.
    pub id: Id<Contact>,
    /// The name.
    pub name: String,
    /// What they are, in the law's word.
    pub recipient: String,
    /// How they are reached.
    pub ways: Vec<(ContactWay, String)>,
    /// The version that was seen; none: it is new.
    pub over: Option<i64>,
}

/// Whether it has the shape of an age recipient; its letters are proved where it is entered, and again where something is encrypted to it.
fn is_key(text: &str) -> bool {
    text.len() == 62 && text.starts_with("age1") && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

impl Case<'_> {
    /// That contact, as it was seen.
    fn the_contact(&self, id: Id<Contact>, over: i64) -> Result<Contact, Refusal> {
        let (contact, version) = self.the::<Contact>(id)?;
        ensure(version == over, Refusal::StaleVersion)?;
        Ok(contact.clone())
    }
}

impl Doing for KeepContact {
    const ACT: &'static str = "contact.keep";
    const RIGHT: Right = Right::KeepContacts;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        filled(&self.name)?;
        filled(&self.recipient)?;
        self.ways.iter().try_for_each(|(_, to)| filled(to))?;
        // What a mail server cannot be given to the letter is no address: mails go to it, and a line of their head could end in it.
        ensure(self.ways.iter().all(|(way, to)| *way != ContactWay::Mail || is_mail_address(to)), Refusal::BadValue)?;
        ensure(self.ways.iter().all(|(way, to)| *way != ContactWay::Key || is_key(to)), Refusal::BadValue)?;
        let once = |way: &ContactWay| self.ways.iter().filter(|(other, _)| other == way).count() == 1;
        ensure(!self.ways.is_empty() && self.ways.iter().all(|(way, _)| once(way)), Refusal::BadValue)?;
        let (name, recipient) = (self.name.clone(), self.recipient.clone());
        let entry = case.entry().about(Kind::Contact, &self.id);
        let effect = if let Some(over) = self.over {
            let before = case.the_contact(self.id, over)?;
            Effect::amend(before.with(name, recipient, self.ways.clone()), over)
        } else {
            case.is_new(self.id)?;
            let blank = Contact {
                id: self.id,
                name: String::new(),
                recipient: String::new(),
                reached: Vec::new(),
                state: ContactState::Kept,
            };
            Effect::add(blank.with(name, recipient, self.ways.clone()))
        };
        Ok(Case::done(entry, vec![effect]))
    }
}

/// Says that a way leads to whom it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckContact {
    /// Whose.
    pub id: Id<Contact>,
    /// Which.
    pub way: ContactWay,
    /// By what that is known.
    pub how: CheckedBy,
    /// The version that was seen.
    pub over: i64,
}

impl Doing for CheckContact {
    const ACT: &'static str = "contact.check";
    const RIGHT: Right = Right::KeepContacts;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut contact = case.the_contact(self.id, self.over)?;
        ensure(contact.state == ContactState::Kept, Refusal::WrongState)?;
        let there = contact.reached.iter_mut().find(|one| one.way == self.way).ok_or(Refusal::BadValue)?;
        there.checked = Some(Checked { how: self.how, at: case.now.time, by: case.asker.id });
        let entry = case.entry().about(Kind::Contact, &self.id).code("way", self.way).code("how", self.how);
        Ok(Case::done(entry, vec![Effect::amend(contact, self.over)]))
    }
}

/// Puts somebody away who is not dealt with any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndContact {
    /// Whom.
    pub id: Id<Contact>,
    /// The version that was seen.
    pub over: i64,
}

impl Doing for EndContact {
    const ACT: &'static str = "contact.end";
    const RIGHT: Right = Right::KeepContacts;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let contact = case.the_contact(self.id, self.over)?;
        ensure(contact.state == ContactState::Kept, Refusal::WrongState)?;
        let entry = case.entry().about(Kind::Contact, &self.id);
        Ok(Case::done(entry, vec![Effect::amend(Contact { state: ContactState::Gone, ..contact }, self.over)]))
    }
}
