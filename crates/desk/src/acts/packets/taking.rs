//! Somebody outside comes with a link and a code. No worker asks, so no right is asked for: what opens it is what they hold, and that the law
//! lets it go at that moment still.

use crate::access::{Leave, Reason, Ties};
use crate::acts::{Case, ensure, filled};
use crate::client::ClientId;
use crate::delivery::{Delivery, DeliveryState, Knock};
use crate::entry::Entry;
use crate::flows::Matter;
use crate::id::Id;
use crate::opened::{Need, Opened};
use crate::packet::{Packet, PacketId, Receipt, Sent};
use crate::plain::{Plain, quiet};
use crate::record::Record;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::time::Now;
use crate::worker::{Worker, WorkerId};

use super::around::needs;
use super::sending::address;

/// Takes what stands behind a link.
#[derive(Clone, PartialEq, Eq)]
pub struct TakePacket {
    /// Which link.
    pub id: Id<Delivery>,
    /// To which packet, as the link says.
    pub packet: PacketId,
    /// Of which matter.
    pub matter: Id<Matter>,
    /// Whose record.
    pub client: ClientId,
    /// Who sent it.
    pub by: WorkerId,
    /// The name that whoever comes gives.
    pub name: String,
    /// The code that they were told.
    pub code: String,
}
quiet!(TakePacket);

impl TakePacket {
    /// With that name and that code.
    pub fn of(link: &Delivery, name: String, code: String) -> Self {
        Self { id: link.id, packet: link.packet, matter: link.matter, client: link.client, by: link.by, name, code }
    }

    /// What to open beforehand, whom it went to beside it.
    pub fn needs(&self, packet: &Packet) -> Vec<Need> {
        let contact = packet.sent.as_ref().and_then(|sent| sent.addressed.contact);
        let own = [Need::one(self.id), Need::one(self.client), Need::one(self.by)];
        own.into_iter().chain(contact.map(Need::one)).chain(needs(self.packet, self.matter, self.client)).collect()
    }

    /// The bytes, where it is the code and the law lets them go at this moment; else what they tried stands in the ledger, and nothing is
    /// shown. A link that is not there, not yet or no more open is refused without a trace.
    ///
    /// # Errors
    /// [`Refusal::NotFoundOrNotYours`] whatever the reason is: a stranger learns none.
    pub fn take(&self, opened: &Opened, now: Now) -> Result<Step, Refusal> {
        let gone = Refusal::NotFoundOrNotYours;
        filled(&self.name).map_err(|_| gone)?;
        let (link, version) = opened.get(self.id).ok_or(gone)?;
        ensure(link.is_open(now.time) && link.packet == self.packet && !opened.is_destroyed(self.client), gone)?;
        let sender: &Worker = opened.one(self.by).ok_or(gone)?;
        let ties = Ties::gather(opened.things());
        let (leave, reason) = (Leave::of_link(), Reason::OwnDuty);
        let case = Case { asker: sender, leave, reason, opened, ties, now, act: "packet.take", client: Some(self.client) };
        let (next, knock) = link.knocked((self.name.trim(), &self.code), now.time);
        if knock == Knock::Wrong {
            return Ok(self.done("wrong", vec![Effect::amend(next, version)], Seen::Done));
        }
        if !self.may_go(&case, link) {
            return Ok(self.done("stopped", vec![Effect::amend(link.over(DeliveryState::Stopped), version)], Seen::Done));
        }
        let mut effects = vec![Effect::amend(next, version)];
        let (packet, over) = opened.get(self.packet).ok_or(gone)?;
        let receipt = Receipt { at: now.time, who: self.name.trim().to_owned(), words: String::new(), by_link: true };
        effects.extend(packet.with_receipt(receipt).ok().map(|packet| Effect::amend(packet, over)));
        Ok(self.done("taken", effects, Seen::Attachment(Box::new(link.file.clone()))))
    }

    /// Whether the law, the permission and what was promised let it go at this moment, to an address that stands as it was checked.
    fn may_go(&self, case: &Case<'_>, link: &Delivery) -> bool {
        let sent = case.opened.one(self.packet).and_then(|packet| packet.sent.as_ref());
        let checked =
            |sent: &Sent| address(case, &sent.addressed).is_ok_and(|to| to.to == sent.address && to.number == link.number);
        sent.is_some_and(checked) && self.may_reach(case)
    }

    /// Whether the law, the permission and what was promised let it reach whom it went to, wherever they are.
    pub(super) fn may_reach(&self, case: &Case<'_>) -> bool {
        let all = case.opened.all::<Record>().filter(|record| record.client == self.client).collect();
        let Ok(around) = case.matter_of_link(self.matter).and_then(|matter| case.packet_among(self.packet, matter, all)) else {
            return false;
        };
        let reach = |sent: &Sent| around.may_reach(case, &sent.addressed).is_ok();
        around.permit.is_ok() && around.certificate().bounded && around.packet.sent.as_ref().is_some_and(reach)
    }

    fn done(&self, event: &'static str, effects: Vec<Effect>, seen: Seen) -> Step {
        let entry = Entry::new("packet.take", Some(self.client), self.by, self.name.trim()).code("event", event);
        Step { effects, entry: entry.about(Kind::Packet, &self.packet).about(Kind::Matter, &self.matter), seen: Plain::new(seen) }
    }
}
