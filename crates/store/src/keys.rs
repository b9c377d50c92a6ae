//! Keys at rest: each wrapped by the one above it; and the keys of one unit of work, taken from the ring or a person's session.

pub mod people;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tacenda_vault::{AgencyKey, Class, ClassKey, ClientKey, Entropy, IndexKey, Kek, Keyring, Opened, Place, key_version};

use crate::error::{Error, Kind};
use crate::tables::digest;
use crate::tx::{Sql, Tx, statements};
use crate::value::Bind;

statements! {
    PUT_KEK = "INSERT INTO kek (version, provider, wrap, digest) VALUES ($1, $2, $3, $4) ON CONFLICT (version, provider) DO UPDATE SET wrap = excluded.wrap, digest = excluded.digest";
    KEKS = "SELECT version, provider, wrap FROM kek ORDER BY version, provider";
    REMOVE_KEK = "DELETE FROM kek WHERE version = $1";
    REMOVE_PROVIDER = "DELETE FROM kek WHERE provider = $1";
    PUT_AGENCY = "INSERT INTO agency_key (name, version, kek, wrap, digest) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name, version) DO UPDATE SET kek = excluded.kek, wrap = excluded.wrap, digest = excluded.digest";
    AGENCY = "SELECT version, wrap FROM agency_key WHERE name = $1 ORDER BY version";
    AGENCY_BEFORE = "SELECT name, version, wrap FROM agency_key WHERE kek < $1 ORDER BY name, version";
    PUT_CLIENT = "INSERT INTO client_key (client, kek, wrap, digest) VALUES ($1, $2, $3, $4)";
    CLIENT = "SELECT wrap FROM client_key WHERE client = $1";
    CLIENTS_BEFORE = "SELECT client, wrap FROM client_key WHERE kek < $1 ORDER BY kek, client LIMIT $2";
    REWRAP_CLIENT = "UPDATE client_key SET kek = $1, wrap = $2, digest = $3 WHERE client = $4";
    PUT_CLASS = "INSERT INTO class_key (client, class, version, wrap, digest) VALUES ($1, $2, $3, $4, $5)";
    CLASS = "SELECT version, wrap FROM class_key WHERE client = $1 AND class = $2 ORDER BY version";
    DROP_CLIENT = "DELETE FROM client_key WHERE client = $1";
    DROP_CLASSES = "DELETE FROM class_key WHERE client = $1";
    DROP_CLASS = "DELETE FROM class_key WHERE client = $1 AND class = $2";
    DROP_WRAPS = "DELETE FROM class_wrap WHERE client = $1";
    DROP_CLASS_WRAPS = "DELETE FROM class_wrap WHERE client = $1 AND class = $2";
    MARK_DESTROYED = "INSERT INTO destroyed_key (client, class, leaf, digest) VALUES ($1, $2, $3, $4) ON CONFLICT (client, class) DO NOTHING";
    IS_DESTROYED = "SELECT class FROM destroyed_key WHERE client = $1 AND class IN ('', $2) ORDER BY class";
    COUNT_AGENCY = "SELECT name, version, kek FROM agency_key ORDER BY name, version";
    COUNT_CLIENTS = "SELECT kek, COUNT(*) FROM client_key GROUP BY kek ORDER BY kek";
    COUNT_CLASSES = "SELECT class, COUNT(*) FROM class_key GROUP BY class ORDER BY class";
    COUNT_DESTROYED = "SELECT COUNT(*) FROM destroyed_key";
    DESTROYED = "SELECT client, class, leaf FROM destroyed_key ORDER BY client, class";
}

/// The agency's key that seals its rows and the entries of its own chain.
pub const CONTENT: &str = "content";

/// The class of a word that stands in a column.
pub(crate) fn class(word: &str) -> Result<Class, Error> {
    Class::from_word(word).ok_or_else(|| Error::damaged("a column holds no class"))
}

fn no_key() -> Error {
    Error::new(Kind::NoKey, "the key was destroyed, was never made, or is not open to this caller")
}

fn agency_place(name: &str) -> Place {
    Place::new("agency key").with("name", name)
}

pub(crate) fn client_place(client: &str) -> Place {
    Place::new("client key").with("client", client)
}

pub(crate) fn class_place(client: &str, class: Class) -> Place {
    Place::new("class key").with("client", client).with("class", class.word())
}

/// Whose session opens the person-wrapped classes.
#[derive(Debug, Clone, Copy)]
pub struct Person<'r> {
    /// The name under which the ring holds the person's key pair.
    pub session: &'r str,
    /// Under which id class keys are wrapped to them.
    pub holder: &'r str,
}

/// The keys of one unit of work. Whether a key still stands is looked up once in it, so that a key destroyed by another server is not
/// used because this one remembers it.
pub struct Keys<'r> {
    ring: &'r Keyring,
    person: Option<Person<'r>>,
    standing: BTreeMap<(String, Class), u32>,
    own: BTreeMap<(String, Class, u32), ClassKey>,
    agency: BTreeSet<&'static str>,
}

impl fmt::Debug for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[keys]")
    }
}

impl<'r> Keys<'r> {
    /// The keys of the running program.
    pub fn new(ring: &'r Keyring) -> Self {
        Self { ring, person: None, standing: BTreeMap::new(), own: BTreeMap::new(), agency: BTreeSet::new() }
    }

    /// The same, and what one person's session opens.
    pub fn of_person(ring: &'r Keyring, person: Person<'r>) -> Self {
        Self { person: Some(person), ..Self::new(ring) }
    }

    /// Seals content at a level of a client's file; class `Agency` is the agency's own key, whoever the client is.
    pub fn seal(
        &mut self,
        tx: &mut Tx<'_>,
        client: &str,
        class: Class,
        place: &Place,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        if class == Class::Agency {
            self.hold_agency(tx)?;
            return self.ring.with_agency(CONTENT, None, |key| key.seal(place, plain, entropy)).map_err(Error::from);
        }
        self.lend(tx, client, class, None, |key| key.seal(place, plain, entropy))
    }

    /// Opens what was sealed there, by the version of the key that its header names.
    pub fn open(&mut self, tx: &mut Tx<'_>, client: &str, class: Class, place: &Place, sealed: &[u8]) -> Result<Opened, Error> {
        let version = key_version(sealed)?;
        if class == Class::Agency {
            self.hold_agency(tx)?;
            return self.ring.with_agency(CONTENT, Some(version), |key| key.open(place, sealed)).map_err(Error::from);
        }
        self.lend(tx, client, class, Some(version), |key| key.open(place, sealed))
    }

    /// Lends a class key: of this version, or the newest.
    fn lend<R>(
        &mut self,
        tx: &mut Tx<'_>,
        client: &str,
        class: Class,
        version: Option<u32>,
        mut work: impl FnMut(&ClassKey) -> Result<R, tacenda_vault::Error>,
    ) -> Result<R, Error> {
        let newest = self.hold(tx, client, class)?;
        match self.with(client, class, version.unwrap_or(newest), &mut work) {
            // Another thread may have let go of it between the look-up and the use.
            Err(error) if error.is_no_key() => {
                self.standing.remove(&(client.to_owned(), class));
                let newest = self.hold(tx, client, class)?;
                self.with(client, class, version.unwrap_or(newest), &mut work)
            }
            done => done,
        }
    }

    fn with<R>(
        &self,
        client: &str,
        class: Class,
        version: u32,
        work: &mut impl FnMut(&ClassKey) -> Result<R, tacenda_vault::Error>,
    ) -> Result<R, Error> {
        if class.is_person_wrapped() {
            let key = self.own.get(&(client.to_owned(), class, version)).ok_or_else(no_key)?;
            return work(key).map_err(Error::from);
        }
        self.ring.with_class(client, class, Some(version), work).map_err(Error::from)
    }

    /// Makes sure that the class keys still stand and are at hand. The newest version.
    fn hold(&mut self, tx: &mut Tx<'_>, client: &str, class: Class) -> Result<u32, Error> {
        let name = (client.to_owned(), class);
        if let Some(newest) = self.standing.get(&name) {
            return Ok(*newest);
        }
        let wraps =
            if class.is_person_wrapped() { self.hold_own(tx, client, class)? } else { self.hold_shared(tx, client, class)? };
        let newest = wraps.ok_or_else(no_key)?;
        self.standing.insert(name, newest);
        Ok(newest)
    }

    fn hold_shared(&self, tx: &mut Tx<'_>, client: &str, class: Class) -> Result<Option<u32>, Error> {
        let mut newest = None;
        for mut row in tx.rows(CLASS, &[&client, &class.word()])? {
            let (version, wrap) = (small(row.u64()?)?, row.blob()?);
            newest = Some(version);
            let held = |_: &ClassKey| Ok::<_, tacenda_vault::Error>(());
            if self.ring.with_class(client, class, Some(version), held).is_err() {
                self.hold_client(tx, client)?;
                self.ring.open_class(client, class, &class_place(client, class), &wrap)?;
            }
        }
        if newest.is_none() && !self.ring.is_sealed() {
            self.ring.forget_client(client)?;
        }
        Ok(newest)
    }

    fn hold_client(&self, tx: &mut Tx<'_>, client: &str) -> Result<(), Error> {
        if self.ring.with_client(client, |_| Ok::<_, tacenda_vault::Error>(())).is_ok() {
            return Ok(());
        }
        let wrap = tx.one(CLIENT, &[&client])?.ok_or_else(no_key)?.blob()?;
        self.ring.open_client(client, &client_place(client), &wrap).map_err(Error::from)
    }

    fn hold_own(&mut self, tx: &mut Tx<'_>, client: &str, class: Class) -> Result<Option<u32>, Error> {
        let Some(person) = self.person else { return Ok(None) };
        let mut newest = None;
        for (version, wrap) in people::wraps_of(tx, client, class, person.holder)? {
            let place = class_place(client, class);
            let key = self.ring.with_person(person.session, |pair| pair.unwrap_class(class, &place, &wrap))?;
            self.own.insert((client.to_owned(), class, version), key);
            newest = Some(version);
        }
        Ok(newest)
    }

    fn hold_agency(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        if self.agency.insert(CONTENT) && self.ring.with_agency(CONTENT, None, |_| Ok::<_, tacenda_vault::Error>(())).is_err() {
            open_agency(tx, self.ring, CONTENT)?;
        }
        Ok(())
    }
}

fn small(n: u64) -> Result<u32, Error> {
    u32::try_from(n).map_err(|_| Error::damaged("a column does not hold a key's version"))
}

/// Puts a row in with its digest behind its columns.
fn put(tx: &mut Tx<'_>, table: &str, sql: Sql, columns: &[&dyn Bind]) -> Result<(), Error> {
    let noted = digest(table, columns);
    let all: Vec<&dyn Bind> = columns.iter().copied().chain(std::iter::once(&noted as &dyn Bind)).collect();
    tx.run(sql, &all).map(drop)
}

/// A key-encryption key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KekWrap {
    /// The key's version.
    pub version: u32,
    /// The name of the provider that wraps it.
    pub provider: String,
    /// The wrap.
    pub wrap: Vec<u8>,
}

/// Keeps a key-encryption key, as one provider wrapped it.
pub fn put_kek(tx: &mut Tx<'_>, kek: &KekWrap) -> Result<(), Error> {
    put(tx, "kek", PUT_KEK, &[&kek.version, &kek.provider, &kek.wrap])
}

/// All key-encryption keys, by version and provider.
pub fn keks(tx: &mut Tx<'_>) -> Result<Vec<KekWrap>, Error> {
    let kek = |mut row: crate::Row| Ok(KekWrap { version: small(row.u64()?)?, provider: row.text()?, wrap: row.blob()? });
    tx.rows(KEKS, &[])?.into_iter().map(kek).collect()
}

/// Lets go of a version that wraps nothing any more.
pub fn remove_kek(tx: &mut Tx<'_>, version: u32) -> Result<(), Error> {
    tx.run(REMOVE_KEK, &[&version]).map(drop)
}

/// Lets go of every wrap by a provider: what that provider's root opened stays shut to it from now on.
pub fn remove_provider(tx: &mut Tx<'_>, provider: &str) -> Result<u64, Error> {
    tx.run(REMOVE_PROVIDER, &[&provider])
}

/// Which keys there are, by kind and version. Nothing secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The agency's keys: name, version, and by which key-encryption key they are wrapped.
    pub agency: Vec<(String, u32, u32)>,
    /// Clients' keys, by the key-encryption key that wraps them.
    pub clients: Vec<(u32, u64)>,
    /// Class keys, by class.
    pub classes: Vec<(String, u64)>,
    /// Class keys sealed to people, by class: how many wraps.
    pub wraps: Vec<(String, u64)>,
    /// People with a key pair.
    pub people: u64,
    /// Keys that were destroyed.
    pub destroyed: u64,
}

/// Counts all keys.
pub fn counts(tx: &mut Tx<'_>) -> Result<Counts, Error> {
    let by_class = |mut row: crate::Row| Ok::<_, Error>((row.text()?, row.u64()?));
    let agency = |mut row: crate::Row| Ok::<_, Error>((row.text()?, small(row.u64()?)?, small(row.u64()?)?));
    let clients = |mut row: crate::Row| Ok::<_, Error>((small(row.u64()?)?, row.u64()?));
    let (wraps, people) = people::counts(tx)?;
    Ok(Counts {
        agency: tx.rows(COUNT_AGENCY, &[])?.into_iter().map(agency).collect::<Result<_, _>>()?,
        clients: tx.rows(COUNT_CLIENTS, &[])?.into_iter().map(clients).collect::<Result<_, _>>()?,
        classes: tx.rows(COUNT_CLASSES, &[])?.into_iter().map(by_class).collect::<Result<_, _>>()?,
        wraps,
        people,
        destroyed: tx.one(COUNT_DESTROYED, &[])?.map_or(Ok(0), |mut row| row.u64())?,
    })
}

/// Keeps a content key of the agency under a name, [`CONTENT`] for the usual one.
pub fn put_agency(tx: &mut Tx<'_>, ring: &Keyring, name: &str, key: &AgencyKey, entropy: &mut dyn Entropy) -> Result<(), Error> {
    let (kek, wrap) = ring.with_kek(|kek| kek.wrap_key(key, &agency_place(name), entropy).map(|wrap| (kek.version(), wrap)))?;
    put(tx, "agency_key", PUT_AGENCY, &[&name, &key.version(), &kek, &wrap])
}

/// Keeps an index key of the agency under a name.
pub fn put_index(tx: &mut Tx<'_>, ring: &Keyring, name: &str, key: &IndexKey, entropy: &mut dyn Entropy) -> Result<(), Error> {
    let (kek, wrap) = ring.with_kek(|kek| kek.wrap_key(key, &agency_place(name), entropy).map(|wrap| (kek.version(), wrap)))?;
    put(tx, "agency_key", PUT_AGENCY, &[&name, &key.version(), &kek, &wrap])
}

/// Brings the agency's keys of a name into the ring, all versions.
pub fn open_agency(tx: &mut Tx<'_>, ring: &Keyring, name: &str) -> Result<(), Error> {
    for wrap in agency_wraps(tx, name)? {
        ring.open_agency(name, &agency_place(name), &wrap)?;
    }
    Ok(())
}

/// Brings an index key into the ring.
pub fn open_index(tx: &mut Tx<'_>, ring: &Keyring, name: &str) -> Result<(), Error> {
    for wrap in agency_wraps(tx, name)? {
        ring.open_index(name, &agency_place(name), &wrap)?;
    }
    Ok(())
}

fn agency_wraps(tx: &mut Tx<'_>, name: &str) -> Result<Vec<Vec<u8>>, Error> {
    let mut wraps = Vec::new();
    for mut row in tx.rows(AGENCY, &[&name])? {
        row.u64()?;
        wraps.push(row.blob()?);
    }
    if wraps.is_empty() { Err(no_key()) } else { Ok(wraps) }
}

/// Makes a client's key and the keys of all classes that are not person-wrapped.
///
/// # Errors
/// `is_duplicate()` if the client has a key, `is_no_key()` if it was destroyed: that is for good.
pub fn make_client(tx: &mut Tx<'_>, ring: &Keyring, client: &str, entropy: &mut dyn Entropy) -> Result<(), Error> {
    refuse_destroyed(tx, client, "")?;
    let key = ClientKey::generate(entropy)?;
    let (kek, wrap) =
        ring.with_kek(|kek| kek.wrap_key(&key, &client_place(client), entropy).map(|wrap| (kek.version(), wrap)))?;
    put(tx, "client_key", PUT_CLIENT, &[&client, &kek, &wrap])?;
    for class in Class::ALL.into_iter().filter(|class| *class != Class::Agency && !class.is_person_wrapped()) {
        let class_key = ClassKey::generate(entropy)?;
        let wrap = key.wrap_class(class, &class_key, &class_place(client, class), entropy)?;
        put(tx, "class_key", PUT_CLASS, &[&client, &class.word(), &class_key.version(), &wrap])?;
    }
    Ok(())
}

/// Whether a class of a client was destroyed, or the whole client.
pub fn is_destroyed(tx: &mut Tx<'_>, client: &str, class: Class) -> Result<bool, Error> {
    Ok(!tx.rows(IS_DESTROYED, &[&client, &class.word()])?.is_empty())
}

fn refuse_destroyed(tx: &mut Tx<'_>, client: &str, class: &str) -> Result<(), Error> {
    if tx.rows(IS_DESTROYED, &[&client, &class])?.is_empty() { Ok(()) } else { Err(no_key()) }
}

/// What was destroyed: a class of a client, or (no class) the whole client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destroyed {
    /// Whose.
    pub client: String,
    /// Which class; none is all.
    pub class: Option<Class>,
    /// The leaf of the act.
    pub leaf: u64,
}

/// Destroys keys, and remembers that for ever. Call [`Keyring::forget_client`] once more when the write is done.
pub fn destroy(tx: &mut Tx<'_>, ring: &Keyring, what: &Destroyed) -> Result<(), Error> {
    let word = what.class.map_or("", Class::word);
    let client = &what.client;
    match what.class {
        None => tx.run_all(&[(DROP_CLIENT, &[client]), (DROP_CLASSES, &[client]), (DROP_WRAPS, &[client])])?,
        Some(_) => tx.run_all(&[(DROP_CLASS, &[client, &word]), (DROP_CLASS_WRAPS, &[client, &word])])?,
    }
    put(tx, "destroyed_key", MARK_DESTROYED, &[client, &word, &what.leaf])?;
    if !ring.is_sealed() {
        ring.forget_client(client)?;
    }
    Ok(())
}

/// Everything that was destroyed, for a restore of an older backup to replay by [`destroy`].
pub fn destroyed(tx: &mut Tx<'_>) -> Result<Vec<Destroyed>, Error> {
    let one = |mut row: crate::Row| {
        let (client, word) = (row.text()?, row.text()?);
        let class = if word.is_empty() { None } else { Some(class(&word)?) };
        Ok(Destroyed { client, class, leaf: row.u64()? })
    };
    tx.rows(DESTROYED, &[])?.into_iter().map(one).collect()
}

/// Wraps by the new key-encryption key what the old one wraps: the agency's keys, then at most `limit` clients'. How many keys.
///
/// # Errors
/// `is_damaged()` if a wrap does not open.
pub fn rewrap(tx: &mut Tx<'_>, old: &Kek, new: &Kek, limit: u32, entropy: &mut dyn Entropy) -> Result<usize, Error> {
    let mut done = 0;
    for mut row in tx.rows(AGENCY_BEFORE, &[&new.version()])? {
        let (name, version, wrap) = (row.text()?, row.u64()?, row.blob()?);
        let wrap = rewrap_agency(&name, &wrap, old, new, entropy)?;
        put(tx, "agency_key", PUT_AGENCY, &[&name, &version, &new.version(), &wrap])?;
        done += 1;
    }
    for mut row in tx.rows(CLIENTS_BEFORE, &[&new.version(), &limit])? {
        let (client, wrap) = (row.text()?, row.blob()?);
        let key: ClientKey = old.unwrap_key(&client_place(&client), &wrap)?;
        let wrap = new.wrap_key(&key, &client_place(&client), entropy)?;
        let noted = digest("client_key", &[&client, &new.version(), &wrap]);
        tx.run(REWRAP_CLIENT, &[&new.version(), &wrap, &noted, &client])?;
        done += 1;
    }
    Ok(done)
}

/// An agency key is a content key or an index key; which, its wrap knows.
fn rewrap_agency(name: &str, wrap: &[u8], old: &Kek, new: &Kek, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
    let place = agency_place(name);
    let content: Result<AgencyKey, _> = old.unwrap_key(&place, wrap);
    if let Ok(key) = content {
        return new.wrap_key(&key, &place, entropy).map_err(Error::from);
    }
    let key: IndexKey = old.unwrap_key(&place, wrap)?;
    new.wrap_key(&key, &place, entropy).map_err(Error::from)
}
