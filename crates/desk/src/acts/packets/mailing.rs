//! The mails about a link: asked for by whoever sent it; and what comes of each when its time has come, which nobody asks for.

use crate::access::{Leave, Reason, Right, Ties};
use crate::acts::{Case, Doing, ensure};
use crate::client::ClientId;
use crate::contact::ContactWay;
use crate::delivery::Delivery;
use crate::entry::Entry;
use crate::flows::{Matter, Served};
use crate::id::Id;
use crate::mail::{Addressee, Mail, MailState, is_mail_address};
use crate::opened::{Need, Opened};
use crate::packet::{Addressed, Packet, PacketId};
use crate::plain::{Plain, quiet};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;
use crate::time::Now;
use crate::worker::Worker;

use super::around::{Around, needs};
use super::sending::{address, reached};
use super::taking::TakePacket;

of_packet!(MailLink, "packet.mail", "Asks that whoever a link is for is mailed its address, once its code can be told.", {
    /// The version that was seen.
    over: i64,
    /// Whom it goes to: whom the packet went to.
    addressed: Addressed,
    /// In which language it is said: `en` or `es`.
    language: String,
}, with reached);

impl MailLink {
    fn reached(&self) -> Vec<Need> {
        reached(&self.addressed).into_iter().chain([Need::OfClient(self.client, Kind::Disclosure)]).collect()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        ensure(matches!(self.language.as_str(), "en" | "es"), Refusal::BadValue)?;
        let sent = around.packet.sent.as_ref().filter(|sent| sent.addressed.way == Served::Link).ok_or(Refusal::WrongState)?;
        ensure(sent.addressed == self.addressed, Refusal::OtherRecipient)?;
        around.permit.as_ref().map_err(|why| *why)?;
        around.may_reach(case, &self.addressed)?;
        case.is_where_it_should_be(around.packet)?;
        let (link, _) = case.link_of(around.packet).ok_or(Refusal::WrongState)?;
        ensure(link.waits(case.now.time) && link.is_untaken(), Refusal::WrongState)?;
        let to = address(case, &self.addressed)?.to;
        ensure(to == sent.address && is_mail_address(&to), Refusal::UncheckedAddress)?;
        let about = |mail: &Mail| mail.is_about(link.id);
        ensure(!case.opened.all::<Mail>().any(about), Refusal::AlreadyThere)?;
        let mails = Mail::of_link(link, &self.language, (case.asker.id, case.now.time));
        let mut step = case.packed(around, around.packet.clone(), "mail");
        step.entry = mails.iter().fold(step.entry, |entry, mail| entry.about(Kind::Mail, &mail.id));
        step.effects.extend(mails.into_iter().map(Effect::add));
        Ok(step)
    }
}

/// What is to be done with a mail now.
#[derive(Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// It goes: to that address, with the end of that link's address.
    Goes {
        /// The address that was checked.
        to: String,
        /// The end of the link's.
        secret: String,
        /// When the link ends.
        ends: crate::time::Time,
    },
    /// It does not, and is over.
    Over(MailState),
}
quiet!(Outgoing);

/// Looks at a mail whose time has come, and enters what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostMail {
    /// Which.
    pub id: Id<Mail>,
    /// About which link.
    pub link: Id<Delivery>,
    /// To which packet.
    pub packet: PacketId,
    /// Of which matter.
    pub matter: Id<Matter>,
    /// In whose file.
    pub client: ClientId,
    /// Who asked for it.
    pub by: Id<Worker>,
}

impl PostMail {
    /// Of that mail.
    pub const fn of(mail: &Mail) -> Self {
        let Addressee::Link { link, packet, matter } = mail.to;
        Self { id: mail.id, link, packet, matter, client: mail.client, by: mail.by }
    }

    /// What to open beforehand.
    pub fn needs(&self, packet: &Packet) -> Vec<Need> {
        let contact = packet.sent.as_ref().and_then(|sent| sent.addressed.contact);
        let own = [Need::one(self.id), Need::one(self.client), Need::one(self.by)];
        own.into_iter().chain(contact.map(Need::one)).chain(needs(self.packet, self.matter, self.client)).collect()
    }

    /// What is to be done with it: none where it is over already, by somebody else's turn.
    pub fn look(&self, opened: &Opened, now: Now) -> Option<Outgoing> {
        let (mail, _) = opened.get(self.id).filter(|(mail, _)| mail.state == MailState::Waiting)?;
        if now.time < mail.due {
            return None;
        }
        let wanted = opened.one(self.link).filter(|link| Mail::is_wanted(link, now.time) && !opened.is_destroyed(self.client));
        let Some(link) = wanted else { return Some(Outgoing::Over(MailState::Dropped)) };
        if now.time >= mail.until {
            return Some(Outgoing::Over(MailState::GivenUp));
        }
        // Whoever could not take it any more is told nothing either: nobody who was made unsafe, and nobody after the client stopped it.
        if !self.could_be_taken(opened, now, link) {
            return Some(Outgoing::Over(MailState::Dropped));
        }
        let there = self.address(opened, now, link).filter(|to| is_mail_address(to));
        let goes = |to| Outgoing::Goes { to, secret: link.secret.clone(), ends: link.ends };
        Some(there.map_or(Outgoing::Over(MailState::Refused), goes))
    }

    /// Whether the law, the permission and what was promised would let it be taken now.
    fn could_be_taken(&self, opened: &Opened, now: Now, link: &Delivery) -> bool {
        let Some(asker) = opened.one(self.by) else { return false };
        let (leave, reason, ties) = (Leave::of_link(), Reason::OwnDuty, Ties::gather(opened.things()));
        let case = Case { asker, leave, reason, opened, ties, now, act: "mail.post", client: Some(self.client) };
        TakePacket::of(link, String::new(), String::new()).may_reach(&case)
    }

    /// Where it goes: to the address that stands in the book as it was checked, and as the packet went there.
    fn address(&self, opened: &Opened, now: Now, link: &Delivery) -> Option<String> {
        let asker: &Worker = opened.one(self.by)?;
        let (leave, reason, ties) = (Leave::of_link(), Reason::OwnDuty, Ties::default());
        let case = Case { asker, leave, reason, opened, ties, now, act: "mail.post", client: Some(self.client) };
        let sent = opened.one(self.packet)?.sent.as_ref().filter(|sent| sent.file.id == link.file.id)?;
        ensure(super::way_of(sent.addressed.way) == Some(ContactWay::Mail), Refusal::WrongState).ok()?;
        let checked = address(&case, &sent.addressed).ok()?;
        (checked.to == sent.address && checked.number == link.number).then_some(checked.to)
    }

    /// That it is over, in that way: a mail server took it, or nothing goes any more.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] where it is over already.
    pub fn ends(&self, opened: &Opened, state: MailState, now: Now) -> Result<Step, Refusal> {
        let (mail, version) = opened.get(self.id).ok_or(Refusal::WrongState)?;
        ensure(mail.state == MailState::Waiting && state != MailState::Waiting, Refusal::WrongState)?;
        let entry = Entry::new("mail.post", Some(self.client), self.by, "").code("event", state).code("letter", mail.letter);
        let entry = entry.about(Kind::Mail, &self.id).about(Kind::Packet, &self.packet).about(Kind::Matter, &self.matter);
        let effects = vec![Effect::amend(mail.over(state, now.time), version)];
        Ok(Step { effects, entry, seen: Plain::new(Seen::Done) })
    }
}
