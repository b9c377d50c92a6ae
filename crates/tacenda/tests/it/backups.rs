//! A backup opens with the root of its keys and with nothing else, proves itself, and comes back into an empty place alone.

use std::path::{Path, PathBuf};

use tacenda::act::Asked;
use tacenda::agency::Agency;
use tacenda::backup::{self, destroyed};
use tacenda::config::Config;
use tacenda::problem::Problem;
use tacenda::restore::{Order, Restored, restore, restore_checked};
use tacenda::root::Root;
use tacenda_desk::ClientId;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{OpenClient, ReadRecord};
use tacenda_ledger::{HeadCode, Remembered};
use tacenda_store::keys;
use tacenda_vault::{Passphrase, RootKey, SystemEntropy};

use crate::keep::{House, note};
use crate::proofs::{checked, lived_in};
use crate::run::tacenda;

fn created(house: &House) -> PathBuf {
    backup::create(&house.agency, &mut |_| ()).unwrap().path
}

fn order<'a>(house: &'a House, file: &'a Path, home: &'a Path, list: Option<&'a Path>) -> Order<'a> {
    let config = Config::read(house.folder.path()).unwrap();
    Order { file, home, config, root: &house.root, daily: None, destroyed: list, remembered: Vec::new() }
}

fn restored(order: &Order<'_>) -> Result<Restored, Problem> {
    restore(order, &mut |_, _| ())
}

/// Everything of a folder, by name.
fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn destroy(house: &House, client: ClientId) {
    let id = client.to_string();
    let agency = house.agency.clone();
    // As the decided act does it; two people and their approval are the desk's story.
    house
        .agency
        .db()
        .write(move |tx| keys::destroy(tx, agency.ring(), &keys::Destroyed { client: id.clone(), class: None, leaf: 1 }))
        .unwrap();
    destroyed::write(&house.agency).unwrap();
}

#[test]
fn it_comes_back_whole_on_another_machine_and_the_house_goes_on() {
    let (house, client) = lived_in();
    let record = note(&house, client, "psychotherapy_notes", "CANARY-private");
    house.agency.act(&house.rosa, Asked::new(record.clone(), Reason::CareTeam)).unwrap();
    let file = created(&house);
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("elsewhere");
    let list = destroyed::path_of(file.parent().unwrap());
    let back = restored(&order(&house, &file, &home, Some(&list))).unwrap();
    assert!(back.missing.is_none());
    assert_eq!(checked(&back.agency, true).bad, []);
    let rosa = back.agency.sign_in(house.rosa.worker(), &Passphrase::new("correct horse battery")).unwrap();
    back.agency.act(&rosa, Asked::new(ReadRecord { client, record: record.id }, Reason::CareTeam)).unwrap();
    let again = restored(&order(&house, &file, &home, Some(&list)));
    assert!(matches!(again, Err(Problem::Plainly(text)) if text.contains("not empty")));
}

#[test]
fn it_proves_itself_and_leaves_an_entry_and_no_trace_beside_it() {
    let (house, _) = lived_in();
    let file = created(&house);
    let before = entries(file.parent().unwrap());
    let proven = backup::prove(&house.agency, &house.root, &file, &mut |_, _, _| ()).unwrap();
    assert!(proven.rows > 20 && proven.report.opened["general"] > 0);
    assert_eq!(entries(file.parent().unwrap()), before);
    let looks = house.agency.looks(None).unwrap();
    assert_eq!(looks.last().map(|look| (look.leaf, look.act.as_str())), Some((proven.leaf, "backup.prove")));
    let mark = backup::mark(&house.agency, backup::PROVED).unwrap().unwrap();
    assert_eq!(mark.backup, proven.header.id);
    assert_eq!(backup::mark(&house.agency, backup::LAST).unwrap().unwrap().backup, proven.header.id);
}

#[test]
fn another_key_a_cut_and_any_flipped_byte_are_refused_with_the_reason_and_leave_nothing() {
    let (house, _) = lived_in();
    let file = created(&house);
    let whole = std::fs::read(&file).unwrap();
    let list = destroyed::path_of(file.parent().unwrap());
    let place = tempfile::tempdir().unwrap();
    let (home, copy) = (place.path().join("elsewhere"), place.path().join("copy.backup"));
    let stranger = Root::key("file", RootKey::generate(&mut SystemEntropy).unwrap());
    let wrong = restored(&Order { root: &stranger, ..order(&house, &file, &home, None) }).unwrap_err().to_string();
    assert!(wrong.contains("this root does not open it"), "{wrong}");
    let mut damages: Vec<(String, Vec<u8>)> = Vec::new();
    for cut in [10, whole.len() / 2, whole.len() - 1] {
        damages.push((format!("cut at {cut}"), whole[..cut].to_vec()));
    }
    damages.push(("something behind".to_owned(), [whole.as_slice(), b"x"].concat()));
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        damages.push((format!("byte {at}"), bytes));
    }
    for (what, bytes) in damages {
        std::fs::write(&copy, bytes).unwrap();
        let verified = backup::verify(&house.root, &copy, &mut |_, _| ());
        assert!(matches!(verified, Err(Problem::NotVerified(_))), "{what}: {verified:?}");
        let refused = restored(&order(&house, &copy, &home, Some(&list)));
        assert!(matches!(refused, Err(Problem::NotVerified(_))), "{what}: {:?}", refused.err());
        assert!(!home.exists(), "{what}");
    }
    assert!(backup::verify(&house.root, &file, &mut |_, _| ()).is_ok());
}

#[test]
fn what_was_destroyed_later_does_not_come_back_and_what_is_newer_is_counted() {
    let (house, client) = lived_in();
    let file = created(&house);
    let then = backup::header(&file).unwrap().leaves;
    for _ in 0..4 {
        house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    }
    destroy(&house, client);
    let now = house.agency.end().unwrap().frontier.size();
    let list = destroyed::path_of(file.parent().unwrap());
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("elsewhere");
    let back = restored(&order(&house, &file, &home, Some(&list))).unwrap();
    assert_eq!(back.replayed, 1);
    assert!(back.missing.unwrap().to_string().contains(&format!("leaves {then} to {} are gone", now - 1)));
    let rosa = back.agency.sign_in(house.rosa.worker(), &Passphrase::new("correct horse battery")).unwrap();
    assert!(back.agency.act(&rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).is_err());
    assert_eq!(checked(&back.agency, true).bad, []);

    let without = place.path().join("without");
    let code = HeadCode::of(&house.agency.end().unwrap().frontier.head());
    let remembered = vec![("a page".to_owned(), Remembered::Code(code))];
    let back = restored(&Order { remembered, ..order(&house, &file, &without, None) }).unwrap();
    assert!(back.missing.unwrap().to_string().contains("a page remembers"));
}

#[test]
fn the_kit_brings_it_back_where_the_root_key_is_lost() {
    let (house, _) = lived_in();
    let file = created(&house);
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("elsewhere");
    let daily = Root::key("file", RootKey::generate(&mut SystemEntropy).unwrap());
    let kit = Root::kit(&house.kit.root[..2]).unwrap();
    let back = restored(&Order { root: &kit, daily: Some(&daily), ..order(&house, &file, &home, None) }).unwrap();
    drop(back);
    assert!(Agency::open(&home, &daily).is_ok());
}

#[test]
fn from_the_command_line_it_is_made_listed_verified_proved_and_restored() {
    let (house, _) = lived_in();
    let House { agency, rosa, folder, .. } = house;
    drop((agency, rosa));
    let home = folder.path().to_str().unwrap().to_owned();
    let made = tacenda(&["backup", "create", "--home", &home], b"");
    assert_eq!(made.code, 0, "{}", made.err);
    let file = made.out.lines().next().unwrap().to_owned();
    assert!(tacenda(&["backup", "list", "--home", &home], b"").out.contains(&file));
    assert_eq!(tacenda(&["backup", "verify", &file, "--home", &home], b"").code, 0);
    let proved = tacenda(&["backup", "prove", "--home", &home], b"");
    assert!(proved.out.contains("is proved"), "{}{}", proved.out, proved.err);
    let key = folder.path().join("root.key").display().to_string();
    let elsewhere = folder.path().join("elsewhere").display().to_string();
    let back = tacenda(&["restore", "--from", &file, "--into", &elsewhere, "--root-key", &key], b"");
    assert_eq!(back.code, 0, "{}", back.err);
    assert_eq!(tacenda(&["ledger", "verify", "--home", &elsewhere], b"").code, 0);
    assert_eq!(tacenda(&["restore", "--from", &file, "--into", &elsewhere, "--root-key", &key], b"").code, 1);
    let whole = tacenda(&["verify", &file], b"");
    assert!(whole.out.contains("is whole"), "{}{}", whole.out, whole.err);
    std::fs::remove_file(destroyed::path_of(Path::new(&file).parent().unwrap())).unwrap();
    let third = folder.path().join("third").display().to_string();
    let none = tacenda(&["restore", "--from", &file, "--into", &third, "--root-key", &key], b"");
    assert_eq!((none.code, none.err.contains("--without-destroyed")), (2, true), "{}", none.err);
}

#[test]
fn where_what_comes_back_does_not_hold_no_folder_is_left() {
    let (house, _) = lived_in();
    let damage = "UPDATE sealed SET blob = zeroblob(LENGTH(blob)) WHERE kind = 'client'";
    let path = house.folder.path().join("tacenda.db");
    assert!(rusqlite::Connection::open(path).unwrap().execute(damage, []).unwrap() > 0);
    let file = created(&house);
    let home = house.folder.path().join("back");
    let back = restore_checked(&order(&house, &file, &home, None), &mut |_, _| (), &mut |_, _, _| ());
    assert!(matches!(back, Err(Problem::NotVerified(why)) if why.contains("client") && why.contains("nothing of it is kept")));
    assert!(!home.exists());
}
