//! Clients and records, from the command line.

use serde_json::Value as Json;

use crate::place::Place;

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_client_is_taken_in_found_opened_and_changed_without_a_name_in_any_argument() {
    let place = Place::begin(&[]);
    let client = place.client();
    assert!(place.does("rosa", "client find", "begay MARIA").starts_with(&client));
    assert_eq!(place.does("rosa", "client find", "Nobody"), "");
    assert!(place.does("rosa", "client find --born", "1990-02-03").contains("Ana María Begay"));
    assert!(place.does("rosa", &format!("client open {client}"), "").contains("Ana María Begay"));
    place.does(
        "rosa",
        &format!("client amend {client}"),
        r#"{"pronouns":"she/her","survivor":true,"unsafe_people":["Rick Doe"]}"#,
    );
    let card = json(&place.does("rosa", &format!("client open {client} --json"), ""));
    assert_eq!((&card["pronouns"], &card["version"], &card["survivor"]), (&"she/her".into(), &3.into(), &true.into()));
    place.fails("rosa", 7, &format!("client amend {client} --over 1"), r#"{"pronouns":"they/them"}"#);
    let wrong = place.fails("rosa", 2, "client add", r#"{"chosen_name":"CANARY", "hair":"red"}"#);
    assert!(wrong.contains("line 1") && !wrong.contains("CANARY"), "{wrong}");
    place.does("rosa", &format!("client close {client}"), "");
    place.does("rosa", &format!("client close {client} --reopen"), "");
}

#[test]
fn a_note_is_written_listed_read_and_added_to_and_all_of_it_is_among_the_looks() {
    let place = Place::begin(&[]);
    let client = place.client();
    let record = place.makes("rosa", &format!("record add {client} --category progress_notes"), "She slept better.\n");
    let addendum = place.makes("rosa", &format!("record addendum {record} --client {client}"), "On Tuesday, not on Monday.");
    let list = place.does("rosa", &format!("record list {client}"), "");
    assert!(list.contains("progress notes") && list.contains(&format!("adds to {record}")), "{list}");
    assert!(place.does("rosa", &format!("record read {record} --client {client}"), "").contains("\nShe slept better.\n"));
    assert!(place.does("rosa", &format!("record read {addendum} --client {client}"), "").contains("not on Monday"));
    let looks = json(&place.does("rosa", &format!("client looks {client} --json"), ""));
    let acts: Vec<&str> = looks.as_array().unwrap().iter().map(|look| look["act"].as_str().unwrap()).collect();
    assert_eq!(
        acts,
        ["client.add", "record.add", "record.read", "record.add", "record.list", "record.read", "record.read", "looks.read"]
    );
    assert!(looks.as_array().unwrap().iter().all(|look| look["who"] == "Rosa Quintana"));
    let misspelt = place.fails("rosa", 2, &format!("record add {client} --category progres_notes"), "x");
    assert!(misspelt.contains("progress_notes"), "{misspelt}");
}

#[test]
fn who_has_no_reason_cannot_tell_a_client_who_is_not_theirs_from_one_who_is_not_there() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let client = place.client();
    let absent = "019a0000-0000-7000-8000-000000000000";
    let record = place.makes("rosa", &format!("record add {client} --category progress_notes"), "CANARY");
    for words in [
        "client open ID",
        "record list ID",
        "record read REC --client ID",
        "client team ID",
        "client looks ID",
        "client close ID",
    ] {
        let says = |id: &str| place.ask("ben", &words.replace("ID", id).replace("REC", &record), "");
        let (there, not) = (says(&client), says(absent));
        assert_eq!((there.code, &there.err, &there.out), (not.code, &not.err, &not.out), "{words}");
        assert_ne!(there.code, 0, "{words}");
    }
    assert!(place.fails("ben", 1, &format!("client open {client} --reason care_team"), "").contains("nothing here for you"));
    assert!(place.fails("ben", 2, &format!("client open {client} --reason care_taem"), "").contains("did you mean `care_team`"));
}

#[test]
fn a_file_that_belongs_to_a_record_comes_out_as_it_went_in() {
    let place = Place::begin(&[]);
    let client = place.client();
    let bytes: Vec<u8> = (0..3_300_000u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    place.write("scan.pdf", &bytes);
    let record =
        place.makes("rosa", &format!("record add {client} --category correspondence --attach scan.pdf"), "A letter came.");
    let read = json(&place.does("rosa", &format!("record read {record} --client {client} --json"), ""));
    let file = &read["attachments"][0];
    assert_eq!((&file["size"], &file["media_type"]), (&3_300_000.into(), &"application/pdf".into()));
    let get = format!("record attach-get {record} {} --client {client} --to out.pdf", file["id"].as_str().unwrap());
    place.does("rosa", &get, "");
    assert!(std::fs::read(place.path().join("out.pdf")).unwrap() == bytes);
    assert!(place.fails("rosa", 1, &get, "").contains("cannot write"), "nothing is overwritten");
    place.fails(
        "rosa",
        1,
        "record add 019a0000-0000-7000-8000-000000000000 --category correspondence --reason care_team --attach scan.pdf",
        "x",
    );
    let note = format!("record add {client} --category psychotherapy_notes --attach scan.pdf");
    assert!(place.fails("rosa", 1, &note, "x").contains("addendum"), "its key does not stand yet");
}

#[test]
fn appointments_tasks_teams_and_walls_are_kept() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let client = place.client();
    let meeting = place.makes("rosa", &format!("appointment make {client} --at 2099-03-02T14:00 --kind intake"), "");
    assert!(place.does("rosa", &format!("appointment list {client}"), "").contains("2099-03-02 14:00"));
    place.does("rosa", &format!("appointment change {meeting} --client {client} --to called_off"), "");
    let workers = json(&place.does("rosa", "worker list --json", ""));
    let ben = workers.as_array().unwrap().iter().find(|w| w["name"] == "Ben Ortiz").unwrap()["id"].as_str().unwrap().to_owned();
    assert!(place.does("rosa", &format!("client team {client}"), "").contains("Rosa Quintana"));
    let task = place.makes("rosa", &format!("task give {client} --to {ben} --kind request --due 2099-01-01"), "");
    assert!(place.does("ben", "task list", "").contains(&task));
    place.does("ben", &format!("task close {task}"), "It was not ours to answer.");
    let next = place.makes("rosa", &format!("task give {client} --to {ben} --kind request --due 2099-01-01"), "");
    place.does("rosa", &format!("client wall {client} {ben} --why relative"), "");
    place.fails("ben", 1, &format!("task close {next}"), "A wall beats the task.");
    place.fails("ben", 1, &format!("client unwall {client} {ben}"), "");
}

#[test]
fn the_glass_is_broken_in_ones_own_words_and_reviewed_by_somebody_else() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let client = place.makes("rosa", "client add --no-team", r#"{"chosen_name":"Ana María Begay"}"#);
    assert!(place.fails("rosa", 2, &format!("client open {client}"), "").contains("grant"));
    place.fails("rosa", 2, &format!("glass break {client} --why danger"), "");
    let grant = place.makes("rosa", &format!("glass break {client} --why danger --minutes 10"), "She called and hung up.");
    assert!(place.does("rosa", &format!("client open {client} --reason grant"), "").contains("Begay"));
    place.fails("rosa", 5, &format!("glass review {client} {grant} --proper"), "Fine.");
    assert!(place.does("ben", "task list", "").contains(&grant));
    place.does("ben", &format!("glass review {client} {grant} --proper"), "She was in danger.");
    assert!(place.fails("ben", 1, &format!("glass review {client} {grant} --improper"), "No.").contains("already"));
}

#[test]
fn programs_are_added_and_closed() {
    let place = Place::begin(&[]);
    let haven = place.makes("rosa", "program add Haven --nature victim_service_funds --jurisdiction nm", "");
    assert!(place.does("rosa", "program list", "").contains("victim_service_funds"));
    place.does("rosa", &format!("program close {haven}"), "");
    place.fails("rosa", 1, "client add --program Haven", r#"{"chosen_name":"Iris"}"#);
    assert!(place.fails("rosa", 2, "client add --program Conselling", "{}").contains("did you mean `Counselling`"));
}

#[test]
fn restrictions_and_representatives_are_entered_in_peoples_own_words_and_end() {
    let place = Place::begin(&[]);
    let client = place.client();
    let card = || json(&place.does("rosa", &format!("client open {client} --json"), ""));
    let limit = place.makes("rosa", &format!("client restrict {client} --outside-team --class billing"), "Nobody but Rosa.");
    assert_eq!(
        (&card()["restrictions"][0]["words"], &card()["restrictions"][0]["id"]),
        (&"Nobody but Rosa.".into(), &limit.clone().into())
    );
    place.makes("rosa", &format!("client restrict {client} --payer"), "Zia Health\nI paid it myself.");
    place.does("rosa", &format!("client restrict {client} --end {limit}"), "");
    assert!(card()["restrictions"][0]["span"]["until"].is_number());
    place.fails("rosa", 2, &format!("client restrict {client} --payer"), "Zia Health");
    let paper = "María Begay\nOrder of the district court\nSchool matters only";
    let guardian = place.makes("rosa", &format!("client represent {client} --authority guardian --never progress_notes"), paper);
    assert_eq!(
        (&card()["representatives"][0]["name"], &card()["representatives"][0]["limits"]),
        (&"María Begay".into(), &"School matters only".into())
    );
    place.does("rosa", &format!("client represent {client} --end {guardian}"), "");
    place.fails("rosa", 2, &format!("client represent {client} --authority guardian"), "María Begay");
}

#[test]
fn a_file_under_a_hold_stays_and_its_end_takes_two_people() {
    let place = Place::begin(&[]);
    place.ben_joins();
    let client = place.client();
    let workers = json(&place.does("rosa", "worker list --json", ""));
    let ben = workers.as_array().unwrap().iter().find(|w| w["name"] == "Ben Ortiz").unwrap()["id"].as_str().unwrap().to_owned();
    place.does("rosa", &format!("worker roles {ben} --role administrator,privacy_officer"), "");
    let hold = place.makes("rosa", &format!("keep hold {client}"), "The suit of last spring.");
    place.fails("ben", 1, &format!("keep destroy {client} --rule adult.7y"), "");
    place.fails("rosa", 1, &format!("keep release {client} {hold}"), "");
    place.does("ben", &format!("keep release {client} {hold}"), "");
    let asked = place.makes("ben", &format!("keep destroy {client} --rule adult.7y"), "");
    place.fails("ben", 5, &format!("keep decide {client} {asked} --approve --confirm DESTROY"), "");
    place.fails("rosa", 2, &format!("keep decide {client} {asked} --approve"), "");
    place.does("rosa", &format!("keep decide {client} {asked} --approve --confirm DESTROY"), "");
    place.fails("rosa", 1, &format!("client open {client} --reason care_team"), "");
    let doctor = place.ask("rosa", "doctor", "");
    assert!(!doctor.out.contains("list of destroyed keys"), "{}", doctor.out);
    std::fs::remove_file(place.home().join("backups/destroyed")).unwrap();
    assert!(place.ask("rosa", "doctor", "").out.contains("the list of destroyed keys beside the backups is behind"));

    let rosa = workers.as_array().unwrap().iter().find(|w| w["name"] == "Rosa Quintana").unwrap()["id"].as_str().unwrap();
    let line = place.makes("rosa", &format!("worker supervise {rosa} --by {ben}"), "");
    place.does("rosa", &format!("worker supervise --end {line}"), "");
    place.fails("rosa", 5, &format!("worker supervise {ben} --by {rosa}"), "");
}

#[test]
fn after_every_command_the_ledgers_end_is_signed() {
    let place = Place::begin(&[]);
    let client = place.client();
    place.does("rosa", &format!("client open {client}"), "");
    let head = json(&place.does("rosa", "ledger head --json", ""));
    let db = rusqlite::Connection::open(place.home().join("tacenda.db")).unwrap();
    let (size, signed): (i64, i64) = db
        .query_row("SELECT size, (SELECT MAX(size) FROM checkpoint) FROM ledger_head", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(size, signed, "{head}");
}
