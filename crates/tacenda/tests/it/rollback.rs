//! An older past in the place of the present one is found by whoever remembers more.

use tacenda::act::Asked;
use tacenda::agency::Agency;
use tacenda::check::past;
use tacenda::problem::{Ended, Problem};
use tacenda::witness::Witness;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::OpenClient;
use tacenda_ledger::HeadCode;
use tacenda_vault::Passphrase;

use crate::keep::House;
use crate::proofs::{lived_in, sql};
use crate::run::tacenda;

/// Puts an older database in the place of the present one, and opens the agency over it.
fn rolled_back(house: House, older: &std::path::Path) -> (Agency, tempfile::TempDir) {
    let House { agency, rosa, root, folder, .. } = house;
    drop((agency, rosa));
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.path().join(format!("tacenda.db{ending}")));
    }
    std::fs::copy(older, folder.path().join("tacenda.db")).unwrap();
    (Agency::open(folder.path(), &root).unwrap(), folder)
}

#[test]
fn an_older_database_is_read_only_and_the_missing_leaves_are_named() {
    let (house, client) = lived_in();
    let older = house.folder.path().join("older.db");
    let then = house.agency.end().unwrap().frontier.size();
    let page = HeadCode::of(&house.agency.end().unwrap().frontier.head()).to_string();
    sql(&house).execute("VACUUM INTO ?1", [older.to_str().unwrap()]).unwrap();
    for _ in 0..5 {
        house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    }
    house.agency.publish().unwrap().unwrap();
    let now = house.agency.end().unwrap().frontier.size();
    let later = HeadCode::of(&house.agency.end().unwrap().frontier.head()).to_string();
    assert!(past::against(&house.agency, &page).unwrap().is_nothing(), "a page of yesterday is a part of today");
    let worker = house.rosa.worker();
    let (agency, folder) = rolled_back(house, &older);
    let missing = agency.missing().unwrap().to_string();
    assert!(missing.contains(&format!("leaves {then} to {} are gone", now - 1)), "{missing}");
    let rosa = agency.sign_in(worker, &Passphrase::new("correct horse battery")).unwrap();
    let refused = agency.act(&rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap_err();
    assert_eq!(refused.ended(), Ended::NotVerified);
    assert!(matches!(agency.publish(), Err(Problem::NotVerified(_)) | Ok(None)));
    assert_eq!(agency.end().unwrap().frontier.size(), then);
    assert!(!past::against(&agency, &later).unwrap().is_nothing(), "a page of today tells");
    let home = folder.path().to_str().unwrap();
    let verify = tacenda(&["ledger", "verify", "--home", home], b"");
    assert_eq!((verify.code, verify.err.contains("past missing")), (3, true), "{}", verify.err);
    let against = tacenda(&["ledger", "head", "--home", home, "--against", &later], b"");
    assert_eq!((against.code, against.err.contains("past missing")), (3, true), "{}", against.err);
}

#[test]
fn a_fork_is_named_as_another_past() {
    let (house, client) = lived_in();
    let older = house.folder.path().join("older.db");
    sql(&house).execute("VACUUM INTO ?1", [older.to_str().unwrap()]).unwrap();
    house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    house.agency.publish().unwrap().unwrap();
    let kept = std::fs::read(house.folder.path().join("witness/published.note")).unwrap();
    let worker = house.rosa.worker();
    std::fs::remove_file(house.folder.path().join("witness/published.note")).unwrap();
    let (agency, folder) = rolled_back(house, &older);
    assert!(agency.missing().is_none(), "nobody here remembers");
    let rosa = agency.sign_in(worker, &Passphrase::new("correct horse battery")).unwrap();
    for _ in 0..9 {
        agency.act(&rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    }
    agency.publish().unwrap().unwrap();
    std::fs::write(folder.path().join("witness/counsel.note"), kept).unwrap();
    agency.look_back();
    assert!(agency.missing().unwrap().to_string().starts_with("another past"));
    assert!(agency.act(&rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).is_err());
}

#[test]
fn a_witness_that_remembers_more_does_not_sign() {
    let (house, client) = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let key = Witness::init(folder.path(), "w1").unwrap();
    let witness = Witness::open(folder.path()).unwrap();
    witness.trust(&house.agency.verifier_key().unwrap()).unwrap();
    let older = house.folder.path().join("older.db");
    sql(&house).execute("VACUUM INTO ?1", [older.to_str().unwrap()]).unwrap();
    house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    let ask =
        |agency: &Agency| agency.ask_witness(&key, &mut |request| witness.answer(request, 1).map(|a| (a.status(), a.body())));
    ask(&house.agency).unwrap();
    std::fs::remove_dir_all(house.folder.path().join("witness")).unwrap();
    let (agency, _folder) = rolled_back(house, &older);
    assert!(agency.missing().is_none());
    let refused = ask(&agency).unwrap_err().to_string();
    assert!(refused.contains("past"), "{refused}");
}
