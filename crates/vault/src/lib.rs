//! What a file of secrets lives in: keys, sealed boxes, people's key pairs, recovery shares, blind indexes.
//!
//! ```
//! use tacenda_vault::{Class, ClassKey, ClientKey, Kek, KeyProvider, Place, Purpose, RootKey, SystemEntropy};
//! # fn main() -> Result<(), tacenda_vault::Error> {
//! let chance = &mut SystemEntropy;
//! let (root, kek) = (RootKey::generate(chance)?, Kek::generate(chance)?);
//! let kept = root.wrap_kek(&kek, chance)?; // stands in the database; the root does not
//!
//! let (client, general) = (ClientKey::generate(chance)?, ClassKey::generate(chance)?);
//! let of_client = Place::new("client key").with("client", "0192f0c1");
//! let of_class = Place::new("class key").with("client", "0192f0c1").with("class", Class::General.word());
//! let client_wrap = kek.wrap_key(&client, &of_client, chance)?;
//! let class_wrap = client.wrap_class(Class::General, &general, &of_class, chance)?;
//!
//! let place = Place::new("record").with("id", "0192f0c2").with("version", 1).with("client", "0192f0c1");
//! let sealed = general.seal(&place, b"she moved to Taos", chance)?;
//! # drop((kek, client, general));
//!
//! let kek = root.unwrap_kek(&kept)?;
//! let client: ClientKey = kek.unwrap_key(&of_client, &client_wrap)?;
//! let general = client.unwrap_class(Class::General, &of_class, &class_wrap)?;
//! assert_eq!(general.open(&place, &sealed)?.expose(Purpose::Show).as_slice(), b"she moved to Taos");
//! # Ok(())
//! # }
//! ```
//!
//! The types to know: [`Key`] (one type for each level of the hierarchy), [`Place`] (what a box is bound to), [`PersonKey`]
//! (what only a person opens), [`Keyring`] (the keys of a running program, gone at once by [`Keyring::seal`]) and
//! [`KeyProvider`] (where the root comes from).
//!
//! This crate does no I/O and reads no clock; randomness is an argument ([`Entropy`]). The one exception is the feature
//! `pkcs11`, which loads the library of a hardware token. It decides nothing about who may open what: that is the desk's
//! work, and the store says where wraps and boxes stand. `README.md` beside this file has the formats byte by byte.

#![deny(missing_docs)]

mod age;
mod class;
mod derive;
mod entropy;
mod error;
mod hpke;
pub mod index;
mod key;
mod keyring;
mod passphrase;
pub mod people;
#[cfg(feature = "pkcs11")]
pub mod pkcs11;
mod place;
mod plain;
pub mod recovery;
pub mod root;
mod sealed;
mod secret;
mod shamir;

pub use age::AgeRecipient;
pub use class::Class;
pub use entropy::{Entropy, SystemEntropy};
pub use error::Error;
pub use key::{AgencyKey, ClassKey, ClientKey, Content, IndexKey, Kek, Key, Level, RootKey, Wraps};
pub use keyring::Keyring;
pub use passphrase::{Cost, Passphrase};
pub use people::{PersonKey, PublicKey};
pub use place::{Part, Place};
pub use plain::{Opened, Plain, Purpose};
pub use root::{KeyProvider, PassphraseRoot};
pub use sealed::{key_version, needs_reseal};
