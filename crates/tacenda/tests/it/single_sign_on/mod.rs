//! Signing in by an identity provider: one that says the truth, and one that does not.

mod lying;
mod machine;

use std::path::Path;
use std::sync::Arc;

use lying::{CLIENT, Key, Lie, Lying, SECRET};
use tacenda::account::{Policy, Stretch};
use tacenda::act::Asked;
use tacenda::config::{Oidc, SecretSource};
use tacenda::provider::Provider;
use tacenda::web::Site;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Absence, EndWorker, SuspendWorker};
use tacenda_desk::{Role, Worker};
use tacenda_store::Sql;

use crate::sign_in::{code, set_up_app};
use crate::town::{Browser, ORIGIN, PASSWORD, Seen, Town, between};

fn policy() -> Policy {
    Policy { stretch: Stretch::CHEAP, second_factor: false, ..Policy::default() }
}

fn settings(issuer: &str) -> Oidc {
    Oidc {
        issuer: issuer.to_owned(),
        client_id: CLIENT.into(),
        secret: SecretSource::File { path: "oidc.secret".into() },
        label: "Pasarela".into(),
        amr: vec!["mfa".into()],
        acr: Vec::new(),
        only: false,
        roots: None,
    }
}

/// Puts the provider's secret where the configuration says.
fn secret(home: &Path, text: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = home.join("oidc.secret");
    std::fs::write(&path, format!("{text}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// An agency, a provider, and the pages that ask it.
struct Stage {
    town: Town,
    lying: Lying,
    site: Arc<Site>,
}

impl Stage {
    fn new() -> Self {
        Self::with(policy(), |_| ())
    }

    fn with(policy: Policy, change: impl FnOnce(&mut Oidc)) -> Self {
        let (town, lying) = (Town::new(), Lying::new());
        secret(town.home(), SECRET, 0o600);
        let mut settings = settings(&lying.issuer);
        change(&mut settings);
        let site = site(&town, policy, &settings);
        Self { town, lying, site }
    }

    /// Pages that have asked the provider nothing yet.
    fn anew(&self) -> Arc<Site> {
        site(&self.town, policy(), &settings(&self.lying.issuer))
    }

    /// Somebody signs in by password and binds what the provider calls them.
    fn bound(&self, worker: &Worker, subject: &str) -> Browser {
        let mut browser = Browser::at(&self.site);
        assert_eq!(browser.sign_in(&worker.name, PASSWORD).status, 303);
        browser.get("/me/provider");
        let seen = self.errand(&mut browser, "/me/provider", &[], subject);
        assert_eq!((seen.status, seen.to.as_str()), (303, "/me"), "{}", seen.body);
        browser
    }

    /// There and back: what the last page says.
    fn errand(&self, browser: &mut Browser, from: &str, fields: &[(&str, &str)], subject: &str) -> Seen {
        let there = browser.post(from, fields);
        assert_eq!(there.status, 200, "{}", there.body);
        let back = self.lying.shows(&leads(&there), subject);
        let on = leads(&browser.get(&back));
        browser.get(&on)
    }

    fn signs_in(&self, browser: &mut Browser, subject: &str) -> Seen {
        browser.get("/sign-in");
        self.errand(browser, "/sign-in/provider", &[("to", "/")], subject)
    }

    /// Whose session a stranger's browser comes to hold.
    fn comes_in(&self, subject: &str) -> bool {
        let mut browser = Browser::at(&self.site);
        self.signs_in(&mut browser, subject);
        browser.is_in()
    }
}

fn site(town: &Town, policy: Policy, settings: &Oidc) -> Arc<Site> {
    let provider = Provider::of(town.home(), settings, ORIGIN).unwrap();
    Arc::new(town.site(false).with_policy(policy).with_provider(Some(provider)))
}

/// Where a page leads by itself.
fn leads(seen: &Seen) -> String {
    let to = between(&seen.body, "<meta http-equiv=\"refresh\" content=\"0; url=", "\"").unwrap();
    to.replace("&#38;", "&").replace("&amp;", "&")
}

fn title(seen: &Seen) -> String {
    between(&seen.body, "<h1>", "</h1>").unwrap_or_default().replace("&#39;", "'")
}

#[test]
fn whoever_binds_it_signs_in_by_it_and_every_step_is_entered_and_told() {
    let stage = Stage::new();
    let ana = stage.town.who(Role::Clinician);
    let mut before = Browser::at(&stage.site);
    before.sign_in(&ana.name, PASSWORD);
    let leaves = |stage: &Stage| stage.town.loading.agency().end().unwrap().frontier.size();
    let mut own = stage.bound(&ana, "248289761001");
    assert!(own.is_in() && !before.is_in(), "all other sessions end");
    assert!(own.get("/me").body.contains("You now sign in with Pasarela"));
    let begun = leaves(&stage);
    let mut browser = Browser::at(&stage.site);
    assert!(browser.get("/sign-in").body.contains("Sign in with Pasarela"));
    let seen = stage.errand(&mut browser, "/sign-in/provider", &[("to", "/c")], "248289761001");
    assert_eq!((seen.status, seen.to.as_str()), (303, "/c"), "where they wanted to go");
    assert!(browser.get("/me").body.contains(&ana.name) && !browser.cookies["known"].is_empty());
    assert_eq!(leaves(&stage), begun + 1, "a session began");
    assert!(own.get("/me").body.contains("You signed in from a new device"));
    assert_eq!(stage.lying.play.lock().unwrap().asked["description"], 1, "it describes itself once an hour");
}

#[test]
fn tokens_are_signed_in_four_ways_and_new_keys_are_fetched_when_they_are_met() {
    let stage = Stage::new();
    let ana = stage.town.who(Role::Clinician);
    stage.bound(&ana, "ana");
    for (key, kid) in [(Key::eddsa(), "two"), (Key::rs256(), "three"), (Key::ps256(), "four")] {
        {
            let mut play = stage.lying.play.lock().unwrap();
            (play.key, play.kid) = (key, kid.into());
        }
        assert!(stage.comes_in("ana"), "{kid}");
        assert!(stage.comes_in("ana"), "{kid}, again");
    }
    assert_eq!(stage.lying.play.lock().unwrap().asked["keys"], 4, "once for each new key");
    stage.lying.play.lock().unwrap().names_itself = false;
    let mut browser = Browser::at(&stage.site);
    assert_eq!(title(&stage.signs_in(&mut browser, "ana")), "We could not check with Pasarela", "it said that it names itself");
    let mut browser = Browser::at(&stage.anew());
    assert_eq!(stage.signs_in(&mut browser, "ana").status, 303, "one that never does is taken without");
}

#[test]
fn what_does_not_hold_signs_nobody_in() {
    let stage = Stage::new();
    let ana = stage.town.who(Role::Clinician);
    stage.bound(&ana, "ana");
    for lie in Lie::SENT {
        stage.lying.lies(lie);
        let mut browser = Browser::at(&stage.site);
        let seen = stage.signs_in(&mut browser, "ana");
        assert_eq!((seen.status, title(&seen).as_str()), (502, "We could not check with Pasarela"), "{lie:?}");
        assert!(!browser.is_in() && !browser.cookies.contains_key("desk"), "{lie:?}");
        assert!(seen.body.contains("tell your administrator") && !seen.body.contains("ana\""), "{lie:?}");
    }
    for lie in Lie::DESCRIBED {
        stage.lying.lies(lie);
        let mut browser = Browser::at(&stage.anew());
        browser.get("/sign-in");
        let seen = browser.post("/sign-in/provider", &[("to", "/")]);
        assert_eq!((seen.status, title(&seen).as_str()), (502, "We could not check with Pasarela"), "{lie:?}");
        assert!(!browser.cookies.contains_key("errand"), "nobody sets out");
    }
    stage.lying.lies(Lie::None);
    assert!(stage.comes_in("ana"), "and then the truth does");
}

#[test]
fn an_answer_counts_once_in_the_browser_that_asked() {
    const LEFT: Sql = Sql("SELECT count(*) FROM errand");
    let stage = Stage::new();
    let ana = stage.town.who(Role::Clinician);
    stage.bound(&ana, "ana");
    let over = |seen: &Seen| (seen.status, title(seen)) == (422, "This way in is over".to_owned());
    let (mut own, mut other) = (Browser::at(&stage.site), Browser::at(&stage.site));
    let set_out = |browser: &mut Browser| {
        browser.get("/sign-in");
        leads(&browser.post("/sign-in/provider", &[("to", "/")]))
    };
    let (first, _) = (set_out(&mut own), set_out(&mut other));
    let on = leads(&own.get(&stage.lying.shows(&first, "ana")));
    assert!(over(&other.get(&on)), "a link that was sent to somebody signs them in as nobody");
    assert!(over(&Browser::at(&stage.site).get(&on)), "nor a browser that never asked");
    let forged = on.replace("state=", "state=0");
    assert!(over(&own.get(&forged)) && over(&own.get("/sign-in/provider/end")), "a made-up state");
    assert_eq!(own.get(&format!("{on}&code=more")).status, 422, "nor twice in one address");
    let mut again = own.clone();
    assert_eq!(own.get(&on).status, 303, "and none of it took the right one away");
    assert!(own.is_in() && over(&again.get(&on)) && !again.is_in(), "once");
    let code = "code=another".to_owned();
    let second = set_out(&mut other);
    let theirs = leads(&other.get(&stage.lying.shows(&second, "ana")));
    let stolen = theirs.split('&').map(|part| {
        if part.contains("code=") { part.split("code=").next().unwrap().to_owned() + &code } else { part.to_owned() }
    });
    let stolen = stolen.collect::<Vec<_>>().join("&");
    assert_eq!(other.get(&stolen).status, 502, "a code that was given to another verifier");
    assert!(over(&other.get(&theirs)), "and the errand is over");

    let late = Arc::new(
        stage
            .town
            .site(false)
            .with_policy(Policy { errand: 0, ..policy() })
            .with_provider(Some(Provider::of(stage.town.home(), &settings(&stage.lying.issuer), ORIGIN).unwrap())),
    );
    let mut slow = Browser::at(&stage.site);
    let third = set_out(&mut slow);
    let on = leads(&slow.get(&stage.lying.shows(&third, "ana")));
    assert!(over(&slow.over(&late).get(&on)), "ten minutes later");
    assert_eq!(count(&stage, LEFT), 1, "but of the one that nobody came back from");
    set_out(&mut slow.over(&late));
    assert_eq!(count(&stage, LEFT), 1, "which goes when the next begins");

    let fourth = set_out(&mut slow);
    let back = stage.lying.shows(&fourth, "ana");
    let state = stage.lying.asked(&back)["state"].clone();
    let refused = leads(&slow.get(&format!("/sign-in/provider/back?error=access_denied&state={state}")));
    assert_eq!(title(&slow.get(&refused)), "You came back without a yes");
}

fn count(stage: &Stage, sql: Sql) -> i64 {
    stage.town.loading.agency().db().read(|tx| tx.one(sql, &[])).unwrap().unwrap().i64().unwrap()
}

#[test]
fn an_account_that_nobody_bound_opens_nothing_and_looks_like_one_that_is_kept_out() {
    let stage = Stage::new();
    let director = stage.town.who(Role::Director);
    let ana = stage.town.other(&director);
    stage.bound(&ana, "ana");
    let says = |subject: &str| {
        let mut browser = Browser::at(&stage.site);
        let seen = stage.signs_in(&mut browser, subject);
        assert!(!browser.is_in());
        (seen.status, seen.body, seen.headers.len())
    };
    let nobody = says("somebody else, with the address rosa@agency.example");
    assert_eq!(nobody.0, 403);
    assert!(nobody.1.contains("Sign in with your name and password"));
    assert_eq!(nobody, says("ANA"), "large letters are another");
    let by = stage.town.loading.agency().sign_in(director.id, &tacenda_vault::Passphrase::new(PASSWORD)).unwrap();
    let does = |act: tacenda_desk::acts::Act| stage.town.loading.agency().act(&by, Asked::new(act, Reason::OwnDuty)).unwrap();
    does(SuspendWorker { worker: ana.id, absence: Absence::Suspended }.into());
    assert_eq!(nobody, says("ana"), "kept out");
    does(EndWorker { worker: ana.id }.into());
    assert_eq!(nobody, says("ana"), "gone");
}

#[test]
fn one_of_theirs_opens_one_of_ours_and_who_keeps_people_takes_it_off() {
    let stage = Stage::new();
    let director = stage.town.who(Role::Director);
    let ana = stage.town.other(&director);
    let mut own = stage.bound(&ana, "ana");
    let mut boss = Browser::at(&stage.site);
    boss.sign_in(&director.name, PASSWORD);
    boss.get("/me/provider");
    let seen = stage.errand(&mut boss, "/me/provider", &[], "ana");
    assert_eq!((seen.status, title(&seen).as_str()), (409, "Somebody here signs in with that one"));
    assert!(boss.is_in() && own.is_in() && stage.comes_in("ana"));
    own.get("/me/provider");
    let other = stage.errand(&mut own, "/me/provider", &[], "ana at home");
    assert_eq!(other.to, "/me", "one may take another of one's own");
    assert!(!stage.comes_in("ana") && stage.comes_in("ana at home"));

    let page = format!("/people/{}/entry", ana.id);
    assert!(boss.get(&page).body.contains("Sign-in with Pasarela"));
    assert_eq!(boss.post(&format!("{page}/provider"), &[]).to, page);
    assert!(!boss.get(&page).body.contains("Sign-in with Pasarela"));
    assert!(!own.is_in() && !stage.comes_in("ana at home"), "every session of theirs ends, and no other begins");
    own.sign_in(&ana.name, PASSWORD);
    assert!(own.get("/me").body.contains(&format!("{} took off your other way to sign in", director.name)));
    let mut own = stage.bound(&ana, "ana");
    own.get("/me/provider");
    assert_eq!(own.post("/me/provider/remove", &[]).to, "/me");
    assert!(own.is_in() && !stage.comes_in("ana"), "or they do it themselves");
}

#[test]
fn our_second_step_is_asked_unless_one_was_shown_there() {
    let stage = Stage::with(Policy { second_factor: true, ..policy() }, |_| ());
    let ana = stage.town.who(Role::Clinician);
    let mut own = Browser::at(&stage.site);
    own.sign_in(&ana.name, PASSWORD);
    let secret = set_up_app(&mut own);
    own.get("/me/provider");
    assert_eq!(stage.errand(&mut own, "/me/provider", &[], "ana").to, "/me");
    let mut browser = Browser::at(&stage.site);
    assert_eq!(stage.signs_in(&mut browser, "ana").to, "/sign-in/second");
    assert!(!browser.is_in());
    browser.get("/sign-in/second");
    assert_eq!(browser.post("/sign-in/second", &[("code", &code(&secret, 1))]).to, "/");
    assert!(browser.is_in());
    stage.lying.play.lock().unwrap().amr = vec!["pwd", "mfa"];
    assert!(stage.comes_in("ana"), "by what the provider says, as the configuration takes it");
}

#[test]
fn what_is_grave_is_proved_at_the_provider_by_who_shows_it_there_anew() {
    let stage = Stage::with(policy(), |settings| settings.only = true);
    let ana = stage.town.who(Role::Clinician);
    let mut own = stage.bound(&ana, "ana");
    let strict = site(&stage.town, Policy { fresh: 0, ..policy() }, &Oidc { only: true, ..settings(&stage.lying.issuer) });
    own = own.over(&strict);
    let page = own.get("/me/prove?to=/me/password").body;
    assert!(page.contains("Show it with Pasarela") && !page.contains("name=\"password\""), "a password does not count any more");
    assert_eq!(own.post("/me/prove", &[("password", PASSWORD), ("to", "/")]).status, 422);
    let fields = [("to", "/me/password")];
    own.get("/me/prove");
    let there = leads(&own.post("/me/prove/provider", &fields));
    let asked = stage.lying.asked(&stage.lying.shows(&there, "ana"));
    assert_eq!([&asked["prompt"], &asked["max_age"]], ["login", "0"]);
    for lie in [Lie::NotAnew, Lie::NotSaidWhen] {
        stage.lying.lies(lie);
        assert_eq!(stage.errand(&mut own, "/me/prove/provider", &fields, "ana").status, 502, "{lie:?}");
    }
    stage.lying.lies(Lie::None);
    let session = own.session();
    let other = stage.errand(&mut own, "/me/prove/provider", &fields, "somebody else at the desk");
    assert_eq!((other.status, title(&other).as_str()), (422, "That was another account"));
    assert_eq!(stage.errand(&mut own, "/me/prove/provider", &fields, "ana").to, "/me/password");
    assert!(own.is_in() && own.session() != session, "under a new secret");
    assert_eq!(stage.errand(&mut own, "/me/prove/provider", &[("to", "//evil.example")], "ana").to, "/");
}

#[test]
fn where_it_stands_in_place_of_passwords_theirs_opens_nothing_until_it_is_taken_off() {
    let stage = Stage::with(policy(), |settings| settings.only = true);
    let director = stage.town.who(Role::Director);
    let ana = stage.town.other(&director);
    stage.bound(&ana, "ana");
    let mut browser = Browser::at(&stage.site);
    let (right, wrong) = (browser.sign_in(&ana.name, PASSWORD), browser.sign_in(&ana.name, "kite oval mud hem"));
    assert_eq!((right.status, &right.body), (422, &wrong.body), "the right password looks like a wrong one");
    assert_eq!(browser.sign_in(&director.name, PASSWORD).status, 303, "who bound nothing signs in as before");
    assert_eq!(browser.post(&format!("/people/{}/entry/provider", ana.id), &[]).status, 303);
    let mut back = Browser::at(&stage.site);
    back.from = "203.0.113.77".into();
    assert_eq!(back.sign_in(&ana.name, PASSWORD).status, 303);
}

#[test]
fn whoever_turns_the_table_to_somebody_else_lets_nobody_in_and_is_found() {
    const TURN: Sql = Sql("UPDATE vouched SET worker = $1");
    let stage = Stage::new();
    let director = stage.town.who(Role::Director);
    let ana = stage.town.other(&director);
    stage.bound(&ana, "ana");
    let agency = stage.town.loading.agency();
    let found = || {
        let report = tacenda::check::all(agency, true, &mut |_, _, _| ()).unwrap();
        report.bad.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(found(), Vec::<String>::new());
    let to = director.id.to_string();
    agency.db().write(move |tx| tx.run(TURN, &[&to])).unwrap();
    let mut browser = Browser::at(&stage.site);
    assert_eq!(stage.signs_in(&mut browser, "ana").status, 500);
    assert!(!browser.is_in(), "the director's account does not say so");
    let bad = found();
    assert!(bad.iter().any(|line| line.contains(&ana.id.to_string())), "{bad:?}");
    assert!(bad.iter().any(|line| line.contains(&director.id.to_string())), "{bad:?}");
}

#[test]
fn without_a_provider_none_of_its_pages_is_there() {
    let town = Town::new();
    let site = Arc::new(town.site(false).with_policy(policy()));
    let mut browser = Browser::at(&site);
    assert!(!browser.get("/sign-in").body.contains("/sign-in/provider"));
    for path in ["/sign-in/provider/back?code=1&state=2", "/sign-in/provider/end?code=1&state=2"] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    assert_eq!(browser.post("/sign-in/provider", &[("to", "/")]).status, 404);
    browser.sign_in(&town.who(Role::Clinician).name, PASSWORD);
    assert!(!browser.get("/me").body.contains("/me/provider"));
    assert_eq!(browser.get("/me/provider").status, 404);
    assert_eq!(browser.post("/me/provider", &[]).status, 404);
}

#[test]
fn the_configuration_names_the_provider_and_never_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    let of = |settings: &Oidc| Provider::of(folder.path(), settings, ORIGIN).map(drop).map_err(|error| format!("{error:#}"));
    let good = settings("http://localhost:9");
    assert!(of(&good).unwrap_err().contains("oidc.secret"));
    secret(folder.path(), "", 0o600);
    assert!(of(&good).unwrap_err().contains("is empty"));
    secret(folder.path(), SECRET, 0o644);
    assert!(of(&good).unwrap_err().contains("everybody may read"));
    secret(folder.path(), SECRET, 0o600);
    assert_eq!(of(&good), Ok(()));
    let open = Oidc { issuer: "http://login.example".into(), ..good.clone() };
    assert!(of(&open).unwrap_err().contains("http is for this machine alone"));
    let roots = Oidc { issuer: "https://login.example".into(), roots: Some("none.pem".into()), ..good };
    assert!(of(&roots).unwrap_err().contains("none.pem"));

    let text = "store = \"sqlite\"\nkey = { from = \"file\", path = \"root.key\" }\n\n[sign_in]\npassword_days = 365\n\n[sign_in.oidc]\nissuer = \"https://login.example\"\n\
                client_id = \"tacenda\"\nsecret = { from = \"credential\", name = \"oidc\" }\nlabel = \"Login\"\n";
    std::fs::write(folder.path().join("tacenda.toml"), text).unwrap();
    let config = tacenda::config::Config::read(folder.path()).unwrap();
    config.write(folder.path()).unwrap();
    assert_eq!(tacenda::config::Config::read(folder.path()).unwrap(), config);
    assert_eq!(config.sign_in.password_days.map(std::num::NonZero::get), Some(365));
    std::fs::write(folder.path().join("tacenda.toml"), format!("{text}client_secret = \"x\"\n")).unwrap();
    assert!(tacenda::config::Config::read(folder.path()).is_err(), "a secret has no place there");
}
