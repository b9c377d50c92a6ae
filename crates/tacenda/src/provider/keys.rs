//! The provider's keys (RFC 7517), and whether one of them signed something. The token says only which key; what is done with a key
//! depends on its kind alone, so that no token chooses how it is checked.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::Fault;

/// A set of keys as it is sent.
#[derive(Deserialize)]
pub(super) struct Set {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Sent {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// A key that we know how to use.
#[derive(Debug)]
pub(super) struct Key {
    kid: Option<String>,
    alg: Option<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// By what a token may be signed: never by nothing, and never by a secret that both sides know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Ps256,
    Es256,
    EdDsa,
}

impl Algorithm {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "ES256" => Some(Self::Es256),
            "EdDSA" | "Ed25519" => Some(Self::EdDsa),
            _ => None,
        }
    }
}

/// Those that we know how to use; the others are for others.
pub(super) fn read(set: &Set) -> Vec<Key> {
    set.keys.iter().filter_map(|value| key(Sent::deserialize(value).ok()?)).collect()
}

fn key(sent: Sent) -> Option<Key> {
    if sent.usage.is_some_and(|usage| usage != "sig") {
        return None;
    }
    let bytes = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?).ok();
    let kind = match (sent.kty.as_str(), sent.crv.as_deref()) {
        ("RSA", _) => Kind::Rsa { n: bytes(sent.n)?, e: bytes(sent.e)? },
        ("EC", Some("P-256")) => Kind::P256([vec![4], bytes(sent.x)?, bytes(sent.y)?].concat()), // an uncompressed point (SEC 1)
        ("OKP", Some("Ed25519")) => Kind::Ed25519(bytes(sent.x)?),
        _ => return None,
    };
    Some(Key { kid: sent.kid, alg: sent.alg, kind })
}

impl Key {
    fn fits(&self, algorithm: Algorithm, kid: Option<&str>) -> bool {
        use Algorithm::{EdDsa, Es256, Ps256, Rs256};
        let kind = match self.kind {
            Kind::Rsa { .. } => matches!(algorithm, Rs256 | Ps256),
            Kind::P256(_) => algorithm == Es256,
            Kind::Ed25519(_) => algorithm == EdDsa,
        };
        let meant = self.alg.as_deref().is_none_or(|word| Algorithm::from_word(word) == Some(algorithm));
        kind && meant && kid.is_none_or(|kid| self.kid.as_deref() == Some(kid))
    }

    fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let done = match &self.kind {
            Kind::Rsa { n, e } => {
                let pss = algorithm == Algorithm::Ps256;
                let how = if pss { &RSA_PSS_2048_8192_SHA256 } else { &RSA_PKCS1_2048_8192_SHA256 };
                RsaPublicKeyComponents { n, e }.verify(how, message, signature)
            }
            Kind::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature),
            Kind::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
        };
        done.is_ok()
    }
}

/// Whether the key that is meant signed this. Without a name of the key there must be one alone that fits.
pub(super) fn hold(keys: &[Key], algorithm: Algorithm, kid: Option<&str>, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
    let mut fitting = keys.iter().filter(|key| key.fits(algorithm, kid));
    match (fitting.next(), fitting.next()) {
        (Some(key), None) if key.signed(algorithm, message, signature) => Ok(()),
        (Some(_), None) => Err(Fault::Signature),
        _ => Err(Fault::Key),
    }
}
