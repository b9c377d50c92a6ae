//! What is around a packet when something happens to it: the law's answer, what the file offers, whom it may reach.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::access::{Reason, Right, Target, may};
use crate::acts::matters::needs as needs_of_matter;
use crate::acts::{Case, ensure};
use crate::card::Heading;
use crate::class::Class;
use crate::client::{Against, Client, ClientId, Restriction, folded};
use crate::consent::Consent;
use crate::contact::Contact;
use crate::delivery::{Delivery, Take};
use crate::flows::{Item, Law, Matter, Served};
use crate::id::Id;
use crate::mail::Mail;
use crate::opened::Need;
use crate::packet::{Addressed, Certificate, Found, Offer, Packet, PacketId, PacketState, Permit, Stead, find, offers};
use crate::plain::{hex, quiet};
use crate::record::{Record, RecordId};
use crate::refusal::Refusal;
use crate::step::{Effect, Step};
use crate::task::{Task, TaskState};
use crate::thing::Kind;
use crate::worker::Worker;

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
    /// Whom the file names, each with who that is: they are looked for in the pages of files too.
    pub known: Vec<(String, Stead)>,
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
    /// The client's permission, where it goes by one.
    pub permitted: Option<Permitted>,
    /// Whom it is about: the names, and the birth date.
    pub about: About,
    /// An address that is kept secret: it may stand nowhere.
    pub secret: Vec<String>,
    /// The link that it stands behind, where it went by one.
    pub link: Option<Delivery>,
    /// The mails about that link.
    pub mails: Vec<Mail>,
    /// Who took it, by whichever link to these bytes.
    pub taken: Vec<Take>,
    /// Somebody said that these bytes came into other hands.
    pub astray: bool,
    /// The file names somebody since the paper was made, who may be seen on a picture of it.
    pub told_late: bool,
}
quiet!(Assembly, About, Permitted);

/// What the client permitted.
#[derive(Clone, PartialEq, Eq)]
pub struct Permitted {
    /// To whom.
    pub to: String,
    /// Which kinds.
    pub what: Vec<String>,
    /// The last day.
    pub until: Date,
}

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
    pub(super) fn of(client: &Client) -> Self {
        let name = client.legal_name.clone().unwrap_or_else(|| client.chosen_name.clone());
        let known_as = Some(client.chosen_name.clone()).filter(|chosen| *chosen != name);
        Self { name, known_as, born: client.born }
    }

    /// Whether that is the name and the birth date of this person: of one without a birth date nothing is told by two marks.
    pub fn is(&self, name: &str, born: Option<Date>) -> bool {
        let named =
            folded(&self.name) == folded(name) || self.known_as.as_deref().is_some_and(|known| folded(known) == folded(name));
        named && born.is_some() && self.born == born
    }
}

/// What a packet's acts look at.
pub(super) struct Around<'a> {
    pub(super) law: &'a Law,
    pub(super) client: &'a Client,
    pub(super) packet: &'a Packet,
    pub(super) version: i64,
    pub(super) matter: Matter,
    /// The law's leave, as it answers now; or why nothing can go.
    pub(super) permit: Result<Permit, Refusal>,
    /// What of the file the asker may put into what leaves.
    mine: Vec<&'a Record>,
    /// What was chosen, in order.
    pub(super) records: Vec<&'a Record>,
    pub(super) offers: Vec<Offer<'a>>,
}

pub(super) fn needs(id: PacketId, matter: Id<Matter>, client: ClientId) -> Vec<Need> {
    let kept = [Kind::Record, Kind::Delivery, Kind::Mail].map(|kind| Need::OfClient(client, kind));
    [Need::one(id)].into_iter().chain(kept).chain(needs_of_matter(matter, Some(client))).collect()
}

impl Case<'_> {
    /// Whether the asker may put that record into what leaves, or read it there.
    pub(super) fn may_send(&self, client: &Client, record: &Record) -> bool {
        let target = Target::Record { client, class: record.class, program: record.program, author: record.author };
        // Whoever sees to the matter by their office may be of the client's team as well.
        let by = |reason| may(self.asker, Right::PreparePacket, target, &self.ties, reason, self.now).is_ok();
        by(self.reason) || by(Reason::CareTeam) || by(Reason::OwnDuty)
    }

    pub(super) fn the_packet(&self, id: PacketId, matter: Id<Matter>) -> Result<Around<'_>, Refusal> {
        let (client, _) = self.the_client()?;
        let matter = self.matter_now(matter, Some(client.id))?;
        let mine = self.opened.all::<Record>().filter(|record| record.client == client.id && self.may_send(client, record));
        self.packet_among(id, matter, mine.collect())
    }

    /// The packet, with what of the file is to be seen by whoever asks.
    pub(super) fn packet_among<'a>(&'a self, id: PacketId, matter: Matter, mine: Vec<&'a Record>) -> Result<Around<'a>, Refusal> {
        let (client, _) = self.the_client()?;
        let (packet, version) = self.the::<Packet>(id)?;
        ensure(packet.client == client.id && packet.matter == matter.id, Refusal::NotFoundOrNotYours)?;
        let law = self.opened.law().ok_or(Refusal::WrongState)?;
        // What went is read by whoever may read all of it; nobody is shown a part.
        let find = |id| mine.iter().copied().find(|record| record.id == id).ok_or(Refusal::NotFoundOrNotYours);
        let records = packet.picks().map(find).collect::<Result<Vec<&Record>, Refusal>>()?;
        let permit = if packet.sent.is_some() { Permit::of_sent(&matter, law) } else { Permit::of(&matter, law) };
        let kinds = |item: &Item| permit.as_ref().map(|permit| permit.kinds(item)).unwrap_or_default();
        let stored = self.opened.one(packet.matter).ok_or(Refusal::NotFoundOrNotYours)?;
        let offers = offers(stored, packet.level, &mine, kinds);
        Ok(Around { law, client, packet, version, matter, permit, mine, records, offers })
    }

    /// The step that writes the packet as it is then.
    pub(super) fn packed(&self, around: &Around<'_>, next: Packet, event: &'static str) -> Step {
        let mut next = next;
        // Who reads it for somebody else has no hand in it, and may read it again.
        if event != "check" {
            next.hands.insert(self.asker.id);
        }
        let entry = self.entry().code("event", event).code("to", next.state).code("class", next.level);
        let entry = entry.about(Kind::Packet, &next.id).about(Kind::Matter, &next.matter);
        Case::done(entry, vec![Effect::amend(next, around.version)])
    }
}

/// SHA-256 of those names.
pub(super) fn named(known: &[(String, Stead)]) -> String {
    let mut digest = Sha256::new();
    for (name, _) in known {
        digest.update(name.len().to_be_bytes());
        digest.update(name);
    }
    hex(&digest.finalize())
}

impl Around<'_> {
    pub(super) fn certificate(&self) -> Certificate {
        Certificate::of(&self.packet.lines, &self.offers)
    }

    /// What of the file stays, by level, of what the asker knows of.
    pub(super) fn stay(&self) -> BTreeMap<Class, u32> {
        let going: BTreeSet<RecordId> = self.packet.picks().collect();
        let mut stay = BTreeMap::new();
        for record in self.mine.iter().filter(|record| !going.contains(&record.id)) {
            *stay.entry(record.class).or_default() += 1;
        }
        stay
    }

    /// The records, with all that was added to one of them later and that the same line asks for: a correction goes with what it corrects
    /// (45 CFR 164.526(c)(2)).
    pub(super) fn with_addenda(&self, mut picks: Vec<RecordId>) -> Vec<RecordId> {
        let offered = || self.offers.iter().flat_map(|offer| &offer.records);
        let mut at = 0;
        while let Some(id) = picks.get(at).copied() {
            let adds = offered().filter(|record| record.amends == Some(id)).map(|record| record.id);
            let new: Vec<RecordId> = adds.filter(|id| !picks.contains(id)).collect();
            picks.extend(new);
            at += 1;
        }
        picks
    }

    /// Whether somebody else reads it first: what is sensitive, what a court or a stranger gets, pictures, of which a machine reads a part at
    /// best, and one in so many.
    pub(super) fn needs_second(&self) -> bool {
        let sensitive = |record: &&Record| record.third_party || self.law.is_special(record.category.word());
        let pictures = self.packet.has_pictures(&self.records);
        let drawn = self.packet.id.bytes().last().is_some_and(|byte| byte % ONE_IN == 0);
        self.packet.level != Class::Legal
            || self.matter.is_answered_for()
            || drawn
            || pictures
            || self.records.iter().any(sensitive)
    }

    /// What the law wants done before, and is open still; what the packet itself does is done by it.
    pub(super) fn owed_first(&self, tasks: &[Task]) -> Vec<String> {
        // One that nobody was given yet is not done either.
        let settled = |task: &Task| task.state == TaskState::Done || task.waived.is_some();
        let done = |duty: &str| tasks.iter().any(|task| task.duty.as_deref() == Some(duty) && settled(task));
        let first = self.matter.owed().filter(|owed| owed.before && !self.law.is_by_packet(&owed.duty) && !done(&owed.duty));
        first.map(|owed| owed.duty.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whom the file names, each with who that is.
    pub(super) fn known(&self, case: &Case<'_>) -> Vec<(String, Stead)> {
        let client = self.client;
        let named = client.representatives.iter().map(|one| (one.name.clone(), Stead::Relative));
        let threats = client.unsafe_people.iter().map(|name| (name.clone(), Stead::Person));
        // Whom any note of the file names is somebody else in all of them, whoever may read that note; that it is one of a group is not said.
        let of_file = case.opened.all::<Record>().filter(|record| record.client == client.id);
        // Where what was said in a group goes itself, there is no secret in that.
        let of_group = |record: &Record| self.packet.level == Class::Group && record.class == Class::Group;
        let stead = |record| if of_group(record) { Stead::Member } else { Stead::Person };
        let told = of_file.flat_map(|record| record.others.iter().map(move |name| (name.clone(), stead(record))));
        let mut known: Vec<(String, Stead)> = named.chain(threats).chain(told).collect();
        known.sort_by(|(one, _), (other, _)| one.cmp(other));
        known.dedup_by(|(one, _), (other, _)| one == other);
        known
    }

    /// What looks like somebody else in what was chosen.
    pub(super) fn found(&self, case: &Case<'_>) -> Vec<Found> {
        let (client, known) = (self.client, self.known(case));
        let own: Vec<String> = [Some(client.chosen_name.clone()), client.legal_name.clone()].into_iter().flatten().collect();
        let workers: Vec<String> = case.opened.all::<Worker>().map(|worker| worker.name.clone()).collect();
        let texts = self.records.iter().flat_map(|record| [record.title.as_str(), record.text.as_str()]);
        find(texts, &known, (&own, &workers))
    }

    /// Whether somebody looked at each page of the files that go with it.
    pub(super) fn is_looked_through(&self) -> bool {
        self.packet.is_looked_through(&self.records)
    }

    /// Whether each that looks like somebody else was looked at.
    pub(super) fn is_screened(&self, case: &Case<'_>) -> bool {
        let decided = |words: &str| self.packet.leaves(words) || self.packet.hides(words).is_some();
        !self.is_told_late(case) && self.found(case).iter().all(|found| decided(&found.words))
    }

    /// Whether the file names somebody else since the paper was made, and pictures go in it: what stands on those is read before that alone.
    pub(super) fn is_told_late(&self, case: &Case<'_>) -> bool {
        let made = self.packet.state == PacketState::Made;
        let copy = self.packet.copy.as_ref().filter(|copy| made && !copy.named.is_empty());
        copy.is_some_and(|copy| copy.named != named(&self.known(case)))
    }

    /// Whom the client's permission names, and until when, where it goes by one.
    pub(super) fn permitted(&self, case: &Case<'_>) -> Option<Permitted> {
        let consent: &Consent = case.opened.one(self.matter.consent?)?;
        let terms = &consent.terms;
        let what = terms.what.iter().map(|kind| kind.word().to_owned()).collect();
        Some(Permitted { to: terms.other.clone(), what, until: terms.until })
    }

    /// Whether it may go to that one: whom the permission names and nobody else, else somebody of the kind that the law was asked about;
    /// never who is unsafe for the client, nor whom the agency promised to keep it from.
    pub(super) fn may_reach(&self, case: &Case<'_>, addressed: &Addressed) -> Result<(), Refusal> {
        // Nobody's key opens it where nobody is: a link would stand before a shut door.
        let by_link = addressed.way == Served::Link;
        ensure(!by_link || !self.packet.level.is_person_wrapped(), Refusal::WrongLevel)?;
        let contact: Option<&Contact> = addressed.contact.and_then(|id| case.opened.one(id));
        let names = [Some(&addressed.to), contact.map(|contact| &contact.name)];
        let names: Vec<&String> = names.into_iter().flatten().collect();
        ensure(!names.iter().any(|name| self.client.is_unsafe(name)), Refusal::UnsafePerson)?;
        let is_one = |name: &str| names.iter().any(|there| folded(there) == folded(name));
        let bars = |against: &Against| matches!(against, Against::Payer(name) | Against::Outsider(name) if is_one(name));
        let stands = |limit: &Restriction| self.records.iter().any(|record| limit.stands(record.class, case.now));
        let promised = self.client.restrictions.iter().any(|limit| bars(&limit.against) && stands(limit));
        ensure(!promised, Refusal::Promised)?;
        if self.matter.consent.is_some() {
            let named = self.permitted(case).is_some_and(|one| names.iter().all(|name| folded(name) == folded(&one.to)));
            return ensure(named, Refusal::OtherRecipient);
        }
        let kind = self.matter.facts.get("recipient_kind").and_then(|fact| fact.value.as_str());
        ensure(contact.is_none_or(|contact| Some(contact.recipient.as_str()) == kind), Refusal::OtherRecipient)
    }
}
