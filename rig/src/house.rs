//! An agency of the rig's own: one founder, one client, a note per act.

use std::path::Path;

use anyhow::{Context, Result, bail};
use tacenda::act::Asked;
use tacenda::agency::{Agency, Founding, SignedIn};
use tacenda::config::{Config, KeySource, SignIn, Uploads};
use tacenda::root::Root;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AddClient, AddRecord};
use tacenda_desk::{
    Category, Client, ClientId, Enrolment, Id, Now, Program, ProgramId, Role, Thing, Time, Worker, WorkerId, WorkerState,
};
use tacenda_store::keys::{Keys, people};
use tacenda_store::{Db, Faults, Settings, Sync, sealed};
use tacenda_vault::recovery::Quorum;
use tacenda_vault::{Cost, Passphrase, PersonKey, Place, RootKey, SystemEntropy};

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

/// The agency, open, and its founder at work.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) agency: Agency,
    pub(crate) rosa: SignedIn,
    pub(crate) program: Program,
    pub(crate) client: ClientId,
}

/// When the client was born.
pub(crate) const BORN: jiff::civil::Date = jiff::civil::Date::constant(1990, 3, 14);

/// The leaf of what was planted: there is none.
pub(crate) const PLANTED: u64 = 999_999_999_999;

/// An id that the same number makes again.
pub(crate) fn id<K>(number: u64) -> Id<K> {
    let mut random = [0; 10];
    random.iter_mut().skip(2).zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
    Id::new(Now::trusted(Time(1)), random)
}

/// The worker and the program are found again by these words beside the configuration.
const NOTE: &str = "rig.txt";

impl House {
    /// Begins one in an empty folder, over `store` as the configuration says it.
    pub(crate) fn create(home: &Path, store: &str) -> Result<Self> {
        let key = RootKey::generate(&mut SystemEntropy)?;
        std::fs::write(home.join("root.key"), key.to_key_file().as_bytes())?;
        let config = Config {
            store: store.to_owned(),
            key: KeySource::File { path: "root.key".into() },
            backups: "backups".into(),
            witnesses: Vec::new(),
            sign_in: SignIn::default(),
            names: None,
            uploads: Uploads::default(),
            links: None,
            portal: None,
            mail: None,
        };
        config.write(home)?;
        let program = Program::new(id(1), "Counselling", &[], "nm");
        let founding = Founding {
            name: "Rosa Quintana".into(),
            roles: vec![Role::Director, Role::Administrator, Role::Clinician],
            passphrase: Passphrase::new(PASSPHRASE),
            cost: Cost::CHEAP,
            quorum: Quorum::default(),
            programs: vec![program.clone()],
        };
        let (agency, rosa, _) = Agency::create(home, &config, &Root::key("file", key), founding)?;
        std::fs::write(home.join(NOTE), rosa.worker().to_string())?;
        let house = Self { agency, rosa, program, client: id(2) };
        house.take_in(house.client, "Ana María Begay")?;
        Ok(house)
    }

    /// Opens it again, with the root key from its file.
    pub(crate) fn open(home: &Path, sync: Sync) -> Result<Self> {
        Self::of(agency(home, sync)?, home)
    }

    /// Signs the founder in.
    pub(crate) fn of(agency: Agency, home: &Path) -> Result<Self> {
        let worker: WorkerId = std::fs::read_to_string(home.join(NOTE))?.parse().ok().context("no worker")?;
        let rosa = agency.sign_in(worker, &Passphrase::new(PASSPHRASE))?;
        let program = agency.programs()?.into_iter().next().context("no program")?;
        Ok(Self { agency, rosa, program, client: id(2) })
    }

    pub(crate) fn take_in(&self, client: ClientId, name: &str) -> Result<()> {
        let mut card = Client { born: Some(BORN), ..Client::new(client, name) };
        card.enrolments.push(Enrolment::open(self.program.id, Time(0)));
        let onto_team = Some(Id::new(Now::trusted(Time(2)), random()?));
        self.agency.act(&self.rosa, Asked::new(AddClient { card: Box::new(card), onto_team }, Reason::OwnDuty))?;
        Ok(())
    }

    /// The note of that number.
    pub(crate) fn note(&self, number: u64, text: &str) -> Result<AddRecord> {
        let category = Category::from_word("progress_notes").context("no such category")?;
        Ok(AddRecord {
            text: text.to_owned(),
            ..AddRecord::of(id(1_000 + number), self.client, category, &self.program, Time(1))
        })
    }

    /// Writes it, under a key made of its number: asked again it is not done again. The place of its leaf.
    pub(crate) fn write(&self, number: u64, text: &str) -> Result<u64> {
        let mut key = [0; 32];
        key.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
        let asked = Asked { key: Some(key), ..Asked::new(self.note(number, text)?, Reason::CareTeam) };
        Ok(self.agency.act(&self.rosa, asked)?.leaf)
    }
}

/// The agency without anybody at work.
pub(crate) fn agency(home: &Path, sync: Sync) -> Result<Agency> {
    let faults = Faults::default();
    faults.wait_for_disk(sync);
    faulty(home, faults)
}

/// The same, with what shall fail.
pub(crate) fn faulty(home: &Path, faults: Faults) -> Result<Agency> {
    let config = Config::read(home)?;
    let db = Db::open(&config.place(home), Settings { faults, ..Settings::default() })?;
    let root = Root::from_config(home, &config, |_| bail!("nobody is asked"))?;
    Ok(Agency::with(home, config, db, &root)?)
}

pub(crate) fn random() -> Result<[u8; 10]> {
    let mut bytes = [0; 10];
    tacenda_vault::Entropy::fill(&mut SystemEntropy, &mut bytes)?;
    Ok(bytes)
}

impl House {
    /// Puts a thing into the database past the one writer, as nobody could who lacks the running keys: the quick way to any starting point.
    pub(crate) fn plant(&self, thing: &Thing) -> Result<()> {
        self.plant_version(thing, 1)
    }

    /// The same, as the second version of it.
    pub(crate) fn plant_again(&self, thing: &Thing) -> Result<()> {
        self.plant_version(thing, 2)
    }

    fn plant_version(&self, thing: &Thing, version: i64) -> Result<()> {
        let clear = thing.columns();
        let columns = sealed::Columns {
            kind: thing.kind().word().to_owned(),
            id: thing.id(),
            version,
            client: clear.client.map(|id| id.to_string()).unwrap_or_default(),
            class: tacenda_vault::Class::from_word(clear.class.word()).context("no such class")?,
            state: clear.state.to_owned(),
            due: clear.due.map(|time| time.0),
            worker: clear.worker.map(|id| id.to_string()),
        };
        let (agency, blob) = (self.agency.clone(), thing.to_blob());
        self.agency.db().write(move |tx| {
            sealed::save(tx, &mut Keys::new(agency.ring()), &columns, PLANTED, &blob, &mut SystemEntropy).map(drop)
        })?;
        Ok(())
    }

    /// Somebody of these roles and that state, with a key of their own, signed in.
    pub(crate) fn worker(&self, roles: &[Role], state: WorkerState) -> Result<SignedIn> {
        self.worker_in(roles, &[self.program.id], state)
    }

    /// The same, in these programs. They signed in before they came into that state.
    pub(crate) fn worker_in(&self, roles: &[Role], programs: &[ProgramId], state: WorkerState) -> Result<SignedIn> {
        let pair = PersonKey::generate(&mut SystemEntropy)?;
        let mut worker = Worker::founder(Id::new(Now::trusted(Time(3)), random()?), "Somebody", roles, Now::trusted(Time(3)));
        worker = worker.in_programs(programs);
        worker.public_key = pair.public().to_bytes().to_vec();
        let (id, holder) = (worker.id, worker.id.to_string());
        let place = Place::new("person key").with("holder", &holder);
        let locked = pair.lock(&Passphrase::new(PASSPHRASE), Cost::CHEAP, &place, &mut SystemEntropy)?;
        let row = people::PersonRow { version: 1, public: worker.public_key.clone(), locked: Some(locked) };
        self.plant(&worker.clone().into())?;
        self.agency.db().write(move |tx| people::put(tx, &holder, &row))?;
        let who = self.agency.sign_in(id, &Passphrase::new(PASSPHRASE))?;
        if worker.state != state {
            worker.state = state;
            self.plant_again(&worker.into())?;
        }
        Ok(who)
    }
}
