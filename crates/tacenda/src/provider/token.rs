//! An ID token: read strictly, and believed after every check (OpenID Connect Core 1.0, 3.1.3.7 and 3.3.2.11; RFC 8725).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha512};
use tacenda_desk::Time;

use super::keys::{Algorithm, Key, hold};
use super::{Fault, Vouched};
use crate::config::Oidc;

/// Two clocks may differ by so much: seconds.
const LEEWAY: i64 = 60;
/// A token is made for the request that asks for it, and a request lasts as long: seconds.
const YOUNG: i64 = 600;
/// No token is longer, and no name of a person: bytes.
const LONGEST: usize = 32 * 1024;
const LONGEST_SUBJECT: usize = 255; // OpenID Connect Core 1.0, section 2

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    auth_time: Option<i64>,
    amr: Option<Vec<String>>,
    acr: Option<String>,
    at_hash: Option<String>,
}

/// What a token is held against.
pub(super) struct Expected<'a> {
    pub(super) settings: &'a Oidc,
    pub(super) nonce: &'a str,
    /// The access token that came with it.
    pub(super) access: Option<&'a str>,
    /// They must have shown who they are after this moment.
    pub(super) since: Option<Time>,
    pub(super) now: Time,
}

/// A token in its parts.
pub(super) struct Signed<'t> {
    algorithm: Algorithm,
    kid: Option<String>,
    message: &'t str,
    claims: Vec<u8>,
    signature: Vec<u8>,
}

fn bytes(part: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Fault::Form)
}

impl<'t> Signed<'t> {
    pub(super) fn read(token: &'t str) -> Result<Self, Fault> {
        if token.len() > LONGEST {
            return Err(Fault::Large);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Fault::Form)?;
        let (head, claims) = message.split_once('.').filter(|(_, claims)| !claims.contains('.')).ok_or(Fault::Form)?;
        let head: Head = serde_json::from_slice(&bytes(head)?).map_err(|_| Fault::Form)?;
        if head.crit.is_some() {
            return Err(Fault::Form); // it demands what we do not know
        }
        let algorithm = Algorithm::from_word(&head.alg).ok_or(Fault::Key)?;
        Ok(Self { algorithm, kid: head.kid, message, claims: bytes(claims)?, signature: bytes(signature)? })
    }

    /// Whether one of these keys signed it.
    pub(super) fn holds(&self, keys: &[Key]) -> Result<(), Fault> {
        hold(keys, self.algorithm, self.kid.as_deref(), self.message.as_bytes(), &self.signature)
    }

    /// Whom it names, once it was held.
    pub(super) fn claims(&self, expected: &Expected<'_>) -> Result<Vouched, Fault> {
        let claims: Claims = serde_json::from_slice(&self.claims).map_err(|_| Fault::Form)?;
        let Oidc { issuer, client_id, amr, acr, .. } = expected.settings;
        if claims.iss != *issuer {
            return Err(Fault::Issuer);
        }
        // For us alone: another audience is nobody whom we trust.
        let ours = match &claims.aud {
            Audience::One(one) => one == client_id,
            Audience::Many(many) => matches!(many.as_slice(), [one] if one == client_id),
        };
        if !ours || claims.azp.as_ref().is_some_and(|party| party != client_id) {
            return Err(Fault::Audience);
        }
        times(&claims, expected)?;
        if claims.nonce.as_deref() != Some(expected.nonce) {
            return Err(Fault::Nonce);
        }
        if claims.at_hash.as_ref().is_some_and(|hash| expected.access.map(|token| self.half(token)).as_ref() != Some(hash)) {
            return Err(Fault::Hash);
        }
        if claims.sub.is_empty() || claims.sub.len() > LONGEST_SUBJECT {
            return Err(Fault::Subject);
        }
        let strong = claims.amr.unwrap_or_default().iter().any(|way| amr.contains(way))
            || claims.acr.is_some_and(|level| acr.contains(&level));
        Ok(Vouched { subject: claims.sub, strong })
    }

    /// The first half of an access token's hash, as its ID token names it.
    fn half(&self, token: &str) -> String {
        let whole = match self.algorithm {
            Algorithm::EdDsa => Sha512::digest(token).to_vec(),
            Algorithm::Rs256 | Algorithm::Ps256 | Algorithm::Es256 => Sha256::digest(token).to_vec(),
        };
        let (half, _) = whole.split_at(whole.len() / 2);
        URL_SAFE_NO_PAD.encode(half)
    }
}

fn times(claims: &Claims, expected: &Expected<'_>) -> Result<(), Fault> {
    let now = expected.now.0 / 1_000_000;
    let over = claims.exp <= now - LEEWAY;
    let ahead = claims.iat > now + LEEWAY || claims.nbf.is_some_and(|from| from > now + LEEWAY);
    if over || ahead || claims.iat < now - YOUNG - LEEWAY {
        return Err(Fault::Time);
    }
    let late = |since: Time| claims.auth_time.is_none_or(|time| time < since.0 / 1_000_000 - LEEWAY);
    if expected.since.is_some_and(late) { Err(Fault::Stale) } else { Ok(()) }
}
