//! An identity provider on this machine that says the truth, or lies in one way that it is told.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Router, body::Bytes};
use axum_server::tls_rustls::RustlsConfig;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha512};

pub(crate) const CLIENT: &str = "tacenda:desk";
pub(crate) const SECRET: &str = "a secret/that needs+encoding";

/// In which way it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Lie {
    #[default]
    None,
    // in its description
    AnotherIssuer,
    NoPkce,
    UnsafeAddress,
    // in what it sends
    NotThere,
    NotJson,
    TooLarge,
    TooSlow,
    Elsewhere,
    // in the token
    TokenOfAnotherIssuer,
    TokenForAnother,
    TokenForTwo,
    AnotherParty,
    Unsigned,
    SignedByTheSecret,
    SignedByAStranger,
    Critical,
    Expired,
    OfTomorrow,
    OfYesterday,
    AnotherNonce,
    NoNonce,
    AnotherAccessToken,
    Nobody,
    NotAnew,
    NotSaidWhen,
}

impl Lie {
    /// In its description.
    pub(crate) const DESCRIBED: [Self; 3] = [Self::AnotherIssuer, Self::NoPkce, Self::UnsafeAddress];
    /// In what it gives for a code.
    pub(crate) const SENT: [Self; 20] = [
        Self::NotThere,
        Self::NotJson,
        Self::TooLarge,
        Self::TooSlow,
        Self::Elsewhere,
        Self::TokenOfAnotherIssuer,
        Self::TokenForAnother,
        Self::TokenForTwo,
        Self::AnotherParty,
        Self::Unsigned,
        Self::SignedByTheSecret,
        Self::SignedByAStranger,
        Self::Critical,
        Self::Expired,
        Self::OfTomorrow,
        Self::OfYesterday,
        Self::AnotherNonce,
        Self::NoNonce,
        Self::AnotherAccessToken,
        Self::Nobody,
    ];
}

/// By what it signs.
#[derive(Debug)]
pub(crate) enum Key {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
    Ps256(RsaKeyPair),
}

impl Key {
    pub(crate) fn es256() -> Self {
        Self::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub(crate) fn eddsa() -> Self {
        Self::EdDsa(Ed25519KeyPair::generate().unwrap())
    }

    pub(crate) fn rs256() -> Self {
        Self::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    pub(crate) fn ps256() -> Self {
        Self::Ps256(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Es256(_) => "ES256",
            Self::EdDsa(_) => "EdDSA",
            Self::Rs256(_) => "RS256",
            Self::Ps256(_) => "PS256",
        }
    }

    fn public(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Es256(pair) => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": text(&point[1..33]), "y": text(&point[33..]) })
            }
            Self::EdDsa(pair) => json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": text(pair.public_key().as_ref()) }),
            Self::Rs256(pair) | Self::Ps256(pair) => {
                let key = pair.public_key();
                let (n, e) = (key.modulus(), key.exponent());
                let (n, e) = (n.big_endian_without_leading_zero(), e.big_endian_without_leading_zero());
                json!({ "kty": "RSA", "kid": kid, "alg": self.word(), "use": "sig", "n": text(n), "e": text(e) })
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let chance = SystemRandom::new();
        let rsa = |pair: &RsaKeyPair, how| {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(how, &chance, message, &mut signature).unwrap();
            signature
        };
        match self {
            Self::Es256(pair) => pair.sign(&chance, message).unwrap().as_ref().to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Rs256(pair) => rsa(pair, &RSA_PKCS1_SHA256),
            Self::Ps256(pair) => rsa(pair, &RSA_PSS_SHA256),
        }
    }
}

/// What it knows.
#[derive(Debug)]
pub(crate) struct Play {
    pub(crate) lie: Lie,
    pub(crate) key: Key,
    pub(crate) kid: String,
    /// What it says of how the person showed who they are.
    pub(crate) amr: Vec<&'static str>,
    /// Whether it names itself beside each code.
    pub(crate) names_itself: bool,
    issuer: String,
    /// What each code stands for: whom, and what was asked.
    codes: BTreeMap<String, (String, BTreeMap<String, String>)>,
    /// How often each of its addresses was asked.
    pub(crate) asked: BTreeMap<&'static str, usize>,
}

type Shared = Arc<Mutex<Play>>;

/// The provider, for as long as it is held.
pub(crate) struct Lying {
    pub(crate) issuer: String,
    pub(crate) play: Shared,
    _runtime: tokio::runtime::Runtime,
}

impl Lying {
    pub(crate) fn new() -> Self {
        Self::serving(None)
    }

    /// The same over TLS, with a certificate and its key.
    pub(crate) fn over_tls(certificate: PathBuf, key: PathBuf) -> Self {
        Self::serving(Some((certificate, key)))
    }

    fn serving(tls: Option<(PathBuf, PathBuf)>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let issuer = format!("{scheme}://{}", listener.local_addr().unwrap());
        let play = Play {
            lie: Lie::None,
            key: Key::es256(),
            kid: "one".into(),
            amr: vec!["pwd"],
            names_itself: true,
            issuer: issuer.clone(),
            codes: BTreeMap::new(),
            asked: BTreeMap::new(),
        };
        let play = Arc::new(Mutex::new(play));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&play));
        runtime.spawn(async move {
            let pages = router.into_make_service();
            let Some((certificate, key)) = tls else { return axum_server::from_tcp(listener)?.serve(pages).await };
            let _ = rustls::crypto::aws_lc_rs::default_provider().install_default(); // the first one stays
            let config = RustlsConfig::from_pem_file(certificate, key).await?;
            axum_server::from_tcp_rustls(listener, config)?.serve(pages).await
        });
        Self { issuer, play, _runtime: runtime }
    }

    pub(crate) fn lies(&self, lie: Lie) {
        self.play.lock().unwrap().lie = lie;
    }

    /// Somebody comes with what we asked for, and shows who they are. Where they are sent back to.
    pub(crate) fn shows(&self, address: &str, subject: &str) -> String {
        let query = address.strip_prefix(&format!("{}/authorize?", self.issuer)).unwrap();
        let asked: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!(asked["redirect_uri"], "http://localhost:7200/sign-in/provider/back");
        assert_eq!([&asked["response_type"], &asked["scope"], &asked["code_challenge_method"]], ["code", "openid", "S256"]);
        assert_eq!(asked["client_id"], CLIENT);
        let mut play = self.play.lock().unwrap();
        let code = format!("code-{}-{}", subject, play.codes.len());
        let mut back = form_urlencoded::Serializer::new(String::new());
        back.append_pair("code", &code).append_pair("state", &asked["state"]).append_pair("session_state", "x");
        if play.names_itself {
            back.append_pair("iss", &self.issuer);
        }
        play.codes.insert(code, (subject.to_owned(), asked));
        format!("/sign-in/provider/back?{}", back.finish())
    }

    /// What was asked when this code was given.
    pub(crate) fn asked(&self, back: &str) -> BTreeMap<String, String> {
        let query: BTreeMap<String, String> =
            form_urlencoded::parse(back.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
        self.play.lock().unwrap().codes[&query["code"]].1.clone()
    }
}

fn count(play: &mut Play, what: &'static str) {
    *play.asked.entry(what).or_default() += 1;
}

async fn describe(State(play): State<Shared>) -> String {
    let mut play = play.lock().unwrap();
    count(&mut play, "description");
    let (issuer, lie) = (&play.issuer, play.lie);
    let token = if lie == Lie::UnsafeAddress { "http://login.example/token".to_owned() } else { format!("{issuer}/token") };
    json!({
        "issuer": if lie == Lie::AnotherIssuer { "http://127.0.0.1:1" } else { issuer },
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": token,
        "jwks_uri": format!("{issuer}/keys"),
        "code_challenge_methods_supported": [if lie == Lie::NoPkce { "plain" } else { "S256" }],
        "authorization_response_iss_parameter_supported": play.names_itself,
    })
    .to_string()
}

async fn keys(State(play): State<Shared>) -> String {
    let mut play = play.lock().unwrap();
    count(&mut play, "keys");
    let others = [json!({ "kty": "oct", "k": "c2VjcmV0", "kid": play.kid }), json!({ "kty": "EC", "crv": "P-521" }), json!(7)];
    let all = [&others[..], &[play.key.public(&play.kid)]].concat();
    json!({ "keys": all }).to_string()
}

async fn token(State(play): State<Shared>, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap, String) {
    let lie = play.lock().unwrap().lie;
    if lie == Lie::TooSlow {
        tokio::time::sleep(std::time::Duration::from_mins(1)).await;
    }
    let mut play = play.lock().unwrap();
    count(&mut play, "token");
    let plain = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = STANDARD.encode(format!("{}:{}", plain(CLIENT), plain(SECRET)));
    assert_eq!(headers["authorization"], format!("Basic {basic}"));
    let form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let no = |status| (status, HeaderMap::new(), "{\"error\":\"invalid_grant\"}".to_owned());
    // A code counts once, and for whoever asked for it.
    let Some((subject, asked)) = play.codes.remove(&form["code"]) else { return no(StatusCode::BAD_REQUEST) };
    if URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])) != asked["code_challenge"] {
        return no(StatusCode::BAD_REQUEST);
    }
    let mut more = HeaderMap::new();
    match lie {
        Lie::NotThere => return no(StatusCode::INTERNAL_SERVER_ERROR),
        Lie::NotJson => return (StatusCode::OK, more, "<p>Welcome</p>".to_owned()),
        Lie::TooLarge => return (StatusCode::OK, more, format!("{{\"id_token\":\"{}\"}}", "x".repeat(400_000))),
        Lie::Elsewhere => {
            more.insert("location", format!("{}/token", play.issuer).parse().unwrap());
            return (StatusCode::TEMPORARY_REDIRECT, more, String::new());
        }
        _ => {}
    }
    let id = signed(&play, lie, &claims(&play, lie, (&subject, &asked)));
    (StatusCode::OK, more, json!({ "id_token": id, "access_token": "opaque", "token_type": "Bearer" }).to_string())
}

fn claims(play: &Play, lie: Lie, (subject, asked): (&str, &BTreeMap<String, String>)) -> Value {
    let now = tacenda::edge::clock().unwrap().wall / 1_000_000;
    let half = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(&bytes[..bytes.len() / 2]);
    let hash = match play.key {
        Key::EdDsa(_) => half(&Sha512::digest("opaque")),
        _ => half(&Sha256::digest("opaque")),
    };
    let mut claims = json!({
        "iss": play.issuer, "sub": subject, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"],
        "auth_time": now, "amr": play.amr, "at_hash": hash, "email": "rosa@agency.example", "email_verified": true,
    });
    let (name, lies) = match lie {
        Lie::TokenOfAnotherIssuer => ("iss", json!("http://127.0.0.1:1")),
        Lie::TokenForAnother => ("aud", json!("another")),
        Lie::TokenForTwo => ("aud", json!([CLIENT, "another"])),
        Lie::AnotherParty => ("azp", json!("another")),
        Lie::Expired => ("exp", json!(now - 61)),
        Lie::OfTomorrow => ("iat", json!(now + 86_400)),
        Lie::OfYesterday => ("iat", json!(now - 86_400)),
        Lie::AnotherNonce => ("nonce", json!("another")),
        Lie::NoNonce => ("nonce", json!(null)),
        Lie::AnotherAccessToken => ("at_hash", json!(half(&Sha256::digest("another")))),
        Lie::Nobody => ("sub", json!("")),
        Lie::NotAnew => ("auth_time", json!(now - 3_600)),
        Lie::NotSaidWhen => ("auth_time", json!(null)),
        _ => return claims,
    };
    claims[name] = lies;
    claims
}

fn signed(play: &Play, lie: Lie, claims: &Value) -> String {
    let word = match lie {
        Lie::Unsigned => "none",
        Lie::SignedByTheSecret => "HS256",
        _ => play.key.word(),
    };
    let mut head = json!({ "alg": word, "kid": play.kid, "typ": "JWT" });
    if lie == Lie::Critical {
        head["crit"] = json!(["b64"]);
    }
    let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", text(&head), text(claims));
    let signature = match lie {
        Lie::Unsigned => Vec::new(),
        Lie::SignedByTheSecret => {
            let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, SECRET.as_bytes());
            aws_lc_rs::hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
        }
        Lie::SignedByAStranger => Key::es256().sign(message.as_bytes()),
        _ => play.key.sign(message.as_bytes()),
    };
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}
