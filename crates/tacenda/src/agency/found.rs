//! An agency's beginning: keys from nothing, the recovery kit, the first worker and program, the ledger's first leaf.

use std::path::Path;

use tacenda_desk::acts::found;
use tacenda_desk::{Id, Now, Program, Role, Time, Worker};
use tacenda_store::keys::{self, KekWrap, people};
use tacenda_store::{Db, Settings, Tx, ledger, meta};
use tacenda_vault::recovery::{Quorum, SetFingerprint, Share};
use tacenda_vault::{AgencyKey, Cost, Entropy as _, IndexKey, Kek, Keyring, Passphrase, PersonKey, RootKey, SystemEntropy};

use super::{AGENCY, Agency, Inner, NAMES, RECOVERY, SEED, SLOTS, SignedIn, person_place};
use crate::config::Config;
use crate::problem::Problem;
use crate::root::{KIT, Root};

/// Fingerprints of the two kits, by which a share typed back is recognised.
pub(crate) const ROOT_KIT: &str = "kit.root";
pub(crate) const PEOPLE_KIT: &str = "kit.people";

/// Who begins it, and with what.
#[derive(Debug)]
pub struct Founding {
    /// The first worker's name.
    pub name: String,
    /// What they do; keeping people is one of it.
    pub roles: Vec<Role>,
    /// What opens the key of their own.
    pub passphrase: Passphrase,
    /// What a guess of a passphrase costs.
    pub cost: Cost,
    /// How many custodians, and how many of them it takes.
    pub quorum: Quorum,
    /// The first programs; the founder is in all of them.
    pub programs: Vec<Program>,
}

/// What is printed once and kept by the custodians.
#[derive(Debug)]
pub struct Kit {
    /// Shares of a root key that opens what the daily one opens.
    pub root: Vec<Share>,
    /// Shares of the recovery set's key, which opens the most private levels.
    pub people: Vec<Share>,
}

impl Agency {
    /// Begins an agency in `home`, an empty folder, over an empty database.
    ///
    /// # Errors
    /// Where something is kept there already; what the desk refuses.
    pub fn create(home: &Path, config: &Config, root: &Root, founding: Founding) -> Result<(Self, SignedIn, Kit), Problem> {
        Self::create_with(home, config, root, founding, Vec::new())
    }

    /// The same, with others who are there from the beginning, by name and roles: whom one founder asks in, another confirms. They get a
    /// key of their own by a code ([`Agency::invite_code`]).
    ///
    /// # Errors
    /// Where something is kept there already; what the desk refuses.
    pub fn create_with(
        home: &Path,
        config: &Config,
        root: &Root,
        founding: Founding,
        others: Vec<(String, Vec<Role>)>,
    ) -> Result<(Self, SignedIn, Kit), Problem> {
        let db = Db::open(&config.place(home), Settings::default())?;
        let id = hex_id()?;
        let ring = Keyring::new();
        let kek = Kek::generate(&mut SystemEntropy)?;
        let kit_root = RootKey::generate(&mut SystemEntropy)?;
        let recovery = PersonKey::generate(&mut SystemEntropy)?;
        let kit = Kit {
            root: kit_root.split(founding.quorum, &mut SystemEntropy)?,
            people: recovery.split(founding.quorum, &mut SystemEntropy)?,
        };
        let kit_root = Root::key(KIT, kit_root);
        let wraps = [(root.name(), root.wrap(&kek)?), (KIT, kit_root.wrap(&kek)?)];
        ring.unseal(kek);
        let agency = Self {
            inner: std::sync::Arc::new(Inner {
                home: home.to_owned(),
                config: config.clone(),
                db,
                ring,
                id,
                missing: std::sync::OnceLock::new(),
            }),
        };
        let (first, public) = (agency.clone(), recovery.public().to_bytes());
        let prints =
            [(ROOT_KIT, SetFingerprint::of(&kit.root).to_bytes()), (PEOPLE_KIT, SetFingerprint::of(&kit.people).to_bytes())];
        agency.db().write(move |tx| first.keep(tx, &wraps, &public, &prints))?;
        let signed_in = agency.founders(founding, others)?;
        Ok((agency, signed_in, kit))
    }

    /// The rows that every agency has.
    fn keep(
        &self,
        tx: &mut Tx<'_>,
        wraps: &[(&'static str, Vec<u8>); 2],
        recovery: &[u8],
        prints: &[(&'static str, Vec<u8>); 2],
    ) -> Result<(), Problem> {
        if meta::get(tx, AGENCY)?.is_some() {
            return Err(Problem::Plainly("there is an agency in this database already".to_owned()));
        }
        let chance = &mut SystemEntropy;
        meta::put(tx, AGENCY, self.id().as_bytes())?;
        for (provider, wrap) in wraps {
            keys::put_kek(tx, &KekWrap { version: 1, provider: (*provider).to_owned(), wrap: wrap.clone() })?;
        }
        keys::put_agency(tx, self.ring(), keys::CONTENT, &AgencyKey::generate(chance)?, chance)?;
        for name in [NAMES, SLOTS] {
            keys::put_index(tx, self.ring(), name, &IndexKey::generate(chance)?, chance)?;
            keys::open_index(tx, self.ring(), name)?;
        }
        let mut seed = [0; 32];
        chance.fill(&mut seed)?;
        self.put_small(tx, SEED, &seed)?;
        self.put_small(tx, RECOVERY, recovery)?;
        for (name, print) in prints {
            self.put_small(tx, name, print)?;
        }
        people::put(tx, people::RECOVERY, &people::PersonRow { version: 1, public: recovery.to_vec(), locked: None })?;
        Ok(ledger::begin(tx)?)
    }

    fn founders(&self, founding: Founding, others: Vec<(String, Vec<Role>)>) -> Result<SignedIn, Problem> {
        let now = Now::trusted(Time(self.reading()?.wall));
        let id = Id::new(now, random()?);
        let (holder, pair) = (id.to_string(), PersonKey::generate(&mut SystemEntropy)?);
        let locked = pair.lock(&founding.passphrase, founding.cost, &person_place(&holder), &mut SystemEntropy)?;
        let row = people::PersonRow { version: 1, public: pair.public().to_bytes().to_vec(), locked: Some(locked) };
        let programs: Vec<_> = founding.programs.iter().map(|p| p.id).collect();
        let mut worker = Worker::founder(id, founding.name, &founding.roles, now).in_programs(&programs);
        worker.public_key.clone_from(&row.public);
        let mut workers = vec![worker];
        for (name, roles) in others {
            workers.push(Worker::founder(Id::new(now, random()?), name, &roles, now).in_programs(&programs));
        }
        self.found(found(workers, founding.programs)?)?;
        self.db().write(move |tx| people::put(tx, &holder, &row))?;
        self.hold(id, pair)
    }
}

/// Ten random bytes for an id.
pub(crate) fn random() -> Result<[u8; 10], Problem> {
    let mut bytes = [0; 10];
    SystemEntropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(nibble.into(), 16).unwrap_or('?'));
        }
        text
    })
}

/// A random name: of the agency, which its ledger bears; of a backup.
pub(crate) fn hex_id() -> Result<String, Problem> {
    Ok(hex(&random()?))
}
