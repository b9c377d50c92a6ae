//! The root of all keys, from where the configuration says: a key file, a credential, a passphrase, a token, or recovery shares.

use std::path::Path;

use tacenda_vault::recovery::Share;
use tacenda_vault::{Cost, Kek, KeyProvider, Passphrase, PassphraseRoot, RootKey, SystemEntropy};

use crate::config::{Config, KeySource, Token};
use crate::problem::Problem;

/// The name of the recovery kit's root among the providers.
pub const KIT: &str = "recovery";

/// A root, and the name under which its wraps are kept.
pub struct Root {
    name: &'static str,
    provider: Box<dyn KeyProvider>,
}

impl std::fmt::Debug for Root {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Root({})", self.name)
    }
}

impl Root {
    /// A root key under this name.
    pub fn key(name: &'static str, key: RootKey) -> Self {
        Self { name, provider: Box::new(key) }
    }

    /// A passphrase; new wraps cost this much.
    pub fn passphrase(typed: &str, cost: Cost) -> Self {
        Self { name: "passphrase", provider: Box::new(PassphraseRoot::new(Passphrase::new(typed), cost)) }
    }

    /// The key of the recovery kit, from enough of its shares.
    pub fn kit(shares: &[Share]) -> Result<Self, Problem> {
        Ok(Self::key(KIT, RootKey::from_shares(shares)?))
    }

    /// Its name among the providers.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Wraps a key-encryption key.
    pub fn wrap(&self, kek: &Kek) -> Result<Vec<u8>, Problem> {
        Ok(self.provider.wrap_kek(kek, &mut SystemEntropy)?)
    }

    /// The root that the configuration names. `typed` asks for a secret where one must be typed, by its prompt.
    ///
    /// # Errors
    /// Where the file, the credential or the token is not there, or is not a key.
    pub fn from_config(home: &Path, config: &Config, typed: impl FnOnce(&str) -> anyhow::Result<String>) -> anyhow::Result<Self> {
        let file = |name: &'static str, path: &Path| -> anyhow::Result<Self> {
            let bytes = std::fs::read(path).map_err(|fault| anyhow::anyhow!("the root key {}: {fault}", path.display()))?;
            Ok(Self::key(name, RootKey::from_key_file(&bytes)?))
        };
        match &config.key {
            KeySource::File { path } => file("file", &home.join(path)),
            KeySource::Credential { name } => file("credential", &crate::edge::credential(name)?),
            KeySource::Passphrase => Ok(Self::passphrase(&typed("Passphrase of the agency's keys: ")?, Cost::DEFAULT)),
            KeySource::Pkcs11(token) => Self::token(token, false, typed),
        }
    }

    /// The root inside a hardware token: the key of that name, or a new one, made there.
    ///
    /// # Errors
    /// Where the token or the key is not there, its PIN is wrong, or the key could be read out; or the name of a new one is taken.
    #[cfg(feature = "pkcs11")]
    pub fn token(token: &Token, is_new: bool, typed: impl FnOnce(&str) -> anyhow::Result<String>) -> anyhow::Result<Self> {
        use tacenda_vault::pkcs11::{TokenKey, TokenRoot};
        let pin = match &token.pin_file {
            Some(path) => crate::edge::secret("PIN", Some(path))?.as_str().to_owned(),
            None => typed("PIN of the token: ")?,
        };
        let at = TokenKey { library: &token.module, token: &token.token, key: &token.label };
        let provider = if is_new { TokenRoot::create(at, &pin) } else { TokenRoot::open(at, &pin) };
        Ok(Self { name: "pkcs11", provider: Box::new(provider?) })
    }

    /// This program knows no tokens.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(feature = "pkcs11"))]
    pub fn token(_: &Token, _: bool, _: impl FnOnce(&str) -> anyhow::Result<String>) -> anyhow::Result<Self> {
        anyhow::bail!("this program was built without tokens: build it with `--features pkcs11`")
    }
}

/// Unwraps a key-encryption key.
pub(crate) fn unwrap(root: &Root, wrap: &[u8]) -> Result<Kek, Problem> {
    Ok(root.provider.unwrap_kek(wrap)?)
}
