//! Keys of the hierarchy: root → key-encryption key → agency and client keys → class keys.
//!
//! Each level is a type, and only the steps of the hierarchy exist as wraps: a class key cannot be sealed by a root key,
//! and a client key seals no content.

use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;

use zeroize::Zeroizing;

use crate::sealed::Cipher;
use crate::secret::Secret;
use crate::{Class, Entropy, Error, Opened, Place, Plain};

mod level {
    /// A level of the hierarchy, named in what its keys are wrapped for.
    pub trait Level: 'static {
        /// Its word.
        const WORD: &'static str;
    }
    /// A level whose keys wrap keys of level `C`.
    pub trait Wraps<C: Level>: Level {}
    /// A level whose keys seal content.
    pub trait Content: Level {}

    macro_rules! levels {
        ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl Level for $name { const WORD: &'static str = $word; }
        )*};
    }
    levels! {
        /// Above everything; lives outside of the database.
        Root = "root";
        /// Wraps the keys of the agency and of its clients.
        KeyEncryption = "key-encryption";
        /// Seals what belongs to the agency.
        Agency = "agency";
        /// Makes blind indexes.
        Index = "index";
        /// Wraps one client's class keys.
        Client = "client";
        /// Seals one class of one client's content.
        ClassContent = "class";
    }
    impl Wraps<KeyEncryption> for Root {}
    impl Wraps<Agency> for KeyEncryption {}
    impl Wraps<Index> for KeyEncryption {}
    impl Wraps<Client> for KeyEncryption {}
    impl Content for Agency {}
    impl Content for ClassContent {}
}

pub use level::{Content, Level, Wraps};

/// A 256-bit key of one level. Wiped when let go; never cloned, never shown: `Debug` prints `[key]`.
pub struct Key<L: Level> {
    secret: Secret,
    cipher: OnceLock<Cipher>,
    version: u32,
    level: PhantomData<L>,
}

/// The key above everything, from a key file, a credential or a recovery kit.
pub type RootKey = Key<level::Root>;
/// The key-encryption key; rotated by making the next and wrapping its children again.
pub type Kek = Key<level::KeyEncryption>;
/// Seals rows of the agency and the readable entries of its ledger.
pub type AgencyKey = Key<level::Agency>;
/// Makes blind indexes and slots, see [`crate::index`].
pub type IndexKey = Key<level::Index>;
/// Wraps one client's class keys. Letting go of every wrap of it destroys the client.
pub type ClientKey = Key<level::Client>;
/// Seals the content of one class of one client. Letting go of every wrap of it destroys the class.
pub type ClassKey = Key<level::ClassContent>;

impl<L: Level> Key<L> {
    pub(crate) fn from_secret(secret: Secret, version: u32) -> Self {
        Self { secret, cipher: OnceLock::new(), version, level: PhantomData }
    }

    /// A new random key, version 1.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, Error> {
        Secret::random(entropy).map(|secret| Self::from_secret(secret, 1))
    }

    /// A new random key that takes the place of this one: version + 1.
    pub fn successor(&self, entropy: &mut dyn Entropy) -> Result<Self, Error> {
        let version = self.version.checked_add(1).ok_or(Error::Bounds)?;
        Secret::random(entropy).map(|secret| Self::from_secret(secret, version))
    }

    /// Its version, which boxes sealed by it carry in their header.
    pub fn version(&self) -> u32 {
        self.version
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The key made ready, once.
    fn cipher(&self) -> Result<&Cipher, Error> {
        if let Some(cipher) = self.cipher.get() {
            return Ok(cipher);
        }
        let cipher = Cipher::new(&self.secret)?;
        Ok(self.cipher.get_or_init(|| cipher))
    }

    /// Version and bytes, as a wrap carries them.
    pub(crate) fn payload(&self) -> Zeroizing<Vec<u8>> {
        payload(self.version, &self.secret)
    }

    pub(crate) fn from_payload(payload: &[u8]) -> Result<Self, Error> {
        from_payload(payload).map(|(version, secret)| Self::from_secret(secret, version))
    }

    fn wrap_as<C: Level>(
        &self,
        for_what: &str,
        child: &Key<C>,
        place: &Place,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        self.cipher()?.seal(self.version, for_what, place, &child.payload(), entropy)
    }

    fn unwrap_as<C: Level>(&self, for_what: &str, place: &Place, wrapped: &[u8]) -> Result<Key<C>, Error> {
        Key::from_payload(&self.cipher()?.open(self.version, for_what, place, wrapped)?)
    }

    /// Wraps a key of the next level for this place: a box of 70 bytes.
    pub fn wrap_key<C: Level>(&self, child: &Key<C>, place: &Place, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error>
    where
        L: Wraps<C>,
    {
        self.wrap_as(&key_of(C::WORD), child, place, entropy)
    }

    /// The key of the next level that was wrapped for this place.
    pub fn unwrap_key<C: Level>(&self, place: &Place, wrapped: &[u8]) -> Result<Key<C>, Error>
    where
        L: Wraps<C>,
    {
        self.unwrap_as(&key_of(C::WORD), place, wrapped)
    }
}

pub(crate) fn payload(version: u32, secret: &Secret) -> Zeroizing<Vec<u8>> {
    let mut payload = Zeroizing::new(Vec::with_capacity(36));
    payload.extend_from_slice(&version.to_be_bytes());
    payload.extend_from_slice(secret.bytes());
    payload
}

pub(crate) fn from_payload(payload: &[u8]) -> Result<(u32, Secret), Error> {
    let (version, bytes) = payload.split_first_chunk::<4>().ok_or(Error::Refused)?;
    Ok((u32::from_be_bytes(*version), Secret::copy(bytes)?))
}

fn key_of(word: &str) -> String {
    format!("key {word}")
}

impl ClientKey {
    /// Wraps the client's key of a class. The three most private classes are refused: see [`crate::people`].
    pub fn wrap_class(&self, class: Class, key: &ClassKey, place: &Place, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        if class.is_person_wrapped() {
            return Err(Error::PeopleOnly);
        }
        self.wrap_as(&key_of(class.word()), key, place, entropy)
    }

    /// The client's key of a class.
    pub fn unwrap_class(&self, class: Class, place: &Place, wrapped: &[u8]) -> Result<ClassKey, Error> {
        if class.is_person_wrapped() {
            return Err(Error::PeopleOnly);
        }
        self.unwrap_as(&key_of(class.word()), place, wrapped)
    }
}

impl<L: Content> Key<L> {
    /// Seals content to a place.
    pub fn seal(&self, place: &Place, plain: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        self.cipher()?.seal(self.version, L::WORD, place, plain, entropy)
    }

    /// Opens content that was sealed to this place.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Opened, Error> {
        self.cipher()?.open(self.version, L::WORD, place, sealed).map(Plain::new)
    }

    /// Seals under this key what `older` had sealed to the same place; nobody sees the content.
    pub fn reseal(&self, older: &Self, place: &Place, sealed: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        let plain = older.cipher()?.open(older.version, L::WORD, place, sealed)?;
        self.seal(place, &plain, entropy)
    }
}

impl<L: Level> fmt::Debug for Key<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}
