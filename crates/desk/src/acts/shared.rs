//! Reading who got what, and holding a line of it back from the client where an authority wants it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::delivery::Delivery;
use crate::disclosure::{Disclosure, Shared, SharedList, without_packet};
use crate::flows::{Happened, HeldBack, Matter, Response, Served, What};
use crate::id::Id;
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::time::Time;

/// Reads who got what of a file, the newest first. What came of a matter that is not the asker's to see is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadShared {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadShared {
    const ACT: &'static str = "shared.read";
    const RIGHT: Right = Right::ReadShared;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        [Kind::Disclosure, Kind::Matter, Kind::Delivery].map(|kind| Need::OfClient(self.client, kind)).to_vec()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let law = case.opened.law().ok_or(Refusal::WrongState)?;
        let today = case.today();
        let of_it = |one: &Disclosure| Shared {
            unfetched: one.way == Served::Link && !one.astray && !is_taken(case, one),
            ..one.line(case.opened.one(one.matter), law, today)
        };
        let sent = case.opened.all::<Disclosure>().filter(|one| one.client == self.client).map(of_it);
        let all = || case.opened.all::<Matter>().filter(|matter| matter.client == Some(self.client));
        let theirs = |matter: &&Matter| !matter.kind.is_personal() || case.may_handle(matter);
        let other = all().filter(theirs).flat_map(|matter| without_packet(matter, law, today));
        let whole = all().filter(|matter| !theirs(matter)).all(|matter| without_packet(matter, law, today).is_empty());
        let mut lines: Vec<Shared> = sent.chain(other).collect();
        lines.sort_by(|a, b| (b.at, &b.to).cmp(&(a.at, &a.to)));
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let list = SharedList { lines, given: all().filter_map(given).max(), whole };
        Ok(Case::shown(case.entry().number("count", count).about(Kind::Client, &self.client), Seen::Shared(list)))
    }
}

/// Lists what went, of everybody: of the lines that the caller found those that are the asker's to see. The others leave no trace in the
/// answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListShared {
    /// Found, each with whose record it was of.
    pub lines: Vec<(Id<Disclosure>, ClientId)>,
}

impl Doing for ListShared {
    const ACT: &'static str = "shared.list";
    const RIGHT: Right = Right::ReadTasks;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        let of_client = |client: &ClientId| {
            [
                Need::one(*client),
                Need::Ties(*client),
                Need::OfClient(*client, Kind::Delivery),
                Need::OfClient(*client, Kind::Matter),
            ]
        };
        let clients: BTreeSet<ClientId> = self.lines.iter().map(|(_, client)| *client).collect();
        let lines = self.lines.iter().map(|(id, _)| Need::one(*id));
        lines.chain(clients.iter().flat_map(of_client)).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let law = case.opened.law().ok_or(Refusal::WrongState)?;
        let line = |(id, client): &(Id<Disclosure>, ClientId)| {
            let one = case.opened.one(*id).filter(|one| one.client == *client && case.may_do(Right::ReadShared, *client))?;
            let unfetched = one.way == Served::Link && !one.astray && !is_taken(case, one);
            Some((*client, Shared { unfetched, ..one.line(case.opened.one(one.matter), law, case.today()) }))
        };
        let mut lines: Vec<(ClientId, Shared)> = self.lines.iter().filter_map(line).collect();
        lines.sort_by(|(_, a), (_, b)| (b.at, &b.to).cmp(&(a.at, &a.to)));
        let clients: BTreeSet<ClientId> = lines.iter().map(|(client, _)| *client).collect();
        let entry = clients.iter().fold(case.entry(), |entry, client| entry.about(Kind::Client, client));
        Ok(Case::shown(entry, Seen::SharedOfAll(lines)))
    }
}

/// Whether somebody took those bytes from a link.
pub(super) fn is_taken(case: &Case<'_>, line: &Disclosure) -> bool {
    let mut links = case.opened.all::<Delivery>().filter(|link| link.packet == line.packet && link.file.sha256 == line.sha256);
    links.any(|link| !link.is_untaken())
}

/// When the client was given the list, where they asked for it by that matter.
fn given(matter: &Matter) -> Option<Time> {
    let asked = matter.facts.get("client_right_invoked").is_some_and(|fact| fact.value == "accounting");
    let agreed =
        |happened: &&Happened| happened.what == What::Respond && happened.code.as_deref() == Some(Response::Agree.word());
    matter.timeline.iter().filter(agreed).map(|happened| happened.at).max().filter(|_| asked)
}

/// Holds what came of a matter back from the list that the client gets: an authority says that it would get in the way of what they do.
#[derive(Clone, PartialEq, Eq)]
pub struct HoldBack {
    /// Whose record.
    pub client: ClientId,
    /// Which matter.
    pub matter: Id<Matter>,
    /// Who said so.
    pub whom: String,
    /// It was spoken, and not written.
    pub spoken: bool,
    /// The last day.
    pub until: Date,
}
quiet!(HoldBack);

impl Doing for HoldBack {
    const ACT: &'static str = "shared.holdback";
    const RIGHT: Right = Right::DecideMatter;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.matter)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let law = case.opened.law().ok_or(Refusal::WrongState)?;
        let (matter, version) = case.the(self.matter)?;
        ensure(matter.client == Some(self.client), Refusal::NotFoundOrNotYours)?;
        filled(&self.whom)?;
        // What was spoken holds from the day on which it was first said, however often it is said again.
        let said_before = matter.held_back.as_ref().filter(|held| held.spoken && self.spoken).map(|held| held.at);
        let said = said_before.unwrap_or(case.now.time);
        let longest = law.held_back(matter.word("recipient_kind"), self.spoken, case.day_of(said)).ok_or(Refusal::NotHeldBack)?;
        ensure(self.until >= case.today() && self.until <= longest, Refusal::NotHeldBack)?;
        let held = HeldBack {
            whom: self.whom.trim().to_owned(),
            spoken: self.spoken,
            until: self.until,
            at: said,
            who: case.asker.name.clone(),
        };
        let entry = case.entry().code("how", if self.spoken { "spoken" } else { "written" }).about(Kind::Matter, &self.matter);
        Ok(Case::done(entry, vec![Effect::amend(Matter { held_back: Some(held), ..matter.clone() }, version)]))
    }
}
