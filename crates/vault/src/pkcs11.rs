//! The root in a hardware token: an AES-256 key that was made there and never leaves it (PKCS #11 v2.40 and later).
//!
//! The token seals and opens the key-encryption key by `CKM_AES_GCM`; the wrap is a box like any other, with algorithm 2 in
//! its header. Loading the token's library is the one thing this crate asks of the system: see `docs/decisions`.

use std::fmt;
use std::path::Path;
use std::sync::Mutex;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as TokenError, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::{AuthPin, Ulong};
use zeroize::Zeroizing;

use crate::root::{KEK, KeyProvider, kek_place};
use crate::sealed::{Algorithm, Header};
use crate::{Entropy, Error, Kek};

/// Where a token's key is found.
#[derive(Debug, Clone, Copy)]
pub struct TokenKey<'a> {
    /// The library that speaks to the token, such as `/usr/lib/softhsm/libsofthsm2.so`.
    pub library: &'a Path,
    /// The token's label.
    pub token: &'a str,
    /// The key's label.
    pub key: &'a str,
}

/// A root key inside a token. `Debug` prints `[key]`.
pub struct TokenRoot {
    session: Mutex<Session>,
    key: ObjectHandle,
}

fn refused(_: TokenError) -> Error {
    Error::Token
}

impl TokenRoot {
    /// Makes a new key in the token: it can seal and open there, and it can never be read out. Fails if the label is taken.
    pub fn create(at: TokenKey<'_>, pin: &str) -> Result<Self, Error> {
        let session = log_in(at, pin)?;
        if !session.find_objects(&template(at.key)).map_err(refused)?.is_empty() {
            return Err(Error::Token);
        }
        let mut attributes = template(at.key);
        attributes.extend([
            Attribute::ValueLen(Ulong::from(32)),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
        ]);
        let key = session.generate_key(&Mechanism::AesKeyGen, &attributes).map_err(refused)?;
        Self::checked(session, key)
    }

    /// Finds the key in the token. Refuses one that could be read out, or ever could.
    pub fn open(at: TokenKey<'_>, pin: &str) -> Result<Self, Error> {
        let session = log_in(at, pin)?;
        let found = session.find_objects(&template(at.key)).map_err(refused)?;
        let [key] = found.as_slice() else { return Err(Error::Token) };
        Self::checked(session, *key)
    }

    fn checked(session: Session, key: ObjectHandle) -> Result<Self, Error> {
        let asked = [AttributeType::Sensitive, AttributeType::Extractable, AttributeType::NeverExtractable];
        let found = session.get_attributes(key, &asked).map_err(refused)?;
        let must = [Attribute::Sensitive(true), Attribute::Extractable(false), Attribute::NeverExtractable(true)];
        if must.iter().all(|attribute| found.contains(attribute)) {
            Ok(Self { session: Mutex::new(session), key })
        } else {
            Err(Error::Token)
        }
    }

    /// Lets the token work with the header's nonce, bound to what the box is for.
    fn work(
        &self,
        header: &Header,
        work: impl FnOnce(&Session, &Mechanism<'_>, ObjectHandle) -> Result<Vec<u8>, TokenError>,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (mut nonce, associated) = (header.nonce(), header.associated(KEK, &kek_place()));
        let parameters = GcmParams::new(&mut nonce, &associated, Ulong::from(128)).map_err(refused)?;
        let session = self.session.lock().map_err(|_| Error::Token)?;
        work(&session, &Mechanism::AesGcm(parameters), self.key).map(Zeroizing::new).map_err(refused)
    }
}

impl KeyProvider for TokenRoot {
    fn source(&self) -> &'static str {
        "token"
    }

    fn wrap_kek(&self, kek: &Kek, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        let header = Header::new(Algorithm::Token, 1, entropy)?;
        let payload = kek.payload();
        let text = self.work(&header, |session, how, key| session.encrypt(how, key, &payload))?;
        Ok([header.bytes.as_slice(), &text].concat())
    }

    fn unwrap_kek(&self, wrapped: &[u8]) -> Result<Kek, Error> {
        let (header, text) = Header::read(wrapped, Algorithm::Token)?;
        // What the token says of a box that does not open is not told on: it is the one answer that every root gives.
        let payload = self.work(&header, |session, how, key| session.decrypt(how, key, text)).map_err(|_| Error::Refused)?;
        Kek::from_payload(&payload)
    }
}

fn log_in(at: TokenKey<'_>, pin: &str) -> Result<Session, Error> {
    let library = Pkcs11::new(at.library).map_err(refused)?;
    match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(TokenError::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(_) => return Err(Error::Token),
    }
    let slots = library.get_slots_with_initialized_token().map_err(refused)?;
    let has_label = |slot: &_| library.get_token_info(*slot).is_ok_and(|info| info.label() == at.token);
    let slot = slots.into_iter().find(has_label).ok_or(Error::Token)?;
    let session = library.open_rw_session(slot).map_err(refused)?;
    match session.login(UserType::User, Some(&AuthPin::new(pin.into()))) {
        Ok(()) | Err(TokenError::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
        Err(_) => Err(Error::Token),
    }
}

fn template(label: &str) -> Vec<Attribute> {
    vec![Attribute::Class(ObjectClass::SECRET_KEY), Attribute::KeyType(KeyType::AES), Attribute::Label(label.as_bytes().to_vec())]
}

impl fmt::Debug for TokenRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}
