//! The root of all keys, from where the configuration says: a key file, a credential, a passphrase, a token, or recovery shares.

use std::path::Path;

use tacenda_vault::recovery::Share;
use tacenda_vault::{Cost, Kek, KeyProvider, Passphrase, PassphraseRoot, RootKey, SystemEntropy};

use crate::config::{Config, KeySource};
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
            #[cfg(feature = "pkcs11")]
            KeySource::Pkcs11 { module, token, label, pin_file } => crate::edge::token(module, token, label, pin_file.as_deref(), typed)
                .map(|provider| Self { name: "pkcs11", provider }),
            #[cfg(not(feature = "pkcs11"))]
            KeySource::Pkcs11 { .. } => anyhow::bail!("this program was built without tokens: build it with `--features pkcs11`"),
        }
    }
}

/// Unwraps a key-encryption key.
pub(crate) fn unwrap(root: &Root, wrap: &[u8]) -> Result<Kek, Problem> {
    Ok(root.provider.unwrap_kek(wrap)?)
}
