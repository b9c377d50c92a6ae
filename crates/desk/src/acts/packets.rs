//! Putting together what leaves, and letting it go. The law is asked at every step, and last inside the step by which something goes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::access::{Reason, Right, Target, may};
use crate::acts::{Case, Doing, ensure};
use crate::card::Heading;
use crate::class::Class;
use crate::client::{Client, ClientId};
use crate::consent::Consent;
use crate::contact::{ContactState, ContactWay};
use crate::disclosure::Disclosure;
use crate::flows::{Happened, Item, Law, Matter, MatterState, Served, What};
use crate::id::Id;
use crate::opened::{Need, Opened};
use crate::packet::{
    Addressed, Certificate, Check, Copy, Found, Hidden, PacketLine, Offer, Packet, PacketId, Permit, Receipt, Sent, Stead, find, level_for, offers,
};
use crate::plain::quiet;
use crate::record::{Attachment, Record, RecordId};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::{Task, TaskState};
use crate::thing::Kind;
use crate::worker::Worker;

use super::matters::{needs as needs_of_matter};

/// One packet in so many is read by a second person, whatever it holds.
const ONE_IN: u8 = 8;

/// A packet with all that is around it, as one worker sees it.
#[derive(Clone, PartialEq)]
pub struct Assembly {
    /// The packet.
    pub packet: Packet,
    /// The version it was opened at.
    pub version: i64,
    /// The matter, as the law answers it now.
    pub matter: Matter,
    /// What each line asks for, of what the asker may put in.
    pub offers: Vec<(Item, Vec<Heading>)>,
    /// What was chosen, in order.
    pub records: Vec<Record>,
    /// What looks like somebody else in it.
    pub found: Vec<Found>,
    /// Whether it is the least that answers.
    pub certificate: Certificate,
    /// Whether somebody else has to read it.
    pub needs_second: bool,
    /// What the law wants done before anything goes, by its words.
    pub owed_first: Vec<String>,
    /// Why nothing can go, if so.
    pub stopped: Option<Refusal>,
    /// By what law it goes.
    pub cite: Vec<String>,
    /// Whom the client's permission names and until when, where it goes by one.
    pub permitted: Option<(String, Date)>,
    /// Whom it is about: the names, and the birth date.
    pub about: About,
    /// An address that is kept secret: it may stand nowhere.
    pub secret: Vec<String>,
}
quiet!(Assembly, About);

/// Whom a record is about, as it is told from others.
#[derive(Clone, PartialEq, Eq)]
pub struct About {
    /// The name on papers.
    pub name: String,
    /// The name to use, where it is another.
    pub known_as: Option<String>,
    /// The birth date.
    pub born: Option<Date>,
}

impl About {
    fn of(client: &Client) -> Self {
        let name = client.legal_name.clone().unwrap_or_else(|| client.chosen_name.clone());
        let known_as = Some(client.chosen_name.clone()).filter(|chosen| *chosen != name);
        Self { name, known_as, born: client.born }
    }

    /// Whether that is the name and the birth date of this person: of one without a birth date nothing is told by two marks.
    pub fn is(&self, name: &str, born: Option<Date>) -> bool {
        let plain = |name: &str| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let named = plain(&self.name) == plain(name) || self.known_as.as_deref().is_some_and(|known| plain(known) == plain(name));
        named && born.is_some() && self.born == born
    }
}

/// What a packet's acts look at.
struct Around<'a> {
    law: &'a Law,
    client: &'a Client,
    packet: &'a Packet,
    version: i64,
    matter: Matter,
    offers: Vec<Offer<'a>>,
}

fn needs(id: PacketId, matter: Id<Matter>, client: ClientId) -> Vec<Need> {
    let own = [Need::one(id), Need::OfClient(client, Kind::Record), Need::OfClient(client, Kind::Coverage)];
    own.into_iter().chain(needs_of_matter(matter, Some(client))).collect()
}

impl Case<'_> {
    /// Whether the asker may put that record into what leaves, or read it there.
    fn may_send(&self, client: &Client, record: &Record) -> bool {
        let target = Target::Record { client, class: record.class, program: record.program, author: record.author };
        // Whoever sees to the matter by their office may be of the client's team as well.
        let by = |reason| may(self.asker, Right::PreparePacket, target, &self.ties, reason, self.now).is_ok();
        by(self.reason) || by(Reason::CareTeam) || by(Reason::OwnDuty)
    }

    fn the_packet(&self, id: PacketId, matter: Id<Matter>) -> Result<Around<'_>, Refusal> {
        let (client, _) = self.the_client()?;
        let (packet, version) = self.the::<Packet>(id)?;
        ensure(packet.client == client.id && packet.matter == matter, Refusal::NotFoundOrNotYours)?;
        let law = self.opened.law().ok_or(Refusal::WrongState)?;
        let matter = self.matter_now(matter, Some(client.id))?;
        let mine: Vec<&Record> =
            self.opened.all::<Record>().filter(|record| record.client == client.id && self.may_send(client, record)).collect();
        // What went is read by whoever may read all of it; nobody is shown a part.
        let whole = packet.picks().all(|id| mine.iter().any(|record| record.id == id));
        ensure(whole, Refusal::NotFoundOrNotYours)?;
        let permit = Permit::of(&matter, law).ok();
        let kinds = |item: &Item| permit.as_ref().map(|permit| permit.kinds(item)).unwrap_or_default();
        let stored = self.opened.one(packet.matter).ok_or(Refusal::NotFoundOrNotYours)?;
        let offers = offers(stored, packet.level, &mine, kinds);
        Ok(Around { law, client, packet, version, matter, offers })
    }

    /// The step that writes the packet as it is then.
    fn packed(&self, around: &Around<'_>, next: Packet, event: &'static str) -> Step {
        let entry = self.entry().code("event", event).code("to", next.state).code("class", next.level);
        let entry = entry.about(Kind::Packet, &next.id).about(Kind::Matter, &next.matter);
        Case::done(entry, vec![Effect::amend(next, around.version)])
    }
}

impl<'a> Around<'a> {
    fn certificate(&self) -> Certificate {
        self.packet.certificate(&self.offers)
    }

    fn records(&self) -> impl Iterator<Item = &'a Record> {
        let find = |id: RecordId| self.offers.iter().flat_map(|offer| &offer.records).find(|record| record.id == id);
        self.packet.picks().filter_map(find).copied().collect::<Vec<_>>().into_iter()
    }

    /// Whether somebody else reads it first: what is sensitive, what a court or a stranger gets, and one in so many.
    fn needs_second(&self) -> bool {
        let sensitive = |record: &Record| record.class == Class::Group || self.law.is_special(record.category.word());
        let drawn = self.packet.id.bytes().last().is_some_and(|byte| byte % ONE_IN == 0);
        self.packet.level != Class::Legal || self.matter.is_answered_for() || drawn || self.records().any(sensitive)
    }

    /// What the law wants done before, and is open still; what the packet itself does is done by it.
    fn owed_first(&self, tasks: &[Task]) -> Vec<String> {
        let open = |duty: &str| tasks.iter().any(|t| t.duty.as_deref() == Some(duty) && t.state == TaskState::Open && t.waived.is_none());
        let owed = self.matter.ruling.iter().flat_map(|ruled| &ruled.owed);
        let first = owed.filter(|owed| owed.before && !owed.perhaps && !self.law.is_by_packet(&owed.duty) && open(&owed.duty));
        first.map(|owed| owed.duty.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What looks like somebody else in what was chosen.
    fn found(&self, case: &Case<'_>) -> Vec<Found> {
        let client = self.client;
        let named = client.representatives.iter().map(|one| (one.name.clone(), Stead::Relative));
        let known: Vec<(String, Stead)> = named.chain(client.unsafe_people.iter().map(|name| (name.clone(), Stead::Person))).collect();
        let workers = case.opened.all::<Worker>().map(|worker| worker.name.clone());
        let own: Vec<String> = [Some(client.chosen_name.clone()), client.legal_name.clone()].into_iter().flatten().chain(workers).collect();
        find(self.records().flat_map(|record| [record.title.as_str(), record.text.as_str()]), &known, &own)
    }

    /// Whether each that looks like somebody else was looked at.
    fn is_screened(&self, case: &Case<'_>) -> bool {
        let decided = |found: &Found| {
            let words = found.words.to_lowercase();
            self.packet.shown.iter().any(|shown| shown.to_lowercase() == words)
                || self.packet.hidden.iter().any(|hidden| hidden.words.to_lowercase() == words)
        };
        self.found(case).iter().all(decided)
    }

    /// Whom the client's permission names, and until when, where it goes by one.
    fn permitted(&self, case: &Case<'_>) -> Option<(String, Date)> {
        let consent: &Consent = case.opened.one(self.matter.consent?)?;
        Some((consent.terms.other.clone(), consent.terms.until))
    }

    /// Whether that is whom a permission names, where one lets it go.
    fn is_named(&self, case: &Case<'_>, to: &str) -> bool {
        self.matter.consent.is_none() || self.permitted(case).is_some_and(|(other, _)| other.trim() == to.trim())
    }

    /// Where nothing can go now, why.
    fn stopped(&self) -> Option<Refusal> {
        Permit::of(&self.matter, self.law).err()
    }
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
    /// For what is kept at that level; the ordinary file, with what is at `legal`, is one packet.
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
        ensure(self.level == level_for(self.level) && self.level != Class::Agency, Refusal::WrongLevel)?;
        let matter = case.matter_now(self.matter, Some(client.id))?;
        ensure(matter.state == MatterState::Open, Refusal::WrongState)?;
        Permit::of(&matter, case.opened.law().ok_or(Refusal::WrongState)?)?;
        // One at a time for each level: what goes twice is sent twice.
        let same = |packet: &Packet| packet.matter == self.matter && packet.level == self.level && packet.sent.is_none();
        ensure(!case.opened.all::<Packet>().any(same), Refusal::AlreadyThere)?;
        let packet = Packet::new(self.id, self.matter, self.client, self.level, (case.asker.id, case.now.time));
        let mut effects = Vec::new();
        if self.level.is_person_wrapped() {
            ensure(!case.asker.public_key.is_empty(), Refusal::NoKey)?;
            let public_key = case.asker.public_key.clone();
            effects.push(Effect::WrapClassTo { client: client.id, class: self.level, worker: case.asker.id, public_key });
        }
        effects.push(Effect::add(packet));
        let entry = case.entry().code("class", self.level).about(Kind::Packet, &self.id).about(Kind::Matter, &self.matter);
        Ok(Case::done(entry, effects))
    }
}

macro_rules! of_packet {
    ($name:ident, $act:literal, $about:literal, { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
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
                let more = self.more();
                needs(self.id, self.matter, self.client).into_iter().chain(more).collect()
            }

            fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
                self.taken(case, &case.the_packet(self.id, self.matter)?)
            }
        }
    };
}

of_packet!(ReadPacket, "packet.read", "Reads a packet, with what may still be put in.", {});

impl ReadPacket {
    #[expect(clippy::unused_self, reason = "of the same shape as its neighbours")]
    fn more(&self) -> Vec<Need> {
        Vec::new()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        let heading = |offer: &Offer<'_>| (offer.item.clone(), offer.records.iter().map(|record| Heading::of(record)).collect());
        let secret = around.client.address.clone().filter(|_| around.client.address_protected);
        let assembly = Assembly {
            packet: around.packet.clone(),
            version: around.version,
            matter: around.matter.clone(),
            offers: around.offers.iter().map(heading).collect(),
            records: around.records().cloned().collect(),
            found: around.found(case),
            certificate: around.certificate(),
            needs_second: around.needs_second(),
            owed_first: around.owed_first(&case.tasks_of(self.matter)),
            stopped: around.stopped(),
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
    /// PacketLine by line.
    chosen: Vec<Chosen>,
});

impl ChoosePacket {
    fn more(&self) -> Vec<Need> {
        Vec::new()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        around.stopped().map_or(Ok(()), Err)?;
        let line = |chosen: &Chosen| {
            let item = around.matter.items.get(chosen.line).ok_or(Refusal::BadValue)?;
            Ok(PacketLine { item: item.clone(), picks: chosen.picks.clone(), each: chosen.each, left: chosen.left })
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
    fn more(&self) -> Vec<Need> {
        Vec::new()
    }

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
    /// How many records of the file stay, by level.
    stay: BTreeMap<Class, u32>,
    /// Whom it names.
    addressed: Addressed,
    /// In which language.
    language: String,
});

impl MakePacket {
    fn more(&self) -> Vec<Need> {
        self.addressed.contact.map(Need::one).into_iter().collect()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        around.stopped().map_or(Ok(()), Err)?;
        ensure(around.is_screened(case), Refusal::PacketNotReady)?;
        address(case, &self.addressed)?;
        ensure(around.is_named(case, &self.addressed.to), Refusal::BadValue)?;
        let copy = Copy {
            sha256: self.sha256.clone(),
            pages: self.pages,
            addressed: self.addressed.clone(),
            language: self.language.clone(),
            stay: self.stay.clone(),
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
    fn more(&self) -> Vec<Need> {
        Vec::new()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let (by, who, at) = (case.asker.id, case.asker.name.clone(), case.now.time);
        let check = Check { by, who, at, fine: self.fine, words: self.words.trim().to_owned() };
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
});

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
    let reached = contact.reached.iter().find(|reached| reached.way == way && reached.checked.is_some());
    reached.map(|reached| reached.to.clone()).ok_or(Refusal::UncheckedAddress)
}

impl SendPacket {
    fn more(&self) -> Vec<Need> {
        self.addressed.contact.map(Need::one).into_iter().collect()
    }

    fn sent(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Sent, Refusal> {
        Ok(Sent {
            file: self.file.clone(),
            addressed: self.addressed.clone(),
            address: address(case, &self.addressed)?,
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
            kinds: around.records().map(|record| record.category.word().to_owned()).collect(),
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
        let by_it = |task: &Task| task.state == TaskState::Open && task.duty.as_deref().is_some_and(|duty| around.law.is_by_packet(duty));
        for task in case.tasks_of(self.matter).into_iter().filter(by_it) {
            let (_, version) = case.the::<Task>(task.id)?;
            effects.push(Effect::amend(Task { state: TaskState::Done, outcome: Some(self.id.to_string()), ..task }, version));
        }
        Ok(effects)
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        // As the law answers now: what was stopped a moment ago lets nothing go.
        let permit = Permit::of(&around.matter, around.law)?;
        let may_go = |line: &PacketLine| {
            let kinds = permit.kinds(&line.item);
            let of = |id: &RecordId| case.opened.one(*id).is_some_and(|record: &Record| kinds.contains(record.category.word()));
            line.picks.iter().all(of)
        };
        ensure(around.packet.lines.iter().all(may_go) && around.certificate().bounded, Refusal::NothingGoes)?;
        ensure(!around.matter.is_answered_for() || case.may_do(Right::HandleMatter, self.client), Refusal::NotYourWork)?;
        ensure(About::of(around.client).is(&self.name, Some(self.born)), Refusal::WrongClient)?;
        ensure(around.owed_first(&case.tasks_of(self.matter)).is_empty(), Refusal::OwedFirst)?;
        // Whom the paper names, and nobody else.
        ensure(around.packet.copy.as_ref().is_some_and(|copy| copy.addressed == self.addressed), Refusal::StaleVersion)?;
        let sent = self.sent(case, around)?;
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
    fn more(&self) -> Vec<Need> {
        Vec::new()
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let receipt = Receipt { at: case.now.time, who: case.asker.name.clone(), words: self.words.trim().to_owned() };
        Ok(case.packed(around, around.packet.with_receipt(receipt)?, "receipt"))
    }
}

/// Lists the packets of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPackets {
    /// Of which matter.
    pub matter: Id<Matter>,
    /// Whose record.
    pub client: ClientId,
}

impl Doing for ListPackets {
    const ACT: &'static str = "packet.list";
    const RIGHT: Right = Right::HandleMatter;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Packet)]
    }

    fn target<'a>(&self, opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        opened.one(self.client).map_or(Target::Nothing, Target::Client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mine = |packet: &&Packet| packet.matter == self.matter && packet.client == self.client;
        let mut packets: Vec<Packet> = case.opened.all::<Packet>().filter(mine).cloned().collect();
        packets.sort_by_key(|packet| (packet.began, packet.id));
        Ok(Case::shown(case.entry().about(Kind::Matter, &self.matter), Seen::Packets(packets)))
    }
}
