//! From one engine to the other and back, by a backup alone.

use tacenda::act::Asked;
use tacenda::agency::Agency;
use tacenda::backup::{self, destroyed};
use tacenda::config::Config;
use tacenda::problem::Problem;
use tacenda::restore::{Order, restore};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::OpenClient;
use tacenda_ledger::{Hash, Head, Remembered};
use tacenda_store::Place;
use tacenda_store::rig::Server;
use tacenda_vault::Passphrase;

use crate::proofs::{checked, lived_in};

#[test]
fn an_agency_moves_to_postgresql_and_back_and_everything_holds_on_both() {
    let Some(server) = Server::start(&["fsync=off"]).unwrap() else {
        println!("PostgreSQL is not installed here: skipped");
        return;
    };
    let Place::Postgres(address) = server.database().unwrap() else { panic!("an address") };
    let (house, client) = lived_in();
    let file = backup::create(&house.agency, &mut |_| ()).unwrap().path;
    let config = Config::read(house.folder.path()).unwrap();
    let place = tempfile::tempdir().unwrap();
    let (there, back) = (place.path().join("there"), place.path().join("back"));
    let order = |file, home, config| Order {
        file,
        home,
        config,
        root: &house.root,
        daily: None,
        destroyed: None,
        remembered: Vec::new(),
    };
    let on_server = Config { store: address.clone(), ..config.clone() };

    let cut = place.path().join("cut.backup");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&cut, &whole[..whole.len() - 9]).unwrap();
    let refused = restore(&order(&cut, &there, on_server.clone()), &mut |_, _| ());
    assert!(matches!(refused, Err(Problem::NotVerified(_))), "{:?}", refused.err());

    let other = Remembered::Head(Head { size: 2, root: Hash([7; 32]) });
    let order_against = Order { remembered: vec![("a witness".into(), other)], ..order(&file, &there, on_server.clone()) };
    let refused = restore(&order_against, &mut |_, _| ());
    assert!(matches!(refused, Err(Problem::NotVerified(_))), "{:?}", refused.err());

    // Neither left anything behind: the place is empty, and takes the true one.
    let moved = restore(&order(&file, &there, on_server), &mut |_, _| ()).unwrap().agency;
    assert_eq!(checked(&moved, true).bad, []);
    let rosa = moved.sign_in(house.rosa.worker(), &Passphrase::new("correct horse battery")).unwrap();
    moved.act(&rosa, Asked::new(OpenClient { client }, Reason::CareTeam)).unwrap();
    let size = moved.end().unwrap().frontier.size();
    let file = backup::create(&moved, &mut |_| ()).unwrap().path;
    assert!(destroyed::path_of(&there.join("backups")).exists());
    let home: Agency = restore(&order(&file, &back, config), &mut |_, _| ()).unwrap().agency;
    assert_eq!(checked(&home, true).bad, []);
    assert!(home.end().unwrap().frontier.size() > size);
}
