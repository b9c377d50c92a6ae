//! Keys, seals and the recovery kit, from the command line.

use std::os::unix::fs::PermissionsExt as _;

use tacenda::agency::{Agency, KitState, NewKit};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::OpenClient;
use tacenda_vault::recovery::Quorum;

use crate::keep::{House, house, take_in};
use crate::place::{Place, run};

#[test]
fn an_agency_begins_in_an_empty_place_with_files_that_only_their_owner_reads() {
    let place = Place::begin(&[]);
    for name in
        ["data/tacenda/root.key", "data/tacenda/tacenda.toml", "data/tacenda/tacenda.db", "kit/share-1.html", "kit/share-3.html"]
    {
        let mode = std::fs::metadata(place.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let again = [
        "init",
        "--name",
        "Eve",
        "--program",
        "P",
        "--custodian",
        "A",
        "--custodian",
        "B",
        "--kit",
        "kit2",
        "--passphrase-file",
        "rosa",
    ];
    let refused = run(place.path(), &again, b"");
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("holds something already"), "{}", refused.err);
    assert!(place.home().join("root.key").exists(), "what stood there stands");
    let status = run(place.path(), &["status"], b"");
    assert!(status.out.starts_with("open · 2 workers · 1 program · 0 clients · ledger "), "{}", status.out);
}

#[test]
fn a_beginning_that_fails_leaves_nothing_and_can_be_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rosa"), "correct horse battery staple").unwrap();
    let begin = |role: &'static str| {
        let words = [
            "init",
            "--name",
            "Rosa",
            "--role",
            role,
            "--program",
            "P",
            "--custodian",
            "A",
            "--custodian",
            "B",
            "--passphrase-file",
            "rosa",
        ];
        run(folder.path(), &words, b"")
    };
    assert_eq!(begin("clinician").code, 1, "nobody would keep people");
    assert!(std::fs::read_dir(folder.path().join("data/tacenda")).unwrap().next().is_none());
    assert_eq!(begin("director").code, 0);
}

#[test]
fn sealed_nothing_opens_until_two_shares_are_brought() {
    let place = Place::begin(&[]);
    let client = place.client();
    place.fails("rosa", 2, "seal", "");
    let share = place.shares("kit/share-1.html");
    assert!(place.does("rosa", &format!("key prove --share-file {}", share[0]), "").contains("starts the record system"));
    assert!(place.does("rosa", &format!("key prove --share-file {}", share[1]), "").contains("private notes"));
    place.does("rosa", "seal --confirm SEAL", "");
    for words in ["status", "client find --mine", "key inventory", "seal --confirm SEAL"] {
        place.fails("rosa", 4, words, "");
    }
    let other = place.shares("kit/share-3.html");
    let unseal = |a: &str, b: &str| run(place.path(), &["unseal", "--share-file", a, "--share-file", b, "--no-input"], b"");
    assert_ne!(unseal(&share[0], &share[0]).code, 0, "one share twice is one share");
    assert_ne!(unseal(&share[1], &other[1]).code, 0, "the other kit opens other things");
    assert_eq!(run(place.path(), &["unseal", "--share-file", &share[0], "--no-input"], b"").code, 2);
    let opened = unseal(&share[0], &other[0]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    assert!(place.does("rosa", "client find --mine", "").contains(&client));
}

#[test]
fn a_lost_root_key_is_made_anew_by_the_kit() {
    let place = Place::begin(&[]);
    let client = place.client();
    std::fs::remove_file(place.home().join("root.key")).unwrap();
    place.fails("rosa", 1, "client find --mine", "");
    let (one, two) = (place.shares("kit/share-2.html"), place.shares("kit/share-3.html"));
    assert_eq!(run(place.path(), &["unseal", "--share-file", &one[0], "--share-file", &two[0]], b"").code, 0);
    assert!(place.does("rosa", "client find --mine", "").contains(&client));
}

#[test]
fn rotated_keys_open_everything_and_the_old_pages_open_nothing() {
    let place = Place::begin(&[]);
    let client = place.client();
    let record = place.makes("rosa", &format!("record add {client} --category psychotherapy_notes"), "CANARY");
    let old = [place.shares("kit/share-1.html"), place.shares("kit/share-2.html")];
    let says = place.does("rosa", "key rotate --kit new", "");
    assert!(says.contains("4 keys are wrapped anew") && says.contains("3 pages in new"), "{says}");
    assert!(place.does("rosa", &format!("record read {record} --client {client}"), "").contains("CANARY"));
    let inventory = place.does("rosa", "key inventory", "");
    assert!(inventory.contains("version 2") && !inventory.contains("under key 1"), "{inventory}");
    place.does("rosa", "seal --confirm SEAL", "");
    let unseal = |a: &str, b: &str| run(place.path(), &["unseal", "--share-file", a, "--share-file", b], b"");
    assert_ne!(unseal(&old[0][0], &old[1][0]).code, 0);
    let new = [place.shares("new/share-1.html"), place.shares("new/share-3.html")];
    assert_eq!(new[0].len(), 1, "the people's kit stays as it is");
    assert_eq!(unseal(&new[0][0], &new[1][0]).code, 0);
    assert!(place.does("rosa", &format!("record read {record} --client {client}"), "").contains("CANARY"));
}

#[test]
fn another_content_key_reseals_the_agencys_own_rows_as_new_versions() {
    let place = Place::begin(&[]);
    assert!(place.does("rosa", "key rotate --content", "").starts_with("3 rows stand under version 2"));
    assert!(place.does("rosa", "key rotate --content", "").starts_with("3 rows stand under version 3"));
    assert!(place.does("rosa", "worker list", "").contains("Ben Ortiz"));
    place.client();
}

#[test]
fn a_new_kit_makes_the_old_pages_void() {
    let place = Place::begin(&[]);
    let old = [place.shares("kit/share-1.html"), place.shares("kit/share-2.html")];
    place.does("rosa", "key split --custodian Rosa --custodian Dana --kit new", "");
    let wrong = place.fails("rosa", 1, &format!("key prove --share-file {}", old[0][0]), "");
    assert!(wrong.contains("do not belong together"), "{wrong}");
    place.does("rosa", "key prove --share-file new-share-2.html.0", &place.shares("new/share-2.html").concat());
    place.does("rosa", "seal --confirm SEAL", "");
    assert_ne!(run(place.path(), &["unseal", "--share-file", &old[0][0], "--share-file", &old[1][0]], b"").code, 0);
    place.shares("new/share-1.html");
    let opened = run(place.path(), &["unseal", "--share-file", "new-share-1.html.0", "--share-file", "new-share-2.html.0"], b"");
    assert_eq!(opened.code, 0, "{}", opened.err);
}

#[test]
fn a_passphrase_may_be_the_root_and_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("rosa", "correct horse battery staple"), ("root", "a root of fifteen or more"), ("new", "a new root of many letters")]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let words = "init --name Rosa --program P --custodian A --custodian B --passphrase-root --passphrase-file rosa --root-passphrase-file root";
    let ask = |words: &str| run(folder.path(), &words.split(' ').collect::<Vec<_>>(), b"");
    let begun = ask(words);
    assert_eq!(begun.code, 0, "{}", begun.err);
    assert_eq!(ask("status --root-passphrase-file rosa").code, 1);
    assert_eq!(ask("status --root-passphrase-file root").code, 0);
    let nothing = ask("seal --confirm SEAL --passphrase-file rosa --root-passphrase-file root");
    assert!(nothing.err.contains("nothing to seal"), "{}", nothing.err);
    assert_eq!(ask("key passphrase --new-passphrase-file new --passphrase-file rosa --root-passphrase-file root").code, 0);
    assert_eq!(ask("status --root-passphrase-file root").code, 1);
    assert_eq!(ask("status --root-passphrase-file new").code, 0);
}

#[test]
fn the_doctor_names_what_is_wrong_and_what_mends_it() {
    let place = Place::begin(&[]);
    std::fs::set_permissions(place.home().join("root.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = place.ask("rosa", "doctor --json", "");
    assert_eq!(said.code, 1, "{}", said.err);
    let findings: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let mends: Vec<&str> = findings.as_array().unwrap().iter().filter_map(|f| f["mend"].as_str()).collect();
    for part in ["chmod 600", "rm -r", "tacenda key prove", "tacenda backup create", "tacenda witness"] {
        assert!(mends.iter().any(|mend| mend.contains(part)), "{part} is missing: {mends:?}");
    }
}

#[test]
fn a_password_of_the_database_is_no_argument() {
    let folder = tempfile::tempdir().unwrap();
    let words = "init --name Rosa --program P --custodian A --custodian B --store postgres://tacenda:secret@db/tacenda?sslmode=verify-full";
    let refused = run(folder.path(), &words.split(' ').collect::<Vec<_>>(), b"");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--store-file"), "{}", refused.err);
}

#[test]
fn a_rotation_that_was_cut_off_opens_with_both_keys_and_goes_on() {
    let house = house();
    let client = take_in(&house, "Ana María Begay");
    let kit = NewKit::make(Quorum::default()).unwrap();
    house.agency.rotate(&house.rosa, &house.root, &kit, KitState::default()).unwrap();
    let after = take_in(&house, "Iris");
    let worker = house.rosa.worker();
    let House { agency, rosa, root, folder, .. } = house;
    drop((agency, rosa)); // the power went
    let agency = Agency::open(folder.path(), &root).unwrap();
    let rosa = agency.sign_in(worker, &tacenda_vault::Passphrase::new("correct horse battery")).unwrap();
    let opens = |agency: &Agency, client| {
        let asked = tacenda::act::Asked::new(OpenClient { client }, Reason::CareTeam);
        assert!(agency.act(&rosa, asked).is_ok());
    };
    [client, after].into_iter().for_each(|client| opens(&agency, client));
    assert!(agency.is_rotating().unwrap());
    assert_eq!(agency.rewrap(&root, |_| {}).unwrap(), 4, "three keys of the agency, and the first client's");
    assert!(!agency.is_rotating().unwrap());
    [client, after].into_iter().for_each(|client| opens(&agency, client));
    assert_eq!(agency.rewrap(&root, |_| {}).unwrap(), 0);
}

#[test]
fn a_clock_that_leapt_stops_what_has_a_time_limit_until_a_person_says_that_it_is_right() {
    use tacenda_store::{Db, Place as Where, Settings, meta};
    let place = Place::begin(&[]);
    let client = place.client();
    let now = tacenda::edge::clock().unwrap();
    let believed = tacenda::clock::Reading { wall: now.wall + 86_400_000_000, ..now };
    let db = Db::open(&Where::Sqlite(place.home().join("tacenda.db")), Settings::default()).unwrap();
    db.write(move |tx| meta::put(tx, "clock", &serde_json::to_vec(&believed).unwrap())).unwrap();
    drop(db);
    assert_eq!(place.ask("rosa", "doctor", "").code, 8);
    place.fails("rosa", 8, &format!("glass break {client} --why danger"), "She called.");
    place.fails("rosa", 2, "doctor --accept-clock", "");
    let said = place.does("rosa", "doctor --accept-clock --confirm CLOCK", "");
    assert!(said.contains("noted") && said.contains("future"), "the refusal was entered at the time that was believed: {said}");
}
