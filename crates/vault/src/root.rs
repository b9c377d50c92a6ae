//! Where the root comes from: whatever wraps and unwraps the key-encryption key.
//!
//! | source | provider | where the secret is |
//! |---|---|---|
//! | key file, systemd credential | [`RootKey::from_key_file`] | a file that only the service reads |
//! | recovery kit | [`RootKey::from_shares`](crate::RootKey::from_shares) | on paper, with its holders |
//! | passphrase | [`PassphraseRoot`] | in a head; typed at every start |
//! | token | `TokenRoot` (feature `pkcs11`) | in hardware, which never gives it away |
//!
//! One key-encryption key may be wrapped by several roots at once: the daily one and the kit in the safe.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::passphrase::{lock, unlock};
use crate::{Cost, Entropy, Error, Kek, Passphrase, Place, RootKey};

const KEY_FILE: &str = "tacenda root key 1 ";
pub(crate) const KEK: &str = "key key-encryption";

/// A provider of the key-encryption key.
pub trait KeyProvider {
    /// What it is, in one or two words for `status` and the ledger.
    fn source(&self) -> &'static str;
    /// Wraps the key-encryption key.
    fn wrap_kek(&self, kek: &Kek, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error>;
    /// Unwraps the key-encryption key.
    fn unwrap_kek(&self, wrapped: &[u8]) -> Result<Kek, Error>;
}

pub(crate) fn kek_place() -> Place {
    Place::new("kek")
}

impl KeyProvider for RootKey {
    fn source(&self) -> &'static str {
        "root key"
    }

    fn wrap_kek(&self, kek: &Kek, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        self.wrap_key(kek, &kek_place(), entropy)
    }

    fn unwrap_kek(&self, wrapped: &[u8]) -> Result<Kek, Error> {
        self.unwrap_key(&kek_place(), wrapped)
    }
}

impl RootKey {
    /// The text of a key file or systemd credential: one line, 68 bytes with its line end. Key and four bytes of check
    /// in base64url, so that a damaged file is told from a wrong one.
    pub fn to_key_file(&self) -> Zeroizing<String> {
        let key = self.secret().bytes();
        let mut bytes = Zeroizing::new(Vec::with_capacity(36));
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(&check(key));
        let mut text = Zeroizing::new(String::with_capacity(68));
        text.push_str(KEY_FILE);
        BASE64_URL_SAFE_NO_PAD.encode_string(bytes.as_slice(), &mut text);
        text.push('\n');
        text
    }

    /// The root key of a key file's or credential's bytes.
    pub fn from_key_file(text: &[u8]) -> Result<Self, Error> {
        let line = text.trim_ascii().strip_prefix(KEY_FILE.as_bytes()).ok_or(Error::KeyFile)?;
        let mut bytes = Zeroizing::new([0; 36]);
        let length = BASE64_URL_SAFE_NO_PAD.decode_slice(line, bytes.as_mut_slice()).map_err(|_| Error::KeyFile)?;
        let (key, found) = bytes.split_first_chunk::<32>().ok_or(Error::KeyFile)?;
        if length != 36 || *found != check(key) {
            return Err(Error::KeyFile);
        }
        crate::secret::Secret::copy(key).map(|secret| Self::from_secret(secret, 1))
    }
}

fn check(key: &[u8; 32]) -> [u8; 4] {
    let mut message = Zeroizing::new(Vec::with_capacity(64));
    message.extend_from_slice(b"tacenda/key file/1\0");
    message.extend_from_slice(key);
    let hash = digest(&SHA256, &message);
    hash.as_ref().first_chunk().copied().unwrap_or_default()
}

/// A root that somebody remembers. The key-encryption key is locked by Argon2id; cost and salt stand in the wrap.
#[derive(Debug)]
pub struct PassphraseRoot {
    passphrase: Passphrase,
    cost: Cost,
}

impl PassphraseRoot {
    /// A passphrase, and the cost of new wraps; existing wraps carry their own.
    pub fn new(passphrase: Passphrase, cost: Cost) -> Self {
        Self { passphrase, cost }
    }
}

impl KeyProvider for PassphraseRoot {
    fn source(&self) -> &'static str {
        "passphrase"
    }

    fn wrap_kek(&self, kek: &Kek, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        lock(&self.passphrase, self.cost, KEK, &kek_place(), &kek.payload(), entropy)
    }

    fn unwrap_kek(&self, wrapped: &[u8]) -> Result<Kek, Error> {
        Kek::from_payload(&unlock(&self.passphrase, KEK, &kek_place(), wrapped)?)
    }
}
