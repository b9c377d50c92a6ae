//! An agency that is open: its database, the keys that this process holds, its ledger's name.

pub(crate) mod accounts;
mod attach;
mod counts;
mod found;
mod holdings;
mod join;
mod kit;
mod looks;
mod office;
mod peek;
mod recover;
mod regain;
mod rotate;
mod seal;
mod session;
mod setup;
mod vouch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tacenda_desk::{ClientId, Id, Now, Time};
use tacenda_ledger::{SignerKey, Slot};
use tacenda_store::keys::{self, Keys, Person, people};
use tacenda_store::ledger::{self, End};
use tacenda_store::{Db, Settings, Tx, meta, undigested};
use tacenda_vault::{Class, Kek, Keyring, Place, Purpose, SystemEntropy};

use crate::check::past::{self, Missing};
use crate::clock::{Reading, judge};
use crate::config::Config;
use crate::edge;
use crate::problem::Problem;
use crate::root::{self, Root};

pub use attach::Upload;
pub use counts::{Keyed, Standing};
pub use found::{Founding, Kit};
pub(crate) use found::{hex, hex_id};
pub use holdings::Kept;
pub use kit::{KitState, NewKit};
pub use looks::Look;
pub(crate) use recover::plain_name;
pub use session::SignedIn;
pub(crate) use session::person_place;

/// Names of the agency's index keys: names are re-marked when theirs changes, slots are for ever.
pub(crate) const NAMES: &str = "names";
pub(crate) const SLOTS: &str = "slots";
/// Small things that stand once.
pub(crate) const AGENCY: &str = "agency";
pub(crate) const CLOCK: &str = "clock";
const SEED: &str = "ledger.seed";
const RECOVERY: &str = "recovery.public";
/// What the agency's own chain is slotted by.
const OWN_CHAIN: &str = "agency";

/// An open agency. Clones are the same one.
#[derive(Clone)]
pub struct Agency {
    inner: Arc<Inner>,
}

struct Inner {
    home: PathBuf,
    config: Config,
    db: Db,
    ring: Keyring,
    id: String,
    missing: OnceLock<Missing>,
}

impl std::fmt::Debug for Agency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Agency").field("home", &self.inner.home).finish_non_exhaustive()
    }
}

impl Agency {
    /// Opens the agency in `home` with the root of its keys.
    ///
    /// # Errors
    /// [`Problem::Sealed`] where no key-encryption key is wrapped by this root any more; wrong key, no database.
    pub fn open(home: &Path, root: &Root) -> Result<Self, Problem> {
        let config = Config::read(home).map_err(|fault| Problem::Plainly(format!("{fault:#}")))?;
        let db = Db::open(&config.place(home), Settings::default())?;
        Self::with(home, config, db, root)
    }

    /// The same, over a database that is open already.
    pub fn with(home: &Path, config: Config, db: Db, root: &Root) -> Result<Self, Problem> {
        let read = db.read(|tx| {
            let id = meta::get(tx, AGENCY)?.ok_or_else(|| Problem::Plainly("there is no agency in this database".to_owned()))?;
            Ok::<_, Problem>((String::from_utf8_lossy(&id).into_owned(), unwrap(tx, root)?))
        });
        let (id, keks) = read.map_err(|problem| placed(&db, problem))?;
        let agency = Self {
            inner: Arc::new(Inner { home: home.to_owned(), config, db, ring: Keyring::new(), id, missing: OnceLock::new() }),
        };
        agency.unseal(keks).map_err(|problem| placed(agency.db(), problem))?;
        agency.look_back();
        Ok(agency)
    }

    fn unseal(&self, keks: Vec<Kek>) -> Result<(), Problem> {
        keks.into_iter().for_each(|kek| self.ring().unseal(kek));
        self.db().read(|tx| {
            located(keys::CONTENT, keys::open_agency(tx, self.ring(), keys::CONTENT))?;
            located(NAMES, keys::open_index(tx, self.ring(), NAMES))?;
            located(SLOTS, keys::open_index(tx, self.ring(), SLOTS))
        })
    }

    /// Holds the ledger against what is remembered of it outside of the database. Where something is missing, nothing more is written
    /// until the agency is opened again over the right database.
    pub fn look_back(&self) {
        // What cannot be read at all is for the check to name.
        if let Ok(Some(missing)) = past::look(self) {
            let _ = self.inner.missing.set(missing);
        }
    }

    /// What is missing of the past, if something is.
    pub fn missing(&self) -> Option<&Missing> {
        self.inner.missing.get()
    }

    /// Its folder.
    pub fn home(&self) -> &Path {
        &self.inner.home
    }

    /// Its folder of backups.
    pub fn backups(&self) -> PathBuf {
        self.inner.home.join(&self.inner.config.backups)
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Its database.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The keys that this process holds.
    pub fn ring(&self) -> &Keyring {
        &self.inner.ring
    }

    /// Its id, which is also the last part of its ledger's name.
    pub fn id(&self) -> &str {
        &self.inner.id
    }

    /// The keys of one unit of work: the agency's, and what the person's session opens.
    pub(crate) fn keys<'r>(&'r self, who: Option<&'r SignedIn>) -> Keys<'r> {
        match who {
            None => Keys::new(self.ring()),
            Some(who) => Keys::of_person(self.ring(), Person { session: &who.session.name, holder: &who.session.holder }),
        }
    }

    /// What the machine's clocks say.
    #[expect(clippy::unused_self, reason = "an agency asks its own machine")]
    pub(crate) fn reading(&self) -> Result<Reading, Problem> {
        edge::clock().map_err(|fault| Problem::Plainly(format!("{fault:#}")))
    }

    /// An id that was never given before.
    pub fn mint<K>(&self) -> Result<Id<K>, Problem> {
        Ok(Id::new(Now::trusted(Time(self.reading()?.wall)), found::random()?))
    }

    /// The moment, and whether to believe it.
    pub fn moment(&self) -> Result<Now, Problem> {
        let reading = self.reading()?;
        let (believed, end) = self.db().read(|tx| Ok::<_, Problem>((meta::get(tx, CLOCK)?, ledger::read_end(tx)?)))?;
        let believed: Option<Reading> = believed.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(judge(&reading, believed.as_ref(), Time(end.last_time)))
    }

    /// The time of an act, and whether to believe it; remembers a reading that is believed, once a minute.
    pub(crate) fn now(&self, tx: &mut Tx<'_>, reading: &Reading, end: &End) -> Result<Now, Problem> {
        let believed: Option<Reading> = meta::get(tx, CLOCK)?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let now = judge(reading, believed.as_ref(), Time(end.last_time));
        let fresh = believed.is_some_and(|b| b.boot == reading.boot && reading.wall.saturating_sub(b.wall) < 60_000_000);
        if now.trusted && !fresh {
            self.believe(tx, reading)?;
        }
        Ok(now)
    }

    /// A person says that the clock is right.
    #[expect(clippy::unused_self, reason = "it is the agency that believes")]
    pub(crate) fn believe(&self, tx: &mut Tx<'_>, reading: &Reading) -> Result<(), Problem> {
        let bytes = serde_json::to_vec(reading).map_err(|_| Problem::Plainly("the clock's reading cannot be kept".to_owned()))?;
        Ok(meta::put(tx, CLOCK, &bytes)?)
    }

    /// Whose chain: the client's, or the agency's own.
    pub(crate) fn slot(&self, client: Option<ClientId>) -> Result<Slot, Problem> {
        let name = client.map_or_else(|| OWN_CHAIN.to_owned(), |id| id.to_string());
        Ok(self.ring().with_index(SLOTS, |key| key.slot(&name)).map(|slot| Slot(slot.0))?)
    }

    /// The key that signs the ledger's checkpoints.
    pub(crate) fn signer(&self) -> Result<SignerKey, Problem> {
        let seed = self.db().read(|tx| self.small(tx, SEED))?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| Problem::NotVerified("the ledger's key is damaged".to_owned()))?;
        Ok(SignerKey::from_seed(&self.origin(), tacenda_ledger::Algorithm::Ed25519, &seed)?)
    }

    /// The ledger's public key.
    pub fn verifier_key(&self) -> Result<tacenda_ledger::VerifierKey, Problem> {
        Ok(self.signer()?.verifier().clone())
    }

    /// The ledger's name on its checkpoints.
    pub fn origin(&self) -> String {
        format!("tacenda/{}", self.inner.id)
    }

    /// A small sealed thing of the agency's.
    pub(crate) fn small(&self, tx: &mut Tx<'_>, name: &str) -> Result<Vec<u8>, Problem> {
        let sealed = meta::get(tx, name)?.ok_or_else(|| Problem::NotVerified(format!("`{name}` is missing")))?;
        let opened = Keys::new(self.ring()).open(tx, "", Class::Agency, &small_place(name), &sealed)?;
        Ok(opened.expose(Purpose::Decide).to_vec())
    }

    /// What a small sealed thing holds; nothing yet where it was never kept.
    fn small_or_default<T: DeserializeOwned + Default>(&self, tx: &mut Tx<'_>, name: &str) -> Result<T, Problem> {
        if meta::get(tx, name)?.is_none() {
            return Ok(T::default());
        }
        serde_json::from_slice(&self.small(tx, name)?).map_err(|_| Problem::NotVerified(format!("`{name}` is damaged")))
    }

    /// Keeps what [`Agency::small_or_default`] gives.
    fn keep_small<T: Serialize>(&self, tx: &mut Tx<'_>, name: &str, value: &T) -> Result<(), Problem> {
        let bytes = serde_json::to_vec(value).map_err(|_| Problem::Plainly(format!("`{name}` cannot be kept")))?;
        self.put_small(tx, name, &bytes)
    }

    fn put_small(&self, tx: &mut Tx<'_>, name: &str, plain: &[u8]) -> Result<(), Problem> {
        let sealed = Keys::new(self.ring()).seal(tx, "", Class::Agency, &small_place(name), plain, &mut SystemEntropy)?;
        Ok(meta::put(tx, name, &sealed)?)
    }

    /// Makes sure that the recovery set's key is the one that was sealed in when the agency began: what is most private is wrapped to it.
    pub(crate) fn hold_recovery(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let known = self.small(tx, RECOVERY)?;
        match people::get(tx, people::RECOVERY)? {
            Some(row) if row.public == known => Ok(()),
            _ => Err(Problem::NotVerified("the recovery set's key was exchanged: nothing is sealed to it".to_owned())),
        }
    }

    /// Where the ledger ends now.
    pub fn end(&self) -> Result<End, Problem> {
        Ok(self.db().read(ledger::read_end)?)
    }
}

/// Where the file itself is damaged, what the engine says of it: without the first rows no check can begin.
fn placed(db: &Db, problem: Problem) -> Problem {
    let is_of_file = matches!(problem, Problem::Store(_) | Problem::Plainly(_) | Problem::NotVerified(_));
    let faults = if is_of_file { db.faults_of_file(1).unwrap_or_default() } else { Vec::new() };
    faults.first().map_or(problem, |line| Problem::NotVerified(format!("the database file: {line}")))
}

/// Says which of the agency's keys does not open.
fn located(name: &str, opened: Result<(), tacenda_store::Error>) -> Result<(), Problem> {
    opened.map_err(|error| {
        let damaged = || Problem::NotVerified(format!("agency_key {name}: it does not open: wrong key or damaged data"));
        if error.is_damaged() || error.is_no_key() { damaged() } else { error.into() }
    })
}

fn small_place(name: &str) -> Place {
    Place::new("meta").with("name", name)
}

/// The key-encryption keys that this root wraps: one, or two while keys are rotated. The newest there is must be among them.
fn unwrap(tx: &mut Tx<'_>, root: &Root) -> Result<Vec<Kek>, Problem> {
    let wraps = keys::keks(tx)?;
    let newest = wraps.iter().map(|kek| kek.version).max();
    let own: Vec<_> = wraps.iter().filter(|kek| kek.provider == root.name()).collect();
    if own.iter().map(|kek| kek.version).max() != newest || own.is_empty() {
        return Err(Problem::Sealed);
    }
    let opened: Result<Vec<Kek>, Problem> = own.into_iter().map(|kek| root::unwrap(root, &kek.wrap)).collect();
    opened.or_else(|problem| match undigested(tx, Some("kek"), |count| count > 0)?.first() {
        Some(row) => Err(Problem::NotVerified(format!("kek {}: it is not what was written", row.key))),
        None => Err(problem),
    })
}
