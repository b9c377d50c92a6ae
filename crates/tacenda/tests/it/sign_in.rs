//! Signing in, staying in, and being thrown out.

use std::sync::Arc;

use tacenda::account::{Policy, Stretch};
use tacenda::act::Asked;
use tacenda::web::Site;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Absence, Act, EndWorker, SetRoles, SuspendWorker};
use tacenda_desk::{Role, Worker};
use tacenda_store::Sql;
use totp_rs::{Builder, Secret};

use crate::town::{Browser, PASSWORD, Town, between};

const OTHER: &str = "kite oval mud hen";

/// In earnest, but that a guess costs next to nothing and nobody needs a second factor.
fn policy() -> Policy {
    Policy { stretch: Stretch::CHEAP, second_factor: false, ..Policy::default() }
}

fn site(town: &Town, policy: Policy) -> Arc<Site> {
    Arc::new(town.site(false).with_policy(policy))
}

/// The code that an app shows so many half minutes from now.
pub(crate) fn code(secret: &str, later: u64) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    let now = u64::try_from(tacenda::edge::clock().unwrap().wall / 1_000_000).unwrap();
    totp.generate(now + 30 * later).to_string()
}

/// Sets up an app, and gives its secret. The code of this half minute is used.
pub(crate) fn set_up_app(browser: &mut Browser) -> String {
    browser.get("/me/factor");
    assert_eq!(browser.post("/me/factor/app", &[]).to, "/me/factor/app");
    let page = browser.get("/me/factor/app").body;
    let secret = between(&page, "<code>", "</code>").unwrap().to_owned();
    assert!(page.contains("<svg viewBox"));
    assert_eq!(browser.post("/me/factor/app/code", &[("code", "000000")]).status, 422);
    let kept = browser.post("/me/factor/app/code", &[("code", &code(&secret, 0))]);
    assert_eq!(kept.status, 303, "{}", kept.body);
    secret
}

fn does(town: &Town, by: &Worker, act: impl Into<Act>) {
    let who = town.loading.agency().sign_in(by.id, &tacenda_vault::Passphrase::new(PASSWORD)).unwrap();
    town.loading.agency().act(&who, Asked::new(act, Reason::OwnDuty)).unwrap();
}

/// The director, and a clinician whom they may change.
fn two(town: &Town) -> (Worker, Worker) {
    let director = town.who(Role::Director);
    let clinician = town.other(&director);
    (director, clinician)
}

#[test]
fn every_step_gives_the_session_a_new_secret_and_one_that_was_planted_is_worth_nothing() {
    let town = Town::new();
    let site = site(&town, policy());
    let (_, ana) = two(&town);
    let mut browser = Browser::at(&site);
    browser.cookies.insert("desk".into(), "a".repeat(64));
    assert_eq!(browser.sign_in(&ana.name, PASSWORD).to, "/");
    let first = browser.session();
    assert!(first.len() == 64 && first != "a".repeat(64));
    let mut old = browser.clone();
    browser.get("/me/prove");
    assert_eq!(browser.post("/me/prove", &[("password", PASSWORD), ("to", "/me/factor")]).to, "/me/factor");
    assert!(browser.session() != first && browser.is_in() && !old.is_in(), "a step up");
    let secret = set_up_app(&mut browser);
    let mut before = browser.clone();
    browser.get("/me");
    let again = browser.post("/sign-in", &[("name", &ana.name), ("password", PASSWORD), ("to", "/")]);
    assert_eq!(again.to, "/sign-in/second", "{}", again.body);
    let half = browser.clone();
    assert!(!before.is_in(), "signing in again ends what the browser held");
    assert_eq!(browser.get("/me").to, "/sign-in?to=%2Fme", "half way is not in");
    assert_eq!(browser.get("/me/prove").status, 303);
    browser.get("/sign-in/second");
    assert_eq!(browser.post("/sign-in/second", &[("code", &code(&secret, 1))]).to, "/");
    assert!(browser.is_in() && !half.clone().is_in());
}

#[test]
fn of_many_sessions_the_last_used_are_shown_and_all_others_end_at_once() {
    let town = Town::new();
    let site = site(&town, policy());
    let (_, ana) = two(&town);
    let mut others: Vec<Browser> = (0..29).map(|_| Browser::at(&site)).collect();
    others.iter_mut().for_each(|browser| assert_eq!(browser.sign_in(&ana.name, PASSWORD).status, 303));
    let mut own = Browser::at(&site);
    own.sign_in(&ana.name, PASSWORD);
    let page = own.get("/me/sessions").body;
    let list = between(&page, "<ul class=\"rows\">", "</ul>").unwrap();
    assert_eq!(list.matches("<li>").count(), 25);
    assert!(list.trim_start().split("</li>").next().unwrap().contains("This one"), "one's own comes first");
    assert!(page.contains("5 more are not shown"));
    own.post("/me/sessions/end", &[("which", "others")]);
    assert!(own.is_in() && others.iter_mut().all(|browser| !browser.is_in()));
}

#[test]
fn a_busy_day_is_told_on_several_pages() {
    let town = Town::new();
    let site = Arc::new(town.site(true));
    let mut browser = Browser::at(&site);
    browser.sign_in(&town.who(Role::Clinician).name, PASSWORD);
    (0..70).for_each(|_| drop(browser.get("/c")));
    let rows = |page: &str| page.matches("<tr><td>").count();
    let first = browser.get("/me/opened").body;
    let older = between(&first, "<nav class=\"pager\"", "</nav>").and_then(|nav| between(nav, "href=\"", "\"")).unwrap();
    assert_eq!(rows(&first), 20);
    let second = browser.get(&older.replace("&amp;", "&")).body;
    assert!((10..=20).contains(&rows(&second)), "{}", rows(&second));
    assert!(browser.get("/me/opened?page=0").status == 200 && browser.get("/me/opened?page=999999999999").status == 200);
}

#[test]
fn a_code_from_an_app_counts_once() {
    let town = Town::new();
    let site = site(&town, policy());
    let (_, ana) = two(&town);
    let mut browser = Browser::at(&site);
    browser.sign_in(&ana.name, PASSWORD);
    let secret = set_up_app(&mut browser);
    let mut thief = Browser::at(&site);
    assert_eq!(thief.sign_in(&ana.name, PASSWORD).to, "/sign-in/second");
    assert_eq!(thief.post("/sign-in/second", &[("code", &code(&secret, 0))]).status, 422, "it set the app up, and is used");
    let next = code(&secret, 1);
    assert_eq!(thief.post("/sign-in/second", &[("code", &next)]).status, 303);
    let mut replayed = Browser::at(&site);
    replayed.sign_in(&ana.name, PASSWORD);
    assert_eq!(replayed.post("/sign-in/second", &[("code", &next)]).status, 422);
    for _ in 0..6 {
        replayed.post("/sign-in/second", &[("code", "123456")]);
    }
    let waits = replayed.post("/sign-in/second", &[("code", &next)]);
    assert_eq!(waits.status, 422, "and guesses soon wait");
}

#[test]
fn a_session_is_dead_at_the_next_request_after_whatever_ends_it_on_every_server() {
    let town = Town::new();
    let (here, there) = (site(&town, policy()), site(&town, policy()));
    let (director, ana) = two(&town);
    let enter = || {
        let mut browser = Browser::at(&here);
        assert_eq!(browser.sign_in(&ana.name, PASSWORD).status, 303);
        assert!(browser.over(&there).is_in(), "any server answers");
        browser
    };
    let mut left = enter();
    let mut kept = left.clone();
    assert_eq!(left.post("/sign-out", &[]).to, "/sign-in");
    assert!(!left.is_in() && !kept.is_in() && !kept.over(&there).is_in(), "signed out");

    let (mut own, mut other) = (enter(), enter());
    own.get("/me/password");
    assert_eq!(own.post("/me/password", &[("password", OTHER), ("again", OTHER)]).to, "/me");
    assert!(own.is_in() && !other.over(&there).is_in() && !other.is_in(), "another password");
    own.get("/me/password");
    let back = [("password", "mud hen kite oval"), ("again", "mud hen kite oval")];
    assert_eq!(own.post("/me/password", &back).to, "/me");
    assert_eq!(Browser::at(&here).sign_in(&ana.name, PASSWORD).status, 422);
    let enter = || {
        let mut browser = Browser::at(&here);
        assert_eq!(browser.sign_in(&ana.name, "mud hen kite oval").status, 303);
        browser
    };
    let mut browser = enter();
    does(&town, &director, SetRoles { worker: ana.id, roles: vec![Role::Clinician], programs: ana.programs.clone() });
    assert!(!browser.over(&there).is_in() && !browser.is_in(), "other work");
    let mut browser = enter();
    let by = town.loading.agency().sign_in(director.id, &tacenda_vault::Passphrase::new(PASSWORD)).unwrap();
    town.loading.agency().end_sessions_of(&by, ana.id).unwrap();
    assert!(!browser.is_in(), "an administrator");
    let mut browser = enter();
    does(&town, &director, SuspendWorker { worker: ana.id, absence: Absence::Locked });
    assert!(!browser.is_in(), "kept out");
    assert_eq!(Browser::at(&here).sign_in(&ana.name, "mud hen kite oval").status, 422);
    does(&town, &director, EndWorker { worker: ana.id });
    assert_eq!(Browser::at(&here).sign_in(&ana.name, "mud hen kite oval").status, 422, "gone");
}

#[test]
fn a_session_ends_by_itself_idle_or_not() {
    const LONG_AGO: Sql = Sql("UPDATE session SET seen = seen - $1");
    let town = Town::new();
    let now = site(&town, policy());
    let (_, ana) = two(&town);
    let mut browser = Browser::at(&now);
    browser.sign_in(&ana.name, PASSWORD);
    let idle = |minutes: i64| {
        let by = minutes * 60_000_000;
        town.loading.agency().db().write(move |tx| tx.run(LONG_AGO, &[&by])).unwrap();
    };
    idle(29);
    assert!(browser.is_in(), "and it was seen now");
    idle(31);
    assert!(!browser.is_in());
    browser.sign_in(&ana.name, PASSWORD);
    let later = site(&town, Policy { whole: 0, ..policy() });
    assert!(!browser.over(&later).is_in(), "twelve hours are over, however busy they were");
    browser.sign_in(&ana.name, PASSWORD);
    browser.get("/me/vault");
    assert_eq!(browser.post("/me/vault", &[("passphrase", PASSWORD), ("to", "/me")]).to, "/me");
    assert_eq!(now.held_keys(), 1);
    idle(16);
    now.sweep();
    assert_eq!(now.held_keys(), 0, "what is most private closes sooner, though nobody asks");
    assert!(!browser.is_in());
}

#[test]
fn a_form_from_elsewhere_or_from_another_session_does_nothing() {
    let town = Town::new();
    let site = site(&town, policy());
    let (director, ana) = two(&town);
    let (mut browser, mut other) = (Browser::at(&site), Browser::at(&site));
    browser.sign_in(&ana.name, PASSWORD);
    other.sign_in(&director.name, PASSWORD);
    let theirs = between(&other.get("/me").body, "name=\"csrf\" value=\"", "\"").unwrap().to_owned();
    for path in ["/sign-out", "/me/sessions/end", "/me/vault/shut", "/language", "/me/news"] {
        assert_eq!(browser.post(path, &[("csrf", "")]).status, 403, "{path}");
        assert_eq!(browser.post(path, &[("csrf", &theirs)]).status, 403, "{path}");
        let mut foreign = browser.clone();
        foreign.origin = Some("https://evil.example".into());
        assert_eq!(foreign.post(path, &[]).status, 403, "{path}");
        foreign.origin = None;
        assert_eq!(foreign.post(path, &[]).status, 403, "{path}");
    }
    let mut foreign = Browser::at(&site);
    foreign.origin = Some("https://evil.example".into());
    assert_eq!(foreign.sign_in(&ana.name, PASSWORD).status, 403, "nobody is signed in as somebody else from elsewhere");
    assert!(browser.is_in());
}

#[test]
fn what_is_grave_asks_who_one_is_again() {
    let town = Town::new();
    let site = site(&town, Policy { fresh: 0, ..policy() });
    let (_, ana) = two(&town);
    let mut browser = Browser::at(&site);
    browser.sign_in(&ana.name, PASSWORD);
    for path in ["/me/password", "/me/factor/app"] {
        assert_eq!(browser.get(path).to, format!("/me/prove?to={}", path.replace('/', "%2F")));
        assert!(browser.post(path, &[]).to.starts_with("/me/prove"));
    }
    // What can only be sent leads back to the page where its form stands.
    for (path, page) in
        [("/me/factor/remove", "/me/factor"), ("/me/factor/app/code", "/me/factor/app"), ("/me/vault/make", "/me/vault")]
    {
        let to = format!("/me/prove?to={}", page.replace('/', "%2F"));
        assert_eq!(browser.post(path, &[]).to, to, "{path}");
        browser.get(&to);
        assert_eq!(browser.post("/me/prove", &[("password", PASSWORD), ("to", page)]).to, page);
        browser.get("/me"); // the session has a new secret, and forms a new token
    }
    assert!(browser.get("/me/prove?to=//evil.example").body.contains("name=\"to\" value=\"/\""));
    assert_eq!(browser.post("/me/prove", &[("password", "no"), ("to", "/me")]).status, 422);
}

#[test]
fn an_old_password_is_replaced_where_that_is_demanded_and_nowhere_else() {
    let town = Town::new();
    let (_, ana) = two(&town);
    let demanded = Policy { password_days: Some(0), ..policy() };
    let mut browser = Browser::at(&site(&town, demanded));
    assert_eq!(browser.sign_in(&ana.name, PASSWORD).to, "/");
    assert_eq!(browser.get("/").to, "/me/password", "in only with another one");
    let page = browser.get("/me/password").body;
    assert!(page.contains("Your agency is told to") && !page.contains("Nobody asks you"));
    assert_eq!(browser.post("/me/password", &[("password", PASSWORD), ("again", PASSWORD)]).status, 422, "the same is none");
    assert_eq!(browser.post("/me/password", &[("password", OTHER), ("again", OTHER)]).to, "/me");
    assert!(browser.is_in());
    let mut elsewhere = Browser::at(&site(&town, policy()));
    elsewhere.sign_in(&ana.name, OTHER);
    assert!(elsewhere.is_in() && elsewhere.get("/me/password").body.contains("Nobody asks you"));
}

#[test]
fn whoever_is_known_by_their_device_gets_in_while_somebody_else_tries() {
    let town = Town::new();
    let site = site(&town, policy());
    let (_, ana) = two(&town);
    let mut own = Browser::at(&site);
    own.sign_in(&ana.name, PASSWORD);
    own.post("/sign-out", &[]);
    assert!(!own.is_in() && own.cookies.contains_key("known"));
    let mut thief = Browser::at(&site);
    for n in 0..12 {
        assert_eq!(thief.sign_in(&ana.name, &format!("guess {n}")).status, 422);
    }
    assert_eq!(thief.sign_in(&ana.name, PASSWORD).status, 422, "even the right one waits now, and looks no different");
    assert_eq!(own.sign_in(&ana.name, PASSWORD).status, 303, "from the same network, by the cookie");
    let mut forged = thief.clone();
    let cookie = format!("{}.{}", "b".repeat(64), "0".repeat(32));
    forged.cookies.insert("known".into(), cookie);
    assert_eq!(forged.sign_in(&ana.name, PASSWORD).status, 422);
    thief.from = "203.0.113.4".into();
    assert_eq!(thief.sign_in(&ana.name, PASSWORD).status, 303, "another network is counted for itself");
    assert!(own.get("/").body.contains("There is something new"), "a new device is told of");
    assert!(own.get("/me").body.contains("You signed in from a new device"));
    own.post("/me/news", &[]);
    assert!(!own.get("/").body.contains("There is something new"));
    own.from = "198.51.100.9".into();
    assert!(own.is_in() && own.get("/me").body.contains("from another network"), "so is a session on another network");
}

#[test]
fn nobody_learns_from_the_sign_in_page_who_works_here() {
    let town = Town::new();
    let site = site(&town, policy());
    let (director, ana) = two(&town);
    let mut browser = Browser::at(&site);
    let mut locked = Browser::at(&site);
    for n in 0..14 {
        locked.sign_in(&director.name, &format!("guess {n}"));
    }
    let mut says = |name: &str, password: &str| {
        let seen = browser.sign_in(name, password);
        (seen.status, seen.body.replace(name, "NAME"), seen.headers.len())
    };
    let nobody = says("Nobody Atall", "kite oval mud hem");
    assert_eq!(nobody, says(&ana.name, "kite oval mud hem"), "a wrong password");
    assert_eq!(nobody, says(&director.name, PASSWORD), "one that waits");

    let sample = |name: &dyn Fn(usize) -> String| -> Vec<f64> {
        (0..200)
            .map(|n| {
                let mut browser = Browser::at(&site);
                browser.from = format!("10.{}.{}.1", n / 250, n % 250); // so that nobody waits
                let name = name(n);
                #[expect(clippy::disallowed_methods, reason = "this story is about how long an answer takes")]
                let begun = std::time::Instant::now();
                browser.post("/sign-in", &[("name", &name), ("password", "wrong wrong wrong"), ("to", "/")]);
                begun.elapsed().as_secs_f64()
            })
            .collect()
    };
    // By turns, so that a busy machine is busy for both.
    let (mut there, mut not) = (Vec::new(), Vec::new());
    let all = sample(&|n| if n % 2 == 0 { ana.name.clone() } else { "Anna Nobodyatall".into() });
    let more = sample(&|n| if n % 2 == 1 { ana.name.clone() } else { "Anna Nobodyatall".into() });
    for (n, (one, other)) in all.into_iter().zip(more).enumerate() {
        let (known, unknown) = if n % 2 == 0 { (one, other) } else { (other, one) };
        there.push(known);
        not.push(unknown);
    }
    let t = welch(&there, &not);
    assert!(t.abs() < 4.5, "Welch t = {t}");
}

#[test]
fn who_signs_in_is_entered_and_what_did_not_count_is_entered_by_number() {
    let town = Town::new();
    let site = site(&town, policy());
    let (_, ana) = two(&town);
    let mut browser = Browser::at(&site);
    for guess in ["one", "two", "three"] {
        assert_eq!(browser.sign_in(&ana.name, guess).status, 422);
    }
    browser.get("/recover");
    let code = [("name", ana.name.as_str()), ("code", "0"), ("password", OTHER), ("again", OTHER)];
    assert_eq!(browser.post("/recover", &code).status, 422);
    assert_eq!(browser.sign_in(&ana.name, PASSWORD).status, 303);
    assert_eq!(browser.post("/me/news", &[("csrf", "")]).status, 403);
    site.sweep();
    browser.sign_in(&ana.name, "four");
    site.sweep();
    let entries = town.loading.agency().looks(None).unwrap();
    let told = |act: &str, key: &str| -> Vec<String> {
        let of_act = entries.iter().filter(|entry| entry.act == act);
        of_act.flat_map(|entry| entry.codes.iter().filter(|(k, _)| k == key).map(|(_, value)| value.clone())).collect()
    };
    assert_eq!(told("session.begin", "by"), ["password"]);
    assert_eq!(told("session.refused", "what"), ["password", "code", "form"]);
    assert_eq!(told("session.refused", "count"), ["3", "1", "1"], "the fourth waits for its minute");
    let refused = entries.iter().filter(|entry| entry.act == "session.refused");
    assert!(refused.into_iter().all(|entry| entry.who.is_empty() && entry.things.is_empty() && entry.words.is_none()));
}

/// Welch's t of two samples. The slowest tenth of each is left out: it is the machine's.
#[expect(clippy::cast_precision_loss, reason = "some hundred samples")]
fn welch(one: &[f64], other: &[f64]) -> f64 {
    let cut = |sample: &[f64]| {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.truncate(sample.len() * 9 / 10);
        let n = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        (mean, sorted.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0) / n)
    };
    let ((a, va), (b, vb)) = (cut(one), cut(other));
    (a - b) / (va + vb).sqrt()
}
