//! A client's own door, as workers keep it: turned on together with whom it is for, turned off, and what is written in it.

use crate::access::Right;
use crate::acts::{Case, Doing, LONGEST_LINE, ensure};
use crate::client::ClientId;
use crate::id::Id;
use crate::message::{Message, Writer};
use crate::opened::Need;
use crate::plain::quiet;
use crate::portal::{CODES, Guest, Portal, PortalState, Slip, may_enter};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::{Task, TaskKind, TaskState};
use crate::thing::Kind;

/// The longest message, in bytes.
pub(super) const LONGEST_MESSAGE: usize = 10 * LONGEST_LINE;

/// Refuses an empty or overlong message.
pub(super) fn written(text: &str) -> Result<(), Refusal> {
    ensure(!text.trim().is_empty() && text.len() <= LONGEST_MESSAGE, Refusal::BadValue)
}

/// Turns it on, and gives a slip. One that the same guest had before is over: whoever holds that slip enters no more.
#[derive(Clone, PartialEq, Eq)]
pub struct TurnOnPortal {
    /// Its id: see [`Portal::behind`].
    pub id: Id<Portal>,
    /// Whose file.
    pub client: ClientId,
    /// Who enters.
    pub guest: Guest,
    /// What was minted for the slip.
    pub slip: Slip,
    /// They want it, were told what it does and what it does not, and are given the slip by hand.
    pub agreed: bool,
}
quiet!(TurnOnPortal);

impl Doing for TurnOnPortal {
    const ACT: &'static str = "portal.on";
    const RIGHT: Right = Right::AmendSafety;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        let of_client = [Kind::Portal, Kind::Task].map(|kind| Need::OfClient(self.client, kind));
        std::iter::once(Need::one(self.id)).chain(of_client).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        let (client, _) = case.the_client()?;
        may_enter(client, self.guest, case.now)?;
        ensure(self.agreed && self.slip.codes.len() == CODES && !self.slip.password.is_empty(), Refusal::BadValue)?;
        let before: Vec<&Portal> = case.opened.all::<Portal>().filter(|old| old.guest == self.guest).collect();
        let over = before
            .iter()
            .filter(|old| old.state != PortalState::Off)
            .filter_map(|old| Some(Effect::amend(old.shut(PortalState::Off, case.now.time), case.opened.get(old.id)?.1)));
        let portal = Portal {
            id: self.id,
            client: self.client,
            guest: self.guest,
            state: PortalState::On,
            password: self.slip.password.clone(),
            chosen: false,
            quiet: None,
            codes: self.slip.codes.clone(),
            made: case.now.time,
            by: case.asker.id,
            times: Vec::new(),
            quiet_at: None,
            over: None,
        };
        let again = if before.is_empty() { "first" } else { "again" };
        let entry = case.entry().code("guest", guest_word(self.guest)).code("slip", again).about(Kind::Portal, &self.id);
        let effects = over.chain([Effect::add(portal)]).chain(answered(case, self.guest, &[TaskKind::Locked])).collect();
        Ok(Case::done(entry, effects))
    }
}

/// Which sort of guest, as a code.
pub(super) const fn guest_word(guest: Guest) -> &'static str {
    match guest {
        Guest::Client => "client",
        Guest::Representative(_) => "representative",
    }
}

/// The open tasks of these kinds about that guest's portal are done by this; those about another guest's are not.
fn answered<'c>(case: &'c Case<'_>, guest: Guest, kinds: &'c [TaskKind]) -> impl Iterator<Item = Effect> + 'c {
    let open = case.opened.all::<Task>().filter(|task| kinds.contains(&task.kind) && task.state == TaskState::Open);
    let of =
        move |task: &&Task| task.portal.and_then(|id| case.opened.one(id)).is_some_and(|portal: &Portal| portal.guest == guest);
    open.filter(of).filter_map(|task| {
        let (_, version) = case.opened.get(task.id)?;
        Some(Effect::amend(Task { state: TaskState::Done, ..task.clone() }, version))
    })
}

/// Turns it off, at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnOffPortal {
    /// Which.
    pub id: Id<Portal>,
    /// Whose file.
    pub client: ClientId,
}

impl Doing for TurnOffPortal {
    const ACT: &'static str = "portal.off";
    const RIGHT: Right = Right::AmendSafety;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Portal), Need::OfClient(self.client, Kind::Task)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (portal, version) = case.the(self.id)?;
        ensure(portal.client == self.client, Refusal::NotFoundOrNotYours)?;
        ensure(portal.state != PortalState::Off, Refusal::WrongState)?;
        let off = Effect::amend(portal.shut(PortalState::Off, case.now.time), version);
        // Nobody waits behind a door that is shut.
        let done = answered(case, portal.guest, &[TaskKind::Locked, TaskKind::Message]);
        let effects = std::iter::once(off).chain(done).collect();
        Ok(Case::done(case.entry().about(Kind::Portal, &self.id), effects))
    }
}

/// Reads where they stand, and what was written in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadPortals {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadPortals {
    const ACT: &'static str = "portal.read";
    const RIGHT: Right = Right::AmendSafety;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        [Kind::Portal, Kind::Message].map(|kind| Need::OfClient(self.client, kind)).to_vec()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut portals: Vec<Portal> = case.opened.all::<Portal>().filter(|p| p.client == self.client).cloned().collect();
        portals.sort_by_key(|portal| std::cmp::Reverse((portal.made, portal.id)));
        let messages = written_in(case.opened.all::<Message>().filter(|one| one.client == self.client));
        Ok(Case::shown(case.entry().about(Kind::Client, &self.client), Seen::Portals(portals, messages)))
    }
}

/// Messages, the oldest first.
pub(super) fn written_in<'m>(all: impl Iterator<Item = &'m Message>) -> Vec<Message> {
    let mut messages: Vec<Message> = all.cloned().collect();
    messages.sort_by_key(|message| (message.at, message.id));
    messages
}

/// Writes to whoever a portal is for; what waited for an answer is answered by it.
#[derive(Clone, PartialEq, Eq)]
pub struct WriteMessage {
    /// Its id.
    pub id: Id<Message>,
    /// In which portal.
    pub portal: Id<Portal>,
    /// Whose file.
    pub client: ClientId,
    /// What.
    pub text: String,
}
quiet!(WriteMessage);

impl Doing for WriteMessage {
    const ACT: &'static str = "portal.write";
    const RIGHT: Right = Right::AmendSafety;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        let of_client = [Kind::Portal, Kind::Task].map(|kind| Need::OfClient(self.client, kind));
        std::iter::once(Need::one(self.id)).chain(of_client).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        written(&self.text)?;
        let (portal, _) = case.the(self.portal)?;
        let (client, _) = case.the_client()?;
        ensure(portal.client == self.client, Refusal::NotFoundOrNotYours)?;
        ensure(portal.lets_in(client, case.now), Refusal::WrongState)?;
        let message = Message {
            id: self.id,
            client: self.client,
            portal: self.portal,
            at: case.now.time,
            from: Writer::Worker(case.asker.id, case.asker.name.clone()),
            text: self.text.clone(),
        };
        let effects = std::iter::once(Effect::add(message)).chain(answered(case, portal.guest, &[TaskKind::Message])).collect();
        Ok(Case::done(case.entry().about(Kind::Message, &self.id), effects))
    }
}
