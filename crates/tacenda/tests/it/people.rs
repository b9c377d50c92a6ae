//! Who works here, from the command line.

use crate::place::Place;

/// Asks Cora in as a clinician; gives her id and leaves her code in the file `code`.
fn invite(place: &Place) -> String {
    let ran = crate::place::run(
        place.path(),
        &[
            "worker",
            "invite",
            "--name",
            "Cora Lee",
            "--role",
            "clinician",
            "--program",
            "Counselling",
            "--as",
            "Rosa Quintana",
            "--passphrase-file",
            "rosa",
            "--json",
        ],
        b"",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    place.write("code", json["code"].as_str().unwrap().as_bytes());
    place.write("cora", b"cora and the seven locks\n");
    json["id"].as_str().unwrap().to_owned()
}

#[test]
fn somebody_is_asked_in_by_one_confirmed_by_another_trained_and_then_works_with_a_key_of_their_own() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let cora = invite(&place);
    assert!(place.fails("rosa", 5, &format!("worker confirm {cora}"), "").contains("Someone else"));
    place.write("cora.id", cora.as_bytes());
    let as_cora = |words: &str, input: &str| {
        let mut arguments: Vec<&str> = words.split(' ').collect();
        arguments.extend(["--as", "Cora Lee", "--passphrase-file", "cora", "--no-input"]);
        crate::place::run(place.path(), &arguments, input.as_bytes())
    };
    assert_eq!(as_cora("worker join --code-file code", "").code, 0);
    assert_eq!(as_cora("client find --mine", "").code, 1, "not at work yet");
    place.does("ben", &format!("worker confirm {cora}"), "");
    assert_eq!(as_cora("client find --mine", "").code, 1, "not trained yet");
    place.does("ben", &format!("worker train {cora} --until 2099-01-01"), "");
    assert_eq!(as_cora("client find --mine", "").code, 0);
    let client = as_cora("client add", r#"{"chosen_name":"Iris"}"#).out.split_whitespace().next().unwrap().to_owned();
    let note = as_cora(&format!("record add {client} --category psychotherapy_notes"), "CANARY");
    assert_eq!(note.code, 0, "{}", note.err);
    let record = note.out.split_whitespace().next().unwrap().to_owned();
    assert!(as_cora(&format!("record read {record} --client {client}"), "").out.contains("CANARY"));
    assert_eq!(place.ask("rosa", &format!("record read {record} --client {client} --reason care_team"), "").code, 1);
}

#[test]
fn a_code_works_once_for_the_one_it_was_made_for() {
    let place = Place::begin(&[]);
    let cora = invite(&place);
    let join = |who: &str, code: &str| {
        crate::place::run(
            place.path(),
            &["worker", "join", "--as", who, "--code-file", code, "--passphrase-file", "cora", "--no-input"],
            b"",
        )
    };
    assert_eq!(join("Ben Ortiz", "code").code, 1);
    assert_eq!(join(&cora, "rosa").code, 1);
    assert_eq!(join(&cora, "code").code, 0);
    assert!(join(&cora, "code").err.contains("not good"));
    let again = place.fails("rosa", 1, &format!("worker invite --again {cora}"), "");
    assert!(again.contains("cannot follow"), "whoever holds a new code could become her: {again}");
}

#[test]
fn a_short_passphrase_is_refused_and_a_wrong_one_is_nobody() {
    let place = Place::begin(&[]);
    place.write("code", place.code.as_bytes());
    place.write("ben", b"too short\n");
    assert!(place.fails("ben", 2, "worker join --code-file code", "").contains("at least 15"));
    place.write("rosa", b"not her passphrase at all\n");
    place.fails("rosa", 1, "worker list", "");
}

#[test]
fn a_passphrase_is_changed_and_the_old_one_opens_nothing() {
    let place = Place::begin(&[]);
    let (client, old) = (place.client(), "correct horse battery staple\n");
    let record = place.makes("rosa", &format!("record add {client} --category psychotherapy_notes"), "CANARY");
    place.write("new", b"a passphrase of another year\n");
    place.does("rosa", "worker passphrase --new-passphrase-file new", "");
    place.fails("rosa", 1, "worker list", "");
    place.write("rosa", b"a passphrase of another year\n");
    assert!(place.does("rosa", &format!("record read {record} --client {client}"), "").contains("CANARY"));
    place.write("rosa", old.as_bytes());
    place.fails("rosa", 1, "worker list", "");
}

#[test]
fn a_lost_passphrase_is_made_good_by_two_custodians_and_a_colleague_and_by_nobody_alone() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let client = place.client();
    let record = place.makes("rosa", &format!("record add {client} --category psychotherapy_notes"), "CANARY");
    let read = format!("record read {record} --client {client}");
    let pages = [place.shares("kit/share-1.html"), place.shares("kit/share-3.html")];
    place.write("new", b"a passphrase of another year\n");
    let regain = |of: &str, one: &str, two: &str| {
        format!("key regain {of} --share-file {one} --share-file {two} --new-passphrase-file new")
    };
    let rosa: serde_json::Value = serde_json::from_str(&place.does("ben", "worker list --json", "")).unwrap();
    let id = |name: &str| rosa.as_array().unwrap().iter().find(|w| w["name"] == name).unwrap()["id"].as_str().unwrap().to_owned();
    let (rosa, ben) = (id("Rosa Quintana"), id("Ben Ortiz"));

    place.fails("ben", 1, &regain(&rosa, &pages[0][1], &pages[0][1]), "");
    assert!(place.fails("ben", 1, &regain(&rosa, &pages[0][0], &pages[1][0]), "").contains("starts the record system"));
    place.fails("ben", 5, &regain(&ben, &pages[0][1], &pages[1][1]), "");
    assert!(place.does("rosa", &read, "").contains("CANARY"), "what was refused changed nothing");

    place.does("ben", &regain(&rosa, &pages[0][1], &pages[1][1]), "");
    place.fails("rosa", 1, &read, "");
    place.write("rosa", b"a passphrase of another year\n");
    assert!(place.does("rosa", &read, "").contains("CANARY"));
    place.does("rosa", &format!("record add {client} --category psychotherapy_notes"), "Another.");
    place.does("ben", "ledger verify", "");
    place.fails("ben", 1, &read, "");
}

#[test]
fn whoever_leaves_is_gone_at_once_and_says_nothing_to_it_by_accident() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let ben = place.does("rosa", "worker list --json", "");
    let list: serde_json::Value = serde_json::from_str(&ben).unwrap();
    let ben = list.as_array().unwrap().iter().find(|w| w["name"] == "Ben Ortiz").unwrap()["id"].as_str().unwrap().to_owned();
    place.fails("rosa", 2, &format!("worker leave {ben}"), "");
    place.does("rosa", &format!("worker suspend {ben}"), "");
    assert!(place.fails("ben", 1, "worker list", "").contains("not open for work"));
    place.does("rosa", &format!("worker restore {ben}"), "");
    place.does("ben", "worker list", "");
    place.does("rosa", &format!("worker leave {ben} --confirm LEAVE"), "");
    place.fails("ben", 2, "worker list", "");
}

#[test]
fn a_key_that_somebody_put_into_the_database_signs_nobody_in() {
    use tacenda_store::{Db, Place as Where, Settings, keys::people};
    let place = Place::begin(&[]);
    place.ben_joins();
    place.client();
    let rosa: serde_json::Value = serde_json::from_str(&place.does("rosa", "worker list --json", "")).unwrap();
    let id = |name: &str| rosa.as_array().unwrap().iter().find(|w| w["name"] == name).unwrap()["id"].as_str().unwrap().to_owned();
    let (rosa, mallory) = (id("Rosa Quintana"), tacenda_vault::PersonKey::generate(&mut tacenda_vault::SystemEntropy).unwrap());
    let at = tacenda_vault::Place::new("person key").with("holder", &rosa);
    let passphrase = tacenda_vault::Passphrase::new("a passphrase of Mallory's own");
    let locked = mallory.lock(&passphrase, tacenda_vault::Cost::CHEAP, &at, &mut tacenda_vault::SystemEntropy).unwrap();
    let row = people::PersonRow { version: 9, public: mallory.public().to_bytes().to_vec(), locked: Some(locked) };
    let db = Db::open(&Where::Sqlite(place.home().join("tacenda.db")), Settings::default()).unwrap();
    db.write(move |tx| people::put(tx, &rosa, &row)).unwrap();
    drop(db);
    place.write("rosa", b"a passphrase of Mallory's own\n");
    place.fails("rosa", 1, "client find --mine", "");
}
