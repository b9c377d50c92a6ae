//! A release as the rig makes it: an office that the client permitted to have something, a matter that was decided, and packets on their way
//! there, act by act, each under a key made of its number.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde_json::Value as Json;
use tacenda::act::{Asked, Done};
use tacenda::agency::Upload;
use tacenda::packs;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{
    Act, AddRecord, CheckContact, ChoosePacket, Chosen, DrawUpConsent, KeepContact, MakePacket, OpenMatter, OpenPacket,
    ReadMatter, ReadPacket, RecallPacket, ScreenPacket, SendPacket, SignConsent, StepMatter, StopConsent,
};
use tacenda_desk::flows::{Event, FlowKind, Intake, Item, Law, Response, Served};
use tacenda_desk::{
    Addressed, Attachment, Category, CheckedBy, Class, Consent, Contact, ContactWay, Delivery, DeliveryState, Disclosure, Hidden,
    Id, Kept, Kind, KnownBy, Link, Matter, Packet, Purpose, Record, Seen, Signature, Signed, Signer, Source, Stead, StoppedBy,
    TaskState, Terms, Thing, Time, Toward,
};
use tacenda_ledger::Hash;
use tacenda_store::keys::Keys;
use tacenda_store::{Error, Tx, sealed};
use tacenda_vault::Purpose as Use;

use crate::house::{BORN, House, id};

const KIND: &str = "attendance_summary";
const OFFICE: &str = "Dr. Lin's office";
const RECIPIENT: &str = "treating_provider";
const NAME: &str = "Ana María Begay";
const CODE: &str = "13572468";

/// Where something can be released.
#[derive(Debug, Clone)]
pub(crate) struct Releases {
    pub(crate) house: House,
    law: Arc<Law>,
}

/// The things of it, by ids that are the same each time.
fn consent() -> Id<Consent> {
    id(11)
}
fn contact() -> Id<Contact> {
    id(12)
}
fn matter() -> Id<Matter> {
    id(13)
}
fn record() -> Id<Record> {
    id(14)
}

/// The number of a packet is its id; one in eight would be read by a second person.
fn packet(number: u64) -> Id<Packet> {
    id(1_000 + number * 8 + 1)
}

/// The secret of its link.
fn secret(number: u64) -> String {
    format!("{number:0>26}")
}

/// Its paper: what it looks like is tried elsewhere.
fn paper(number: u64) -> Vec<u8> {
    let line = format!("%PDF-1.7 packet {number}: came on four Tuesdays\n");
    line.as_bytes().iter().copied().cycle().take(150_000).collect()
}

/// What is known of this one; all else is as it usually is.
fn facts() -> Vec<(String, Json, Source)> {
    let said = [
        ("recipient_kind", Json::from(RECIPIENT)),
        ("purpose", "client_directed".into()),
        ("recipient_identity_verified", true.into()),
        ("recipient_named_in_instrument", true.into()),
        ("requested_categories", vec![KIND].into()),
        ("information_identifiable", true.into()),
        ("legal_process", vec!["written_request"].into()),
        ("disclosure_mode", "records".into()),
    ];
    said.into_iter().map(|(name, value)| (name.to_owned(), value, Source::Paper)).collect()
}

impl Releases {
    pub(crate) fn of(house: House) -> Result<Self> {
        Ok(Self { house, law: Arc::new(Law::new(Arc::new(packs::inside()?))) })
    }

    /// With the law at hand; under a key, where it is to be done once.
    pub(crate) fn act(&self, act: impl Into<Act>, key: Option<[u8; 32]>) -> Result<Done> {
        let asked = Asked { key, law: Some(Arc::clone(&self.law)), ..Asked::new(act, Reason::CareTeam) };
        Ok(self.house.agency.act(&self.house.rosa, asked)?)
    }

    fn see(&self, act: impl Into<Act>) -> Result<Seen> {
        Ok(self.act(act, None)?.seen.into_exposed(Purpose::Show))
    }

    /// Everything up to where a packet may be begun.
    pub(crate) fn prepare(&self) -> Result<()> {
        self.knows_the_office().context("the office is not kept")?;
        self.is_permitted().context("it is not permitted")?;
        let category = Category::from_word(KIND).context("no such kind")?;
        let note = AddRecord {
            title: "Came in March".to_owned(),
            text: "Came four times, once with her brother Tomás.".to_owned(),
            ..AddRecord::of(record(), self.house.client, category, &self.house.program, Time(1))
        };
        self.act(note, None).context("the note is not kept")?;
        self.is_decided(category).context("it is not decided")
    }

    fn knows_the_office(&self) -> Result<()> {
        let ways = vec![(ContactWay::Mail, "records@lin.example".to_owned()), (ContactWay::Phone, "505-555-0177".to_owned())];
        let (name, recipient) = (OFFICE.to_owned(), RECIPIENT.to_owned());
        self.act(KeepContact { id: contact(), name, recipient, ways, over: None }, None)?;
        for (way, over) in [(ContactWay::Mail, 1), (ContactWay::Phone, 2)] {
            self.act(CheckContact { id: contact(), way, how: CheckedBy::CalledBack, over }, None)?;
        }
        Ok(())
    }

    fn is_permitted(&self) -> Result<()> {
        let now = self.house.agency.moment()?.time;
        let terms = Terms {
            toward: Toward::Release,
            other: OFFICE.to_owned(),
            recipient: RECIPIENT.to_owned(),
            what: Category::from_word(KIND).into_iter().collect(),
            detail: None,
            purpose: "client_directed".to_owned(),
            until: now.plus_days(60).day(),
            joint: None,
        };
        let signature = Signature {
            who: Signer::Client,
            of: None,
            name: NAME.to_owned(),
            how: Signed::Ink,
            day: now.day(),
            shown: "0".repeat(64),
            language: "en".to_owned(),
            aloud: false,
            known_by: Some(KnownBy::Sight),
            meant: true,
            interpreter: None,
            witness: Some("Rosa Quintana".to_owned()),
            at: Time(0),
            by: Some(self.house.rosa.worker()),
        };
        let (id, client) = (consent(), self.house.client);
        self.act(DrawUpConsent { id, client, terms }, None).context("nothing is drawn up")?;
        self.act(SignConsent { id, client, signature, drawn: None }, None).map(drop)
    }

    fn is_decided(&self, category: Category) -> Result<()> {
        let client = Some(self.house.client);
        let received = self.house.agency.moment()?.time;
        let items = vec![Item { words: "when she came".to_owned(), category }];
        let intake = Intake {
            facts: facts(),
            items,
            consent: Some(consent()),
            ..Intake::of(FlowKind::Release, matter(), client, received)
        };
        self.act(OpenMatter { intake }, None)?;
        self.answer_all()?;
        let event = Event::Respond { response: Response::Comply, words: "it is whole".to_owned() };
        self.steps(event)?;
        let Seen::Matter(_, tasks, _) = self.see(ReadMatter { id: matter(), client })? else { bail!("no matter") };
        for task in tasks.into_iter().filter(|task| task.state == TaskState::Open) {
            self.steps(Event::Did { task: task.id, words: "see the file".to_owned() })?;
        }
        Ok(())
    }

    fn steps(&self, event: Event) -> Result<()> {
        let step = StepMatter { id: matter(), client: Some(self.house.client), over: None, event };
        self.act(step, None).map(drop)
    }

    /// Whatever the law still asks is as it usually is.
    fn answer_all(&self) -> Result<()> {
        let vocabulary = &self.law.packs().vocabulary;
        for _ in 0..60 {
            let Seen::Matter(matter, ..) = self.see(ReadMatter { id: matter(), client: Some(self.house.client) })? else {
                bail!("no matter")
            };
            let missing = matter.ruling.as_ref().map(|ruled| ruled.missing.clone()).unwrap_or_default();
            let Some(name) = missing.first() else { return Ok(()) };
            let fact = vocabulary.find(name).with_context(|| format!("no fact `{name}`"))?;
            let usual = vocabulary.fact(fact).absent.usual().with_context(|| format!("nothing is usual of `{name}`"))?;
            let value = vocabulary.show(fact, usual);
            self.steps(Event::Say { facts: vec![(name.clone(), value)], source: Source::Paper })?;
        }
        bail!("the law asks on and on")
    }

    /// Begins the packet of that number, chooses and sets it: it waits to be sent.
    pub(crate) fn makes(&self, number: u64) -> Result<()> {
        let (id, matter, client) = (packet(number), matter(), self.house.client);
        self.act(OpenPacket { id, matter, client, level: Class::Legal }, Some(key(number, 1)))?;
        let chosen = vec![Chosen { line: 0, picks: vec![record()], each: false, left: None }];
        self.act(ChoosePacket { id, matter, client, over: 1, chosen }, Some(key(number, 2)))?;
        let hidden = vec![Hidden { words: "Tomás".to_owned(), stead: Stead::Relative }];
        let screen = ScreenPacket { id, matter, client, over: 2, hidden, shown: BTreeSet::new() };
        self.act(screen, Some(key(number, 3)))?;
        self.sets(number, 3, Some(key(number, 4)))
    }

    /// Sets its paper, over that version.
    fn sets(&self, number: u64, over: i64, key: Option<[u8; 32]>) -> Result<()> {
        let make = MakePacket {
            id: packet(number),
            matter: matter(),
            client: self.house.client,
            over,
            sha256: Hash::of(&paper(number)).to_hex(),
            pages: 1,
            head: String::new(),
            addressed: addressed(),
            language: "en".to_owned(),
            pictures: None,
            unread: Vec::new(),
            by_eye: 0,
        };
        self.act(make, key).map(drop)
    }

    /// What was taken back goes after all, by another link.
    pub(crate) fn sends_again(&self, number: u64) -> Result<()> {
        self.sets(number, self.version(number)?, None)?;
        let send = self.ready(number)?;
        let link = send.link.clone().map(|link| Link { secret: link.secret.replacen('0', "9", 1), ..link });
        self.lets_go(SendPacket { link, ..send }, None)
    }

    /// Lets it go by a link, as the pages do: the bytes first, then the act that keeps them.
    pub(crate) fn sends(&self, number: u64, key: Option<[u8; 32]>) -> Result<()> {
        self.lets_go(self.ready(number)?, key)
    }

    /// What is to be sent, with its bytes in the house.
    pub(crate) fn ready(&self, number: u64) -> Result<SendPacket> {
        let upload = Upload {
            id: self.house.agency.mint()?,
            client: self.house.client,
            class: Class::Legal,
            name: "packet.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
        };
        let file = self.house.agency.upload(&self.house.rosa, &upload, &mut paper(number).as_slice())?;
        Ok(SendPacket {
            id: packet(number),
            matter: matter(),
            client: self.house.client,
            over: self.version(number)?,
            addressed: addressed(),
            name: NAME.to_owned(),
            born: BORN,
            file,
            passphrase: String::new(),
            link: Some(Link { secret: secret(number), code: CODE.to_owned(), cool_off: 0, days: 14 }),
        })
    }

    pub(crate) fn lets_go(&self, send: SendPacket, key: Option<[u8; 32]>) -> Result<()> {
        let file = send.file.id;
        let done = self.act(send, key);
        // What no act keeps is taken out again.
        self.house.agency.drop_upload(file)?;
        done.map(drop)
    }

    /// The version of the packet that is there.
    fn version(&self, number: u64) -> Result<i64> {
        let read = ReadPacket { id: packet(number), matter: matter(), client: self.house.client };
        match self.see(read)? {
            Seen::Packet(assembly) => Ok(assembly.version),
            _ => bail!("no packet"),
        }
    }

    /// Somebody comes with the link and the code.
    pub(crate) fn takes(&self, number: u64) -> Result<Option<Attachment>> {
        let who = ("M. Lin".to_owned(), CODE.to_owned());
        let law = Law::new(Arc::new(self.law.packs().clone()));
        Ok(self.house.agency.take_packet(&secret(number), who, law)?)
    }
}

fn addressed() -> Addressed {
    Addressed { to: OFFICE.to_owned(), contact: Some(contact()), way: Served::Link }
}

/// The key of that step of that packet.
pub(crate) fn key(number: u64, step: u8) -> [u8; 32] {
    let mut key = [step; 32];
    key.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
    key
}

/// What stands there of a packet's release.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Stands {
    /// It is sent.
    pub(crate) sent: bool,
    /// Lines in the client's list that were not taken back.
    pub(crate) lines: usize,
    /// How its link stands, if there is one.
    pub(crate) link: Option<DeliveryState>,
    /// So often it was taken.
    pub(crate) takes: usize,
    /// The bytes that went are there, and are those.
    pub(crate) whole: bool,
}

impl Stands {
    /// Whether it is all there, or nothing is: a packet that went has one line, a link and its bytes.
    pub(crate) fn is_whole(&self) -> bool {
        if self.sent {
            return self.lines == 1 && self.whole && self.link.is_some_and(|state| state != DeliveryState::Recalled);
        }
        self.lines == 0 && self.takes == 0 && self.link.is_none_or(|state| state == DeliveryState::Recalled)
    }
}

/// As it stands in the database, past every act.
fn latest<T: Kept + Clone>(tx: &mut Tx<'_>, keys: &mut Keys<'_>, id: &str) -> Result<Option<T>, Error> {
    let Some(line) = sealed::latest(tx, T::KIND.word(), id)? else { return Ok(None) };
    let opened = line.open(tx, keys)?;
    Ok(Thing::from_blob(T::KIND, opened.expose(Use::Decide)).ok().as_ref().and_then(T::of).cloned())
}

impl Releases {
    /// What stands of that packet.
    pub(crate) fn stands(&self, number: u64) -> Result<Stands> {
        let (ring, client) = (self.house.agency.ring(), self.house.client.to_string());
        let (packet, link, lines) = self.house.agency.db().read(|tx| {
            let mut keys = Keys::new(ring);
            let packet = latest::<Packet>(tx, &mut keys, &packet(number).to_string())?;
            let link = latest::<Delivery>(tx, &mut keys, &Delivery::behind(&secret(number)).to_string())?;
            let mut lines = Vec::new();
            for line in sealed::of_client(tx, &client, Kind::Disclosure.word())? {
                lines.extend(latest::<Disclosure>(tx, &mut keys, &line.columns.id)?);
            }
            Ok::<_, Error>((packet, link, lines))
        })?;
        let Some(packet) = packet else { return Ok(Stands::default()) };
        let mut bytes = Vec::new();
        if let Some(sent) = &packet.sent {
            self.house.agency.download(&self.house.rosa, &sent.file, &mut bytes)?;
        }
        Ok(Stands {
            sent: packet.sent.is_some(),
            lines: lines.iter().filter(|line| line.packet == packet.id && line.recalled.is_none()).count(),
            takes: link.as_ref().map_or(0, |link| link.takes.len()),
            link: link.map(|link| link.state),
            whole: bytes == paper(number),
        })
    }

    /// Takes it back.
    pub(crate) fn recalls(&self, number: u64, key: Option<[u8; 32]>) -> Result<()> {
        let (id, matter, client) = (packet(number), matter(), self.house.client);
        let back = RecallPacket { id, matter, client, over: self.version(number)?, words: "the wrong office".to_owned() };
        self.act(back, key).map(drop)
    }

    /// The client stops the permission that all rests on.
    pub(crate) fn stops(&self) -> Result<()> {
        let stop =
            StopConsent { id: consent(), client: self.house.client, how: StoppedBy::Spoken, words: "she said so".to_owned() };
        self.act(stop, None).map(drop)
    }
}
