//! Reading who got what, and holding a line of it back from the client where an authority wants it.

use jiff::civil::Date;

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::disclosure::{Disclosure, Shared, without_packet};
use crate::flows::{Happened, HeldBack, Matter, Response, What};
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
        [Kind::Disclosure, Kind::Matter].map(|kind| Need::OfClient(self.client, kind)).to_vec()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let law = case.opened.law().ok_or(Refusal::WrongState)?;
        let of_it = |one: &Disclosure| one.line(case.opened.one(one.matter), law);
        let sent = case.opened.all::<Disclosure>().filter(|one| one.client == self.client).map(of_it);
        let all = || case.opened.all::<Matter>().filter(|matter| matter.client == Some(self.client));
        let theirs = |matter: &&Matter| !matter.kind.is_personal() || case.may_handle(matter);
        let other = all().filter(theirs).flat_map(|matter| without_packet(matter, law));
        let mut shared: Vec<Shared> = sent.chain(other).collect();
        // What an authority wants held back no longer is, once its day is over.
        let today = case.today();
        shared.iter_mut().for_each(|line| line.held_back = line.held_back.filter(|until| *until >= today));
        shared.sort_by(|a, b| (b.at, &b.to).cmp(&(a.at, &a.to)));
        let count = u32::try_from(shared.len()).unwrap_or(u32::MAX);
        Ok(Case::shown(
            case.entry().number("count", count).about(Kind::Client, &self.client),
            Seen::Shared(shared, all().filter_map(given).max()),
        ))
    }
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
        let recipient = matter.facts.get("recipient_kind").and_then(|fact| fact.value.as_str()).unwrap_or_default();
        let longest = law.held_back(recipient, self.spoken, case.now).ok_or(Refusal::NotHeldBack)?;
        ensure(self.until >= case.today() && self.until <= longest, Refusal::NotHeldBack)?;
        let held = HeldBack {
            whom: self.whom.trim().to_owned(),
            spoken: self.spoken,
            until: self.until,
            at: case.now.time,
            who: case.asker.name.clone(),
        };
        let entry = case.entry().code("how", if self.spoken { "spoken" } else { "written" }).about(Kind::Matter, &self.matter);
        Ok(Case::done(entry, vec![Effect::amend(Matter { held_back: Some(held), ..matter.clone() }, version)]))
    }
}
