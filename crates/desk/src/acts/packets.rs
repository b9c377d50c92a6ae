//! Putting together what leaves, and letting it go. The law is asked at every step, and last inside the step by which something goes.

mod around;

pub use around::{About, Assembly, Permitted};

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::access::Right;
use crate::acts::matters::needs as needs_of_matter;
use crate::acts::{Case, Doing, ensure};
use crate::card::Heading;
use crate::class::Class;
use crate::client::ClientId;
use crate::contact::{ContactState, ContactWay};
use crate::disclosure::Disclosure;
use crate::flows::{Happened, Matter, Served, What};
use crate::id::Id;
use crate::opened::Need;
use crate::packet::{Addressed, Certificate, Check, Copy, Hidden, Offer, Packet, PacketId, PacketLine, Permit, Receipt, Sent};
use crate::plain::quiet;
use crate::record::{Attachment, RecordId};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::{Task, TaskState};
use crate::thing::Kind;

use around::{Around, needs};

/// At which level what goes by a matter is sealed: as the records of a Part 2 program, where the law was asked about such, else as legal papers
/// are. What is sealed to people alone goes by no packet yet.
pub fn level_of(matter: &Matter) -> Class {
    let part2 = matter.facts.get("record_has_part2_content").is_some_and(|fact| fact.value == true);
    if part2 { Class::Sud } else { Class::Legal }
}

/// Begins to put together what goes by a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPacket {
    /// Its id.
    pub id: PacketId,
    /// Which matter it answers.
    pub matter: Id<Matter>,
    /// Whose record.
    pub client: ClientId,
    /// At which level it is sealed: see [`level_of`].
    pub level: Class,
}

impl Doing for OpenPacket {
    const ACT: &'static str = "packet.open";
    const RIGHT: Right = Right::HandleMatter;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        let packets = Need::OfClient(self.client, Kind::Packet);
        [Need::one(self.id), packets].into_iter().chain(needs_of_matter(self.matter, Some(self.client))).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        case.is_new(self.id)?;
        let matter = case.matter_now(self.matter, Some(client.id))?;
        ensure(self.level == level_of(&matter), Refusal::WrongLevel)?;
        Permit::of(&matter, case.opened.law().ok_or(Refusal::WrongState)?)?;
        // One at a time for each level: what goes twice is sent twice.
        let same = |packet: &Packet| packet.matter == self.matter && packet.level == self.level && packet.sent.is_none();
        ensure(!case.opened.all::<Packet>().any(same), Refusal::AlreadyThere)?;
        let packet = Packet::new(self.id, self.matter, self.client, self.level, (case.asker.id, case.now.time));
        let effects = vec![Effect::add(packet)];
        let entry = case.entry().code("class", self.level).about(Kind::Packet, &self.id).about(Kind::Matter, &self.matter);
        Ok(Case::done(entry, effects))
    }
}

macro_rules! of_packet {
    ($name:ident, $act:literal, $about:literal, { $($(#[$doc:meta])* $field:ident: $type:ty,)* } $(, with $addressed:ident)?) => {
        #[doc = $about]
        #[derive(Clone, PartialEq)]
        pub struct $name {
            /// Which packet.
            pub id: PacketId,
            /// Of which matter.
            pub matter: Id<Matter>,
            /// Whose record.
            pub client: ClientId,
            $($(#[$doc])* pub $field: $type,)*
        }
        quiet!($name);

        impl Doing for $name {
            const ACT: &'static str = $act;
            const RIGHT: Right = Right::HandleMatter;

            fn client(&self) -> Option<ClientId> {
                Some(self.client)
            }

            fn needs(&self) -> Vec<Need> {
                let with: Vec<Option<Need>> = vec![$(self.$addressed.contact.map(Need::one))?];
                needs(self.id, self.matter, self.client).into_iter().chain(with.into_iter().flatten()).collect()
            }

            fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
                self.taken(case, &case.the_packet(self.id, self.matter)?)
            }
        }
    };
}

of_packet!(ReadPacket, "packet.read", "Reads a packet, with what may still be put in.", {});

impl ReadPacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        let heading = |offer: &Offer<'_>| (offer.item.clone(), offer.records.iter().map(|record| Heading::of(record)).collect());
        let secret = around.client.address.clone().filter(|_| around.client.address_protected);
        let assembly = Assembly {
            packet: around.packet.clone(),
            version: around.version,
            matter: around.matter.clone(),
            offers: around.offers.iter().map(heading).collect(),
            records: around.records.iter().copied().cloned().collect(),
            found: around.found(case),
            certificate: around.certificate(),
            needs_second: around.needs_second(),
            owed_first: around.owed_first(&case.tasks_of(self.matter)),
            stopped: around.permit.as_ref().err().copied(),
            cite: around.law.cited(&around.matter.facts, case.now)?,
            permitted: around.permitted(case),
            about: About::of(around.client),
            secret: secret.into_iter().collect(),
        };
        let entry = case.entry().code("class", around.packet.level).about(Kind::Packet, &self.id);
        let entry = around.packet.picks().fold(entry, |entry, id| entry.about(Kind::Record, &id));
        Ok(Case::shown(entry, Seen::Packet(Box::new(assembly))))
    }
}

/// What goes of one line.
#[derive(Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which line, by its place in the list.
    pub line: usize,
    /// What goes.
    pub picks: Vec<RecordId>,
    /// The line asks for each of them.
    pub each: bool,
    /// Why the others stay.
    pub left: Option<crate::packet::Left>,
}
quiet!(Chosen);

of_packet!(ChoosePacket, "packet.choose", "Says which records go, line by line.", {
    /// The version that was seen.
    over: i64,
    /// Line by line.
    chosen: Vec<Chosen>,
});

impl ChoosePacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        around.permit.as_ref().map_err(|why| *why)?;
        let line = |chosen: &Chosen| {
            let item = around.matter.items.get(chosen.line).ok_or(Refusal::BadValue)?;
            let picks = around.with_addenda(chosen.picks.clone());
            Ok(PacketLine { item: item.clone(), picks, each: chosen.each, left: chosen.left })
        };
        let lines = self.chosen.iter().map(line).collect::<Result<Vec<_>, Refusal>>()?;
        let certificate = Certificate::of(&lines, &around.offers);
        Ok(case.packed(around, around.packet.with_lines(lines, certificate)?, "choose"))
    }
}

of_packet!(ScreenPacket, "packet.screen", "Says what of it is somebody else's, and is hidden, and what is not.", {
    /// The version that was seen.
    over: i64,
    /// What is hidden.
    hidden: Vec<Hidden>,
    /// What stays as it is.
    shown: BTreeSet<String>,
});

impl ScreenPacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let next = around.packet.with_words(self.hidden.clone(), self.shown.clone())?;
        Ok(case.packed(around, next, "screen"))
    }
}

of_packet!(MakePacket, "packet.make", "Says what the paper is that was set of it: these bytes and no others can go.", {
    /// The version that was seen.
    over: i64,
    /// SHA-256 of its bytes.
    sha256: String,
    /// Its pages.
    pages: u32,
    /// The ledger's head at its foot.
    head: String,
    /// Whom it names.
    addressed: Addressed,
    /// In which language.
    language: String,
}, with addressed);

impl MakePacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        around.permit.as_ref().map_err(|why| *why)?;
        ensure(around.is_screened(case), Refusal::PacketNotReady)?;
        around.may_reach(case, &self.addressed)?;
        let copy = Copy {
            sha256: self.sha256.clone(),
            pages: self.pages,
            address: address(case, &self.addressed)?,
            addressed: self.addressed.clone(),
            language: self.language.clone(),
            stay: around.stay(),
            head: self.head.clone(),
            at: case.now.time,
            by: case.asker.id,
        };
        Ok(case.packed(around, around.packet.with_copy(copy, around.certificate())?, "make"))
    }
}

of_packet!(CheckPacket, "packet.check", "Somebody else read it as whoever gets it will.", {
    /// The version that was seen.
    over: i64,
    /// Whether it may go as it is.
    fine: bool,
    /// What they say of it.
    words: String,
});

impl CheckPacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let (by, who, at) = (case.asker.id, case.asker.name.clone(), case.now.time);
        let sha256 = around.packet.copy.as_ref().map(|copy| copy.sha256.clone()).unwrap_or_default();
        let check = Check { by, who, at, sha256, fine: self.fine, words: self.words.trim().to_owned() };
        let mut step = case.packed(around, around.packet.with_check(check)?, "check");
        step.entry = step.entry.code("fine", if self.fine { "yes" } else { "no" });
        Ok(step)
    }
}

of_packet!(SendPacket, "packet.send", "Lets it go. The law is asked here, and no later.", {
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
}, with addressed);

/// By which way of the address book that goes; none: it is handed over, or stands on a letter.
pub const fn way_of(way: Served) -> Option<ContactWay> {
    match way {
        Served::Fax => Some(ContactWay::Fax),
        Served::Electronic => Some(ContactWay::Mail),
        Served::Mail => Some(ContactWay::Post),
        Served::Hand | Served::Talk => None,
    }
}

/// Where it goes: what somebody checked, unless it is handed to whoever shows who they are.
fn address(case: &Case<'_>, addressed: &Addressed) -> Result<String, Refusal> {
    ensure(addressed.way != Served::Talk, Refusal::BadValue)?;
    let Some(way) = way_of(addressed.way) else { return Ok(String::new()) };
    let (contact, _) = case.the(addressed.contact.ok_or(Refusal::UncheckedAddress)?)?;
    ensure(contact.state == ContactState::Kept, Refusal::UncheckedAddress)?;
    contact.checked(way).map(str::to_owned).ok_or(Refusal::UncheckedAddress)
}

impl SendPacket {
    fn sent(&self, case: &Case<'_>, around: &Around<'_>, address: String) -> Result<Sent, Refusal> {
        Ok(Sent {
            file: self.file.clone(),
            addressed: self.addressed.clone(),
            address,
            at: case.now.time,
            by: case.asker.id,
            who: case.asker.name.clone(),
            cite: around.law.cited(&around.matter.facts, case.now)?,
            receipt: None,
        })
    }

    /// The line of the accounting, which no other act writes.
    fn disclosure(&self, case: &Case<'_>, around: &Around<'_>, sent: &Sent) -> Disclosure {
        let owed = around.matter.ruling.iter().flat_map(|ruled| &ruled.owed).filter(|owed| !owed.perhaps);
        let purpose = around.matter.facts.get("purpose").and_then(|fact| fact.value.as_str()).unwrap_or_default();
        Disclosure {
            id: Id::derived(case.now, &self.id.to_string()),
            client: self.client,
            matter: self.matter,
            packet: self.id,
            at: sent.at,
            to: sent.addressed.to.clone(),
            address: sent.address.clone(),
            way: sent.addressed.way,
            kinds: around.records.iter().map(|record| record.category.word().to_owned()).collect(),
            pages: around.packet.copy.as_ref().map_or(0, |copy| copy.pages),
            purpose: purpose.to_owned(),
            cite: sent.cite.clone(),
            owed: owed.map(|owed| owed.duty.clone()).collect(),
            by: sent.by,
            who: sent.who.clone(),
            sha256: sent.file.sha256.clone(),
        }
    }

    /// The matter with what went, and what is done by that.
    fn told(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Vec<Effect>, Refusal> {
        let (_, version) = case.the::<Matter>(self.matter)?;
        let mut matter = around.matter.clone();
        matter.timeline.push(Happened {
            at: case.now.time,
            who: case.asker.name.clone(),
            what: What::Send,
            code: Some(self.addressed.way.word().to_owned()),
            words: Some(self.addressed.to.clone()),
        });
        let mut effects = vec![Effect::amend(matter, version)];
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
        let to = address(case, &self.addressed)?;
        let same = |copy: &Copy| copy.addressed == self.addressed && copy.address == to;
        ensure(around.packet.copy.as_ref().is_some_and(same), Refusal::StaleVersion)?;
        let sent = self.sent(case, around, to)?;
        let disclosure = self.disclosure(case, around, &sent);
        let next = around.packet.with_sent(sent, around.needs_second())?;
        let mut step = case.packed(around, next, "send");
        step.entry = step.entry.code("how", self.addressed.way).code("kind", around.matter.kind);
        step.entry = step.entry.about(Kind::Disclosure, &disclosure.id);
        step.effects.push(Effect::add(disclosure));
        step.effects.push(Effect::KeepChunks(self.file.id));
        step.effects.extend(self.told(case, around)?);
        Ok(step)
    }
}

of_packet!(ReceivePacket, "packet.receipt", "Says what shows that it came where it should.", {
    /// The version that was seen.
    over: i64,
    /// What shows it.
    words: String,
});

impl ReceivePacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let receipt = Receipt { at: case.now.time, who: case.asker.name.clone(), words: self.words.trim().to_owned() };
        Ok(case.packed(around, around.packet.with_receipt(receipt)?, "receipt"))
    }
}
