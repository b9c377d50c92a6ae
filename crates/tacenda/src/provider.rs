//! Single sign-on: an identity provider says who somebody is (OpenID Connect Core 1.0: authorization code, PKCE S256). We are the client
//! only; what it says is believed after every check of section 3.1.3.7, and of it two things alone are used: what the provider calls the
//! person, and whether a second factor was shown there.

mod call;
mod keys;
mod token;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use form_urlencoded::{Serializer, byte_serialize};
use rustix::fs::Mode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tacenda_desk::Time;
use tacenda_vault::{Entropy as _, SystemEntropy};
use thiserror::Error;
use url::Url;
use zeroize::Zeroizing;

use crate::agency::hex;
use crate::config::{Oidc, SecretSource};
use call::Caller;
use keys::Key;
use token::Expected;

/// Where the provider sends people back to, under our own address.
pub(crate) const BACK: &str = "/sign-in/provider/back";
/// For so long a description or a set of keys is used before it is asked for again: minutes.
const GOOD: i64 = 60;

/// Why what the provider says is not taken. It is told to those who keep the machine, and says nothing of anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Fault {
    #[error("it cannot be reached")]
    Unreachable,
    #[error("it answers too slowly")]
    Slow,
    #[error("too many wait for it")]
    Busy,
    #[error("it does not answer with 200")]
    Status,
    #[error("its answer is too large")]
    Large,
    #[error("its answer is not what was asked for")]
    Form,
    #[error("it is another issuer than `issuer` in the configuration")]
    Issuer,
    #[error("it names an address that is not https")]
    Address,
    #[error("it does not know PKCE with S256")]
    Pkce,
    #[error("none of its keys fits")]
    Key,
    #[error("the signature does not hold")]
    Signature,
    #[error("the token is for somebody else")]
    Audience,
    #[error("the token is not of now: look at both clocks")]
    Time,
    #[error("the token belongs to another request")]
    Nonce,
    #[error("the access token is another one")]
    Hash,
    #[error("it did not ask who the person is again")]
    Stale,
    #[error("it names nobody")]
    Subject,
}

/// What ties an answer to the request that was made.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Trip {
    pub(crate) state: String,
    nonce: String,
    verifier: String,
}

impl std::fmt::Debug for Trip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[trip]")
    }
}

impl Trip {
    /// 256 bits each.
    pub(crate) fn new() -> Result<Self, tacenda_vault::Error> {
        let random = || -> Result<String, tacenda_vault::Error> {
            let mut random = [0; 32];
            SystemEntropy.fill(&mut random)?;
            Ok(hex(&random))
        };
        Ok(Self { state: random()?, nonce: random()?, verifier: random()? })
    }
}

/// What came back through the browser.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered<'a> {
    pub(crate) code: &'a str,
    /// Who says so (RFC 9207).
    pub(crate) issuer: Option<&'a str>,
}

/// For whom the provider vouches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vouched {
    /// What it calls them, and never calls anybody else.
    pub(crate) subject: String,
    /// Whether they showed a second factor there.
    pub(crate) strong: bool,
}

/// Its own description, as far as we need it.
#[derive(Debug, Deserialize)]
struct Described {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    code_challenge_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// The same, once it was checked.
#[derive(Debug)]
struct About {
    authorization: Url,
    token: Url,
    keys: Url,
    /// Whether the secret goes into a header, or into the form.
    basic: bool,
    /// Whether it names itself beside each code (RFC 9207).
    names_itself: bool,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Zeroizing<String>,
    access_token: Option<Zeroizing<String>>,
}

/// What was fetched, and when.
type Kept<T> = Mutex<Option<(Time, Arc<T>)>>;

/// An identity provider.
#[derive(Debug)]
pub struct Provider {
    settings: Oidc,
    issuer: Url,
    secret: Secret,
    redirect: String,
    caller: Caller,
    about: Kept<About>,
    keys: Kept<Vec<Key>>,
}

struct Secret(Zeroizing<String>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl Provider {
    /// The one of the configuration, for pages at `origin`. Nothing is asked of it yet: that it does not answer keeps nobody from
    /// signing in by password.
    ///
    /// # Errors
    /// Where the secret or the certificates cannot be read, or the address is neither https nor on this machine.
    pub fn of(home: &Path, settings: &Oidc, origin: &str) -> anyhow::Result<Self> {
        let path = match &settings.secret {
            SecretSource::File { path } => home.join(path),
            SecretSource::Credential { name } => crate::edge::credential(name)?,
        };
        let secret = crate::edge::secret("", Some(&path)).context("sign_in.oidc.secret")?;
        anyhow::ensure!(!secret.is_empty(), "sign_in.oidc.secret: {} is empty", path.display());
        let mode = Mode::from_raw_mode(path.metadata()?.permissions().mode());
        anyhow::ensure!(
            !mode.intersects(Mode::RWXO),
            "sign_in.oidc.secret: everybody may read {0}: chmod 600 {0}",
            path.display()
        );
        let issuer = address(&settings.issuer, true).map_err(|_| {
            anyhow::anyhow!("sign_in.oidc.issuer: `{}` is no https address; http is for this machine alone", settings.issuer)
        })?;
        let roots = settings.roots.as_ref().map(|path| home.join(path));
        let caller = if issuer.scheme() == "https" { Caller::trusting(roots.as_deref())? } else { Caller::here() };
        Ok(Self {
            settings: settings.clone(),
            issuer,
            secret: Secret(secret),
            redirect: format!("{origin}{BACK}"),
            caller,
            about: Mutex::default(),
            keys: Mutex::default(),
        })
    }

    /// What people call it.
    pub(crate) fn label(&self) -> &str {
        &self.settings.label
    }

    /// By what accounts name it.
    pub(crate) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Whether it stands in place of a password.
    pub(crate) fn is_only(&self) -> bool {
        self.settings.only
    }

    /// Whether it answers as it should: what it says of itself holds, and it names keys that we can read.
    pub(crate) fn answers(&self, now: Time) -> Result<(), Fault> {
        let about = self.about(now)?;
        let keys = kept(&self.keys, now, true, || self.fetch_keys(&about))?;
        if keys.is_empty() { Err(Fault::Key) } else { Ok(()) }
    }

    /// Where the browser goes. `fresh`: the person shows there anew who they are, though they did so before.
    pub(crate) fn ask(&self, trip: &Trip, fresh: bool, language: &str, now: Time) -> Result<String, Fault> {
        let mut url = self.about(now)?.authorization.clone();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&trip.verifier));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("scope", "openid")
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("state", &trip.state)
            .append_pair("nonce", &trip.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("ui_locales", language);
        if fresh {
            url.query_pairs_mut().append_pair("prompt", "login").append_pair("max_age", "0");
        }
        if !self.settings.acr.is_empty() {
            url.query_pairs_mut().append_pair("acr_values", &self.settings.acr.join(" "));
        }
        Ok(url.into())
    }

    /// For whom it vouches, by the code that it gave. `since`: they must have shown who they are after this moment.
    pub(crate) fn vouches(&self, trip: &Trip, came: Answered<'_>, since: Option<Time>, now: Time) -> Result<Vouched, Fault> {
        let about = self.about(now)?;
        if !came.issuer.map_or(!about.names_itself, |issuer| issuer == self.settings.issuer) {
            return Err(Fault::Issuer);
        }
        let tokens = self.exchange(&about, trip, came.code)?;
        let signed = token::Signed::read(&tokens.id_token)?;
        self.hold(&about, &signed, now)?;
        signed.claims(&Expected {
            settings: &self.settings,
            nonce: &trip.nonce,
            access: tokens.access_token.as_ref().map(|token| token.as_str()),
            since,
            now,
        })
    }

    /// The code for tokens, at the provider itself.
    fn exchange(&self, about: &About, trip: &Trip, code: &str) -> Result<Tokens, Fault> {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("code_verifier", &trip.verifier);
        let client = &self.settings.client_id;
        if about.basic {
            // Both encoded as in a form first (RFC 6749, 2.3.1).
            let plain = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
            let pair = Zeroizing::new(format!("{}:{}", plain(client), plain(&self.secret.0)));
            let header = format!("Basic {}", STANDARD.encode(pair.as_bytes()));
            return read(&self.caller.post(&about.token, Some(&header), form.finish())?);
        }
        form.append_pair("client_id", client).append_pair("client_secret", &self.secret.0);
        read(&self.caller.post(&about.token, None, form.finish())?)
    }

    /// Whether one of its keys signed this. A key that is not among those at hand may be new: they are fetched once more.
    fn hold(&self, about: &About, signed: &token::Signed<'_>, now: Time) -> Result<(), Fault> {
        let fetch = || self.fetch_keys(about);
        match signed.holds(&kept(&self.keys, now, false, fetch)?) {
            Err(Fault::Key) => signed.holds(&kept(&self.keys, now, true, fetch)?),
            held => held,
        }
    }

    fn fetch_keys(&self, about: &About) -> Result<Vec<Key>, Fault> {
        Ok(keys::read(&read(&self.caller.get(&about.keys)?)?))
    }

    fn about(&self, now: Time) -> Result<Arc<About>, Fault> {
        kept(&self.about, now, false, || {
            let place = format!("{}/.well-known/openid-configuration", self.settings.issuer.trim_end_matches('/'));
            let described: Described = read(&self.caller.get(&Url::parse(&place).map_err(|_| Fault::Address)?)?)?;
            self.check(&described)
        })
    }

    /// A description counts if it is of the issuer that was asked for, and leads nowhere unsafe.
    fn check(&self, described: &Described) -> Result<About, Fault> {
        if described.issuer != self.settings.issuer {
            return Err(Fault::Issuer);
        }
        let lacks = |list: &Option<Vec<String>>, word: &str| list.as_ref().is_some_and(|list| !list.iter().any(|w| w == word));
        if lacks(&described.code_challenge_methods_supported, "S256") {
            return Err(Fault::Pkce);
        }
        let here = self.issuer.scheme() == "http";
        Ok(About {
            authorization: address(&described.authorization_endpoint, here)?,
            token: address(&described.token_endpoint, here)?,
            keys: address(&described.jwks_uri, here)?,
            basic: !lacks(&described.token_endpoint_auth_methods_supported, "client_secret_basic"),
            names_itself: described.authorization_response_iss_parameter_supported,
        })
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|_| Fault::Form)
}

/// An https address; plain http on this machine alone, and only if that is allowed.
fn address(text: &str, here: bool) -> Result<Url, Fault> {
    let url = Url::parse(text).map_err(|_| Fault::Address)?;
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(Fault::Address),
    };
    let fine = url.scheme() == "https" || (url.scheme() == "http" && loopback && here);
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if fine && plain { Ok(url) } else { Err(Fault::Address) }
}

/// What is kept, if it is still good; or what `fetch` gives. Nobody waits for another's call.
fn kept<T>(at: &Kept<T>, now: Time, anew: bool, fetch: impl FnOnce() -> Result<T, Fault>) -> Result<Arc<T>, Fault> {
    let good = |time: Time| now >= time.plus_minutes(-1) && now < time.plus_minutes(GOOD);
    let there = at.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, value)) = there.filter(|(time, _)| !anew && good(*time)) {
        return Ok(value);
    }
    let value = Arc::new(fetch()?);
    *at.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&value)));
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_over_https_or_on_this_machine() {
        for good in ["https://login.example/tenant", "https://login.example:8443"] {
            assert!(address(good, false).is_ok(), "{good}");
        }
        for here in ["http://localhost:9000", "http://127.0.0.1:9000/a", "http://[::1]:9000"] {
            assert!(address(here, true).is_ok() && address(here, false).is_err(), "{here}");
        }
        for bad in
            ["http://login.example", "http://127.0.0.1.example", "ftp://localhost", "https://u:p@login.example", "login", ""]
        {
            assert_eq!(address(bad, true), Err(Fault::Address), "{bad}");
        }
    }
}
