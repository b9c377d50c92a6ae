//! Putting together what leaves, and letting it go. The law is asked at every step, and last inside the step by which something goes.

/// An act on a packet: what it is about, what more it opens, and that it is held against the packet with all around it.
macro_rules! of_packet {
    ($name:ident, $act:literal, $about:literal, { $($(#[$doc:meta])* $field:ident: $type:ty,)* } $(, with $more:ident)?) => {
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
                needs(self.id, self.matter, self.client).into_iter()$(.chain(self.$more()))?.collect()
            }

            fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
                self.taken(case, &case.the_packet(self.id, self.matter)?)
            }
        }
    };
}

mod around;
mod mailing;
mod sending;
mod taking;

pub use around::{About, Assembly, Permitted};
pub use mailing::*;
pub use sending::*;
pub use taking::TakePacket;

use std::collections::BTreeSet;

use crate::access::Right;
use crate::acts::matters::needs as needs_of_matter;
use crate::acts::{Case, Doing, ensure};
use crate::card::Heading;
use crate::class::{Category, Class};
use crate::client::ClientId;
use crate::flows::Matter;
use crate::id::Id;
use crate::opened::Need;
use crate::packet::{Addressed, Certificate, Check, Copy, Hidden, Offer, Packet, PacketId, PacketLine, Pages, Permit, Receipt};
use crate::plain::quiet;
use crate::record::{Attachment, Record, RecordId};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;

use around::{Around, named, needs};

/// At which levels what goes by a matter is sealed, a packet for each. First the ordinary one: as the records of a Part 2 program, where the law
/// was asked about such, else as legal papers are. Then what is more private, where the law lets go of that kind by its own name; an advocate's
/// file, which holds ordinary kinds, where the law was asked as it is for an advocate.
pub fn levels_of(matter: &Matter) -> Vec<Class> {
    let part2 = matter.facts.get("record_has_part2_content").is_some_and(|fact| fact.value == true);
    let goes: BTreeSet<Class> = matter.goes().iter().filter_map(|kind| Category::from_word(kind)).map(Category::class).collect();
    let named =
        [Class::Group, Class::SudCounselingNotes, Class::PsychotherapyNotes].into_iter().filter(|class| goes.contains(class));
    let first = if part2 { Class::Sud } else { Class::Legal };
    let advocate = matter.word("holder_profession") == "victim_advocate";
    [first].into_iter().chain(named).chain(advocate.then_some(Class::Privileged)).collect()
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
    /// At which level it is sealed: see [`levels_of`].
    pub level: Class,
}

impl Doing for OpenPacket {
    const ACT: &'static str = "packet.open";
    const RIGHT: Right = Right::HandleMatter;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        let of_client = [Kind::Packet, Kind::Record].map(|kind| Need::OfClient(self.client, kind));
        [Need::one(self.id)].into_iter().chain(of_client).chain(needs_of_matter(self.matter, Some(self.client))).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, _) = case.the_client()?;
        case.is_new(self.id)?;
        let matter = case.matter_now(self.matter, Some(client.id))?;
        let levels = levels_of(&matter);
        ensure(levels.contains(&self.level), Refusal::WrongLevel)?;
        // What is more private is begun by who may put some of it in.
        let holds = |record: &Record| record.client == client.id && record.class == self.level && case.may_send(client, record);
        ensure(levels.first() == Some(&self.level) || case.opened.all::<Record>().any(holds), Refusal::NothingGoes)?;
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

of_packet!(ReadPacket, "packet.read", "Reads a packet, with what may still be put in.", {}, with told);

impl ReadPacket {
    fn told(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Disclosure)]
    }

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
            known: around.known(case),
            certificate: around.certificate(),
            needs_second: around.needs_second(),
            owed_first: around.owed_first(&case.tasks_of(self.matter)),
            stopped: around.permit.as_ref().err().copied(),
            cite: around.law.cited(&around.matter.facts, case.now)?,
            permitted: around.permitted(case),
            about: About::of(around.client),
            secret: secret.into_iter().collect(),
            link: case.link_of(around.packet).map(|(link, _)| link.as_of(case.now.time)),
            mails: case.mails_of(around.packet).cloned().collect(),
            taken: case.links_of(around.packet).flat_map(|link| link.takes.clone()).collect(),
            astray: case.is_astray(around.packet),
            told_late: around.is_told_late(case),
        };
        let entry =
            case.entry().code("class", around.packet.level).about(Kind::Packet, &self.id).about(Kind::Matter, &self.matter);
        let entry = around.packet.picks().fold(entry, |entry, id| entry.about(Kind::Record, &id));
        // Whoever looks at a paper looks at all of its pictures: that is one look.
        let pictures = around.packet.copy.as_ref().map(|copy| copy.pictures).filter(|count| *count > 0);
        let entry = pictures.into_iter().fold(entry, |entry, count| entry.number("pictures", count));
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

of_packet!(LookPacket, "packet.look", "Says what of a file of it goes, page by page, and what is blacked out there.", {
    /// The version that was seen.
    over: i64,
    /// What was decided of the file.
    pages: Pages,
});

impl LookPacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        let next = around.packet.with_pages(self.pages.clone(), &around.records)?;
        Ok(case.packed(around, next, "look"))
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
    /// So many pages of files go in it as pictures; none where nothing here shows pages: then all files stay, and nobody has to look at them.
    pictures: Option<u32>,
    /// Those of them that no machine could read, each by its file and its number: people read every word there.
    unread: Vec<(Id<Attachment>, u32)>,
    /// For so many of them no machine answers.
    by_eye: u32,
}, with reached);

impl MakePacket {
    fn reached(&self) -> Vec<Need> {
        reached(&self.addressed)
    }

    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        around.permit.as_ref().map_err(|why| *why)?;
        ensure(around.is_screened(case), Refusal::PacketNotReady)?;
        ensure(self.pictures.is_none() || around.is_looked_through(), Refusal::PacketNotReady)?;
        ensure(around.packet.is_read_by_people(&self.unread), Refusal::PacketNotReady)?;
        around.may_reach(case, &self.addressed)?;
        let copy = Copy {
            sha256: self.sha256.clone(),
            pages: self.pages,
            address: address(case, &self.addressed)?.to,
            addressed: self.addressed.clone(),
            language: self.language.clone(),
            stay: around.stay(),
            head: self.head.clone(),
            at: case.now.time,
            by: case.asker.id,
            named: if around.packet.has_pictures(&around.records) { named(&around.known(case)) } else { String::new() },
            pictures: self.pictures.unwrap_or_default(),
            by_eye: self.by_eye,
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
    /// So many of its pictures they were shown.
    pictures: u32,
});

impl CheckPacket {
    fn taken(&self, case: &Case<'_>, around: &Around<'_>) -> Result<Step, Refusal> {
        ensure(around.version == self.over, Refusal::StaleVersion)?;
        ensure(!self.fine || around.is_screened(case), Refusal::PacketNotReady)?;
        let all = around.packet.copy.as_ref().map_or(0, |copy| copy.pictures);
        ensure(!self.fine || self.pictures >= all, Refusal::PacketNotReady)?;
        let (by, who, at) = (case.asker.id, case.asker.name.clone(), case.now.time);
        let sha256 = around.packet.copy.as_ref().map(|copy| copy.sha256.clone()).unwrap_or_default();
        let check = Check { by, who, at, sha256, fine: self.fine, words: self.words.trim().to_owned() };
        let mut step = case.packed(around, around.packet.with_check(check)?, "check");
        step.entry = step.entry.code("fine", if self.fine { "yes" } else { "no" });
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
        let receipt =
            Receipt { at: case.now.time, who: case.asker.name.clone(), words: self.words.trim().to_owned(), by_link: false };
        Ok(case.packed(around, around.packet.with_receipt(receipt)?, "receipt"))
    }
}
