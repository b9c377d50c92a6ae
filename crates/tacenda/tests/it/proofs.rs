//! What can be proved: the whole of what is kept, one entry, a client's list, an exported folder; and what is tampered with is named.

use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use tacenda::act::Asked;
use tacenda::agency::Agency;
use tacenda::check::{self, Report};
use tacenda::export;
use tacenda::problem::Problem;
use tacenda::proofs::Extent;
use tacenda::witness::Witness;
use tacenda_desk::ClientId;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{OpenClient, ReadRecord};
use tacenda_ledger::proof::{Entry, verify_parts};
use tacenda_ledger::{Keys, VerifierKey};

use crate::keep::{House, house, note, take_in};
use crate::run::tacenda;

/// A house with two clients, a few records of which one is most private, and a published ledger.
pub(crate) fn lived_in() -> (House, ClientId) {
    let house = house();
    let client = take_in(&house, "Ana María Begay");
    take_in(&house, "Joseph Tso");
    for (category, text) in
        [("progress_notes", "She slept better."), ("psychotherapy_notes", "CANARY-private"), ("progress_notes", "Two.")]
    {
        let record = note(&house, client, category, text);
        house.agency.act(&house.rosa, Asked::new(record.clone(), Reason::CareTeam)).unwrap();
        house.agency.act(&house.rosa, Asked::new(ReadRecord { client, record: record.id }, Reason::CareTeam)).unwrap();
    }
    house.agency.publish().unwrap().unwrap();
    house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    (house, client)
}

pub(crate) fn checked(agency: &Agency, every: bool) -> Report {
    check::all(agency, every, &mut |_, _, _| ()).unwrap()
}

/// The database, to be written into by somebody who has its file.
pub(crate) fn sql(house: &House) -> Connection {
    Connection::open(house.folder.path().join("tacenda.db")).unwrap()
}

/// A house over a copy of its database.
struct Copy {
    agency: Agency,
    folder: tempfile::TempDir,
}

/// What the check names first, after somebody wrote into the database.
fn first_bad(agency: &Agency, folder: &Path, statement: &str) -> String {
    let changed = Connection::open(folder.join("tacenda.db")).unwrap().execute(statement, []).unwrap();
    assert!(changed > 0, "{statement}");
    checked(agency, false).bad.first().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn what_was_never_touched_holds_and_is_counted() {
    let (house, _) = lived_in();
    let report = checked(&house.agency, true);
    assert_eq!(report.bad, []);
    assert_eq!(report.head, house.agency.end().unwrap().frontier.head());
    assert_eq!((report.checkpoints, report.clients), (1, 2));
    assert_eq!(report.closed, 1, "the psychotherapy note");
    assert!(report.rows >= 9 && report.opened["general"] >= 4, "{report:?}");
    assert_eq!(check::log(&house.agency, &mut |_, _, _| ()).unwrap(), report.head);
}

#[test]
fn every_tampering_by_sql_is_found_and_its_place_named() {
    let cases: &[(&str, &str)] = &[
        ("UPDATE sealed SET blob = zeroblob(length(blob)) WHERE kind = 'record' AND class = 'general'", "sealed record "),
        ("UPDATE sealed SET blob = zeroblob(length(blob)) WHERE class = 'psychotherapy_notes'", "sealed record "),
        ("UPDATE sealed SET state = 'addendum' WHERE kind = 'record' AND class = 'general'", "sealed record "),
        ("UPDATE sealed SET worker = NULL WHERE kind = 'assignment'", "sealed assignment "),
        ("UPDATE sealed SET leaf = leaf + 1 WHERE kind = 'record'", "sealed record "),
        ("UPDATE sealed SET latest = 0 WHERE kind = 'worker'", "sealed worker "),
        ("DELETE FROM sealed WHERE kind = 'record' AND class = 'psychotherapy_notes'", "sealed record "),
        (
            "INSERT INTO sealed SELECT kind, '00000000-0000-7000-8000-000000000000', 1, 1, client, class, state, due, worker, leaf, blob \
             FROM sealed WHERE kind = 'assignment' LIMIT 1",
            "sealed assignment 00000000-0000-7000-8000-000000000000 version 1",
        ),
        (
            "UPDATE leaf SET bytes = CAST(replace(CAST(bytes AS TEXT), 'record.read', 'record.list') AS BLOB) WHERE place = 4",
            "leaf 4",
        ),
        ("UPDATE leaf SET hash = zeroblob(32) WHERE place = 5", "leaf 5"),
        ("UPDATE leaf SET detail = zeroblob(100) WHERE place = 3", "leaf 3"),
        ("UPDATE leaf SET detail = (SELECT detail FROM leaf WHERE place = 5) WHERE place = 3", "leaf 3"),
        ("DELETE FROM leaf WHERE place = 6", "leaf 6"),
        ("UPDATE leaf SET client = '' WHERE place = 3", "leaf 3"),
        ("UPDATE leaf SET act_key = zeroblob(32) WHERE place = 7", "leaf 7"),
        ("UPDATE meta SET value = CAST('00' || substr(CAST(value AS TEXT), 3) AS BLOB) WHERE name = 'agency'", "meta agency"),
        ("UPDATE meta SET value = zeroblob(90) WHERE name = 'kit.root'", "meta kit.root"),
        ("UPDATE agency_key SET wrap = zeroblob(70) WHERE name = 'names'", "agency_key names"),
        ("UPDATE chain SET head = zeroblob(32) WHERE length > 5", "a chain"),
        (
            "UPDATE ledger_head SET frontier = CAST(substr(frontier, 1, 8) || zeroblob(length(frontier) - 8) AS BLOB)",
            "the ledger's end",
        ),
        ("UPDATE ledger_head SET map_root = zeroblob(32)", "the ledger's end"),
        ("UPDATE ledger_head SET last_time = last_time + 1", "the ledger's end"),
        ("UPDATE map_node SET node = zeroblob(65) WHERE length(path) = 2", "map node "),
        ("UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT), '=', 'A') AS BLOB)", "checkpoint of "),
        ("DELETE FROM client_key WHERE client = (SELECT MIN(client) FROM client_key)", ""),
        ("UPDATE client_key SET wrap = zeroblob(length(wrap))", "client_key "),
        ("DELETE FROM class_key WHERE class = 'legal'", "class_key "),
        ("UPDATE class_key SET wrap = zeroblob(length(wrap)) WHERE class = 'billing'", "class_key "),
        ("INSERT INTO class_wrap VALUES ('x', 'general', 1, 'nobody', zeroblob(9), NULL)", "class_wrap nobody"),
        ("UPDATE class_wrap SET wrap = zeroblob(length(wrap)) WHERE holder = 'recovery'", "class_wrap "),
        ("UPDATE kek SET wrap = zeroblob(length(wrap)) WHERE provider = 'recovery'", "kek 1 recovery"),
        ("UPDATE person_key SET locked = zeroblob(length(locked)) WHERE holder <> 'recovery'", "person_key "),
        ("UPDATE person_key SET public = zeroblob(length(public)) WHERE holder <> 'recovery'", "person_key "),
        ("UPDATE person_key SET public = zeroblob(length(public)) WHERE holder = 'recovery'", "person_key recovery"),
        ("INSERT INTO destroyed_key SELECT id, 'legal', 1, NULL FROM sealed WHERE kind = 'client' LIMIT 1", "destroyed_key "),
        ("DELETE FROM blind WHERE marks = (SELECT MIN(marks) FROM blind)", "blind "),
        ("INSERT INTO blind VALUES ('client_name', 'nobody', zeroblob(32))", "blind"),
        ("INSERT INTO chunk VALUES ('00000000-0000-7000-8000-000000000000', 0, 'x', 'general', 1, zeroblob(9), NULL)", "chunk "),
    ];
    let (house, _) = lived_in();
    let good = house.folder.path().join("good.db");
    sql(&house).execute("VACUUM INTO ?1", [good.to_str().unwrap()]).unwrap();
    for (statement, place) in cases {
        let copy = copied(&house, &good);
        assert_eq!(checked(&copy.agency, false).bad, []);
        let bad = first_bad(&copy.agency, copy.folder.path(), statement);
        assert!(!bad.is_empty() && bad.starts_with(place), "{statement}: {bad:?}");
        assert!(!checked(&copy.agency, true).bad.is_empty());
    }
}

fn copied(house: &House, database: &Path) -> Copy {
    let folder = tempfile::tempdir().unwrap();
    for file in ["tacenda.toml", "root.key"] {
        std::fs::copy(house.folder.path().join(file), folder.path().join(file)).unwrap();
    }
    std::fs::copy(database, folder.path().join("tacenda.db")).unwrap();
    let config = tacenda::config::Config::read(folder.path()).unwrap();
    let root = tacenda::root::Root::from_config(folder.path(), &config, |_| anyhow::bail!("it is a file")).unwrap();
    let agency = Agency::open(folder.path(), &root).unwrap();
    Copy { agency, folder }
}

#[test]
fn a_tile_that_was_changed_is_named_and_not_the_leaves_under_it() {
    let (house, client) = lived_in();
    for _ in 0..260 {
        house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    }
    house.agency.publish().unwrap();
    assert_eq!(checked(&house.agency, false).bad, []);
    let bad = first_bad(
        &house.agency,
        house.folder.path(),
        "UPDATE tile SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 0",
    );
    assert!(bad.contains("tile/0/000"), "{bad}");
}

#[test]
fn a_dummy_looks_like_an_act_and_stands_for_nothing() {
    let (house, client) = lived_in();
    let before = house.agency.end().unwrap().frontier.size();
    assert_eq!(house.agency.chaff(20).unwrap(), 20);
    assert_eq!(house.agency.end().unwrap().frontier.size(), before + 20);
    assert_eq!(checked(&house.agency, true).bad, []);
    let looks = house.agency.looks(Some(client)).unwrap();
    assert!(looks.len() < usize::try_from(before).unwrap(), "no dummy is among the looks");
}

fn keys(house: &House) -> Keys {
    Keys::all(house.agency.verifier_key().unwrap(), Vec::new())
}

#[test]
fn an_entry_is_proved_to_a_stranger_and_a_byte_changed_is_refused() {
    let (house, _) = lived_in();
    let last = house.agency.end().unwrap().frontier.size() - 1;
    for leaf in [0, 3, last] {
        let proof = house.agency.prove_leaf(leaf).unwrap();
        let keys = keys(&house);
        assert!(tacenda_ledger::verify(proof.as_bytes(), &keys).is_ok());
        assert!(!proof.contains("said"), "nothing readable goes along");
        for at in (0..proof.len()).step_by(7) {
            let mut bytes = proof.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(tacenda_ledger::verify(&bytes, &keys).is_err(), "byte {at}");
        }
    }
    assert!(house.agency.prove_leaf(last + 1_000).is_err());
}

#[test]
fn a_clients_account_is_complete_and_goes_on_from_an_earlier_one() {
    let (house, client) = lived_in();
    let first = house.agency.account(&house.rosa, client, Reason::CareTeam, Extent::default()).unwrap();
    let files: Vec<&[u8]> = first.iter().map(String::as_bytes).collect();
    let account = verify_parts(&files, &keys(&house)).unwrap();
    assert!(account.entries.len() >= 9, "{}", account.entries.len());
    let readable = account.entries.iter().any(|e| matches!(e, Entry::Open(o) if o.said.as_ref().unwrap().text.contains("Rosa")));
    assert!(readable, "who looked is told by name");
    assert!(first.iter().all(|file| file.len() <= 65_536));
    house.agency.chaff(3).unwrap();
    let since = account.to.length;
    let later = house.agency.account(&house.rosa, client, Reason::CareTeam, Extent { since, ..Extent::default() }).unwrap();
    let files: Vec<&[u8]> = later.iter().map(String::as_bytes).collect();
    let later = verify_parts(&files, &keys(&house)).unwrap();
    assert!(later.extends(&account));
    let stranger = take_in(&house, "Somebody Else");
    let nobody = house.agency.account(&house.rosa, crate::keep::id(), Reason::CareTeam, Extent::default());
    assert!(matches!(nobody, Err(Problem::Refused(_))));
    assert!(house.agency.account(&house.rosa, stranger, Reason::CareTeam, Extent::default()).is_ok());
}

#[test]
fn an_outsider_checks_an_exported_folder_without_the_database() {
    let (house, client) = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("ledger");
    for _ in 0..300 {
        house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    }
    export::export(&house.agency, &out, &mut |_, _| ()).unwrap();
    for _ in 0..250 {
        house.agency.act(&house.rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    }
    let again = export::export(&house.agency, &out, &mut |_, _| ()).unwrap();
    assert!(again.files < 10, "only what is new: {}", again.files);
    let proof = folder.path().join("leaf.tlog-proof");
    std::fs::write(&proof, house.agency.prove_leaf(17).unwrap()).unwrap();
    let account = house.agency.account(&house.rosa, client, Reason::CareTeam, Extent::default()).unwrap();
    let closed = Extent { closed: true, ..Extent::default() };
    let complete = house.agency.account(&house.rosa, client, Reason::CareTeam, closed).unwrap();
    assert_eq!(complete.len(), 1, "with nothing shown the whole list is proved in one file");
    let parts: Vec<String> =
        (0..account.len()).map(|n| folder.path().join(format!("account.{n}")).display().to_string()).collect();
    parts.iter().zip(&account).for_each(|(path, text)| std::fs::write(path, text).unwrap());
    let key = house.agency.verifier_key().unwrap().to_string();
    drop(house); // and with it the database

    let (out, proof) = (out.to_str().unwrap(), proof.to_str().unwrap());
    let folder_holds = tacenda(&["verify", out, "--key", &key], b"");
    assert_eq!(folder_holds.code, 0, "{}", folder_holds.err);
    assert_eq!(tacenda(&["ledger", "fsck", out], b"").code, 0);
    assert_eq!(tacenda(&["verify", proof, "--key", &key], b"").code, 0);
    let mut words = vec!["verify"];
    words.extend(parts.iter().map(String::as_str));
    words.extend(["--key", &key]);
    let holds = tacenda(&words, b"");
    assert_eq!(holds.code, 0, "{}", holds.err);
    assert!(holds.out.contains("The list is complete"), "{}", holds.out);
    let (true_proof, false_proof) =
        (vec![std::fs::read_to_string(proof).unwrap()], vec![account[0].replacen("act ", "act x", 1)]);
    for (files, says) in
        [(&true_proof, "holds inclusion"), (&account, "holds account"), (&complete, "holds account"), (&false_proof, "entry")]
    {
        assert_eq!(page_says(&key, files).as_deref().unwrap_or(says), says);
    }

    let all = folder.path().join("complete");
    std::fs::write(&all, &complete[0]).unwrap();
    let verify = || tacenda(&["verify", all.to_str().unwrap(), "--key", &key], b"");
    assert_eq!(verify().code, 0);
    flip(&all, complete[0].len() / 2);
    assert_eq!(verify().code, 3);

    flip(Path::new(proof), 100);
    assert_eq!(tacenda(&["verify", proof, "--key", &key], b"").code, 3);
    flip(Path::new(&parts[0]), 400);
    assert_eq!(tacenda(&words, b"").code, 3);
    flip(&Path::new(out).join("tile/entries/000"), 20);
    let bad = tacenda(&["verify", out, "--key", &key], b"");
    assert_eq!((bad.code, bad.err.contains("leaf 0")), (3, true), "{}", bad.err);
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    *bytes.get_mut(at).unwrap() ^= 1;
    std::fs::write(path, bytes).unwrap();
}

/// Runs the page's own script over a proof's files.
const RUNNER: &str = r#"
const vm = require("node:vm"), fs = require("node:fs");
const context = vm.createContext({ TextEncoder, TextDecoder });
const script = fs.readFileSync(process.argv[1], "utf8").split("<script>")[1].split("</script>")[0];
vm.runInContext(script + "\nglobalThis.tacenda = tacenda;", context);
const { key, files } = JSON.parse(fs.readFileSync(0, "utf8"));
const keys = context.tacenda.keys(key), bytes = files.map((text) => new TextEncoder().encode(text));
try {
  const report = bytes.length > 1 ? context.tacenda.verifyParts(bytes, keys) : context.tacenda.verify(bytes[0], keys);
  console.log("holds " + report.kind);
} catch (failure) {
  console.log(failure.why ?? failure.stack);
}
"#;

/// What the page as the program writes it says of a proof, where there is Node.
fn page_says(key: &str, files: &[String]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("verifier.html");
    let written = tacenda(&["verify", "--page", "--to", page.to_str().unwrap()], b"");
    assert!(written.err.contains(&tacenda_ledger::verifier_page_digest()), "{}", written.err);
    let input = serde_json::json!({ "key": key, "files": files }).to_string();
    let mut node =
        Command::new("node").args(["-e", RUNNER]).arg(&page).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    std::io::Write::write_all(&mut node.stdin.take().unwrap(), input.as_bytes()).unwrap();
    Some(String::from_utf8(node.wait_with_output().unwrap().stdout).unwrap().trim().to_owned())
}

#[test]
fn a_witness_signs_what_grows_and_nothing_else() {
    let (house, _) = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let key = Witness::init(folder.path(), "counsel.example/w1").unwrap();
    assert!(Witness::init(folder.path(), "again").is_err());
    let witness = Witness::open(folder.path()).unwrap();
    let ask = |house: &House| {
        house.agency.ask_witness(&key, &mut |request| witness.answer(request, 1_763_776_265).map(|a| (a.status(), a.body())))
    };
    assert!(matches!(ask(&house), Err(Problem::Plainly(text)) if text.contains("does not know")));
    witness.trust(&house.agency.verifier_key().unwrap()).unwrap();
    let first = ask(&house).unwrap();
    house.agency.chaff(3).unwrap();
    let second = ask(&house).unwrap();
    assert!(second.size > first.size);
    let keys = Keys::all(house.agency.verifier_key().unwrap(), vec![key.clone()]);
    let proof = house.agency.prove_leaf(3).unwrap();
    assert!(tacenda_ledger::verify(proof.as_bytes(), &keys).is_ok(), "the proof bears the witness's signature");
    let other: VerifierKey = Witness::init(&folder.path().join("other"), "other").unwrap();
    assert!(tacenda_ledger::verify(proof.as_bytes(), &Keys::all(house.agency.verifier_key().unwrap(), vec![other])).is_err());
}

#[test]
fn a_witness_answers_over_http_within_its_limits() {
    use std::io::{Read as _, Write as _};
    let (house, _) = lived_in();
    let folder = tempfile::tempdir().unwrap();
    let key = Witness::init(folder.path(), "w1").unwrap();
    let witness = Witness::open(folder.path()).unwrap();
    witness.trust(&house.agency.verifier_key().unwrap()).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let mut left = 6;
        let more = &mut || {
            left -= 1;
            left >= 0
        };
        tacenda::witness::serve(&witness, &listener, &|| Ok(1_763_776_265), more).unwrap();
    });
    let said = |text: &str| {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap_or("gone").to_owned()
    };
    assert_eq!(said("GET /add-checkpoint HTTP/1.1\r\n\r\n"), "405");
    assert_eq!(said("POST /other HTTP/1.1\r\n\r\n"), "404");
    assert_eq!(said("POST /add-checkpoint HTTP/1.1\r\n\r\n"), "411");
    assert_eq!(said("POST /add-checkpoint HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"), "413");
    assert_eq!(said("POST /add-checkpoint HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"), "400");
    let url = format!("http://{address}/");
    let signed = house.agency.ask_witness(&key, &mut |body| tacenda::witness::over_http(&url, body)).unwrap();
    assert!(signed.size > 0);
    server.join().unwrap();
}
