//! People's key pairs: what only a person opens. Class keys are sealed to their public halves by HPKE (RFC 9180).
//!
//! A class key sealed to a person:
//!
//! | offset | bytes | what |
//! |---|---|---|
//! | 0 | 1 | format, 1 |
//! | 1 | 1 | algorithm: 3 HPKE base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM |
//! | 2 | 4 | version of the person's key, big-endian |
//! | 6 | 32 | encapsulated key |
//! | 38 | 52 | sealed version and class key, with tag |
//!
//! HPKE's info binds `tacenda/people/1`, a zero byte, the class and the place; its associated data are the first six bytes.
//!
//! **When somebody leaves.** Dropping their wrap is enough while the program is whole: they never held the class key
//! itself, only the program did, for them. Where their device or session may have been in wrong hands, make the class
//! key's [successor](crate::Key::successor), [reseal](crate::Key::reseal) the rows and wrap it to those who stay.

use std::fmt;

use crate::passphrase::{lock, unlock};
use crate::place::put;
use crate::secret::Secret;
use crate::{Class, ClassKey, Cost, Entropy, Error, Passphrase, Place, hpke};

const FORMAT: u8 = 1;
const HPKE: u8 = 3;
const LOCKED: &str = "person";

/// The public half of a person's key, or of the recovery set's. Not secret; whoever can put in another one would be sealed
/// to, so it belongs into a sealed row. `Debug` prints `[public key]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    version: u32,
    point: [u8; 32],
}

impl PublicKey {
    /// Version, big-endian, and X25519 point.
    pub fn to_bytes(&self) -> [u8; 36] {
        let mut bytes = [0; 36];
        bytes.iter_mut().zip(self.version.to_be_bytes().into_iter().chain(self.point)).for_each(|(to, from)| *to = from);
        bytes
    }

    /// What [`PublicKey::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (version, point) = bytes.split_first_chunk::<4>().ok_or(Error::Refused)?;
        Ok(Self { version: u32::from_be_bytes(*version), point: point.try_into().map_err(|_| Error::Refused)? })
    }

    /// Its version: 1, and one more with every new pair of the same person.
    pub fn version(&self) -> u32 {
        self.version
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[public key]")
    }
}

/// A person's key pair, or the recovery set's. Its private half is wiped when let go; `Debug` prints `[key]`.
pub struct PersonKey {
    private: Secret,
    public: PublicKey,
}

impl PersonKey {
    pub(crate) fn from_private(private: Secret, version: u32) -> Result<Self, Error> {
        let point = hpke::public_half(&private)?;
        Ok(Self { private, public: PublicKey { version, point } })
    }

    pub(crate) fn private(&self) -> &Secret {
        &self.private
    }

    /// A new pair, version 1.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, Error> {
        Self::from_private(Secret::random(entropy)?, 1)
    }

    /// The next pair of a person who had this public key and lost the other half.
    pub fn successor(former: &PublicKey, entropy: &mut dyn Entropy) -> Result<Self, Error> {
        let version = former.version.checked_add(1).ok_or(Error::Bounds)?;
        Self::from_private(Secret::random(entropy)?, version)
    }

    /// The half that others seal to.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The pair locked by its owner's passphrase, for this place: 97 bytes. Nobody can reset it.
    pub fn lock(&self, passphrase: &Passphrase, cost: Cost, place: &Place, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        let payload = crate::key::payload(self.public.version, &self.private);
        lock(passphrase, cost, LOCKED, place, &payload, entropy)
    }

    /// The pair that was locked for this place.
    pub fn unlock(passphrase: &Passphrase, place: &Place, locked: &[u8]) -> Result<Self, Error> {
        let (version, private) = crate::key::from_payload(&unlock(passphrase, LOCKED, place, locked)?)?;
        Self::from_private(private, version)
    }

    /// The same pair locked by another passphrase. What is sealed to its owner stays as it is.
    pub fn change_passphrase(
        (old, new): (&Passphrase, &Passphrase),
        cost: Cost,
        place: &Place,
        locked: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        Self::unlock(old, place, locked)?.lock(new, cost, place, entropy)
    }

    /// The class key that was sealed to this person.
    pub fn unwrap_class(&self, class: Class, place: &Place, wrapped: &[u8]) -> Result<ClassKey, Error> {
        let (head, rest) = wrapped.split_first_chunk::<6>().ok_or(Error::Refused)?;
        let (encapsulated, text) = rest.split_first_chunk::<32>().ok_or(Error::Refused)?;
        if *head != header(self.public.version) {
            return Err(Error::Refused);
        }
        let payload = hpke::open(&self.private, encapsulated, &info(class, place), head, text)?;
        ClassKey::from_payload(&payload)
    }

    /// Gives a class key that was sealed to this person on to another, who then opens it without the first.
    pub fn hand_over(
        &self,
        class: Class,
        place: &Place,
        wrapped: &[u8],
        to: &PublicKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        self.unwrap_class(class, place, wrapped)?.wrap_to(to, class, place, entropy)
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// A class key sealed to everybody who may open it.
#[derive(Debug)]
pub struct ClassWraps {
    /// For each person, in the order given.
    pub people: Vec<Vec<u8>>,
    /// For the recovery set, so that death, departure or a valid order does not mean lost records.
    pub recovery: Vec<u8>,
}

impl ClassKey {
    /// Seals the class key to one person, for this place: 90 bytes.
    pub fn wrap_to(&self, person: &PublicKey, class: Class, place: &Place, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        let head = header(person.version);
        let ephemeral = Secret::random(entropy)?;
        let (encapsulated, text) = hpke::seal(&person.point, &ephemeral, &info(class, place), &head, &self.payload())?;
        Ok([head.as_slice(), &encapsulated, &text].concat())
    }

    /// Seals the class key to every entitled person, and always to the recovery set.
    pub fn wrap_to_all(
        &self,
        people: &[PublicKey],
        recovery: &PublicKey,
        class: Class,
        place: &Place,
        entropy: &mut dyn Entropy,
    ) -> Result<ClassWraps, Error> {
        let recovery = self.wrap_to(recovery, class, place, entropy)?;
        let people = people.iter().map(|person| self.wrap_to(person, class, place, entropy)).collect::<Result<_, _>>()?;
        Ok(ClassWraps { people, recovery })
    }
}

fn header(version: u32) -> [u8; 6] {
    let [a, b, c, d] = version.to_be_bytes();
    [FORMAT, HPKE, a, b, c, d]
}

fn info(class: Class, place: &Place) -> Vec<u8> {
    let mut info = b"tacenda/people/1\0".to_vec();
    put(&mut info, class.word().as_bytes());
    info.extend_from_slice(place.bytes());
    info
}
