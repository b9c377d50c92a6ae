//! PostgreSQL: the same stories, and those that only it can tell.

use std::os::unix::fs::MetadataExt as _;
use std::time::{Duration, Instant};

use tacenda_store::rig::Server;
use tacenda_store::{Db, Error, Place, Settings, Sql};

use crate::stage::{names, put, tell_on_postgres};

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn server(settings: &[&str]) -> Option<Server> {
    let server = Server::start(settings).unwrap();
    if server.is_none() {
        println!("PostgreSQL is not installed: skipped");
    }
    server
}

const QUICK: &[&str] = &["fsync=off", "full_page_writes=off"];

#[test]
fn every_story_holds_on_postgresql() {
    let Some(server) = server(QUICK) else { return };
    let stories =
        [crate::units::STORIES, crate::commits::STORIES, crate::rows::STORIES, crate::books::STORIES, crate::whole::STORIES];
    tell_on_postgres(&server, &stories.concat());
    two_servers_of_ours_never_lose_a_count(&server);
    the_first_host_that_takes_writes_is_used(&server);
    a_server_that_comes_back_is_used_again(&server);
    a_frozen_server_does_not_hang_us(&server);
}

fn two_servers_of_ours_never_lose_a_count(server: &Server) {
    let place = server.database().unwrap();
    let ours = [(); 2].map(|()| Db::open(&place, Settings::default()).unwrap());
    std::thread::scope(|scope| {
        for (at, db) in ours.iter().enumerate() {
            for thread in 0..8 {
                scope.spawn(move || (0..10).for_each(|n| assert_eq!(put(db, &format!("{at} {thread} {n}")).unwrap(), 1)));
            }
        }
    });
    assert_eq!(names(&ours[0]).len(), 160);
}

fn the_first_host_that_takes_writes_is_used(server: &Server) {
    let Place::Postgres(address) = server.database().unwrap() else { panic!("no address") };
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap(); // answers the call, then says nothing: like a frozen host
    let silent = nobody.local_addr().unwrap().port();
    let both = address.replace("@127.0.0.1:", &format!("@127.0.0.1:{silent},127.0.0.1:"));
    let settings = Settings { connect: Duration::from_millis(300), ..Settings::default() };
    let db = Db::open(&Place::Postgres(both), settings).unwrap();
    put(&db, "a").unwrap();
    assert_eq!(names(&db), ["a"]);
}

fn every_other_session_is_ended(server: &Server) {
    let ended = std::process::Command::new("psql")
        .args(["-h", "127.0.0.1", "-p", &server.port().to_string(), "-U", "tacenda", "-d", "postgres", "-qAtc"])
        .arg("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
        .status();
    assert!(ended.unwrap().success());
}

fn a_server_that_comes_back_is_used_again(server: &Server) {
    let db = Db::open(&server.database().unwrap(), Settings::default()).unwrap();
    put(&db, "a").unwrap();
    assert_eq!(names(&db), ["a"]);
    every_other_session_is_ended(server);
    assert_eq!(names(&db), ["a"]);
    put(&db, "b").unwrap();
    assert_eq!(names(&db), ["a", "b"]);
}

fn signal(server: &Server, name: &str) {
    let processes = server.processes().iter().map(u32::to_string).collect::<Vec<_>>();
    assert!(std::process::Command::new("kill").arg(name).args(processes).status().unwrap().success());
}

#[expect(clippy::disallowed_methods, reason = "how long it takes is the story")]
fn a_frozen_server_does_not_hang_us(server: &Server) {
    let settings = Settings { patience: Duration::from_millis(400), connect: Duration::from_millis(400), ..Settings::default() };
    let db = Db::open(&server.database().unwrap(), settings).unwrap();
    put(&db, "a").unwrap();
    signal(server, "-STOP");
    let begun = Instant::now();
    let written: Result<u64, Error> = put(&db, "b");
    let read = db.read(|tx| tx.rows(crate::stage::ALL, &[]).map(|rows| rows.len()));
    assert!(begun.elapsed() < Duration::from_secs(15));
    assert!(written.unwrap_err().is_unavailable());
    assert!(read.unwrap_err().is_unavailable());
    signal(server, "-CONT");
    put(&db, "c").unwrap();
    assert_eq!(names(&db), ["a", "c"]);
}

const HOW: Sql = Sql("SELECT CAST(ssl AS TEXT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()");

/// Makes a certificate for a name, by the tool that PostgreSQL's package brings along.
fn certificate(folder: &std::path::Path, name: &str) -> bool {
    let file = |ending: &str| folder.join(format!("{name}.{ending}"));
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"])
        .args(["-subj", &format!("/CN={name}"), "-addext", &format!("subjectAltName=DNS:{name}")])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(file("key"))
        .arg("-out")
        .arg(file("crt"))
        .stderr(std::process::Stdio::null())
        .status();
    made.is_ok_and(|made| made.success())
}

#[test]
fn an_encrypted_server_is_believed_only_with_the_right_certificate_and_name() {
    let Some(server) = server(QUICK) else { return };
    let data = server.folder().join("data");
    if !["localhost", "elsewhere"].iter().all(|name| certificate(&data, name)) {
        return;
    }
    for name in ["localhost.key", "localhost.crt"] {
        let owner = std::fs::metadata(&data).unwrap();
        std::os::unix::fs::chown(data.join(name), Some(owner.uid()), Some(owner.gid())).unwrap();
    }
    let said = [
        "ALTER SYSTEM SET ssl = on",
        "ALTER SYSTEM SET ssl_cert_file = 'localhost.crt'",
        "ALTER SYSTEM SET ssl_key_file = 'localhost.key'",
        "SELECT pg_reload_conf()",
    ];
    let mut psql = std::process::Command::new("psql");
    psql.args(["-h", "127.0.0.1", "-p", &server.port().to_string(), "-U", "tacenda", "-d", "postgres", "-qAt"]);
    for said in said {
        psql.args(["-c", said]);
    }
    assert!(psql.stdout(std::process::Stdio::null()).status().unwrap().success());
    let Place::Postgres(plain) = server.database().unwrap() else { panic!("no address") };
    let open = |host: &str, roots: &str| {
        let roots = data.join(roots);
        let address = plain.replace("@127.0.0.1:", &format!("@{host}:"));
        Db::open(&Place::Postgres(format!("{address}&sslmode=verify-full&sslrootcert={}", roots.display())), Settings::default())
    };
    let db = open("localhost", "localhost.crt").unwrap();
    put(&db, "a").unwrap();
    assert_eq!(names(&db), ["a"]);
    assert_eq!(db.read(|tx| tx.one(HOW, &[])?.unwrap().text()).unwrap(), "true");
    for (host, roots) in [("localhost", "elsewhere.crt"), ("127.0.0.1", "localhost.crt")] {
        let error = open(host, roots).unwrap_err();
        assert!(error.is_unavailable() && error.to_string().contains("certificate is not believed"), "{error}");
    }
    assert!(open("localhost", "PG_VERSION").unwrap_err().is_place(), "no certificates in that file");
}
