//! What those who keep the machine have to do with the provider: its certificate, the doctor, and the terminal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tacenda::config::Oidc;
use tacenda_desk::Role;

use super::lying::{Lie, Lying, SECRET};
use super::{Stage, policy, secret, settings, site};
use crate::place::{Place, run};
use crate::town::{Browser, PASSWORD, Town};

/// Makes a certificate for this machine, or for a name that it does not have; none where there is no tool for it.
fn certificate(folder: &Path, name: &str, of: &str) -> Option<(PathBuf, PathBuf)> {
    let (certificate, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"])
        .args(["-subj", &format!("/CN={name}"), "-addext", &format!("subjectAltName={of}")])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stderr(std::process::Stdio::null())
        .status();
    made.is_ok_and(|made| made.success()).then_some((certificate, key))
}

#[test]
fn a_provider_behind_tls_is_believed_by_the_certificate_that_was_named_and_by_no_other() {
    let town = Town::new();
    let (here, other) = ("IP:127.0.0.1", "DNS:elsewhere.example");
    let Some((ours, key)) = certificate(town.home(), "ours", here) else { return };
    let (theirs, _) = certificate(town.home(), "theirs", here).unwrap();
    let (elsewhere, elsewhere_key) = certificate(town.home(), "elsewhere", other).unwrap();
    secret(town.home(), SECRET, 0o600);
    let lying = Lying::over_tls(ours.clone(), key);
    let over = |issuer: &str, roots: Option<PathBuf>| site(&town, policy(), &Oidc { roots, ..settings(issuer) });
    let asks = |site: &Arc<tacenda::web::Site>| {
        let mut browser = Browser::at(site);
        browser.get("/sign-in");
        browser.post("/sign-in/provider", &[("to", "/")]).status
    };
    assert_eq!(asks(&over(&lying.issuer, Some(theirs))), 502, "somebody else's");
    assert_eq!(asks(&over(&lying.issuer, None)), 502, "the system vouches for none of these");
    let strange = Lying::over_tls(elsewhere.clone(), elsewhere_key);
    assert_eq!(asks(&over(&strange.issuer, Some(elsewhere))), 502, "a certificate of another name");
    let site = over(&lying.issuer, Some(ours));
    let stage = Stage { town, lying, site };
    let ana = stage.town.who(Role::Clinician);
    stage.bound(&ana, "ana");
    assert!(stage.comes_in("ana"));
}

/// Writes the provider into the place's configuration.
fn configure(place: &Place, lying: &Lying, before: &str, more: &str) {
    let path = place.home().join("tacenda.toml");
    let plain = std::fs::read_to_string(&path).unwrap();
    let plain = plain.split("\n[sign_in").next().unwrap();
    let oidc = format!("issuer = \"{}\"\nclient_id = \"t\"\nlabel = \"County login\"", lying.issuer);
    let secret = "secret = { from = \"file\", path = \"oidc.secret\" }";
    std::fs::write(path, format!("{plain}\n[sign_in]\n{before}\n[sign_in.oidc]\n{oidc}\n{secret}\n{more}\n")).unwrap();
}

#[test]
fn the_doctor_says_whether_the_provider_can_be_asked_and_that_changing_passwords_by_the_calendar_is_no_help() {
    let (place, lying) = (Place::begin(&[]), Lying::new());
    let says = |check: &str| -> (String, String) {
        let said = place.ask("rosa", "doctor --json", "");
        let findings: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
        let found = findings.as_array().unwrap().iter().find(|finding| finding["check"] == check);
        let text = |key: &str| found.map_or("", |finding| finding[key].as_str().unwrap()).to_owned();
        (text("grade"), text("says"))
    };
    assert_eq!(says("single sign-on").0, "", "there is none");
    configure(&place, &lying, "password_days = 90", "");
    let (grade, text) = says("single sign-on");
    assert!(grade == "fault" && text.contains("oidc.secret"), "{text}");
    secret(&place.home(), SECRET, 0o600);
    assert_eq!(says("single sign-on"), ("well".into(), "County login answers, and names its keys".into()));
    let (grade, text) = says("passwords");
    assert!(grade == "warning" && text.contains("90 days") && text.contains("worse"), "{text}");
    lying.lies(Lie::AnotherIssuer);
    let (grade, text) = says("single sign-on");
    assert!(grade == "warning" && text.contains("another issuer"), "passwords do as before: {text}");
    configure(&place, &lying, "", "only = true");
    assert_eq!(says("single sign-on").0, "fault", "nobody gets in");
    assert_eq!(says("passwords").0, "");
    configure(&place, &lying, "password_days = 0", "");
    assert!(place.ask("rosa", "doctor", "").err.contains("password_days"), "nobody would ever get in");
}

#[test]
fn at_the_terminal_one_hears_of_the_provider_and_takes_a_colleague_off_it() {
    let stage = Stage::new();
    let director = stage.town.who(Role::Director);
    let ana = stage.town.other(&director);
    let home = stage.town.home();
    std::fs::write(home.join("pass"), PASSWORD).unwrap();
    std::fs::write(home.join("new"), "kite oval mud hen").unwrap();
    let asks = |who: &str, words: &[&str]| {
        let more = ["--home", home.to_str().unwrap(), "--as", who, "--passphrase-file", "pass", "--no-input"];
        let ran = run(home, &[words, &more].concat(), b"");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    assert!(!asks(&director.name, &["worker", "account", "--password-file", "new"]).contains("Pasarela"));
    let toml = std::fs::read_to_string(home.join("tacenda.toml")).unwrap();
    let oidc = format!("[sign_in.oidc]\nissuer = \"{}\"\nclient_id = \"t\"\nlabel = \"Pasarela\"", stage.lying.issuer);
    let secret = "secret = { from = \"file\", path = \"oidc.secret\" }";
    std::fs::write(home.join("tacenda.toml"), format!("{toml}\n{oidc}\n{secret}\nonly = true\n")).unwrap();
    let said = asks(&director.name, &["worker", "account", "--password-file", "new"]);
    assert!(said.contains("Pasarela can sign you in too, once you have set it up"), "{said}");
    stage.bound(&ana, "ana");
    let said = asks(&ana.name, &["worker", "account", "--password-file", "new"]);
    assert!(said.contains("this password does not"), "{said}");
    assert!(stage.comes_in("ana"));
    let said = asks(&director.name, &["worker", "unbind", &ana.name]);
    assert!(said.contains("taken off"), "{said}");
    assert!(!stage.comes_in("ana"));
}
