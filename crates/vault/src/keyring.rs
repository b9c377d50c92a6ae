//! The keys of a running program: all in one place, and all gone at once.
//!
//! **What sealing promises.** When [`Keyring::seal`] returns, every key that was held is overwritten with zeros, the
//! library's schedules too, and every later use answers [`Error::Sealed`]. Keys live in boxes of their own and are moved by
//! pointer, so that no copy is left where they have been. A test reads the whole memory of its process and finds none.
//!
//! **What it cannot promise.** The compiler and the processor may have put parts of a key into registers or a stack slot;
//! the system may have written memory to swap, to a core file or to a sleeping machine's disk. `tacenda doctor` checks swap,
//! core files and hibernation. Keys that a caller took out of the ring, and content already opened, are not the ring's.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::{AgencyKey, Class, ClassKey, ClientKey, Error, IndexKey, Kek, PersonKey, Place, key_version};

/// Holds unwrapped keys until it is sealed. Shared between threads; `Debug` prints `[keyring]`.
///
/// Keys are used where they are: `with_…` lends one to a closure. Keep closures short, for sealing waits for them, and do not
/// call the ring from inside one.
#[derive(Default)]
pub struct Keyring(RwLock<Option<Held>>);

type Name = Box<str>;

#[derive(Default)]
struct Held {
    keks: BTreeMap<u32, Kek>,
    agency: BTreeMap<(Name, u32), AgencyKey>,
    indexes: BTreeMap<Name, IndexKey>,
    clients: BTreeMap<Name, Client>,
    people: BTreeMap<Name, PersonKey>,
}

struct Client {
    key: ClientKey,
    classes: BTreeMap<(Class, u32), ClassKey>,
}

impl Keyring {
    /// A sealed ring.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a key-encryption key. The first unseals the ring; while keys are rotated there are two, and the one with the
    /// highest version is the current one.
    pub fn unseal(&self, kek: Kek) {
        self.write().get_or_insert_default().keks.insert(kek.version(), kek);
    }

    /// Wipes every key. Returns when it is done.
    pub fn seal(&self) {
        *self.write() = None;
    }

    /// Whether the ring holds nothing.
    pub fn is_sealed(&self) -> bool {
        self.read().is_none()
    }

    /// Lends the current key-encryption key.
    pub fn with_kek<R, E: From<Error>>(&self, work: impl FnOnce(&Kek) -> Result<R, E>) -> Result<R, E> {
        self.lend(|held| held.keks.values().next_back(), work)
    }

    /// Lets go of a key-encryption key that nothing is wrapped by any more.
    pub fn forget_kek(&self, version: u32) -> Result<(), Error> {
        self.change(|held| {
            held.keks.remove(&version);
            Ok(())
        })
    }

    /// Unwraps a key of the agency, by the key-encryption key that wrapped it, and holds it under a name.
    pub fn open_agency(&self, name: &str, place: &Place, wrapped: &[u8]) -> Result<(), Error> {
        self.change(|held| {
            let key: AgencyKey = held.kek_of(wrapped)?.unwrap_key(place, wrapped)?;
            held.agency.insert((name.into(), key.version()), key);
            Ok(())
        })
    }

    /// Lends the agency's key of this name: of this version, or the current one.
    pub fn with_agency<R, E: From<Error>>(
        &self,
        name: &str,
        version: Option<u32>,
        work: impl FnOnce(&AgencyKey) -> Result<R, E>,
    ) -> Result<R, E> {
        self.lend(|held| newest(&held.agency, name.into(), version), work)
    }

    /// Unwraps an index key and holds it under a name.
    pub fn open_index(&self, name: &str, place: &Place, wrapped: &[u8]) -> Result<(), Error> {
        self.change(|held| {
            let key = held.kek_of(wrapped)?.unwrap_key(place, wrapped)?;
            held.indexes.insert(name.into(), key);
            Ok(())
        })
    }

    /// Lends the index key of this name.
    pub fn with_index<R, E: From<Error>>(&self, name: &str, work: impl FnOnce(&IndexKey) -> Result<R, E>) -> Result<R, E> {
        self.lend(|held| held.indexes.get(name), work)
    }

    /// Unwraps a client's key and holds it. The class keys held for that client are let go.
    pub fn open_client(&self, client: &str, place: &Place, wrapped: &[u8]) -> Result<(), Error> {
        self.change(|held| {
            let key = held.kek_of(wrapped)?.unwrap_key(place, wrapped)?;
            held.clients.insert(client.into(), Client { key, classes: BTreeMap::new() });
            Ok(())
        })
    }

    /// Lends a client's key.
    pub fn with_client<R, E: From<Error>>(&self, client: &str, work: impl FnOnce(&ClientKey) -> Result<R, E>) -> Result<R, E> {
        self.lend(|held| held.clients.get(client).map(|client| &client.key), work)
    }

    /// Unwraps a class key by the client's key, which is held already, and holds it.
    pub fn open_class(&self, client: &str, class: Class, place: &Place, wrapped: &[u8]) -> Result<(), Error> {
        self.change(|held| {
            let client = held.clients.get_mut(client).ok_or(Error::NotHeld)?;
            let key = client.key.unwrap_class(class, place, wrapped)?;
            client.classes.insert((class, key.version()), key);
            Ok(())
        })
    }

    /// Lends a client's key of a class: of this version, or the newest that is held. The three most private classes are never
    /// here: see [`Keyring::with_person`].
    pub fn with_class<R, E: From<Error>>(
        &self,
        client: &str,
        class: Class,
        version: Option<u32>,
        work: impl FnOnce(&ClassKey) -> Result<R, E>,
    ) -> Result<R, E> {
        self.lend(|held| newest(&held.clients.get(client)?.classes, class, version), work)
    }

    /// Lets go of a client's key and class keys: they were destroyed, or are not needed for now.
    pub fn forget_client(&self, client: &str) -> Result<(), Error> {
        self.change(|held| {
            held.clients.remove(client);
            Ok(())
        })
    }

    /// Lets go of all clients' keys; they are unwrapped again when needed.
    pub fn forget_clients(&self) -> Result<(), Error> {
        self.change(|held| {
            held.clients.clear();
            Ok(())
        })
    }

    /// Holds a person's key pair for as long as their session lasts.
    pub fn hold_person(&self, session: &str, pair: PersonKey) -> Result<(), Error> {
        self.change(|held| {
            held.people.insert(session.into(), pair);
            Ok(())
        })
    }

    /// Lends the key pair of a session. What it opens is not kept.
    pub fn with_person<R, E: From<Error>>(&self, session: &str, work: impl FnOnce(&PersonKey) -> Result<R, E>) -> Result<R, E> {
        self.lend(|held| held.people.get(session), work)
    }

    /// Lets go of a session's key pair.
    pub fn forget_person(&self, session: &str) -> Result<(), Error> {
        self.change(|held| {
            held.people.remove(session);
            Ok(())
        })
    }

    fn read(&self) -> RwLockReadGuard<'_, Option<Held>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<Held>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn lend<K, R, E: From<Error>>(
        &self,
        find: impl FnOnce(&Held) -> Option<&K>,
        work: impl FnOnce(&K) -> Result<R, E>,
    ) -> Result<R, E> {
        let held = self.read();
        let held = held.as_ref().ok_or(Error::Sealed)?;
        work(find(held).ok_or(Error::NotHeld)?)
    }

    fn change(&self, work: impl FnOnce(&mut Held) -> Result<(), Error>) -> Result<(), Error> {
        work(self.write().as_mut().ok_or(Error::Sealed)?)
    }
}

impl Held {
    /// The key-encryption key that a wrap's header names.
    fn kek_of(&self, wrapped: &[u8]) -> Result<&Kek, Error> {
        self.keks.get(&key_version(wrapped)?).ok_or(Error::NotHeld)
    }
}

/// The key of this version, or the newest.
fn newest<N: Ord, K>(keys: &BTreeMap<(N, u32), K>, name: N, version: Option<u32>) -> Option<&K> {
    let wanted = (name, version.unwrap_or(u32::MAX));
    let (found, key) = keys.range(..=&wanted).next_back()?;
    let fits = found.0 == wanted.0 && version.is_none_or(|version| found.1 == version);
    fits.then_some(key)
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[keyring]")
    }
}
