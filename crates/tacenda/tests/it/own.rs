//! One's own account: joining, private notes, getting back in, what one opened.

use std::sync::Arc;

use tacenda::account::{Policy, Stretch};
use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{ConfirmWorker, InviteWorker};
use tacenda_desk::{Role, Worker, WorkerKind, WorkerState};
use tacenda_vault::Passphrase;

use crate::town::{Browser, PASSWORD, Town, between};

const NEW: &str = "kite oval mud hen";

fn policy() -> Policy {
    Policy { stretch: Stretch::CHEAP, second_factor: false, ..Policy::default() }
}

fn keeper(town: &Town) -> Worker {
    town.who(Role::Director)
}

#[test]
fn who_was_asked_in_begins_with_a_code_a_password_and_a_second_step() {
    let town = Town::new();
    let site = Arc::new(town.site(false).with_policy(Policy { second_factor: true, ..policy() }));
    let agency = town.loading.agency();
    let by = agency.sign_in(keeper(&town).id, &Passphrase::new(PASSWORD)).unwrap();
    let id = agency.mint().unwrap();
    let name = "Cora Lee".to_owned();
    let roles = vec![Role::Clinician];
    let act = InviteWorker { id, name, kind: WorkerKind::Staff, roles, programs: Vec::new() };
    agency.act(&by, Asked::new(act, Reason::OwnDuty)).unwrap();
    let code = agency.invite_code(&by, id).unwrap();
    let mut browser = Browser::at(&site);
    let join = |browser: &mut Browser, code: &str, password: &str| {
        browser.post("/join", &[("name", "cora lee"), ("code", code), ("password", password), ("again", password)])
    };
    assert_eq!(join(&mut browser, "0000-0000", NEW).status, 422);
    assert!(join(&mut browser, &code, "Cora Lee Cora Lee").body.contains("easy to guess"));
    assert!(join(&mut browser, &code, "short").body.contains("at least 15"));
    assert_eq!(join(&mut browser, &code, NEW).to, "/me/vault", "a clinician makes the key of her private notes first");
    assert!(agency.invite_code(&by, id).is_err(), "whoever held a new code could become her");
    assert_eq!(browser.get("/me").to, "/me/factor", "first the second step");
    assert!(browser.get("/me/factor").body.contains("Set up your second step"));
    assert_eq!(browser.get("/c").to, "/me/factor");
    browser.post("/me/factor/app", &[]);
    let page = browser.get("/me/factor/app").body;
    let secret = between(&page, "<code>", "</code>").unwrap();
    assert_eq!(browser.post("/me/factor/app/code", &[("code", &crate::sign_in::code(secret, 0))]).to, "/me/vault");
    assert!(browser.is_in());
    let other = agency.workers().unwrap().into_iter().find(|w| w.is(Role::PrivacyOfficer) || w.is(Role::Administrator));
    let other = agency.sign_in(other.unwrap().id, &Passphrase::new(PASSWORD)).unwrap();
    let _ = agency.act(&other, Asked::new(ConfirmWorker { worker: id }, Reason::OwnDuty));

    browser.get("/me/vault");
    let make =
        |browser: &mut Browser, one: &str| browser.post("/me/vault/make", &[("passphrase", one), ("again", one), ("to", "/me")]);
    assert!(make(&mut browser, NEW).body.contains("This is your password"));
    assert_eq!(make(&mut browser, "seven blue doors asleep").to, "/me");
    assert!(browser.get("/me").body.contains("Open in this session"));
    assert_eq!(site.held_keys(), 1);
    assert!(make(&mut browser, "another seven blue doors").status >= 400, "nobody exchanges a key");
}

#[test]
fn what_private_notes_need_is_asked_for_when_they_are_needed() {
    let town = Town::new();
    let site = Arc::new(town.site(false).with_policy(policy()));
    let ana = town.who(Role::Clinician);
    let client = town.loading.agency().caseload(ana.id).unwrap()[0];
    let mut browser = Browser::at(&site);
    browser.sign_in(&ana.name, PASSWORD);
    assert_eq!(browser.get(&format!("/c/{client}")).status, 200, "everything else is open");
    let list = browser.get(&format!("/c/{client}/private")).body;
    assert!(list.contains("/me/vault"), "{list}");
    assert_eq!(browser.post("/me/vault", &[("passphrase", "not this one at all"), ("to", "/me")]).status, 422);
    let to = format!("/c/{client}/private");
    assert_eq!(browser.post("/me/vault", &[("passphrase", PASSWORD), ("to", &to)]).to, to);
    assert!(!browser.get(&to).body.contains("/me/vault?to"));
    let there = Arc::new(town.site(false).with_policy(policy()));
    assert!(browser.over(&there).get(&to).body.contains("/me/vault"), "the key is held where it was opened, and nowhere else");
    let lists = browser.get("/me/sessions").body;
    assert!(lists.contains("This one") && lists.contains("Devices that know you"));
    browser.post("/me/vault/shut", &[]);
    assert_eq!(site.held_keys(), 0);

    let opened = browser.get("/me/opened").body;
    assert!(opened.contains("Opened a file") && opened.contains(&format!("/c/{client}")) && opened.contains("Signed in"));
    assert!(browser.get("/me/opened?day=2001-01-01").body.contains("Nothing on this day"));
}

#[test]
fn who_lost_everything_gets_back_in_by_a_colleagues_code_after_a_wait() {
    let town = Town::new();
    let site = Arc::new(town.site(false).with_policy(Policy { wait: 0, ..policy() }));
    let slow = Arc::new(town.site(false).with_policy(policy()));
    let keeper = keeper(&town);
    let officer = town.who(Role::PrivacyOfficer);
    let workers = town.loading.agency().workers().unwrap();
    let may = |w: &&Worker| w.state == WorkerState::Active && ![keeper.id, officer.id].contains(&w.id);
    let ana = workers.iter().find(may).unwrap().clone();
    let mut director = Browser::at(&slow);
    director.sign_in(&keeper.name, PASSWORD);
    let entry = format!("/people/{}/entry", ana.id);
    director.get(&entry);
    let code_of = |body: &str| between(body, "<code>", "</code>").unwrap().to_owned();
    let waits = code_of(&director.post(&format!("{entry}/code"), &[]).body);
    let recover = |code: &str| {
        let mut browser = Browser::at(&site);
        let seen = browser.post("/recover", &[("name", &ana.name), ("code", code), ("password", NEW), ("again", NEW)]);
        (browser, seen)
    };
    assert_eq!(recover(&waits).1.status, 422, "four hours");
    let mut own = Browser::at(&site);
    own.sign_in(&ana.name, PASSWORD);
    assert!(own.get("/me").body.contains("made a code to get you back in"), "she is told, and can stop it");
    let mut director = director.over(&site);
    let code = code_of(&director.post(&format!("{entry}/code"), &[]).body);
    own.get("/me");
    assert_eq!(own.post("/me/news", &[("stop", "yes")]).to, "/me");
    assert_eq!(recover(&code).1.status, 422, "she stopped it");
    let code = code_of(&director.post(&format!("{entry}/code"), &[]).body);
    assert_eq!(recover("0000").1.status, 422);
    let (mut browser, seen) = recover(&code);
    assert_eq!(seen.to, "/me", "{}", seen.body);
    assert!(browser.is_in() && !own.is_in());
    assert_eq!(Browser::at(&site).sign_in(&ana.name, PASSWORD).status, 422);
    assert_eq!(recover(&code).1.status, 422, "once");
    let mut theirs = Browser::at(&site);
    theirs.sign_in(&officer.name, PASSWORD);
    assert!(theirs.get("/me").body.contains("got back in with a code"));
    let own_code = director.post(&format!("/people/{}/entry/code", keeper.id), &[]);
    assert_eq!(own_code.status, 422, "nobody makes one for themselves");
    assert_eq!(director.post(&format!("{entry}/end"), &[]).to, entry);
    assert!(!browser.is_in());
}

#[test]
fn in_practice_one_press_signs_in_and_in_earnest_there_is_no_such_way() {
    let town = Town::new();
    let (practice, earnest) = (Arc::new(town.site(true)), Arc::new(town.site(false)));
    let mut browser = Browser::at(&practice);
    assert!(browser.get("/sign-in").body.contains("/sign-in/practice"));
    assert_eq!(browser.post("/sign-in/practice", &[("role", "biller"), ("to", "/")]).to, "/");
    assert!(browser.is_in());
    let mut browser = Browser::at(&earnest);
    assert!(!browser.get("/sign-in").body.contains("/sign-in/practice"));
    assert_eq!(browser.post("/sign-in/practice", &[("role", "biller"), ("to", "/")]).status, 404);
}
