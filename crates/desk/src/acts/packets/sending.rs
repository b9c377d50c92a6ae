//! Letting a packet go, once; taking it back while nobody has it; making another way to the same bytes.

use jiff::civil::Date;

use super::About;
use super::around::{Around, needs};
use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::client::ClientId;
use crate::contact::{ContactState, ContactWay};
use crate::delivery::{Delivery, DeliveryState, Link};
use crate::disclosure::Disclosure;
use crate::flows::{FlowKind, Happened, HeldBack, Intake, Matter, Served, Turn, What};
use crate::id::Id;
use crate::mail::Mail;
use crate::opened::Need;
use crate::packet::{Addressed, Copy, Packet, PacketId, Recalled, Sent};
use crate::plain::quiet;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::task::{Task, TaskState};
use crate::thing::Kind;

/// So many minutes before a code is told, and so many days that a link stands, at most.
const LONGEST_COOL_OFF: u16 = 24 * 60;
const LONGEST_DAYS: u16 = 60;

of_packet!(SendPacket, "packet.send", "Lets it go. The law is asked here, at the latest moment.", {
    /// The version that was seen.
    over: i64,
    /// Whom the paper names, and how it gets there.
    addressed: Addressed,
    /// Whose record the request asks for, as the request writes it.
    name: String,
    /// Their birth date, as the request has it.
    born: Date,
    /// The bytes that were uploaded for it.
    file: Attachment,
    /// What the link is made of, where it goes by one.
    link: Option<Link>,
    /// What opens the copy that goes by mail, by chance; nothing where it goes otherwise.
    passphrase: String,
}, with reached);

/// By which way of the address book that goes; none: it is handed over, or stands on a letter.
pub const fn way_of(way: Served) -> Option<ContactWay> {
    match way {
        Served::Fax => Some(ContactWay::Fax),
        Served::Electronic | Served::Link => Some(ContactWay::Mail),
        Served::Mail => Some(ContactWay::Post),
        Served::Hand | Served::Talk => None,
    }
}

/// Where it goes, as somebody checked it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// The number or the address; nothing where it is handed over.
    pub(super) to: String,
    /// Where the code of a link is told: never by the way by which the link itself goes.
    pub(super) number: String,
    /// The public key to which what goes by mail is encrypted, where somebody checked one.
    pub(super) key: String,
}

/// Where it goes: what somebody checked, unless it is handed to whoever shows who they are.
pub(super) fn address(case: &Case<'_>, addressed: &Addressed) -> Result<Checked, Refusal> {
    ensure(addressed.way != Served::Talk, Refusal::BadValue)?;
    let Some(way) = way_of(addressed.way) else {
        return Ok(Checked { to: String::new(), number: String::new(), key: String::new() });
    };
    let (contact, _) = case.the(addressed.contact.ok_or(Refusal::UncheckedAddress)?)?;
    ensure(contact.state == ContactState::Kept, Refusal::UncheckedAddress)?;
    let checked = |way| contact.checked(way).map(str::to_owned).ok_or(Refusal::UncheckedAddress);
    let number = if addressed.way == Served::Link { checked(ContactWay::Phone)? } else { String::new() };
    let key = if addressed.way == Served::Electronic { checked(ContactWay::Key).unwrap_or_default() } else { String::new() };
    Ok(Checked { to: checked(way)?, number, key })
}

/// Whom it names in the address book.
pub(super) fn reached(addressed: &Addressed) -> Vec<Need> {
    addressed.contact.map(Need::one).into_iter().collect()
}

impl Around<'_> {
    /// The line of the accounting of what went.
    fn went(&self, case: &Case<'_>, sent: &Sent) -> Disclosure {
        Disclosure {
            id: Id::derived(case.now, &self.packet.id.to_string()),
            client: self.packet.client,
            matter: self.matter.id,
            packet: self.packet.id,
            at: sent.at,
            to: sent.addressed.to.clone(),
            address: sent.address.clone(),
            way: sent.addressed.way,
            kinds: self.records.iter().map(|record| record.category.word().to_owned()).collect(),
            pages: self.packet.copy.as_ref().map_or(0, |copy| copy.pages),
            purpose: self.matter.word("purpose").to_owned(),
            cite: sent.cite.clone(),
            owed: self.matter.owed().map(|owed| owed.duty.clone()).collect(),
            by: sent.by,
            who: sent.who.clone(),
            sha256: sent.file.sha256.clone(),
            recalled: None,
            astray: false,
        }
    }
}

impl Case<'_> {
    /// The link that a packet stands behind now, or stood behind last, and its version.
    pub(super) fn link_of(&self, packet: &Packet) -> Option<(&Delivery, i64)> {
        let last = self.links_of(packet).max_by_key(|link| (link.state != DeliveryState::Replaced, link.opens, link.id))?;
        self.opened.get(last.id)
    }

    /// Every link to the bytes that went last; what was taken back before is none of them.
    pub(super) fn links_of<'a>(&'a self, packet: &'a Packet) -> impl Iterator<Item = &'a Delivery> {
        let file = packet.sent.as_ref().map(|sent| sent.file.id);
        self.opened.all::<Delivery>().filter(move |link| link.packet == packet.id && Some(link.file.id) == file)
    }

    /// The mails about the link that a packet stands behind.
    pub(super) fn mails_of(&self, packet: &Packet) -> impl Iterator<Item = &Mail> {
        let link = self.link_of(packet).map(|(link, _)| link.id);
        self.opened.all::<Mail>().filter(move |mail| link.is_some_and(|link| mail.is_about(link)))
    }

    /// Whether somebody said that these bytes came into other hands.
    pub(super) fn is_astray(&self, packet: &Packet) -> bool {
        let file = packet.sent.as_ref().map(|sent| sent.file.sha256.as_str());
        let mut lines = self.opened.all::<Disclosure>().filter(|line| line.packet == packet.id && line.astray);
        lines.any(|line| Some(line.sha256.as_str()) == file)
    }

    /// Refuses what is strayed: what is done then is done there.
    pub(super) fn is_where_it_should_be(&self, packet: &Packet) -> Result<(), Refusal> {
        ensure(!self.is_astray(packet), Refusal::WrongState)
    }

    /// A link to these bytes: nobody has its code before the time that is left to notice a mistake.
    fn linked(&self, sent: &Sent, packet: &Packet, number: String, link: &Link) -> Result<Delivery, Refusal> {
        let long = |text: &str, least: usize| text.len() >= least && text.len() <= 64;
        ensure(long(&link.secret, 26) && long(&link.code, 8), Refusal::BadValue)?;
        ensure(link.cool_off <= LONGEST_COOL_OFF && (1..=LONGEST_DAYS).contains(&link.days), Refusal::BadValue)?;
        let opens = self.now.time.plus_minutes(link.cool_off.into());
        Ok(Delivery {
            id: Delivery::behind(&link.secret),
            client: packet.client,
            matter: packet.matter,
            packet: packet.id,
            level: packet.level,
            file: sent.file.clone(),
            to: sent.addressed.to.clone(),
            number,
            state: DeliveryState::Ready,
            secret: link.secret.clone(),
            code: link.code.clone(),
            opens,
            ends: opens.plus_days(link.days.into()),
            by: self.asker.id,
            tries: 0,
            takes: Vec::new(),
        })
    }

    /// The matter with what happened to its packet.
    fn matter_with(&self, matter: &Matter, what: What, code: Option<String>, words: String) -> Result<Effect, Refusal> {
        let (_, version) = self.the::<Matter>(matter.id)?;
        let mut matter = matter.clone();
        matter.timeline.push(Happened {
            at: self.now.time,
            who: self.asker.name.clone(),
            what,
            code,
            words: Some(words).filter(|words| !words.is_empty()),
        });
        Ok(Effect::amend(matter, version))
    }
}

impl SendPacket {
    fn reached(&self) -> Vec<Need> {
        reached(&self.addressed)
    }

    fn sent(&self, case: &Case<'_>, around: &Around<'_>, (address, key): (String, String)) -> Result<Sent, Refusal> {
        Ok(Sent {
            file: self.file.clone(),
            addressed: self.addressed.clone(),
            address,
            // What a key opens needs no other word.
            passphrase: if key.is_empty() { self.passphrase.clone() } else { String::new() },
            key,
            at: case.now.time,
            by: case.asker.id,
            who: case.asker.name.clone(),
            cite: around.law.cited(&around.matter.facts, case.now)?,
            receipt: None,
        })
    }

    /// The matter with what went, and what is done by that.
    fn told(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Vec<Effect>, Refusal> {
        let how = Some(self.addressed.way.word().to_owned());
        let mut effects = vec![case.matter_with(&around.matter, What::Send, how, self.addressed.to.clone())?];
        let by_it =
            |task: &Task| task.state == TaskState::Open && task.duty.as_deref().is_some_and(|duty| around.law.is_by_packet(duty));
        for task in case.tasks_of(self.matter).into_iter().filter(by_it) {
            let (_, version) = case.the::<Task>(task.id)?;
            effects.push(Effect::amend(Task { state: TaskState::Done, outcome: Some(self.id.to_string()), ..task }, version));
        }
        Ok(effects)
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        // As the law answers now: what was stopped a moment ago lets nothing go.
        around.permit.as_ref().map_err(|why| *why)?;
        ensure(around.certificate().bounded, Refusal::NothingGoes)?;
        // Whom the file names may have changed since it was set.
        ensure(around.is_screened(case), Refusal::PacketNotReady)?;
        around.may_reach(case, &self.addressed)?;
        ensure(About::of(around.client).is(&self.name, Some(self.born)), Refusal::WrongClient)?;
        ensure(around.owed_first(&case.tasks_of(self.matter)).is_empty(), Refusal::OwedFirst)?;
        // Whom the paper names and where to, as it was read, and nobody else.
        let Checked { to, number, key } = address(case, &self.addressed)?;
        let same = |copy: &Copy| copy.addressed == self.addressed && copy.address == to;
        ensure(around.packet.copy.as_ref().is_some_and(same), Refusal::StaleVersion)?;
        ensure(self.link.is_some() == (self.addressed.way == Served::Link), Refusal::BadValue)?;
        // A copy that lies in mailboxes for ever is tried for ever: a hundred bits by chance.
        let long = if self.addressed.way == Served::Electronic { 20..=64 } else { 0..=0 };
        ensure(long.contains(&self.passphrase.len()), Refusal::BadValue)?;
        let sent = self.sent(case, around, (to, key))?;
        let link = self.link.as_ref().map(|link| case.linked(&sent, around.packet, number, link)).transpose()?;
        let disclosure = around.went(case, &sent);
        let next = around.packet.with_sent(sent, around.needs_second())?;
        let mut step = case.packed(around, next, "send");
        step.entry = step.entry.code("how", self.addressed.way).code("kind", around.matter.kind);
        step.entry = step.entry.about(Kind::Disclosure, &disclosure.id).of_bytes(&self.file.sha256);
        step.effects.push(Effect::add(disclosure));
        step.effects.extend(link.map(Effect::add));
        step.effects.push(Effect::KeepChunks(self.file.id));
        step.effects.extend(self.told(case, around)?);
        Ok(step)
    }
}

of_packet!(RecallPacket, "packet.recall", "Takes it back, while it stands behind a link and nobody has it: then nothing left the house.", {
    /// The version that was seen.
    over: i64,
    /// Why.
    words: String,
}, with told);

impl RecallPacket {
    fn told(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Disclosure)]
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        filled(&self.words)?;
        let (link, version) = case.link_of(around.packet).ok_or(Refusal::WrongState)?;
        case.is_where_it_should_be(around.packet)?;
        ensure(case.links_of(around.packet).all(Delivery::is_untaken), Refusal::AlreadyTaken)?;
        let back = Recalled { at: case.now.time, who: case.asker.name.clone(), words: self.words.trim().to_owned() };
        let mut step = case.packed(around, around.packet.with_recall(back)?, "recall");
        step.effects.push(Effect::amend(link.over(DeliveryState::Recalled), version));
        let lines =
            case.opened.all::<Disclosure>().filter(|line| line.packet == self.id && line.recalled.is_none() && !line.astray);
        for line in lines {
            let (line, version) = case.the(line.id)?;
            step.effects.push(Effect::amend(Disclosure { recalled: Some(case.now.time), ..line.clone() }, version));
        }
        step.effects.push(case.matter_with(&around.matter, What::Recall, None, self.words.trim().to_owned())?);
        Ok(step)
    }
}

of_packet!(RelinkPacket, "packet.relink", "Makes another link to the very bytes that went: the one before opens nothing any more. It is no second disclosure.", {
    /// The version that was seen.
    over: i64,
    /// What it is made of.
    link: Link,
    /// Whom it goes to: whom it went to.
    addressed: Addressed,
}, with reached);

impl RelinkPacket {
    fn reached(&self) -> Vec<Need> {
        reached(&self.addressed).into_iter().chain([Need::OfClient(self.client, Kind::Disclosure)]).collect()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let sent = around.packet.sent.as_ref().filter(|sent| sent.addressed.way == Served::Link).ok_or(Refusal::WrongState)?;
        ensure(sent.addressed == self.addressed, Refusal::OtherRecipient)?;
        around.permit.as_ref().map_err(|why| *why)?;
        around.may_reach(case, &self.addressed)?;
        case.is_where_it_should_be(around.packet)?;
        let (before, version) = case.link_of(around.packet).ok_or(Refusal::WrongState)?;
        // Where it went and where the code was told: another address is another sending.
        let Checked { to, number, .. } = address(case, &self.addressed)?;
        ensure(to == sent.address && number == before.number, Refusal::OtherRecipient)?;
        let link = case.linked(sent, around.packet, number, &self.link)?;
        let mut step = case.packed(around, around.packet.clone(), "relink");
        step.effects.push(Effect::amend(before.over(DeliveryState::Replaced), version));
        step.effects.push(Effect::add(link));
        Ok(step)
    }
}

of_packet!(StrayPacket, "packet.astray", "Says that it came into other hands than it was meant for. That opens a matter of its own, by itself.", {
    /// The version that was seen.
    over: i64,
    /// Who has it, as far as anybody knows.
    whom: String,
    /// What happened.
    words: String,
    /// What the law needs to know of it.
    intake: Intake,
}, with begun);

impl StrayPacket {
    fn begun(&self) -> Vec<Need> {
        vec![Need::one(self.intake.id)]
    }

    /// It left, to somebody whom nobody meant: that stands in the client's list too (45 CFR 164.528).
    fn line(&self, case: &Case<'_>, around: &Around<'_>, sent: &Sent, breach: &Matter) -> Disclosure {
        Disclosure {
            id: Id::derived(case.now, &self.intake.id.to_string()),
            matter: self.intake.id,
            at: case.now.time,
            to: self.whom.trim().to_owned(),
            address: String::new(),
            purpose: String::new(),
            cite: Vec::new(),
            owed: breach.owed().map(|owed| owed.duty.clone()).collect(),
            by: case.asker.id,
            who: case.asker.name.clone(),
            astray: true,
            ..around.went(case, sent)
        }
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        filled(&self.whom).and_then(|()| filled(&self.words))?;
        let sent = around.packet.sent.as_ref().ok_or(Refusal::WrongState)?;
        ensure(self.intake.flow == FlowKind::Breach && self.intake.client == Some(self.client), Refusal::BadValue)?;
        let mut opened = case.opens(&self.intake)?;
        // What may not be told of the one may not be told by way of the other.
        opened.matter.held_back = around.matter.waits_until(case.today()).map(|until| HeldBack {
            whom: around.matter.held_back.as_ref().map(|held| held.whom.clone()).unwrap_or_default(),
            spoken: false,
            until,
            at: case.now.time,
            who: case.asker.name.clone(),
        });
        let line = self.line(case, around, sent, &opened.matter);
        // What stands in the list by this very act is done by it.
        let by_it = |task: &Task| task.duty.as_deref().is_some_and(|duty| around.law.is_on_list(duty));
        let done = |task: Task| {
            if by_it(&task) { Task { state: TaskState::Done, outcome: Some(line.id.to_string()), ..task } } else { task }
        };
        let opened = Turn { tasks: opened.tasks.into_iter().map(done).collect(), ..opened };
        let mut step = case.packed(around, around.packet.clone(), "astray");
        step.entry = step.entry.about(Kind::Matter, &self.intake.id).about(Kind::Disclosure, &line.id);
        step.effects.extend(case.turned(opened, None, What::Open).effects);
        step.effects.push(Effect::add(line));
        step.effects.push(case.matter_with(&around.matter, What::Astray, None, self.words.trim().to_owned())?);
        // A link that stands still opens nothing any more.
        if let Some((link, version)) = case.link_of(around.packet).filter(|(link, _)| !link.secret.is_empty()) {
            step.effects.push(Effect::amend(link.over(DeliveryState::Shut), version));
        }
        Ok(step)
    }
}
