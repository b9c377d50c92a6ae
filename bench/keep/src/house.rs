//! An agency to measure: one worker, one client.

use anyhow::Result;
use tacenda::act::Asked;
use tacenda::agency::{Agency, Founding, SignedIn};
use tacenda::config::{Config, KeySource, SignIn, Uploads};
use tacenda::root::Root;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AddClient, AddRecord};
use tacenda_desk::{Category, Client, ClientId, Enrolment, Id, Now, Program, Role, Time};
use tacenda_vault::recovery::Quorum;
use tacenda_vault::{Cost, Entropy as _, Passphrase, RootKey, SystemEntropy};

#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) agency: Agency,
    pub(crate) who: SignedIn,
    pub(crate) program: Program,
    pub(crate) client: ClientId,
}

pub(crate) fn id<K>() -> Result<Id<K>> {
    let mut random = [0; 10];
    SystemEntropy.fill(&mut random)?;
    Ok(Id::new(Now::trusted(Time(1_772_470_800_000_000)), random))
}

/// An agency in that folder, or over that database.
pub(crate) fn build(folder: &std::path::Path, store: &str) -> Result<House> {
    with_root(folder, store).map(|(house, _)| house)
}

/// The same, and the root of its keys.
pub(crate) fn with_root(folder: &std::path::Path, store: &str) -> Result<(House, Root)> {
    let key = KeySource::File { path: "root.key".into() };
    let config = Config {
        store: store.to_owned(),
        key,
        backups: "backups".into(),
        witnesses: Vec::new(),
        sign_in: SignIn::default(),
        names: None,
        uploads: Uploads::default(),
        links: None,
        portal: None,
        mail: None,
    };
    config.write(folder)?;
    let program = Program::new(id()?, "Counselling", &[], "nm");
    let founding = Founding {
        name: "Rosa Quintana".to_owned(),
        roles: vec![Role::Director, Role::Clinician],
        passphrase: Passphrase::new("practice practice practice"),
        cost: Cost::CHEAP,
        quorum: Quorum::default(),
        programs: vec![program.clone()],
    };
    let root = Root::key("file", RootKey::generate(&mut SystemEntropy)?);
    let (agency, who, _) = Agency::create(folder, &config, &root, founding)?;
    let mut card = Client::new(id()?, "Ana María Begay");
    card.enrolments.push(Enrolment::open(program.id, Time(0)));
    let client = card.id;
    agency.act(&who, Asked::new(AddClient { card: Box::new(card), onto_team: Some(id()?) }, Reason::OwnDuty))?;
    Ok((House { agency, who, program, client }, root))
}

impl House {
    /// Writes a note of half a page.
    pub(crate) fn write(&self) -> Result<()> {
        let category = Category::from_word("progress_notes").ok_or_else(|| anyhow::anyhow!("no such category"))?;
        let record = AddRecord::of(id()?, self.client, category, &self.program, Time(1));
        let record = AddRecord { text: "She slept better and went back to work. ".repeat(25), ..record };
        self.agency.act(&self.who, Asked::new(record, Reason::CareTeam))?;
        Ok(())
    }
}
