//! An agency begins, takes a client in, writes and reads; and a stranger reads nothing.

use tacenda::act::Asked;
use tacenda::agency::{Agency, Founding, Kit, SignedIn};
use tacenda::config::{Config, KeySource, SignIn, Uploads};
use tacenda::problem::Problem;
use tacenda::root::Root;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AddClient, AddRecord, OpenClient, ReadRecord};
use tacenda_desk::{Category, Client, ClientId, Enrolment, Id, Now, Program, Purpose, Role, Seen, Time};
use tacenda_vault::recovery::Quorum;
use tacenda_vault::{Cost, Passphrase, RootKey, SystemEntropy};

/// An agency with one founder, in a folder that goes with it.
pub(crate) struct House {
    pub(crate) agency: Agency,
    pub(crate) rosa: SignedIn,
    pub(crate) program: Program,
    pub(crate) root: Root,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) kit: Kit,
}

pub(crate) fn id<K>() -> Id<K> {
    let mut random = [0; 10];
    tacenda_vault::Entropy::fill(&mut SystemEntropy, &mut random).unwrap();
    Id::new(Now::trusted(Time(1)), random)
}

pub(crate) fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let key = RootKey::generate(&mut SystemEntropy).unwrap();
    let again = RootKey::from_key_file(key.to_key_file().as_bytes()).unwrap();
    std::fs::write(folder.path().join("root.key"), key.to_key_file().as_bytes()).unwrap();
    let (root, key) = (Root::key("file", again), Root::key("file", key));
    let config = Config {
        store: "sqlite".into(),
        key: KeySource::File { path: "root.key".into() },
        backups: "backups".into(),
        witnesses: Vec::new(),
        sign_in: SignIn::default(),
        names: None,
        uploads: Uploads::default(),
        links: None,
        portal: None,
        mail: None,
    };
    config.write(folder.path()).unwrap();
    let program = Program::new(id(), "Counselling", &[], "us-nm");
    let founding = Founding {
        name: "Rosa Quintana".into(),
        roles: vec![Role::Director, Role::Administrator, Role::Clinician],
        passphrase: Passphrase::new("correct horse battery"),
        cost: Cost::CHEAP,
        quorum: Quorum::default(),
        programs: vec![program.clone()],
    };
    let (agency, rosa, kit) = Agency::create(folder.path(), &config, &key, founding).unwrap();
    House { agency, rosa, program, root, folder, kit }
}

pub(crate) fn take_in(house: &House, name: &str) -> ClientId {
    let mut card = Client::new(id(), name);
    card.enrolments.push(Enrolment::open(house.program.id, Time(0)));
    let client = card.id;
    house
        .agency
        .act(&house.rosa, Asked::new(AddClient { card: Box::new(card), onto_team: Some(id()) }, Reason::OwnDuty))
        .unwrap();
    client
}

pub(crate) fn note(house: &House, client: ClientId, category: &str, text: &str) -> AddRecord {
    let record = AddRecord::of(id(), client, Category::from_word(category).unwrap(), &house.program, Time(1));
    AddRecord { text: text.into(), ..record }
}

#[test]
fn what_is_written_is_read_again_and_every_look_is_a_leaf() {
    let house = house();
    let client = take_in(&house, "Ana María Begay");
    let record = note(&house, client, "progress_notes", "She slept better.");
    house.agency.act(&house.rosa, Asked::new(record.clone(), Reason::CareTeam)).unwrap();
    let read = house.agency.act(&house.rosa, Asked::new(ReadRecord { client, record: record.id }, Reason::CareTeam)).unwrap();
    let Seen::Record(seen) = read.seen.expose(Purpose::Show) else { panic!("a record") };
    assert_eq!(seen.text, "She slept better.");
    assert_eq!(read.leaf, 3, "founded, taken in, written, read");
    assert_eq!(house.agency.end().unwrap().frontier.size(), 4);
}

#[test]
fn the_most_private_notes_open_to_their_author_and_not_to_the_running_keys() {
    let house = house();
    let client = take_in(&house, "Ana María Begay");
    let record = note(&house, client, "psychotherapy_notes", "CANARY-private");
    house.agency.act(&house.rosa, Asked::new(record.clone(), Reason::CareTeam)).unwrap();
    let read = house.agency.act(&house.rosa, Asked::new(ReadRecord { client, record: record.id }, Reason::CareTeam));
    assert!(read.is_ok());
    let line = house.agency.db().read(|tx| tacenda_store::sealed::latest(tx, "record", &record.id.to_string())).unwrap().unwrap();
    let refused = house.agency.db().read(|tx| line.open(tx, &mut tacenda_store::keys::Keys::new(house.agency.ring())));
    assert!(refused.unwrap_err().is_no_key());
}

#[test]
fn opened_again_from_the_disk_it_is_all_there_and_a_wrong_passphrase_is_nobody() {
    let house = house();
    let client = take_in(&house, "Ana María Begay");
    let worker = house.rosa.worker();
    let House { agency, rosa, root, folder, .. } = house;
    drop((agency, rosa));
    let agency = Agency::open(folder.path(), &root).unwrap();
    assert!(agency.sign_in(worker, &Passphrase::new("wrong")).is_err());
    let rosa = agency.sign_in(worker, &Passphrase::new("correct horse battery")).unwrap();
    let opened = agency.act(&rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    assert!(matches!(opened.seen.expose(Purpose::Show), Seen::Card(_)));
    assert_eq!(agency.find(tacenda_desk::Index::ClientName, "maria BEGAY").unwrap(), [client]);
    assert!(agency.find(tacenda_desk::Index::ClientName, "Maria Nobody").unwrap().is_empty());
}

#[test]
fn a_refusal_changes_nothing_and_is_a_leaf_too() {
    let house = house();
    let before = house.agency.end().unwrap().frontier.size();
    let nobody = house.agency.act(&house.rosa, Asked::new(OpenClient { client: id() }, Reason::CareTeam));
    assert!(matches!(nobody, Err(Problem::Refused(tacenda_desk::Refusal::NotFoundOrNotYours))));
    assert_eq!(house.agency.end().unwrap().frontier.size(), before + 1);
}

#[test]
fn asked_twice_under_one_key_it_is_done_once() {
    let house = house();
    let client = take_in(&house, "Ana María Begay");
    let asked = Asked { key: Some([7; 32]), ..Asked::new(note(&house, client, "progress_notes", "Once."), Reason::CareTeam) };
    let first = house.agency.act(&house.rosa, asked.clone()).unwrap();
    let again = house.agency.act(&house.rosa, asked).unwrap();
    assert_eq!(first.leaf, again.leaf);
    assert_eq!(house.agency.end().unwrap().frontier.size(), 3);
}
